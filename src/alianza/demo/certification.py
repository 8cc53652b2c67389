"""The label in mid-life: a hospital and a ministry's programme certified, an agency suspended, a farm at the panel.

Everything here is invented: firms, findings, what workers said. Otto audits, Rhea sits on the panel with three others
whom nobody can sign in as.
"""

from datetime import date, datetime, time, timedelta

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
from alianza.certification.confirming import criteria
from alianza.certification.models import Accreditation, Application, Audit, Award
from alianza.certification.queries.cases import instrument_of, response_of
from alianza.certification.sampling import interviews_to_hold
from alianza.demo import cast
from alianza.instruments.actions.answering import hand_in, keep_answers
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
    """Otto as auditor; Rhea and three others for panels."""
    luc, begins, ends = cast.account("luc"), today - BEGAN, today + timedelta(days=600)
    schemes.load_scheme(by=PLATFORM, on=begins)
    reviewing.accredit(
        cast.account("otto"), Accreditation.Kind.AUDITOR, languages=["en", "es"], begins_on=begins, ends_on=ends, by=luc
    )
    for user in (cast.account("rhea"), *_others()):
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


def certify(today: date) -> None:
    """The hospital, and a programme of a ministry."""
    begins = today - BEGAN
    hospital = _audited(cast.employer(cast.HOSPITAL), cast.account("jonas"), begins, workers=140)
    _granted(hospital, begins + timedelta(days=70))
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
    application = _audited(cast.employer(cast.FARM), cast.account("pilar"), today - timedelta(days=70), workers=90)
    member = _others()[0]
    auditing.declare(application, conflict=False, by=member)
    panels.vote(application, "in_favour", reason=f"{NOTE} The audit bears it.", by=member)
