"""How current a sheet is, as everybody sees it: when it was checked, what is stale, which errors are told."""

from dataclasses import dataclass
from datetime import date, timedelta

from alianza.regulations.sheets import Sheet
from alianza.regulations.staleness import TIMED, Finding, Look, findings, review_due, urgency


@dataclass(frozen=True, slots=True)
class Reports:
    """Errors told on the versions of one sheet and not answered yet, counted on a day."""

    open: int = 0
    oldest_days: int = 0
    overdue: int = 0


@dataclass(frozen=True, slots=True)
class Mark:
    """One sheet in force on a day. `checked_on` is empty for a seed: nobody has confirmed it."""

    sheet: Sheet
    on: date
    checked_on: date | None
    due: date
    findings: tuple[Finding, ...]
    reports: Reports

    @property
    def points(self) -> int:
        return len(self.findings)

    @property
    def timed(self) -> tuple[Finding, ...]:
        """What came due with time."""
        return tuple(each for each in self.findings if each.kind in TIMED)

    @property
    def oldest_on(self) -> date:
        """The day of the oldest error that waits."""
        return self.on - timedelta(days=self.reports.oldest_days)

    @property
    def asks_for_somebody(self) -> bool:
        """Whether its keeper has something to do that does not wait."""
        return bool(self.timed or self.reports.open)

    @property
    def order(self) -> tuple[bool, int, int, int]:
        """The most urgent sorts last: an answer overdue, then the weight of what is stale, then open reports."""
        worst, all_together = urgency(self.findings)
        return self.reports.overdue > 0, worst, all_together, self.reports.open


def mark_of(sheet: Sheet, on: date, *, looks: tuple[Look, ...] = (), reports: Reports | None = None) -> Mark:
    """The mark of one sheet from the looks made at it."""
    made = tuple(look for look in looks if look.on <= on)
    return Mark(
        sheet=sheet,
        on=on,
        checked_on=max((look.on for look in made), default=None),
        due=review_due(sheet, made),
        findings=findings(sheet, on, looks=made),
        reports=reports or Reports(),
    )
