from typing import Any

from alianza.messages.models import Notice
from tests.world import World


def arguments(world: World) -> dict[str, dict[str, Any]]:
    notice = Notice.objects.create(user=world.ana, kind="test.kind")
    return {"messages:notice-open": {"code": notice.code}}
