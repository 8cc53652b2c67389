"""Questions about the network that need several rows."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from alianza.network.models import Mandate, Organisation, Subject


@dataclass(frozen=True)
class Vacancy:
    """A country without a focal point for a subject; `ended_on` is when the last one ended, if there was one."""

    country: str
    subject: str
    ended_on: date | None

    @property
    def subject_label(self) -> str:
        return str(Subject(self.subject).label)


def member_countries() -> list[str]:
    """Countries whose government takes part."""
    return list(
        Organisation.objects.filter(actor_type="state", left_on__isnull=True)
        .exclude(country="")
        .order_by("country")
        .values_list("country", flat=True)
        .distinct()
    )


def subjects_without_focal_point(on: date | None = None) -> list[Vacancy]:
    """For each member country, the subjects nobody speaks for on that day."""
    on = on or timezone.localdate()
    held: set[tuple[str, str]] = set()
    ended: dict[tuple[str, str], date] = {}
    for mandate in Mandate.objects.filter(delegated_from__isnull=True):
        key = (mandate.country, mandate.subject)
        if mandate.in_force(on):
            held.add(key)
            continue
        last = timezone.localdate(mandate.revoked_at) if mandate.revoked_at else mandate.ends_on
        if last <= on:
            ended[key] = max(last, ended.get(key, last))
    return [
        Vacancy(country, subject, ended.get((country, subject)))
        for country in member_countries()
        for subject in Subject.values
        if (country, subject) not in held
    ]


def mandates_ending_within(days: int, on: date | None = None) -> list[Mandate]:
    """Mandates in force that end soon, the earliest first."""
    on = on or timezone.localdate()
    return list(
        Mandate.objects.filter(
            revoked_at__isnull=True,
            delegated_from__isnull=True,
            begins_on__lte=on,
            ends_on__range=(on, on + timedelta(days=days)),
        )
        .select_related("organisation")
        .order_by("ends_on", "id")
    )
