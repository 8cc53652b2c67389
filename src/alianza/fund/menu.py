from typing import Any

from alianza.network.policy import Visitor


def entries(user: Visitor) -> list[dict[str, Any]]:
    """What of the fund a person finds in the navigation; each noun adds its line where it has a page for them."""
    found: list[dict[str, Any]] = []
    return found
