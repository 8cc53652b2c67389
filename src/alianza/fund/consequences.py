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


def _eligibility(thing: Any, decision: Decision, by: Actor) -> None:
    from alianza.fund.actions.facility import decide_eligibility

    if not (decision.item.defers and decision.outcome == Decision.Outcome.ADOPTED):
        decide_eligibility(thing, decision, by=by)


def _operation(thing: Any, decision: Decision, by: Actor) -> None:
    from alianza.fund.actions.facility import decide_operation
    from alianza.fund.actions.loans import top_up
    from alianza.fund.chart import BASE_CURRENCY

    item, on = decision.item, decision.decided_at.date()
    adopted = decision.outcome == Decision.Outcome.ADOPTED
    amount = None if item.amount_minor is None else Money(item.amount_minor, BASE_CURRENCY)
    if thing.decision_id is None:
        if not (item.defers and adopted):
            decide_operation(thing, decision, amount, on=on, by=by)
    elif adopted and not item.defers:  # it was approved before: what lacked at signing is asked for
        top_up(thing, decision, amount or Money(thing.lacking_minor, BASE_CURRENCY), on=on, by=by)


def _fee(thing: Any, decision: Decision, by: Actor) -> None:
    from alianza.fund.actions.fees import waive

    if decision.outcome == Decision.Outcome.ADOPTED and not decision.item.defers:
        waive(thing, decision, on=decision.decided_at.date(), by=by)


def _change(thing: Any, decision: Decision, by: Actor) -> None:
    from alianza.fund.actions.larger_changes import decide_change

    if not (decision.item.defers and decision.outcome == Decision.Outcome.ADOPTED):
        decide_change(thing, decision, by=by)


CONSEQUENCES: Mapping[tuple[str, str], Deed] = MappingProxyType(
    {
        (Item.Kind.APPROVAL.value, "proposal"): _proposal,
        (Item.Kind.RESTRUCTURING.value, "change"): _change,
        (Item.Kind.NEW_COUNTRY.value, "change"): _change,
        (Item.Kind.RULES.value, "rules"): _rules,
        (Item.Kind.ELIGIBILITY.value, "request"): _eligibility,
        (Item.Kind.OPERATION.value, "operation"): _operation,
        (Item.Kind.FEES.value, "fee"): _fee,
    }
)
