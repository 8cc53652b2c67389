from typing import Any

from alianza.network.policy import Visitor


def entries(_user: Visitor) -> list[dict[str, Any]]:
    return []
