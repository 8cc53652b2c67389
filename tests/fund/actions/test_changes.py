from datetime import date
from decimal import Decimal

import pytest

from alianza.fund.actions import changes
from alianza.fund.actions.changes import Restructuring, Shift
from alianza.fund.models import Programme, Version
from alianza.fund.versions import differences
from alianza.vocabulary.lifecycle import NotYet
from tests.fund import programmes_cast as cast
from tests.fund import story
from tests.world import World

pytestmark = pytest.mark.django_db
DAY = cast.DAY
WHY = "Visas came late."


@pytest.fixture
def programme(world: World) -> Programme:
    """Ends on 1 March 2028."""
    return cast.running(world).programme


def test_extensions_without_cost_stay_together_within_six_months(programme: Programme, world: World) -> None:
    changes.extend(programme, date(2028, 6, 1), reason=WHY, on=DAY, by=world.luc)
    with pytest.raises(NotYet, match="it ends by 2028-09-01"):
        changes.extend(programme, date(2028, 9, 2), reason=WHY, on=DAY, by=world.luc)
    version = changes.extend(programme, date(2028, 9, 1), reason=WHY, on=DAY, by=world.luc)
    assert [one.kind for one in Version.objects.order_by("number")] == ["first", "extended", "extended"]
    before = Version.objects.get(number=version.number - 1)
    assert [(one.path, one.before, one.after) for one in differences(before.content, version.content)] == [
        (("ends_on",), "2028-06-01", "2028-09-01")
    ]
    contract = programme.contracts.get()
    assert contract.reports.get(kind="final").due_on == date(2029, 1, 1)
    assert contract.reports.filter(kind="narrative", to_on=date(2028, 6, 30)).exists()


def test_an_extension_lies_after_the_end_and_says_why(programme: Programme, world: World) -> None:
    with pytest.raises(NotYet) as refused:
        changes.extend(programme, date(2028, 1, 1), reason=" ", on=DAY, by=world.paz)
    assert len(refused.value.reasons) == 3
    assert not Version.objects.exists()


def test_a_shift_stays_within_a_fifth_of_the_smaller_category(programme: Programme, world: World) -> None:
    def shift(amount: str, source: str = "travel", target: str = "staff") -> Version:
        change = Shift(world.puente, source, target, story.usd(amount))
        return changes.shift(programme, change, reason=WHY, on=DAY, by=world.luc)

    shift("3000")
    with pytest.raises(NotYet, match=r"4000\.00 USD may be moved"):  # of 20,000 and 60,000, the earlier 3,000 included
        shift("1000.01")
    version = shift("1000")
    budget = version.content["budget"]["Puente"]
    assert (budget["staff"]["minor"], budget["travel"]["minor"]) == (6_400_000, 1_600_000)
    shift("4000", "staff", "travel")  # back again
    with pytest.raises(NotYet, match="Indirect cost follows"):
        shift("1", "indirect", "staff")
    with pytest.raises(NotYet, match="two different categories"):
        shift("1", "staff", "staff")


def test_a_lowered_target_keeps_the_original_beside_it(programme: Programme, world: World) -> None:
    decision = cast.decided(programme, "restructuring")
    change = Restructuring(ends_on=date(2029, 3, 1), targets={1: Decimal(30)})
    changes.restructure(programme, change, decision, reason="Fewer posts.", on=DAY, by=world.luc)
    result = programme.proposal.expected.get()
    assert (result.target, result.original_target) == (30, 40)
    again = cast.decided(programme, "restructuring", "D-2026-010")
    changes.restructure(programme, Restructuring(targets={1: Decimal(20)}), again, reason="x", on=DAY, by=world.luc)
    result.refresh_from_db()
    assert (result.target, result.original_target) == (20, 40)
    programme.refresh_from_db()
    assert programme.ends_on == date(2029, 3, 1)
    with pytest.raises(NotYet, match="it ends by 2029-09-01"):  # counted from what the committee decided
        changes.extend(programme, date(2029, 9, 2), reason=WHY, on=DAY, by=world.luc)


def test_a_decision_carries_out_what_it_decides_and_once(programme: Programme, world: World) -> None:
    change = Restructuring(ends_on=date(2029, 3, 1))
    for number, kind, outcome in (("D-1", "suspension", "adopted"), ("D-2", "restructuring", "not_adopted")):
        with pytest.raises(NotYet, match="does not decide this change"):
            decision = cast.decided(programme, kind, number, outcome=outcome)
            changes.restructure(programme, change, decision, reason=WHY, on=DAY, by=world.luc)
    decision = cast.decided(programme, "restructuring")
    with pytest.raises(NotYet, match="Nothing would change"):
        changes.restructure(programme, Restructuring(), decision, reason=WHY, on=DAY, by=world.luc)
    changes.restructure(programme, change, decision, reason=WHY, on=DAY, by=world.luc)
    with pytest.raises(NotYet, match="was carried out already"):
        changes.restructure(programme, change, decision, reason=WHY, on=DAY, by=world.luc)


def test_larger_shifts_are_carried_out_with_the_decision(programme: Programme, world: World) -> None:
    decision = cast.decided(programme, "restructuring")
    shifts = [
        Shift(world.puente, "travel", "staff", story.usd(15_000)),
        Shift(world.puente, "supplies", "equipment", story.usd(20_000)),
    ]
    for wrong in (
        [*shifts, Shift(world.puente, "travel", "operating", story.usd("5000.01"))],
        [Shift(world.puente, "travel", "staff", story.usd(20_001))],
    ):
        with pytest.raises(NotYet, match="less than that in the category"):
            changes.restructure(programme, Restructuring(shifts=wrong), decision, reason=WHY, on=DAY, by=world.luc)
    version = changes.restructure(programme, Restructuring(shifts=shifts), decision, reason=WHY, on=DAY, by=world.luc)
    budget = version.content["budget"]["Puente"]
    assert {name: part["minor"] for name, part in budget.items()} == {
        "staff": 7_500_000,
        "travel": 500_000,
        "equipment": 2_000_000,
        "indirect": 700_000,
    }
    change = Shift(world.puente, "travel", "staff", story.usd("1000.01"))  # a fifth of the 5,000 now decided
    with pytest.raises(NotYet, match=r"1000\.00 USD may be moved"):
        changes.shift(programme, change, reason=WHY, on=DAY, by=world.luc)
