"""One chart of each kind with invented numbers, for the page that shows the house style."""

from django.utils.translation import gettext as _

from alianza.charts.chart import Chart, Series, Source
from alianza.charts.makers import bars, line, pyramid, ribbons


def specimens() -> list[Chart]:
    """A line with an interval and a gap, a ranking, corridors, a pyramid: estimated and observed."""
    sources = [Source(_("invented for this page"), "2026", _("no method: the numbers are made up"))]
    seen: list[tuple[int, int | None]] = [
        (year, None if year == 2009 else 21_000 + 900 * (year - 2000) + 2_400 * (year % 3))
        for year in range(2000, 2025)
    ]
    ahead = [(year, 46_000 + 1_100 * (year - 2024)) for year in range(2025, 2036)]
    return [
        line(
            "style-line",
            _("The number of invented workers doubled in 24 years and is projected to grow further."),
            _("people"),
            x=_("Year"),
            series=[
                Series(_("Workers"), seen),
                Series(
                    _("Workers"),
                    ahead,
                    kind="projection",
                    low_high=[
                        (year, value - 700 * (year - 2024), value + 900 * (year - 2024)) for year, value in ahead
                    ],
                ),
                Series(
                    _("Posts"), [(year, 30_000 - 250 * (year - 2000)) for year in range(2000, 2025)], kind="estimate"
                ),
            ],
            sources=sources,
        ),
        ribbons(
            "style-ribbons",
            _("Most invented workers go to one destination."),
            _("people"),
            items=[
                ("España", 128_400),
                ("Deutschland", 51_250),
                ("Canada", 23_900),
                ("Aotearoa", 8_120),
                ("Zembla", None),
            ],
            place="Maroc",
            sources=sources,
        ),
        bars(
            "style-bars",
            _("Sending money home costs least where services compete."),
            _("percent of 200 dollars sent"),
            items=[
                ("España", 3.4, 3.1, 3.9),
                ("Deutschland", 4.75, 4.2, 5.5),
                ("Canada", 6.2, 5.5, 6.8),
                ("Zembla", None),
            ],
            side="destination",
            estimate=True,
            sources=sources,
        ),
        pyramid(
            "style-pyramid",
            _("Invented migrants are mostly of working age."),
            _("people"),
            ages=[
                (f"{age}–{age + 4}", max(300, 9_000 - 11 * (age - 32) ** 2), max(450, 9_600 - 10 * (age - 34) ** 2))
                for age in range(0, 80, 5)
            ],
            sources=sources,
        ),
    ]
