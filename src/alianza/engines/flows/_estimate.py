"""The seven methods by name, each with its account, residuals and cautions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from alianza.engines.flows._account import Account, AccountError, Caution, Floats, account
from alianza.engines.flows._margins import Lift, Margins, closed, opened
from alianza.engines.flows._stocks import drop_negative, natural_net, rates, reverse_negative
from alianza.engines.flows._transitions import Transitions, independence, minimum, pseudo_bayes

METHODS = ("drop-negative", "reverse-negative", "rates", "minimum-open", "minimum", "independence", "pseudo-bayes")
DEFAULT_WEIGHT = 0.13
"""Of independence in the mixture, chosen by Azose and Raftery (2019) by fit to flows among 31 European countries."""


@dataclass(frozen=True)
class Residuals:
    """How well the account closes, in persons; all 0 but for rounding in a closed account that needed no repair.

    `imbalance`: world net migration implied by the counts, taken out of natives in a closed account.
    `left`, `entered`: people taken off as leaving and entering the system (open accounts).
    `start`, `end`: largest deviation, over birthplaces and places, of moves, stayers, deaths or births, and the system
    step from the stock. `births`, `deaths`: those booked less those given. `net`: for each place, net migration of the
    flows and of the system step less that of the account. `net_given`: for each place, net migration of the flows less
    that which population change, births and deaths say as given, before any balance; a method without an account has
    this alone, and it is large.
    """

    imbalance: float
    left: float
    entered: float
    start: float
    end: float
    births: float
    deaths: float
    net: Floats
    net_given: Floats

    @property
    def net_largest(self) -> float:
        return float(np.abs(self.net).max(initial=0.0))


@dataclass(frozen=True)
class Estimate:
    """Flows of one period: places x places, persons, diagonal 0; and what a reader has to know about them.

    `status`: `ok` or `not_converged`. `outward`, `returning`, `transit` split the flows by role of the birthplace.
    `parameters` are those that made the table, by name. `lifts`: birthplaces whose count was infeasible. `failed`:
    birthplaces whose table did not converge.
    """

    method: str
    status: str
    flows: Floats
    outward: Floats
    returning: Floats
    transit: Floats
    stayers: float | None
    parameters: Mapping[str, Any]
    residuals: Residuals
    lifts: tuple[Lift, ...]
    failed: tuple[int, ...]
    cautions: tuple[Caution, ...]

    @property
    def total(self) -> float:
        """People who moved, in persons."""
        return float(self.flows.sum())

    @property
    def infeasible(self) -> tuple[int, ...]:
        """Positions of the birthplaces that had to be lifted."""
        return tuple(sorted({each for lift in self.lifts for each in lift.birthplaces}))


def estimate(
    start: ArrayLike,
    end: ArrayLike,
    births: ArrayLike,
    deaths: ArrayLike,
    *,
    method: str = "minimum",
    weight: float = DEFAULT_WEIGHT,
    seed: ArrayLike | None = None,
    stayers: float = 1.0,
    birth_rule: str = "native",
    death_rule: str = "proportional",
    relative_risk: ArrayLike | None = None,
    balance: str | None = None,
    leavers: str = "start-row",
    arrivals: str = "end-row",
) -> Estimate:
    """Estimate the flows of a period by one of METHODS.

    `start`, `end`: stocks in persons, birthplaces x places; `births`, `deaths` in persons, places, of the same period
    and revision. `weight` is that of independence in `pseudo-bayes`. `seed` as in `minimum` and `independence`.
    `balance`: `before` for closed accounts, `none` for the open one, if not given. AccountError as in `account`, and on
    a seed or a share of stayers given to a method in which they mean nothing.

    >>> made = estimate([[1000, 100], [50, 500]], [[950, 150], [50, 500]], [0, 0], [0, 0])
    >>> made.status, made.flows.round(6).tolist()
    ('ok', [[0.0, 50.0], [0.0, 0.0]])
    """
    if method not in METHODS:
        raise AccountError(f"method: {method!r} is not known; choose one of {', '.join(METHODS)}")
    if method in METHODS[:3]:
        if seed is not None or stayers != 1.0:
            raise AccountError(f"{method}: knows neither a seed nor a share of stayers; leave them out")
        return _from_stocks(method, start, end, births, deaths)
    if method == "independence" and stayers != 1.0:
        raise AccountError("independence: says itself how many stay; leave stayers out")
    chosen = balance or ("none" if method == "minimum-open" else "before")
    held = account(
        start, end, births, deaths,
        birth_rule=birth_rule, death_rule=death_rule, relative_risk=relative_risk, balance=chosen,
    )  # fmt: skip
    margins = opened(held, leavers=leavers, arrivals=arrivals) if method == "minimum-open" else closed(held)
    parameters: dict[str, Any] = {
        "birth_rule": birth_rule,
        "death_rule": death_rule,
        "relative_risk": relative_risk is not None,
        "balance": chosen,
        "seed": seed is not None,
    }
    if method == "minimum-open":
        parameters |= {"leavers": leavers, "arrivals": arrivals}
    if method == "pseudo-bayes":
        parameters |= {"weight": weight}
    if method != "independence":
        parameters |= {"stayers": stayers}
    rules: dict[str, Callable[[], Transitions]] = {
        "minimum-open": lambda: minimum(margins, seed=seed, stayers=stayers),
        "minimum": lambda: minimum(margins, seed=seed, stayers=stayers),
        "independence": lambda: independence(margins, seed=seed),
        "pseudo-bayes": lambda: pseudo_bayes(margins, weight, seed=seed, stayers=stayers),
    }
    moves = rules[method]()
    return _told(
        method, parameters, held, margins, moves, np.asarray(births, np.float64), np.asarray(deaths, np.float64)
    )


def _told(
    method: str,
    parameters: Mapping[str, Any],
    held: Account,
    margins: Margins,
    moves: Transitions,
    births: Floats,
    deaths: Floats,
) -> Estimate:
    implied = moves.table.sum(axis=0) - moves.table.sum(axis=1)
    net = implied + (margins.into_system - margins.out_of_system).sum(axis=0) - (held.after - held.before).sum(axis=0)
    system = (margins.out_of_system.sum(), margins.into_system.sum())
    is_open = margins.kind == "open"
    residuals = Residuals(
        held.imbalance,
        float(system[0]) if is_open else 0.0,
        float(system[1]) if is_open else 0.0,
        _gap(held.start, margins.before + held.deaths + margins.out_of_system) + moves.error,
        _gap(held.end, margins.after + held.births + margins.into_system) + moves.error,
        float(held.births.sum() - births.sum()),
        float(held.deaths.sum() - deaths.sum()),
        net,
        implied - (held.population_change - held.natural),
    )
    ok = margins.status == "converged" and not moves.failed
    cautions = (*held.cautions, *margins.cautions, *moves.cautions)
    least = float(moves.table.min(initial=0.0))
    if least < 0:
        cautions = (*cautions, Caution("negative_flows", f"a flow is below 0, down to {least:.0f}"))
    return Estimate(
        method,
        "ok" if ok else "not_converged",
        moves.table,
        moves.outward,
        moves.returning,
        moves.transit,
        float(moves.stayers.sum()),
        parameters,
        residuals,
        margins.lifts,
        moves.failed,
        cautions,
    )


def _gap(one: Floats, other: Floats) -> float:
    return float(np.abs(one - other).max(initial=0.0))


def _from_stocks(method: str, start: ArrayLike, end: ArrayLike, births: ArrayLike, deaths: ArrayLike) -> Estimate:
    """The three methods without an account; births and deaths say how far they are from one."""
    held = account(start, end, births, deaths, balance="none")
    S0, S1 = held.start, held.end
    wanted = natural_net(S0, S1, births, deaths)
    nothing = np.zeros((S0.shape[1], S0.shape[1]))
    returning = nothing
    if method == "drop-negative":
        flows = drop_negative(S0, S1)
    elif method == "reverse-negative":
        flows = reverse_negative(S0, S1)
        returning = flows - drop_negative(S0, S1)
    else:
        flows = rates(S0, wanted)
    net = flows.sum(axis=0) - flows.sum(axis=1) - wanted
    residuals = Residuals(held.imbalance, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, np.zeros(net.size), net)
    return Estimate(
        method, "ok", flows, flows - returning, returning, nothing, None, {}, residuals, (), (), held.cautions
    )
