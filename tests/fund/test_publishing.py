"""Files leave only when they pass the standard and say what the books say; then they are read again and counted."""

import gzip
import os
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import Client
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from alianza.audit.actions import PLATFORM
from alianza.fund import posting, publishing
from alianza.fund import replay as replaying
from alianza.fund.actions.iati import publish
from alianza.fund.actions.ledger import post
from alianza.fund.models import (
    Agreement,
    Condition,
    Donor,
    ExpectedResult,
    IndicatorValue,
    Instalment,
    OutsideIdentifier,
    Publication,
    Report,
)
from alianza.fund.published import Why
from alianza.fund.publisher import publisher
from alianza.fund.queries.iati import activities
from alianza.fund.queries.iati_moves import differences
from alianza.fund.queries.iati_names import DONOR_TYPES, EARMARKING, ORGANISATION_TYPES, WORDS
from alianza.iati import read, read_organisations, write
from alianza.iati.values import Activity
from alianza.vocabulary.initiative import actor_types
from alianza.vocabulary.money import Money
from tests.fund import story
from tests.fund.story import DAY, usd, written
from tests.fund.test_ledger_machine import Books
from tests.world import World

TODAY = date(2026, 10, 1)
LIFECYCLE = Path(__file__).parent / "data" / "worked_lifecycle.json"
FULL = os.environ.get("ALIANZA_SWEEP") == "full"


def agreement(
    world: World, number: str = "A-1", *, currency: str = "EUR", earmark: str = "none", **more: object
) -> Agreement:
    made = Agreement.objects.create(
        number=number,
        donor=story.donor(world),
        minor=1_000_000,
        currency=currency,
        worth_minor=1_100_000,
        rate="1.1",
        earmark=earmark,
        fee_rate="0.01",
        state="signed",
        signed_on=DAY,
        first_signatory=world.luc,
        second_signatory=world.lena,
        **more,
    )
    for at, due in enumerate((date(2026, 6, 1), date(2027, 6, 1)), start=1):
        Instalment.objects.create(agreement=made, number=at, due_on=due, minor=500_000)
    return made


def lived(world: World) -> None:
    """A contribution in euros and one for a country; a programme with a contract, a payment, a report and a result."""
    for given in (agreement(world), agreement(world, "A-2", earmark="country", country="PHL")):
        money, worth = Money(given.minor, "EUR"), Money(1_100_000, "USD")
        promise = Money(1_200_000, "EUR")
        written("contribution.pledged", posting.pledged("NOR", promise))
        written("contribution.signed", posting.signed(given.number, money, worth, donor="NOR", from_pledge=money))
    legs = posting.received("A-1", Money(500_000, "EUR"), usd(5500), usd(5400))
    written("contribution.received", legs)
    written("fee.taken", posting.fee_taken({"A-1": usd(54)}))
    written("core.allocated", posting.to_core("A-1", usd(600)))
    written("core.paid", posting.core_paid(usd(250)))
    written("interest.received", posting.interest(usd(12)))
    written("fee.invoiced", posting.fee_invoiced("2026-NOR", usd(900)))
    written("fee.paid", posting.fee_paid("2026-NOR", usd(400)))
    made = story.programme(world)
    Condition.objects.create(
        decision=made.decision, text="A complaint line is open.", owner=world.puente, due_on=DAY + timedelta(days=90)
    )
    contract = story.contract(world, made, 80_000)
    subject = f"programme:{made.number}"
    paid = posting.tranche_paid(made.number, "PUENTE", usd(48_000))
    with transaction.atomic():
        journal = post(posting.Draft("tranche.paid", DAY, paid, posting.key_of("x"), subject), by=PLATFORM)
    contract.tranches.filter(number=1).update(
        state="paid",
        paid_on=DAY,
        journal=journal,
        requested_by=world.paz,
        checked_by=world.luc,
        authorised_by=world.lena,
    )
    accepted = posting.expenditure_accepted(made.number, "PUENTE", usd(20_000), usd(1_400))
    written("expenditure.accepted", accepted, subject=subject)
    written("refund.received", posting.refunded(made.number, "PUENTE", "W1", usd(600)), subject=subject)
    made.state = "active"
    made.save()
    result = ExpectedResult.objects.create(
        proposal=made.proposal,
        number=1,
        level="outcome",
        statement="Certificates are recognised",
        indicator="Nurses whose certificate is recognised",
        unit="people",
        baseline=Decimal(0),
        target=Decimal(300),
        original_target=Decimal(400),
    )
    for at, (state, value) in enumerate((("accepted", 120), ("submitted", 250)), start=1):
        report = Report.objects.create(
            contract=contract,
            kind="narrative",
            from_on=DAY,
            to_on=DAY + timedelta(days=at * 30),
            due_on=DAY + timedelta(days=at * 90),
            state=state,
        )
        IndicatorValue.objects.create(
            report=report, result=result, value=value, on=report.to_on, evidence="List kept by Maria Gonzalez"
        )
    OutsideIdentifier.objects.create(subject=f"organisation:{world.puente.code}", reference="PH-SEC-PUENTE")
    OutsideIdentifier.objects.create(subject=f"contract:{contract.code}", reference="PH-SEC-PUENTE-12")
    OutsideIdentifier.objects.create(subject="agreement:A-1", reference="NO-BRC-1-0007")


