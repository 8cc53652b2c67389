"""Remittances for programs: a corridor both ways, and what a fall would mean. Estimates are marked as such."""
# ruff: noqa: ARG001  the API hands each function the request

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Router, Schema
from ninja.errors import HttpError

from alianza.observatory.answers import FigureOut
from alianza.remittances import queries
from alianza.remittances.queries import Direction

router = Router()


class QuotedOut(Schema):
    """What services asked for an amount in US dollars, percent: `mean` over those that tell their price (`offered`);
    `smart` over the three cheapest of `qualifying` ones, null with fewer. `hidden` do not tell their exchange rate.
    """

    amount: float
    period: str
    mean: float | None
    smart: float | None
    offered: int
    qualifying: int
    hidden: int
    source: str


class DirectionOut(Schema):
    """One way. `world_bank` and `rules` are a model's estimates; `cost_200` is surveyed, percent by quarter; `quoted`
    is empty until quotes are loaded.
    """

    sender: str
    receiver: str
    world_bank: FigureOut
    rules: dict[str, FigureOut]
    percent_of_gdp: FigureOut
    percent_of_received: FigureOut
    cost_200: dict[str, float]
    cost_source: str | None
    quoted: list[QuotedOut]


class RemittancesOut(Schema):
    origin: str
    destination: str
    home: DirectionOut
    back: DirectionOut


class EffectOut(Schema):
    """Million US dollars lost by one receiver; `least` and `most` over all estimates."""

    receiver: str
    lost: float | None
    least: float
    most: float
    percent_of_received: float | None
    percent_of_gdp: float | None


class FallOut(Schema):
    sender: str
    percent: float
    total: FigureOut
    effects: list[EffectOut]


def _direction(way: Direction) -> dict[str, Any]:
    return {
        "sender": way.sender,
        "receiver": way.receiver,
        "world_bank": way.world_bank.as_data(),
        "rules": {rule: found.as_data() for rule, found in way.rules.items()},
        "percent_of_gdp": way.of_gdp.as_data(),
        "percent_of_received": way.of_received.as_data(),
        "cost_200": dict(way.cost.history) if way.cost else {},
        "cost_source": way.cost.entry.name if way.cost else None,
        "quoted": [
            {
                "amount": each.amount,
                "period": each.period,
                "mean": each.mean,
                "smart": each.smart,
                "offered": each.offered,
                "qualifying": each.qualifying,
                "hidden": each.hidden,
                "source": each.entry.name,
            }
            for each in way.quoted
        ],
    }


@router.get("fall", response=FallOut, summary="What a fall of what is sent from one country would mean")
def fall(
    request: HttpRequest,
    sender: Annotated[str, Field(description="Three-letter code of the country money is sent from.", max_length=3)],
    percent: Annotated[float, Field(ge=0, le=100)],
) -> dict[str, Any]:
    """The direct effect on each receiver; nothing else reacts."""
    code = sender.upper()
    found = queries.what_if(code, percent)
    if found is None:
        raise HttpError(404, "Nothing is known to be sent from this country.")
    return {
        "sender": code,
        "percent": percent,
        "total": found.total.as_data(),
        "effects": [
            {
                "receiver": each.receiver,
                "lost": each.lost,
                "least": each.least,
                "most": each.most,
                "percent_of_received": each.of_received,
                "percent_of_gdp": each.of_gdp,
            }
            for each in found.effects
        ],
    }


@router.get("{origin}/{destination}", response=RemittancesOut, summary="Remittances of one corridor, both ways")
def corridor(request: HttpRequest, origin: str, destination: str) -> dict[str, Any]:
    """`home` is what those who moved from origin to destination send back; `back` the other way."""
    try:
        start, end = queries.ends(origin, destination)
    except queries.NoSuchCorridor as problem:
        raise HttpError(404, str(problem)) from None
    found = queries.corridor(start, end)
    return {
        "origin": found.origin,
        "destination": found.destination,
        "home": _direction(found.home),
        "back": _direction(found.back),
    }
