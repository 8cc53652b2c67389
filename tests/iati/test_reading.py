from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from alianza.iati import read, stream
from alianza.iati.reading import NotUnderstood
from alianza.iati.safe import NotIati
from alianza.vocabulary.money import Money
from tests.iati.files import FUND, OFFICIAL_ACTIVITY, OFFICIAL_ORGANISATION, changed, drop, put, write

T = "iati-activity[1]/transaction[1]"


def streamed(tmp_path, *changes):
    """Activities and what was said of them, of the example with these changes."""
    file = tmp_path / "theirs.xml"
    file.write_bytes(changed(FUND, *changes))
    told = []
    return list(stream(file, told=told.append)), told


def test_the_example_is_read_with_all_its_money():
    fund, programme = read(FUND)
    assert fund.identifier == "XI-EXAMPLE-ALIANZA-FUND"
    assert fund.updated == datetime(2026, 10, 1, tzinfo=UTC)
    assert [each.amount.money for each in fund.transactions if each.ref == "P-A-2"] == [Money.of(-1_000_000, "EUR")]
    assert [each.provider.activity for each in fund.transactions if each.kind == "11"] == [
        "XI-EXAMPLE-DONORA-0001",
        "XI-EXAMPLE-DONORB-0007",
    ]
    assert {each.code: each.percentage for each in programme.countries} == {"PH": Decimal(60), "NP": Decimal(40)}
    (result,) = programme.results
    assert result.indicators[0].periods[0].actuals[0].value == "640"
    assert len(fund.transactions) == 8
    assert len(programme.transactions) == 9


def test_the_official_example_is_read():
    (activity,) = read(OFFICIAL_ACTIVITY)
    assert activity.title.in_language("es") == ("Título de la actividad", "es")
    assert activity.transactions[0].amount.on == date(2012, 1, 1)
    assert activity.conditions is not None
    assert activity.conditions.attached
    assert activity.results[0].indicators[0].baselines[0].dimensions[0].value == "adult"


def test_currency_and_language_come_from_the_activity_where_a_part_does_not_say(tmp_path):
    (fund, _), told = streamed(
        tmp_path, drop(f"{T}/value", "currency"), put("iati-activity[1]", default_currency="eur")
    )
    assert told == []
    assert Money.of(10_000_000, "EUR") in [each.amount.money for each in fund.transactions]
    assert fund.title.in_language("en")[1] == "en"


@pytest.mark.parametrize(
    ("change", "part"),
    [
        (write(f"{T}/value", "ten"), "'ten EUR' is no amount"),
        (write(f"{T}/value", "1,000"), "'1,000 EUR' is no amount"),
        (write(f"{T}/value", "1_000"), "is no amount"),
        (write(f"{T}/value", "NaN"), "is no amount"),
        (write(f"{T}/value", "1e9"), "is no amount"),
        (write(f"{T}/value", "١٠"), "is no amount"),
        (write(f"{T}/value", ""), "is no amount"),
        (write(f"{T}/value", "9" * 40), "is no amount"),
        (put(f"{T}/value", currency="EUX"), "is no amount in a known currency"),
        (put(f"{T}/value", currency="XAU"), "is no amount in a known currency"),
        (put(f"{T}/value", value_date="soon"), "lacks value-date"),
        (put(f"{T}/transaction-date", iso_date="2024-02-30"), "'2024-02-30' is no date"),
        (put(f"{T}/transaction-date", iso_date="20240210"), "is no date"),
        (drop(f"{T}/transaction-type"), "lacks transaction-type"),
        (drop(f"{T}/value"), "lacks value"),
    ],
)
def test_a_transaction_that_cannot_be_read_is_left_out_and_told(tmp_path, change, part):
    (fund, programme), told = streamed(tmp_path, change)
    assert len(fund.transactions) == 7
    assert len(programme.transactions) == 9
    assert any(part in each.sentence for each in told)
    assert all(each.activity == fund.identifier and each.line for each in told)


def test_money_without_any_currency_is_left_out_and_told(tmp_path):
    (fund, _), told = streamed(tmp_path, drop(f"{T}/value", "currency"), drop("iati-activity[1]", "default-currency"))
    assert len(fund.transactions) == 7
    assert "no currency" in told[0].sentence


def test_amounts_with_more_decimals_than_their_currency_are_rounded_and_told(tmp_path):
    (fund, _), told = streamed(tmp_path, write(f"{T}/value", " 10000000.005 "))
    assert Money.of(10_000_000, "EUR") in [each.amount.money for each in fund.transactions]
    (rounded,) = told
    assert rounded.severity == "warning"
    assert "10000000.005" in rounded.sentence


def test_a_fact_of_the_activity_itself_is_left_out_alone(tmp_path):
    (fund, _), told = streamed(tmp_path, put("iati-activity[1]", hierarchy="one", last_updated_datetime="yesterday"))
    assert fund.hierarchy is None
    assert fund.updated is None
    assert len(fund.transactions) == 8
    assert len(told) == 2


def test_a_share_that_is_no_number_takes_its_sector_with_it(tmp_path):
    (fund, _), told = streamed(tmp_path, put("iati-activity[1]/sector", percentage="all"))
    assert fund.sectors == ()
    assert len(told) == 1


def test_an_activity_without_an_identifier_is_left_out_and_told(tmp_path):
    activities, told = streamed(tmp_path, drop("iati-activity[1]/iati-identifier"))
    assert [each.identifier for each in activities] == ["XI-EXAMPLE-ALIANZA-P1"]
    assert "lacks iati-identifier" in told[0].sentence


def test_ones_own_file_is_read_whole_or_not_at_all():
    with pytest.raises(NotUnderstood, match="1 parts.*no amount") as refused:
        read(changed(FUND, write(f"{T}/value", "ten")))
    assert refused.value.findings.errors == 1


def test_the_other_kind_of_file_is_refused():
    with pytest.raises(NotIati):
        read(OFFICIAL_ORGANISATION)
    with pytest.raises(NotIati):
        list(stream(OFFICIAL_ORGANISATION))


def test_what_is_not_modelled_is_passed_over():
    (activity,) = read(OFFICIAL_ACTIVITY)
    assert "Transparency Lead" not in repr(activity)
