"""What addresses of the calendar of closed days point to."""

from datetime import date
from typing import Any

from django.utils import timezone

from alianza.fund.actions.closed_days import close_day
from tests.world import World


def arguments(world: World) -> dict[str, dict[str, Any]]:
    closed = close_day(date(2031, 5, 1), name="Labour Day", at=timezone.now(), by=world.luc)
    return {
        "fund:closed-day-add:POST": {"day": "2031-12-25", "name": "Christmas"},
        "fund:closed-day-take-back": {"code": closed.code},
        "fund:closed-day-take-back:POST": {"reason": "It is none."},
    }
