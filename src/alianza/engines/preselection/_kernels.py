"""The compiled inner loops: enter the workers by occupation, lay one occupation block out in bytes, walk its orders.

Every worker who may be eligible for some order stands once in each unit group that is an occupation of theirs and is
asked for: an entry. An entry is one short record with everything that a pair is judged by; of skills it holds a bit for
each one that the orders of its minor group name, in up to three words. Entries are sorted by unit group, then worker,
so an order reads only the entries whose occupation fits, and meets no worker twice. A block is one minor group; its
records are turned into columns of bytes, on which nearly all conditions are tested 64 workers at a time (see `_marks`).
Those who pass are looked at one by one.

When the orders of a minor group name more skills than that, several share a bit. Then the bits only say who cannot have
enough essential skills, and the others' skills are looked up, once each, in words enough for all.

Argument tuples are named tuples, so that a kernel reads like the method it implements. Everything is compiled once,
for exactly these types, and kept in Numba's cache.
"""

# mypy: disable-error-code="operator, assignment, arg-type"
#   (Numba types the numbers in here, by rules of its own: a scalar of NumPy is not promoted as mypy thinks)
from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

F = TypeVar("F", bound=Callable[..., Any])

COUNT, LIST, BEST = 0, 1, 2
"""What a walk is for: count eligible workers, list them all, keep the best."""

WORKER, MIN_WAGE = 0, 1
"""Places in a record, in words of 32 bits."""
KIN, WISH, ORIGIN, FIRST_COLUMN = 8, 9, 12, 13
"""Places in a record, in bytes: how the entry came about, three wishes, the origin's rank, and then the columns."""
MOST_SKILL_WORDS = 3
"""A record ends with its skills: how many words of 64 bits they may take."""
YEARS, EDUCATION, AGE, PASSPORT, START, WAGE, FIRST_LANGUAGE = range(7)
"""Columns, counted from `FIRST_COLUMN`; the languages are followed by the bytes of the two country sets. A block adds
bytes for the origin, of which the one for the origin's rank has one bit set."""

BY_SECOND, BY_SECOND_BESIDE_FIRST = 254, 255
"""`KIN` of an entry by the second occupation; the latter when the first is in the same minor group. An entry by the
first occupation says 0, or 1 + the last digit of the second occupation when that is in the same minor group."""

UNNAMED = 255
STRETCH = 1024
"""Entries tested, or survivors looked at, in one go."""


def kernel(function: F) -> F:
    """Compile on first use, keep the machine code on disk, run without Python's lock."""
    return cast("F", numba.njit(cache=True, nogil=True)(function))


class WorkerColumns(NamedTuple):
    """The columns of `Workers` that kernels read."""

    origin: NDArray[np.int16]
    isco: NDArray[np.int32]
    years: NDArray[np.int32]
    isco2: NDArray[np.int32]
    years2: NDArray[np.int32]
    age: NDArray[np.int32]
    education: NDArray[np.int8]
    cefr: NDArray[np.int8]
    recognised_in: NDArray[np.uint64]
    medical: NDArray[np.int8]
    security: NDArray[np.int8]
    passport_months: NDArray[np.int32]
    wish: NDArray[np.int16]
    accepts: NDArray[np.uint64]
    min_wage: NDArray[np.int32]
    available_month: NDArray[np.int32]
    skill_start: NDArray[np.int64]
    skill: NDArray[np.int32]


class Ranks(NamedTuple):
    """Numbers of the workers as bytes, see `_marks`."""

    passport: NDArray[np.uint8]
    start: NDArray[np.uint8]
    wage: NDArray[np.uint8]


class Asked(NamedTuple):
    """What decides who is entered, and with which columns."""

    unit_of: NDArray[np.int32]
    """Rank of each unit group that some order may take, else -1."""
    origin_of: NDArray[np.int32]
    """Rank of each country that some order is open to, else -1."""
    languages: NDArray[np.int32]
    country_bytes: NDArray[np.int32]
    """Which bytes of a country set hold a destination."""
    group_of: NDArray[np.int32]
    """Rank of the minor group of each ranked unit group."""
    skill_bit: NDArray[np.uint8]
    """(minor groups, skills): the bit of a skill that the group's orders name, else `UNNAMED`."""
    skill_words: int
    """How many words of skills a record has."""


