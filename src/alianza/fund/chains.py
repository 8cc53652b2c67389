"""Which flows are the same money, told twice: pure rules along chains of funders and implementers.

A flow is what one activity pays in one year, as far as the file tells it apart. What a donor pays to an implementer and
what the implementer pays on are the same money, so only the last flow that can be traced is counted, in this order:

C1  One activity in several files: it is counted from our own books, else from the newest file. Two names are one
    activity if a file says so, or if one is the other with the provider's own identifier before it.
C2  A payment to an activity that is known itself, by what it pays on or by whom it names as its source: what it pays on
    is counted. A payment to our fund is in what our fund pays.
C3  A receipt of an activity that has paid nothing on is counted only where the payer's own file is not there: a donor
    who is named nowhere but in somebody's incoming transaction does not disappear.
C4  Two flows of different files, of the same amount, currency, recipient and year, not more than a month apart where
    days are known: the same if the provider is the same, or if one is paid to the other's provider.

What was paid is told further on only by what was paid: a commitment of the implementer takes no payment's place.
Amounts are not set off against each other: an implementer who has paid on part is counted with that part.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from alianza.vocabulary.refusal import marked
from alianza.vocabulary.said import Said

MONTH = 31
SPACE = re.compile(r"[\s_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What of a flow says whose money it is. Names are compared without case and spaces; empty is not known.

    `key` orders flows and must be unique. `rank` and `as_of` say which file is believed where two tell the same: the
    higher one. `sources` are activities whose money it is. A receipt has its own activity in `activity`.
    """

    key: int
    file: int
    identifier: str
    rank: int = 0
    as_of: date = date.min
    names: tuple[str, ...] = ()
    provider: str = ""
    provider_ref: str = ""
    channel: str = ""
    channel_ref: str = ""
    activity: str = ""
    sources: tuple[str, ...] = ()
    own: bool = False
    """Of our own fund, whose every payment is known."""
    recipient: str = ""
    year: int = 0
    on: date | None = None
    currency: str = ""
    paid: int | None = None
    committed: int | None = None

    @property
    def is_receipt(self) -> bool:
        return bool(self.activity) and plain(self.activity) == plain(self.identifier)


@dataclass(frozen=True, slots=True)
class Same:
    """Why a flow is not counted: its money stands in `flow`."""

    flow: int
    message: str
    facts: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}), hash=False)

    @property
    def sentence(self) -> Said:
        return Said(self.message, **self.facts)


NEWER = marked("The same activity stands in a file that is believed rather (%(identifier)s).")
PAID_ON = marked("The receiving activity %(identifier)s pays this money on, and is counted there.")
NAMED_AS_SOURCE = marked("%(identifier)s names this activity as the source of its money, and is counted there.")
OUR_FUND = marked("It was paid to our fund and is in what the fund pays.")
RECEIPT = marked("The payer tells this payment itself (%(identifier)s).")
ALIKE = marked("Same amount, currency, recipient and time in another file (%(identifier)s).")


def plain(name: str) -> str:
    """A name as it is compared."""
    return SPACE.sub(" ", name.strip()).casefold()


def not_counted(links: Sequence[Link]) -> dict[int, Same]:
    """The flows whose money is told by another one. Following `flow` from any of them ends at one that is counted."""
    ordered = sorted(links, key=lambda each: each.key)
    found, left = _other_files(ordered)
    edges = _edges(left)
    _settle(left, edges, found)
    return found


# C1 ----------------------------------------------------------------------------------------------------------------


def _other_files(links: Sequence[Link]) -> tuple[dict[int, Same], list[Link]]:
    """Flows of activities that another file tells with more weight, and the flows that are left."""
    whole = _activities(links)
    believed: dict[str, tuple[int, date, int]] = {}
    by_activity: dict[str, list[Link]] = defaultdict(list)
    for each in links:
        if each.is_receipt:
            continue
        name = whole[each.key]
        by_activity[name].append(each)
        believed[name] = max(believed.get(name, (-1, date.min, 0)), (each.rank, each.as_of, -each.file))
    found: dict[int, Same] = {}
    left = []
    for each in links:
        best = believed.get(whole[each.key])
        if each.is_receipt or best is None or -best[2] == each.file:
            left.append(each)
            continue
        others = [one for one in by_activity[whole[each.key]] if one.file == -best[2]]
        twin = _nearest(each, others)
        found[each.key] = Same(twin.key, NEWER, MappingProxyType({"identifier": twin.identifier}))
    return found, left


