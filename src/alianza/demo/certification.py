"""The label in mid-life: a hospital and a ministry's programme certified, an agency suspended, a farm at the panel.

Everything here is invented: firms, findings, what workers said. Otto audits, Rhea sits on the panel with three others
whom nobody can sign in as.
"""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from alianza.accounts.models import User
from alianza.audit.actions import PLATFORM
from alianza.certification.actions import (
    applying,
    auditing,
    correcting,
    interviewing,
    panels,
    reviewing,
    schemes,
)
from alianza.certification.confirming import confirmed, criteria, result_of
from alianza.certification.days import last_day
from alianza.certification.models import (
    Accreditation,
    Application,
    Audit,
    Award,
    Decision,
    SchemeVersion,
    Standing,
    Subject,
    Vote,
)
from alianza.certification.queries.cases import instrument_of, response_of
from alianza.certification.sampling import interviews_to_hold
from alianza.demo import cast
from alianza.demo.orders import employers
from alianza.instruments.actions.answering import hand_in, keep_answers
from alianza.instruments.actions.versions import digest_of
from alianza.instruments.models import Invitation, Response, Round, Submission
from alianza.network.models import Membership, Organisation, RoleCode

NOTE = "Invented for the demonstration."
AGENCY = "Kesumel Recruitment"
PROGRAMME = "Fair Departure (invented)"
BEGAN = timedelta(days=400)
WELL: dict[str, object] = {"W_FEE": "no", "W_PASSPORT": "no", "W_LEAVE": "yes", "W_COMPLAIN": "yes"}
PAID: dict[str, object] = {"W_FEE": "yes", "W_COSTS": ["papers", "travel"], "W_REPAID": "no", "W_PASSPORT": "no"}


def _desk(name: str) -> User:
    """An invented person whom nobody can sign in as."""
    desk, new = User.objects.get_or_create(email=f"{name}@{cast.DOMAIN}")
    if new:
        desk.set_unusable_password()
        desk.save(update_fields=["password"])
    return desk


def _agent(organisation: Organisation, name: str, role: str, begins: date) -> User:
    desk = _desk(name)
    Membership.objects.get_or_create(user=desk, organisation=organisation, role=role, defaults={"begins_on": begins})
    return desk


def accredit(today: date) -> None:
    """Otto as auditor, three others for panels; the scheme is open since long."""
    luc, begins, ends = cast.account("luc"), today - BEGAN, today + timedelta(days=600)
    schemes.load_scheme(by=PLATFORM, on=begins)
    reviewing.accredit(
        cast.account("otto"), Accreditation.Kind.AUDITOR, languages=["en", "es"], begins_on=begins, ends_on=ends, by=luc
    )
    for user in _others():
        reviewing.accredit(user, Accreditation.Kind.PANELIST, languages=["en"], begins_on=begins, ends_on=ends, by=luc)


def _others() -> list[User]:
    return [_desk(f"panel-{number}") for number in ("one", "two", "three")]


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(11)))


def _audited(organisation: Organisation, by: User, on: date, *, workers: int, **more: object) -> Application:
    """An application through self-assessment, desk and audit, up to the panel; its steps two weeks apart."""
    step, luc, otto = timedelta(days=14), cast.account("luc"), cast.account("otto")
    application = applying.apply(
        organisation,
        scope=f"{NOTE} All recruitment abroad.",
        due_on=on + timedelta(days=60),
        by=by,
        on=on,
        **more,  # type: ignore[arg-type]
    )
    response = response_of(application)
    assert response is not None
    asked = criteria(instrument_of(application))
    keep_answers(response, {item.id: {"value": "met", "note": NOTE} for item in asked}, seen={}, by=by)
    hand_in(response, at=_moment(on + step), by=by)
    application = applying.submit(application, by=by, on=on + step)
    application = reviewing.admit(application, by=luc, on=on + 2 * step)
    audit = auditing.assign(application, otto, by=luc, on=on + 2 * step)
    auditing.declare(application, conflict=False, by=otto)
    day = on + 3 * step
    audit = auditing.open_audit(audit, workers=workers, by=otto, on=day)
    auditing.visit(
        audit, day=day, where=organisation.country, place="Main site (invented)", announced=True, seen=NOTE, by=otto
    )
    _hear(audit, [WELL] * interviews_to_hold(workers), day)
    for item in asked:
        auditing.judge(audit, item.id, "met", seen=NOTE, by=otto)
    auditing.find(audit, grade="observation", item="CON4", text=f"{NOTE} The training log has gaps.", by=otto, on=day)
    auditing.conclude(audit, summary=f"{NOTE} Practice agrees with what the firm says.", by=otto, on=on + 4 * step)
    return Application.objects.get(pk=application.pk)


def _hear(audit: Audit, said: list[dict[str, object]], day: date) -> None:
    otto = cast.account("otto")
    for code, each in zip(interviewing.issue_codes(audit, len(said), by=otto, on=day), said, strict=True):
        interviewing.answer_interview(code, each, on=day)


def _granted(application: Application, on: date) -> Award:
    for member in _others():
        auditing.declare(application, conflict=False, by=member)
        panels.vote(application, "in_favour", reason=f"{NOTE} The audit bears it.", by=member)
    award = panels.decide(application, reason=f"{NOTE} Three of three in favour.", by=cast.account("luc"), on=on)
    assert award is not None
    return award


