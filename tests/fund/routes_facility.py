"""What the addresses of the facility point to."""

from datetime import date
from typing import Any

from alianza.fund.actions import fees
from tests.fund import facility_story as story
from tests.fund.story import usd
from tests.world import World


def arguments(world: World) -> dict[str, dict[str, Any]]:
    made = story.operation(world, "effective")
    payment = story.paid(world, made, 1_000_000, until="noted")
    before = story.operation(world)
    story.member("Ministry of Labour", "PHL")
    year = fees.assess(date.today().year, usd(1000), on=story.DAY, by=world.luc)
    due = year.dues.get()
    request, held = {"code": made.request.code}, {"code": made.code}
    return {
        "fund:request-show": request,
        "fund:request-review": request,
        "fund:request-review:POST": {"found": ""},
        "fund:request-end": request,
        "fund:request-end:POST": {"end-reason": ""},
        "fund:operation-propose": request,
        "fund:operation-show": held,
        "fund:operation-change": {"code": before.code},
        "fund:operation-step": {**held, "step": "close"},
        "fund:operation-step:POST": {},
        "fund:payment-step": {"code": payment.code, "step": "withdraw"},
        "fund:payment-step:POST": {},
        "fund:fee-year": {"year": year.year},
        "fund:fee-invoice": {"year": year.year},
        "fund:fee-pay": {"code": due.code},
        "fund:fee-pay:POST": {},
    }
