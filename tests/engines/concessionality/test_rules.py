"""Rules are data with a date and a source; the DAC's test by income group."""

from datetime import date
from decimal import Decimal

import pytest

from alianza.engines.concessionality import (
    RULES,
    GroupUnknown,
    Profile,
    RuleUnknown,
    Terms,
    assess,
    rule,
    rule_for,
)

ON = date(2024, 6, 30)
MDB = Terms(Decimal("0.04"), Profile(Decimal(20), Decimal(5)))


@pytest.mark.parametrize(
    ("name", "percent", "passes"),
    [("dac-ldc-lic", "35.096", False), ("dac-lmic", "23.434", True), ("dac-umic", "16.465", True)],
)
def test_four_percent_over_twenty_years_is_aid_to_middle_income_countries_alone(name, percent, passes):
    found = assess(MDB, rule(name, on=ON))
    assert round(found.grant_element * 100, 3) == Decimal(percent)
    assert found.concessional is passes
    assert found.margin == found.grant_element - found.rule.threshold


def test_multilateral_institutions_and_debt_policies_have_rules_of_their_own():
    assert not assess(MDB, rule("dac-multilateral", on=ON)).concessional
    soft = Terms(Decimal("0.0075"), Profile(Decimal(38), Decimal(6)))
    assert assess(soft, rule("unified", on=ON)).concessional
    assert not assess(MDB, rule("unified", on=ON)).concessional


def test_every_row_has_a_date_and_a_source():
    assert len({each.name for each in RULES}) == len(RULES)
    for each in RULES:
        assert "http" in each.source and each.since <= each.read
        assert 0 < each.threshold < 1 and 0 < each.discount < 1


def test_the_group_of_a_country_leads_to_its_rule():
    assert rule_for("L", least_developed=False, on=ON).name == "dac-ldc-lic"
    assert rule_for("LM", least_developed=True, on=ON).name == "dac-ldc-lic"
    assert rule_for("LM", least_developed=False, on=ON).name == "dac-lmic"
    assert rule_for("UM", least_developed=False, on=ON).name == "dac-umic"
    for group in ("H", None):
        with pytest.raises(GroupUnknown, match="income groups L, LM and UM"):
            rule_for(group, least_developed=False, on=ON)


def test_a_rule_holds_from_its_day_on():
    assert rule("dac-lmic", on=date(2018, 1, 1)).discount == Decimal("0.07")
    for name, on in (("dac-lmic", date(2017, 12, 31)), ("made-up", ON)):
        with pytest.raises(RuleUnknown, match="Known are dac-ldc-lic"):
            rule(name, on=on)
