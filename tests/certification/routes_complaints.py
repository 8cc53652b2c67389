"""Complaints at the steps that their addresses need."""

import io
from typing import Any
from uuid import uuid4

from alianza.certification.actions import complaint_findings as findings
from alianza.certification.actions import complaints
from alianza.certification.actions.complaints import Told
from alianza.certification.models import Subject
from tests.documents.contents import PNG
from tests.world import World

SAID = "We look into it."


def arguments(world: World) -> dict[str, dict[str, Any]]:
    firm, _new = Subject.objects.get_or_create(kind="firm", organisation=world.finca_sol)
    told = Told(category="fee", text="They asked for money.", subject=firm, firm_may_know="summary")
    fresh, _code = complaints.submit(uuid4(), told)
    mine, _code = complaints.submit(
        uuid4(), Told(category="other", text="Something."), files=[("a.png", io.BytesIO(PNG))]
    )
    complaints.take(mine, by=world.luc)
    asked, _code = complaints.submit(uuid4(), told)
    complaints.take(asked, by=world.luc)
    complaints.admit(asked, said=SAID, by=world.luc)
    findings.release(
        asked, summary="It is said that workers are charged for a place.", said=SAID, weighed=True, by=world.luc
    )
    taken = {"code": mine.code}
    file = mine.files.get()
    return {
        "certification:complaint-show": taken,
        "certification:complaint-take": {"code": fresh.code},
        "certification:complaint-write": taken,
        "certification:complaint-name": taken,
        "certification:complaint-move": {**taken, "move": "admit"},
        "certification:complaint-file": {**taken, "file": file.code},
        "certification:complaint-asked": {"code": asked.code},
    }
