"""The zone in which a person reads times: chosen on the account's page, the platform's own where none is known."""

from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REGIONS: dict[str, str | Promise] = {
    "Africa": _("Africa"),
    "America": _("America"),
    "Antarctica": _("Antarctica"),
    "Arctic": _("Arctic"),
    "Asia": _("Asia"),
    "Atlantic": _("Atlantic Ocean"),
    "Australia": _("Australia"),
    "Europe": _("Europe"),
    "Indian": _("Indian Ocean"),
    "Pacific": _("Pacific Ocean"),
}


def zone_named(name: str) -> ZoneInfo | None:
    """None for a name that is no zone, or where the machine has no table for it."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


@cache
def names() -> tuple[str, ...]:
    """Zones by place, as the machine's tables name them: "Africa/Accra", "America/Argentina/Salta"."""
    return tuple(sorted(each for each in available_timezones() if each.partition("/")[0] in REGIONS))


def choices() -> list[tuple[str | Promise, list[tuple[str, str]] | str]]:
    """For a form: UTC, then the places of each region."""
    found: dict[str, list[tuple[str, str]]] = {}
    for name in names():
        region, _slash, place = name.partition("/")
        found.setdefault(region, []).append((name, place.replace("_", " ").replace("/", ", ")))
    return [("UTC", "UTC"), *((REGIONS[region], places) for region, places in found.items())]
