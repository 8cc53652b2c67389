"""A contribution from pledge to window, to the cent, and every way it must not go."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alianza.fund.actions import contributions as actions
from alianza.fund.chart import AccountName
from alianza.fund.checks import problems
from alianza.fund.models import Agreement, BankLine, Donor, Instalment, Pledge, Version
from alianza.fund.queries.contributions import due, earmarked_share, unallocated
from alianza.fund.queries.ledger import balances
from alianza.vocabulary.lifecycle import NotYet
from alianza.vocabulary.money import Money
from tests.fund import story
from tests.world import World

DAY = date(2026, 2, 1)
EUR = "EUR"


def eur(amount: int | str) -> Money:
    return Money.of(amount, EUR)


def usd(amount: int | str) -> Money:
    return Money.of(amount, "USD")


def held(code: str) -> Money | None:
    return balances().get(AccountName.read(code))


def line(amount: int | str, reference: str = "", on: date = date(2026, 3, 1), *, by: Any) -> BankLine:
    return actions.enter_bank_line(reference=reference or uuid4().hex, value_on=on, money=usd(amount), text="", by=by)


def agreement(
    world: World, money: Money, parts: list[Money] | None = None, number: str = "A", **more: Any
) -> Agreement:
    days = [date(2026, 3, 1), date(2026, 9, 1), date(2027, 3, 1)]
    parts = parts or [money]
    return actions.draft_agreement(
        story.donor(world),
        money,
        number=number,
        instalments=list(zip(days, parts, strict=False)),
        on=DAY,
        by=world.luc,
        **more,
    )


def signed(
    world: World, money: Money, parts: list[Money] | None = None, rate: str | None = None, **more: Any
) -> Agreement:
    made = agreement(world, money, parts, **more)
    for officer in (world.luc, world.lena):
        actions.put_signature(made, by=officer)
    actions.sign(
        made, on=DAY, by=world.luc, rate=Decimal(rate) if rate else None, rate_source="the bank's rate of the day"
    )
    made.refresh_from_db()
    return made


@pytest.mark.django_db
def test_the_first_steps_of_the_worked_example_through_the_deeds(world: World) -> None:
    donor = story.donor(world, "A")
    promise = actions.pledge(donor, eur("10000000"), on=date(2024, 1, 10), by=world.luc)
    made = signed(world, eur("9000000"), [eur("5400000"), eur("3600000")], "1.10", promise=promise)
    assert held("9010:A/EUR") == eur("1000000")
    assert held("2010:A") == usd("-9900000")
    first = made.instalments.get(number=1)
    actions.receive(first, line("5832000", by=world.luc), by=world.luc, money=eur("5400000"))
    assert held("1010") == usd("5773680")  # 5,832,000 less the fee of 1 %
    assert held("5920:A") == usd("108000")
    assert held("1110:A/EUR") == eur("3600000")
    assert unallocated("A") == usd("5773680")
    window = story.window()
    actions.allocate(made, on=DAY, by=world.luc, windows={window: usd("3000000")}, core=usd("692841.60"))
    assert held("8250:core") == usd("-692841.60")
    assert held("8200:W1") == usd("-3000000")
    with pytest.raises(actions.CoreExceeded, match=r"may take 0\.00 USD more"):
        actions.allocate(made, on=DAY, by=world.luc, core=usd("0.01"))
    with pytest.raises(actions.MoreThanUnallocated):
        actions.allocate(made, on=DAY, by=world.luc, windows={window: usd("9000000")})
    promise.refresh_from_db()
    assert promise.state == Pledge.State.PLEDGED
    actions.lapse_pledge(promise, on=DAY, by=world.luc)
    assert held("9010:A/EUR") is None
    assert list(problems()) == []


@pytest.mark.django_db
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])  # adds up anyway
@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=3), st.decimals("0.0001", "9999", places=6), st.data())
def test_what_was_deferred_is_received_to_the_cent(world: World, parts: list[int], rate: Decimal, data: Any) -> None:
    number = uuid4().hex[:10]
    money = [Money(part, EUR) for part in parts]
    made = signed(world, Money(sum(parts), EUR), money, str(rate), number=number)
    for instalment in made.instalments.all():
        actions.receive(
            instalment,
            line(data.draw(st.integers(1, 10**7)), by=world.luc),
            by=world.luc,
            money=Money(instalment.minor, EUR),
        )
    made.refresh_from_db()
    assert made.state == Agreement.State.PAID
    assert held(f"2010:{number}") is None
    assert held(f"1110:{number}/EUR") is None
    assert list(problems()) == []


@pytest.mark.django_db
def test_every_reason_why_an_agreement_cannot_be_signed_is_named_at_once(world: World) -> None:
    made = agreement(world, usd(100))
    Donor.objects.update(looked_into_on=None)
    Instalment.objects.update(minor=1)
    with pytest.raises(NotYet) as refused:
        actions.sign(made, on=DAY, by=world.paz)
    said = str(refused.value)
    for part in ("is for: Secretariat officer", "Two of our signatories", "looked into", "add up"):
        assert part in said
    assert len(refused.value.reasons) == 4


@pytest.mark.django_db
def test_two_signatures_are_of_two_people(world: World) -> None:
    made = agreement(world, usd(100))
    actions.put_signature(made, by=world.luc)
    with pytest.raises(NotYet, match="Nobody signs twice"):
        actions.put_signature(made, by=world.luc)


@pytest.mark.django_db
def test_a_government_needs_no_looking_into(world: World) -> None:
    made = agreement(world, usd(100))
    Donor.objects.update(looked_into_on=None, kind=Donor.Kind.GOVERNMENT)
    for officer in (world.luc, world.lena):
        actions.put_signature(made, by=officer)
    actions.sign(made, on=DAY, by=world.luc)
    assert held("2010:A") == usd(-100)


@pytest.mark.django_db
def test_a_line_of_the_bank_pays_once_and_only_in(world: World) -> None:
    made = signed(world, usd(100), [usd(50), usd(50)])
    first, second = made.instalments.all()
    came = line(50, "REF-1", by=world.luc)
    actions.receive(first, came, by=world.luc)
    with pytest.raises(actions.LineUsed):
        actions.receive(second, came, by=world.luc)
    with pytest.raises(actions.LineEntered, match="REF-1"):
        line(50, "REF-1", by=world.luc)
    with pytest.raises(actions.LineOut):
        actions.receive(second, line(-50, by=world.luc), by=world.luc)
    with pytest.raises(actions.MoreThanDue, match=r"50\.00 USD are left"):
        actions.receive(second, line(51, by=world.luc), by=world.luc)
    actions.receive(second, line(20, by=world.luc), by=world.luc)
    second.refresh_from_db()
    assert (second.state, second.received_minor) == (Instalment.State.PART, 2000)
    assert [one.pk for one in due(date(2026, 9, 1))] == [second.pk]
    assert list(problems()) == []


@pytest.mark.django_db
def test_earmarked_money_goes_where_its_earmark_says(world: World) -> None:
    window, other = story.window(), story.window("W2", "technology")
    made = signed(world, usd(100), window=window)
    actions.receive(made.instalments.get(), line(100, by=world.luc), by=world.luc)
    for wrong in ({"windows": {other: usd(1)}}, {"core": usd(1)}, {"reserve": usd(1)}, {"facility": {"any": usd(1)}}):
        with pytest.raises(actions.Earmarked, match="W1"):
            actions.allocate(made, on=DAY, by=world.luc, **wrong)
    actions.allocate(made, on=DAY, by=world.luc, windows={window: usd(99)})
    assert unallocated("A") == usd(0)
    assert earmarked_share(2026) == (usd(100), usd(100))
    with pytest.raises(Exception, match="holds"):
        actions.give_back(made, usd(100), on=DAY, by=world.luc, window=window)
    actions.give_back(made, usd(99), on=DAY, by=world.luc, window=window)
    actions.close(made, by=world.luc)
    assert list(problems()) == []


@pytest.mark.django_db
def test_an_amendment_keeps_what_was_agreed_before(world: World) -> None:
    made = signed(world, usd(100), [usd(60), usd(40)])
    actions.receive(made.instalments.get(number=1), line(20, by=world.luc), by=world.luc)
    with pytest.raises(actions.ScheduleDiffers, match=r"agreement is of 80\.00"):
        actions.amend(made, instalments=[(DAY, usd(70))], reason="Later", by=world.luc)
    actions.amend(made, instalments=[(date(2027, 1, 1), usd(80))], reason="Later", by=world.luc)
    assert [one.minor for one in made.instalments.order_by("number")] == [2000, 8000]
    kept = Version.objects.get(subject="agreement:A")
    assert [one["amount"] for one in kept.content["instalments"]] == ["60.00 USD", "40.00 USD"]


@pytest.mark.django_db
def test_only_what_the_committee_decided_is_written_off(world: World) -> None:
    made = signed(world, eur(100), rate="1.1")
    instalment = made.instalments.get()
    wrong = story.decision(world, "agreement:A")
    with pytest.raises(actions.NotDecided):
        actions.write_off(instalment, wrong, on=DAY, by=world.luc)
    right = story.decision(world, "agreement:A", "D-2026-002", kind="write_off")
    actions.write_off(instalment, right, on=DAY, by=world.luc)
    assert held("2010:A") is None
    assert held("1110:A/EUR") is None
    with pytest.raises(actions.Ended):
        actions.write_off(instalment, right, on=DAY, by=world.luc)


@pytest.mark.django_db
def test_interest_and_charges_are_explained(world: World) -> None:
    made = signed(world, usd(100))
    actions.receive(made.instalments.get(), line(100, by=world.luc), by=world.luc)
    actions.allocate(made, on=DAY, by=world.luc, reserve=usd(10))
    actions.explain_line(line("1.25", by=world.luc), by=world.luc)
    actions.explain_line(line("-3", by=world.luc), by=world.luc)
    assert held("8100:interest") == usd("-1.25")
    with pytest.raises(actions.LineUsed):
        actions.explain_line(BankLine.objects.get(minor=125), by=world.luc)
    assert held("8260") == usd(-7)
    with pytest.raises(Exception, match=r"8260 holds 7\.00 USD and cannot give 8\.00"):
        actions.explain_line(line(-8, by=world.luc), by=world.luc)
    assert list(problems()) == []
