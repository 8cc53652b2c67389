"""The grant in loans of others: what the file tells is computed, what it does not tell stays missing."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from alianza.audit.actions import PLATFORM
from alianza.engines.concessionality import Profile, Terms, grant_element
from alianza.fund.actions import tracking
from alianza.fund.finance_tables import mapping
from alianza.fund.loan_grants import grant_of, terms_told
from alianza.fund.models import Flow
from alianza.iati import read, write
from alianza.iati.values import Crs, LoanStatus, LoanTerms
from alianza.vocabulary.places import country
from tests.fund.actions.test_tracking import activity, paid
from tests.world import World

TOLD: dict[str, Any] = {
    "rate": Decimal(4),
    "repayment": "1",
    "plan": "2",
    "committed": date(2024, 1, 15),
    "first": date(2029, 7, 15),
    "last": date(2044, 1, 15),
}
GENERATED = datetime(2026, 1, 1, tzinfo=UTC)


def element(recipient: str = "KEN", **more: Any) -> Decimal | None:
    return grant_of(LoanTerms(**(TOLD | more)), recipient, paid=True).element


def test_twenty_years_with_five_of_grace_are_worth_what_the_vectors_say_by_income_group() -> None:
    assert country("KEN").income_group == "LM"
    assert element() == pytest.approx(Decimal("0.23434"), abs=Decimal("0.00001"))
    exact = grant_element(Terms(Decimal("0.04"), Profile(Decimal(20), Decimal(5))), discount=Decimal("0.07"))
    assert element() == round(exact, 10)
    assert element("NPL") == pytest.approx(Decimal("0.35096"), abs=Decimal("0.00001"))  # least developed
    assert element("BRA") == pytest.approx(Decimal("0.16465"), abs=Decimal("0.00001"))


@pytest.mark.parametrize("repayment", ["1", "2", "3"])
def test_a_loan_at_the_discount_rate_has_no_grant_however_it_is_repaid(repayment: str) -> None:
    more: dict[str, Any] = {"rate": Decimal(7), "plan": "1", "first": date(2030, 1, 15), "repayment": repayment}
    assert element(**more) == 0


def test_one_sum_at_the_end_is_a_loan_with_grace_until_its_last_interval() -> None:
    exact = grant_element(Terms(Decimal("0.04"), Profile(Decimal(20), Decimal("19.5"))), discount=Decimal("0.07"))
    assert element(repayment="3", first=TOLD["last"]) == round(exact, 10)


def test_days_before_the_first_payment_bear_their_own_interest() -> None:
    whole, later = element(), element(committed=date(2024, 2, 15))
    assert whole is not None and later is not None and 0 < whole - later < Decimal("0.005")


def test_of_a_variable_rate_the_fixed_rate_of_reference_counts() -> None:
    assert element(fixed=Decimal(2)) == element(rate=Decimal(2))
    assert element(rate=None, fixed=Decimal(4)) == element()
    assert element(rate=Decimal(0)) not in (None, element())  # a rate of zero is told, not missing


@pytest.mark.parametrize("name", TOLD)
def test_a_term_that_is_missing_leaves_the_grant_unknown_and_is_named(name: str) -> None:
    terms = {key: value for key, value in TOLD.items() if key != name}
    found = grant_of(LoanTerms(**terms), "KEN", paid=True)
    assert found.element is None
    assert found.of(100) is None
    assert (found.message % found.facts).startswith("The file does not tell: ")


@pytest.mark.parametrize(
    ("recipient", "more", "why"),
    [
        ("", {}, "several countries"),
        ("NOR", {}, "no discount rate for the income group of NOR"),
        ("KEN", {"committed": date(2017, 12, 31)}, "before 2018"),
        ("KEN", {"repayment": "5"}, "another way"),
        ("KEN", {"plan": "3"}, "a plan of payments that is none: 3"),
        ("KEN", {"first": date(2024, 1, 1)}, "do not fit"),
        ("KEN", {"first": date(2029, 8, 15)}, "do not fit"),
        ("KEN", {"last": date(2944, 1, 15)}, "do not fit"),
        ("KEN", {"rate": Decimal(-1)}, "cannot be those of a loan"),
        ("KEN", {"rate": Decimal("1e9")}, "cannot be those of a loan"),
    ],
)
def test_terms_from_which_nothing_follows_say_why(recipient: str, more: dict[str, Any], why: str) -> None:
    found = grant_of(LoanTerms(**(TOLD | more)), recipient, paid=True)
    assert found.element is None
    assert why in found.message % found.facts


def test_no_terms_are_no_terms() -> None:
    assert grant_of(None, "KEN", paid=True).element is None
    assert terms_told(None) == {}


def crs(**more: Any) -> Crs:
    status = LoanStatus(year=2024, currency="EUR", on=date(2024, 12, 31), outstanding=Decimal("900.50"))
    return Crs(terms=LoanTerms(**(TOLD | more)), status=status)


def test_terms_and_status_are_read_as_they_were_written(tmp_path: Path) -> None:
    told = activity("A-1", paid(100, finance="421"), crs=crs())
    (tmp_path / "a.xml").write_bytes(write([told], generated_at=GENERATED))
    assert read(tmp_path / "a.xml") == (told,)


def brought(world: World, folder: Path) -> None:
    from alianza.iati.values import Country

    kenya = (Country(code="KE"),)
    loans = [
        activity("A-1", paid(1_000_000, finance="421"), countries=kenya, crs=crs()),
        activity("A-2", paid(500, finance="421"), countries=kenya),
        activity("A-3", paid(300, kind="2", finance="421"), countries=kenya, crs=crs()),
        activity("A-4", paid(200), countries=kenya, crs=crs()),
    ]
    (folder / "loans.xml").write_bytes(write(loans, generated_at=GENERATED))
    tracking.import_iati(
        folder / "loans.xml", publisher="Bank", source="x", licence="y", as_of=date(2025, 1, 1), by=PLATFORM
    )


@pytest.mark.django_db
def test_a_loan_shows_the_grant_in_it_beside_its_face_with_method_and_vintage(world: World, tmp_path: Path) -> None:
    brought(world, tmp_path)
    first, without, promised, grant = Flow.objects.order_by("identifier")
    assert first.grant_equivalent is not None
    assert first.grant_equivalent.minor == round(100_000_000 * (element() or 0))
    assert first.paid is not None and first.paid.minor == 100_000_000
    assert (without.grant_equivalent_minor, without.grant_element) == (None, None)
    assert "no terms" in without.grant_why
    assert "what is committed" in promised.grant_why
    assert (grant.klass, grant.grant_equivalent_minor, grant.grant_said) == ("core", None, {})
    visitor = world.signed_in(None)
    shown = visitor.get(f"/fund/tracking/flows/{first.code}/").content.decode()
    for part in ("Grant element of 23.43", "discounted at 7 percent", "lower middle-income", "FY", "15 January 2044"):
        assert part in shown, part
    assert "900.5 EUR (reported for 2024)" in shown
    listed = visitor.get("/fund/tracking/KEN/").content.decode()
    assert "grant equivalent €234,34" in listed and "grant equivalent not known" in listed
    told = visitor.get(f"/api/v1/fund/tracking/flows/{first.code}").json()
    assert told["grant_element"].startswith("0.2343")
    assert "23.43" in visitor.get("/fund/tracking/flows.csv?country=KEN").content.decode()
    assert "not known" in visitor.get(f"/fund/tracking/flows/{without.code}/").content.decode()


@pytest.mark.django_db
def test_a_table_tells_the_grant_equivalent_or_nobody_does(world: World, tmp_path: Path) -> None:
    rows = (
        "reference,provider,currency,year,paid,sector,recipient,finance_type,grant_equivalent\n"
        "B-1,Bank,EUR,2023,100.00,15190,KEN,421,40.00\n"
        "B-2,Bank,EUR,2023,100.00,15190,KEN,421,\n"
    )
    (tmp_path / "a.csv").write_text(rows, encoding="utf-8")
    tracking.import_table(
        tmp_path / "a.csv", mapping(""), publisher="x", source="x", licence="x", as_of=date(2024, 1, 1), by=PLATFORM
    )
    told, not_told = Flow.objects.order_by("identifier")
    assert (told.grant_equivalent_minor, told.grant_why) == (4_000, "As the provider tells it.")
    assert not_told.grant_equivalent_minor is None
    assert "no terms" in not_told.grant_why
