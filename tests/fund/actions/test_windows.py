from datetime import date
from decimal import Decimal

import pytest

from alianza.fund.actions import windows as actions
from alianza.fund.models import Window
from alianza.fund.queries.windows import windows_held
from alianza.fund.rules import rule, rules
from alianza.fund.wording import GRADES, RULES, UNITS
from tests.fund import story
from tests.world import World

DAY = date(2026, 3, 2)


@pytest.mark.django_db
def test_a_window_is_of_one_thematic_area(world: World) -> None:
    actions.open_window(number="W1", area="skilling", on=DAY, by=world.luc)
    with pytest.raises(actions.AreaTaken):
        actions.open_window(number="W2", area="skilling", on=DAY, by=world.luc)
    with pytest.raises(actions.UnknownArea, match="space"):
        actions.open_window(number="W3", area="space", on=DAY, by=world.luc)


@pytest.mark.django_db
def test_a_window_sets_only_the_rules_that_allow_it(world: World) -> None:
    window = story.window()
    actions.set_rules(window, {"indirect_cap": Decimal("0.08")}, on=DAY, by=world.luc, reason="The donor's rules.")
    window.refresh_from_db()
    assert rule("indirect_cap", DAY, window.rules).value == Decimal("0.08")
    with pytest.raises(actions.FixedRule, match="trustee_fee"):
        actions.set_rules(window, {"trustee_fee": Decimal(0)}, on=DAY, by=world.luc, reason="Free.")
    with pytest.raises(actions.OddShare):
        actions.set_rules(window, {"indirect_cap": Decimal(7)}, on=DAY, by=world.luc, reason="Percent.")


@pytest.mark.django_db
def test_what_a_window_holds_is_told_by_agreement(world: World) -> None:
    window = story.window()
    story.money_in(window, 100, "A")
    story.money_in(window, 50, "B")
    held = windows_held()[0]
    assert held.free == story.usd(150)
    assert held.agreements == (("A", story.usd(100)), ("B", story.usd(50)))
    actions.close_window(window, on=DAY, by=world.luc)
    assert Window.objects.get().closes_on == DAY


def test_every_rule_has_words() -> None:
    for one in rules():
        assert RULES[one.id]
        assert UNITS[one.unit]
        assert GRADES[one.grade]
