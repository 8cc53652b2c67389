"""Weighted least squares on effects alone: what is left of a variable within them, and what they take.

The normal equations of the effects are solved by eliminating the effect with the most levels, whose block is diagonal,
and factorising what remains (the Schur complement). It is singular, since a constant can move from one effect to
another; a tiny ridge makes it regular and refinement takes the ridge out again, so the projection is exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.linalg import cho_factor, cho_solve
from scipy.linalg.lapack import dpstrf
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import LinearOperator, cg

Array = NDArray[np.float64]

RIDGE = 1e-9
REFINEMENTS = 3
DENSE_CELLS = 4_000_000
DENSE_LEVELS = 3_000


class Effects:
    """Categorical effects of n observations, any number of them; `levels[g]` is how many effect g has."""

    def __init__(self, codes: Sequence[NDArray[np.int64]], levels: Sequence[int], n: int) -> None:
        if not codes:  # a constant is an effect with one level
            codes, levels = [np.zeros(n, np.int64)], [1]
        self.codes = [np.asarray(code, np.int64) for code in codes]
        self.levels = [int(level) for level in levels]
        self.n = n
        self._big = int(np.argmax(self.levels))
        self._rest = [g for g in range(len(self.levels)) if g != self._big]
        self._start = np.concatenate([[0], np.cumsum([self.levels[g] for g in self._rest])]).astype(np.int64)
        rows = np.arange(n)
        one = np.ones(n)
        self._to_big = sparse.csr_array((one, (self.codes[self._big], rows)), shape=(self.levels[self._big], n))
        self._to_rest = [sparse.csr_array((one, (self.codes[g], rows)), shape=(self.levels[g], n)) for g in self._rest]

    @property
    def _remaining(self) -> int:
        return int(self._start[-1])

    def factor(self, weights: Array) -> Within:
        """Prepare the projection for these weights, all positive."""
        return Within(self, weights)

    def rank(self) -> int:
        """How many of the levels are independent: all, less what one effect's constants share with another's."""
        total = sum(self.levels)
        if not self._rest:
            return total
        if len(self._rest) == 1:
            return total - self._components(self._big, self._rest[0])
        if self._remaining <= DENSE_LEVELS:
            schur = self.factor(np.ones(self.n)).dense()
            root = np.sqrt(np.maximum(np.diag(schur), 1e-12))
            _factor, _order, found, _ = dpstrf(schur / np.outer(root, root), tol=1e-9)
            return self.levels[self._big] + int(found)
        return total - sum(self._components(self._big, g) for g in self._rest)

    def _components(self, g: int, h: int) -> int:
        size = self.levels[g] + self.levels[h]
        graph = sparse.coo_array((np.ones(self.n), (self.codes[g], self.codes[h] + self.levels[g])), shape=(size, size))
        return int(connected_components(graph, directed=False)[0])

    def value(self, coefficients: Sequence[Array]) -> Array:
        """The effects' sum for every observation; `coefficients[g]` is (levels,) or (levels, m)."""
        found = coefficients[0][self.codes[0]]
        for code, coefficient in zip(self.codes[1:], coefficients[1:], strict=True):
            found = found + coefficient[code]
        return found


