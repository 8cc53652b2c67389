"""What a respondent's addresses point to."""

import io
from typing import Any

from alianza.instruments.actions import answering
from alianza.instruments.models import InstrumentVersion
from tests.documents.contents import PNG
from tests.instruments.forms import survey
from tests.instruments.story import WHOLE, invited, keep, opened, published
from tests.world import World


def arguments(world: World) -> dict[str, dict[str, Any]]:
    form = survey(urn="urn:alianza:instrument:for-the-table")
    form["items"].append({"id": "PAPER", "section": "law", "type": "file", "label": {"en": "The law"}})
    version: InstrumentVersion = published(world, form)
    running = opened(world, version=version, name="Asked")
    done = opened(world, version=version, name="Answered")
    response = answering.begin(invited(running), by=world.imani)
    paper = answering.attach(response, "PAPER", io.BytesIO(PNG), name="law.png", by=world.imani)
    delegation = answering.delegate(response, "helper@ministry.example", ["law"], by=world.imani)
    answered = answering.begin(invited(done), by=world.imani)
    keep(answered, WHOLE, by=world.imani)
    submission = answering.hand_in(answered, by=world.imani)
    one, receipt = {"code": response.code}, {"code": submission.code}
    return {
        "instruments:response-begin": {"code": invited(running).code},
        **{
            f"instruments:response-{page}": one
            for page in ("show", "keep", "delegate", "review", "hand-in", "offline", "bring")
        },
        "instruments:response-section": {**one, "section": "law"},
        "instruments:response-section:POST": {"seen-HAS_LAW": "0:", "a-HAS_LAW": "yes"},
        "instruments:response-question": {**one, "item": "HAS_LAW"},
        "instruments:response-question:POST": {"then": "next"},
        "instruments:response-attach": {**one, "item": "PAPER"},
        "instruments:response-file": {**one, "file": paper.code},
        "instruments:response-delegate:POST": {"address": "other@ministry.example", "sections": ["law"]},
        "instruments:delegation-end": {"code": delegation.code},
        **{f"instruments:receipt-{page}": receipt for page in ("show", "pdf", "json")},
    }