def _activities(links: Sequence[Link]) -> dict[int, str]:
    """One name for each activity, whatever its flows call it."""
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        parent.setdefault(name, name)
        while parent[name] != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    for each in links:
        own = root(plain(each.identifier))
        for name in each.names:
            if plain(name):
                parent[root(plain(name))] = own
                own = root(own)
    by_tail: dict[tuple[str, str], str] = {}
    for each in links:  # "XM-DAC-5-2024-17" of provider XM-DAC-5 is that provider's "2024-17"
        ref, name = plain(each.provider_ref), plain(each.identifier)
        if ref and name.startswith(f"{ref}-"):
            tail = name.removeprefix(f"{ref}-")
            for whose in (ref, plain(each.provider)):
                by_tail.setdefault((whose, tail), name)
    for each in links:
        for whose in (plain(each.provider_ref), plain(each.provider)):
            name = by_tail.get((whose, plain(each.identifier)), "")
            if whose and name:
                parent[root(plain(each.identifier))] = root(name)
    return {each.key: root(plain(each.identifier)) for each in links}


# C2, C3, C4 --------------------------------------------------------------------------------------------------------

Edge = tuple[Link, str]


def _edges(links: Sequence[Link]) -> dict[int, list[Edge]]:
    """For each flow, those that may tell its money further on, with the sentence; the surest rule that finds any."""
    pays: dict[str, list[Link]] = defaultdict(list)
    fed_by: dict[str, list[Link]] = defaultdict(list)
    got: dict[str, list[Link]] = defaultdict(list)
    own = [each for each in links if each.own and not each.is_receipt]
    for each in links:
        if each.is_receipt:
            for source in {plain(source) for source in each.sources} - {""}:
                got[source].append(each)
            continue
        for name in {plain(each.identifier), *map(plain, each.names)}:
            pays[name].append(each)
        for source in {plain(source) for source in each.sources} - {""}:
            fed_by[source].append(each)
    alike = _alike(links)
    found: dict[int, list[Edge]] = {}
    for each in links:
        edges = _receipt(each, pays, fed_by) if each.is_receipt else _onward(each, pays, fed_by, got, own)
        there = [edge for edge in edges if edge[0].paid or not each.paid]
        found[each.key] = there or ([] if each.is_receipt else alike.get(each.key, []))
    return found


def _onward(
    each: Link,
    pays: Mapping[str, Sequence[Link]],
    fed_by: Mapping[str, Sequence[Link]],
    got: Mapping[str, Sequence[Link]],
    own: Sequence[Link],
) -> list[Edge]:
    mine = {plain(each.identifier), *map(plain, each.names)}
    to = plain(each.activity)
    if to:
        there = [one for one in (*pays.get(to, ()), *fed_by.get(to, ())) if plain(one.identifier) not in mine]
        if there:
            return [(one, PAID_ON) for one in there]
    if not each.own and own and _is_ours(each, own[0]):
        return [(one, OUR_FUND) for one in own]
    if to:
        return []
    named = [one for name in sorted(mine) for one in fed_by.get(name, ()) if plain(one.identifier) not in mine]
    named = [one for one in named if _to_its_provider(each, one)]
    for name in sorted(mine):  # a pool that tells what it got, and below it what each of its parts pays on
        for receipt in got.get(name, ()):
            if not (each.channel_ref and receipt.channel_ref) or plain(each.channel_ref) == plain(receipt.channel_ref):
                pool = plain(receipt.identifier)
                named += [
                    one for one in (*pays.get(pool, ()), *fed_by.get(pool, ())) if plain(one.identifier) not in mine
                ]
    return [(one, NAMED_AS_SOURCE) for one in named]


def _is_ours(each: Link, own: Link) -> bool:
    by_ref = bool(each.channel_ref) and plain(each.channel_ref) == plain(own.provider_ref)
    return by_ref or (not each.channel_ref and bool(each.channel) and plain(each.channel) == plain(own.provider))


