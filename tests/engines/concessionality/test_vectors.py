"""Known answers: `concessionality_vectors.json`, the project's own computations with 40-digit decimals, made apart from
this engine (origin: the project; "published" is the rounded figure that the lender gives for the same terms).
"""

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from alianza.engines.concessionality import (
    Profile,
    Step,
    Terms,
    bond_price,
    grant_element,
    indirect_on,
    indirect_within,
    needed_grant,
    patriotic_saving,
    savings_potential,
    two_tier_fees,
)
from alianza.vocabulary.money import Money

VECTORS = json.loads((Path(__file__).with_name("concessionality_vectors.json")).read_text(encoding="utf-8"))
IDA = {
    "IDA regular": Terms(Decimal("0.0075"), Profile(Decimal(38), Decimal(6))),
    "IDA blend": Terms(
        Decimal("0.02"),
        Profile(Decimal(30), Decimal(5), steps=(Step(6, 25, Decimal("0.033")), Step(26, 30, Decimal("0.068")))),
    ),
}


def each(kind: str) -> Any:
    return pytest.mark.parametrize("vector", VECTORS[kind], ids=lambda found: str(list(found.values())[:3]))


def usd(text: str | int) -> Money:
    return Money.of(text, "USD")


def terms(vector: dict[str, Any]) -> Terms:
    steps: tuple[Step, ...] = ()
    if vector["principal"] != "equal":
        steps = tuple(
            Step(first, last, Decimal(part))
            for first, last, part in json.loads(vector["principal"].removeprefix("stepped "))
        )
    profile = Profile(
        Decimal(vector["maturity_years"]), Decimal(vector["grace_years"]), vector["payments_per_year"], steps
    )
    return Terms(Decimal(vector["rate"]), profile, Decimal(vector["upfront_fee"]))


def test_there_are_fifty_one():
    assert sum(len(found) for found in VECTORS.values() if isinstance(found, list)) == 51


@each("grant_elements")
def test_grant_elements(vector):
    found = grant_element(terms(vector), discount=Decimal(vector["discount"]))
    assert abs(found - Decimal(vector["grant_element"])) < Decimal("1e-8")
    if vector["published"]:
        assert f"{found * 100:.0f}%" == vector["published"]


@each("concessionality")
def test_needed_grants_to_the_cent(vector):
    discount = Decimal(vector["discount"])
    profile = Profile(Decimal(vector["maturity"]), Decimal(vector["grace"]), vector["payments_per_year"])
    offered = grant_element(Terms(Decimal(vector["mdb_rate"]), profile), discount=discount)
    target = (
        grant_element(IDA[vector["target"]], discount=discount) if vector["target"] in IDA else Decimal("0.35")
    )  # the third target is a floor of 35 %
    assert (round(offered, 8), round(target, 8)) == (Decimal(vector["ge_mdb"]), Decimal(vector["ge_target"]))
    need = needed_grant(usd(vector["total"]), offered=offered, target=target)
    assert need.grant == usd(vector["substitution_grant"])
    assert need.subsidy == usd(vector["subsidy_grant_on_full_loan"])
    assert need.grant + need.loan == usd(vector["total"])
    assert need.leverage is not None
    assert f"{need.leverage:.3f}" == vector["leverage_total_per_grant"]
    assert f"{need.grant.amount / need.total.amount:.6f}" == vector["substitution_share"]


@each("pro_rata_attribution")
def test_attribution_is_that_of_money(vector):
    drawn = Money(vector["draw_cents"], "USD").allocate(vector["weights_cents"])
    assert [part.minor for part in drawn] == vector["result_cents"]


@each("indirect_cost")
def test_indirect_costs(vector):
    found = indirect_within(usd(vector["total"]), Decimal(vector["rate"]))
    assert (found.direct, found.indirect) == (usd(vector["direct"]), usd(vector["indirect"]))
    assert indirect_on(found.direct, Decimal(vector["rate"])) == found


@each("two_tier_fees")
def test_two_tier_fees(vector):
    found = two_tier_fees(
        usd(vector["budget"]),
        part_one=vector["part_I_members"],
        part_two=vector["part_II_members"],
        weight=vector["weight_part_I"],
    )
    assert (found.part_two, found.part_one) == (usd(vector["fee_part_II"]), usd(vector["fee_part_I"]))
    assert (found.assessed, found.surplus) == (usd(vector["assessed"]), usd(vector["rounding_surplus_to_reserve"]))


@each("bond_prices")
def test_bond_prices(vector):
    found = bond_price(coupon=Decimal(vector["coupon"]), yield_=Decimal(vector["yield_"]), years=vector["years"])
    assert round(found, 6) == Decimal(vector["price_per_100"])


@each("patriotic_saving")
def test_patriotic_savings(vector):
    found = patriotic_saving(
        usd(vector["face"]),
        market=Decimal(vector["market_rate"]),
        diaspora=Decimal(vector["diaspora_rate"]),
        years=vector["years"],
    )
    assert found.present_value == usd(vector["pv_saving"])


@each("diaspora_savings")
def test_savings_of_a_diaspora(vector):
    found = savings_potential(
        tertiary=vector["tertiary"],
        other=vector["other"],
        host_income=usd(vector["host_income"]),
        relative_income=Fraction(vector["phi"]),
        savings_rate=Decimal(vector["savings_rate"]),
    )
    assert found.upper_bound == usd(vector["annual_savings"])
