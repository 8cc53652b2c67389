"""Who there is to ask: the states of the United Nations, and where their days end."""

from functools import cache
from importlib.resources import files

from alianza.vocabulary.places import Country, countries

ELSEWHERE = frozenset({
    "ABW", "AIA", "ALA", "ASM", "ATA", "ATF", "BES", "BLM", "BMU", "BVT", "CCK", "COK", "CUW", "CXR", "CYM", "ESH",
    "FLK", "FRO", "GGY", "GIB", "GLP", "GRL", "GUF", "GUM", "HKG", "HMD", "IMN", "IOT", "JEY", "MAC", "MAF", "MNP",
    "MSR", "MTQ", "MYT", "NCL", "NFK", "NIU", "PCN", "PRI", "PYF", "REU", "SGS", "SHN", "SJM", "SPM", "SXM", "TCA",
    "TKL", "TWN", "UMI", "VGB", "VIR", "WLF",
})  # fmt: skip
"""Countries and areas of the UN's list M49 that are neither members nor observers of the United Nations."""


@cache
def united_nations() -> tuple[Country, ...]:
    """The 193 members and the two observer states, by their codes; one frame, as the round of 2008 had it."""
    return tuple(each for each in countries() if each.alpha3 not in ELSEWHERE)


@cache
def _zones() -> dict[str, str]:
    """By a country's two-letter code: the zone of most of its people, the first that the tz database lists for it."""
    zones: dict[str, str] = {}
    for line in (files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            code, _, zone = line.split("\t")[:3]
            zones.setdefault(code, zone)
    return zones


def zone_of(country: Country) -> str:
    """The time zone in which a country's deadlines fall, unless somebody says another: `Asia/Manila`."""
    return _zones().get(country.alpha2, "UTC")
