"""What a country's page and its profile say: sentences computed from what is held, and the words of units and codes.

Rose and fell are said from two percent on; no sentence makes one series the cause of another. Millions are rounded to
one decimal in sentences, and tables give what was published.
"""

from collections.abc import Mapping
from typing import Any

from babel.numbers import format_compact_decimal
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from alianza.atlas.corridor_names import language, place
from alianza.atlas.country_matters import Displacement, Labour, Policy, Posts, Remittances, Treaty
from alianza.atlas.country_people import Ages, Flows, Ranking, Stock
from alianza.observatory.figures import Figure, written

STABLE = 2.0
"""Percent of change below which a number is said to be stable."""

UNITS: Mapping[str, Promise] = {
    "people": gettext_lazy("people"),
    "thousand_people": gettext_lazy("thousand people"),
    "people_a_year": gettext_lazy("people a year"),
    "people_in_period": gettext_lazy("people over the period"),
    "percent": gettext_lazy("percent"),
    "percent_a_year": gettext_lazy("percent a year"),
    "percent_of_population": gettext_lazy("percent of the population"),
    "percent_of_gdp": gettext_lazy("percent of GDP"),
    "points": gettext_lazy("percentage points"),
    "per_100": gettext_lazy("per 100 people of 20–64"),
    "per_1000": gettext_lazy("per 1,000 people"),
    "per_1000_births": gettext_lazy("per 1,000 births"),
    "per_10000": gettext_lazy("per 10,000 people"),
    "years": gettext_lazy("years"),
    "million_usd": gettext_lazy("million US dollars"),
    "usd_per_person": gettext_lazy("US dollars per person"),
    "ppp_dollars": gettext_lazy("international dollars (purchasing power)"),
    "ratio": gettext_lazy("times"),
    "level": gettext_lazy("level, 1 to 4"),
    "status": gettext_lazy("status"),
}

PARTS: Mapping[str, Promise] = {
    "women": gettext_lazy("women"),
    "men": gettext_lazy("men"),
    "with_migration": gettext_lazy("with migration"),
    "without_migration": gettext_lazy("without migration"),
    "foreign_citizens": gettext_lazy("foreign citizens arriving"),
    "all_citizens": gettext_lazy("all citizenships"),
    "first_applications": gettext_lazy("first applications"),
    "recorded": gettext_lazy("recorded in the country, a lower bound"),
    "to_country": gettext_lazy("sending to the country"),
    "from_country": gettext_lazy("sending from the country"),
    "over_aid": gettext_lazy("over official aid"),
    "over_investment": gettext_lazy("over direct investment"),
    "growth": gettext_lazy("growth"),
    "of_which_migration": gettext_lazy("of which net migration"),
    "new_displacements": gettext_lazy("new displacements in the year"),
    "physicians": gettext_lazy("physicians"),
    "nurses": gettext_lazy("nurses and midwives"),
}

DOMAINS: Mapping[str, Promise] = {
    "alldomains": gettext_lazy("All domains together"),
    "domain1": gettext_lazy("Rights of migrants"),
    "domain2": gettext_lazy("Whole of government, policies based on evidence"),
    "domain3": gettext_lazy("Cooperation and partnerships"),
    "domain4": gettext_lazy("Social and economic well-being"),
    "domain5": gettext_lazy("Mobility in crises"),
    "domain6": gettext_lazy("Safe, orderly and regular migration"),
}

LEVELS: Mapping[int, Promise] = {
    4: gettext_lazy("fully meets"),
    3: gettext_lazy("meets"),
    2: gettext_lazy("partly meets"),
    1: gettext_lazy("needs further progress"),
}

