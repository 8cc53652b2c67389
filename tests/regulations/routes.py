"""The sheets that addresses with a code point to. The draft has a problem, so that submitting it is refused."""

import copy
from typing import Any

from alianza.audit.actions import PLATFORM
from alianza.regulations.actions.reports import new_code, report_error
from alianza.regulations.actions.sheets import digest_of, load_seed_sheets
from alianza.regulations.models import ErrorReport, PermitCategory, SheetVersion, Status
from alianza.regulations.sheets import seed_documents
from tests.world import World


def philippine(name: str) -> dict[str, Any]:
    """A sheet of the Philippines under another id, sound in itself."""
    document = copy.deepcopy(dict(seed_documents()["ph-exit-clearance"]))
    document["id"] = name
    return document


def version(world: World, name: str, status: Status, **more: Any) -> SheetVersion:
    document = philippine(name)
    category, _new = PermitCategory.objects.get_or_create(name=name, defaults={"jurisdiction": "PH", "side": "origin"})
    number = category.versions.count() + 1
    more.setdefault("effective_from", document["effective_from"])
    return SheetVersion.objects.create(
        category=category, number=number, status=status, document=document, digest=digest_of(document), **more
    )


LINE = "elements.permit.say[0]"


def report_on(held: SheetVersion, path: str = LINE, *, text: str = "It says otherwise.", **more: str) -> ErrorReport:
    """An error told by somebody of a line."""
    return report_error(held, path, code=more.pop("code", "") or new_code(), text=text, **more)


def arguments(world: World) -> dict[str, dict[str, Any]]:
    from django.utils import timezone

    load_seed_sheets(by=PLATFORM)
    now = timezone.now()
    draft = version(world, "ph-draft", Status.DRAFT, drafted_by=world.imani)
    draft.document = {**draft.document, "as_of": "recently"}
    draft.save()
    submitted = {"submitted_by": world.imani, "submitted_at": now}
    shown = version(world, "ph-shown", Status.SUBMITTED, **submitted)
    taken = version(world, "ph-taken", Status.SUBMITTED, **submitted)
    published = version(world, "ph-published", Status.SUBMITTED, **submitted)
    returned = version(world, "ph-returned", Status.SUBMITTED, **submitted)
    in_force = version(world, "ph-in-force", Status.PUBLISHED, **submitted, confirmed_by=world.luc, confirmed_at=now)
    kept = version(world, "ph-kept", Status.PUBLISHED, **submitted, confirmed_by=world.luc, confirmed_at=now)
    told, taken_report, answered = (report_on(kept) for _ in range(3))
    reason = {"reason": "The fee changed."}
    ruled = version(world, "ph-ruled", Status.DRAFT, drafted_by=world.imani)
    shortened = version(world, "ph-shortened", Status.DRAFT, drafted_by=world.imani)
    return {
        "regulations:sheet-versions": {"sheet": "de-eu-blue-card"},
        "regulations:sheet-difference": {"sheet": "de-eu-blue-card"},
        **{
            f"regulations:{name}": {"code": ruled.code}
            for name in ("figure-list", "figure-edit", "value-edit", "source-edit", "figure-remove")
        },
        "regulations:figure-remove:POST": {"what": "source", "name": "none"},
        "regulations:element-list": {"code": ruled.code},
        "regulations:element-edit": {"code": ruled.code, "element": "permit"},
        "regulations:rule-show": {"code": ruled.code},
        "regulations:rule-arrange": {"code": ruled.code},
        "regulations:rule-arrange:POST": {"edits": "0", "do": ""},
        "regulations:rule-condition": {"code": ruled.code},
        "regulations:rule-case-add": {"code": ruled.code},
        "regulations:rule-case": {"code": ruled.code, "at": 0},
        "regulations:rule-case-remove": {"code": shortened.code, "at": 0},
        "regulations:rule-case-remove:POST": {"edits": "0"},
        "regulations:sheet-show": {"sheet": "de-eu-blue-card"},
        "regulations:sheet-file": {"sheet": "de-eu-blue-card"},
        "regulations:pathways-question:POST": {"question": "offer.exists", "answer": "none", "do": "answer"},
        "regulations:report-tell": {"sheet": "ph-kept", "number": 1, "line": LINE},
        "regulations:report-show": {"code": told.code},
        "regulations:report-take-up": {"code": taken_report.code},
        "regulations:report-answer": {"code": answered.code},
        "regulations:report-answer:POST": {"do": "no_error", **reason},
        "regulations:look-enter": {"sheet": "ph-kept"},
        "regulations:look-enter:POST": {
            "version": str(kept.code),
            "looked_on": timezone.localdate().isoformat(),
            "sources": ["s1"],
        },
        "regulations:version-show": {"code": shown.code},
        "regulations:version-change": {"code": draft.code},
        "regulations:version-submit": {"code": draft.code},
        "regulations:version-take-up": {"code": taken.code},
        "regulations:version-publish": {"code": published.code},
        "regulations:version-return": {"code": returned.code},
        "regulations:version-return:POST": reason,
        "regulations:version-withdraw": {"code": in_force.code},
        "regulations:version-withdraw:POST": reason,
    }
