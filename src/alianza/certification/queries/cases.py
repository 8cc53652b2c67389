"""What has to be true before an application or a label moves, found out from the rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone

from alianza.certification import policy
from alianza.certification.confirming import SELF_DECLARED, VERIFIED, Confirmed, confirmed, result_of
from alianza.certification.interviews import Counted, Point, contradictions, counted, worker_interview
from alianza.certification.majority import Tally, tally
from alianza.certification.models import Accreditation, Application, Audit, Award, Condition, Finding, Vote
from alianza.certification.queries.grace import asked_of
from alianza.certification.queries.labels import stands
from alianza.certification.sampling import interviews_to_hold, may_be_shown
from alianza.certification.standing import State
from alianza.instruments.instrument import Instrument
from alianza.instruments.models import Response, ResponseStatus, Submission
from alianza.vocabulary.refusal import marked
from alianza.vocabulary.said import Said

GRAVE = (Finding.Grade.CRITICAL, Finding.Grade.MAJOR)


@dataclass(frozen=True, slots=True)
class Guards:
    """Whether each guard holds, and of those that do not, what exactly is missing."""

    held: Mapping[str, bool]
    because: Mapping[str, Said] = field(default_factory=dict)


def instrument_of(application: Application) -> Instrument:
    return application.version.instrument.instrument


def response_of(application: Application) -> Response | None:
    return (
        Response.objects.filter(invitation__round=application.round_id)
        .select_related("version", "invitation__round", "invitation__organisation")
        .first()
    )


def handed_in(application: Application) -> Submission | None:
    """What was handed in last, while it is not opened again."""
    response = response_of(application)
    if response is None or response.status != ResponseStatus.SUBMITTED:
        return None
    return response.submissions.order_by("-number").first()


def answers_of(application: Application) -> dict[str, Any]:
    """The answers that are examined: those of the submission that the application rests on."""
    submission = application.submission
    return dict(submission.document["answers"]) if submission is not None else {}


def audit_of(application: Application) -> Audit | None:
    """The initial audit: the one that runs, or the one that was closed."""
    return application.audits.filter(kind=Audit.Kind.INITIAL, released_at__isnull=True).order_by("-id").first()


def verdicts_of(audit: Audit) -> dict[str, str]:
    return dict(audit.verdicts.values_list("item", "value"))


def confirmed_by(application: Application, audit: Audit | None, on: date) -> Confirmed | None:
    """What the audit confirms; what is new in the scheme and still within its time of grace is not held against it."""
    if audit is None:
        return None
    verdicts = verdicts_of(audit)
    return confirmed(asked_of(application, audit, on).counted(verdicts), verdicts)


def result(application: Application, *, audited: bool, on: date | None = None) -> dict[str, Any]:
    """Outcome and profile: by the firm's own answers alone, or with what the audit confirms."""
    found = confirmed_by(application, audit_of(application), on or timezone.localdate()) if audited else None
    return result_of(instrument_of(application), answers_of(application), found)


def votes_on(application: Application) -> Tally:
    return tally(application.votes.values_list("choice", flat=True))


def _named(items: list[str]) -> Said:
    shown = ", ".join(items[:5])
    return Said(marked("%(count)s in all: %(items)s."), count=len(items), items=shown)


