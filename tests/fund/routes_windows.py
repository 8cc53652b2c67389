"""What the addresses of windows point to."""

from typing import Any

from tests.fund import story
from tests.world import World


def arguments(world: World) -> dict[str, dict[str, Any]]:
    window = {"code": story.window("W9", "governance").code}
    return {
        "fund:window-open:POST": {"number": "W8", "area": "irregular"},
        "fund:window-rules": window,
        "fund:window-rules:POST": {"indirect_cap": "0.08", "reason": "The rules of the donor allow it."},
        "fund:window-close": window,
    }
