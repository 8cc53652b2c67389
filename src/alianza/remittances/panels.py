"""What remittances add to the pages of a country and of a corridor."""

from collections.abc import Mapping
from typing import Any

from alianza.remittances import queries, wording
from alianza.vocabulary.panel import Panel


def country(code: str) -> Mapping[str, Any] | None:
    """Received, share of GDP, senders and cost; None where nothing is held."""
    found = queries.country(code)
    if found.received.value is None and not found.senders and found.of_gdp.value is None:
        return None
    return {"remittances": found, "remittances_sentence": wording.country_sentence(found)}


def corridor(origin: str, destination: str) -> Mapping[str, Any] | None:
    """Both ways with estimates and cost; None where nothing is held of either."""
    if origin == destination:
        return None
    found = queries.corridor(origin, destination)
    if not (found.home.known or found.back.known):
        return None
    return {"remittances": wording.corridor_context(found)}


def panels() -> list[Panel]:
    return [
        Panel("country", "remittances", 40, "remittances/_country_panel.html", country),
        Panel("corridor", "remittances", 40, "remittances/_corridor_panel.html", corridor),
    ]
