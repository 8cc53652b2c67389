"""What becomes of a label: given, suspended, reinstated, taken away, ended by the calendar. Events are only added."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from alianza.accounts.models import User
from alianza.audit.actions import PLATFORM, Actor, record
from alianza.certification import notices, policy
from alianza.certification.actions.moving import next_number
from alianza.certification.days import last_day
from alianza.certification.lifecycle import LABEL
from alianza.certification.models import (
    Application,
    Award,
    Condition,
    Decision,
    ExpiryReminder,
    Finding,
    Scheme,
    Standing,
)
from alianza.certification.queries.cases import label_guards
from alianza.certification.queries.labels import stands
from alianza.certification.standing import STATES, State
from alianza.network.policy import is_officer
from alianza.vocabulary.lifecycle import require
from alianza.vocabulary.refusal import Refusal, marked


class NothingHolds(Refusal):
    code = "certification.label.nothing_holds"
    message = marked("The label %(number)s is not the one that counts today: it stands at %(state)s.")


class BeforeTheLast(Refusal):
    code = "certification.label.before_the_last"
    message = marked("The last thing that happened to the label was on %(day)s; what is new does not come before it.")
    field = "on"


class ConditionMet(Refusal):
    code = "certification.condition.met"
    message = marked("This condition was met on %(day)s; that stands.")


class NotYours(Refusal):
    code = "certification.condition.not_yours"
    message = marked("An officer of the secretariat finds whether a condition is met, and by what.")


def locked(award: Award) -> Award:
    """The label with its subject; the application's row is what those who change it take turns on."""
    Application.objects.select_for_update(no_key=True, of=("self",)).get(pk=award.application_id)
    return Award.objects.select_related(
        "application__subject__organisation", "application__version__scheme", "decision"
    ).get(pk=award.pk)


def _add(award: Award, kind: str, *, on: date, by: Actor, reason: str = "", ground: str = "") -> Standing:
    event = Standing.objects.create(
        award=award,
        kind=kind,
        day=on,
        reason=reason.strip(),
        ground=ground,
        by=by if isinstance(by, User) else None,
    )
    notices.label_changed(event)
    return event


def give(
    application: Application,
    profile: dict[str, Any],
    *,
    basis: str,
    decision: Decision | None,
    by: Actor,
    on: date,
) -> Award:
    """The label of a decided application: `granted`, or `renewed` where one holds. Call it inside the deed."""
    version = application.version
    Scheme.objects.select_for_update(no_key=True).get(pk=version.scheme_id)
    now = stands(application.subject, on)
    months = version.audited_months if basis == Award.Basis.AUDITED else version.declared_months
    award = Award.objects.create(
        number=next_number(Award, f"L-{on.year}-"),
        application=application,
        decision=decision,
        basis=basis,
        outcome=profile["outcome"],
        profile=profile,
        scope=application.scope,
        granted_on=on,
        expires_on=last_day(on, months),
    )
    _add(award, Standing.Kind.RENEWED if now.is_valid else Standing.Kind.GRANTED, on=on, by=by)
    deed = "certification.label.renewed" if now.is_valid else "certification.label.granted"
    record(deed, award, by=by, number=award.number, outcome=award.outcome)
    minor = Finding.objects.filter(
        audit__application=application, audit__closed_at__isnull=False, closed_on__isnull=True, due_on__isnull=False
    )
    Condition.objects.bulk_create(
        Condition(award=award, finding=each, text=each.text[:2000], due_on=max(each.due_on, on))
        for each in minor
        if each.due_on is not None
    )
    return award


def _moves(award: Award, name: str, *, on: date, reason: str, roles: frozenset[str]) -> None:
    """Raises NothingHolds, BeforeTheLast, NotYet."""
    now = stands(award.subject, on)
    if now.label != award.number or now.state is State.NONE:
        raise NothingHolds(number=award.number, state=str(STATES[now.state]))
    last = award.events.order_by("-day", "-id").first()
    if last is not None and on < last.day:
        raise BeforeTheLast(day=last.day.isoformat())
    guards = label_guards(award, on)
    require(LABEL, name, now.state.value, guards.held, roles, reason=reason, because=dict(guards.because))


def _roles(by: Actor, award: Award) -> frozenset[str]:
    if not isinstance(by, User):
        return frozenset({"clock"})
    roles = set(policy.roles_in(by, award.application)) & {"officer", "holder"}
    if policy.audits_of(by).filter(application=award.application).exists():
        roles.add("auditor")
    return frozenset(roles)


@transaction.atomic
def suspend(award: Award, *, ground: str, reason: str, by: User, on: date | None = None) -> Standing:
    """Let the label not hold from a day on, over a finding. Raises NotYet, NothingHolds, BeforeTheLast."""
    on = on or timezone.localdate()
    held = locked(award)
    _moves(held, "suspend", on=on, reason=reason, roles=_roles(by, held))
    event = _add(held, Standing.Kind.SUSPENDED, on=on, by=by, reason=reason, ground=ground)
    record("certification.label.suspended", held, by=by, number=held.number, ground=ground)
    return event


