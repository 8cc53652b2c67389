"""How current each sheet in force is, what its keepers have to look at, and which errors wait for an answer."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.utils import timezone

from alianza.accounts.models import User
from alianza.network.models import RoleCode, Subject
from alianza.network.policy import Visitor, is_officer
from alianza.regulations import policy, staleness
from alianza.regulations.marks import Mark, Reports, mark_of
from alianza.regulations.models import ErrorReport, Look, PermitCategory, SheetVersion, Status
from alianza.regulations.queries import sheets_in_force
from alianza.regulations.sheets import Sheet
from alianza.vault.seal import blind_index


def looks_made() -> Mapping[str, tuple[staleness.Look, ...]]:
    """The looks at the published version of each sheet. Publishing it was one, at every source."""
    found: dict[str, list[staleness.Look]] = {}
    rows = Look.objects.filter(version__status=Status.PUBLISHED)
    for name, on, sources in rows.values_list("version__category__name", "looked_on", "sources"):
        found.setdefault(name, []).append(staleness.Look(on, frozenset(sources)))
    return {name: tuple(looks) for name, looks in found.items()}


def _published_on() -> dict[str, date]:
    rows = SheetVersion.objects.filter(status=Status.PUBLISHED, confirmed_at__isnull=False)
    return {name: timezone.localdate(at) for name, at in rows.values_list("category__name", "confirmed_at")}


def marks(sheets: Iterable[Sheet], on: date) -> dict[str, Mark]:
    """How current each of these sheets in force is. Three light queries, whatever their number."""
    looks, published, reports = looks_made(), _published_on(), open_reports(on)
    found = {}
    for sheet in sheets:
        made = looks.get(sheet.id, ())
        if sheet.is_confirmed and sheet.id in published:
            made = (staleness.Look(published[sheet.id], frozenset(sheet.sources)), *made)
        found[sheet.id] = mark_of(sheet, on, looks=made if sheet.is_confirmed else (), reports=reports.get(sheet.id))
    return found


def queue_of(user: Visitor, on: date) -> list[Mark]:
    """The sheets in force that the person keeps (officers: all) and that have something to look at, most urgent first.

    A seed that nobody has confirmed stands in it too.
    """
    officer, own = is_officer(user), policy.jurisdictions_of(user)
    kept = [sheet for sheet in sheets_in_force() if officer or sheet.jurisdiction in own]
    found = [mark for mark in marks(kept, on).values() if mark.points or mark.reports.open or not mark.checked_on]
    found.sort(key=lambda mark: mark.sheet.id)
    return sorted(found, key=lambda mark: mark.order, reverse=True)


def sheets_asking(on: date) -> list[Mark]:
    """The sheets in force on which something came due or an error waits, by name."""
    found = [mark for mark in marks(sheets_in_force(), on).values() if mark.asks_for_somebody]
    return sorted(found, key=lambda mark: mark.sheet.id)


def open_reports(on: date) -> dict[str, Reports]:
    """By sheet, how many errors wait for an answer, for how long, and how many beyond the clock."""
    rows = ErrorReport.objects.filter(state__in=ErrorReport.WAITING).select_related("version__category")
    held: dict[str, list[ErrorReport]] = {}
    for report in rows.defer("text", "source", "mail", "version__document"):
        held.setdefault(report.version.category.name, []).append(report)
    return {
        name: Reports(
            len(reports),
            max(0, (on - min(report.received_on for report in reports)).days),
            sum(report.is_overdue(on) for report in reports),
        )
        for name, reports in held.items()
    }


CODE_PURPOSE = "regulations.report"


def code_index(given: str) -> str:
    """The blind index of a code as somebody typed it: spaces, dashes and capitals do not matter."""
    return blind_index("".join(given.replace("-", " ").split()), purpose=CODE_PURPOSE)


def report_of(given: str) -> ErrorReport | None:
    """The report that a code leads back to."""
    return (
        ErrorReport.objects.select_related("version__category", "corrected_in")
        .filter(code_index=code_index(given))
        .first()
    )


def keepers_of(category: PermitCategory) -> list[User]:
    """Who keeps a sheet: the focal points of its country; where there is none, and for a region, the officers."""
    found: list[User] = []
    if category.country:
        candidates = User.objects.filter(
            mandates__country=category.country, mandates__subject=Subject.REGULATIONS, is_active=True
        )
        found = [user for user in candidates.distinct().order_by("pk") if policy.may_draft(user, category)]
    if found:
        return found
    return officers()


def officers() -> list[User]:
    """The officers of the secretariat today."""
    found = User.objects.filter(memberships__role=RoleCode.OFFICER, is_active=True).distinct().order_by("pk")
    return [user for user in found if is_officer(user)]


def focal_points() -> list[User]:
    """Everybody who keeps the sheets of a country today."""
    candidates = User.objects.filter(mandates__subject=Subject.REGULATIONS, is_active=True).distinct().order_by("pk")
    return [user for user in candidates if policy.jurisdictions_of(user)]


def asking_of(sheets: Iterable[Mark]) -> dict[User, list[str]]:
    """By person, the names of those sheets that are theirs to keep: a country's its focal points', a region's the
    officers', who alone write it.
    """
    held = list(sheets)
    found: dict[User, list[str]] = {}
    for user in focal_points():
        own = policy.jurisdictions_of(user)
        found[user] = [mark.sheet.id for mark in held if mark.sheet.jurisdiction in own]
    regional = [mark.sheet.id for mark in held if policy.is_regional(mark.sheet.jurisdiction)]
    for user in officers() if regional else []:
        found[user] = sorted({*found.get(user, []), *regional})
    return {user: names for user, names in found.items() if names}
