"""How deeds on programmes lock, ask their lifecycle and tell people."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from alianza.accounts.models import User
from alianza.fund.models import Contract, Programme
from alianza.fund.posting import Draft, Leg, key_of
from alianza.fund.queries.gates import Gates
from alianza.messages.actions import tell_many
from alianza.vocabulary.lifecycle import Lifecycle, require


def ask(cycle: Lifecycle, move: str, state: str, gates: Gates, roles: Collection[str], *, reason: str = "-") -> None:
    """Raises NotYet with every reason at once. `reason` is asked for only where the move needs one."""
    require(cycle, move, state, gates.held, roles or {"nobody"}, reason=reason, because=gates.because)


def lock_programme(pk: int) -> Programme:
    """Every deed that touches a programme's money or state takes its row first, so that they follow one another."""
    held = Programme.objects.select_for_update(no_key=True).get(pk=pk)
    held.proposal = type(held.proposal).objects.select_related("window").get(pk=held.proposal_id)
    return held


def lock_contract(pk: int, programme: Programme) -> Contract:
    held = Contract.objects.select_for_update(no_key=True).get(pk=pk)
    held.programme = programme
    return held


def draft(
    event: str, on: date, legs: tuple[Leg, ...], programme: Programme, *identity: UUID | str | int, text: str = ""
) -> Draft:
    """A journal about a programme; `identity` is what makes the event the same one when it is posted again."""
    return Draft(event, on, legs, key_of(event, *identity), subject=programme.subject, text=text)


def tell_people(people: Iterable[User], kind: str, facts: Mapping[str, Any], url: str) -> None:
    tell_many([(person, facts, url) for person in people], kind)
