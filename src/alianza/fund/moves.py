"""A lifecycle as a page shows it: what has to be true before this can move, and who can do it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext

from alianza.vocabulary.lifecycle import Lifecycle
from alianza.vocabulary.said import Said


@dataclass(frozen=True, slots=True)
class ShownGuard:
    sentence: str
    holds: bool | None
    """None: not known."""
    missing: str = ""
    """What exactly is missing, where that is known."""


@dataclass(frozen=True, slots=True)
class ShownMove:
    id: str
    label: str
    target: str
    actors: tuple[str, ...]
    guards: tuple[ShownGuard, ...]
    possible: bool
    """Every guard holds."""
    yours: bool
    """Somebody of the reader's roles may do it."""


def moves_shown(
    lifecycle: Lifecycle,
    state: str,
    held: Mapping[str, bool | None],
    roles: Collection[str],
    because: Mapping[str, Said] | None = None,
) -> list[ShownMove]:
    """The moves that leave a state, in the page's language; include `fund/_moves.html` with them as `moves`."""
    return [
        ShownMove(
            move.id,
            gettext(move.label),
            gettext(lifecycle.state(move.target).label),
            tuple(gettext(role.label) for role in lifecycle.actors_of(move.id)),
            tuple(
                ShownGuard(gettext(one.sentence), held.get(one.id), _detail(because or {}, one.id))
                for one in lifecycle.guards_of(move.id)
            ),
            all(held.get(one) is True for one in move.guards),
            bool(set(roles) & set(move.actors)),
        )
        for move in lifecycle.moves_from(state)
    ]


def _detail(because: Mapping[str, Said], guard: str) -> str:
    return because[guard].translated(gettext) if guard in because else ""
