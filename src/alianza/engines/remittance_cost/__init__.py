"""What does it cost to send money home, and is that few enough percent?

SDG indicator 10.c.1 and the World Bank's SmaRT (Smart Remitter Target).

A1  The cost of a service, in percent of the amount sent: 100 (fee / amount + margin). The exchange margin is a cost
    like the fee: (m - x) / m, m the interbank rate and x the rate given, both in receiving currency per sending unit.
A2  A missing price is not a free transfer. A service that hides its exchange rate, or whose fee or margin is missing,
    has no cost and is left out and counted.
A3  The mean of a corridor is over the services that have a cost, each counted once; the mean overall is over all
    services, not over corridors. A weighted corridor mean takes the providers' shares of the market; a weighted mean
    overall takes each corridor's mean by the money that flows through it. Where no weight is known there is no value.
A4  SmaRT: the mean of the three cheapest services that qualify: delivered within 5 days, and accessible to those who
    send and receive. What is not known does not qualify. With fewer than three there is no value. SmaRT overall is the
    simple mean over corridors that have one.
A5  Targets of 10.c.1: a mean overall of at most 3 %, and no corridor above 5 %.
"""

from alianza.engines.remittance_cost._corridors import (
    HIGHEST_CORRIDOR,
    HIGHEST_MEAN,
    QUALIFYING_DAYS,
    SMART_SERVICES,
    Costs,
    corridor_costs,
)
from alianza.engines.remittance_cost._price import Offer, arrives, cheapest, margin, total_cost

__all__ = [
    "HIGHEST_CORRIDOR",
    "HIGHEST_MEAN",
    "QUALIFYING_DAYS",
    "SMART_SERVICES",
    "Costs",
    "Offer",
    "arrives",
    "cheapest",
    "corridor_costs",
    "margin",
    "total_cost",
]
