"""The three rules (A1-A5)."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Places = NDArray[np.intp]

STOCK: Final = "stock"
HOST_INCOME: Final = "host-income"
RATHA_SHAW: Final = "ratha-shaw"
RULES: Final = (STOCK, HOST_INCOME, RATHA_SHAW)

ALLOCATED: Final = "allocated"
NO_STOCK: Final = "no_stock"
"""It received something, and nobody is recorded abroad (or only where no weight is known)."""
NO_INCOME: Final = "no_income"
"""Its own income is missing, and the third rule needs it."""
NO_INFLOW: Final = "no_inflow"
"""What it received is not known."""


@dataclass(frozen=True)
class Allocation:
    """`amount` of each pair given, in the unit of the inflows, NaN where the rule cannot say; `status` of each place.

    `unallocated` [places] is what a home country received and nobody was found who may have sent it; `left_out`
    [places] the share of its people abroad who live where no weight is known (A4).
    """

    amount: Floats
    unallocated: Floats
    left_out: Floats
    status: tuple[str, ...]
    rule: str
    beta: float

    @property
    def allocated(self) -> float:
        """The sum over all pairs."""
        return float(np.nansum(self.amount))


def weights(home: ArrayLike, host: ArrayLike, income: ArrayLike, *, rule: str, beta: float = 0.75) -> Floats:
    """The expected remittance of one migrant of each pair, up to a factor (A1); NaN where an income is missing.

    `home`, `host` are positions in `income` (US dollars per person and year).

    >>> weights([0, 0], [1, 2], [1000.0, 11000.0, 500.0], rule=RATHA_SHAW).tolist()
    [2000.0, 1000.0]
    """
    if rule not in RULES:
        raise ValueError(f"{rule!r} is no rule; the rules are {', '.join(RULES)}.")
    if rule == RATHA_SHAW and not 0 < beta < 1:
        raise ValueError(f"beta lies between 0 and 1, and {beta:g} does not.")
    y = np.asarray(income, np.float64)
    if np.any(y < 0) or np.any(np.isinf(y)):
        raise ValueError("An income is a number of 0 or more; one is negative or infinite.")
    i, j = np.asarray(home, np.intp), np.asarray(host, np.intp)
    if rule == STOCK:
        return np.ones(i.shape)
    if rule == HOST_INCOME:
        return np.asarray(y[j])
    return np.asarray(y[i] + np.maximum(y[j] - y[i], 0) ** beta)


def allocate(
    home: ArrayLike,
    host: ArrayLike,
    stock: ArrayLike,
    inflow: ArrayLike,
    *,
    income: ArrayLike | None = None,
    rule: str = RATHA_SHAW,
    beta: float = 0.75,
) -> Allocation:
    """Share what each home country received among its pairs.

    `home`, `host` [pairs] are positions of places; `stock` [pairs] people born at home who live at the host; `inflow`
    [places] received, NaN where not known; `income` [places] in US dollars per person and year, NaN where not known,
    needed by the second and third rule.

    >>> found = allocate([0, 0], [1, 2], [300, 100], [80.0, 0.0, 0.0], rule=STOCK)
    >>> found.amount.tolist(), found.unallocated.tolist()
    ([60.0, 20.0], [0.0, 0.0, 0.0])

    Raises ValueError for negative numbers, a pair given twice, a place as its own host, or a missing stock.
    """
    i, j = np.asarray(home, np.intp), np.asarray(host, np.intp)
    people, received = np.asarray(stock, np.float64), np.asarray(inflow, np.float64)
    places = received.size
    y = np.full(places, np.nan) if income is None else np.asarray(income, np.float64)
    _fits(i, j, people, received, y)
    if rule != STOCK and income is None:
        raise ValueError(f"The rule {rule} needs the income of each place.")
    weight = weights(i, j, y, rule=rule, beta=beta)
    with np.errstate(invalid="ignore"):
        shared = weight * people
    known = ~np.isnan(shared)
    base = np.bincount(i[known], shared[known], places)
    everybody = np.bincount(i, people, places)
    unseen = np.bincount(i[~known], people[~known], places)
    with np.errstate(invalid="ignore", divide="ignore"):
        amount = np.where(known & (base[i] > 0), shared / base[i] * received[i], np.nan)
    none_sent = known & ~(base[i] > 0) & (received[i] == 0)
    amount = np.where(none_sent, 0.0, amount)
    lost = (base <= 0) & (received > 0)
    status = tuple(
        NO_INFLOW
        if np.isnan(received[place])
        else NO_INCOME
        if lost[place] and rule == RATHA_SHAW and np.isnan(y[place]) and everybody[place] > 0
        else NO_STOCK
        if lost[place]
        else ALLOCATED
        for place in range(places)
    )
    left_out = np.where(everybody > 0, unseen / np.where(everybody > 0, everybody, 1), 0.0)
    return Allocation(amount, np.where(lost, received, 0.0), left_out, status, rule, beta)


def _fits(i: Places, j: Places, people: Floats, received: Floats, y: Floats) -> None:
    places = received.size
    if not i.shape == j.shape == people.shape or i.ndim != 1:
        raise ValueError("home, host and stock have one entry for each pair; their lengths differ.")
    if y.shape != received.shape or received.ndim != 1:
        raise ValueError("inflow and income have one entry for each place; their lengths differ.")
    if i.size and (min(i.min(), j.min()) < 0 or max(i.max(), j.max()) >= places):
        raise ValueError("A pair names a place that is not among the inflows.")
    if np.any(i == j):
        raise ValueError("A place cannot be its own host: leave out those who live where they were born.")
    if np.unique(i * places + j).size < i.size:
        raise ValueError("A pair of home and host stands twice.")
    if not np.all(np.isfinite(people)) or np.any(people < 0):
        raise ValueError("A stock is a number of 0 or more; leave out a pair that was not estimated.")
    if np.any(received < 0) or np.any(np.isinf(received)):
        raise ValueError("What a place received is a number of 0 or more.")