TREATIES: Mapping[str, Promise] = {
    "ICRMW": gettext_lazy("Convention on migrant workers and their families, 1990"),
    "REFUGEE_1951": gettext_lazy("Refugee Convention, 1951"),
    "REFUGEE_PROTOCOL_1967": gettext_lazy("Refugee Protocol, 1967"),
    "STATELESS_1954": gettext_lazy("Convention on stateless persons, 1954"),
    "STATELESS_1961": gettext_lazy("Convention on the reduction of statelessness, 1961"),
    "PALERMO_TRAFFICKING": gettext_lazy("Trafficking Protocol, 2000"),
    "PALERMO_SMUGGLING": gettext_lazy("Smuggling Protocol, 2000"),
    "C189": gettext_lazy("ILO Convention 189 on domestic workers, 2011"),
}

STATUS: Mapping[str, Promise] = {
    "party": gettext_lazy("party"),
    "signatory": gettext_lazy("signed, not ratified"),
    "none": gettext_lazy("not a party"),
}

KINDS: Mapping[str, Promise] = {
    "estimate": gettext_lazy("estimate"),
    "projection": gettext_lazy("projection"),
}

METHODS: Mapping[str, Promise] = {
    "migrant-stock": gettext_lazy("compiled from censuses, registers and surveys, brought to the middle of the year"),
    "migrant-stock-age": gettext_lazy("an older revision: for shares by age, not for levels"),
    "flows-abel-cohen": gettext_lazy("estimated from changes of the stock, births and deaths (closed, pseudo-Bayes)"),
    "flows-estimates": gettext_lazy(
        "estimated by this platform from changes of the stock, births and deaths (pseudo-Bayes); shaded between the "
        "least and the most of three methods"
    ),
    "remittances": gettext_lazy("balance of payments, gaps filled by the World Bank"),
    "population-projections": gettext_lazy(
        "cohort components from mid-2025 with mortality, fertility and migration of the medium variant; age structure "
        "of the 2019 revision brought to the totals of 2025"
    ),
    "displacement-unhcr": gettext_lazy("registered and estimated at the end of the year, the last at its middle"),
}
"""What was done, in a few words; the page of the series says it in full."""

KEY_FIGURES: Mapping[str, Promise] = {
    "population": gettext_lazy("Population"),
    "abroad": gettext_lazy("People abroad"),
    "abroad_share": gettext_lazy("People abroad against the population"),
    "here": gettext_lazy("People from abroad"),
    "here_share": gettext_lazy("People from abroad in the population"),
    "net_migration": gettext_lazy("Net migration"),
    "remittances_received": gettext_lazy("Remittances received"),
    "displaced_hosted": gettext_lazy("Refugees and asylum seekers hosted"),
}

PAIRS: Mapping[str, Promise] = {
    "abroad": gettext_lazy("People abroad"),
    "here": gettext_lazy("People from abroad"),
    "received": gettext_lazy("Remittances received"),
    "unemployment": gettext_lazy("Unemployment"),
}


def number(value: float, decimals: int = 0) -> str:
    """As the reader writes it, with exactly so many decimals; what is not zero is not written as zero."""
    return written(value, decimals)


def roughly(value: float) -> str:
    """A count in a sentence: millions with one decimal, below that in full."""
    if abs(value) >= 1e6:
        return str(format_compact_decimal(value, format_type="long", locale=language(), fraction_digits=1))
    return number(value)


def said(figure: Figure) -> str:
    """A figure's number, or that it is not known."""
    if figure.value is None:
        return _("unknown")
    small = figure.unit == "million_usd" and abs(figure.value) < 100
    return number(figure.value, max(figure.decimals, 1) if small else figure.decimals)


def part(code: str) -> str:
    """The words of one part of an indicator; a year or a treaty says itself."""
    return str(PARTS.get(code) or DOMAINS.get(code) or TREATIES.get(code) or code)


def list_of(names: list[str]) -> str:
    from babel.lists import format_list

    return str(format_list(names, locale=language())) if names else ""


