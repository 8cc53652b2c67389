"""What can be asked about complaints: by their code, by their clock, and how many there are."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import ExtractYear

from alianza.certification.complaint_steps import Clocks, clocks_of
from alianza.certification.models import Complaint, SchemeVersion, Subject
from alianza.certification.return_codes import digits_of, index_of
from alianza.instruments.instrument import Item, Type

Category = Complaint.Category
CRITERIA: Mapping[str, tuple[str, ...]] = {
    Category.FEE: ("FEE1", "FEE2", "FEE4"),
    Category.PASSPORT: ("FRE1",),
    Category.BOND: ("FRE2",),
    Category.SUBSTITUTION: ("TER2",),
    Category.THREATS: ("REM2",),
    Category.FORCED: ("LAW2",),
    Category.LICENCE: ("LAW1",),
    Category.DECEIT: ("TER4",),
    Category.WAGES: ("TER2", "TER3"),
    Category.UNEQUAL: ("LAW3",),
    Category.DATA: ("DAT1", "DAT2"),
    Category.NO_ANSWER: ("REM1", "REM3"),
    Category.OTHER: (),
}
"""Criteria of the label that a complaint of a kind is usually about."""
SERIOUS = (
    Category.FEE,
    Category.PASSPORT,
    Category.BOND,
    Category.SUBSTITUTION,
    Category.THREATS,
    Category.FORCED,
    Category.LICENCE,
)
"""Kinds of complaints that touch what blocks the label at once."""
URGENT = (Category.PASSPORT, Category.THREATS, Category.FORCED)
"""Kinds in which somebody may be held, threatened or without papers."""


def is_urgent(complaint: Complaint) -> bool:
    return complaint.afraid or complaint.category in URGENT


def version_for(subject: Subject | None) -> SchemeVersion | None:
    """The scheme's version by which the subject is looked at: that of its last application, else the newest."""
    held = SchemeVersion.objects.select_related("instrument", "scheme")
    found = None
    if subject is not None:
        found = held.filter(applications__subject=subject).order_by("-applications__applied_on").first()
    return found or held.order_by("-opened_on", "-number").first()


def clocks_for(subject: Subject | None) -> Clocks:
    version = version_for(subject)
    return clocks_of(version.document, action=version.major_days) if version else clocks_of(None)


def criteria_for(subject: Subject | None) -> list[Item]:
    """The criteria of the label, in their order; what a finding may say was not met."""
    version = version_for(subject)
    if version is None:
        return []
    return [item for item in version.instrument.instrument.every_item() if item.type is Type.CRITERION]


def by_code(given: str) -> Complaint | None:
    """The complaint of a code, however the code was written."""
    code = digits_of(given)
    return Complaint.objects.filter(return_index=index_of(code)).first() if code else None


def overdue(complaints: QuerySet[Complaint], today: date) -> QuerySet[Complaint]:
    return complaints.filter(due_on__lt=today)


def open_serious(subjects: Iterable[Subject], day: date) -> dict[int, int]:
    """How many serious complaints were open on a day, by the subject's key, as the public may know.

    One of which the firm may not know, or does not know yet, is not counted: the count alone would tell the firm.
    """
    rows = (
        Complaint.objects.filter(
            Q(closed_on__isnull=True) | Q(closed_on__gt=day),
            subject__in=[each.pk for each in subjects],
            category__in=SERIOUS,
            released_on__lte=day,
        )
        .order_by()
        .values_list("subject")
        .annotate(count=Count("pk"))
    )
    return {int(subject): int(count) for subject, count in rows}


def counts() -> list[tuple[int, str, int]]:
    """Year in which they were received, state today, and how many; the newest year first. Names nobody."""
    rows = (
        Complaint.objects.annotate(year=ExtractYear("received_at"))
        .order_by()
        .values_list("year", "state")
        .annotate(count=Count("pk"))
        .order_by("-year", "state")
    )
    return [(int(year), str(state), int(count)) for year, state, count in rows]
