"""The instrument's own worked cases, read through what an audit confirms."""

import pytest

from alianza.certification.confirming import confirmed, criteria, result_of
from alianza.instruments.packaged import packaged

LABEL = packaged()["urn:alianza:instrument:ethical-recruitment"]
SHOULD = [item.id for item in criteria(LABEL) if item.level == "should"]
MET = {item.id: {"value": "met"} for item in criteria(LABEL)}


def verdicts(**others: str) -> dict[str, str]:
    return {item.id: "met" for item in criteria(LABEL)} | others


def test_without_an_audit_the_outcome_is_self_declared_because_it_is_said_that_there_is_none() -> None:
    found = result_of(LABEL, MET, None)
    assert (found["outcome"], found["open"], found["audit"]) == ("self_declared", [], {"audit.in_force": False})


@pytest.mark.parametrize(
    ("changed", "outcome"),
    [
        ({}, "verified_leading"),
        (dict.fromkeys(SHOULD[:1], "partly"), "verified_leading"),
        (dict.fromkeys(SHOULD[:2], "not_met"), "verified"),
        (dict.fromkeys(SHOULD[2:], "na") | {SHOULD[0]: "not_met"}, "verified"),
        ({"CON1": "partly"}, None),
        ({"CON1": "na"}, "verified_leading"),
    ],
    ids=["all", "most", "too few", "half of those that apply", "a must falls", "a must does not apply"],
)
def test_the_outcome_is_read_by_the_instruments_own_rules(changed: dict[str, str], outcome: str | None) -> None:
    assert len(SHOULD) == 8
    assert result_of(LABEL, MET, confirmed(criteria(LABEL), verdicts(**changed)))["outcome"] == outcome


def test_a_criterion_without_verdict_is_open_and_confirms_nothing() -> None:
    some = verdicts()
    del some["DAT1"]
    found = confirmed(criteria(LABEL), some)
    assert found.open == ("DAT1",)
    assert not found.confirms_must


def test_where_no_recommended_criterion_applies_the_share_is_not_known() -> None:
    found = confirmed(criteria(LABEL), verdicts(**dict.fromkeys(SHOULD, "na")))
    assert found.should_share is None
    result = result_of(LABEL, MET, found)
    assert (result["outcome"], result["open"]) == ("verified", ["verified_leading"])