def told(activity: Activity) -> list[tuple[str, str]]:
    """Types and amounts in the order of the journals."""
    ordered = sorted(activity.transactions, key=lambda each: (int(each.ref.rpartition("/")[2]), each.kind, each.ref))
    return [(each.kind, str(each.amount.money)) for each in ordered]


def by_identifier(files: publishing.Files) -> dict[str, Activity]:
    return {each.identifier: each for each in read(files.activities)}


@pytest.mark.django_db
def test_a_fund_that_has_lived_passes_the_standard_and_adds_up(world: World) -> None:
    lived(world)
    files = publishing.made(TODAY)
    assert list(files.faults()) == []
    held = by_identifier(files)
    assert sorted(held) == [
        "XI-EXAMPLE-ALIANZA-CORE",
        "XI-EXAMPLE-ALIANZA-FUND",
        "XI-EXAMPLE-ALIANZA-P-2026-001",
    ]
    fund, programme = held["XI-EXAMPLE-ALIANZA-FUND"], held["XI-EXAMPLE-ALIANZA-P-2026-001"]
    assert (fund.hierarchy, programme.hierarchy) == (1, 2)
    assert [each.code for each in fund.aid] == ["B04"]
    assert {each.ref for each in fund.related} == {programme.identifier, "XI-EXAMPLE-ALIANZA-CORE"}
    assert [(each.ref, each.kind) for each in programme.related] == [(fund.identifier, "1")]
    assert [party.role for party in programme.parties] == ["1", "2", "3", "4"]
    assert programme.status == "2"


@pytest.mark.django_db
def test_receipts_are_in_the_donors_currency_with_their_day_and_the_donors_activity(world: World) -> None:
    lived(world)
    fund = by_identifier(publishing.made(TODAY))["XI-EXAMPLE-ALIANZA-FUND"]
    receipt = next(each for each in fund.transactions if each.kind == "1" and each.ref.startswith("A-1/"))
    assert (receipt.amount.money, receipt.amount.on, receipt.on) == (Money(500_000, "EUR"), DAY, DAY)
    assert receipt.provider is not None and receipt.provider.activity == "NO-BRC-1-0007"
    assert str(receipt.provider.name) == "Development Fund"
    commitments = {each.ref.partition("/")[0]: each for each in fund.transactions if each.kind == "11"}
    earmarks = {ref: [(aid.vocabulary, aid.code) for aid in each.aid] for ref, each in commitments.items()}
    assert earmarks["A-1"] == [("1", "B04"), ("2", "1")]
    assert earmarks["A-2"] == [("1", "B04"), ("2", "3")]
    pledges = [each.amount.money.minor for each in fund.transactions if each.kind == "13"]
    assert sum(pledges) == 400_000  # what is still open of two pledges of 12,000 of which 10,000 were signed


