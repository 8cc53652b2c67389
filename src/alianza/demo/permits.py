"""The lawful routes that the demonstration's orders use: which work, from where, under which programme.

Permit categories are those of the packaged sheets. Origins, numbers and languages asked are invented, within what each
sheet's conditions allow.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from alianza.demo.distributions import ORIGINS

A1, A2, B1, B2, C1 = 1, 2, 3, 4, 5


@dataclass(frozen=True, slots=True)
class DemoProgramme:
    """A scheme whose parties agreed on limits and on whether the fair-recruitment label is demanded."""

    key: str
    name: str
    summary: str
    demands_label: bool


PROGRAMMES = (
    DemoProgramme(
        "professions",
        "Skilled professions",
        "Health, engineering and information technology, on permits for qualified work.",
        demands_label=False,
    ),
    DemoProgramme(
        "seasons",
        "Seasonal work",
        "Harvest and holiday seasons, with return and re-admission. Only firms with the fair-recruitment label.",
        demands_label=True,
    ),
    DemoProgramme(
        "services",
        "Technical and service jobs",
        "Care, construction, manufacturing, catering and transport, for one to five years.",
        demands_label=False,
    ),
)


@dataclass(frozen=True, slots=True)
class Route:
    """One permit category and the orders that will name it. Weights need not add up to anything."""

    permit: str
    destination: str
    programme: str
    orders: int
    trades: Mapping[str, float]
    """Weights by ISCO-08 unit group."""
    origins: tuple[str, ...]
    language: str
    levels: tuple[int, ...]
    """Levels asked of the language, each as likely; 0 asks for none."""
    months: tuple[int, int]
    """Shortest and longest contract."""
    posts: tuple[int, int]
    offer: Mapping[str, bool | int]
    """Answers on the offer that do not vary."""
    faults: tuple[Mapping[str, bool | int], ...] = field(default=())
    """What an offer that fails the sheet's conditions says instead."""
    age_max: int = 60
    least_pay_year: int = 0
    """The sheet's own threshold in force, where the day has one; sound offers pay at least that."""
    employers: int = 4


ANY = tuple(origin for origin in ORIGINS if origin != "FJI")
HEALTH: Mapping[str, float] = MappingProxyType({"2221": 6.0, "2264": 1.5, "2211": 1.0, "3212": 1.0})

