from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from alianza.certification.standing import Event, State, history, standing_on

FIRST, SECOND = "L-2022-001", "L-2025-004"
LIFE = [
    Event("granted", date(2022, 3, 1), FIRST, date(2025, 2, 28), "verified", "audited"),
    Event("suspended", date(2023, 5, 2), FIRST, date(2025, 2, 28), reason="A fee was paid", ground="surveillance"),
    Event("reinstated", date(2023, 9, 1), FIRST, date(2025, 2, 28), reason="It was repaid", ground="correction"),
    Event("renewed", date(2025, 2, 1), SECOND, date(2028, 1, 31), "verified_leading", "audited"),
    Event("expired", date(2025, 3, 1), FIRST, date(2025, 2, 28)),
    Event("withdrawn", date(2026, 6, 1), SECOND, date(2028, 1, 31), reason="It was sold", ground="request"),
]
"""Achieved, lost, regained, renewed before the end, given up."""


def test_the_standing_on_every_day_that_matters_is_as_written() -> None:
    expected = {
        date(2022, 2, 28): State.NONE,
        date(2022, 3, 1): State.VALID,
        date(2023, 5, 1): State.VALID,
        date(2023, 5, 2): State.SUSPENDED,
        date(2023, 8, 31): State.SUSPENDED,
        date(2023, 9, 1): State.VALID,
        date(2025, 3, 1): State.VALID,  # the older label ended; the newer holds
        date(2026, 5, 31): State.VALID,
        date(2026, 6, 1): State.WITHDRAWN,
        date(2030, 1, 1): State.WITHDRAWN,
    }
    assert {day: standing_on(LIFE, day).state for day in expected} == expected
    assert standing_on(LIFE, date(2025, 3, 1)).label == SECOND
    assert standing_on(LIFE, date(2023, 6, 1)).reason == "A fee was paid"


def test_a_label_ends_with_its_last_day_even_if_the_clock_never_came_round() -> None:
    life = LIFE[:1]
    assert standing_on(life, date(2025, 2, 28)).is_valid
    over = standing_on(life, date(2025, 3, 1))
    assert (over.state, over.since) == (State.EXPIRED, date(2025, 3, 1))
    late = [*life, Event("reinstated", date(2025, 4, 1), FIRST, date(2025, 2, 28), reason="x", ground="other")]
    assert standing_on(late, date(2025, 4, 2)).state is State.EXPIRED


def test_the_history_tells_when_it_was_achieved_lost_and_regained() -> None:
    told = [(step.state.value, step.since, step.label) for step in history(LIFE, date(2027, 1, 1))]
    assert told == [
        ("valid", date(2022, 3, 1), FIRST),
        ("suspended", date(2023, 5, 2), FIRST),
        ("valid", date(2023, 9, 1), FIRST),
        ("valid", date(2025, 2, 1), SECOND),
        ("withdrawn", date(2026, 6, 1), SECOND),
    ]


@given(st.integers(0, 2500), st.integers(0, len(LIFE)))
def test_what_happens_later_changes_no_earlier_day(days: int, kept: int) -> None:
    day = date(2021, 6, 1) + timedelta(days=days)
    if all(event.day > day for event in LIFE[kept:]):
        assert standing_on(LIFE[:kept], day) == standing_on(LIFE, day)


@given(st.integers(0, 2500))
def test_the_history_and_the_standing_agree(days: int) -> None:
    day = date(2021, 6, 1) + timedelta(days=days)
    steps, now = history(LIFE, day), standing_on(LIFE, day)
    assert (steps[-1] if steps else standing_on([], day)) == now
