"""Who there is to ask: the states of the United Nations, and where their days end."""

from collections.abc import Mapping
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


# Where a state has several zones: the one of its seat of government, which is not always the first that the tz database
# lists (that is America/Noronha for Brazil). The areas of the zones are those of its file zone.tab (public domain); the
# capitals are those of the Statistics Division's list M49, for the State of Palestine the place of its ministries.
SEATS = {
    "AR": "America/Argentina/Buenos_Aires", "AU": "Australia/Sydney", "BR": "America/Sao_Paulo",
    "CA": "America/Toronto", "CD": "Africa/Kinshasa", "CL": "America/Santiago", "CN": "Asia/Shanghai",
    "CY": "Asia/Nicosia", "DE": "Europe/Berlin", "EC": "America/Guayaquil", "ES": "Europe/Madrid",
    "FM": "Pacific/Pohnpei", "ID": "Asia/Jakarta", "KI": "Pacific/Tarawa", "KZ": "Asia/Almaty", "MH": "Pacific/Majuro",
    "MN": "Asia/Ulaanbaatar", "MX": "America/Mexico_City", "MY": "Asia/Kuala_Lumpur", "NZ": "Pacific/Auckland",
    "PG": "Pacific/Port_Moresby", "PS": "Asia/Hebron", "PT": "Europe/Lisbon", "RU": "Europe/Moscow",
    "UA": "Europe/Kyiv", "US": "America/New_York", "UZ": "Asia/Tashkent",
}  # fmt: skip


@cache
def zones_by_country() -> Mapping[str, tuple[str, ...]]:
    """The zones of each country by its two-letter code, in the order of the tz database."""
    zones: dict[str, list[str]] = {}
    for line in (files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            code, _, zone = line.split("\t")[:3]
            zones.setdefault(code, []).append(zone)
    return {code: tuple(found) for code, found in zones.items()}


def zone_of(country: Country) -> str:
    """The time zone in which a country's deadlines fall, unless somebody says another: `Asia/Manila`.

    >>> from alianza.vocabulary.places import country
    >>> zone_of(country("BRA")), zone_of(country("CAN"))
    ('America/Sao_Paulo', 'America/Toronto')
    """
    return SEATS.get(country.alpha2) or zones_by_country().get(country.alpha2, ("UTC",))[0]
