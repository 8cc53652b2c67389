"""A lifecycle as a page shows it: what has to be true before something can move, and who can do it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext

from alianza.vocabulary.lifecycle import Lifecycle
from alianza.vocabulary.said import Said


@dataclass(frozen=True, slots=True)
class ShownGuard:
    sentence: str
    holds: bool
    missing: str


@dataclass(frozen=True, slots=True)
class ShownMove:
    """`possible`: every guard holds. `yours`: somebody of the reader's roles may do it."""

    id: str
    label: str
    target: str
    actors: tuple[str, ...]
    guards: tuple[ShownGuard, ...]
    possible: bool
    yours: bool


def moves_shown(
    lifecycle: Lifecycle,
    state: str,
    held: Mapping[str, bool],
    roles: Collection[str],
    because: Mapping[str, Said],
) -> list[ShownMove]:
    """The moves that leave a state, in the page's language."""
    return [
        ShownMove(
            move.id,
            gettext(move.label),
            gettext(lifecycle.state(move.target).label),
            tuple(gettext(role.label) for role in lifecycle.actors_of(move.id)),
            tuple(
                ShownGuard(
                    gettext(one.sentence),
                    bool(held.get(one.id)),
                    because[one.id].translated(gettext) if one.id in because and not held.get(one.id) else "",
                )
                for one in lifecycle.guards_of(move.id)
            ),
            all(held.get(one) for one in move.guards),
            bool(set(roles) & set(move.actors)),
        )
        for move in lifecycle.moves_from(state)
    ]
