"""The three searches: the best of each order, all pairs, how many there are."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from itertools import repeat
from queue import SimpleQueue
from typing import Any

import numpy as np
from numpy.typing import NDArray

from alianza.engines.preselection import _kernels as k
from alianza.engines.preselection._marks import as_bytes
from alianza.engines.preselection._profile import PROFILE_1, Profile
from alianza.engines.preselection._tables import Int64, Orders, Pairs, Shortlists, Workers

ROOM = 20_000_000
"""Places in shortlists set aside without counting first who is eligible (6 bytes each)."""
SHARED_WORKERS = 200_000
"""From here on, entering the workers is shared between threads."""
SHARED_WORK = 100_000_000
"""From so many entries to read on, threads may share one group."""


def shortlists(
    workers: Workers, orders: Orders, top: int, *, profile: Profile = PROFILE_1, threads: int | None = None
) -> Shortlists:
    """The `top` best eligible workers of every order, exactly: score down, worker's id up.

    `threads` never changes the answer; None takes every processor at hand.
    """
    if top < 1:
        raise ValueError("top: a shortlist has at least one place")
    plan = _Plan(workers, orders, profile, threads)
    most = np.minimum(plan.reach(), top)
    if int(most.sum()) > ROOM:
        most = np.minimum(plan.count(), top)
    start = _starts(most)
    worker, score = np.empty(int(start[-1]), np.int32), np.empty(int(start[-1]), np.int16)
    found = np.zeros(len(orders), np.int64)
    plan.run(k.BEST, k.Result(start, found, worker, score, np.empty(0, np.int16)))
    if np.array_equal(found, most):
        return Shortlists(start, worker, score)
    inside = np.arange(int(start[-1])) - np.repeat(start[:-1], most) < np.repeat(found, most)
    return Shortlists(_starts(found), worker[inside], score[inside])


def pairs(workers: Workers, orders: Orders, *, profile: Profile = PROFILE_1, threads: int | None = None) -> Pairs:
    """Every eligible pair with its score and the worker's view of it, by order, workers rising.

    8 bytes a pair. `threads` never changes the answer; None takes every processor at hand.
    """
    plan = _Plan(workers, orders, profile, threads)
    start = _starts(plan.count())
    total = int(start[-1])
    out = np.empty(total, np.int32), np.empty(total, np.int16), np.empty(total, np.int16)
    plan.run(k.LIST, k.Result(start, np.empty(0, np.int64), *out))
    return Pairs(start, *out)


def eligible_counts(workers: Workers, orders: Orders, *, threads: int | None = None) -> Int64:
    """How many workers are eligible for each order."""
    return _Plan(workers, orders, PROFILE_1, threads).count()


@dataclass(frozen=True)
class _Group:
    """An ISCO minor group that is asked for: its entries `first` to `last`, its orders, how many entries each reads."""

    first: int
    last: int
    members: NDArray[np.int32]
    reach: NDArray[np.int64]

    @cached_property
    def work(self) -> int:
        return int(self.reach.sum())


class _Plan:
    """Orders in the form in which they are tested, workers entered by occupation and origin."""

    def __init__(self, workers: Workers, orders: Orders, profile: Profile, threads: int | None) -> None:
        if workers.codes != orders.codes:
            raise ValueError("workers and orders are coded with different names; give both the same codes")
        self.threads = max(1, threads if threads is not None else _processors())
        self.workers = k.WorkerColumns(*(getattr(workers, name) for name in k.WorkerColumns._fields))
        self.n, self.m, self.skills = len(workers), len(orders), len(orders.codes.skills)
        fulls = (profile.overlap_full, profile.years_full, profile.levels_full, profile.wage_full)
        self.points = k.Points(profile.points, profile.at, fulls, profile.essential_weight)
        self.ranks, least, most, self.exact = as_bytes(workers, orders)
        self.orders, self.asked, units = _asked(orders, least, most)
        members = _by_minor_group(orders)
        skill_bit, skill_words = self._skill_bits(members)
        self.asked = self.asked._replace(skill_bit=skill_bit, skill_words=skill_words)
        self.entries = self._enter(len(units))
        self.groups = list(self._groups(units, members))

    def _enter(self, units: int) -> k.Entries:
        """Enter the workers, each thread its own stretch of them; the entries come out the same for any number."""
        parts = self.threads if self.n > SHARED_WORKERS else 1
        cuts = np.linspace(0, self.n, parts + 1).astype(np.int64).tolist()
        place = np.zeros((parts, units), np.int64)
        entries = _entries(np.zeros(1, np.int64), self.asked)

        def enter(part: int, write: bool) -> None:
            low, high = cuts[part : part + 2]
            k.enter(self.workers, self.ranks, self.asked, low, high, place[part], entries, write)

        with ThreadPoolExecutor(parts) as pool:
            list(pool.map(enter, range(parts), repeat(False)))
            start = _starts(place.sum(0))
            place = start[:-1] + np.cumsum(place, 0) - place
            entries = _entries(start, self.asked)
            list(pool.map(enter, range(parts), repeat(True)))
        return entries

    def _skill_bits(self, members: Sequence[NDArray[np.int32]]) -> tuple[NDArray[np.uint8], int]:
        """A bit for each skill that the orders of each minor group name, and how many words a record gets for them."""
        bits = np.full((len(members), self.skills), k.UNNAMED, np.uint8)
        numbers = np.full((len(members), self.skills), -1, np.int32)
        most = max(
            (k.number_skills(self.orders, orders, row) for orders, row in zip(members, numbers, strict=True)), default=0
        )
        words = min(max(1, -(-most // 64)), k.MOST_SKILL_WORDS)
        np.copyto(bits, numbers % (64 * words), where=numbers >= 0, casting="unsafe")
        return bits, words

    def _groups(self, units: NDArray[np.int32], members: Sequence[NDArray[np.int32]]) -> Iterator[_Group]:
        start = self.entries.start
        for group in members:
            minor = int(self.orders.isco[group[0]]) // 10
            first, last = (int(start[np.searchsorted(units // 10, minor, side)]) for side in ("left", "right"))
            own = start[self.orders.unit[group] + 1] - start[self.orders.unit[group]]
            yield _Group(first, last, group, np.where(self.orders.related[group], last - first, own))

    def reach(self) -> Int64:
        """How many entries each order looks at: nobody else can be eligible."""
        sizes = np.zeros(self.m, np.int64)
        for group in self.groups:
            sizes[group.members] = group.reach
        return sizes

    def count(self) -> Int64:
        found = np.zeros(self.m, np.int64)
        none = np.empty(0, np.int32), np.empty(0, np.int16), np.empty(0, np.int16)
        self.run(k.COUNT, k.Result(np.zeros(self.m + 1, np.int64), found, *none))
        return found

    def run(self, mode: int, result: k.Result) -> None:
        """Walk every group; each order writes to places of its own, so the threads' order does not matter."""
        groups = sorted((g for g in self.groups if g.work), key=lambda g: g.work, reverse=True)
        total = sum(g.work for g in groups)
        scratches: SimpleQueue[k.Scratch] = SimpleQueue()
        for _ in range(self.threads):
            scratches.put(_scratch(self.n if mode == k.LIST else 0))

        def walk(block: k.Block, low: int, high: int) -> None:
            scratch = scratches.get()
            try:
                k.walk(
                    mode, self.workers, self.entries, block, self.orders, self.points, self.exact, low, high, result,
                    scratch,
                )  # fmt: skip
            finally:
                scratches.put(scratch)

        def alone(group: _Group) -> None:
            block = self._block(group)
            k.fill_columns(self.entries, block, 0, len(block.known))
            walk(block, 0, len(group.members))

        if self.threads == 1:
            for group in groups:
                alone(group)
            return
        with ThreadPoolExecutor(self.threads) as pool:
            shared = [g for g in groups if g.work > max(SHARED_WORK, total // (2 * self.threads))]
            for group in shared:  # by all threads, one group after the other
                block = self._block(group)

                def lay(low: int, high: int, block: k.Block = block) -> None:
                    k.fill_columns(self.entries, block, low, high)
                    if not block.told:
                        k.learn_skills(self.workers, self.entries, block, low, high)

                cuts = np.linspace(0, len(block.known), self.threads + 1).astype(np.int64).tolist()
                list(pool.map(lay, cuts[:-1], cuts[1:]))
                shares = np.linspace(0, group.work, 8 * self.threads + 1)
                turns = np.searchsorted(np.cumsum(group.reach), shares).tolist()
                turns[-1] = len(group.members)
                list(pool.map(walk, repeat(block), turns[:-1], turns[1:]))
            list(pool.map(alone, groups[len(shared) :]))

    def _block(self, group: _Group) -> k.Block:
        """A group's block with its orders' skills; the columns are still to be filled."""
        n, m = group.last - group.first, len(group.members)
        skill_bit = np.full(self.skills, -1, np.int32)
        words = max(1, -(-k.number_skills(self.orders, group.members, skill_bit) // 64))
        told = words <= self.asked.skill_words
        masks = sum(
            int((start[group.members + 1] - start[group.members]).sum())
            for start in (self.orders.essential_start, self.orders.optional_start)
        )
        block = k.Block(
            group.first,
            group.members,
            np.empty((_width(self.asked) + self.orders.open_to.shape[1], n), np.uint8),
            _width(self.asked),
            told,
            np.empty((m, self.asked.skill_words), np.uint64),
            np.empty((m, self.asked.skill_words), np.uint64),
            np.empty(m, np.int64),
            skill_bit,
            np.zeros((0 if told else n, words), np.uint64),
            np.zeros(n, np.bool_),
            np.zeros(m + 1, np.int64),
            np.empty(masks, np.int32),
            np.empty(masks, np.uint64),
            np.empty(masks, np.uint64),
        )
        k.mask_skills(self.orders, block)
        return block


def _asked(
    orders: Orders, least: NDArray[np.uint8], most: NDArray[np.uint8]
) -> tuple[k.OrderColumns, k.Asked, NDArray[np.int32]]:
    """The orders for kernels, what decides who is entered, and the unit groups by rank."""
    live = orders.certified
    related = np.unique(orders.isco[live & orders.related_ok] // 10)
    units = np.unique(np.concatenate([orders.isco[live], (related[:, None] * 10 + np.arange(10)).ravel()]))
    units = units[units >= 0].astype(np.int32)
    unit_of = np.full(int(units[-1]) + 1 if len(units) else 1, -1, np.int32)
    unit_of[units] = np.arange(len(units), dtype=np.int32)
    known = live & (orders.isco >= 0)

    bits = np.unpackbits(orders.origins.astype("<u8").view(np.uint8), axis=1, bitorder="little")
    open_ = np.flatnonzero(bits[live].any(0))
    origin_of = np.full(bits.shape[1], -1, np.int32)
    origin_of[open_] = np.arange(len(open_), dtype=np.int32)

    first = orders.lang1.astype(np.int32)
    named = np.stack([first, np.where(first >= 0, orders.lang2, -1)], 1).astype(np.int32)
    languages = np.unique(named[named >= 0]).astype(np.int32)
    language = np.where(named >= 0, k.FIRST_LANGUAGE + np.searchsorted(languages, named), -1)

    byte = orders.dest.astype(np.int32) // 8
    country_bytes = np.unique(byte).astype(np.int32)
    accepts = k.FIRST_LANGUAGE + len(languages) + np.searchsorted(country_bytes, byte)
    bit = np.left_shift(1, orders.dest % 8).astype(np.uint8)
    columns = k.OrderColumns(
        isco=orders.isco,
        unit=np.where(known, unit_of[np.where(known, orders.isco, 0)], -1).astype(np.int32),
        related=orders.related_ok,
        dest=orders.dest,
        open_to=np.ascontiguousarray(np.packbits(bits[:, open_], axis=1, bitorder="little")),
        open_to_all=np.asarray(bits[:, open_].all(1)),
        wage=orders.wage,
        min_years=orders.min_years,
        language=language.astype(np.int32),
        level=np.stack([orders.lang1_min, orders.lang2_min], 1).astype(np.uint8),
        country_column=np.stack([accepts, accepts + len(country_bytes)], 1).astype(np.int32),
        country_bit=np.stack([bit, np.where(orders.regulated, bit, 0)], 1).astype(np.uint8),
        least=least,
        most=most,
        start_month=orders.start_month,
        passport_min=orders.passport_min,
        essential_start=orders.essential_start,
        essential=orders.essential,
        essential_min=orders.essential_min,
        optional_start=orders.optional_start,
        optional=orders.optional,
    )
    one_layout: Any = map(np.ascontiguousarray, columns)  # so one compilation
    columns = k.OrderColumns(*one_layout)
    group_of = np.unique(units // 10, return_inverse=True)[1].astype(np.int32)
    none_yet = np.empty((0, 0), np.uint8)
    return columns, k.Asked(unit_of, origin_of, languages, country_bytes, group_of, none_yet, 1), units


def _by_minor_group(orders: Orders) -> list[NDArray[np.int32]]:
    """The orders that can take anybody, by minor group, rising."""
    live = np.flatnonzero(orders.certified & (orders.isco >= 0)).astype(np.int32)
    members = live[np.argsort(orders.isco[live] // 10, kind="stable")]
    _, at = np.unique(orders.isco[members] // 10, return_index=True)
    return np.split(members, at[1:]) if len(members) else []


def _entries(start: Int64, asked: k.Asked) -> k.Entries:
    """Room for as many records as `start` ends with."""
    record = -(-(k.FIRST_COLUMN + _width(asked)) // 8) + asked.skill_words
    long = np.empty((int(start[-1]), record), np.uint64)
    return k.Entries(start, long.view(np.uint8), long.view(np.uint32), long)


def _width(asked: k.Asked) -> int:
    """How many columns of bytes a record has."""
    return k.FIRST_LANGUAGE + len(asked.languages) + 2 * len(asked.country_bytes)


def _starts(sizes: Int64) -> Int64:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes, dtype=np.int64)])


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _scratch(n: int) -> k.Scratch:
    words = -(-n // 64)
    return k.Scratch(
        np.zeros(words, np.uint64), np.zeros(-(-words // 64), np.uint64), np.empty(n, np.int16), np.empty(n, np.int16)
    )
