"""Member fees: two parts, half a step, months, payments by the bank's lines; and nobody's vote reads them."""

import ast
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import alianza
from alianza.fund.actions import fees
from alianza.fund.chart import AccountName
from alianza.fund.checks import problems
from alianza.fund.models import FeeDue, FeeYear, Item, Seat
from alianza.fund.queries.fees import arrears, free_lines, tiers, year_sums
from alianza.fund.queries.ledger import balances
from alianza.network.models import Organisation
from alianza.vocabulary.lifecycle import NotYet
from tests.fund import facility_story as story
from tests.fund.story import usd
from tests.world import World

pytestmark = pytest.mark.django_db
DAY = date(2026, 1, 15)


@pytest.fixture
def four(world: World) -> dict[str, Organisation]:
    """One state of high income, three of others."""
    return {
        "NOR": story.member("Norway", "NOR"),
        "PHL": story.member("Ministry of Labour", "PHL"),
        "KEN": story.member("Kenya", "KEN"),
        "MDG": story.member("Madagascar", "MDG"),
    }


def due(number: str) -> FeeDue:
    return FeeDue.objects.get(number=number)


def test_part_one_pays_eight_times_what_part_two_pays(world: World, four: dict[str, Organisation]) -> None:
    made = fees.assess(2026, usd(1100), on=DAY, by=world.luc)
    assert (made.unit, made.surplus) == (usd(100), usd(0))
    assert {each.number: each.money for each in FeeDue.objects.all()} == {
        "2026-NOR": usd(800), "2026-PHL": usd(100), "2026-KEN": usd(100), "2026-MDG": usd(100),
    }  # fmt: skip
    assert made.income_source == "World Bank, country classifications by income level, FY26"
    assert due("2026-NOR").income_group == "H"
    with pytest.raises(fees.AssessedAlready):
        fees.assess(2026, usd(1100), on=DAY, by=world.luc)


def test_what_rounding_adds_goes_to_the_reserve_when_it_is_paid(world: World, four: dict[str, Organisation]) -> None:
    made = fees.assess(2026, usd(1000), on=DAY, by=world.luc)  # 90.9090... each
    assert (made.unit, made.surplus) == (usd("90.91"), usd("0.01"))
    for each in made.dues.all():
        fees.invoice(each, on=DAY, by=world.luc)
        fees.pay(each, story.bank_line(str(each.money.amount)), by=world.luc)
    held = balances()
    assert held[AccountName("8250", "core")] == usd(-1000)
    assert held[AccountName("8260")] == usd("-0.01")
    assert list(problems()) == []


def test_who_moves_up_pays_halfway_between_for_one_year(world: World, four: dict[str, Organisation]) -> None:
    fees.assess(2026, usd(1100), on=DAY, by=world.luc)
    FeeDue.objects.filter(number="2026-NOR").update(part=2, income_group="UM")  # as if it had been so
    made = fees.assess(2027, usd(750), on=date(2027, 1, 15), by=world.luc)
    moving = due("2027-NOR")
    assert (moving.part, moving.ground, made.unit, moving.money) == (1, "moving", usd(100), usd(450))
    fees.assess(2028, usd(1100), on=date(2028, 1, 15), by=world.luc)
    assert (due("2028-NOR").ground, due("2028-NOR").money) == ("income", usd(800))


def test_a_country_may_choose_to_pay_more_and_not_less(world: World, four: dict[str, Organisation]) -> None:
    fees.assess(2026, usd(1800), on=DAY, by=world.luc, choosing=[four["KEN"], four["NOR"]])
    assert (due("2026-KEN").part, due("2026-KEN").ground, due("2026-KEN").money) == (1, "chosen", usd(800))
    assert due("2026-NOR").part == 1
    again = {tier.member.country: tier.part for tier in tiers(2027, on=date(2027, 1, 15))}
    assert again == {"NOR": 1, "KEN": 1, "PHL": 2, "MDG": 2}


def test_who_joins_during_the_year_pays_for_its_whole_months(world: World, four: dict[str, Organisation]) -> None:
    story.member("Nepal", "NPL", joined=date(2026, 3, 15))
    story.member("Ghana", "GHA", joined=date(2026, 12, 2))
    made = fees.assess(2026, usd(1100), on=DAY, by=world.luc)
    assert made.unit == usd(100)
    assert (due("2026-NPL").months, due("2026-NPL").money) == (9, usd(75))
    assert not FeeDue.objects.filter(number="2026-GHA").exists()


def test_a_state_in_no_income_group_is_in_part_two_and_it_is_said_why(world: World) -> None:
    story.member("Cook Islands", "COK")
    fees.assess(2026, usd(100), on=DAY, by=world.luc)
    assert (due("2026-COK").part, due("2026-COK").ground, due("2026-COK").income_group) == (2, "unknown", "")


def test_only_states_in_the_assembly_are_assessed(world: World) -> None:
    with pytest.raises(fees.NobodyToAssess):
        fees.assess(2026, usd(100), on=DAY, by=world.luc)
    member = story.member("Norway", "NOR")
    Seat.objects.create(
        body=Seat.objects.get().body, member=world.puente, group=Seat.Group.CIVIL_SOCIETY, begins_on=DAY
    )
    with pytest.raises(fees.NotAMember, match="Puente"):
        fees.assess(2026, usd(100), on=DAY, by=world.luc, choosing=[world.puente])
    fees.assess(2026, usd(100), on=DAY, by=world.luc)
    assert [each.member for each in FeeDue.objects.all()] == [member]


