from typing import Any

from alianza.accounts.actions import issue_token
from tests.world import World


def arguments(world: World) -> dict[str, dict[str, Any]]:
    token, _secret = issue_token(world.ana, label="script", scopes=["registry:read"], days=1, by=world.ana)
    return {
        "accounts:token-end": {"code": token.code},
        "accounts:time-zone:POST": {"time_zone": "Asia/Manila"},
    }
