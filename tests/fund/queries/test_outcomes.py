"""What came out is a pure function of rules, electorate, answers and time: money is not among them, zones are."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alianza.engines.ballots import Outcome
from alianza.fund.actions import items, votes
from alianza.fund.actions.decisions import lapse
from alianza.fund.actions.electorate import begin_round
from alianza.fund.days import last_day
from alianza.fund.models import (
    Agreement,
    Ballot,
    Donor,
    Elector,
    FeeDue,
    FeeYear,
    Instalment,
    Interest,
    Item,
    Pledge,
    Round,
)
from alianza.fund.queries.outcomes import ANSWERS, outcome_of, rules_of
from tests.fund.committee import AT, LAPSES, Committee, committee, drafted, fresh, opened
from tests.world import World

pytestmark = pytest.mark.django_db
MONEY = ("pledge", "agreement", "instalment", "receipt", "donor", "fee", "balance", "entry", "turnover", "bank")
NAMES = ("maya", "sven", "pia", "kofi", "inge", "fritz", "uma")
HOUR = timedelta(hours=1)


# money -------------------------------------------------------------------------------------------------------------
small_worlds = st.fixed_dictionaries(
    {
        "method": st.sampled_from(list(Item.Method.values)),
        "answers": st.dictionaries(st.sampled_from(NAMES), st.integers(0, 2), max_size=7),
        "recused": st.sets(st.sampled_from(NAMES), max_size=5),
        "untold": st.sets(st.sampled_from(NAMES), max_size=1),
        "present": st.sets(st.sampled_from(NAMES)),
        "closed": st.booleans(),
        "amounts": st.lists(st.integers(1, 10**12), min_size=7, max_size=7),
        "arrears": st.lists(st.integers(0, 10**9), min_size=7, max_size=7),
        "seed": st.integers(0, 2**16),
    }
)


@pytest.fixture
def room(world: World) -> Committee:
    return committee(world)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(small=small_worlds)
def test_whoever_pays_what_nothing_comes_out_otherwise(room: Committee, small: dict[str, Any]) -> None:
    point = transaction.savepoint()
    try:
        item, held = _written(room, small)
        before = [outcome_of(item, held, at) for at in (AT + 2 * HOUR, LAPSES, LAPSES + timedelta(days=30))]
        paid = _money(room, small["amounts"], small["arrears"])
        assert _again(item, held) == before
        chance = random.Random(small["seed"])
        for _each in range(3):
            _permuted(paid, chance)
            assert _again(item, held) == before
    finally:
        transaction.savepoint_rollback(point)


def _again(item: Item, held: Round) -> list[Outcome]:
    item, held = fresh(item), Round.objects.get(pk=held.pk)
    return [outcome_of(item, held, at) for at in (AT + 2 * HOUR, LAPSES, LAPSES + timedelta(days=30))]


def _written(room: Committee, small: dict[str, Any]) -> tuple[Item, Round]:
    """An item with its rows, written past the deeds: also what these would not let come about."""
    item = Item.objects.create(
        body=room.body,
        number="OC-1",
        kind="other",
        title="T",
        text="T.",
        method=small["method"],
        state="open",
        opened_at=AT,
        rules="oversight-1/override",  # so that a vote needs no attempts before it
    )
    for name in NAMES:
        Elector.objects.create(
            item=item,
            member=room.member(name),
            group=room.seats[name].group,
            notice_delivered_at=None if name in small["untold"] else AT,
        )
    held = begin_round(item, small["method"], "T.", AT)
    for name, place in small["answers"].items():
        choice = ANSWERS[Item.Method(small["method"])][place]
        Ballot.objects.create(
            elector=item.electorate.get(member=room.member(name)),
            choice=choice,
            reason="Because." if choice == "object" else "",
            attempt=1,
            cast_at=AT + timedelta(minutes=10),
            cast_by=room.people[name],
        )
    for name in small["recused"]:
        since = AT + timedelta(minutes=20)
        Interest.objects.create(item=item, member=room.member(name), ground="declared", reason="Ours.", since=since)
    if small["closed"] and small["method"] != Item.Method.NO_OBJECTION:
        held.closed_at, held.status = AT + HOUR, "closed"
    held.present = sorted(str(room.member(name).code) for name in small["present"])
    held.save()
    return item, held


def _money(room: Committee, amounts: list[int], arrears: list[int]) -> list[Any]:
    """Each member a donor with a pledge, an agreement, an instalment in arrears and a fee."""
    year = FeeYear.objects.create(year=2030, budget_minor=10**9, weight=8, unit_minor=10**6)
    rows: list[Any] = []
    for place, name in enumerate(NAMES):
        member, amount = room.member(name), amounts[place]
        donor = Donor.objects.create(number=f"D{place}", organisation=member, kind="government")
        pledge = Pledge.objects.create(donor=donor, minor=amount, currency="USD", pledged_on=date(2026, 1, 1))
        agreement = Agreement.objects.create(
            number=f"A{place}", donor=donor, pledge=pledge, minor=amount, currency="USD", fee_rate="0.01"
        )
        due = Instalment.objects.create(agreement=agreement, number=1, due_on=date(2026, 2, 1), minor=amount)
        fee = FeeDue.objects.create(year=year, member=member, number=f"F{place}", part=1, minor=arrears[place])
        rows.append((donor, pledge, agreement, due, fee))
    return rows


def _permuted(rows: list[Any], chance: random.Random) -> None:
    """Who gave, owes and is behind becomes somebody else, in every table."""
    order = list(range(len(rows)))
    chance.shuffle(order)
    held = [(pledge.minor, agreement.minor, due.minor, fee.minor) for _d, pledge, agreement, due, fee in rows]
    for place, (_donor, pledge, agreement, due, fee) in enumerate(rows):
        pledge.minor, agreement.minor, due.minor, fee.minor = held[order[place]]
        due.received_minor = chance.randrange(due.minor + 1)
        fee.paid_minor = chance.randrange(fee.minor + 1)
        for row in (pledge, agreement, due, fee):
            row.save()


def test_no_table_with_money_is_read(room: Committee) -> None:
    item = opened(room)
    votes.cast(item, "aside", at=AT + HOUR, by=room.people["uma"])
    held = item.rounds.get()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        outcome_of(fresh(item), held, LAPSES)
    read = " ".join(query["sql"] for query in asked.captured_queries)
    assert not [name for name in MONEY if f"fund_{name}" in read]


# zones -------------------------------------------------------------------------------------------------------------
def test_a_time_without_a_zone_is_refused(room: Committee) -> None:
    item = opened(room)
    with pytest.raises(TypeError, match="time zone"):
        outcome_of(item, item.rounds.get(), datetime(2030, 3, 19, 12))  # noqa: DTZ001


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Europe/Madrid", "America/New_York", "Etc/GMT+12"])
@pytest.mark.parametrize(
    ("opens", "lapses"),
    [
        # the clocks of Europe go forward on 31 March 2030, back on 27 October; America on 10 March and 3 November
        (datetime(2030, 3, 25, 9, tzinfo=UTC), datetime(2030, 4, 9, 12, tzinfo=UTC)),
        (datetime(2030, 10, 21, 9, tzinfo=UTC), datetime(2030, 11, 5, 12, tzinfo=UTC)),
        # where days begin it is the next day already: that day does not count either
        (datetime(2030, 3, 4, 11, tzinfo=UTC), datetime(2030, 3, 20, 12, tzinfo=UTC)),
    ],
)
def test_a_deadline_is_the_same_instant_wherever_it_is_asked(
    room: Committee, zone: str, opens: datetime, lapses: datetime
) -> None:
    local = ZoneInfo(zone)
    item = opened(room, at=opens.astimezone(local))
    assert fresh(item).deadline_at == lapses
    assert last_day(lapses.astimezone(local)) == (lapses - timedelta(days=1)).date()
    assert lapse(item, at=(lapses - timedelta(seconds=1)).astimezone(local)) is None
    decision = lapse(item, at=lapses.astimezone(local))
    assert decision is not None and decision.decided_at == lapses


def test_the_longer_clock_is_for_new_countries_and_restructurings(room: Committee) -> None:
    item = drafted(room, kind="restructuring")
    Item.objects.filter(pk=item.pk).update(subject="other:none")  # of no kind that the fund looks up
    held = items.open_item(fresh(item), at=AT, by=room.world.luc)
    assert held.wide
    assert fresh(item).deadline_at == LAPSES + timedelta(days=7)


def test_the_rules_of_the_opening_hold(room: Committee) -> None:
    item = opened(room)
    assert rules_of(item).version == "oversight-1"
    assert replace(rules_of(item), silence_days=1) != rules_of(item)
