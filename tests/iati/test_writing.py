from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from alianza.iati import check, read, read_organisations, say, write, write_organisations
from alianza.iati.binding import NotWritable
from alianza.iati.values import (
    Activity,
    ActivityDate,
    AidType,
    Amount,
    Budget,
    Condition,
    Conditions,
    Country,
    CountryBudget,
    Description,
    Document,
    Figure,
    Indicator,
    Line,
    OrganisationFile,
    Party,
    PolicyMarker,
    Provider,
    Receiver,
    RelatedActivity,
    Reporter,
    Result,
    ResultPeriod,
    Sector,
    TotalBudget,
    Transaction,
)
from alianza.iati.writing import NothingToWrite, WrittenTwice
from alianza.vocabulary.money import Money
from alianza.vocabulary.text import Text
from tests.iati.files import FUND, OFFICIAL_ACTIVITY, OFFICIAL_ORGANISATION, TODAY
from tests.iati.made import ACTIVITIES, ORGANISATIONS

NOW = datetime(2026, 10, 1, tzinfo=UTC)
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
A_FEW = settings(max_examples=80, deadline=None, suppress_health_check=SLOW)


def dollars(amount: str, on: date) -> Amount:
    return Amount(Money.of(amount, "USD"), on)


def programme() -> Activity:
    """What the fund tells of a programme: every part of methods that its export needs."""
    signed, paid = date(2026, 2, 1), date(2026, 3, 1)
    return Activity(
        updated=NOW,
        language="en",
        currency="USD",
        hierarchy=2,
        identifier="XM-DAC-47066-ALIANZA-P1",
        reporter=Reporter(ref="XM-DAC-47066", kind="40", name=say(en="The fund")),
        title=say(en="Fair recruitment", es="Contratación equitativa", fr="Recrutement équitable"),
        descriptions=(Description(kind="2", words=say(en="Fees fall by half.")),),
        parties=(Party(role="1", ref="XM-DAC-47066", kind="40"), Party(role="4", name=say(en="A cooperative"))),
        status="2",
        dates=(ActivityDate(kind="2", on=signed), ActivityDate(kind="3", on=date(2027, 12, 31))),
        countries=(
            Country(code="PH", percentage=Decimal("33.33")),
            Country(code="NP", percentage=Decimal("66.67")),
        ),
        sectors=(
            Sector(code="15190", percentage=Decimal(100)),
            Sector(vocabulary="99", code="W1", uri="https://example.org/windows", name=say(en="Window 1")),
        ),
        markers=(
            PolicyMarker(code="1", significance="2"),
            PolicyMarker(vocabulary="99", code="CHILD", significance="1", name=say(en="Rights of the child")),
        ),
        collaboration="4",
        flow="10",
        finance="110",
        aid=(AidType(code="C01"),),
        tied="5",
        budgets=(Budget(first=signed, last=date(2027, 1, 31), status="2", amount=dollars("100", signed)),),
        transactions=(
            Transaction(kind="3", on=paid, ref="D-2", amount=dollars("-10.50", paid)),
            Transaction(
                kind="2",
                on=signed,
                ref="C-1",
                amount=dollars("1000", signed),
                description=say(en="Contract"),
                provider=Provider(ref="XM-DAC-47066", activity="XM-DAC-47066-ALIANZA-FUND", kind="40"),
                receiver=Receiver(ref="XM-DAC-41302", activity="XM-DAC-41302-1", kind="40"),
                aid=(AidType(code="C01"), AidType(vocabulary="2", code="3")),
            ),
        ),
        documents=(
            Document(
                url="https://example.org/contract.pdf",
                format="application/pdf",
                title=say(en="Contract"),
                categories=("A11",),
                languages=("en",),
                on=signed,
            ),
        ),
        related=(RelatedActivity(ref="XM-DAC-47066-ALIANZA-FUND", kind="1"),),
        conditions=Conditions(attached=True, each=(Condition(kind="2", words=say(en="Report first.")),)),
        results=(
            Result(
                kind="2",
                title=say(en="Fees"),
                indicators=(
                    Indicator(
                        measure="1",
                        ascending=False,
                        title=say(en="Average fee, USD"),
                        periods=(
                            ResultPeriod(
                                first=signed, last=paid, targets=(Figure(value="600"),), actuals=(Figure(value="640"),)
                            ),
                        ),
                    ),
                ),
            ),
        ),
    )


def organisation() -> OrganisationFile:
    first, last = date(2027, 1, 1), date(2027, 12, 31)
    return OrganisationFile(
        updated=NOW,
        language="en",
        currency="USD",
        identifier="XM-DAC-47066",
        name=say(en="The fund", fr="Le fonds"),
        reporter=Reporter(ref="XM-DAC-47066", kind="40", name=say(en="The fund")),
        budgets=(TotalBudget(status="2", first=first, last=last, amount=dollars("5000", first)),),
        country_budgets=(
            CountryBudget(
                status="1",
                country=Country(code="PH"),
                first=first,
                last=last,
                amount=dollars("3000", first),
                lines=(Line(ref="W1", amount=dollars("3000", first), words=say(en="Window 1")),),
            ),
        ),
    )