def test_a_fee_is_paid_in_parts_each_by_a_line_that_pays_nothing_else(
    world: World, four: dict[str, Organisation]
) -> None:
    fees.assess(2026, usd(1100), on=DAY, by=world.luc)
    held = due("2026-NOR")
    line = story.bank_line(300)
    with pytest.raises(NotYet, match="It stands at: Assessed"):
        fees.pay(held, line, by=world.luc)
    fees.invoice(held, on=DAY, by=world.luc)
    assert balances()[AccountName("1310", "2026-NOR")] == usd(800)
    fees.pay(held, line, by=world.luc)
    assert (due("2026-NOR").state, due("2026-NOR").left) == ("part", usd(500))
    with pytest.raises(NotYet, match="pays nothing else"):
        fees.pay(held, line, by=world.luc)
    with pytest.raises(NotYet, match="no more than is left"):
        fees.pay(held, story.bank_line("500.01"), by=world.luc)
    fees.pay(held, story.bank_line(500), by=world.luc)
    assert due("2026-NOR").state == "paid"
    assert AccountName("1310", "2026-NOR") not in balances()
    assert balances()[AccountName("4210", "2026-NOR")] == usd(-800)
    assert list(problems()) == []


def test_a_line_that_was_explained_as_interest_pays_no_fee(world: World, four: dict[str, Organisation]) -> None:
    from alianza.fund.actions.contributions import explain_line

    line = story.bank_line(100)
    assert free_lines() == [line]
    explain_line(line, by=world.luc)
    assert free_lines() == []


def test_only_the_assembly_waives_a_fee(world: World, four: dict[str, Organisation]) -> None:
    fees.assess(2026, usd(1100), on=DAY, by=world.luc)
    held = due("2026-KEN")
    fees.invoice(held, on=DAY, by=world.luc)
    for wrong in (
        story.decision("fee:2026-MDG", Item.Kind.FEES),
        story.decision(held.subject, Item.Kind.OTHER),
        story.decision(held.subject, Item.Kind.FEES, adopted=False),
    ):
        with pytest.raises(NotYet, match="decision to waive it"):
            fees.waive(held, wrong, on=DAY, by=world.luc)
    fees.waive(held, story.decision(held.subject, Item.Kind.FEES), on=DAY, by=world.luc)
    held.refresh_from_db()
    assert (held.state, held.left) == ("waived", usd(0))
    assert AccountName("1310", "2026-KEN") not in balances()
    assert year_sums(FeeYear.objects.get()) == {
        "assessed": usd(1100), "paid": usd(0), "waived": usd(100), "left": usd(1000),
    }  # fmt: skip
    assert list(problems()) == []


def test_arrears_are_what_was_invoiced_and_is_left(world: World, four: dict[str, Organisation]) -> None:
    fees.assess(2026, usd(1100), on=DAY, by=world.luc)
    for number in ("2026-NOR", "2026-KEN"):
        fees.invoice(due(number), on=DAY, by=world.luc)
    fees.pay(due("2026-KEN"), story.bank_line(100), by=world.luc)
    assert [each.number for each in arrears(DAY)] == ["2026-NOR"]
    assert arrears(date(2026, 1, 14)) == []


VOTING = (
    "engines/ballots",
    "fund/actions/bodies.py",
    "fund/actions/items.py",
    "fund/queries/bodies.py",
    "fund/queries/outcomes.py",
    "fund/queries/gates.py",
    "fund/policy/bodies.py",
    "fund/lifecycles/bodies.py",
    "fund/decision_rules.py",
)
"""Where is decided who votes, who is there and what came out."""
MONEY = {"FeeDue", "FeeYear", "FeePayment", "fees", "arrears", "Receipt", "Pledge", "Agreement", "Instalment", "Donor"}


def test_no_vote_quorum_or_electorate_reads_fees_or_contributions() -> None:
    """By the source: nothing that votes are made of imports or names them."""
    root = Path(alianza.__file__).parent
    seen = 0
    for place in VOTING:
        files = [root / place] if place.endswith(".py") else sorted((root / place).glob("*.py"))
        for file in files:
            assert file.is_file(), f"{place} is not there any more; name what took its place"
            seen += 1
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ImportFrom | ast.Import):
                    names = {alias.name.rpartition(".")[2] for alias in node.names}
                    assert not names & MONEY, f"{file.name} imports {names & MONEY}"
                    assert "fees" not in (getattr(node, "module", "") or "")
                if isinstance(node, ast.Attribute):
                    assert node.attr not in ("paid_minor", "arrears", "dues"), f"{file.name} reads {node.attr}"
    assert seen > len(VOTING)


def test_the_weight_of_the_fee_is_a_rule_with_a_source() -> None:
    from alianza.fund.rules import rule

    found = rule("fee_weight", DAY)
    assert (found.value, found.grade) == (Decimal(8), "own")
    assert "GFMD-2020-RT6" in found.source