# the opening -------------------------------------------------------------------------------------------------------
def opening(code: str, stock: Stock) -> str:
    """The sentence that the page begins with."""
    here = place(code)
    facts: dict[str, Any] = {"country": here.name, "located": here.located, "year": stock.abroad.year}
    abroad, inside = stock.abroad.value, stock.here.value
    if abroad is not None and inside is not None:
        facts |= {"abroad": roughly(abroad), "inside": roughly(inside)}
        return (
            _(
                "In %(year)s, %(abroad)s people born %(located)s lived in another country, and %(inside)s people born "
                "elsewhere lived %(located)s."
            )
            % facts
        )
    if abroad is not None:
        facts["abroad"] = roughly(abroad)
        return _("In %(year)s, %(abroad)s people born %(located)s lived in another country.") % facts
    if inside is not None:
        facts["inside"] = roughly(inside)
        return _("In %(year)s, %(inside)s people born elsewhere lived %(located)s.") % facts
    return (
        _(
            "Nobody has published how many people born %(located)s live abroad, nor how many from abroad live there; "
            "what else is held stands below."
        )
        % facts
    )


def basis(stock: Stock) -> str:
    """What the word born means in the country's own count."""
    words = {
        "born": _("The country counts people by country of birth."),
        "citizens": _("The country counts foreign citizens, since it does not record the country of birth."),
        "both": _("The country counts people born abroad and foreign citizens."),
    }
    found = words.get(stock.basis, "")
    if stock.imputed:
        found = f"{found} {_('The United Nations had to take the number from similar countries.')}".strip()
    return found


# changes -----------------------------------------------------------------------------------------------------------
def _change(before: float, after: float) -> str:
    """rose, fell or stable."""
    if before <= 0:
        return "rose" if after > 0 else "stable"
    percent = 100 * (after / before - 1)
    return "stable" if abs(percent) < STABLE else "rose" if percent > 0 else "fell"


def history(code: str, stock: Stock) -> str:
    """The finding over the years of the current revision, about the larger of the two."""
    revision = stock.histories[0]
    points, way = revision.abroad, "abroad"
    if len(points) < 2 or (len(revision.here) > 1 and revision.here[-1][1] > points[-1][1]):
        points, way = revision.here, "here"
    if len(points) < 2:
        return _("The stock is known for one year only")
    (first, before), (last, after) = points[0], points[-1]
    facts = {
        "located": place(code).located,
        "first": first,
        "last": last,
        "before": roughly(before),
        "after": roughly(after),
    }
    turn = _change(before, after)
    if way == "abroad":
        if turn == "rose":
            return (
                _("People born %(located)s who live abroad: from %(before)s in %(first)s up to %(after)s in %(last)s")
                % facts
            )
        if turn == "fell":
            return (
                _("People born %(located)s who live abroad: from %(before)s in %(first)s down to %(after)s in %(last)s")
                % facts
            )
        return _("People born %(located)s who live abroad: %(after)s in %(last)s, as many as in %(first)s") % facts
    if turn == "rose":
        return (
            _("People from abroad who live %(located)s: from %(before)s in %(first)s up to %(after)s in %(last)s")
            % facts
        )
    if turn == "fell":
        return (
            _("People from abroad who live %(located)s: from %(before)s in %(first)s down to %(after)s in %(last)s")
            % facts
        )
    return _("People from abroad who live %(located)s: %(after)s in %(last)s, as many as in %(first)s") % facts


def ranking(code: str, found: Ranking) -> str:
    """Where most live, or come from."""
    first = found.rows[0] if found.rows else None
    facts: dict[str, Any] = {"located": place(code).located, "year": found.year}
    if first is None:
        return _("The origin of nobody is specified")
    facts |= {
        "other": place(first.code).located,
        "share": number(100 * first.people / found.total),
        "people": roughly(first.people),
    }
    if found.way == "to":
        return (
            _("Of those born %(located)s who live abroad, %(share)s %% live %(other)s: %(people)s in %(year)s") % facts
        )
    return (
        _("Of those from abroad who live %(located)s, %(share)s %% were born %(other)s: %(people)s in %(year)s") % facts
    )


