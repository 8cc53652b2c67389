"""The public register for programs, and the keys with which badges are verified."""
# ruff: noqa: ARG001  the API hands each function the request

from dataclasses import asdict
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Path, Query, Router, Schema
from ninja.errors import HttpError

from alianza.certification.badges import public_keys
from alianza.certification.models import Subject
from alianza.certification.queries import register as queries
from alianza.certification.standing import Stands

router = Router()

MOST = 500
Day = Annotated[date | None, Query(description="How it stood at the end of that day; today if left out.")]


class LineOut(Schema):
    """One line of the register. What the scheme does not publish is null, never zero."""

    code: UUID
    name: str
    kind: str
    run_by: str
    governmental: bool
    countries: list[str] | None
    standing: Annotated[str, Field(description="valid, suspended, withdrawn, expired or lapsed.")]
    since: date | None
    outcome: Annotated[str, Field(description="Id of the outcome in the scheme's instrument.")]
    basis: Annotated[str, Field(description="declared: answered for itself; audited: by an accredited auditor.")]
    label: str
    granted: date
    expires: date
    scheme: str
    scheme_version: int | None
    scope: str | None
    open_serious_complaints: int | None
    as_of: date


class RegisterOut(Schema):
    entries: list[LineOut]
    total: int


class SectionOut(Schema):
    """A principle's part of the profile; there is no sum of them. `percent` is null where nothing has a score."""

    section: str
    percent: int | None
    unknown: int
    left_out: int
    unmet: list[str]


class StandingOut(Schema):
    standing: str
    since: date | None
    label: str
    reason: str


class EntryOut(LineOut):
    profile: list[SectionOut]
    history: list[StandingOut]
    first_achieved: date | None
    open_conditions: list[str]
    licences: str


class KeyOut(Schema):
    id: str
    key: Annotated[str, Field(description="Ed25519 public key, 32 bytes in base64.")]
    current: bool


class KeysOut(Schema):
    algorithm: str
    keys: list[KeyOut]


def _day(on: date | None) -> date:
    today = timezone.localdate()
    if on is not None and on > today:
        raise HttpError(422, _("The register tells of days up to today. Choose an earlier day."))
    return on or today


@router.get("register", response=RegisterOut, summary="The register of labels on a day")
def register(
    request: HttpRequest,
    on: Day = None,
    q: Annotated[str, Query(max_length=120, description="Part of a name.")] = "",
    country: Annotated[str, Query(max_length=3, description="Alpha-3.")] = "",
    outcome: Annotated[str, Query(max_length=40)] = "",
    standing: Annotated[str, Query(max_length=16)] = "",
    limit: Annotated[int, Query(ge=1, le=MOST)] = 100,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
) -> dict[str, Any]:
    """Everybody who had a label by that day, by name."""
    day = _day(on)
    rows = queries.found(queries.entries(day), words=q, place=country, outcome=outcome, state=standing)
    return {"entries": [queries.written(row, day) for row in rows[offset : offset + limit]], "total": len(rows)}


def _step(step: Stands) -> dict[str, Any]:
    return {"standing": step.state.value, "since": step.since, "label": step.label, "reason": step.reason}


@router.get("register/{code}", response=EntryOut, summary="One firm or programme on a day")
def register_entry(request: HttpRequest, code: Annotated[UUID, Path()], on: Day = None) -> dict[str, Any]:
    """Its standing, profile by principle, history and open conditions."""
    day = _day(on)
    entry = queries.entry(get_object_or_404(Subject.objects.select_related("organisation"), code=code), day)
    if entry is None:
        raise Http404
    return {
        **queries.written(entry.row, day),
        "profile": [
            {
                "section": each.section.id,
                "percent": each.percent,
                "unknown": each.unknown,
                "left_out": each.left_out,
                "unmet": list(each.unmet),
            }
            for each in entry.sections
        ],
        "history": [_step(step) for step in entry.history],
        "first_achieved": entry.first_achieved,
        "open_conditions": [each.text for each in entry.conditions],
        "licences": entry.licences,
    }


@router.get("keys", response=KeysOut, summary="The public keys that sign badges")
def keys(request: HttpRequest) -> dict[str, Any]:
    """Every key that signs or ever signed here, the one in use first."""
    return {"algorithm": "Ed25519", "keys": [asdict(each) for each in public_keys()]}