def _to_its_provider(payer: Link, receiver: Link) -> bool:
    """Whether the payer paid to whoever provides the other flow; of others, one that tells no receiver is believed.

    What somebody spends without a receiver is not what the same organisation pays under another name.
    """
    if payer.channel_ref and receiver.provider_ref:
        return plain(payer.channel_ref) == plain(receiver.provider_ref)
    if payer.channel:
        return plain(payer.channel) == plain(receiver.provider)
    return not _one_provider(payer, receiver)


def _receipt(each: Link, pays: Mapping[str, Sequence[Link]], fed_by: Mapping[str, Sequence[Link]]) -> list[Edge]:
    mine = plain(each.identifier)
    onward = [one for one in (*pays.get(mine, ()), *fed_by.get(mine, ())) if one.key != each.key]
    payers = [
        one
        for source in sorted({plain(source) for source in each.sources})
        for one in pays.get(source, ())
        if plain(one.activity) in ("", mine)
        and (not one.channel_ref or not each.channel_ref or plain(one.channel_ref) == plain(each.channel_ref))
    ]
    return [*((one, PAID_ON) for one in onward), *((one, RECEIPT) for one in payers)]


def _alike(links: Sequence[Link]) -> dict[int, list[Edge]]:
    """C4: towards the later link of the chain, or from the file that is believed less."""
    groups: dict[tuple[object, ...], list[Link]] = defaultdict(list)
    for each in links:
        amount = each.paid or each.committed
        if amount and each.recipient and not each.is_receipt:
            groups[each.currency, amount, bool(each.paid), each.recipient, each.year].append(each)
    found: dict[int, list[Edge]] = defaultdict(list)
    for group in groups.values():
        for each in group:
            for other in group:
                if each.file == other.file or not _near(each, other):
                    continue
                weight = (each.rank, each.as_of, -each.key) < (other.rank, other.as_of, -other.key)
                if (weight and _one_provider(each, other)) or _paid_to(each, other):
                    found[each.key].append((other, ALIKE))
    return found


def _near(one: Link, other: Link) -> bool:
    return one.on is None or other.on is None or abs((one.on - other.on).days) <= MONTH


def _one_provider(one: Link, other: Link) -> bool:
    if one.provider_ref and other.provider_ref:
        return plain(one.provider_ref) == plain(other.provider_ref)
    return bool(one.provider) and plain(one.provider) == plain(other.provider)


def _paid_to(payer: Link, other: Link) -> bool:
    if payer.channel_ref and other.provider_ref:
        return plain(payer.channel_ref) == plain(other.provider_ref)
    return bool(payer.channel) and plain(payer.channel) == plain(other.provider)


# the whole ---------------------------------------------------------------------------------------------------------


def _settle(links: Sequence[Link], edges: Mapping[int, Sequence[Edge]], found: dict[int, Same]) -> None:
    """Walk each chain to its end. Where it closes into a ring, one of the ring is counted."""
    by_key = {each.key: each for each in links}
    done: set[int] = set()
    for start in links:
        if start.key in done:
            continue
        path, onto = [start.key], {start.key}
        waiting = [_targets(start, edges)]
        while path:
            key = path[-1]
            following = next((one for one in waiting[-1] if one[0].key not in onto), None)
            if following is not None and following[0].key not in done:
                path.append(following[0].key)
                onto.add(following[0].key)
                waiting.append(_targets(following[0], edges))
                continue
            if following is not None:
                each, (other, message) = by_key[key], following
                found[each.key] = Same(other.key, message, MappingProxyType({"identifier": other.identifier}))
            done.add(key)
            onto.discard(path.pop())
            waiting.pop()


def _targets(each: Link, edges: Mapping[int, Sequence[Edge]]) -> list[Edge]:
    """The nearest in time and place first."""
    return sorted(edges.get(each.key, ()), key=lambda edge: _distance(each, edge[0]))


def _nearest(each: Link, others: Iterable[Link]) -> Link:
    return min(others, key=lambda other: _distance(each, other))


def _distance(each: Link, other: Link) -> tuple[object, ...]:
    return (
        each.recipient != other.recipient,
        abs(each.year - other.year),
        each.currency != other.currency,
        other.key,
    )