def label_employers(today: date) -> None:
    """Labels that employers held before the story begins: as they stand in the books, without the way that led there.

    Programmes that demand the label take orders of these.
    """
    version = schemes.newest()
    instrument = version.instrument.instrument
    asked = criteria(instrument)
    answers: dict[str, Any] = {item.id: {"value": "met", "note": NOTE} for item in asked}
    profile = result_of(instrument, answers, confirmed(asked, {item.id: "met" for item in asked}))
    held = [each for each in employers() if each.labelled]
    for at, each in enumerate(held, start=1):
        day = today - timedelta(days=200 + 37 * (at % 17))
        _entered(cast.employer(each.key), version, answers, profile, day, f"{day.year}-{900 + at}")


def _entered(
    firm: Organisation,
    version: SchemeVersion,
    answers: dict[str, Any],
    profile: dict[str, Any],
    day: date,
    number: str,
) -> None:
    luc, moment = cast.account("luc"), _moment(day)
    campaign = Round.objects.create(
        version=version.instrument,
        name=f"C-{number}: {firm}"[:120],
        subject="placement",
        status="closed",
        opens_on=day - timedelta(days=80),
        due_on=day - timedelta(days=20),
        audience="secretariat",
        opened_at=moment - timedelta(days=80),
        closed_at=moment - timedelta(days=15),
    )
    invitation = Invitation.objects.create(
        round=campaign, organisation=firm, disposition="complete", answered_on=day - timedelta(days=60)
    )
    response = Response.objects.create(
        invitation=invitation, version=version.instrument, status="submitted", begun_at=moment, changed_at=moment
    )
    document = {
        "urn": version.scheme.urn,
        "version": version.instrument.number,
        "respondent": str(firm.code),
        "round": str(campaign.code),
        "answers": answers,
        "computed": {},
        "not_asked": [],
    }
    submission = Submission.objects.create(
        response=response, number=1, document=document, profile=profile, digest=digest_of(document), at=moment, by=luc
    )
    subject = Subject.objects.create(kind="firm", organisation=firm, countries=[firm.country])
    application = Application.objects.create(
        number=f"C-{number}",
        subject=subject,
        version=version,
        round=campaign,
        submission=submission,
        scope=f"{NOTE} All recruitment abroad.",
        state="granted",
        applied_on=day - timedelta(days=80),
        applied_by=luc,
        submitted_on=day - timedelta(days=60),
        moved_at=moment,
    )
    for member in _others():
        Vote.objects.create(application=application, member=member, choice="in_favour", reason=NOTE, at=moment)
    decision = Decision.objects.create(
        application=application,
        granted=True,
        outcome=profile["outcome"],
        in_favour=len(_others()),
        against=0,
        abstained=0,
        day=day,
        at=moment,
        reason=NOTE,
    )
    award = Award.objects.create(
        number=f"L-{number}",
        application=application,
        decision=decision,
        basis="audited",
        outcome=profile["outcome"],
        profile=profile,
        scope=application.scope,
        granted_on=day,
        expires_on=last_day(day, version.audited_months),
    )
    Standing.objects.create(award=award, kind="granted", day=day, at=moment, by=luc)


def certify(today: date) -> None:
    """The hospital, whose label is renewed, and a programme of a ministry."""
    hospital = _audited(cast.employer(cast.HOSPITAL), cast.account("jonas"), today - timedelta(days=90), workers=140)
    _granted(hospital, today - timedelta(days=20))
    begins = today - BEGAN
    ministry = cast.organisation(cast.ministry("PHL"))
    agent = _agent(ministry, "label-desk", RoleCode.MEMBER, begins)
    programme = _audited(
        ministry, agent, begins + timedelta(days=30), workers=210, kind="programme", name=PROGRAMME, governmental=True
    )
    _granted(programme, begins + timedelta(days=100))


def suspend(today: date) -> None:
    """An agency: certified, then an unannounced visit finds that workers paid; the label is suspended at once."""
    begins, otto, luc = today - BEGAN, cast.account("otto"), cast.account("luc")
    agency = cast.organisation(AGENCY)
    agent = _agent(agency, "agency-desk", RoleCode.PARTNER, begins)
    application = _audited(agency, agent, begins, workers=60)
    _granted(application, begins + timedelta(days=75))
    application = Application.objects.get(pk=application.pk)
    day = today - timedelta(days=25)
    audit = auditing.assign(application, otto, kind=Audit.Kind.SURVEILLANCE, announced=False, by=luc, on=day)
    audit = auditing.open_audit(audit, workers=60, by=otto, on=day)
    _hear(audit, [WELL] * 2 + [PAID] * 5, day)
    auditing.judge(audit, "FEE1", "not_met", seen=f"{NOTE} Receipts of five workers.", by=otto)
    fee = auditing.find(
        audit, grade="critical", item="FEE1", text=f"{NOTE} Workers paid for papers and travel.", by=otto, on=day
    )
    auditing.conclude(audit, summary=f"{NOTE} Five of seven workers paid.", by=otto, on=day + timedelta(days=5))
    correcting.correct(fee, text=f"{NOTE} Repayment has begun.", by=agent)


def put_before_the_panel(today: date) -> None:
    """Finca Sol: audited, and waiting for Rhea's vote and two others."""
    reviewing.accredit(
        cast.account("rhea"),
        Accreditation.Kind.PANELIST,
        languages=["en"],
        begins_on=today - timedelta(days=90),
        ends_on=today + timedelta(days=600),
        by=cast.account("luc"),
    )
    application = _audited(cast.employer(cast.FARM), cast.account("pilar"), today - timedelta(days=70), workers=90)
    member = _others()[0]
    auditing.declare(application, conflict=False, by=member)
    panels.vote(application, "in_favour", reason=f"{NOTE} The audit bears it.", by=member)
