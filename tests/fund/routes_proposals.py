"""Proposals in the states that their addresses are tried in."""

from typing import Any

from alianza.fund.actions import reviews
from tests.fund import asking
from tests.world import World


def arguments(world: World) -> dict[str, dict[str, Any]]:
    draft = {"code": asking.begun(world).code}
    sent, withdrawn, checked, returned = (asking.submitted(world) for _each in range(4))
    asked = asking.admitted(world)
    endorsed = asking.endorsed(world)
    review = reviews.invite(endorsed, world.rhea, by=world.luc)
    before = {"code": endorsed.code}
    return {
        "fund:proposal-show": {"code": sent.code},
        "fund:proposal-versions": {"code": sent.code},
        "fund:proposal-edit": {**draft, "step": "basics"},
        "fund:proposal-edit:POST": {"version": "1"},
        "fund:proposal-review": draft,
        "fund:proposal-submit": draft,
        "fund:proposal-withdraw": {"code": withdrawn.code},
        "fund:proposal-capacity": {"code": checked.code},
        "fund:proposal-capacity:POST": {"executant": str(checked.executants.get().pk), "text": "Sound."},
        "fund:proposal-admit": {"code": sent.code},
        "fund:proposal-admit:POST": {"text": "Nothing found."},
        "fund:proposal-return": {"code": returned.code},
        "fund:proposal-return:POST": {"text": "Say who trains."},
        "fund:proposal-ask": {"code": asked.code},
        "fund:proposal-invite": before,
        "fund:proposal-opinion": before,
        "fund:proposal-opinion:POST": {"text": "Sound."},
        "fund:endorsement-answer": {"code": asked.endorsements.get().code},
        "fund:endorsement-letter": {"code": endorsed.endorsements.get().code},
        "fund:review-show": {"code": review.code},
        "fund:review-declare": {"code": review.code},
    }
