"""The panel: what one context adds to the page of a country or of a corridor.

A context offers panels in its `panels.py` as `panels() -> list[Panel]`. Pages higher on the map collect them, so that
no page has to know who offers what.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Panel:
    """One part of a page. `build` is called with a country's alpha-3 code, or with those of origin and destination,
    and gives what `template` needs, or None where there is nothing to show.

    `key` is the panel's own name on the page ("remittances") and in its address; panels stand in the order of `order`.
    Codes may be of areas that ISO 3166 does not list (XKX): a panel has nothing to show for what it does not know.
    """

    place: Literal["country", "corridor"]
    key: str
    order: int
    template: str
    build: Callable[..., Mapping[str, Any] | None]