class Entries(NamedTuple):
    """Who stands where: the unit group of rank u holds the records start[u] to start[u + 1]."""

    start: NDArray[np.int64]
    byte: NDArray[np.uint8]
    """(entries, length of a record)."""
    word: NDArray[np.uint32]
    """The same memory in words of 32 bits."""
    long: NDArray[np.uint64]
    """And of 64."""


class OrderColumns(NamedTuple):
    """What an order asks, in the form in which a walk tests it."""

    isco: NDArray[np.int32]
    unit: NDArray[np.int32]
    """Rank of the order's unit group."""
    related: NDArray[np.bool_]
    dest: NDArray[np.int16]
    open_to: NDArray[np.uint8]
    """(orders, bytes): bits of the origins by rank."""
    open_to_all: NDArray[np.bool_]
    """Whether that is every origin with a rank."""
    wage: NDArray[np.int32]
    min_years: NDArray[np.int32]
    language: NDArray[np.int32]
    """(orders, 2): column of each language, -1 when none is asked for."""
    level: NDArray[np.uint8]
    """(orders, 2): the minima as levels."""
    country_column: NDArray[np.int32]
    """(orders, 2): column in which the destination lies, of `accepts` and of `recognised_in`."""
    country_bit: NDArray[np.uint8]
    """(orders, 2): its bit; 0 in the second when the order is not regulated."""
    least: NDArray[np.uint8]
    """(orders, 4): least byte of years, education, age, passport."""
    most: NDArray[np.uint8]
    """(orders, 3): greatest byte of age, start, wage."""
    start_month: NDArray[np.int32]
    passport_min: NDArray[np.int32]
    essential_start: NDArray[np.int64]
    essential: NDArray[np.int32]
    essential_min: NDArray[np.int32]
    optional_start: NDArray[np.int64]
    optional: NDArray[np.int32]


class Block(NamedTuple):
    """The entries of one minor group, from record `base` on, laid out for walking; its orders and their skills."""

    base: int
    members: NDArray[np.int32]
    """The orders."""
    columns: NDArray[np.uint8]
    """(columns, n)."""
    origin_at: int
    """The first of the columns for the origin."""
    told: bool
    """Whether the skills in the records tell all."""
    bits_essential: NDArray[np.uint64]
    """(members, words): the essential skills of each member, as in the records,"""
    bits_optional: NDArray[np.uint64]
    """its optional ones that are not essential,"""
    bits_least: NDArray[np.int64]
    """and how many bits of the former whoever holds enough of them must show."""
    skill_bit: NDArray[np.int32]
    """The bit of each skill that a member order names in as many words as it takes, else -1."""
    skills: NDArray[np.uint64]
    """(n, words): those that each entry holds, once `known`; empty when the records tell all."""
    known: NDArray[np.bool_]
    mask_start: NDArray[np.int64]
    """The skills of the t-th member are the masks mask_start[t] to mask_start[t + 1]."""
    mask_word: NDArray[np.int32]
    mask_essential: NDArray[np.uint64]
    mask_optional: NDArray[np.uint64]


class Points(NamedTuple):
    """A scoring profile for kernels."""

    points: NDArray[np.int16]
    at: tuple[int, int, int, int, int]
    full: tuple[int, int, int, int]
    """Overlap, years, levels and wage share that earn everything."""
    essential_weight: int


class Result(NamedTuple):
    """Where a walk writes: order o owns the places start[o] to start[o + 1], and found[o]."""

    start: NDArray[np.int64]
    found: NDArray[np.int64]
    worker: NDArray[np.int32]
    score: NDArray[np.int16]
    worker_view: NDArray[np.int16]


class Scratch(NamedTuple):
    """Room for one thread while it lists pairs in the order of workers."""

    mark: NDArray[np.uint64]
    mark_of_marks: NDArray[np.uint64]
    score: NDArray[np.int16]
    worker_view: NDArray[np.int16]


