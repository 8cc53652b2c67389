"""Opening and closing windows, and a window's own rules."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db import transaction

from alianza.audit.actions import Actor, record
from alianza.fund.models import Window
from alianza.fund.rules import rule
from alianza.vocabulary.initiative import initiative
from alianza.vocabulary.refusal import Refusal, marked


class UnknownArea(Refusal):
    code = "fund.window.unknown_area"
    field = "area"
    message = marked("%(given)s is none of the thematic areas that the founding papers name.")


class AreaTaken(Refusal):
    code = "fund.window.taken"
    message = marked("There is a window with this number or for this area already.")


class FixedRule(Refusal):
    code = "fund.window.fixed_rule"
    message = marked("The rule %(rule)s is the fund's; a window cannot set its own.")


class OddShare(Refusal):
    code = "fund.window.odd_share"
    message = marked("%(given)s is no share: write a number from 0 to 1.")


@transaction.atomic
def open_window(*, number: str, area: str, on: date, by: Actor, summary: str = "") -> Window:
    """Raises UnknownArea, AreaTaken."""
    if area not in {one["id"] for one in initiative()["gfmd_thematic_areas"]}:
        raise UnknownArea(given=area)
    if Window.objects.filter(number=number).exists() or Window.objects.filter(area=area).exists():
        raise AreaTaken
    window = Window.objects.create(number=number, area=area, opens_on=on, summary=summary)
    record("fund.window.opened", window, by=by, area=area, on=on)
    return window


@transaction.atomic
def close_window(window: Window, *, on: date, by: Actor) -> None:
    """No proposal is taken after that day; what stands in it stays until it is spent or returned."""
    held = Window.objects.select_for_update(no_key=True).get(pk=window.pk)
    held.closes_on = max(on, held.opens_on)
    held.save(update_fields=["closes_on"])
    record("fund.window.closed", held, by=by, on=held.closes_on)


@transaction.atomic
def set_rules(window: Window, own: Mapping[str, Decimal], *, on: date, by: Actor, reason: str) -> None:
    """A window's own values for rules that allow it; the values before stay in the trail.

    Raises FixedRule, OddShare.
    """
    held = Window.objects.select_for_update(no_key=True).get(pk=window.pk)
    for name, value in own.items():
        if not rule(name, on).window:
            raise FixedRule(rule=name)
        if not value.is_finite() or not 0 <= value <= 1:
            raise OddShare(given=str(value)[:20])
    before, held.rules = held.rules, {name: str(value) for name, value in sorted(own.items())}
    held.save(update_fields=["rules"])
    record("fund.window.rules", held, by=by, before=before, after=held.rules, reason=reason)
