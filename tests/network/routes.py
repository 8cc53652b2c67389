from typing import Any

from alianza.network.models import Mandate, Membership
from tests.world import World


def arguments(world: World) -> dict[str, dict[str, Any]]:
    membership = Membership.objects.get(user=world.dina)
    mandate = Mandate.objects.filter(user=world.imani).first()
    assert mandate is not None
    organisation = {"code": world.finca_sol.code}
    return {
        "network:organisation-show": organisation,
        "network:role-give": organisation,
        "network:role-end": {"code": membership.code},
        "network:mandate-delegate": {"code": mandate.code},
        "network:mandate-revoke": {"code": mandate.code},
    }
