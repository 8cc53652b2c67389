"""What the clock does with commitments of the facility: it tells of their lapse, well before and shortly before it, and
lets them lapse.
"""

import logging
from datetime import date

from django.db import transaction

from alianza.audit.actions import PLATFORM, record
from alianza.fund.actions import facility_told
from alianza.fund.actions.facility import lapse
from alianza.fund.actions.operation_moves import locked
from alianza.fund.models import Operation
from alianza.fund.queries.facility import lapses_on
from alianza.fund.rules import rule
from alianza.vocabulary.refusal import Refusal

logger = logging.getLogger(__name__)

STEPS = ("lapse_last_notice_days", "lapse_first_notice_days")
"""Rules that say how many days before, the nearest first."""


def tell_of_lapses(on: date) -> int:
    """Tell once for each step that a commitment has reached on its way to its lapse, and of a step that was missed only
    if none nearer is reached; safe to repeat. Returns of how many.
    """
    waiting = Operation.objects.filter(state=Operation.State.COMMITTED).order_by("number")
    return sum(_told(operation, on) for operation in waiting)


@transaction.atomic
def _told(operation: Operation, on: date) -> bool:
    held = locked(operation)
    term = lapses_on(held)
    if held.state != Operation.State.COMMITTED or term is None or on > term:
        return False
    steps = sorted(int(rule(name, on).value) for name in STEPS)
    reached = next((days for days in steps if (term - on).days <= days), None)
    if reached is None or (held.lapse_told is not None and held.lapse_told <= reached):
        return False
    held.lapse_told = reached
    held.save(update_fields=["lapse_told"])
    facility_told.lapses_soon(held, term)
    record("fund.operation.lapse_told", held, by=PLATFORM, days=(term - on).days, on=on)
    return True


def lapse_commitments(on: date) -> int:
    """Commitments whose term for the bank's approval is over lapse, and their grants return to the pools; safe to
    repeat. One that the books refuse is left for the next day and holds up no other. Returns how many lapsed.
    """
    gone = 0
    for operation in Operation.objects.filter(state=Operation.State.COMMITTED).order_by("number"):
        term = lapses_on(operation)
        if term is None or on <= term:
            continue
        try:
            lapse(operation, on=on, by=PLATFORM)
        except Refusal as refused:
            logger.warning("Operation %s did not lapse: %s", operation.number, refused.code)
        else:
            gone += 1
    return gone
