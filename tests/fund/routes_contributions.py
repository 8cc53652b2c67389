"""What the addresses of contributions point to."""

from datetime import date
from typing import Any

from alianza.fund.actions import contributions as actions
from alianza.network.models import Organisation
from tests.fund import story
from tests.world import World


def arguments(world: World) -> dict[str, dict[str, Any]]:
    donor = story.donor(world)
    money = story.usd(100)
    made = actions.draft_agreement(
        donor, money, number="NOR-1", instalments=[(date(2026, 9, 1), money)], on=story.DAY, by=world.luc
    )
    promise = actions.pledge(donor, money, on=story.DAY, by=world.luc)
    line = actions.enter_bank_line(reference="B-1", value_on=story.DAY, money=story.usd(5), text="", by=world.luc)
    other = Organisation.objects.create(name="Foundation Elsewhere", actor_type="private_donor")
    agreement, one = {"code": made.code}, {"code": donor.code}
    return {
        "fund:donor-show": one,
        "fund:donor-look-into": one,
        "fund:donor-look-into:POST": {"found": "Nothing against it."},
        "fund:pledge-enter": one,
        "fund:agreement-draft": one,
        "fund:pledge-lapse": {"code": promise.code},
        "fund:agreement-show": agreement,
        "fund:agreement-signature": agreement,
        "fund:agreement-sign": agreement,
        "fund:agreement-sign:POST": {"on": "2026-03-02"},
        "fund:agreement-withdraw": agreement,
        "fund:agreement-withdraw:POST": {"reason": ""},
        "fund:agreement-allocate": agreement,
        "fund:agreement-close": agreement,
        "fund:instalment-receive": {"code": made.instalments.get().code},
        "fund:bank-explain": {"code": line.code},
        "fund:donor-enter:POST": {"organisation": other.pk, "number": "ELSE", "kind": "foundation"},
    }
