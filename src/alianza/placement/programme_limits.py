"""A programme's limits as the tables that the engines' glue reads; what no worker or order can use is left out.

Places given before, and not declined, count against quotas and caps: an agreed number is agreed once, not once per run.
"""

from collections import Counter
from collections.abc import Mapping

import numpy as np

from alianza.engines.preselection import Codes, Workers
from alianza.placement.models import Placement, Programme
from alianza.placement.tables import Caps, Quotas, Shares


def _positions(codes: Codes) -> Mapping[str, int]:
    return {name: at for at, name in enumerate(codes.countries)}


def _given(programme: Programme, *fields: str) -> Counter[tuple[str, ...]]:
    """Places of the programme that are offered, taken or ended, counted by what the limit names."""
    given = Placement.objects.filter(order__programme=programme).exclude(state=Placement.State.DECLINED)
    return Counter(given.values_list(*fields))


def quotas_of(programme: Programme, codes: Codes) -> Quotas:
    """Quotas on corridors and permits that the market knows."""
    place = _positions(codes)
    permit = {name: at for at, name in enumerate(codes.permits)}
    given = _given(programme, "profile__origin", "order__destination", "order__permit")
    rows = [
        (
            place[each.origin],
            place[each.destination],
            permit[each.permit],
            max(0, each.places - given[each.origin, each.destination, each.permit]),
        )
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
    given: Counter[tuple[str, str]] = Counter()
    for (origin, isco), number in _given(programme, "profile__origin", "profile__isco").items():
        if isco in members:
            given[origin, members[isco]] += number
    rows = [
        (place[cap.origin], at[cap.sector], max(0, cap.places - given[cap.origin, cap.sector]))
        for cap in programme.caps.all()
        if cap.origin in place
    ]
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
