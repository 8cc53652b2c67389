"""What migration finance adds to the pages of a country and of a corridor."""

from collections.abc import Mapping
from typing import Any

from alianza.fund.queries import tracking
from alianza.vocabulary.panel import Panel

YEARS = 5
"""The last ones that are known; the fund's own page has all."""


def country(code: str) -> Mapping[str, Any] | None:
    """Totals by class and year; None where no flow is known."""
    table = tracking.by_class_and_year(tracking.counted(recipient=code), YEARS)
    if not table.rows:
        return None
    flows = sum(row.whole.flows for row in table.rows)
    return {"finance_code": code, "finance_table": table, "finance_flows": flows}


def corridor(origin: str, destination: str) -> Mapping[str, Any] | None:
    """From organisations of each country to the other; None where no flow is known either way."""
    if origin == destination:
        return None
    ways = [
        (provider, recipient, table)
        for provider, recipient in ((destination, origin), (origin, destination))
        if (table := tracking.by_class_and_year(tracking.of_corridor(provider, recipient), YEARS)).rows
    ]
    return {"finance_ways": ways} if ways else None


def panels() -> list[Panel]:
    return [
        Panel("country", "finance", 45, "fund/_finance_country_panel.html", country),
        Panel("corridor", "finance", 45, "fund/_finance_corridor_panel.html", corridor),
    ]
