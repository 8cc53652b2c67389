"""What a decision does to what it is about: the subject's own deed, called in the transaction that makes the decision.

One line for each kind of item and prefix of its subject. A deed takes the thing and the decision, and decides itself
what adopting or not adopting means for it; what it refuses, refuses the decision. An item without a line here is
decided and changes nothing by itself: who carries it out shows the decision.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from alianza.audit.actions import Actor
from alianza.fund.models import Decision, Item
from alianza.vocabulary.money import Money

Deed = Callable[[Any, Decision, Actor], object]


def follow(decision: Decision, thing: object, *, by: Actor) -> bool:
    """Let a decision take effect; False where nothing follows from it by itself."""
    deed = CONSEQUENCES.get((decision.item.kind, decision.item.subject.partition(":")[0]))
    if deed is None or (thing is None):
        return False
    deed(thing, decision, by)
    return True


def _proposal(thing: Any, decision: Decision, by: Actor) -> None:
    from alianza.fund.actions.proposals import record_decision
    from alianza.fund.chart import BASE_CURRENCY

    item = decision.item
    amount = None if item.amount_minor is None else Money(item.amount_minor, BASE_CURRENCY)
    deferred = item.defers and decision.outcome == Decision.Outcome.ADOPTED
    record_decision(thing, decision, by=by, amount=amount, deferred=deferred)


def _rules(_thing: Any, decision: Decision, by: Actor) -> None:
    from alianza.fund.actions.bodies import adopt_rules

    if decision.outcome == Decision.Outcome.ADOPTED:
        adopt_rules(decision.item.subject.partition(":")[2], decision, by=by)


CONSEQUENCES: Mapping[tuple[str, str], Deed] = MappingProxyType(
    {
        (Item.Kind.APPROVAL.value, "proposal"): _proposal,
        (Item.Kind.RULES.value, "rules"): _rules,
    }
)
