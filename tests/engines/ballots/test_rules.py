"""A version of the rules is data, read strictly and written back unchanged."""

# ruff: noqa: DTZ001 - times without a zone are here to be refused

from datetime import date, datetime
from fractions import Fraction

import pytest

from alianza.engines.ballots import DaysOutOfRange, NumberOutOfRange, Rules, RulesIncomplete, ShareOutOfRange
from tests.engines.ballots.bodies import ASSEMBLY, COMMITTEE, NUMBERS


def test_rules_are_read_and_written_back() -> None:
    assert Rules.from_mapping(COMMITTEE.as_mapping()) == COMMITTEE
    assert COMMITTEE.majority == Fraction(2, 3) and COMMITTEE.large_share == Fraction(1, 20)
    assert COMMITTEE.in_force == date(2026, 1, 1)
    assert len({COMMITTEE, ASSEMBLY, Rules.from_mapping(NUMBERS)}) == 2


@pytest.mark.parametrize(("eligible", "quorum"), [(153, 77), (154, 78), (6, 4), (9, 5), (3, 2), (0, 1)])
def test_the_quorum_is_half_rounded_down_and_one(eligible: int, quorum: int) -> None:
    assert ASSEMBLY.quorum_of(eligible) == quorum


@pytest.mark.parametrize(("eligible", "asked"), [(1, 1), (3, 1), (4, 2), (6, 2), (7, 3)])
def test_a_third_is_rounded_up(eligible: int, asked: int) -> None:
    assert COMMITTEE.asked_of("donor government", eligible) == asked
    assert COMMITTEE.asked_of("civil society", eligible) == 0


def test_entries_missing_and_unknown_are_named_together() -> None:
    given = {name: value for name, value in NUMBERS.items() if name != "quorum"} | {"money": 3, "groups": ["donors"]}
    with pytest.raises(RulesIncomplete, match="Wrong or missing: money, quorum, groups"):
        Rules.from_mapping(given)
    for wrong in ({"version": ""}, {"languages": []}, {"in_force": "soon"}, {"in_force": 2026}):
        with pytest.raises(RulesIncomplete, match=next(iter(wrong))):
            Rules.from_mapping(NUMBERS | wrong)


@pytest.mark.parametrize("given", ["0.4", "7/6", "two thirds", "2/0", -1, 0.6666, True, "1e9", "٢/٣", None])
def test_a_majority_is_an_exact_share_from_one_half(given: object) -> None:
    with pytest.raises(ShareOutOfRange, match="does not fit majority"):
        Rules.from_mapping({**NUMBERS, "majority": given})


def test_a_quorum_that_nobody_can_meet_and_a_group_above_all_are_refused() -> None:
    with pytest.raises(ShareOutOfRange, match="quorum"):
        Rules.from_mapping({**NUMBERS, "quorum": 1})
    with pytest.raises(ShareOutOfRange, match="donor government"):
        Rules.from_mapping({**NUMBERS, "groups": {"donor government": "4/3"}})


@pytest.mark.parametrize("name", ["silence_days", "long_silence_days", "pause_days", "papers_days"])
@pytest.mark.parametrize("given", [-1, 367, 1.5, True, "10"])
def test_days_are_whole_and_not_negative(name: str, given: object) -> None:
    with pytest.raises(DaysOutOfRange):
        Rules.from_mapping({**NUMBERS, name: given})


@pytest.mark.parametrize("name", ["least_eligible", "consensus_attempts"])
@pytest.mark.parametrize("given", [-1, 2000, 2.0, False])
def test_numbers_are_whole_and_not_negative(name: str, given: object) -> None:
    with pytest.raises(NumberOutOfRange, match=name):
        Rules.from_mapping({**NUMBERS, name: given})


def test_rules_are_in_force_from_a_day() -> None:
    with pytest.raises(TypeError, match="give a date"):
        Rules(**{**{name: getattr(COMMITTEE, name) for name in NUMBERS}, "in_force": datetime(2026, 1, 1)})
