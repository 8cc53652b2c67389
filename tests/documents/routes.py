from datetime import date
from io import BytesIO
from typing import Any

from alianza.documents.actions import store
from alianza.documents.models import Kind
from tests.documents.contents import PDF
from tests.world import World


def arguments(world: World) -> dict[str, dict[str, Any]]:
    file = store(world.ana, Kind.CV, BytesIO(PDF), name="cv.pdf", keep_until=date(2100, 1, 1), by=world.ana)
    return {"documents:file-download": {"code": file.code}, "documents:file-remove": {"code": file.code}}
