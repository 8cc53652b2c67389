"""Writing, submitting, publishing and withdrawing a sheet. A sheet with problems is never published."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from alianza.accounts.models import User
from alianza.audit.actions import Actor, record
from alianza.regulations import notices, policy
from alianza.regulations.models import OPEN, PermitCategory, SheetVersion, Status
from alianza.regulations.sheets import seed_documents
from alianza.regulations.soundness import examine
from alianza.regulations.worded import worded
from alianza.vocabulary.refusal import Refusal, Stale, marked
from alianza.written import day_of

MOST_PROBLEMS = 5
"""Problems named in a refusal; the page of the version lists them all."""


class SheetHasProblems(Refusal):
    code = "regulations.sheet.has_problems"
    message = marked("This sheet cannot go further: %(problems)s")
    field = "document"


class NotASheet(Refusal):
    code = "regulations.sheet.not_a_sheet"
    message = marked("This is not a sheet: it has no id, jurisdiction and side of its own.")
    field = "document"


class AnotherCategory(Refusal):
    code = "regulations.sheet.another_category"
    message = marked("The document is the sheet of %(found)s, not of %(wanted)s. Change its id or choose the other.")
    field = "document"


class AnotherJurisdiction(Refusal):
    code = "regulations.sheet.another_jurisdiction"
    message = marked("You keep no sheets of %(jurisdiction)s; its focal point for rules of entry and work does.")
    field = "document"


class NotTheirStep(Refusal):
    code = "regulations.sheet.not_their_step"
    message = marked("%(sheet)s cannot take this step now, or not by you.")


class NeedsAFirstDay(Refusal):
    code = "regulations.sheet.needs_a_first_day"
    message = marked("Say from which day %(sheet)s is in force; the sheet itself names none.")
    field = "effective_from"


class EndsBeforeItBegins(Refusal):
    code = "regulations.sheet.ends_before_it_begins"
    message = marked("%(sheet)s ends on %(last)s; it cannot be in force from %(first)s.")
    field = "effective_from"


def digest_of(document: Mapping[str, Any]) -> str:
    """What identifies a document: equal documents have equal digests, whatever the order of their keys."""
    written = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def _locked(version: SheetVersion) -> SheetVersion:
    """The version as it is now, its category locked against a second publisher."""
    PermitCategory.objects.select_for_update(no_key=True).get(pk=version.category_id)
    return SheetVersion.objects.select_for_update(no_key=True).select_related("category").get(pk=version.pk)


def _next_number(category: PermitCategory) -> int:
    last = category.versions.order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1


def _dates(document: Mapping[str, Any]) -> dict[str, Any]:
    return {key: day_of(document.get(key)) for key in ("effective_from", "effective_to")}


def _refuse_problems(document: Mapping[str, Any]) -> None:
    _, problems = examine(document)
    if problems:
        named = " ".join(worded(problem) for problem in problems[:MOST_PROBLEMS])
        more = len(problems) - MOST_PROBLEMS
        raise SheetHasProblems(problems=f"{named} (+{more})" if more > 0 else named)


_FOUND_SOUND: set[str] = set()
"""Packaged documents examined in this process; the same document is judged once."""


@transaction.atomic
def load_seed_sheets(*, by: Actor) -> int:
    """Load the packaged sheets as seeds, for a demonstration. Safe to repeat; returns how many were new or changed.

    Raises SheetHasProblems when a packaged sheet is not sound: then none is loaded.
    """
    loaded = 0
    for name, document in sorted(seed_documents().items()):
        category, _new = PermitCategory.objects.get_or_create(
            name=name, defaults={"jurisdiction": document["jurisdiction"]["code"], "side": document["side"]}
        )
        category = PermitCategory.objects.select_for_update(no_key=True).get(pk=category.pk)
        digest = digest_of(document)
        held = category.versions.filter(status=Status.SEED).first()
        if held is not None and held.digest == digest:
            continue
        if digest not in _FOUND_SOUND:
            _refuse_problems(document)
            _FOUND_SOUND.add(digest)
        if held is not None:
            held.status = Status.SUPERSEDED
            held.save(update_fields=["status"])
        version = SheetVersion.objects.create(
            category=category,
            number=max(_next_number(category), document["version"]),
            status=Status.SEED,
            document=document,
            digest=digest,
            **_dates(document),
        )
        record("regulations.sheet.loaded", version, by=by, sheet=name, number=version.number, digest=digest)
        loaded += 1
    return loaded


def _claims(document: object) -> tuple[str, str, str]:
    """Id, jurisdiction and side that a document claims. Raises NotASheet."""
    if not isinstance(document, dict) or not isinstance(document.get("jurisdiction"), dict):
        raise NotASheet
    name, place, side = document.get("id"), document["jurisdiction"].get("code"), document.get("side")
    if not (isinstance(name, str) and isinstance(place, str) and isinstance(side, str)):
        raise NotASheet
    if not (0 < len(name) <= 80 and 0 < len(place) <= 20 and side in {"destination", "origin", "transit"}):
        raise NotASheet
    return name, place, side


@transaction.atomic
def draft_sheet(document: object, *, by: User) -> SheetVersion:
    """Keep a document as the draft of a new version; its category is made when it is new.

    A draft may have problems: its page lists them. Raises NotASheet, AnotherJurisdiction; AnotherCategory when the id
    belongs to a sheet of another jurisdiction or side; NotTheirStep while another version is being worked on.
    """
    name, place, side = _claims(document)
    if not policy.may_draft_for(by, place):
        raise AnotherJurisdiction(jurisdiction=place)
    category, _new = PermitCategory.objects.get_or_create(name=name, defaults={"jurisdiction": place, "side": side})
    category = PermitCategory.objects.select_for_update(no_key=True).get(pk=category.pk)
    if (category.jurisdiction, category.side) != (place, side):
        raise AnotherCategory(found=f"{place} ({side})", wanted=f"{category.jurisdiction} ({category.side})")
    if category.versions.filter(status__in=OPEN).exists():
        raise NotTheirStep(sheet=name)
    if not isinstance(document, dict):
        raise NotASheet
    version = SheetVersion.objects.create(
        category=category,
        number=_next_number(category),
        status=Status.DRAFT,
        document=document,
        digest=digest_of(document),
        drafted_by=by,
        **_known_dates(document),
    )
    record("regulations.sheet.drafted", version, by=by, sheet=name, number=version.number)
    return version


def _known_dates(document: Mapping[str, Any]) -> dict[str, Any]:
    """Dates of a draft, which may still be wrong: those in the wrong order wait until they are corrected."""
    dates = _dates(document)
    first, last = dates["effective_from"], dates["effective_to"]
    return {"effective_from": None, "effective_to": None} if first and last and last < first else dates


@transaction.atomic
def change_draft(version: SheetVersion, document: object, *, edits: int, by: User) -> SheetVersion:
    """Put another document in the place of a draft's. `edits` is what the person saw.

    Raises NotASheet, AnotherCategory, NotTheirStep; Stale when somebody changed the draft meanwhile.
    """
    version = _locked(version)
    if not policy.may_submit(by, version):
        raise NotTheirStep(sheet=str(version))
    if version.edits != edits:
        raise Stale(thing=str(version))
    name, place, side = _claims(document)
    category = version.category
    if (name, place, side) != (category.name, category.jurisdiction, category.side):
        raise AnotherCategory(found=f"{name} ({place})", wanted=f"{category.name} ({category.jurisdiction})")
    if not isinstance(document, dict):
        raise NotASheet
    version.document, version.digest, version.edits = document, digest_of(document), edits + 1
    dates = _known_dates(document)
    version.effective_from, version.effective_to = dates["effective_from"], dates["effective_to"]
    version.save(update_fields=["document", "digest", "edits", "effective_from", "effective_to"])
    record("regulations.sheet.changed", version, by=by, sheet=category.name, number=version.number)
    return version


@transaction.atomic
def submit_sheet(version: SheetVersion, *, by: User) -> SheetVersion:
    """Hand a draft in for review, and tell those who may review it.

    Raises SheetHasProblems, also when a worked case fails; NotTheirStep.
    """
    version = _locked(version)
    if not policy.may_submit(by, version):
        raise NotTheirStep(sheet=str(version))
    _refuse_problems(version.written())
    version.status, version.submitted_at, version.submitted_by = Status.SUBMITTED, timezone.now(), by
    version.save(update_fields=["status", "submitted_at", "submitted_by"])
    notices.sheet_submitted(version)
    record("regulations.sheet.submitted", version, by=by, sheet=version.category.name, number=version.number)
    return version


@transaction.atomic
def take_up_sheet(version: SheetVersion, *, by: User) -> SheetVersion:
    """Say that one is reviewing it. Raises NotTheirStep."""
    version = _locked(version)
    if version.status != Status.SUBMITTED or not policy.may_review(by, version):
        raise NotTheirStep(sheet=str(version))
    version.status = Status.IN_REVIEW
    version.save(update_fields=["status"])
    record("regulations.sheet.taken_up", version, by=by, sheet=version.category.name, number=version.number)
    return version


@transaction.atomic
def return_sheet(version: SheetVersion, *, reason: str, by: User) -> SheetVersion:
    """Send a submitted version back to its focal point as a draft. Raises NotTheirStep."""
    version = _locked(version)
    if not policy.may_review(by, version):
        raise NotTheirStep(sheet=str(version))
    version.status, version.submitted_at, version.submitted_by = Status.DRAFT, None, None
    version.save(update_fields=["status", "submitted_at", "submitted_by"])
    record(
        "regulations.sheet.returned", version, by=by, sheet=version.category.name, number=version.number, reason=reason
    )
    return version


@transaction.atomic
def publish_sheet(version: SheetVersion, *, by: User, effective_from: date | None = None) -> SheetVersion:
    """Confirm a submitted version: from now on it is the sheet in force, and the one before it is replaced.

    What is replaced keeps its own days. `effective_from` is the first day of a sheet that names none itself. Raises
    SheetHasProblems, also when a worked case fails; NotTheirStep, also for whoever submitted it; NeedsAFirstDay;
    EndsBeforeItBegins.
    """
    version = _locked(version)
    if not policy.may_review(by, version):
        raise NotTheirStep(sheet=str(version))
    _refuse_problems(version.written())
    first = version.effective_from or _dates(version.document)["effective_from"] or effective_from
    if first is None:
        raise NeedsAFirstDay(sheet=str(version))
    if version.effective_to is not None and version.effective_to < first:
        raise EndsBeforeItBegins(sheet=str(version), last=version.effective_to, first=first)
    version.effective_from = first
    for before in version.category.versions.filter(status__in=(Status.PUBLISHED, Status.SEED)):
        before.status = Status.SUPERSEDED
        before.save(update_fields=["status"])
    version.status, version.confirmed_at, version.confirmed_by = Status.PUBLISHED, timezone.now(), by
    version.save(update_fields=["status", "confirmed_at", "confirmed_by", "effective_from"])
    record(
        "regulations.sheet.published",
        version,
        by=by,
        sheet=version.category.name,
        number=version.number,
        digest=version.digest,
        effective_from=first.isoformat(),
    )
    return version


@transaction.atomic
def withdraw_sheet(version: SheetVersion, *, reason: str, by: User) -> SheetVersion:
    """Take the published version out of force; nothing takes its place. Raises NotTheirStep."""
    version = _locked(version)
    if not policy.may_withdraw(by, version):
        raise NotTheirStep(sheet=str(version))
    version.status = Status.WITHDRAWN
    version.save(update_fields=["status"])
    record(
        "regulations.sheet.withdrawn", version, by=by, sheet=version.category.name, number=version.number, reason=reason
    )
    return version