@pytest.mark.django_db
def test_returns_are_negative_and_name_the_receivers_activity(world: World) -> None:
    lived(world)
    programme = by_identifier(publishing.made(TODAY))["XI-EXAMPLE-ALIANZA-P-2026-001"]
    assert told(programme) == [
        ("12", "100000.00 USD"),
        ("2", "80000.00 USD"),
        ("3", "48000.00 USD"),
        ("2", "-600.00 USD"),
        ("3", "-600.00 USD"),
    ]
    receivers = {each.receiver for each in programme.transactions if each.kind != "12"}
    assert {(one.ref, one.activity) for one in receivers if one} == {("PH-SEC-PUENTE", "PH-SEC-PUENTE-12")}


@pytest.mark.django_db
def test_markers_windows_results_and_conditions_are_told(world: World) -> None:
    lived(world)
    programme = by_identifier(publishing.made(TODAY))["XI-EXAMPLE-ALIANZA-P-2026-001"]
    markers = [(each.vocabulary, each.code, each.significance) for each in programme.markers]
    assert sorted(markers) == [("1", "1", "1"), ("99", "child", "0"), ("99", "rights", "2")]
    windows = [each for each in programme.sectors if each.vocabulary == "99"]
    assert [each.code for each in windows] == ["W1"]
    assert windows[0].uri
    assert [each.code for each in programme.countries] == ["PH"]
    (result,) = programme.results
    (period,) = result.indicators[0].periods
    assert result.kind == "2"
    assert [each.value for each in period.targets] == ["300"]
    assert "400" in str(period.targets[0].comment)
    assert [each.value for each in period.actuals] == ["120"]  # 250 is reported, not accepted
    assert programme.conditions is not None
    assert [str(each.words) for each in programme.conditions.each] == ["A complaint line is open."]
    assert sum(each.amount.money.minor for each in programme.budgets) == 10_000_000
    assert all(each.last - each.first <= timedelta(days=366) for each in programme.budgets)


@pytest.mark.django_db
def test_links_lead_to_pages_that_anybody_may_open(world: World, client: Client) -> None:
    lived(world)
    links = [each for activity in read(publishing.made(TODAY).activities) for each in activity.documents]
    assert {code for each in links for code in each.categories} == {"A04", "A05", "A08", "A11", "A12"}
    for each in links:
        assert client.get(each.url.removeprefix(publisher().site)).status_code == 200, each.url


@pytest.mark.django_db
def test_the_organisation_counts_on_signed_agreements_for_three_years(world: World) -> None:
    lived(world)
    (own,) = read_organisations(publishing.made(TODAY).organisation)
    assert [(each.first.year, each.amount.money) for each in own.budgets] == [
        (2026, usd(11_000)),
        (2027, usd(11_000)),
    ]
    assert [(each.country.code, each.first.year, each.amount.money) for each in own.country_budgets] == [
        ("PH", 2026, usd(5_500)),
        ("PH", 2027, usd(5_500)),
    ]


@pytest.mark.django_db
def test_no_persons_name_and_nothing_people_wrote_beside_a_payment_leaves(world: World) -> None:
    lived(world)
    journal = posting.Draft(
        "interest.received",
        DAY,
        posting.interest(usd(1)),
        posting.key_of("named"),
        text="Transfer by Maria Gonzalez, account 12345",
    )
    with transaction.atomic():
        post(journal, by=PLATFORM)
    files = publishing.made(TODAY)
    for content in (files.activities, files.organisation):
        for word in (b"Gonzalez", b"12345", b"@example.org", b"contact-info"):
            assert word not in content


@pytest.mark.django_db
def test_the_same_books_give_the_same_bytes(world: World) -> None:
    lived(world)
    assert publishing.made(TODAY).activities == publishing.made(TODAY).activities


