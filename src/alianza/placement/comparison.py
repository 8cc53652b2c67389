"""Two runs of placement side by side."""

from collections import Counter
from dataclasses import dataclass

from alianza.placement.models import Run


@dataclass(frozen=True)
class Side:
    """What one run reached."""

    run: Run
    placed: int
    women: int
    by_origin: dict[str, int]
    by_destination: dict[str, int]


@dataclass(frozen=True)
class Comparison:
    a: Side
    b: Side
    same: int
    """Workers whom both runs give the same order."""
    moved: int
    """Workers placed by both, in different orders."""
    only_a: int
    only_b: int

    @property
    def corridors(self) -> list[tuple[str, int, int]]:
        """Destinations of either run with the places each gives, the largest first."""
        names = set(self.a.by_destination) | set(self.b.by_destination)
        rows = [(name, self.a.by_destination.get(name, 0), self.b.by_destination.get(name, 0)) for name in names]
        return sorted(rows, key=lambda row: (-max(row[1], row[2]), row[0]))

    @property
    def origins(self) -> list[tuple[str, int, int]]:
        names = set(self.a.by_origin) | set(self.b.by_origin)
        rows = [(name, self.a.by_origin.get(name, 0), self.b.by_origin.get(name, 0)) for name in names]
        return sorted(rows, key=lambda row: (-max(row[1], row[2]), row[0]))


def _side(run: Run) -> tuple[Side, dict[int, int]]:
    rows = list(
        run.places.values_list("profile_id", "order_id", "profile__origin", "order__destination", "profile__woman")
    )
    side = Side(
        run,
        len(rows),
        sum(bool(woman) for *_rest, woman in rows),
        dict(Counter(origin for _p, _o, origin, _d, _w in rows)),
        dict(Counter(destination for _p, _o, _origin, destination, _w in rows)),
    )
    return side, {profile: order for profile, order, *_rest in rows}


def compare(first: Run, second: Run) -> Comparison:
    """Where two runs agree and differ, worker by worker."""
    a, places_a = _side(first)
    b, places_b = _side(second)
    both = places_a.keys() & places_b.keys()
    same = sum(places_a[worker] == places_b[worker] for worker in both)
    return Comparison(a, b, same, len(both) - same, len(places_a) - len(both), len(places_b) - len(both))
