"""What the addresses of the statement point to."""

from typing import Any

from tests.fund import story
from tests.world import World


def arguments(world: World) -> dict[str, dict[str, Any]]:
    donor = story.donor(world)
    story.written("bank.interest", story.posting.interest(story.usd(5)))
    return {
        "fund:donor-statement-show": {"number": donor.number},
        "fund:donor-statement-csv": {"number": donor.number},
        "fund:trace-show": {"name": "1"},
        "fund:trace-csv": {"name": "1"},
    }