@kernel
def _ones(word: np.uint64) -> int:
    """Bits set in a word (the compiler turns this into one instruction)."""
    word = word - ((word >> np.uint64(1)) & np.uint64(0x5555555555555555))
    word = (word & np.uint64(0x3333333333333333)) + ((word >> np.uint64(2)) & np.uint64(0x3333333333333333))
    word = (word + (word >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return int((word * np.uint64(0x0101010101010101)) >> np.uint64(56))


@kernel
def rank_among(
    marks: NDArray[np.int64], near: NDArray[np.uint8], shift: int, values: NDArray[np.int32]
) -> NDArray[np.uint8]:
    """How many marks are at or below each value; `near` is a first guess, never too high, see `_marks`."""
    ranks = np.zeros(len(values), np.uint8)
    count = len(marks)
    if count == 0:
        return ranks
    for i in range(len(values)):
        value = np.int64(values[i])
        if value >= marks[count - 1]:
            ranks[i] = count
        elif value >= marks[0]:
            rank = np.int64(near[(value - marks[0]) >> shift])
            while marks[rank] <= value:
                rank += 1
            ranks[i] = rank
    return ranks


@kernel
def enter(
    workers: WorkerColumns, ranks: Ranks, asked: Asked, low: int, high: int, place: NDArray[np.int64], entries: Entries,
    write: bool,
) -> None:  # fmt: skip
    """Count into `place` the entries that workers `low` to `high` make in each unit group; or write them from there on.

    Nobody is entered whom no order can take: not fit, not cleared, from where no order is open, or without an
    occupation that is asked for.
    """
    units = len(asked.unit_of)
    skill, skill_bit = workers.skill, asked.skill_bit
    accepts_at = FIRST_COLUMN + FIRST_LANGUAGE + len(asked.languages)
    skills_at = entries.long.shape[1] - asked.skill_words
    recognised_at = accepts_at + len(asked.country_bytes)
    for w in range(low, high):
        origin = asked.origin_of[workers.origin[w]]
        if origin < 0 or workers.medical[w] != 0 or workers.security[w] != 0:
            continue
        first, second = workers.isco[w], workers.isco2[w]
        for turn in range(2):
            isco = first if turn == 0 else second
            if isco < 0 or isco >= units or asked.unit_of[isco] < 0 or (turn == 1 and second == first):
                continue
            unit = asked.unit_of[isco]
            at = place[unit]
            place[unit] += 1
            if not write:
                continue
            beside = second >= 0 and second != first and second // 10 == first // 10
            if turn == 0:
                entries.byte[at, KIN] = 1 + second % 10 if beside else 0
            else:
                entries.byte[at, KIN] = BY_SECOND_BESIDE_FIRST if beside else BY_SECOND
            entries.word[at, WORKER] = w
            entries.word[at, MIN_WAGE] = workers.min_wage[w]
            group = asked.group_of[unit]
            first_word, second_word, third_word = np.uint64(0), np.uint64(0), np.uint64(0)
            for k in range(workers.skill_start[w], workers.skill_start[w + 1]):
                bit = np.uint64(skill_bit[group, skill[k]])
                held = np.uint64(1) << (bit & np.uint64(63))
                first_word |= held if bit < 64 else np.uint64(0)
                second_word |= held if 64 <= bit < 128 else np.uint64(0)
                third_word |= held if 128 <= bit < 192 else np.uint64(0)
            entries.long[at, skills_at] = first_word
            if asked.skill_words > 1:
                entries.long[at, skills_at + 1] = second_word
            if asked.skill_words > 2:
                entries.long[at, skills_at + 2] = third_word
            for k in range(3):
                entries.byte[at, WISH + k] = workers.wish[w, k] & 255
            entries.byte[at, ORIGIN] = origin
            entries.byte[at, FIRST_COLUMN + YEARS] = workers.years[w] if turn == 0 else workers.years2[w]
            entries.byte[at, FIRST_COLUMN + EDUCATION] = workers.education[w]
            entries.byte[at, FIRST_COLUMN + AGE] = workers.age[w]
            entries.byte[at, FIRST_COLUMN + PASSPORT] = ranks.passport[w]
            entries.byte[at, FIRST_COLUMN + START] = ranks.start[w]
            entries.byte[at, FIRST_COLUMN + WAGE] = ranks.wage[w]
            for k in range(len(asked.languages)):
                entries.byte[at, FIRST_COLUMN + FIRST_LANGUAGE + k] = workers.cefr[w, asked.languages[k]]
            for k in range(len(asked.country_bytes)):
                word, shift = asked.country_bytes[k] >> 3, np.uint64((asked.country_bytes[k] & 7) << 3)
                entries.byte[at, accepts_at + k] = (workers.accepts[w, word] >> shift) & np.uint64(255)
                entries.byte[at, recognised_at + k] = (workers.recognised_in[w, word] >> shift) & np.uint64(255)


@kernel
def fill_columns(entries: Entries, block: Block, low: int, high: int) -> None:
    """Turn the records `low` to `high` (counted within the block) into columns."""
    byte, columns, base, origin_at = entries.byte, block.columns, block.base, block.origin_at
    for at in range(low, high, 64):
        stop = min(at + 64, high)
        for c in range(origin_at):
            for i in range(at, stop):
                columns[c, i] = byte[base + i, FIRST_COLUMN + c]
        for c in range(origin_at, len(columns)):
            for i in range(at, stop):
                rank = byte[base + i, ORIGIN]
                columns[c, i] = np.uint8(rank >> 3 == c - origin_at) << (rank & 7)


@kernel
def number_skills(orders: OrderColumns, members: NDArray[np.int32], skill_bit: NDArray[np.int32]) -> int:
    """Give each skill that a member order names a bit of its own, in order of appearance; how many there are."""
    bits = 0
    for o in members:
        for k in range(orders.essential_start[o], orders.essential_start[o + 1]):
            if skill_bit[orders.essential[k]] < 0:
                skill_bit[orders.essential[k]] = bits
                bits += 1
        for k in range(orders.optional_start[o], orders.optional_start[o + 1]):
            if skill_bit[orders.optional[k]] < 0:
                skill_bit[orders.optional[k]] = bits
                bits += 1
    return bits


@kernel
def mask_skills(orders: OrderColumns, block: Block) -> None:
    """Write the members' masks; an optional skill that is also essential counts once, as essential."""
    words = block.skills.shape[1]  # at least one, also when there are no rows
    needed = np.zeros(words, np.uint64)
    liked = np.zeros(words, np.uint64)
    at = 0
    for t in range(len(block.members)):
        o = block.members[t]
        needed[:] = 0
        liked[:] = 0
        for k in range(orders.essential_start[o], orders.essential_start[o + 1]):
            bit = block.skill_bit[orders.essential[k]]
            needed[bit >> 6] |= np.uint64(1) << np.uint64(bit & 63)
        for k in range(orders.optional_start[o], orders.optional_start[o + 1]):
            bit = block.skill_bit[orders.optional[k]]
            liked[bit >> 6] |= np.uint64(1) << np.uint64(bit & 63)
        block.mask_start[t] = at
        count, shown = 0, 0
        in_record = block.bits_essential.shape[1]
        block.bits_essential[t] = 0
        block.bits_optional[t] = 0
        for k in range(words):
            count += _ones(needed[k])
            block.bits_essential[t, k % in_record] |= needed[k]
            block.bits_optional[t, k % in_record] |= liked[k] & ~needed[k]
        for k in range(in_record):
            shown += _ones(block.bits_essential[t, k])
        block.bits_least[t] = np.int64(orders.essential_min[o]) - (count - shown)
        for k in range(words):
            if needed[k] != 0 or liked[k] != 0:
                block.mask_word[at] = k
                block.mask_essential[at] = needed[k]
                block.mask_optional[at] = liked[k] & ~needed[k]
                at += 1
    block.mask_start[len(block.members)] = at


@kernel
def learn_skills(workers: WorkerColumns, entries: Entries, block: Block, low: int, high: int) -> None:
    """Write the skills of the entries `low` to `high` of the block."""
    skill, skill_bit = workers.skill, block.skill_bit
    for i in range(low, high):
        w = entries.word[block.base + i, WORKER]
        for k in range(workers.skill_start[w], workers.skill_start[w + 1]):
            bit = skill_bit[skill[k]]
            if bit >= 0:
                block.skills[i, bit >> 6] |= np.uint64(1) << np.uint64(bit & 63)
        block.known[i] = True


@kernel
def _lowest(word: np.uint64) -> int:
    """Position of the lowest bit set."""
    return _ones((word & (~word + np.uint64(1))) - np.uint64(1))


@kernel
def _key(score: int, w: int) -> int:
    """One number that orders candidates: score up, worker down."""
    return (np.int64(score) << 32) | (0xFFFFFFFF - np.int64(w))  # type: ignore[return-value]


@kernel
def _sift_down(heap: NDArray[np.int64], size: int) -> None:
    """Restore the heap (least key first) after its first key was replaced."""
    key, at = heap[0], 0
    while True:
        child = 2 * at + 1
        if child >= size:
            break
        if child + 1 < size and heap[child + 1] < heap[child]:
            child += 1
        if heap[child] >= key:
            break
        heap[at] = heap[child]
        at = child
    heap[at] = key


@kernel
def _push(heap: NDArray[np.int64], size: int, key: int) -> None:
    """Add a key to a heap of `size` keys."""
    at = size
    while at > 0 and heap[(at - 1) >> 1] > key:
        heap[at] = heap[(at - 1) >> 1]
        at = (at - 1) >> 1
    heap[at] = key


@kernel
def _weigh(
    workers: WorkerColumns,
    entries: Entries,
    block: Block,
    orders: OrderColumns,
    points: Points,
    exact: bool,
    t: int,
    survivors: NDArray[np.int64],
    n: int,
    floor: int,
    score: NDArray[np.int64],
    view: NDArray[np.int64],
) -> int:
    """Test the survivors on what bytes cannot tell, and score them; without skills when the records do not tell those.

    Survivors that fail, or whose best possible key does not reach `floor`, are dropped; how many stay.
    """
    o = block.members[t]
    # Everything the loop reads is taken out of its tuple first: inside the loop that would cost each survivor.
    byte, word, base, worth = entries.byte, entries.word, block.base, points.points
    at_skill, at_years, at_language, at_wage, at_wish = points.at
    overlap_full, years_full, levels_full, wage_full = points.full
    most_for_skill = np.int64(worth[at_skill + overlap_full])
    long, told, weight = entries.long, block.told, points.essential_weight
    needed, liked, least, words = (
        block.bits_essential,
        block.bits_optional,
        block.bits_least[t],
        block.bits_essential.shape[1],
    )
    skills_at = long.shape[1] - words
    wage, min_years, dest = np.int64(orders.wage[o]), np.int64(orders.min_years[o]), np.int64(orders.dest[o])
    passport, start = workers.passport_months, workers.available_month
    passport_min, start_month = orders.passport_min[o], orders.start_month[o]
    first, second = np.int64(orders.language[o, 0]), np.int64(orders.language[o, 1])
    speaks = np.int64(first >= 0)
    if second < 0:
        second = first
    least_first = np.int64(orders.level[o, 0])
    least_second = np.int64(orders.level[o, 1]) if orders.language[o, 1] >= 0 else least_first
    first, second = FIRST_COLUMN + max(first, 0), FIRST_COLUMN + max(second, 0)
    kept = 0
    for s in range(n):
        i = survivors[s]
        at = base + i
        min_wage, w = np.int64(word[at, MIN_WAGE]), np.int64(word[at, WORKER])
        essential = 0
        for k in range(words):
            essential += _ones(long[at, skills_at + k] & needed[t, k])
        if min_wage > wage or essential < least:
            continue
        if not exact and (passport[w] < passport_min or start[w] > start_month):
            continue
        above = min(np.int64(byte[at, first]) - least_first, levels_full)
        above += min(np.int64(byte[at, second]) - least_second, levels_full)
        rank = 2 if np.int64(byte[at, WISH + 2]) == dest else 3
        rank = 1 if np.int64(byte[at, WISH + 1]) == dest else rank
        rank = 0 if np.int64(byte[at, WISH]) == dest else rank
        mine = np.int64(worth[at_wish + rank])
        mine += np.int64(worth[at_wage + min((wage - min_wage) * 1000 // wage, wage_full)])
        years = min(np.int64(byte[at, FIRST_COLUMN + YEARS]) - min_years, years_full)
        known = 1 + mine + np.int64(worth[at_years + years]) + np.int64(worth[at_language + speaks * above])
        reachable = most_for_skill
        if told:
            overlap = weight * essential
            for k in range(words):
                overlap += _ones(long[at, skills_at + k] & liked[t, k])
            known += np.int64(worth[at_skill + min(overlap, overlap_full)])
            reachable = 0
        if _key(known + reachable, w) >= floor:
            survivors[kept], score[kept], view[kept] = i, known, mine
            kept += 1
    return kept


@kernel
def _compare_skills(
    workers: WorkerColumns,
    entries: Entries,
    block: Block,
    orders: OrderColumns,
    points: Points,
    t: int,
    survivors: NDArray[np.int64],
    n: int,
    score: NDArray[np.int64],
    view: NDArray[np.int64],
) -> int:
    """Drop the survivors without enough essential skills, add the points for skills to the others; how many stay."""
    word, base, known, skills = entries.word, block.base, block.known, block.skills
    skill, skill_start = workers.skill, workers.skill_start
    total = np.int64(0)
    for s in range(n):  # only asks for the memory, so that the next loop need not wait for it row by row
        if not known[survivors[s]]:
            row = skill_start[word[base + survivors[s], WORKER]]
            if row < len(skill):
                total += skill[row]
    if total < 0:
        return 0
    for s in range(n):
        if not known[survivors[s]]:
            learn_skills(workers, entries, block, survivors[s], survivors[s] + 1)
    worth, at_skill, overlap_full, weight = points.points, points.at[0], points.full[0], points.essential_weight
    essential_min = np.int64(orders.essential_min[block.members[t]])
    first, last = block.mask_start[t], block.mask_start[t + 1]
    mask_word, mask_essential, mask_optional = block.mask_word, block.mask_essential, block.mask_optional
    kept = 0
    for s in range(n):
        i = survivors[s]
        essential, optional = 0, 0
        for k in range(first, last):
            held = skills[i, mask_word[k]]
            essential += _ones(held & mask_essential[k])
            optional += _ones(held & mask_optional[k])
        if essential >= essential_min:
            survivors[kept], view[kept] = i, view[s]
            score[kept] = score[s] + np.int64(worth[at_skill + min(weight * essential + optional, overlap_full)])
            kept += 1
    return kept


@kernel
def _list_in_order(result: Result, scratch: Scratch, out: int) -> None:
    """Write what the scratch has marked, workers rising, from place `out` on, and clear the marks."""
    for k in range(len(scratch.mark_of_marks)):
        outer = scratch.mark_of_marks[k]
        if outer == 0:
            continue
        scratch.mark_of_marks[k] = 0
        while outer != 0:
            line = (k << 6) + _lowest(outer)
            outer &= outer - np.uint64(1)
            inner = scratch.mark[line]
            scratch.mark[line] = 0
            while inner != 0:
                w = (line << 6) + _lowest(inner)
                inner &= inner - np.uint64(1)
                result.worker[out] = w
                result.score[out] = scratch.score[w]
                result.worker_view[out] = scratch.worker_view[w]
                out += 1


@kernel
def walk(
    mode: int,
    workers: WorkerColumns,
    entries: Entries,
    block: Block,
    orders: OrderColumns,
    points: Points,
    exact: bool,
    low: int,
    high: int,
    result: Result,
    scratch: Scratch,
) -> None:
    """Find the eligible workers of the block's orders `low` to `high`, for the purpose that `mode` names.

    COUNT writes how many there are; LIST writes workers (rising), scores and worker views; BEST writes the best, as
    many as the order has places, and their number.
    """
    fits, here = np.zeros(STRETCH, np.uint8), np.ones(STRETCH, np.uint8)
    fits_by_eight = fits.view(np.uint64)
    survivors = np.empty(2 * STRETCH, np.int64)
    score, view = np.empty(2 * STRETCH, np.int64), np.empty(2 * STRETCH, np.int64)
    heap = np.empty(0, np.int64)
    columns = block.columns
    for t in range(low, high):
        o = block.members[t]
        own_from, own_to = entries.start[orders.unit[o]] - block.base, entries.start[orders.unit[o] + 1] - block.base
        at, last = (0, columns.shape[1]) if orders.related[o] else (own_from, own_to)
        years_, education_, age_, passport_ = columns[YEARS], columns[EDUCATION], columns[AGE], columns[PASSPORT]
        starts_, wages_ = columns[START], columns[WAGE]
        first_column, second_column = orders.language[o, 0], orders.language[o, 1]
        first_ = columns[first_column if first_column >= 0 else EDUCATION]
        second_ = columns[second_column if second_column >= 0 else EDUCATION]
        least_first = orders.level[o, 0] if first_column >= 0 else np.uint8(0)
        least_second = orders.level[o, 1] if second_column >= 0 else np.uint8(0)
        accepts_, recognised_ = columns[orders.country_column[o, 0]], columns[orders.country_column[o, 1]]
        least_years, least_education = orders.least[o, 0], orders.least[o, 1]
        least_age, least_passport = orders.least[o, 2], orders.least[o, 3]
        most_age, most_start, most_wage = orders.most[o, 0], orders.most[o, 1], orders.most[o, 2]
        accept_bit, recognise_bit = orders.country_bit[o, 0], orders.country_bit[o, 1]
        beside = 1 + orders.isco[o] % 10
        wanted, found, n = 0, 0, 0
        if mode == BEST:
            wanted = result.start[o + 1] - result.start[o]
            if wanted == 0:
                continue
            if len(heap) < wanted:
                heap = np.empty(wanted, np.int64)
        if orders.open_to_all[o]:
            here[:] = 1
        while at < last:
            stop = min(at + STRETCH, last)
            if not orders.open_to_all[o]:
                here[: stop - at] = 0
                for c in range(orders.open_to.shape[1]):
                    open_bits = orders.open_to[o, c]
                    if open_bits != 0:
                        origins = columns[block.origin_at + c, at:stop]
                        for j in range(stop - at):
                            here[j] |= origins[j] & open_bits
            years, education, age, passport = years_[at:stop], education_[at:stop], age_[at:stop], passport_[at:stop]
            starts, wages, first, second = starts_[at:stop], wages_[at:stop], first_[at:stop], second_[at:stop]
            accepts, recognised = accepts_[at:stop], recognised_[at:stop]
            for j in range(stop - at):
                fits[j] = (
                    (here[j] != 0)
                    & (years[j] >= least_years)
                    & (education[j] >= least_education)
                    & (first[j] >= least_first)
                    & (second[j] >= least_second)
                    & (age[j] >= least_age)
                    & (age[j] <= most_age)
                    & (passport[j] >= least_passport)
                    & (starts[j] <= most_start)
                    & (wages[j] <= most_wage)
                    & ((accepts[j] & accept_bit) != 0)
                    & ((recognised[j] & recognise_bit) == recognise_bit)
                )
            eights = (stop - at + 7) >> 3
            for j in range(stop - at, eights << 3):
                fits[j] = 0
            for eight in range(eights):
                left = fits_by_eight[eight]
                while left != 0:
                    i = at + (eight << 3) + (_lowest(left) >> 3)
                    left &= left - np.uint64(1)
                    if i < own_from or i >= own_to:
                        # Another entry of this worker may stand for the order: by the order's own unit group, or by
                        # the first occupation.
                        kin = entries.byte[block.base + i, KIN]
                        if kin == BY_SECOND_BESIDE_FIRST or kin == beside:  # noqa: PLR1714, SIM109  faster than a set
                            continue
                    survivors[n] = i
                    n += 1
            at = stop
            if n >= STRETCH or (n > 0 and at == last):
                floor = heap[0] if mode == BEST and found == wanted else np.int64(0)
                n = _weigh(workers, entries, block, orders, points, exact, t, survivors, n, floor, score, view)
                if not block.told:
                    n = _compare_skills(workers, entries, block, orders, points, t, survivors, n, score, view)
                if mode == COUNT:
                    found += n
                elif mode == LIST:
                    for s in range(n):
                        w = np.int64(entries.word[block.base + survivors[s], WORKER])
                        scratch.mark[w >> 6] |= np.uint64(1) << np.uint64(w & 63)
                        scratch.mark_of_marks[w >> 12] |= np.uint64(1) << np.uint64((w >> 6) & 63)
                        scratch.score[w] = score[s]
                        scratch.worker_view[w] = view[s]
                    found += n
                else:
                    for s in range(n):
                        key = _key(score[s], np.int64(entries.word[block.base + survivors[s], WORKER]))
                        if found < wanted:
                            _push(heap, found, key)
                            found += 1
                        elif key > heap[0]:
                            heap[0] = key
                            _sift_down(heap, wanted)
                n = 0
        if mode == LIST:
            if found > 0:
                _list_in_order(result, scratch, result.start[o])
        else:
            result.found[o] = found
        if mode == BEST:
            for rank in range(found - 1, -1, -1):
                key = heap[0]
                result.worker[result.start[o] + rank] = 0xFFFFFFFF - (key & 0xFFFFFFFF)
                result.score[result.start[o] + rank] = key >> 32
                heap[0] = heap[rank]
                _sift_down(heap, rank)
