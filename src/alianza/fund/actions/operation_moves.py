"""What every deed on an operation does alike: lock it, ask its lifecycle, post its money."""

from collections.abc import Callable, Collection, Mapping
from datetime import date

from alianza.accounts.models import User
from alianza.audit.actions import PLATFORM, Actor
from alianza.fund import posting
from alianza.fund.actions.ledger import post
from alianza.fund.lifecycles.facility import OPERATION
from alianza.fund.models import Journal, Operation
from alianza.fund.posting import Draft, Leg, key_of
from alianza.fund.queries import facility_guards as guards
from alianza.fund.queries.facility import back
from alianza.network.policy import is_officer
from alianza.vocabulary.lifecycle import require
from alianza.vocabulary.money import Money


def locked(operation: Operation) -> Operation:
    held = Operation.objects.select_for_update(no_key=True, of=("self",)).select_related("request")
    return held.get(pk=operation.pk)


def roles(by: Actor) -> set[str]:
    if by is PLATFORM:
        return {"clock"}
    return {"officer"} if isinstance(by, User) and is_officer(by) else set()


def ask(
    held: Operation, move: str, facts: Mapping[str, bool | None], role: Collection[str] | str, reason: str = ""
) -> None:
    """Raises NotYet with every reason."""
    require(OPERATION, move, held.state, facts, role, reason=reason)


def ask_officer(
    held: Operation, move: str, on: date, by: Actor, *, reason: str = "", money: Money | None = None
) -> None:
    """Raises NotYet with every reason."""
    ask(held, move, guards.of_operation(held, on, by, money=money), roles(by), reason)


def each(parts: Mapping[str, Money], legs: Callable[[str, Money], tuple[Leg, ...]]) -> tuple[Leg, ...]:
    """The lines of several pools in one journal."""
    return tuple(leg for pool, part in parts.items() for leg in legs(pool, part))


def write(
    event: str, held: Operation, legs: tuple[Leg, ...], *, on: date, by: Actor, what: object = "", text: str = ""
) -> Journal:
    """One journal of the operation; `what` tells events of one kind apart."""
    return post(Draft(event, on, legs, key_of(event, held.code, what), held.subject, text), by=by)


def release(held: Operation, money: Money, *, on: date, by: Actor, what: str) -> None:
    """Grant that is not with the bank goes back to the pools, as they gave. Counts it; the caller saves."""
    if held.committed_on is None:
        legs = each(back(held, money), lambda pool, part: posting.operation_lapsed(pool, held.number, part))
        write("operation.lapsed", held, legs, on=on, by=by, what=what)
    else:
        bank = held.bank_name
        legs = each(back(held, money), lambda pool, part: posting.commitment_cancelled(held.number, bank, pool, part))
        write("operation.cancelled", held, legs, on=on, by=by, what=what)
    held.returned_minor += money.minor


def end(held: Operation, state: Operation.State, on: date, reason: str = "") -> None:
    held.state, held.ended_on, held.ended_because = state, on, reason
