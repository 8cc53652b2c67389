"""Everything a country's page and its migration profile say, as one value without language.

The statistical part depends on nothing but the state of the series, and is kept for as long as that state is the same;
routes, posts and papers are read each time.
"""

from dataclasses import dataclass, replace
from functools import lru_cache

from alianza.atlas import country_matters, country_people
from alianza.atlas.country_matters import Displacement, Labour, Policy, Posts, Remittances, Routes, Treaty
from alianza.atlas.country_people import Ages, Flows, Stock
from alianza.atlas.indicators import Line, Pair, Score, score
from alianza.observatory import queries
from alianza.observatory.figures import Figure

KEPT = 64
"""Countries whose statistics are kept in memory."""


@dataclass(frozen=True)
class Statistics:
    """What the series say of one country."""

    code: str
    stock: Stock
    flows: tuple[Flows, ...]
    """The best estimate first; each by itself."""
    ages: Ages | None
    remittances: Remittances | None
    labour: Labour | None
    policy: Policy | None
    treaties: tuple[Treaty, ...]
    displacement: Displacement | None


@dataclass(frozen=True)
class CountryProfile:
    """A country's profile in `year`: statistics, the core list with its score, and what is open today."""

    code: str
    year: int
    records: bool
    """Whether the instance's own records were asked."""
    statistics: Statistics
    lines: tuple[Line, ...]
    pairs: tuple[Pair, ...]
    routes: Routes
    posts: Posts

    @property
    def score(self) -> Score:
        return score(self.lines, self.pairs, year=self.year)

    def line(self, code: str) -> Line:
        return next(each for each in self.lines if each.indicator.code == code)

    @property
    def key_figures(self) -> dict[str, Figure]:
        """The figures that stand first, by name; one that is not held may be absent, or there without a value."""
        known = self.statistics
        of = {code: (self.line(code).readings or (None,))[0] for code in ("P01", "P04")}
        people = of["P01"].figure if of["P01"] else None
        if people is not None and people.value is not None:
            people = replace(people, value=people.value * 1000, unit="people")
        found = {
            "population": people,
            "abroad": known.stock.abroad,
            "abroad_share": known.stock.abroad_share,
            "here": known.stock.here,
            "here_share": known.stock.here_share,
            "net_migration": of["P04"].figure if of["P04"] else None,
            "remittances_received": known.remittances.received if known.remittances else None,
            "displaced_hosted": known.displacement.hosted if known.displacement else None,
        }
        return {name: figure for name, figure in found.items() if figure is not None}


def profile(code: str, *, year: int, records: bool = True) -> CountryProfile:
    """The profile of a country (alpha-3, or an area's code as statistics keep it), all from one state of the store.

    Without `records` it is made from the packaged series alone and asks no database: no routes, no posts.
    """
    with queries.one_catalogue(packaged_alone=not records):
        statistics, lines, pairs = _statistics(code, state())
        routes = country_matters.routes(code) if records else Routes((), ())
        posts = country_matters.posts(code) if records else Posts((), 0, ())
        return CountryProfile(code, year, records, statistics, lines, pairs, routes, posts)


def state() -> tuple[str, ...]:
    """What the statistics depend on: the files of every vintage, and which of a series is current."""
    return tuple(f"{each.name} {each.sha256} {each.current}" for each in queries.entries())


@lru_cache(maxsize=KEPT)
def _statistics(code: str, _held: tuple[str, ...]) -> tuple[Statistics, tuple[Line, ...], tuple[Pair, ...]]:
    from alianza.atlas import indicators_computed

    known = Statistics(
        code,
        country_people.stock(code, country_people.revisions()),
        country_people.flows(code),
        country_people.ages(code),
        country_matters.remittances(code),
        country_matters.labour(code),
        country_matters.policy(code),
        country_matters.treaties(code),
        country_matters.displacement(code),
    )
    return known, indicators_computed.lines(known), indicators_computed.pairs(known)
