"""Finca Sol on its way to the label: the short way to a state that a test wants."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from alianza.accounts.models import User
from alianza.audit.actions import PLATFORM
from alianza.certification.actions import applying, auditing, interviewing, panels, reviewing, schemes
from alianza.certification.confirming import criteria
from alianza.certification.models import Accreditation, Application, Audit, Award, Finding, Verdict
from alianza.certification.queries.cases import instrument_of, response_of
from alianza.certification.sampling import interviews_to_hold
from alianza.instruments.actions.answering import hand_in, keep_answers
from alianza.network.models import Membership
from tests.world import World

WORKERS = 60
SEEN = "Contracts and payslips of the last season."


@dataclass
class Case:
    """The cast around one application. Nothing happens before `on`, the day on which the story begins."""

    world: World
    on: date
    auditor: User
    panel: list[User]
    others: list[User] = field(default_factory=list)
    """Members of panels who take no part in the first decision."""
    application: Any = None
    audit: Any = None
    award: Any = None

    def fresh(self) -> Application:
        self.application = Application.objects.get(pk=self.application.pk)
        return self.application


def person(name: str) -> User:
    return User.objects.create(email=f"{name}@example.org", password="!")


def cast(world: World, *, on: date | None = None) -> Case:
    """Otto audits; Rhea, Dina and Maya sit on the panel; three others wait. The scheme is open."""
    on = on or date.today()
    schemes.load_scheme(by=PLATFORM, on=on)
    Membership.objects.filter(begins_on__gt=on).update(begins_on=on)
    panel = [world.rhea, world.dina, world.maya]
    others = [person(name) for name in ("uma", "vera", "wim")]
    until = on + timedelta(days=3000)
    for user in (*panel, *others):
        reviewing.accredit(
            user, Accreditation.Kind.PANELIST, languages=["en"], begins_on=on, ends_on=until, by=world.luc
        )
    reviewing.accredit(
        world.otto, Accreditation.Kind.AUDITOR, languages=["en", "es"], begins_on=on, ends_on=until, by=world.luc
    )
    return Case(world, on, world.otto, panel, others)


def applied(case: Case, *, audited: bool = True, **changes: Any) -> Case:
    case.application = applying.apply(
        changes.pop("organisation", case.world.finca_sol),
        audited=audited,
        scope="Recruitment of seasonal workers",
        due_on=case.on + timedelta(days=60),
        by=changes.pop("by", case.world.pilar),
        on=case.on,
        **changes,
    )
    return case


def answers(case: Case, **others: str) -> dict[str, object]:
    return {
        item.id: {"value": others.get(item.id, "met"), "note": "See the policy."}
        for item in criteria(instrument_of(case.application))
    }


def assessed(case: Case, *, by: User | None = None, **others: str) -> Case:
    """Every criterion met but for those that are named, and handed in."""
    by = by or case.world.pilar
    response = response_of(case.application)
    assert response is not None
    seen = dict(response.answers.values_list("item", "edits"))
    kept = keep_answers(response, answers(case, **others), seen=seen, by=by)
    assert not kept.unfit
    assert not kept.clashes
    hand_in(response, by=by)
    return case


def submitted(case: Case, **others: str) -> Case:
    assessed(case, **others)
    case.application = applying.submit(case.application, by=case.world.pilar, on=case.on)
    return case


def admitted(case: Case) -> Case:
    case.application = reviewing.admit(case.application, by=case.world.luc, on=case.on)
    return case


def opened(case: Case, *, kind: str = Audit.Kind.INITIAL, on: date | None = None, workers: int = WORKERS) -> Case:
    """Otto has the audit, is free, and begins."""
    on = on or case.on
    case.audit = auditing.assign(case.application, case.auditor, kind=kind, by=case.world.luc, on=on)
    auditing.declare(case.application, conflict=False, by=case.auditor)
    case.audit = auditing.open_audit(case.audit, workers=workers, by=case.auditor, on=on)
    return case


def heard(case: Case, said: list[dict[str, object]] | None = None, *, on: date | None = None) -> list[str]:
    """As many workers as are due answer; the codes are spent."""
    due = interviews_to_hold(case.audit.workers)
    said = said or [{"W_FEE": "no", "W_PASSPORT": "no", "W_COMPLAIN": "yes"}] * due
    codes = interviewing.issue_codes(case.audit, len(said), by=case.auditor, on=on or case.on)
    for code, each in zip(codes, said, strict=True):
        interviewing.answer_interview(code, each, on=on or case.on)
    return codes


def judged(case: Case, **others: str) -> Case:
    """A verdict on every criterion, written at once: the deed itself is tried elsewhere."""
    Verdict.objects.bulk_create(
        Verdict(audit=case.audit, item=item.id, value=others.get(item.id, "met"), seen=SEEN)
        for item in criteria(instrument_of(case.application))
    )
    return case


def found(case: Case, grade: str, item: str = "CON2", text: str = "Two intermediaries are missing.") -> Finding:
    return auditing.find(case.audit, grade=grade, item=item, text=text, by=case.auditor, on=case.on)


def concluded(case: Case, **others: str) -> Case:
    """Heard, judged, and before the panel."""
    heard(case)
    judged(case, **others)
    auditing.conclude(case.audit, summary="A sound firm.", by=case.auditor, on=case.on)
    case.fresh()
    return case


def voted(case: Case, choices: tuple[str, ...] = ("in_favour", "in_favour", "against")) -> Case:
    for member, choice in zip(case.panel, choices, strict=True):
        auditing.declare(case.application, conflict=False, by=member)
        panels.vote(case.application, choice, reason="By the papers.", by=member)
    return case


def before_the_panel(world: World, *, on: date | None = None) -> Case:
    return concluded(opened(admitted(submitted(applied(cast(world, on=on))))))


def granted(world: World, *, on: date | None = None) -> Case:
    case = voted(before_the_panel(world, on=on))
    case.award = panels.decide(case.application, reason="Two of three in favour.", by=world.luc, on=case.on)
    assert isinstance(case.award, Award)
    case.fresh()
    return case
