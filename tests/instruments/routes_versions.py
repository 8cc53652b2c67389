"""What the addresses of instruments point to."""

from typing import Any

from alianza.instruments.actions import versions
from tests.instruments.forms import survey
from tests.instruments.story import published
from tests.world import World


def named(name: str) -> dict[str, Any]:
    return survey(urn=f"urn:alianza:instrument:{name}")


def arguments(world: World) -> dict[str, dict[str, Any]]:
    older = published(world, named("two-versions"))
    newer = published(world, named("two-versions"))
    assert older.number < newer.number
    draft = versions.draft_version(named("being-written"), by=world.luc)
    ready = versions.draft_version(named("ready"), by=world.luc)
    going = versions.draft_version(named("going"), by=world.luc)
    leaving = published(world, named("leaving"))
    at = {"code": draft.code}
    reading = ("show", "yaml", "xlsform", "compare", "preview")
    writing = ("edit", "about", "text", "arrange", "item-add", "section-add", "choices-add")
    return {
        **{f"instruments:version-{page}": {"code": newer.code} for page in (*reading, "again")},
        **{f"instruments:version-{page}": at for page in writing},
        "instruments:version-publish": {"code": ready.code},
        "instruments:version-discard": {"code": going.code},
        "instruments:version-discard:POST": {"edits": "0"},
        "instruments:version-withdraw": {"code": leaving.code},
        "instruments:version-withdraw:POST": {"reason": "Another takes its place."},
        "instruments:version-item": at | {"at": 0},
        "instruments:version-part": at | {"at": 9, "child": 0},
        "instruments:version-part-add": at | {"at": 9},
        "instruments:version-section": at | {"at": 0},
        "instruments:version-choices": at | {"name": "who"},
        "instruments:version-arrange:POST": {"edits": "0", "what": "item", "which": "0", "step": "down"},
    }
