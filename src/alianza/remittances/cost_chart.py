"""The cost of a corridor through the years beside the goals, drawn."""

from django.urls import reverse
from django.utils.translation import gettext as _

from alianza import charts
from alianza.charts import Chart, Series, Source
from alianza.engines.remittance_cost import HIGHEST_CORRIDOR, HIGHEST_MEAN
from alianza.remittances.prices import AVERAGES
from alianza.remittances.queries import Direction


def cost_chart(way: Direction, finding: str) -> Chart | None:
    """Yearly means of the quarters surveyed; None where fewer than two years were. A year between without is a gap."""
    if way.cost is None:
        return None
    quarters: dict[int, list[float]] = {}
    for period, value in way.cost.history:
        quarters.setdefault(int(period[:4]), []).append(value)
    if len(quarters) < 2:
        return None
    years = range(min(quarters), max(quarters) + 1)
    mean = {year: sum(found) / len(found) for year, found in quarters.items()}
    entry = way.cost.entry
    return charts.line(
        f"cost-{way.sender}-{way.receiver}".lower(),
        finding,
        _("percent of 200 US dollars"),
        x=_("Year"),
        series=[
            Series(_("mean cost"), [(year, mean.get(year)) for year in years], side="origin"),
            Series(_("most for any corridor"), [(year, HIGHEST_CORRIDOR) for year in years], side="neutral"),
            Series(_("goal for the world"), [(year, HIGHEST_MEAN) for year in years], side="destination"),
        ],
        sources=[
            Source(
                entry.source,
                entry.vintage,
                _("mean of the services surveyed, by year"),
                reverse("observatory:series-show", kwargs={"series": AVERAGES}),
            )
        ],
        decimals=1,
    )
