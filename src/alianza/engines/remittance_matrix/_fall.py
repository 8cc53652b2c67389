"""What a fall of what is sent from one host would mean for each home country."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True)
class Fall:
    """By home country [places]: `lost` in the unit of the amounts; `of_received` lost as a share of all it received
    through the corridors; `of_gdp` as a share of its GDP, NaN where that is not known. Shares are from 0 to 1.
    """

    lost: NDArray[np.float64]
    of_received: NDArray[np.float64]
    of_gdp: NDArray[np.float64]

    @property
    def total(self) -> float:
        return float(self.lost.sum())


def fall(
    home: ArrayLike,
    host: ArrayLike,
    amount: ArrayLike,
    *,
    places: int,
    at: int,
    share: float,
    gdp: ArrayLike | None = None,
) -> Fall:
    """The direct effect when every corridor from the host `at` falls by `share` (0 to 1): nothing else reacts.

    `home`, `host` [pairs] are positions below `places`; `amount` [pairs], NaN where not estimated; `gdp` [places] in
    the unit of the amounts. A home country that receives nothing from there loses 0.

    >>> fall([0, 0, 2], [1, 3, 1], [40.0, 60.0, 8.0], places=4, at=1, share=0.25).lost.tolist()
    [10.0, 0.0, 2.0, 0.0]
    """
    if not 0 <= share <= 1:
        raise ValueError(f"A fall lies between 0 and 1, the whole; {share:g} does not.")
    i, j = np.asarray(home, np.intp), np.asarray(host, np.intp)
    sent = np.nan_to_num(np.asarray(amount, np.float64), nan=0.0)
    received = np.bincount(i, sent, places)
    here = j == at
    lost = np.asarray(share * np.bincount(i[here], sent[here], places), np.float64)
    economy = np.full(places, np.nan) if gdp is None else np.asarray(gdp, np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        of_received = np.where(received > 0, lost / received, np.nan)
        of_gdp = np.where(economy > 0, lost / economy, np.nan)
    return Fall(lost, of_received, of_gdp)
