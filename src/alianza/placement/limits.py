"""Quotas, caps and shares as the side rows of the assignment engine, and their names in a certificate.

Used by the command on files and by the platform's runs alike. A row's key is `quota`, `cap` or `share` and its codes:
`("quota", "PHL DEU de-eu-blue-card")`, `("cap", "PHL health")`, `("share", "women DEU")`.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from alianza.engines.assignment import Limits, limits
from alianza.engines.preselection import Orders, Workers
from alianza.placement.tables import Caps, Quotas, Shares

DISADVANTAGED_REGION = 4
"""Regions from this number on count as disadvantaged (matching, section 4)."""

Key = tuple[str, str]


def side_rows(
    workers: Workers, orders: Orders, quotas: Quotas | None, caps: Caps | None, shares: Shares | None
) -> tuple[Limits, list[Key]]:
    """The limits as rows over classes: of workers by origin, sector, woman, disadvantaged, region; of orders by
    destination and permit. With one key per row, in the order quotas, caps, shares.
    """
    sector = caps.worker_sector if caps is not None else np.full(len(workers), -1, np.int32)
    described = np.column_stack(
        [
            workers.origin,
            sector,
            workers.woman,
            workers.disadvantaged,
            workers.region >= DISADVANTAGED_REGION,
        ]
    ).astype(np.int64)
    kinds, worker_class = np.unique(described.reshape(-1, 5), axis=0, return_inverse=True)
    posts, order_class = np.unique(
        np.column_stack([orders.dest, orders.permit]).astype(np.int64).reshape(-1, 2), axis=0, return_inverse=True
    )
    rows = _Rows(workers.codes.countries, kinds, posts)
    if quotas is not None:
        rows.quotas(quotas, workers.codes.permits)
    if caps is not None:
        rows.caps(caps)
    if shares is not None:
        rows.shares(shares)
    return (
        limits(
            worker_class=worker_class.ravel(),
            order_class=order_class.ravel(),
            row=rows.row,
            of_worker=rows.of_worker,
            of_order=rows.of_order,
            weight=rows.weight,
            most=rows.most,
        ),
        rows.keys,
    )


class _Rows:
    """Rows being written, entry by entry: only combinations of classes that exist."""

    def __init__(self, countries: tuple[str, ...], kinds: NDArray[np.int64], posts: NDArray[np.int64]) -> None:
        self.countries, self.kinds, self.posts = countries, kinds, posts
        self.row: list[int] = []
        self.of_worker: list[int] = []
        self.of_order: list[int] = []
        self.weight: list[int] = []
        self.most: list[int] = []
        self.keys: list[Key] = []

    def _add(self, key: Key, most: int, who: Iterable[int], where: Iterable[int], weight: dict[int, int] | int) -> None:
        where = list(where)
        for worker in who:
            counted = weight if isinstance(weight, int) else weight[worker]
            if counted:
                for order in where:
                    self.row.append(len(self.most))
                    self.of_worker.append(worker)
                    self.of_order.append(order)
                    self.weight.append(counted)
        self.most.append(most)
        self.keys.append(key)

    def quotas(self, quotas: Quotas, permits: tuple[str, ...]) -> None:
        for origin, dest, permit, quota in zip(
            quotas.origin.tolist(), quotas.dest.tolist(), quotas.permit.tolist(), quotas.quota.tolist(), strict=True
        ):
            who = np.flatnonzero(self.kinds[:, 0] == origin).tolist()
            where = np.flatnonzero((self.posts[:, 0] == dest) & (self.posts[:, 1] == permit)).tolist()
            key = f"{self.countries[origin]} {self.countries[dest]} {permits[permit]}"
            self._add(("quota", key), quota, who, where, 1)

    def caps(self, caps: Caps) -> None:
        everywhere = range(len(self.posts))
        for origin, sector, cap in zip(caps.origin.tolist(), caps.sector.tolist(), caps.cap.tolist(), strict=True):
            who = np.flatnonzero((self.kinds[:, 0] == origin) & (self.kinds[:, 1] == sector)).tolist()
            self._add(("cap", f"{self.countries[origin]} {caps.sectors[sector]}"), cap, who, everywhere, 1)

    def shares(self, shares: Shares) -> None:
        everyone, everywhere = range(len(self.kinds)), range(len(self.posts))
        member = {"women": 2, "disadvantaged": 3, "region": 4}
        for kind, scope, per_mille in zip(shares.kind, shares.scope.tolist(), shares.per_mille.tolist(), strict=True):
            belongs = self.kinds[:, member[kind]].tolist()
            weight = {at: per_mille - 1000 * belongs[at] for at in everyone}
            name = self.countries[scope] if scope >= 0 else "all"
            who: Iterable[int] = everyone
            where: Iterable[int] = everywhere
            if kind == "women" and scope >= 0:
                where = np.flatnonzero(self.posts[:, 0] == scope).tolist()
            if kind == "region" and scope >= 0:
                who = np.flatnonzero(self.kinds[:, 0] == scope).tolist()
            self._add(("share", f"{kind} {name}"), 0, who, where, weight)
