from typing import Any

from alianza.placement.models import Placement, Proposal, Run
from tests.placement import scene
from tests.world import World


def arguments(world: World) -> dict[str, dict[str, Any]]:
    order = scene.opened(scene.strawberries(world.finca_sol), world.luc)
    ana = scene.ana(world)
    proposal = Proposal.objects.create(order=order, profile=ana, rank=1, score=5000, answer=Proposal.Answer.ASKED)
    placement = Placement.objects.create(order=order, profile=ana)
    run = Run.objects.create(
        programme=order.programme, ordinal=1, state=Run.State.DONE, objective=0, upper_bound=0, started_by=world.luc,
        workers=0, orders=0, candidates=0, report={"left_out_by_permit": 0, "rates_year": 2025},
    )  # fmt: skip
    Run.objects.create(programme=order.programme, ordinal=2, state=Run.State.WORKING, started_by=world.luc)
    by_order = {"code": order.code}
    by_proposal = {"code": proposal.code}
    by_run = {"code": run.code}
    return {
        **{
            f"placement:{name}": by_order
            for name in (
                "order-show", "order-submit", "order-approve", "order-return", "order-close",
                "shortlist-show", "shortlist-ask", "order-for-me",
            )
        },
        "placement:order-return:POST": {"reason": ""},
        "placement:order-edit": {**by_order, "step": "terms"},
        **{f"placement:{name}": by_proposal for name in ("proposal-show", "proposal-open", "proposal-offer", "proposal-answer")},
        "placement:proposal-answer:POST": {"answer": "perhaps"},
        "placement:place-answer": {"code": placement.code},
        "placement:place-answer:POST": {"answer": "perhaps"},
        "placement:programme-show": {"code": order.programme.code},
        "placement:programme-limits": {"code": order.programme.code},
        "placement:programme-limits-remove": {"code": order.programme.code},
        "placement:run-start": {"code": order.programme.code},
        **{
            f"placement:{name}": by_run
            for name in ("run-show", "run-progress", "run-accept", "run-discard", "run-certificate", "run-places")
        },
    }  # fmt: skip
