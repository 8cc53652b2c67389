from typing import Any

from tests.world import World


def arguments(_world: World) -> dict[str, dict[str, Any]]:
    return {
        "consent:consent-give": {"purpose": "mail"},
        "consent:consent-give:POST": {"version": "1", "language": "en"},
        "consent:consent-withdraw": {"purpose": "mail"},
    }
