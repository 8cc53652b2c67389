from typing import Any

from tests.world import World


def arguments(world: World) -> dict[str, dict[str, Any]]:
    return {}
