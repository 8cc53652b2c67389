"""A lifecycle as data: what a thing can be, what moves it on, who does that, and what has to be true before.

A context declares its lifecycles as tables; a page shows the same tables; an action asks them. A lifecycle that makes
no sense is not constructed. Whether a guard holds is found out elsewhere: this module only says what follows.

Labels and sentences are catalogue ids, so they are written inside `marked(...)` where they are declared.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Self, TypeVar

from alianza.vocabulary.refusal import Refusal, marked
from alianza.vocabulary.said import Said


@dataclass(frozen=True, slots=True)
class State:
    """Where a thing can stand. `label` is a catalogue id."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Guard:
    """What has to be true before a move. `sentence` is a catalogue id and whole: "Two signatories have signed."."""

    id: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Role:
    """Who makes a move. `label` is a catalogue id. What happens by itself has a role too, such as the clock."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Move:
    """One step from any of the states `source` to the state `target`.

    `actors` are ids of the roles that may take it, `guards` ids of what has to be true. With `needs_reason` whoever
    takes it says why.
    """

    id: str
    label: str
    source: tuple[str, ...]
    target: str
    actors: tuple[str, ...]
    guards: tuple[str, ...] = ()
    needs_reason: bool = False


_Part = State | Guard | Role | Move
_Entry = TypeVar("_Entry", State, Guard, Move)


class _Named(Said):
    """A label or a sentence without places: a percent sign in it is one."""

    __slots__ = ()

    def __new__(cls, message: str, /) -> Self:
        said = str.__new__(cls, message)
        said.message, said.facts = message, {}
        return said

    def translated(self, translate: Callable[[str], str]) -> str:
        return translate(self.message)


class NotYet(Refusal):
    """A move is refused for all the `reasons` together; each is a `Said`, with its `message` and its `facts`.

    >>> refused = NotYet([Said(marked("%(what)s is missing."), what="The letter"), Said(marked("Nobody signed."))])
    >>> str(refused)
    'The letter is missing. Nobody signed.'
    >>> [(reason.message, reason.facts) for reason in refused.reasons][0]
    ('%(what)s is missing.', {'what': 'The letter'})
    """

    code = "vocabulary.lifecycle.not_yet"
    message = "%(reasons)s"  # each reason is in the catalogue by itself

    def __init__(self, reasons: Iterable[Said]) -> None:
        self.reasons = tuple(reasons)
        if not self.reasons:
            raise ValueError("A refusal has at least one reason.")
        super().__init__(reasons=" ".join(self.reasons))

    def translated(self, translate: Callable[[str], str]) -> str:
        return " ".join(self.each_translated(translate))

    def each_translated(self, translate: Callable[[str], str]) -> tuple[str, ...]:
        return tuple(reason.translated(translate) for reason in self.reasons)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifecycle:
    """States in the order a reader meets them, moves, and where things begin and end.

    Always true of one that exists: ids are unique within their kind; every id that is used is declared, and every guard
    and role declared is used; each state is reached from `initial` and leads to one of `finals`, which nothing leaves.
    Construction raises ValueError with everything that is wrong.

    `roles` may be left out; then actors are any ids, and are shown as such.
    """

    id: str
    states: tuple[State, ...]
    moves: tuple[Move, ...]
    initial: str
    finals: tuple[str, ...]
    guards: tuple[Guard, ...] = ()
    roles: tuple[Role, ...] = ()

    def __post_init__(self) -> None:
        faults = [*_faults_of_names(self), *_faults_of_moves(self)]
        faults = faults or _faults_of_ways(self)  # ways are followed only between states that exist
        if faults:
            raise ValueError(f"The lifecycle {self.id}: {'; '.join(faults)}.")

    def state(self, name: str) -> State:
        """Raises KeyError, as the others here, for an id that is not of this lifecycle."""
        return _one(self.states, name)

    def move(self, name: str) -> Move:
        return _one(self.moves, name)

    def guard(self, name: str) -> Guard:
        return _one(self.guards, name)

    def moves_from(self, state: str) -> tuple[Move, ...]:
        """The moves that leave a state, in the order declared."""
        self.state(state)
        return tuple(each for each in self.moves if state in each.source)

    def sources_of(self, move: str) -> tuple[State, ...]:
        return tuple(self.state(each) for each in self.move(move).source)

    def guards_of(self, move: str) -> tuple[Guard, ...]:
        """What has to be true before the move."""
        return tuple(self.guard(each) for each in self.move(move).guards)

    def actors_of(self, move: str) -> tuple[Role, ...]:
        """Who may take the move; a role that was not declared is labelled by its id."""
        declared = {each.id: each for each in self.roles}
        return tuple(declared.get(each, Role(each, each)) for each in self.move(move).actors)


def refused(
    lifecycle: Lifecycle,
    move: str,
    state: str,
    held: Mapping[str, bool | None],
    role: str | Collection[str],
    *,
    reason: str | None = None,
    because: Mapping[str, Said] | None = None,
) -> tuple[Said, ...]:
    """Every reason why a thing in this state cannot be moved so by somebody of this role; empty where it can.

    `held` says of each guard whether it is true. One that is None or left out is not known, and counts as failing.
    Somebody may have several roles. `reason` is what was said for the move; None asks before anybody has said anything.
    `because` adds to a failing guard what exactly is missing.

    Raises KeyError for a move or state, ValueError for a guard, that the lifecycle does not have; TypeError for a
    guard's value that is neither True, False nor None.
    """
    wanted, now = lifecycle.move(move), lifecycle.state(state)
    _check_held(lifecycle, held)
    roles = {role} if isinstance(role, str) else set(role)
    name = _Named(wanted.label)
    reasons: list[Said] = []
    if state not in wanted.source:
        places = _either(each.label for each in lifecycle.sources_of(move))
        said = marked("“%(move)s” is possible from: %(sources)s. It stands at: %(state)s.")
        reasons.append(Said(said, move=name, sources=places, state=_Named(now.label)))
    if not roles & set(wanted.actors):
        who = _either(each.label for each in lifecycle.actors_of(move))
        reasons.append(Said(marked("“%(move)s” is for: %(actors)s."), move=name, actors=who))
    reasons += [
        _unmet(guard, held.get(guard.id), (because or {}).get(guard.id))
        for guard in lifecycle.guards_of(move)
        if not held.get(guard.id)
    ]
    if wanted.needs_reason and reason is not None and not reason.strip():
        reasons.append(Said(marked("“%(move)s” needs a reason. Say why."), move=name))
    return tuple(reasons)


def require(
    lifecycle: Lifecycle,
    move: str,
    state: str,
    held: Mapping[str, bool | None],
    role: str | Collection[str],
    *,
    reason: str = "",
    because: Mapping[str, Said] | None = None,
) -> Move:
    """The move, where nothing refuses it; otherwise raises NotYet with every reason. See `refused`."""
    reasons = refused(lifecycle, move, state, held, role, reason=reason, because=because)
    if reasons:
        raise NotYet(reasons)
    return lifecycle.move(move)


def _check_held(lifecycle: Lifecycle, held: Mapping[str, bool | None]) -> None:
    known = {each.id for each in lifecycle.guards}
    if strange := sorted(set(held) - known):
        raise ValueError(f"The lifecycle {lifecycle.id} has no guard named {', '.join(strange)}.")
    for name, value in held.items():
        if value is not None and not isinstance(value, bool):
            raise TypeError(f"Whether {name} holds is True, False or None, not {value!r}.")


def _unmet(guard: Guard, value: bool | None, detail: Said | None) -> Said:
    what = _Named(guard.sentence)
    if value is None:
        said = Said(marked("Not known, so it counts as not met: %(what)s"), what=what)
    else:
        said = Said(marked("Still to be met: %(what)s"), what=what)
    return said if detail is None else Said("%(said)s %(detail)s", said=said, detail=detail)


def _either(labels: Iterable[str]) -> Said:
    def joined(one: Said, other: Said) -> Said:
        return Said(marked("%(one)s or %(other)s"), one=one, other=other)

    names: list[Said] = [_Named(each) for each in labels]
    return reduce(joined, names)


def _one(entries: tuple[_Entry, ...], name: str) -> _Entry:
    for entry in entries:
        if entry.id == name:
            return entry
    raise KeyError(f"{name} is not among {', '.join(entry.id for entry in entries)}")


def _faults_of_names(cycle: Lifecycle) -> list[str]:
    kinds: Mapping[str, Iterable[_Part]] = {
        "state": cycle.states,
        "move": cycle.moves,
        "guard": cycle.guards,
        "role": cycle.roles,
    }
    faults = []
    for kind, entries in kinds.items():
        names = Counter(entry.id for entry in entries)
        faults += [f"the {kind} {name} is declared {often} times" for name, often in names.items() if often > 1]
        for entry in entries:
            said = entry.sentence if isinstance(entry, Guard) else entry.label
            if not entry.id or not said.strip():
                faults.append(f"a {kind} lacks its id or its words: {entry.id!r}")
    states = {each.id for each in cycle.states}
    named = {"the initial state": (cycle.initial,), "the final state": cycle.finals}
    faults += [f"{what} {name} is not a state" for what, names in named.items() for name in names if name not in states]
    return faults


def _faults_of_moves(cycle: Lifecycle) -> list[str]:
    states, guards = {each.id for each in cycle.states}, {each.id for each in cycle.guards}
    roles = {each.id for each in cycle.roles}
    faults = []
    for move in cycle.moves:
        for kind, used, known in (
            ("state", (*move.source, move.target), states),
            ("guard", move.guards, guards),
            ("role", move.actors, roles or set(move.actors)),
        ):
            faults += [f"the move {move.id} names no known {kind}: {each}" for each in used if each not in known]
        for what, entries in (("source", move.source), ("actors", move.actors), ("guards", move.guards)):
            faults += [f"the move {move.id} names {each} twice" for each, n in Counter(entries).items() if n > 1]
            if not entries and what != "guards":
                faults.append(f"the move {move.id} has no {what}")
        left = set(move.source) & set(cycle.finals)
        faults += [f"the final state {each} is left by the move {move.id}" for each in sorted(left)]
    asked = {each for move in cycle.moves for each in move.guards}
    acting = {each for move in cycle.moves for each in move.actors}
    faults += [f"no move asks for the guard {each}" for each in sorted(guards - asked)]
    faults += [f"the role {each} makes no move" for each in sorted(roles - acting)]
    return faults


def _faults_of_ways(cycle: Lifecycle) -> list[str]:
    onward = {(source, move.target) for move in cycle.moves for source in move.source}
    reached = _closure({cycle.initial}, onward)
    ending = _closure(set(cycle.finals), {(target, source) for source, target in onward})
    return [
        *(f"the state {each.id} is never reached" for each in cycle.states if each.id not in reached),
        *(f"the state {each.id} leads to no final state" for each in cycle.states if each.id not in ending),
    ]


def _closure(start: set[str], steps: Collection[tuple[str, str]]) -> set[str]:
    found, fresh = set(start), set(start)
    while fresh:
        fresh = {target for source, target in steps if source in fresh} - found
        found |= fresh
    return found
