from datetime import date, timedelta
from decimal import Decimal

import pytest

from alianza.fund.actions import changes, endorsements
from alianza.fund.actions.changes import Restructuring, Shift
from alianza.fund.models import Decision, Endorsement, Opinion, Programme, Version
from alianza.fund.versions import differences
from alianza.messages.models import Notice
from alianza.network.models import Mandate, Subject
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


def _new_country(programme: Programme) -> tuple[Restructuring, Decision]:
    return Restructuring(countries={"VNM": "origin"}), cast.decided(programme, "new_country")


def test_a_new_country_endorses_the_group_looks_again_and_the_others_are_told(
    programme: Programme, world: World
) -> None:
    change, decision = _new_country(programme)
    with pytest.raises(NotYet) as refused:
        changes.restructure(programme, change, decision, reason="Viet Nam asks.", on=DAY, by=world.luc)
    assert [str(reason) for reason in refused.value.reasons] == [
        "VNM has not endorsed it.",
        "The advisory group has not looked at it again and approved.",
    ]
    Mandate.objects.create(
        user=world.mara,
        organisation=world.far_farms,
        country="VNM",
        subject=Subject.FUND,
        begins_on=date.today() - timedelta(days=1),
        ends_on=date.today() + timedelta(days=9),
    )
    asked = changes.ask_new_country(programme, "VNM", by=world.luc)
    assert Notice.objects.filter(user=world.mara, kind="fund.endorsement.asked").exists()
    from tests.fund.actions.test_audits import pdf

    endorsements.endorse(
        asked, plan="Plan", objective="Skills", page="4", letter=pdf(world.mara), on=DAY, by=world.mara
    )
    Opinion.objects.create(proposal=programme.proposal, round=2, approved=True, text="Sound.", given_by=world.rhea)
    version = changes.restructure(programme, change, decision, reason="Viet Nam asks.", on=DAY, by=world.luc)
    assert version.kind == "country_added"
    assert set(programme.proposal.countries.values_list("country", flat=True)) == {"PHL", "VNM"}
    assert Notice.objects.filter(user=world.imani, kind="fund.programme.changed").count() == 1
    assert Endorsement.objects.get(country="VNM").state == "given"
