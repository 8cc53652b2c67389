"""Sentences about remittances, and what the templates of page and panel need."""

from typing import Any

from django.utils.translation import gettext as _

from alianza.engines.remittance_cost import HIGHEST_CORRIDOR, HIGHEST_MEAN
from alianza.observatory import areas
from alianza.observatory.figures import written
from alianza.remittances import estimates
from alianza.remittances.cost_chart import cost_chart
from alianza.remittances.queries import Corridor, Country, Direction, WhatIf
from alianza.texts import page_language


def name(code: str) -> str:
    """A country's or area's name in the language of the page; the code where no list has a name."""
    return areas.name(code, page_language())


def plain(value: float, decimals: int = 1) -> str:
    """A number as the reader of the page writes it."""
    return written(value, decimals)


def rule_names() -> dict[str, str]:
    return {
        "stock": _("By the number of migrants"),
        "host-income": _("By migrants and income of the host"),
        "ratha-shaw": _("By migrants and income of host and home"),
    }


def sent_sentence(way: Direction) -> str:
    """The finding about one way, from what is held."""
    names = {"sender": name(way.sender), "receiver": name(way.receiver), "year": estimates.YEAR}
    amount, spread = way.world_bank.value, way.spread
    if amount is None and spread is None and all(each.value is None for each in way.rules.values()):
        return (
            _(
                "No estimate is held of what is sent from %(sender)s to %(receiver)s; the World Bank "
                "makes such estimates "
                "where both migrants and receipts are known."
            )
            % names
        )
    if amount is None:
        return (
            _(
                "The World Bank's matrix of %(year)s has no amount from %(sender)s to %(receiver)s; "
                "the rules below estimate one."
            )
            % names
        )
    facts = {**names, "amount": plain(amount)}
    if way.of_gdp.value is not None:
        facts["share"] = plain(way.of_gdp.value, 2)
        return (
            _(
                "An estimated %(amount)s million US dollars went from %(sender)s to %(receiver)s in %(year)s, "
                "%(share)s %% of the gross domestic product there."
            )
            % facts
        )
    return _("An estimated %(amount)s million US dollars went from %(sender)s to %(receiver)s in %(year)s.") % facts


def cost_sentence(way: Direction) -> str:
    """Where the cost stands against the targets, or that it is not known."""
    names = {"sender": name(way.sender), "receiver": name(way.receiver)}
    if way.cost is None:
        return (
            _(
                "The cost of sending money from %(sender)s to %(receiver)s is not held: the World "
                "Bank's survey of prices "
                "has not covered this corridor."
            )
            % names
        )
    period, value = way.cost.last
    facts = {
        **names,
        "cost": plain(value),
        "period": period,
        "mean": plain(HIGHEST_MEAN, 0),
        "most": plain(HIGHEST_CORRIDOR, 0),
    }
    if way.cost.standing == "met":
        return (
            _(
                "Sending 200 US dollars from %(sender)s to %(receiver)s cost %(cost)s %% on average "
                "in %(period)s: within "
                "the goal of %(mean)s %%."
            )
            % facts
        )
    if way.cost.standing == "between":
        return (
            _(
                "Sending 200 US dollars from %(sender)s to %(receiver)s cost %(cost)s %% on average "
                "in %(period)s: below the "
                "limit of %(most)s %% for a corridor, above the goal of %(mean)s %%."
            )
            % facts
        )
    return (
        _(
            "Sending 200 US dollars from %(sender)s to %(receiver)s cost %(cost)s %% on average in "
            "%(period)s: above the "
            "limit of %(most)s %% for a corridor."
        )
        % facts
    )


def fall_sentence(found: WhatIf) -> str:
    """What the fall would take in all, and from whom most."""
    facts = {
        "percent": plain(found.percent, 0 if found.percent == int(found.percent) else 2),
        "sender": name(found.sender),
        "total": plain(found.total.value or 0.0),
        "count": sum(each.lost is not None for each in found.effects),
    }
    hardest = next((each for each in found.effects if each.of_gdp), None)
    if hardest is None or not hardest.of_gdp:
        return (
            _(
                "A fall of %(percent)s %% in what is sent from %(sender)s would take %(total)s "
                "million US dollars a year "
                "from %(count)s countries."
            )
            % facts
        )
    facts |= {"receiver": name(hardest.receiver), "share": plain(hardest.of_gdp, 2)}
    return (
        _(
            "A fall of %(percent)s %% in what is sent from %(sender)s would take %(total)s million "
            "US dollars a year from "
            "%(count)s countries, and %(share)s %% of its gross domestic product from %(receiver)s."
        )
        % facts
    )


def country_sentence(found: Country) -> str:
    facts = {"country": name(found.code)}
    if found.received.value is None:
        return (
            _(
                "What %(country)s receives in remittances is not held; its central bank reports it "
                "to the IMF's balance of "
                "payments statistics."
            )
            % facts
        )
    facts |= {"amount": plain(found.received.value), "year": found.received.year}
    if found.of_gdp.value is None:
        return _("%(country)s received %(amount)s million US dollars in remittances in %(year)s.") % facts
    facts |= {"share": plain(found.of_gdp.value, 1), "share_year": found.of_gdp.year}
    return (
        _(
            "%(country)s received %(amount)s million US dollars in remittances in %(year)s; in "
            "%(share_year)s they came to "
            "%(share)s %% of its gross domestic product."
        )
        % facts
    )


def way_context(way: Direction) -> dict[str, Any]:
    """One way of a corridor as `_way.html` shows it."""
    names = rule_names()
    costs = cost_sentence(way)
    return {
        "way": way,
        "sentence": sent_sentence(way),
        "cost_sentence": costs,
        "cost_chart": cost_chart(way, costs),
        "rules": [(names[rule], found) for rule, found in way.rules.items()],
        "records": [(names[rule], found.note.provenance) for rule, found in way.rules.items() if found.known],
        "years": yearly(way),
    }


def yearly(way: Direction) -> list[dict[str, Any]]:
    """The cost by year: the mean of its quarters and the last of them, newest first."""
    if way.cost is None:
        return []
    years: dict[str, list[tuple[str, float]]] = {}
    for period, value in way.cost.history:
        years.setdefault(period[:4], []).append((period, value))
    return [
        {
            "year": year,
            "mean": sum(value for _, value in quarters) / len(quarters),
            "quarters": len(quarters),
            "last": quarters[-1],
        }
        for year, quarters in sorted(years.items(), reverse=True)
    ]


def corridor_context(found: Corridor) -> dict[str, Any]:
    return {
        "corridor": found,
        "origin": found.origin,
        "destination": found.destination,
        "home": way_context(found.home),
        "back": way_context(found.back),
        "ways": [way_context(found.home), way_context(found.back)],
        "target_mean": HIGHEST_MEAN,
        "target_corridor": HIGHEST_CORRIDOR,
    }