def test_what_the_fund_tells_passes_the_check_without_a_word():
    assert tuple(check(write([programme()], generated_at=NOW), today=TODAY)) == ()
    assert tuple(check(write_organisations([organisation()], generated_at=NOW), today=TODAY)) == ()


def test_what_was_written_is_read_back():
    assert read(write([programme()], generated_at=NOW)) == (programme(),)
    assert read_organisations(write_organisations([organisation()], generated_at=NOW)) == (organisation(),)


@A_FEW
@given(ACTIVITIES)
def test_any_activities_are_read_back_as_they_were(activities):
    in_order = tuple(sorted(activities, key=lambda each: each.identifier))
    assert read(write(activities, generated_at=NOW)) == in_order


@A_FEW
@given(ORGANISATIONS)
def test_any_organisations_are_read_back_as_they_were(organisations):
    in_order = tuple(sorted(organisations, key=lambda each: each.identifier))
    assert read_organisations(write_organisations(organisations, generated_at=NOW)) == in_order


@settings(A_FEW, max_examples=30)
@given(ACTIVITIES, st.randoms(use_true_random=False))
def test_the_same_facts_in_another_order_give_the_same_bytes(activities, random):
    def mixed(items):
        return tuple(random.sample(items, len(items)))

    shuffled = [
        replace(each, transactions=mixed(each.transactions), parties=mixed(each.parties), sectors=mixed(each.sectors))
        for each in mixed(activities)
    ]
    assert write(shuffled, generated_at=NOW) == write(activities, generated_at=NOW)


@pytest.mark.parametrize("file", [FUND, OFFICIAL_ACTIVITY])
def test_other_peoples_files_are_written_again_with_the_same_facts(file):
    once = read(file)
    assert read(write(once, generated_at=NOW)) == once


def test_an_official_organisation_is_written_again_with_the_same_facts():
    once = read_organisations(OFFICIAL_ORGANISATION)
    written = write_organisations(once, generated_at=NOW)
    assert read_organisations(written) == once
    assert check(written, today=TODAY).passed


def test_every_amount_says_its_currency_and_its_day():
    root = etree.fromstring(write([programme()], generated_at=NOW))
    values = root.findall(".//value")
    assert len(values) == 3
    assert all(value.get("currency") == "USD" and value.get("value-date") for value in values)
    assert [value.text for value in values] == ["100.00", "1000.00", "-10.50"]


def test_every_text_says_its_language():
    root = etree.fromstring(write([programme()], generated_at=NOW))
    languages = [
        each.get("{http://www.w3.org/XML/1998/namespace}lang") for each in root.iterfind(".//title[1]/narrative")
    ]
    assert languages[:3] == ["en", "es", "fr"]
    assert all(each.get("{http://www.w3.org/XML/1998/namespace}lang") for each in root.iterfind(".//narrative"))


def test_moments_are_written_in_utc():
    east = datetime(2026, 10, 1, 2, 30, 15, 999, tzinfo=timezone(timedelta(hours=3)))
    written = write([replace(programme(), updated=east)], generated_at=east)
    assert written.count(b'datetime="2026-09-30T23:30:15Z"') == 2


def test_what_no_xml_can_hold_becomes_visible_in_texts_and_is_refused_in_codes():
    title = replace(programme(), title=say(en="A\x0bB\ud800C\0")).title
    assert title == say(en="A\ufffdB\ufffdC\ufffd")
    with pytest.raises(NotWritable, match=r"Sector\.code"):
        Sector(code="151\0")


def test_blanks_around_are_taken_off():
    assert Sector(code=" 15190\n").code == "15190"
    assert Description(words=say(en="  Told. \n", es=" ")).words == say(en="Told.")


def test_what_is_required_is_asked_for():
    with pytest.raises(NotWritable, match=r"Activity\.title"):
        write([replace(programme(), title=Text({}))], generated_at=NOW)
    with pytest.raises(NotWritable, match=r"Activity\.parties"):
        write([replace(programme(), parties=())], generated_at=NOW)
    with pytest.raises(NotWritable, match="language"):
        write([replace(programme(), title=Text({"": "Untold"}))], generated_at=NOW)


def test_a_moment_without_a_zone_and_a_number_that_is_none_are_refused():
    naive = datetime(2026, 10, 1)  # noqa: DTZ001
    with pytest.raises(NotWritable, match="time zone"):
        replace(programme(), updated=naive)
    with pytest.raises(NotWritable, match="time zone"):
        write([programme()], generated_at=naive)
    with pytest.raises(NotWritable, match="no number"):
        Country(code="PH", percentage=Decimal("NaN"))


def test_a_file_of_nothing_and_a_file_of_the_same_twice_are_refused():
    with pytest.raises(NothingToWrite):
        write([], generated_at=NOW)
    with pytest.raises(WrittenTwice, match="XM-DAC-47066-ALIANZA-P1"):
        write([programme(), programme()], generated_at=NOW)
