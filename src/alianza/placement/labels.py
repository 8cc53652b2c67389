"""What the fair-recruitment label of an employer means for its orders."""

from collections.abc import Collection, Sequence
from datetime import date

from alianza.certification.queries.labels import Label, labels_on, suspensions_on
from alianza.placement.models import JobOrder


def is_demanded_label(label: Label | None) -> bool:
    """Whether it is what programmes that demand the label ask for: an audited one, not a firm's own word."""
    return label is not None and label.is_audited


def admitted(orders: Sequence[JobOrder], on: date) -> Collection[int]:
    """Keys of the orders that may be filled on a day.

    The label is voluntary: it counts only where the programme demands it. One that was taken from its holder for a time
    counts everywhere, for somebody found that workers were wronged.
    """
    employers = {order.employer_id for order in orders}
    suspended = suspensions_on(employers, on)
    labels = labels_on({order.employer_id for order in orders if order.programme.demands_label}, on)
    return {
        order.pk
        for order in orders
        if order.employer_id not in suspended
        and (not order.programme.demands_label or is_demanded_label(labels.get(order.employer_id)))
    }