def flows(code: str, found: Flows) -> str:
    last = found.periods[-1]
    facts: dict[str, Any] = {"located": place(code).located, "period": last.name}
    if last.net is None:
        if last.arrivals is not None:
            return _("An estimated %(in)s people came in %(period)s; who left is not estimated") % {
                **facts, "in": roughly(last.arrivals)
            }  # fmt: skip
        return _("An estimated %(out)s people left in %(period)s; who came is not estimated") % {
            **facts, "out": roughly(last.departures or 0.0)
        }  # fmt: skip
    facts |= {"net": roughly(abs(last.net))}
    if last.net > 0:
        return _("In %(period)s an estimated %(net)s more people moved in than out") % facts
    if last.net < 0:
        return _("In %(period)s an estimated %(net)s more people moved out than in") % facts
    return _("In %(period)s as many people are estimated to have moved in as out") % facts


def flows_sure(found: Flows) -> str:
    """How sure the last period is: under errors of the stock, and between methods; "" where that is not held."""
    last = found.periods[-1]
    if last.arrivals_interval is None or last.departures_interval is None:
        return ""
    facts = {
        "period": last.name,
        "in_low": roughly(last.arrivals_interval[0]),
        "in_high": roughly(last.arrivals_interval[1]),
        "out_low": roughly(last.departures_interval[0]),
        "out_high": roughly(last.departures_interval[1]),
    }
    return (
        _(
            "If each stock of migrants errs by about ten percent, arrivals of %(period)s lie between %(in_low)s and "
            "%(in_high)s and departures between %(out_low)s and %(out_high)s in eight of ten draws. The choice "
            "of method, shaded in the chart, is another doubt, and mostly a larger one."
        )
        % facts
    )


def age(code: str, found: Ages) -> str:
    facts: dict[str, Any] = {"located": place(code).located, "year": found.year}
    working = sum((each.men or 0) + (each.women or 0) for each in found.groups if 20 <= _low(each.age) < 65)
    whole = sum((each.men or 0) + (each.women or 0) for each in found.groups)
    if not whole:
        return _("The age of migrants is not known")
    facts["share"] = number(100 * working / whole)
    if found.median is None:
        return _("%(share)s %% of the migrants who live %(located)s are 20 to 64 years old") % facts
    facts["median"] = number(found.median)
    return (
        _("Half of the migrants who live %(located)s are younger than %(median)s; %(share)s %% are 20 to 64 years old")
        % facts
    )


def _low(code: str) -> int:
    return 75 if code == "Y_GE75" else int(code[1:].partition("T")[0])


def age_name(code: str) -> str:
    return "75+" if code == "Y_GE75" else code[1:].replace("T", "–")


def remittances(code: str, found: Remittances) -> str:
    facts: dict[str, Any] = {"located": place(code).located, "country": place(code).name}
    received, paid = found.received, found.paid
    if received.value is not None:
        facts |= {"received": said(received), "year": received.year}
        if paid.value is not None and paid.year == received.year and paid.value > received.value:
            facts["paid"] = said(paid)
            return (
                _(
                    "More is sent abroad than comes in: %(paid)s million US dollars against %(received)s million in "
                    "%(year)s"
                )
                % facts
            )
        if found.of_gdp.value is not None:
            facts |= {"share": number(found.of_gdp.value, 1), "share_year": found.of_gdp.year}
            return (
                _(
                    "%(received)s million US dollars came in from abroad in %(year)s; in %(share_year)s it was "
                    "%(share)s %% of GDP"
                )
                % facts
            )
        return _("%(received)s million US dollars came in from abroad in %(year)s") % facts
    facts |= {"paid": said(paid), "year": paid.year}
    return _("%(paid)s million US dollars were sent abroad in %(year)s; what came in is not known") % facts