def guards_of(application: Application, on: date) -> Guards:
    """Every guard of the lifecycle of an application, on a day."""
    audit = audit_of(application)
    because: dict[str, Said] = {}
    instrument = instrument_of(application)
    handed = handed_in(application)
    answers = dict(handed.document["answers"]) if handed is not None else {}
    own = result_of(instrument, answers, None) if handed is not None else None
    found = confirmed_by(application, audit, on)
    votes = votes_on(application)
    judged = found is not None and application.submission_id is not None
    outcome = result(application, audited=True, on=on)["outcome"] if judged else None
    heard = audit is not None and (interviews_are_enough(audit) or bool(audit.few_because))
    grave = open_findings(audit, GRAVE) if audit is not None else []
    if own is not None and own["outcome"] != SELF_DECLARED:
        because["every_must_is_met"] = _named(own["unmet"])
    if found is not None and found.open:
        because["every_criterion_has_a_verdict"] = _named(list(found.open))
    if audit is not None and not heard:
        because["workers_were_heard"] = (
            Said(marked("Say first how many workers there are."))
            if audit.workers is None
            else Said(
                marked("%(held)s of %(due)s are held."),
                held=audit.interviews.count(),
                due=interviews_to_hold(audit.workers),
            )
        )
    if grave:
        numbers = ", ".join(f"{each.number}" for each in grave)
        because["findings_are_settled"] = Said(marked("Open: %(numbers)s."), numbers=numbers)
    return Guards(
        {
            "handed_in": handed is not None,
            "asks_no_audit": not application.audited,
            "asks_for_an_audit": application.audited,
            "every_must_is_met": own is not None and own["outcome"] == SELF_DECLARED,
            "nothing_is_suspended": stands(application.subject, on).state is not State.SUSPENDED,
            "something_is_to_be_corrected": (audit is not None and audit.is_open and bool(open_findings(audit))),
            "auditor_is_free": (
                audit is not None and audit.is_open and policy.has_declared(audit.auditor, application)
            ),
            "every_criterion_has_a_verdict": found is not None and not found.open,
            "workers_were_heard": heard,
            "findings_are_settled": audit is not None and all(_is_over(each, on) for each in grave),
            "enough_members_voted": votes.is_enough,
            "majority_is_in_favour": votes.carries,
            "no_majority_is_in_favour": not votes.carries,
            "outcome_is_verified": outcome in VERIFIED,
        },
        because,
    )


def _is_over(finding: Finding, on: date) -> bool:
    return finding.due_on is not None and finding.due_on < on


def open_findings(audit: Audit, grades: tuple[str, ...] = (*GRAVE, Finding.Grade.MINOR)) -> list[Finding]:
    return list(audit.findings.filter(closed_on__isnull=True, grade__in=grades))


def interviews_are_enough(audit: Audit) -> bool:
    return audit.workers is not None and audit.interviews.count() >= interviews_to_hold(audit.workers)


def label_guards(award: Award, on: date) -> Guards:
    grave = Finding.objects.filter(
        audit__application=award.application, audit__closed_at__isnull=False, grade__in=GRAVE, closed_on__isnull=True
    )
    overdue = award.conditions.filter(met_on__isnull=True, due_on__lt=on)
    return Guards(
        {
            "grave_findings_are_closed": not grave.exists(),
            "no_appeal_is_open": not award.application.appeals.filter(decided_on__isnull=True).exists(),
            "last_day_is_over": award.expires_on < on,
            "condition_is_overdue": overdue.exists(),
        }
    )


def conditions_open(award: Award) -> list[Condition]:
    return list(award.conditions.filter(met_on__isnull=True))


@dataclass(frozen=True, slots=True)
class Heard:
    """What workers said, as the auditor of the case may see it.

    Counts appear once no code is open any more and at least five answered: whoever watched them grow one by one would
    read what each worker said.
    """

    held: int
    due: int | None
    waiting: int
    counts: tuple[Counted, ...] | None
    points: tuple[Point, ...]
    words: tuple[str, ...]


def codes_open(audit: Audit, on: date) -> int:
    return audit.interview_codes.filter(used=False, expires_on__gte=on).count()


def is_counted(audit: Audit, on: date) -> bool:
    return codes_open(audit, on) == 0 and may_be_shown(audit.interviews.count())


def heard(audit: Audit, on: date) -> Heard:
    rows = list(audit.interviews.order_by("code"))  # the codes are random: the order says nothing
    counts: tuple[Counted, ...] | None = None
    points: tuple[Point, ...] = ()
    words: tuple[str, ...] = ()
    if is_counted(audit, on):
        counts = counted(worker_interview(), [each.answers for each in rows])
        points = contradictions(counts, answers_of(audit.application))
        words = tuple(each.words for each in rows if each.words)
    due = None if audit.workers is None else interviews_to_hold(audit.workers)
    return Heard(len(rows), due, codes_open(audit, on), counts, points, words)


def may_vote_from(application: Application) -> int:
    """How many accredited members of panels could still vote on it: nobody who audited it, has a tie or a conflict."""
    voted = set(application.votes.values_list("member", flat=True))
    members = policy.accreditations_in_force(Accreditation.Kind.PANELIST).select_related("user")
    return sum(
        policy.before_the_panel(each.user).filter(pk=application.pk).exists()
        for each in members
        if each.user_id not in voted
    )


def has_voted(user: Any, application: Application) -> bool:
    return Vote.objects.filter(application=application, member=user).exists()
