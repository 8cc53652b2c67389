"""What is left to explain by migration: stocks less deaths, stocks less births."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from alianza.engines.scaling import scale

Floats = NDArray[np.float64]

BIRTH_RULES = ("native", "proportional")
DEATH_RULES = ("proportional", "accounting")
BALANCES = ("before", "after", "none")


class AccountError(ValueError):
    """The account cannot be made. `places` are the positions of the places meant, if it is about some."""

    def __init__(self, message: str, places: tuple[int, ...] = ()) -> None:
        super().__init__(message)
        self.places = places


@dataclass(frozen=True)
class Caution:
    """Something a reader of the result should know: a stable code, a sentence, the positions of the places meant."""

    code: str
    message: str
    places: tuple[int, ...] = ()


@dataclass(frozen=True)
class Account:
    """Stocks (birthplaces x places) as used, births and deaths by birthplace, and what is left of the stocks.

    `before = start - deaths` and `after = end - births`: those who were there and lived, those who are there and were
    alive. `imbalance` is the world's net migration, in persons, that the counts imply and that A4 takes out of natives.
    `natural` (places) is births less deaths as given; `population_change` as given.
    """

    start: Floats
    end: Floats
    births: Floats
    deaths: Floats
    before: Floats
    after: Floats
    imbalance: float
    natural: Floats
    population_change: Floats
    cautions: tuple[Caution, ...]

    @property
    def places(self) -> int:
        return int(self.start.shape[1])


def account(
    start: ArrayLike,
    end: ArrayLike,
    births: ArrayLike,
    deaths: ArrayLike,
    *,
    birth_rule: str = "native",
    death_rule: str = "proportional",
    relative_risk: ArrayLike | None = None,
    balance: str = "before",
) -> Account:
    """The account of a period (A3, A4), in persons.

    `start`, `end`: birthplaces x places; `births`, `deaths`: places. `relative_risk`, shaped as the stocks: how much
    likelier the residents of a cell are to die than others of their place. `balance`: natives are balanced `before`
    births and deaths are taken off, `after`, or not (`none`, which an open account can do without).

    AccountError on negative or missing amounts (a negative native cell alone is set to 0, and the foreign-born of the
    place scaled down to its population, with a caution), on deaths or births that exceed what is there, and on an
    accounting of deaths that would need less than nothing.
    """
    _one_of("birth_rule", birth_rule, BIRTH_RULES)
    _one_of("death_rule", death_rule, DEATH_RULES)
    _one_of("balance", balance, BALANCES)
    cautions: list[Caution] = []
    S0 = _stock(start, "start", cautions)
    S1 = _stock(end, "end", cautions)
    if S0.shape != S1.shape:
        raise AccountError(f"start is a table of {S0.shape}, end one of {S1.shape}; give the same places in both")
    n = S0.shape[1]
    B, D = _vector(births, "births", n), _vector(deaths, "deaths", n)
    change = S1.sum(axis=0) - S0.sum(axis=0)
    imbalance = float((B - D).sum() - change.sum())
    if balance == "before":
        S0 = _natives_by(S0, -imbalance / 2)
        S1 = _natives_by(S1, imbalance / 2)
    born = _births(S1, B, birth_rule, cautions)
    died = _deaths(S0, S1, born, D, death_rule, relative_risk)
    A, C = _rest(S0, died, "deaths", "start"), _rest(S1, born, "births", "end")
    if balance == "after":
        short = float(C.sum() - A.sum())
        A, C = _natives_by(A, short / 2), _natives_by(C, -short / 2)
    return Account(S0, S1, born, died, A, C, imbalance, B - D, change, tuple(cautions))


def _one_of(name: str, given: str, known: tuple[str, ...]) -> None:
    if given not in known:
        raise AccountError(f"{name}: {given!r} is not known; choose one of {', '.join(known)}")


def _stock(given: ArrayLike, name: str, cautions: list[Caution]) -> Floats:
    S = np.array(given, dtype=np.float64)
    if S.ndim != 2 or S.shape[0] < S.shape[1]:
        raise AccountError(f"{name}: needs a table of birthplaces by places, natives on the diagonal; it is {S.shape}")
    if not np.isfinite(S).all():
        where = np.flatnonzero(~np.isfinite(S).all(axis=0))
        raise AccountError(f"{name}: a stock is missing; missing is not zero", tuple(where.tolist()))
    n = S.shape[1]
    diagonal = np.arange(n)
    native = S[diagonal, diagonal].copy()
    S[diagonal, diagonal] = np.maximum(native, 0.0)
    if (S < 0).any():
        where = np.flatnonzero((S < 0).any(axis=0))
        raise AccountError(f"{name}: a stock is negative", tuple(where.tolist()))
    below = np.flatnonzero(native < 0)
    for place in below.tolist():
        foreign = S[:, place].sum()
        if foreign + native[place] < 0:
            raise AccountError(f"{name}: the population of a place is negative", (place,))
        S[:, place] *= (foreign + native[place]) / foreign
    if below.size:
        cautions.append(
            Caution(
                "negative_natives",
                f"{name}: the foreign-born exceed the population; natives are set to 0 and the foreign-born scaled "
                "down to the population",
                tuple(below.tolist()),
            )
        )
    return S


def _vector(given: ArrayLike, name: str, n: int) -> Floats:
    found = np.array(given, dtype=np.float64)
    if found.shape != (n,):
        raise AccountError(f"{name}: needs one number for each of {n} places; it is {found.shape}")
    wrong = ~np.isfinite(found) | (found < 0)
    if wrong.any():
        raise AccountError(f"{name}: is missing or negative", tuple(np.flatnonzero(wrong).tolist()))
    return found


def _natives_by(S: Floats, more: float) -> Floats:
    """The table with `more` natives, spread in proportion (A4)."""
    n = S.shape[1]
    diagonal = np.arange(n)
    natives = float(S[diagonal, diagonal].sum())
    if natives + more < 0 or (natives == 0 and more != 0):
        raise AccountError(
            f"the world's net migration is off by {2 * abs(more):.0f}, more than natives can make up for; check that "
            "stocks, births and deaths are of one revision"
        )
    S = S.copy()
    if natives > 0:
        S[diagonal, diagonal] *= (natives + more) / natives
    return S


def _births(S1: Floats, B: Floats, rule: str, cautions: list[Caution]) -> Floats:
    n = S1.shape[1]
    people = S1.sum(axis=0)
    over = people < B
    if over.any():
        raise AccountError("more were born than live there at the end", tuple(np.flatnonzero(over).tolist()))
    share = np.divide(S1, people, out=np.zeros_like(S1), where=people > 0)
    if rule == "proportional":
        even: Floats = share * B
        return even
    diagonal = np.arange(n)
    spread = S1[diagonal, diagonal] < B
    born: Floats = share * np.where(spread, B, 0.0)
    born[diagonal, diagonal] += np.where(spread, 0.0, B)
    if spread.any():
        cautions.append(
            Caution(
                "births_exceed_natives",
                "more were born than natives live there at the end; births are spread over all residents",
                tuple(np.flatnonzero(spread).tolist()),
            )
        )
    return born


def _deaths(S0: Floats, S1: Floats, born: Floats, D: Floats, rule: str, relative_risk: ArrayLike | None) -> Floats:
    exposed = S0
    if relative_risk is not None:
        risk = np.asarray(relative_risk, dtype=np.float64)
        if risk.shape != S0.shape or not np.isfinite(risk).all() or (risk < 0).any():
            raise AccountError(f"relative_risk: needs numbers of 0 or more in the shape {S0.shape}")
        exposed = S0 * risk
    at_risk = exposed.sum(axis=0)
    nobody = (at_risk == 0) & (D > 0)
    if nobody.any():
        raise AccountError("people died where nobody lived", tuple(np.flatnonzero(nobody).tolist()))
    if rule == "proportional":
        died: Floats = np.divide(exposed, at_risk, out=np.zeros_like(S0), where=at_risk > 0) * D
        return died
    rows = S0.sum(axis=1) + born.sum(axis=1) - S1.sum(axis=1)
    least = -1e-9 * float(S0.sum())
    if (rows < least).any():
        raise AccountError(
            "deaths by accounting need that no birthplace has grown by more than its births; take proportional deaths",
            tuple(np.flatnonzero(rows < least).tolist()),
        )
    rows = np.maximum(rows, 0.0)
    if abs(rows.sum() - D.sum()) > 1e-6 * max(D.sum(), 1.0):
        raise AccountError("deaths by accounting need a balanced world; balance before them")
    found = scale(exposed, rows * (D.sum() / rows.sum() if rows.sum() else 0.0), D)
    if not found.converged:
        raise AccountError(f"deaths by accounting: the scaling is {found.status}; take proportional deaths")
    return found.table


def _rest(S: Floats, gone: Floats, what: str, name: str) -> Floats:
    """What is left; below 0 by more than rounding is refused."""
    rest = S - gone
    under = rest < -1e-9 * np.maximum(S.sum(axis=0), 1.0)
    if under.any():
        raise AccountError(
            f"{what} exceed the people of a birthplace in the {name} table",
            tuple(np.flatnonzero(under.any(0)).tolist()),
        )
    return np.maximum(rest, 0.0)