@pytest.mark.django_db
def test_what_happened_after_the_day_is_not_in_the_files_of_the_day(world: World) -> None:
    lived(world)
    before = publishing.made(TODAY)
    written("interest.received", posting.interest(usd(5)), on=TODAY + timedelta(days=1))
    assert publishing.made(TODAY).activities == before.activities
    assert list(publishing.made(TODAY).faults()) == []


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["1", "2", "3", "4", "11", "12", "13"])
def test_a_transaction_that_is_lost_or_changed_on_the_way_is_found(world: World, kind: str) -> None:
    lived(world)
    held = activities(TODAY)
    where = next(at for at, each in enumerate(held) if any(one.kind == kind for one in each.transactions))
    which = next(at for at, one in enumerate(held[where].transactions) if one.kind == kind)
    transactions = list(held[where].transactions)
    changed = transactions[which]
    more = replace(
        changed, amount=replace(changed.amount, money=changed.amount.money + Money(1, changed.amount.money.currency))
    )
    for instead in ([], [more]):
        kept = [*transactions[:which], *instead, *transactions[which + 1 :]]
        spoiled = [*held[:where], replace(held[where], transactions=tuple(kept)), *held[where + 1 :]]
        again = read(write(spoiled, generated_at=datetime(2026, 10, 1, tzinfo=UTC)))
        assert len(list(differences(again, TODAY, publisher()))) == 1


@pytest.mark.django_db
def test_the_worked_lifecycle_reads_back_to_the_cent() -> None:
    drafts, _final = replaying.read(LIFECYCLE)
    replaying.replay(drafts)
    files = publishing.made(date(2026, 9, 30))
    assert list(files.faults()) == []
    fund = by_identifier(files)["XI-EXAMPLE-ALIANZA-FUND"]
    programme = by_identifier(files)["XI-EXAMPLE-ALIANZA-P1"]
    assert told(fund) == [
        ("13", "10000000.00 EUR"),
        ("11", "9000000.00 EUR"),
        ("13", "-9000000.00 EUR"),
        ("11", "2000000.00 USD"),
        ("1", "5400000.00 EUR"),
        ("1", "2000000.00 USD"),
        ("4", "78320.00 USD"),
        ("13", "-1000000.00 EUR"),
        ("1", "1250.00 USD"),
        ("1", "12000.00 USD"),
        ("1", "-1980000.00 USD"),
    ]
    assert told(programme) == [
        ("12", "1605000.00 USD"),
        ("2", "642000.00 USD"),
        ("2", "963000.00 USD"),
        ("3", "385200.00 USD"),
        ("3", "577800.00 USD"),
        ("3", "256800.00 USD"),
        ("3", "385200.00 USD"),
        ("2", "-21400.00 USD"),
        ("3", "-21400.00 USD"),
    ]


class Published(Books):
    """Whatever has happened to the books, their files say the same."""

    def teardown(self) -> None:
        try:
            files = publishing.made(self.day)
            assert files.differences == ()
            assert files.findings[0].errors == 0, str(files.findings[0])
        finally:
            super().teardown()


@pytest.mark.django_db
def test_after_any_random_life_the_files_add_up_to_the_books() -> None:
    assert connection.in_atomic_block
    run_state_machine_as_test(
        Published,
        settings=settings(
            max_examples=15 if FULL else 6,
            stateful_step_count=60 if FULL else 30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=not FULL,
        ),
    )


@pytest.mark.django_db
def test_what_passed_becomes_public_and_what_fails_leaves_the_last_one_public(world: World) -> None:
    lived(world)
    held = publish(TODAY, by=PLATFORM)
    assert publishing.public() == held
    assert gzip.decompress(bytes(held.activities)) == publishing.made(TODAY).activities
    table = publishing.transactions_csv(held).splitlines()
    assert table[0] == ",".join(publishing.COLUMNS)
    assert len(table) == 1 + sum(len(each.transactions) for each in by_identifier(publishing.made(TODAY)).values())
    world.treasury.name = ""
    world.treasury.save()
    with pytest.raises(publishing.NotPublished) as refusal, transaction.atomic():
        publish(TODAY, by=PLATFORM)
    assert any("[atleast_one 6.10.1]" in sentence for sentence in refusal.value.sentences)
    assert list(Publication.objects.all()) == [held]


def test_every_kind_has_its_code_and_its_words() -> None:
    assert set(WORDS) == set(Why)
    assert set(DONOR_TYPES) == set(Donor.Kind.values)
    assert set(EARMARKING) == set(Agreement.Earmark.values)
    assert set(ORGANISATION_TYPES) == {each.id for each in actor_types()} - {"media"}
