"""The versions of the sheets through time: what tells of a day, and what was in force here on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from alianza.audit.models import Entry
from alianza.regulations import point_in_time, policy
from alianza.regulations.models import SheetVersion, Status
from alianza.regulations.pathways import Law
from alianza.regulations.point_in_time import Reach, Stood
from alianza.regulations.queries import law_by_key, law_in_force, sheets_by_key
from alianza.regulations.sheets import Sheet


def histories(name: str = "") -> Mapping[str, tuple[Stood, ...]]:
    """Every version that is or was in force here, by sheet; of one sheet alone when it is named. Documents not read."""
    rows = SheetVersion.objects.filter(status__in=policy.PUBLIC).order_by("category__name", "number")
    if name:
        rows = rows.filter(category__name=name)
    held = list(
        rows.values_list(
            "category__name",
            "pk",
            "digest",
            "status",
            "code",
            "number",
            "effective_from",
            "effective_to",
            "entered_at",
            "confirmed_at",
        )
    )
    withdrawn = _withdrawn({str(row[4]) for row in held if row[3] == Status.WITHDRAWN})
    found: dict[str, list[Stood]] = {}
    for sheet, pk, digest, status, code, number, begins, ends, entered_at, confirmed_at in held:
        entered = timezone.localdate(confirmed_at or entered_at)
        gone = withdrawn.get(str(code), entered) if status == Status.WITHDRAWN else None
        stood = Stood(number, confirmed_at is not None, begins, ends, entered, gone, key=(pk, digest, status))
        found.setdefault(sheet, []).append(stood)
    return {sheet: tuple(history) for sheet, history in found.items()}


def _withdrawn(codes: set[str]) -> dict[str, date]:
    """When versions were withdrawn, from the deeds."""
    if not codes:
        return {}
    deeds = Entry.objects.filter(deed="regulations.sheet.withdrawn", subject__in=codes).values_list("subject", "at")
    return {subject: timezone.localdate(at) for subject, at in deeds}


@dataclass(frozen=True, slots=True)
class Told:
    """The sheet that tells what held on a day. `shown` is the number of the version in force here on that day."""

    sheet: Sheet
    on: date
    reach: Reach
    shown: int | None
    number: int


def sheet_told_on(name: str, on: date) -> Told | None:
    """The version of a sheet that, as known now, tells best what held on the day; `None` where none does."""
    history = histories(name).get(name, ())
    telling, shown = point_in_time.telling_on(history, on), point_in_time.shown_on(history, on)
    if telling is None:
        return None
    sheet = next(iter(sheets_by_key([telling.key])), None)
    if sheet is None:
        return None
    return Told(sheet, on, point_in_time.reach(telling, on), shown.number if shown else None, telling.number)


def law_told_on(on: date) -> Law:
    """What tells of a day that is over; of today and later, the law in force, its conditions made ready for the day."""
    if on >= timezone.localdate():
        return law_in_force(on)
    telling = [point_in_time.telling_on(history, on) for history in histories().values()]
    return law_by_key(tuple(each.key for each in telling if each is not None), on)
