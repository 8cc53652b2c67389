"""The ten published operations: sources, days, contradictions, and what we infer from two of them."""

from decimal import Decimal

from alianza.fund.cases import cases, inferred
from tests.fund.story import usd


def test_there_are_ten_each_with_its_source() -> None:
    found = cases()
    assert len(found) == 10
    assert all(each.source.startswith("https://") for each in found)
    assert sum(each.as_of is not None for each in found) == 6
    assert sum(bool(each.contradiction) for each in found) == 3


def test_what_is_not_published_is_not_zero() -> None:
    irbid = next(each for each in cases() if each.operation == "West Irbid Wastewater")
    assert (irbid.financing, irbid.share, irbid.disbursed) == (None, None, None)
    health = next(each for each in cases() if each.bank == "Islamic Development Bank")
    assert (health.disbursed, health.financing) == (Decimal(0), usd(30_000_000))


def test_the_rate_is_inferred_where_fixed_terms_are_known_and_nowhere_else() -> None:
    found = {
        each.case.country: round(each.rate, 2)
        for each in (inferred(case, target=Decimal(35), discount=Decimal(5)) for case in cases())
        if each is not None
    }
    assert found == {"LBN": Decimal("3.63"), "JOR": Decimal("3.56")}
