"""Migration finance of others comes in by file, is classed with a reason, and each cent of it is counted once."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from alianza.audit.actions import PLATFORM
from alianza.fund import posting
from alianza.fund.actions import tracking
from alianza.fund.finance_tables import How, OddMapping, UnknownColumn, mapping
from alianza.fund.models import FinanceFile, Flow, OutsideIdentifier
from alianza.fund.queries import tracking as queries
from alianza.iati import NotReadable, write
from alianza.iati.values import (
    Activity,
    ActivityDate,
    Amount,
    Country,
    Description,
    Party,
    Provider,
    Receiver,
    Reporter,
    Sector,
    Transaction,
    say,
)
from alianza.tabular import InputProblems
from alianza.vocabulary.money import Money
from tests.fund import story
from tests.fund.story import usd, written
from tests.world import World

AS_OF = date(2025, 1, 31)
TODAY = date(2026, 10, 1)


def paid(amount: int, *, kind: str = "3", on: str = "2024-05-02", currency: str = "EUR", **more: object) -> Transaction:
    day = date.fromisoformat(on)
    return Transaction(kind=kind, on=day, amount=Amount(Money.of(amount, currency), day), **more)  # type: ignore[arg-type]


def activity(identifier: str, *transactions: Transaction, **more: object) -> Activity:
    told: dict[str, object] = {
        "reporter": Reporter(ref="XM-DAC-5", kind="10", name=say(en="Germany")),
        "sectors": (Sector(code="15190"),),
        "countries": (Country(code="PH"),),
    }
    return Activity(
        identifier=identifier,
        title=say(en=f"Project {identifier}"),
        descriptions=(Description(words=say(en="About it.")),),
        parties=(Party(role="4", name=say(en="Somebody")),),
        status="2",
        dates=(ActivityDate(kind="2", on=date(2024, 1, 1)),),
        transactions=transactions,
        **(told | more),  # type: ignore[arg-type]
    )


@pytest.fixture
def brought(tmp_path: Path) -> Callable[..., FinanceFile]:
    def bring(*activities: Activity, as_of: date = AS_OF) -> FinanceFile:
        file = tmp_path / f"{len(list(tmp_path.iterdir()))}.xml"
        file.write_bytes(write(activities, generated_at=datetime(2025, 1, 31, tzinfo=UTC)))
        held, _left_out = tracking.import_iati(
            file, publisher="Germany", source="https://example.org", licence="CC BY", as_of=as_of, by=PLATFORM
        )
        return held

    return bring


def table(tmp_path: Path, text: str, how: str = "", name: str = "table.csv") -> FinanceFile:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    return tracking.import_table(
        file,
        mapping(how),
        publisher="Mechanism",
        source="https://example.org",
        licence="CC BY",
        as_of=AS_OF,
        by=PLATFORM,
    )


@pytest.mark.django_db
def test_a_flow_is_what_an_activity_pays_in_a_year_in_dollars_of_that_year(brought: Callable[..., FinanceFile]) -> None:
    file = brought(
        activity("XM-DAC-5-1", paid(900, kind="2"), paid(100), paid(50), paid(-30), paid(70, on="2023-02-02")),
        activity("XM-DAC-5-2", paid(5), sectors=(Sector(code="21020"),)),
    )
    assert (file.read, file.passed_over) == (2, 1)
    last, before = Flow.objects.order_by("-year")
    assert (last.paid, last.committed, last.recipient, last.provider_country) == (
        Money.of(120, "EUR"),
        Money.of(900, "EUR"),
        "PHL",
        "DEU",
    )
    assert last.klass == "core"
    assert "15190" in last.reason
    assert last.why == last.reason
    assert last.rate is not None and last.rate_source.startswith("International Monetary Fund")
    assert last.usd_paid_minor == round(12_000 * last.rate)
    assert before.rate != last.rate


@pytest.mark.django_db
def test_where_the_year_has_no_rate_the_amount_stays_apart(brought: Callable[..., FinanceFile]) -> None:
    brought(activity("XM-DAC-5-1", paid(100, on="2026-02-02"), paid(10, on="2026-02-02", currency="USD")))
    (row,) = queries.by_class_and_year(Flow.objects.all()).rows
    assert (row.whole.paid, row.whole.apart) == (usd(10), (Money.of(100, "EUR"),))


@pytest.mark.django_db
def test_what_several_countries_share_is_not_divided(brought: Callable[..., FinanceFile]) -> None:
    two = (Country(code="PH"), Country(code="NP"))
    brought(activity("XM-DAC-5-1", paid(100), paid(40, country=Country(code="NP")), countries=two))
    assert dict(Flow.objects.values_list("recipient", "paid_minor")) == {"": 10_000, "NPL": 4_000}


@pytest.mark.django_db
def test_loans_and_costs_at_home_stand_apart(brought: Callable[..., FinanceFile]) -> None:
    brought(
        activity("XM-DAC-5-1", paid(100, finance="421"), paid(7)),
        activity("XM-DAC-5-2", paid(55), sectors=(Sector(code="93010"),)),
    )
    assert sorted(Flow.objects.values_list("klass", "paid_minor")) == [
        ("core", 700),
        ("in_donor", 5500),
        ("loan", 10_000),
    ]
    assert "15190" in Flow.objects.get(klass="loan").why


@pytest.mark.django_db
def test_a_chain_over_two_files_is_counted_once_and_again_when_a_file_goes(brought: Callable[..., FinanceFile]) -> None:
    to = Receiver(ref="XM-DAC-47066", activity="XM-DAC-47066-9", name=say(en="IOM"))
    brought(activity("XM-DAC-5-1", paid(500, receiver=to), paid(60)))
    iom = Reporter(ref="XM-DAC-47066", kind="40", name=say(en="IOM"))
    second = brought(activity("XM-DAC-47066-9", paid(480, kind="4"), reporter=iom))
    hidden = Flow.objects.get(counted=False)
    assert hidden.paid == Money.of(500, "EUR")
    assert hidden.same_as is not None and hidden.same_as.identifier == "XM-DAC-47066-9"
    assert "XM-DAC-47066-9" in hidden.why_not
    assert [one.identifier for one in queries.chain(hidden)] == ["XM-DAC-5-1", "XM-DAC-47066-9"]
    assert list(queries.told_before(hidden.same_as)) == [hidden]
    tracking.remove(second, by=PLATFORM)
    assert Flow.objects.filter(counted=True).count() == 2


@pytest.mark.django_db
def test_a_donor_named_only_in_an_incoming_transaction_is_there(brought: Callable[..., FinanceFile]) -> None:
    given = Provider(ref="XM-DAC-8-1", activity="XM-DAC-8-1-7", name=say(en="Norway"))
    iom = Reporter(ref="XM-DAC-47066", kind="40", name=say(en="IOM"))
    brought(activity("XM-DAC-47066-9", paid(300, kind="1", provider=given), reporter=iom))
    flow = Flow.objects.get()
    assert (flow.provider, flow.provider_country, flow.channel, flow.counted) == ("Norway", "NOR", "IOM", True)


@pytest.mark.django_db
def test_our_payments_are_flows_and_an_earmarked_payment_to_us_is_the_same_money(
    world: World, brought: Callable[..., FinanceFile]
) -> None:
    made = story.programme(world)
    story.contract(world, made)
    written("tranche.paid", posting.tranche_paid(made.number, "PUENTE", usd(60_000)), subject=made.subject)
    file = tracking.bring_own(TODAY, by=PLATFORM)
    assert file is not None and file.kind == "ledger"
    (ours,) = Flow.objects.filter(counted=True)
    assert (ours.identifier, ours.paid, ours.committed, ours.recipient, ours.channel) == (
        "XI-EXAMPLE-ALIANZA-P-2026-001",
        usd(60_000),
        usd(100_000),
        "PHL",
        "Puente",
    )
    to = Receiver(ref="XI-EXAMPLE-ALIANZA", name=say(en="Alianza"))
    brought(activity("XM-DAC-8-7", paid(90_000, receiver=to, currency="USD")))
    theirs = Flow.objects.get(identifier="XM-DAC-8-7")
    assert (theirs.counted, theirs.same_as) == (False, ours)
    assert "our fund" in theirs.why_not
    (row,) = queries.by_class_and_year(queries.of_country("PHL")).rows
    assert row.whole.paid == usd(60_000)


@pytest.mark.django_db
def test_our_payments_are_brought_anew_only_when_the_books_say_more(world: World) -> None:
    assert tracking.bring_own(TODAY, by=PLATFORM) is None
    made = story.programme(world)
    story.contract(world, made)
    written("tranche.paid", posting.tranche_paid(made.number, "PUENTE", usd(10)), subject=made.subject)
    assert tracking.bring_own(TODAY, by=PLATFORM) is not None
    assert tracking.bring_own(TODAY, by=PLATFORM) is None
    written("tranche.paid", posting.tranche_paid(made.number, "PUENTE", usd(5)), subject=made.subject)
    held = tracking.bring_own(TODAY, by=PLATFORM)
    assert [str(one.paid) for one in Flow.objects.filter(counted=True)] == ["15.00 USD"]
    assert held is not None
    with pytest.raises(tracking.OursToKeep):
        tracking.remove(held, by=PLATFORM)
    assert OutsideIdentifier.objects.count() == 0


CSV = """Ref,Donor,Country,Year,EUR paid,Purpose,Project
B-1,Belgium,Morocco,2023,"1.250,50",15190,Skills
B-2,Belgium,MAR,2023,200.00,21020,A road
B-3,Belgium,NPL,2024,-50.00,,Returnees find work
"""
HOW = """reference = Ref
provider = Donor
recipient = Country
year = Year
paid = EUR paid
sector = Purpose
title = Project
currency = "EUR"
"""


@pytest.mark.django_db
def test_a_table_comes_in_by_its_mapping(tmp_path: Path) -> None:
    file = table(tmp_path, CSV, HOW)
    assert (file.read, file.passed_over) == (3, 1)
    first, last = Flow.objects.order_by("identifier")
    assert (first.recipient, first.paid, first.klass, first.estimated) == (
        "MAR",
        Money.of("1250.50", "EUR"),
        "core",
        False,
    )
    assert (last.recipient, last.paid, last.klass, last.estimated) == ("NPL", Money.of(-50, "EUR"), "general", True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("B-1,Belgium", ",Belgium"), "row 2, column Ref: is empty"),
        (("Morocco", "Atlantis"), "row 2, column Country: 'Atlantis' is not a country"),
        (('"1.250,50"', "1e9"), "row 2, column EUR paid: '1e9' is not an amount"),
        (('"1.250,50"', "NaN"), "row 2, column EUR paid: 'NaN' is not an amount"),
        (('"1.250,50"', ""), "row 2, column paid"),
        (("2024,-50", "24,-50"), "row 4, column Year: '24' is not a year"),
        (("B-2,Belgium,MAR,2023,200.00,21020,A road", "B-2,Belgium"), "row 3"),
        (("Ref,Donor", "Reference,Donor"), "the column Ref is missing"),
        (("Skills", "Sk\0ills"), "row 2: holds a NUL"),
    ],
)
def test_a_wrong_row_is_said_in_one_sentence_and_nothing_comes_in(
    tmp_path: Path, change: tuple[str, str], said: str
) -> None:
    with pytest.raises(InputProblems) as problem:
        table(tmp_path, CSV.replace(*change), HOW)
    (sentence,) = problem.value.sentences
    assert said in sentence.replace("EUR paid: neither", "paid: neither").replace(
        "column EUR paid: n", "column paid: n"
    )
    assert not FinanceFile.objects.exists()


@pytest.mark.django_db
def test_files_that_are_none_are_refused(tmp_path: Path) -> None:
    def bring(name: str, content: bytes) -> None:
        (tmp_path / name).write_bytes(content)
        tracking.import_iati(tmp_path / name, publisher="X", source="x", licence="x", as_of=AS_OF, by=PLATFORM)

    with pytest.raises(tracking.EmptyFile):
        bring("empty.xml", b"")
    with pytest.raises(NotReadable):
        bring("paper.xml", b"%PDF-1.4 ...")
    with pytest.raises(NotReadable):
        bring("bomb.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><iati-activities version="2.03"/>')
    with pytest.raises((NotReadable, tracking.NothingInIt)):
        bring(
            "script.xml",
            b'<iati-activities version="2.03"><script xmlns="http://www.w3.org/1999/xhtml"/></iati-activities>',
        )
    with pytest.raises(tracking.NothingInIt):
        bring("none.xml", b'<iati-activities version="2.03"/>')
    with pytest.raises(tracking.TooLarge):
        bring("large.xml", b" " * (tracking.LARGEST + 1))
    assert not FinanceFile.objects.exists()


@pytest.mark.django_db
def test_a_file_comes_in_once(tmp_path: Path) -> None:
    table(tmp_path, CSV, HOW)
    with pytest.raises(tracking.BroughtAlready):
        table(tmp_path, CSV, HOW, name="again.csv")


def test_a_mapping_says_which_line_is_odd() -> None:
    assert mapping("\n paid = Amount (EUR) \n") == How({"paid": "Amount (EUR)"}, {})
    with pytest.raises(OddMapping, match="Line 2"):
        mapping("paid = x\nwhatever")
    with pytest.raises(UnknownColumn, match="'amount'"):
        mapping("amount = x")
