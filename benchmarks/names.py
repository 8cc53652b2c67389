"""How long does it take to find an occupation by what somebody typed, and to load the countries?

    python -m benchmarks.names

Seconds are the processor's, in one process: reading the names of occupations in a language, an answer once they are read
(median of 30, with typos and in three languages), reading the countries. Memory is the peak of the process. Targets:
names under 0.5 s, an answer under 30 ms, countries under 30 ms.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from alianza.terminal import peak_mib

TYPED = ("nurze", "recolector de fresas", "truck drver", "xyzzy", "técnico de mantenimiento de aire acondicionado")


def seconds(deed: Callable[[], object]) -> float:
    begun = time.process_time()
    deed()
    return time.process_time() - begun


def main() -> None:
    from alianza.vocabulary import places

    print(f"countries read:             {seconds(places.countries) * 1000:8.1f} ms")
    from alianza.search.occupations import OccupationFinder, find
    from alianza.vocabulary.occupation_names import occupation_names

    print(f"names of occupations read:  {seconds(lambda: OccupationFinder(occupation_names(['es']))) * 1000:8.1f} ms")
    for each in TYPED:
        find(each, "es")
    took = [seconds(lambda typed=each: find(typed, "es")) for each in TYPED * 6]  # type: ignore[misc]
    print(f"an answer, median:          {statistics.median(took) * 1000:8.1f} ms")
    print(f"peak memory:                {peak_mib():8.0f} MiB")


if __name__ == "__main__":
    main()
