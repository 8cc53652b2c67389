"""What a new version of a scheme asks of those who hold its label, and until when it is not held against them.

A label stays under the version that it was applied for. What later versions brought is asked of it too, each from the
day on which its version was opened; for the months that this version gives, a missing verdict does no harm. After them
an audit that is closed has to cover it. Who holds a label and applies anew has the same months for what is new to them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.utils import timezone

from alianza.certification.confirming import criteria
from alianza.certification.days import last_day
from alianza.certification.models import Application, Audit, Award, SchemeVersion, Standing, Verdict
from alianza.certification.newness import asks_more
from alianza.instruments.instrument import Item

ENDED = (Standing.Kind.WITHDRAWN, Standing.Kind.LAPSED, Standing.Kind.EXPIRED)


@dataclass(frozen=True, slots=True)
class NewItem:
    """A criterion that a version of the scheme brought. `until` is the last day on which it may lack a verdict."""

    item: Item
    version: SchemeVersion
    until: date

    def is_owed(self, on: date) -> bool:
        return on > self.until


@dataclass(frozen=True, slots=True)
class Asked:
    """What an audit looks at on a day: every criterion, those that need a verdict, and which of them are new."""

    items: tuple[Item, ...]
    required: frozenset[str]
    new: Mapping[str, NewItem]

    def counted(self, verdicts: Mapping[str, str]) -> list[Item]:
        """What is held for or against the label: what is required, and what is new and met already."""
        met = {name for name, value in verdicts.items() if value in {"met", "na"}}
        return [item for item in self.items if item.id in self.required or item.id in met]


def _brought(versions: Iterable[SchemeVersion]) -> dict[str, NewItem]:
    """By id, what the later of these versions brought beside the first, as the last of them asks it."""
    found: dict[str, NewItem] = {}
    for before, after in pairwise(versions):
        asked = after.instrument.instrument
        for item in asks_more(before.instrument.instrument, asked):
            found[item.id] = NewItem(item, after, last_day(after.opened_on, after.grace_months))
        kept = {item.id for item in criteria(asked)}
        found = {name: new for name, new in found.items() if name in kept}
    return found


def _versions(application: Application) -> list[SchemeVersion]:
    rows = SchemeVersion.objects.filter(scheme=application.version.scheme_id)
    return list(rows.select_related("instrument").order_by("number"))


def _later(application: Application, versions: list[SchemeVersion], on: date) -> dict[str, NewItem]:
    own = application.version.number
    return _brought(each for each in versions if each.number == own or (each.number > own and each.opened_on <= on))


def _held_before(application: Application, on: date) -> SchemeVersion | None:
    """The version under which the applicant holds a label that is to be renewed."""
    held = (
        Award.objects.filter(application__subject=application.subject_id, granted_on__lte=on, expires_on__gte=on)
        .exclude(application=application)
        .exclude(events__in=Standing.objects.filter(kind__in=ENDED, day__lte=on))
        .select_related("application__version")
        .order_by("-granted_on", "-id")
        .first()
    )
    return held.application.version if held is not None else None


def _new_to_holder(application: Application, versions: list[SchemeVersion], on: date) -> dict[str, NewItem]:
    """Of the application's own version, what it brought to somebody who holds a label of an earlier one."""
    own = application.version
    before = _held_before(application, on)
    if before is None or before.scheme_id != own.scheme_id or before.number >= own.number:
        return {}
    return _brought(each for each in versions if before.number <= each.number <= own.number)


def day_of(audit: Audit | None, on: date) -> date:
    """The day by which an audit is judged: that on which it was closed, and until then today."""
    return timezone.localdate(audit.closed_at) if audit is not None and audit.closed_at is not None else on


def asked_of(application: Application, audit: Audit | None, on: date) -> Asked:
    """What an audit of the application looks at on a day."""
    day = day_of(audit, on)
    own = criteria(application.version.instrument.instrument)
    versions = _versions(application)
    later = _later(application, versions, day)
    lenient = {name: new for name, new in _new_to_holder(application, versions, day).items() if not new.is_owed(day)}
    follows = audit is not None and audit.kind != Audit.Kind.INITIAL
    items = {item.id: item for item in own}
    for name, new in later.items():
        if name not in items or follows or new.is_owed(day):  # else the wording that the firm answered
            items[name] = new.item
    owed = {name for name, new in later.items() if new.is_owed(day)}
    return Asked(tuple(items.values()), frozenset({item.id for item in own} - lenient.keys() | owed), lenient | later)


@dataclass(frozen=True, slots=True)
class Covered:
    """A new criterion and whether an audit that was closed gave a verdict on it as it is asked now."""

    new: NewItem
    is_covered: bool


def new_to(application: Application, on: date) -> list[Covered]:
    """What later versions ask of an application or its label, and what was new to the holder and has no verdict yet."""
    versions = _versions(application)
    found = _later(application, versions, on)
    judged: dict[str, date] = {}
    rows = Verdict.objects.filter(audit__application=application, audit__closed_at__isnull=False)
    for name, at, closed in rows.values_list("item", "at", "audit__closed_at"):
        day = timezone.localdate(at if closed is None else min(at, closed))
        judged[name] = max(judged.get(name, date.min), day)
    if judged:
        own = {item.id for item in criteria(application.version.instrument.instrument)} - judged.keys()
        first = [each for each in versions if each.number <= application.version.number]
        found = {name: new for name, new in _brought(first).items() if name in own} | found
    return [Covered(new, judged.get(name, date.min) >= new.version.opened_on) for name, new in found.items()]


def owed_by(audit: Audit, on: date) -> list[str]:
    """Criteria whose time of grace is over and that neither this audit nor one before it covers."""
    here = set(audit.verdicts.values_list("item", flat=True))
    return [
        each.new.item.id
        for each in new_to(audit.application, on)
        if not each.is_covered and each.new.is_owed(on) and each.new.item.id not in here
    ]
