"""The corridors of Korea's provinces that the tests fit: packaged flows and population, Statistics Korea."""

from functools import cache

import numpy as np

from alianza.observatory.packaged import table


class Corridors:
    """Flows between 17 provinces, 2012-2020: 272 corridors x 9 years, without moves inside a province."""

    def __init__(self) -> None:
        flows = table("korea-flows", "2020").to_pydict()
        people = table("korea-population", "2020").to_pydict()
        living = dict(zip(zip(people["place"], people["year"], strict=False), people["population"], strict=False))
        rows = [
            (o, d, t, f, km)
            for o, d, t, f, km in zip(
                *(flows[c] for c in ("origin", "destination", "year", "flow", "distance_km")), strict=False
            )
            if o != d
        ]
        names = sorted({row[0] for row in rows})
        self.origin = np.array([names.index(row[0]) for row in rows])
        self.destination = np.array([names.index(row[1]) for row in rows])
        self.year = np.array([row[2] - 2012 for row in rows])
        self.flow = np.array([row[3] for row in rows])
        self.pair = self.origin * len(names) + self.destination
        self.names = ("log_distance", "log_origin_population", "log_destination_population")
        self.x = np.log([[row[4], living[row[0], row[2]] / 1e6, living[row[1], row[2]] / 1e6] for row in rows])
        self.rows = rows

    @property
    def effects(self):
        return [self.origin, self.destination]


@cache
def corridors() -> Corridors:
    return Corridors()
