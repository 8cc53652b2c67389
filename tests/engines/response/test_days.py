"""When answers came. The known answer is the round of 2008: 64 of 193 by 15 July (A/63/265, paragraph 21)."""

import statistics
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alianza.engines.response import curve, days_to_response, proportion, reminders, response_by

SENT, DEADLINE, COUNTED = date(2008, 3, 18), date(2008, 4, 30), date(2008, 7, 15)
# 64 by the day of counting; the papers do not say on which days, so these are spread evenly, and 129 stayed silent
ROUND_2008 = [SENT + timedelta(days=1 + round(i * (COUNTED - SENT).days / 64)) for i in range(63)] + [COUNTED]
ROUND_2008 = [*ROUND_2008, *[None] * 129]

days = st.none() | st.integers(0, 30).map(lambda n: SENT + timedelta(days=n))


def test_64_of_193_had_answered_by_15_july_2008():
    found = response_by(ROUND_2008, COUNTED, eligible=193)
    assert (found.answered, found.eligible) == (64, 193)
    assert round(found.rate, 4) == 0.3316
    drawn = curve(ROUND_2008, start=SENT, until=COUNTED, eligible=193)
    assert drawn.cumulative[-1] == 64
    assert drawn.rate[-1] == found.rate
    assert drawn.answers.size == 120
    # "most replies": at least 33 of 64, and what 129 silent would have said nobody knows
    most = proportion(33, 64, 193)
    assert (round(most.low, 3), round(most.high, 3)) == (0.171, 0.839)
    everybody = proportion(64, 64, 193)
    assert (round(everybody.low, 3), everybody.high) == (0.332, 1.0)
    nobody = proportion(0, 64, 193)
    assert (nobody.low, round(nobody.high, 3)) == (0.0, 0.668)


def test_an_answer_on_the_last_day_is_in_time_and_one_on_the_next_is_not():
    assert response_by([COUNTED], COUNTED, eligible=1).rate == 1.0
    assert response_by([COUNTED + timedelta(days=1)], COUNTED, eligible=1).rate == 0.0
    assert np.isnan(response_by([], COUNTED, eligible=0).rate)


@settings(deadline=None)
@given(st.lists(days, max_size=20), st.integers(0, 5))
def test_the_curve_never_falls_and_is_the_response_by_each_day(answered, silent):
    eligible = len(answered) + silent
    found = curve(answered, start=SENT, until=SENT + timedelta(days=25), eligible=eligible)
    assert (np.diff(found.cumulative) >= 0).all()
    assert found.answers.size == 26
    for number in range(26):
        one = response_by(answered, SENT + timedelta(days=number), eligible=eligible)
        assert found.cumulative[number] == one.answered
        assert [found.rate[number]] == pytest.approx([one.rate], nan_ok=True)


def test_the_curve_counts_the_leap_day():
    found = curve([date(2024, 2, 29)], start=date(2024, 2, 28), until=date(2024, 3, 1), eligible=1)
    assert found.answers.tolist() == [0, 1, 0]


def test_the_median_is_of_those_who_answered_and_half_of_all_may_not_be_reached():
    when = [SENT + timedelta(days=n) for n in (1, 5, 9)]
    found = days_to_response(SENT, [*when, None, None])
    assert (found.answered, found.invited) == (3, 5)
    assert (found.lower_quartile, found.median, found.upper_quartile) == (3.0, 5.0, 7.0)
    assert found.half_of_all == 9.0
    assert np.isnan(days_to_response(SENT, [*when, *[None] * 4]).half_of_all)


def test_each_may_have_been_invited_on_another_day():
    found = days_to_response([SENT, SENT + timedelta(days=10)], [SENT + timedelta(days=4), SENT + timedelta(days=12)])
    assert found.median == 3.0


def test_nobody_took_no_days():
    found = days_to_response(SENT, [None])
    assert found.answered == 0
    assert np.isnan([found.median, found.half_of_all]).all()


@settings(deadline=None)
@given(st.lists(days, max_size=20))
def test_half_of_all_is_the_first_day_on_which_half_had_answered(answered):
    found = days_to_response(SENT, answered)
    came = [(each - SENT).days for each in answered if each]
    if came:
        assert found.median == statistics.median(came)
    reached = [n for n in range(31) if answered and 2 * sum(each <= n for each in came) >= len(answered)]
    assert [found.half_of_all] == pytest.approx([reached[0] if reached else float("nan")], nan_ok=True)


def test_an_answer_on_the_day_of_a_reminder_came_after_it():
    came = [date(2008, 4, 22), date(2008, 4, 23), date(2008, 5, 7), date(2008, 5, 20), None]
    one, two = reminders(came, {"week before": date(2008, 4, 23), "week after": date(2008, 5, 7)})
    assert (one.name, one.answers, one.before, one.after, one.until_next) == ("week before", 4, 1, 3, 1)
    assert (one.share_before, one.share_after) == (0.25, 0.75)
    assert (two.before, two.after, two.until_next) == (2, 2, 2)


def test_who_got_no_reminder_answered_without_it():
    first, second, third = date(2008, 4, 1), date(2008, 4, 10), date(2008, 4, 20)
    (found,) = reminders([first, second, third, None], {"r": [None, first, None, second]})
    assert (found.before, found.after) == (2, 1)


def test_without_answers_there_is_no_share():
    (found,) = reminders([None], {"r": SENT})
    assert np.isnan([found.share_before, found.share_after]).all()
    assert reminders([SENT], {}) == ()


@settings(deadline=None)
@given(st.lists(days, max_size=20), st.lists(st.integers(0, 30), max_size=4).map(sorted))
def test_before_and_after_are_all_and_the_runs_between_reminders_add_up(answered, when):
    sent = {f"r{i}": SENT + timedelta(days=n) for i, n in enumerate(when)}
    found = reminders(answered, sent)
    for one, day in zip(found, sent.values(), strict=True):
        assert one.before + one.after == one.answers
        assert one.after == sum(each is not None and each >= day for each in answered)
    if found:
        assert sum(one.until_next for one in found) == found[0].after


@pytest.mark.parametrize(
    ("wrong", "error", "sentence"),
    [
        (lambda: response_by([SENT], datetime(2008, 7, 15, tzinfo=UTC), eligible=1), TypeError, "on: needs a calendar"),
        (lambda: response_by(["2008-07-15"], SENT, eligible=1), TypeError, "answered: needs a calendar day"),
        (lambda: response_by([SENT, SENT], SENT, eligible=1), ValueError, "1 are fewer than the 2 who answered"),
        (lambda: curve([SENT], start=COUNTED, until=COUNTED, eligible=1), ValueError, "holds 2008-03-18, before"),
        (lambda: curve([], start=COUNTED, until=SENT, eligible=1), ValueError, "until: 2008-03-18 is not from 0"),
        (lambda: curve([], start=date(1, 1, 1), until=SENT, eligible=1), ValueError, "days after the start"),
        (lambda: days_to_response(COUNTED, [SENT]), ValueError, "a day before the invitation"),
        (lambda: days_to_response([SENT], [SENT, SENT]), ValueError, "have 1 and 2 days"),
        (lambda: days_to_response([None], [SENT]), ValueError, "was not invited"),
        (lambda: reminders([SENT], {"r": [SENT, SENT]}), ValueError, "r has 2 days for 1 invited"),
        (lambda: reminders([SENT], {"b": COUNTED, "a": SENT}), ValueError, "listed after b went out before it"),
    ],
)
def test_nonsense_is_refused_in_one_sentence(wrong, error, sentence):
    with pytest.raises(error, match=sentence):
        wrong()
