"""What waits for a person on the home page, by noun."""

from typing import Any

from alianza.network.policy import Visitor


def items(user: Visitor) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    return found
