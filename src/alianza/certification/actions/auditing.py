"""An audit: assigned, declared, opened; visits, verdicts, findings and their correction; closed."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from alianza.accounts.models import User
from alianza.audit.actions import record
from alianza.certification import notices, policy
from alianza.certification.actions import labels
from alianza.certification.actions.moving import locked, moment, move
from alianza.certification.actions.reviewing import OnlyOfficers, SayWhy
from alianza.certification.lifecycle import FOLLOWED
from alianza.certification.models import (
    Accreditation,
    Application,
    Audit,
    Declaration,
    Finding,
    SiteVisit,
    Standing,
    Verdict,
)
from alianza.certification.queries.cases import guards_of, open_findings
from alianza.certification.queries.grace import asked_of, owed_by
from alianza.certification.queries.labels import stands
from alianza.network.policy import is_officer
from alianza.vocabulary.places import country
from alianza.vocabulary.refusal import Refusal, marked


class NotAccredited(Refusal):
    code = "certification.audit.not_accredited"
    field = "auditor"
    message = marked("Choose somebody who is accredited as an auditor today.")


class Tied(Refusal):
    code = "certification.audit.tied"
    field = "auditor"
    message = marked("This person belongs to the organisation, or declared a conflict of interest; choose another one.")


class NotNow(Refusal):
    code = "certification.audit.not_now"
    message = marked("An audit is assigned while the application is at that step, or to watch over a label that holds.")


class RunsAlready(Refusal):
    code = "certification.audit.runs_already"
    message = marked("An audit of %(application)s is running; close it first.")


class NotYourAudit(Refusal):
    code = "certification.audit.not_yours"
    message = marked("This audit is somebody else's, or it is over.")


class DeclareFirst(Refusal):
    code = "certification.audit.declare_first"
    message = marked("Declare first whether you have a conflict of interest; nothing is opened before.")


class ConflictStays(Refusal):
    code = "certification.declaration.stays"
    message = marked("You declared a conflict of interest; that stays on record, and you take no part.")


class SayWhichConflict(Refusal):
    code = "certification.declaration.say_which"
    field = "reason"
    message = marked("Say in a few words what the conflict is.")


class NotOpened(Refusal):
    code = "certification.audit.not_opened"
    message = marked("Open the audit first, with the number of workers.")


class NoCriterion(Refusal):
    code = "certification.audit.no_criterion"
    field = "item"
    message = marked("%(item)s is no criterion of the instrument.")


class NotAVerdict(Refusal):
    code = "certification.audit.not_a_verdict"
    field = "value"
    message = marked("Choose one of the four verdicts, and say what you saw.")


class NotConcluded(Refusal):
    code = "certification.audit.not_concluded"
    message = marked("The audit cannot be closed yet: every criterion needs a verdict, and workers have to be heard.")


class NewOnesOpen(Refusal):
    code = "certification.audit.new_ones_open"
    message = marked("The time of grace for what is new in the scheme is over; it needs a verdict: %(items)s.")


class ToldLater(Refusal):
    code = "certification.finding.told_later"
    message = marked("This finding is not to be corrected now.")


class FindingClosed(Refusal):
    code = "certification.finding.closed"
    message = marked("This finding was closed on %(day)s; that stands.")


class AnsweredAlready(Refusal):
    code = "certification.correction.answered"
    message = marked("This correction was answered already.")


class OneWaits(Refusal):
    code = "certification.correction.waits"
    message = marked("The auditor has not answered your last correction yet.")


@transaction.atomic
def assign(
    application: Application,
    auditor: User,
    *,
    kind: str = Audit.Kind.INITIAL,
    announced: bool = True,
    by: User,
    on: date | None = None,
) -> Audit:
    """Give an audit to an accredited auditor without tie to the firm.

    Raises OnlyOfficers, NotNow, RunsAlready, NotAccredited, Tied.
    """
    on = on or timezone.localdate()
    held = locked(application)
    if not is_officer(by):
        raise OnlyOfficers
    if kind == Audit.Kind.INITIAL:
        fits = held.state == Application.State.AUDIT and not held.audits.filter(closed_at__isnull=False).exists()
    else:
        fits = held.state in FOLLOWED and stands(held.subject, on).label == held.award.number
    if not fits:
        raise NotNow
    if held.audits.filter(closed_at__isnull=True, released_at__isnull=True).exists():
        raise RunsAlready(application=held.number)
    if not policy.is_accredited(auditor, Accreditation.Kind.AUDITOR, on):
        raise NotAccredited
    if policy.has_tie(auditor, held.subject.organisation, on) or policy.has_conflict(auditor, held):
        raise Tied
    audit = Audit.objects.create(
        application=held,
        kind=Audit.Kind(kind),
        announced=announced,
        auditor=auditor,
        assigned_at=moment(on),
        assigned_by=by,
    )
    record("certification.audit.assigned", audit, by=by, application=held.number, kind=kind, announced=announced)
    notices.audit_assigned(audit)
    return audit


@transaction.atomic
def declare(application: Application, *, conflict: bool, reason: str = "", by: User) -> Declaration:
    """Say whether there is a conflict of interest. A conflict is final: an audit is given up, a vote never cast.

    Raises NotYourAudit for who has no part in the case, ConflictStays, SayWhichConflict.
    """
    held = locked(application)
    audit = policy.audits_of(by).filter(application=held, closed_at__isnull=True).first()
    asked = audit is not None or policy.before_the_panel(by).filter(pk=held.pk).exists()
    asked = asked or policy.appeals_before(by).filter(application=held).exists()
    if policy.has_conflict(by, held):
        raise ConflictStays
    if not asked:
        raise NotYourAudit
    if conflict and not reason.strip():
        raise SayWhichConflict
    conflict = conflict or policy.has_tie(by, held.subject.organisation)
    said, _new = Declaration.objects.get_or_create(
        application=held,
        user=by,
        conflict=conflict,
        defaults={"reason": reason.strip() or ("membership" if conflict else "")},
    )
    if conflict and audit is not None:
        audit.released_at, audit.released_because = timezone.now(), said.reason
        audit.save(update_fields=["released_at", "released_because"])
    record("certification.declared", held, by=by, application=held.number, conflict=conflict)
    return said


def own_audit(audit: Audit, by: User, *, opened: bool = True) -> Audit:
    """The audit, locked with its application. Raises NotYourAudit, DeclareFirst, NotOpened."""
    application = locked(audit.application)
    held = Audit.objects.select_for_update(no_key=True).get(pk=audit.pk)
    held.application = application
    own = policy.current_audit(application, by)
    if own is None or own.pk != held.pk or held.released_at is not None:
        raise NotYourAudit
    if not policy.has_declared(by, application):
        raise DeclareFirst
    if opened and not held.is_open:
        raise NotOpened
    return held


@transaction.atomic
def open_audit(audit: Audit, *, workers: int, by: User, on: date | None = None) -> Audit:
    """Begin; `workers` are those whom the firm placed or employs. Raises NotYourAudit, DeclareFirst."""
    held = own_audit(audit, by, opened=False)
    held.workers = workers
    held.opened_on = held.opened_on or on or timezone.localdate()
    held.save(update_fields=["workers", "opened_on"])
    record("certification.audit.opened", held, by=by, application=held.application.number, workers=workers)
    return held


@transaction.atomic
def visit(audit: Audit, *, day: date, where: str, place: str, announced: bool, seen: str, by: User) -> SiteVisit:
    """Write down a place that was visited; `where` is its country. Raises NotYourAudit, NotOpened, UnknownCountry."""
    held = own_audit(audit, by)
    visited = SiteVisit.objects.create(
        audit=held, day=day, country=country(where).alpha3, place=place.strip(), announced=announced, seen=seen.strip()
    )
    record("certification.audit.visited", held, by=by, country=visited.country, announced=announced)
    return visited


def _criterion(audit: Audit, item: str) -> str:
    if item not in {each.id for each in asked_of(audit.application, audit, timezone.localdate()).items}:
        raise NoCriterion(item=item[:60])
    return item


@transaction.atomic
def judge(audit: Audit, item: str, value: str, *, seen: str, by: User) -> Verdict:
    """What was found of one criterion, changed until the audit is closed.

    Raises NotYourAudit, NotOpened, NoCriterion, NotAVerdict.
    """
    held = own_audit(audit, by)
    name = _criterion(held, item)
    if value not in {"met", "partly", "not_met", "na"} or not seen.strip():
        raise NotAVerdict
    verdict, _new = Verdict.objects.update_or_create(
        audit=held, item=name, defaults={"value": value, "seen": seen.strip(), "at": timezone.now()}
    )
    record("certification.audit.judged", held, by=by, item=name, value=value)
    return verdict


@transaction.atomic
def find(audit: Audit, *, grade: str, item: str, text: str, by: User, on: date | None = None) -> Finding:
    """Raise a finding, due by the scheme. Raises NotYourAudit, NotOpened, NoCriterion."""
    on = on or timezone.localdate()
    held = own_audit(audit, by)
    version = held.application.version
    days = {
        Finding.Grade.CRITICAL: version.critical_days,
        Finding.Grade.MAJOR: version.major_days,
        Finding.Grade.MINOR: version.minor_days,
    }
    wanted = Finding.Grade(grade)
    finding = Finding.objects.create(
        audit=held,
        number=held.findings.count() + 1,
        grade=wanted,
        item=_criterion(held, item),
        text=text.strip(),
        raised_on=on,
        due_on=on + timedelta(days=days[wanted]) if wanted in days else None,
    )
    record("certification.finding.raised", finding, by=by, application=held.application.number, grade=grade, item=item)
    return finding


@transaction.atomic
def ask_corrections(audit: Audit, *, by: User, on: date | None = None) -> Application:
    """Tell the firm what was found, so that it corrects it before the panel. Raises NotYourAudit, NotYet."""
    held = own_audit(audit, by)
    move(held.application, "ask_corrections", by=by, on=on or timezone.localdate())
    record("certification.audit.told", held, by=by, application=held.application.number)
    notices.findings_told(held, open_findings(held))
    return held.application


@transaction.atomic
def close_finding(finding: Finding, *, because: str, by: User, on: date | None = None) -> Finding:
    """The auditor alone finds that it is corrected. Raises NotYourAudit, FindingClosed, SayWhy."""
    locked(finding.audit.application)
    held = Finding.objects.select_for_update(no_key=True).select_related("audit__application").get(pk=finding.pk)
    if (
        held.audit.auditor_id != by.pk
        or held.audit.released_at is not None
        or policy.has_conflict(by, held.audit.application)
    ):
        raise NotYourAudit
    if held.closed_on is not None:
        raise FindingClosed(day=held.closed_on.isoformat())
    if not because.strip():
        raise SayWhy
    held.closed_on, held.closed_because = on or timezone.localdate(), because.strip()
    held.save(update_fields=["closed_on", "closed_because"])
    record("certification.finding.closed", held, by=by, application=held.audit.application.number, number=held.number)
    return held


@transaction.atomic
def conclude(audit: Audit, *, summary: str, few_because: str = "", by: User, on: date | None = None) -> Audit:
    """Close the audit; its verdicts stay. An initial one goes before the panel; a label over which another one raised
    a critical finding is suspended at once.

    Raises NotYourAudit, NotOpened, NotYet, NotConcluded; NewOnesOpen where surveillance leaves out what is new in the
    scheme and beyond its time of grace.
    """
    on = on or timezone.localdate()
    held = own_audit(audit, by)
    application = held.application
    held.few_because, held.summary = few_because.strip(), summary.strip()
    held.save(update_fields=["few_because", "summary"])
    if held.kind == Audit.Kind.INITIAL:
        move(application, "conclude", by=by, on=on)
    elif not held.verdicts.exists() and not held.findings.exists():
        raise NotConcluded
    elif held.kind == Audit.Kind.SURVEILLANCE and (owed := owed_by(held, on)):
        raise NewOnesOpen(items=", ".join(owed))
    held.closed_at = moment(on)
    held.save(update_fields=["closed_at"])
    record("certification.audit.closed", held, by=by, application=application.number, kind=held.kind)
    if held.kind != Audit.Kind.INITIAL:
        _follow(held, by=by, on=on)
    return held


def _follow(audit: Audit, *, by: User, on: date) -> None:
    """What an audit of a label that holds brings about."""
    application = audit.application
    found = open_findings(audit)
    notices.findings_told(audit, found)
    critical = [each for each in found if each.grade == Finding.Grade.CRITICAL]
    if not critical or not stands(application.subject, on).is_valid:
        return
    labels.suspend(
        application.award,
        ground=Standing.Ground.SURVEILLANCE,
        reason=" ".join(each.text for each in critical)[:2000],
        by=by,
        on=on,
    )


def may_conclude(audit: Audit, on: date) -> bool:
    held = guards_of(audit.application, on).held
    return audit.kind != Audit.Kind.INITIAL or all(
        held[each]
        for each in ("auditor_is_free", "every_criterion_has_a_verdict", "workers_were_heard", "findings_are_settled")
    )