def labour(code: str, found: Labour) -> str:
    facts = {
        "located": place(code).located,
        "last": found.years[-1],
        "with_": number(abs(found.change), 1),
        "without": number(abs(found.change_without), 1),
    }
    up, up_without = found.change >= 0, found.change_without >= 0
    if up and up_without:
        return _("People of working age: %(with_)s %% more by %(last)s; %(without)s %% more if nobody moved") % facts
    if up:
        return _("People of working age: %(with_)s %% more by %(last)s; %(without)s %% fewer if nobody moved") % facts
    if up_without:
        return _("People of working age: %(with_)s %% fewer by %(last)s; %(without)s %% more if nobody moved") % facts
    return _("People of working age: %(with_)s %% fewer by %(last)s; %(without)s %% fewer if nobody moved") % facts


def labour_needed(found: Labour) -> str:
    """What would keep the number of people of working age."""
    first = found.needed_a_year[0] if found.needed_a_year else None
    if first is None:
        return ""
    facts = {
        "people": roughly(round(first, -2) if first > 1000 else first),
        "first": found.years[0],
        "next": found.years[1],
    }
    if first > 0.5:
        return (
            _(
                "To keep the number of people of 20 to 64 as it is, %(people)s more would have to come than leave each "
                "year of %(first)s–%(next)s."
            )
            % facts
        )
    return (
        _("Without any migration there would be at least as many people of 20 to 64 in %(next)s as in %(first)s.")
        % facts
    )


def displacement(code: str, found: Displacement) -> str:
    facts: dict[str, Any] = {"located": place(code).located}
    told = []
    if found.hosted.value:
        told.append(
            _("%(people)s refugees and asylum seekers lived %(located)s (%(year)s)")
            % {**facts, "people": roughly(found.hosted.value), "year": found.hosted.year}
        )
    if found.originating.value:
        told.append(
            _("%(people)s from there were refugees or asylum seekers elsewhere (%(year)s)")
            % {**facts, "people": roughly(found.originating.value), "year": found.originating.year}
        )
    if found.within.value:
        told.append(
            _("%(people)s were displaced within (%(year)s)")
            % {**facts, "people": roughly(found.within.value), "year": found.within.year}
        )
    return "; ".join(told)


def policy(found: Policy) -> str:
    facts: dict[str, Any] = {"year": found.year, "count": len(found.answered)}
    full = sum(each.level is not None and each.level >= 3 for each in found.answered)
    facts["met"] = full
    return (
        ngettext(
            "The government answered in %(year)s for %(count)s domain of migration policy, and meets or fully meets "
            "the criteria in %(met)s.",
            "The government answered in %(year)s for %(count)s domains of migration policy, and meets or fully meets "
            "the criteria in %(met)s.",
            len(found.answered),
        )
        % facts
    )


def treaties(found: tuple[Treaty, ...]) -> str:
    bound = sum(each.status == "party" for each in found)
    return _(
        "Party to %(bound)s of %(all)s treaties on migrants, refugees, statelessness and trafficking, each by the list "
        "of its date."
    ) % {
        "bound": bound,
        "all": len(found),
    }  # fmt: skip


def posts(code: str, found: Posts) -> str:
    facts: dict[str, Any] = {
        "located": place(code).located,
        "here": number(found.total),
        "elsewhere": number(found.for_people),
    }
    told = []
    if found.total:
        told.append(
            ngettext(
                "%(here)s post %(located)s waits to be filled.",
                "%(here)s posts %(located)s wait to be filled.",
                found.total,
            )
            % facts
        )
    if found.for_people:
        facts["countries"] = list_of([place(each).name for each in found.for_people_countries])
        told.append(
            ngettext(
                "%(elsewhere)s post is open to people from there, in: %(countries)s.",
                "%(elsewhere)s posts are open to people from there, in: %(countries)s.",
                found.for_people,
            )
            % facts
        )
    return " ".join(told)