ROUTES = (
    Route(
        "de-eu-blue-card", "DEU", "professions", 58,
        {"2221": 6.0, "2264": 1.5, "2211": 1.2, "2512": 3.0, "2522": 1.0, "2142": 1.2, "2144": 1.2, "2151": 1.2},
        ("PHL", "IND", "TUN", "MAR", "COL", "KEN", "MEX", "IDN", "PER"), "de", (B1, B1, B2, B2, C1), (24, 48), (2, 12),
        {"offer.matches_qualification": True, "offer.shortage": True},
        ({"offer.matches_qualification": False},), employers=9,
    ),
    Route(
        "gb-health-care-worker", "GBR", "professions", 36, HEALTH, ("PHL", "IND", "KEN", "NPL"),
        "en", (B2, B2, C1), (24, 60), (2, 14),
        {"employer.approval": True, "offer.skill_ok": True},
        ({"employer.approval": False}, {"offer.skill_ok": False}), employers=5,
    ),
    Route(
        "gb-skilled-worker", "GBR", "professions", 22,
        {"2512": 3.0, "2522": 1.0, "2142": 1.0, "2144": 1.0, "2151": 1.0},
        ("IND", "KEN", "PHL", "NPL", "COL", "MEX"), "en", (B2, C1), (24, 60), (1, 6),
        {"employer.approval": True, "offer.skill_ok": True},
        ({"employer.approval": False},), least_pay_year=41_700,
    ),
    Route(
        "za-critical-skills", "ZAF", "professions", 12, {"2142": 2.0, "2151": 2.0, "2512": 2.0, "2221": 1.0},
        ("IND", "KEN", "PHL", "TUN", "SEN"), "en", (B1, B2), (24, 60), (1, 5),
        {"offer.shortage": True}, ({"offer.shortage": False},), employers=2,
    ),
    Route(
        "es-gecco-circular", "ESP", "seasons", 46, {"9211": 6.0, "9213": 3.0, "9214": 2.0, "8341": 0.6},
        ("MAR", "COL", "SEN", "PER", "MEX"), "es", (0, 0, 0, A1), (4, 9), (10, 60),
        {"offer.housing": True},
        ({"offer.months": 11}, {"offer.housing": False}, {"offer.posts": 6}), employers=7,
    ),
    Route(
        "it-seasonal-flows", "ITA", "seasons", 34,
        {"9211": 4.0, "9213": 2.0, "5120": 1.5, "5131": 1.5, "9412": 1.5},
        ("MAR", "TUN", "SEN", "IND", "PER", "PHL"), "it", (0, 0, A1, A2), (4, 9), (6, 30),
        {"offer.housing": True, "employer.market_test": True},
        ({"offer.housing": False}, {"employer.market_test": False}), employers=5,
    ),
    Route(
        "gb-seasonal-worker", "GBR", "seasons", 20, {"9211": 4.0, "9214": 2.0}, ("NPL", "IDN", "IND", "PHL", "KEN"),
        "en", (0, A1, A2), (4, 6), (8, 40),
        {"employer.approval": True}, ({"offer.months": 8},), employers=3,
    ),
    Route(
        "ca-sawp", "CAN", "seasons", 16, {"9211": 4.0, "9213": 2.0, "9214": 2.0}, ("MEX",), "en", (0, 0, A1),
        (4, 8), (6, 30),
        {"offer.housing": True, "offer.hours6w": 264, "employer.market_test": True},
        ({"offer.hours6w": 200}, {"offer.housing": False}), employers=3,
    ),
    Route(
        "nz-rse", "NZL", "seasons", 16, {"9211": 4.0, "9214": 2.0}, ("FJI",), "en", (0, A1, A2), (4, 7), (6, 24),
        {"employer.approval": True}, ({"employer.approval": False},), employers=3,
    ),
    Route(
        "ca-tfwp-low-wage", "CAN", "services", 36,
        {"7511": 2.0, "8160": 2.0, "5322": 2.0, "9112": 1.5, "5120": 1.5, "8332": 1.5}, ANY, "en",
        (A2, B1, B1), (12, 24), (3, 16),
        {"offer.hours_week": 40, "employer.market_test": True}, ({"offer.hours_week": 24},), employers=5,
    ),
    Route(
        "jp-specified-skilled-worker-1", "JPN", "services", 38,
        {"5321": 3.0, "8160": 2.0, "5120": 1.5, "7112": 1.0, "9213": 1.5, "7212": 1.5, "7214": 0.8},
        ("PHL", "IDN", "NPL", "IND"), "ja", (A1, A2, A2), (12, 60), (3, 14), {"offer.skill_ok": True},
        ({"offer.skill_ok": False},), employers=5,
    ),
    Route(
        "kr-eps-e9", "KOR", "services", 26,
        {"9329": 3.0, "7212": 1.5, "9313": 1.5, "9213": 1.5, "9216": 1.0, "8153": 1.0},
        ("PHL", "IDN", "NPL"), "ko", (A1, A1, A2), (24, 58), (3, 12), {"employer.market_test": True},
        ({"employer.market_test": False},), age_max=39, employers=4,
    ),
    Route(
        "ae-work-permit", "ARE", "services", 32,
        {"9313": 2.0, "7112": 1.5, "7115": 1.0, "7126": 1.0, "7411": 1.5, "5131": 1.5, "9112": 1.5, "8332": 1.5},
        ("IND", "NPL", "PHL", "KEN", "IDN", "MAR", "TUN"), "en", (0, A1, A2), (12, 36), (4, 24),
        {"employer.approval": True}, ({"employer.approval": False},), employers=4,
    ),
    Route(
        "za-general-work", "ZAF", "services", 8, {"2411": 1.0, "2144": 1.5, "7231": 1.0}, ("IND", "KEN", "SEN"), "en",
        (B1, B2), (24, 48), (1, 4), {"offer.shortage": False, "employer.trusted": True},
        ({"employer.trusted": False},), employers=1,
    ),
)  # fmt: skip
"""400 orders of 60 employers."""


BY_PERMIT: Mapping[str, Route] = MappingProxyType({route.permit: route for route in ROUTES})


def into(destination: str) -> tuple[Route, ...]:
    return tuple(route for route in ROUTES if route.destination == destination)
