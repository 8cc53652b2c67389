"""Larger changes in the states that their addresses are tried in."""

from typing import Any

from tests.fund import changes_cast as cast
from tests.world import World


def arguments(world: World) -> dict[str, dict[str, Any]]:
    change = cast.stated(world, programme=cast.running(world, number="P-2026-901"))
    code = {"code": change.code}
    return {
        "fund:change-state": {"code": change.programme.code},
        "fund:change-show": code,
        "fund:change-move": {**code, "move": "withdraw"},
    }
