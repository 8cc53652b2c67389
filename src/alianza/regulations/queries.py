"""Sheets in force as values, and what waits for whom."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import lru_cache

from django.db.models import Q, QuerySet

from alianza.network.policy import Visitor
from alianza.regulations import policy
from alianza.regulations.models import SheetVersion, Status
from alianza.regulations.pathways import Law, law_on
from alianza.regulations.rule_draft import ids_in
from alianza.regulations.sheets import Sheet, read_sheet
from alianza.vocabulary.places import UnknownCountry, country_by_alpha2

IN_FORCE = (Status.PUBLISHED, Status.SEED)
"""A published version goes before a seed."""

_Key = tuple[int, str, str]
_read: dict[_Key, Sheet] = {}


def versions_in_force() -> QuerySet[SheetVersion]:
    """The published version of each category, else its seed; a category without either is in force nowhere."""
    published = SheetVersion.objects.filter(status=Status.PUBLISHED).values("category")
    return SheetVersion.objects.filter(
        Q(status=Status.PUBLISHED) | (Q(status=Status.SEED) & ~Q(category__in=published))
    ).select_related("category")


def destinations_in_force() -> tuple[str, ...]:
    """Countries, by three-letter code, into which a sheet in force opens a route. One light query."""
    codes = versions_in_force().filter(category__side="destination").order_by()
    found = set()
    for code in set(codes.values_list("category__jurisdiction", flat=True)):
        try:
            found.add(country_by_alpha2(code).alpha3)
        except UnknownCountry:  # a region's sheet: its member states have their own
            continue
    return tuple(sorted(found))


def _keys() -> dict[str, _Key]:
    """For each category by name: which version is in force. One light query; documents are not read."""
    rows = SheetVersion.objects.filter(status__in=IN_FORCE).values_list("category__name", "pk", "digest", "status")
    found: dict[str, _Key] = {}
    for name, pk, digest, status in rows.order_by("category__name", "status"):
        if name not in found or status == Status.PUBLISHED:
            found[name] = (pk, digest, status)
    return found


def sheets_by_key(keys: Iterable[_Key]) -> tuple[Sheet, ...]:
    """Sheets of versions by number of the record, digest and status. Read once, kept in memory."""
    wanted = list(keys)
    missing = [pk for pk, digest, status in wanted if (pk, digest, status) not in _read]
    for version in SheetVersion.objects.filter(pk__in=missing).select_related("category"):
        sheet = read_sheet(version.written())
        if version.confirmed_at is not None:  # also when it was replaced or withdrawn since
            sheet = replace(sheet, was_confirmed=True)
        _read[version.pk, version.digest, version.status] = sheet
    if len(_read) > 500:  # versions that are no longer in force
        for stale in _read.keys() - set(wanted):
            _read.pop(stale, None)
    return tuple(_read[key] for key in wanted if key in _read)


def sheets_in_force() -> tuple[Sheet, ...]:
    """The sheet of every category that has one in force, by name. Read once per version, kept in memory."""
    return sheets_by_key(_keys().values())


def sheet_in_force(name: str) -> Sheet | None:
    """The sheet of one category, by its id; `None` where none is in force."""
    key = _keys().get(name)
    return next(iter(sheets_by_key([key])), None) if key else None


def law_in_force(on: date) -> Law:
    """Every sheet in force, its conditions made ready for the day."""
    return law_by_key(tuple(_keys().values()), on)


@lru_cache(maxsize=32)
def law_by_key(keys: tuple[_Key, ...], on: date) -> Law:
    return law_on(sheets_by_key(keys), on)


def sheet_of(version: SheetVersion) -> Sheet:
    """The sheet of a version that is sound. A draft may not be: ask `checks.examine` first."""
    return read_sheet(version.written())


def rule_ids_elsewhere(version: SheetVersion) -> frozenset[str]:
    """The ids that conditions bear in the other versions of the same sheet: none of them may come to mean another."""
    others = SheetVersion.objects.filter(category=version.category_id).exclude(pk=version.pk)
    return frozenset().union(*(ids_in(document) for document in others.values_list("document", flat=True)))


def versions_waiting_for(user: Visitor) -> QuerySet[SheetVersion]:
    """Versions that somebody submitted and this person may publish or send back."""
    waiting = SheetVersion.objects.filter(status__in=(Status.SUBMITTED, Status.IN_REVIEW)).select_related("category")
    mine = [version.pk for version in waiting if policy.may_review(user, version)]
    return waiting.filter(pk__in=mine)
