"""A programme's limits as the tables that the engines' glue reads, and what a run would break when it is accepted.

What no worker or order can use is left out of the tables. Places given before, and not declined, count against quotas
and caps: an agreed number is agreed once, not once per run.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from alianza.engines.preselection import Codes, Workers
from alianza.placement.limits import DISADVANTAGED_REGION
from alianza.placement.models import Placement, Programme, Run, RunPlace, Share
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


@dataclass(frozen=True)
class Broken:
    """A quota or cap that too many places would use, or a share that too few would meet.

    `keys` are the limit's codes in the order of its table; `used` counts places, of which a share's are `of` in all.
    """

    kind: str
    keys: tuple[str, ...]
    allowed: int
    used: int
    of: int = 0


def broken_by(run: Run, places: Sequence[RunPlace]) -> Iterator[Broken]:
    """Limits of those the run keeps, as they are now, that its places would break beside the places given by now.

    The caller holds the programme's lock, so that nobody else accepts a run or changes a limit meanwhile. Shares are
    looked at in the run alone: they are linear, so that runs which each keep a share keep it together, while a place
    that somebody declined later could never be made good by running again.
    """
    if run.with_quotas:
        yield from _quotas_broken(run.programme, places)
    if run.with_caps:
        yield from _caps_broken(run.programme, places)
    if run.with_shares:
        yield from _shares_broken(run.programme, places)


def used_up(programme: Programme, places: Sequence[RunPlace]) -> Iterator[Broken]:
    """Quotas and caps that the places would break beside those given by now, whoever decides on them."""
    yield from _quotas_broken(programme, places)
    yield from _caps_broken(programme, places)


def _quotas_broken(programme: Programme, places: Sequence[RunPlace]) -> Iterator[Broken]:
    given = _given(programme, "profile__origin", "order__destination", "order__permit")
    added = Counter((each.profile.origin, each.order.destination, each.order.permit) for each in places)
    for quota in programme.quotas.all():
        keys = (quota.origin, quota.destination, quota.permit)
        if added[keys] and given[keys] + added[keys] > quota.places:
            yield Broken("quota", keys, quota.places, given[keys] + added[keys])


def _caps_broken(programme: Programme, places: Sequence[RunPlace]) -> Iterator[Broken]:
    sector = dict(programme.sector_members.values_list("isco", "sector"))
    given: Counter[tuple[str, ...]] = Counter()
    for (origin, isco), number in _given(programme, "profile__origin", "profile__isco").items():
        if isco in sector:
            given[origin, sector[isco]] += number
    added = Counter((each.profile.origin, sector[each.profile.isco]) for each in places if each.profile.isco in sector)
    for cap in programme.caps.all():
        keys = (cap.origin, cap.sector)
        if added[keys] and given[keys] + added[keys] > cap.places:
            yield Broken("cap", keys, cap.places, given[keys] + added[keys])


def _shares_broken(programme: Programme, places: Sequence[RunPlace]) -> Iterator[Broken]:
    for share in programme.shares.all():
        if share.kind == Share.Kind.WOMEN:
            scope = [each for each in places if each.order.destination == share.scope]
            met = sum(bool(each.profile.woman) for each in scope)
        elif share.kind == Share.Kind.REGION:
            scope = [each for each in places if each.profile.origin == share.scope]
            met = sum((each.profile.region or 0) >= DISADVANTAGED_REGION for each in scope)
        else:
            scope = list(places)
            met = sum(bool(each.profile.disadvantaged) for each in scope)
        if met * 1000 < share.per_mille * len(scope):
            yield Broken("share", (share.kind, share.scope), share.per_mille, met, len(scope))