@transaction.atomic
def reinstate(award: Award, *, ground: str, reason: str, by: User, on: date | None = None) -> Standing:
    """Let it hold again, once what led to the suspension is settled. Raises NotYet, NothingHolds."""
    on = on or timezone.localdate()
    held = locked(award)
    _moves(held, "reinstate", on=on, reason=reason, roles=_roles(by, held))
    event = _add(held, Standing.Kind.REINSTATED, on=on, by=by, reason=reason, ground=ground)
    record("certification.label.reinstated", held, by=by, number=held.number, ground=ground)
    return event


def reinstate_on_appeal(award: Award, *, reason: str, by: User, on: date) -> Standing | None:
    """What an appeal that is upheld brings about; nothing where the label ended meanwhile. Inside the deed."""
    held = locked(award)
    now = stands(held.subject, on)
    if now.label != held.number or now.state is not State.SUSPENDED:
        return None
    event = _add(held, Standing.Kind.REINSTATED, on=on, by=by, reason=reason, ground=Standing.Ground.APPEAL)
    record("certification.label.reinstated", held, by=by, number=held.number, ground="appeal")
    return event


@transaction.atomic
def withdraw_label(award: Award, *, ground: str, reason: str, by: User, on: date | None = None) -> Standing:
    """Take it away for good, or give it up; another one needs another application. Raises NotYet, NothingHolds."""
    on = on or timezone.localdate()
    held = locked(award)
    roles = _roles(by, held)
    _moves(held, "withdraw", on=on, reason=reason, roles=roles)
    if "officer" not in roles:
        ground = Standing.Ground.REQUEST
    event = _add(held, Standing.Kind.WITHDRAWN, on=on, by=by, reason=reason, ground=ground)
    record("certification.label.withdrawn", held, by=by, number=held.number, ground=ground)
    return event


@transaction.atomic
def meet_condition(condition: Condition, *, because: str, by: User, on: date | None = None) -> Condition:
    """Find that a condition is met, and by what was shown. Raises NotYours, ConditionMet."""
    on = on or timezone.localdate()
    if not is_officer(by):
        raise NotYours
    award = locked(condition.award)
    held = Condition.objects.select_for_update(no_key=True).get(pk=condition.pk)
    if held.met_on is not None:
        raise ConditionMet(day=held.met_on.isoformat())
    held.met_on, held.met_because = on, because.strip()
    held.save(update_fields=["met_on", "met_because"])
    record("certification.condition.met", held, by=by, award=award.number)
    if not award.conditions.filter(met_on__isnull=True).exists():
        _add(award, Standing.Kind.CONDITIONS_MET, on=on, by=by)
        record("certification.label.conditions_met", award, by=by, number=award.number)
    return held


def _running(on: date) -> list[Award]:
    ended = ("withdrawn", "expired", "lapsed")
    return list(Award.objects.exclude(events__kind__in=ended).filter(granted_on__lte=on).order_by("id"))


def turn_calendar(on: date) -> int:
    """Write down what ended by itself, and remind holders of what will: safe to repeat, and a missed run loses nothing.

    Returns how many events and reminders were added.
    """
    return sum(_turn(award, on) for award in _running(on))


@transaction.atomic
def _turn(award: Award, on: date) -> int:
    held = locked(award)
    now = stands(held.subject, on)
    if held.events.filter(kind__in=("withdrawn", "expired", "lapsed")).exists():
        return 0  # somebody else was here first
    guards = label_guards(held, on)
    is_last = now.label == held.number
    if guards.held["last_day_is_over"]:
        if is_last:
            _add(held, Standing.Kind.EXPIRED, on=held.expires_on + timedelta(days=1), by=PLATFORM)
            record("certification.label.expired", held, by=PLATFORM, number=held.number)
            return 1
        return 0
    if not is_last or now.state not in {State.VALID, State.SUSPENDED}:
        return 0
    if guards.held["condition_is_overdue"]:
        first = held.conditions.filter(met_on__isnull=True).order_by("due_on").first()
        if first is not None:
            last = held.events.order_by("-day", "-id").first()
            day = max(first.due_on + timedelta(days=1), last.day if last else held.granted_on)
            _add(held, Standing.Kind.LAPSED, on=day, by=PLATFORM)
            record("certification.label.lapsed", held, by=PLATFORM, number=held.number)
            return 1
    return _remind(held, on)


def _remind(award: Award, on: date) -> int:
    """Only the nearest step that is due: after a silence of weeks nobody is told the same three times."""
    left = (award.expires_on - on).days
    due = [step for step in award.application.version.reminders if left <= step]
    sent = set(award.reminders.values_list("days", flat=True))
    fresh = [step for step in due if step not in sent]
    if not fresh or min(due) in sent:
        return 0
    ExpiryReminder.objects.bulk_create(ExpiryReminder(award=award, days=step) for step in fresh)
    nearest = min(fresh)
    notices.label_ends(award, nearest)
    return 1
