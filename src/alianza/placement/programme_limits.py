"""A programme's limits as the tables that the engines' glue reads; what no worker or order can use is left out."""

from collections.abc import Mapping

import numpy as np

from alianza.engines.preselection import Codes, Workers
from alianza.placement.models import Programme
from alianza.placement.tables import Caps, Quotas, Shares


def _positions(codes: Codes) -> Mapping[str, int]:
    return {name: at for at, name in enumerate(codes.countries)}


def quotas_of(programme: Programme, codes: Codes) -> Quotas:
    """Quotas on corridors and permits that the market knows."""
    place = _positions(codes)
    permit = {name: at for at, name in enumerate(codes.permits)}
    rows = [
        (place[each.origin], place[each.destination], permit[each.permit], each.places)
        for each in programme.quotas.all()
        if each.origin in place and each.destination in place and each.permit in permit
    ]
    table = np.array(rows, np.int64).reshape(len(rows), 4)
    return Quotas(table[:, 0].astype(np.int16), table[:, 1].astype(np.int16), table[:, 2].astype(np.int32), table[:, 3])


def caps_of(programme: Programme, workers: Workers) -> Caps:
    """Caps per origin and sector, with the sector of each worker's first occupation."""
    members = dict(programme.sector_members.values_list("isco", "sector"))
    sectors = tuple(sorted({*members.values(), *programme.caps.values_list("sector", flat=True)}))
    at = {name: position for position, name in enumerate(sectors)}
    sector_of = np.full(10_000, -1, np.int32)
    for isco, sector in members.items():
        sector_of[int(isco)] = at[sector]
    place = _positions(workers.codes)
    rows = [(place[cap.origin], at[cap.sector], cap.places) for cap in programme.caps.all() if cap.origin in place]
    table = np.array(rows, np.int64).reshape(len(rows), 3)
    return Caps(
        sectors, table[:, 0].astype(np.int16), table[:, 1].astype(np.int32), table[:, 2], sector_of[workers.isco]
    )


def shares_of(programme: Programme, codes: Codes) -> Shares:
    """Fair shares whose scope the market knows."""
    place = {**_positions(codes), "all": -1}
    rows = [(each.kind, place[each.scope], each.per_mille) for each in programme.shares.all() if each.scope in place]
    return Shares(
        tuple(kind for kind, _scope, _share in rows),
        np.array([scope for _kind, scope, _share in rows], np.int16),
        np.array([share for _kind, _scope, share in rows], np.int32),
    )
