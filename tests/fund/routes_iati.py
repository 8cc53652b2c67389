"""What the addresses of the IATI files point to."""

from typing import Any

from django.utils import timezone

from alianza.audit.actions import PLATFORM
from alianza.fund.actions.iati import publish
from tests.world import World


def arguments(world: World) -> dict[str, dict[str, Any]]:
    publish(timezone.localdate(), by=PLATFORM)
    return {"fund:iati-identifiers:POST": {"n0": ""}}