class Within:
    """The projection for one set of weights."""

    def __init__(self, effects: Effects, weights: Array) -> None:
        self._of = effects
        self._weights = weights
        big = effects.codes[effects._big]
        self._diagonal = np.bincount(big, weights, effects.levels[effects._big])
        self._factor: Any = None
        if effects._rest:
            self._prepare()

    def _prepare(self) -> None:
        of = self._of
        sizes = (of.levels[of._big], of._remaining)
        dense = sizes[0] * sizes[1] <= DENSE_CELLS and sizes[1] <= DENSE_LEVELS
        self._cross: Any = self._table(of._big, sizes[0], dense=dense)
        diagonal = np.concatenate([np.bincount(of.codes[g], self._weights, of.levels[g]) for g in of._rest])
        self._among: Any = np.diag(diagonal) if dense else sparse.diags_array(diagonal).tocsr()
        for at, g in enumerate(of._rest):
            for later, h in enumerate(of._rest[at + 1 :], at + 1):
                self._add_among(g, h, int(of._start[at]), int(of._start[later]), dense=dense)
        self._preconditioner = diagonal
        if sizes[1] > DENSE_LEVELS:
            return
        schur = self.dense()
        schur[np.diag_indices_from(schur)] += RIDGE * diagonal
        self._factor = cho_factor(schur, lower=True, overwrite_a=True, check_finite=False)

    def _table(self, g: int, rows: int, *, dense: bool) -> Any:
        """Weights by level of effect g and by level of every remaining effect."""
        of = self._of
        columns = of._remaining
        if dense:
            table = np.zeros((rows, columns))
            for at, h in enumerate(of._rest):
                cells = of.codes[g] * of.levels[h] + of.codes[h]
                block = np.bincount(cells, self._weights, rows * of.levels[h])
                table[:, of._start[at] : of._start[at + 1]] = block.reshape(rows, of.levels[h])
            return table
        row = np.concatenate([of.codes[g] for _ in of._rest])
        column = np.concatenate([of.codes[h] + of._start[at] for at, h in enumerate(of._rest)])
        data = np.concatenate([self._weights for _ in of._rest])
        return sparse.coo_array((data, (row, column)), shape=(rows, columns)).tocsr()

    def _add_among(self, g: int, h: int, at: int, later: int, *, dense: bool) -> None:
        of = self._of
        size = of._remaining
        block = sparse.coo_array((self._weights, (of.codes[g] + at, of.codes[h] + later)), shape=(size, size)).tocsr()
        block = block + block.T
        self._among = self._among + (block.toarray() if dense else block)

    def dense(self) -> Array:
        """The Schur complement."""
        cross = self._cross
        if sparse.issparse(cross):
            scaled = sparse.diags_array(1 / self._diagonal) @ cross
            return np.asarray((self._among - cross.T @ scaled).toarray())
        among = self._among.toarray() if sparse.issparse(self._among) else self._among
        return np.asarray(among - cross.T @ (cross / self._diagonal[:, None]))

    def _apply(self, x: Array) -> Array:
        return np.asarray(self._among @ x - self._cross.T @ ((self._cross @ x) / self._diagonal[:, None]))

    def _solve(self, right: Array) -> Array:
        if self._factor is None:
            return self._iterate(right)
        found = cho_solve(self._factor, right, check_finite=False)
        for _ in range(REFINEMENTS):
            found += cho_solve(self._factor, right - self._apply(found), check_finite=False)
        return np.asarray(found)

    def _iterate(self, right: Array) -> Array:
        size = right.shape[0]
        operator = LinearOperator((size, size), lambda x: self._apply(x.reshape(size, 1))[:, 0])
        inverse = LinearOperator((size, size), lambda x: x.reshape(size) / self._preconditioner)
        columns = [cg(operator, column, rtol=1e-13, maxiter=2_000, M=inverse)[0] for column in right.T]
        return np.stack(columns, axis=1)

    def __call__(self, values: Array) -> tuple[Array, list[Array]]:
        """Values (n, m) less their projection on the effects, and the effects' coefficients, each (levels, m)."""
        of = self._of
        weighted = self._weights[:, None] * values
        big = of._to_big @ weighted
        found: list[Array] = [np.empty(0)] * len(of.levels)
        if of._rest:
            rest = np.concatenate([sums @ weighted for sums in of._to_rest])
            solved = self._solve(rest - self._cross.T @ (big / self._diagonal[:, None]))
            big = big - self._cross @ solved
            for at, g in enumerate(of._rest):
                found[g] = solved[of._start[at] : of._start[at + 1]]
        found[of._big] = big / self._diagonal[:, None]
        return values - of.value(found), found
