"""What the platform estimates itself from the packaged series: made last, since it reads the others."""

from collections.abc import Iterator

import numpy as np
import polars as pl

from alianza import __version__
from alianza.observatory import own_flows

from .writing import Series, with_kinds

AGENCY = "ALIANZA"


def series() -> Iterator[Series]:
    yield _flows()
    yield _intervals()


def _intervals() -> Series:
    """Of each country's arrivals and departures, of the world, and of corridors that are not small."""
    frames = []
    for period in own_flows.PERIODS:
        places = next(each.places for each in own_flows.accounts() if each.period == period)
        ((_, central),) = own_flows.estimates(period, (own_flows.CENTRAL,))
        made = own_flows.interval(period)
        if made.failed:
            raise ValueError(f"intervals of {period}: {made.failed} draws did not converge")
        n = len(places)
        origin, destination = (central.flows[:n, :n].round() >= own_flows.LEAST_SHOWN).nonzero()
        whole = ["_T"] * n
        low, high = (
            np.concatenate(
                [
                    made.flows[level][origin, destination],
                    made.inflows[level][:n],
                    made.outflows[level][:n],
                    made.total[level : level + 1],
                ]
            ).round()
            for level in (0, 1)
        )
        frames.append(
            pl.DataFrame(
                {
                    "ORIGIN": [*(places[i] for i in origin), *whole, *places, "_T"],
                    "DESTINATION": [*(places[j] for j in destination), *places, *whole, "_T"],
                    "TIME_PERIOD": period[0],
                    "LOW": low,
                    "HIGH": high,
                    "PERIOD": f"{period[0]}-{period[1]}",
                }
            )
        )
    return Series(
        id="flows-estimates-interval",
        vintage="2024",
        agency=AGENCY,
        title=(
            "How far estimated flows 1990-2024 move under errors of the migrant stock",
            "Cuánto varían los flujos estimados 1990-2024 con los errores de la población migrante",
            "De combien varient les flux estimés 1990-2024 selon les erreurs des effectifs de migrants",
        ),
        frame=with_kinds(pl.concat(frames), frozenset({"_T"})),
        dimensions=("ORIGIN", "DESTINATION", "TIME_PERIOD"),
        measures=("LOW", "HIGH"),
        unit="persons over the period",
        kind="model estimate",
        source="Alianza, from UN DESA, International Migrant Stock 2024 and World Population Prospects 2024",
        citation="Alianza, bootstrap of its estimates of flows from United Nations DESA, International Migrant Stock "
        "2024 and World Population Prospects 2024.",
        licence="CC BY 3.0 IGO (the series it rests on)",
        url="",
        found_in="made by this program",
        method=own_flows.INTERVAL_METHOD,
        date="2026",
        notes=(
            "_T is all origins, or all destinations.",
            f"Corridors that the central method puts below {own_flows.LEAST_SHOWN} people in a period are left out.",
            "The size of the error is an assumption: no publisher tells how sure its stocks are.",
        ),
        provenance={**own_flows.interval_provenance(), "version": __version__},
    )


def _flows() -> Series:
    frames = []
    for first, last in own_flows.PERIODS:
        places = next(each.places for each in own_flows.accounts() if each.period == (first, last))
        for method, made in own_flows.estimates((first, last)):
            if made.status != "ok":
                raise ValueError(f"flows of {first}-{last} by {method}: {made.status}")
            flows = made.flows[: len(places), : len(places)].round()
            origin, destination = flows.nonzero()
            frames.append(
                pl.DataFrame(
                    {
                        "ORIGIN": [places[i] for i in origin],
                        "DESTINATION": [places[j] for j in destination],
                        "METHOD": method,
                        "TIME_PERIOD": first,
                        "OBS_VALUE": flows[origin, destination],
                        "PERIOD": f"{first}-{last}",
                    }
                )
            )
    return Series(
        id="flows-estimates",
        vintage="2024",
        agency=AGENCY,
        title=(
            "Bilateral migration flows 1990-2024 by three methods, estimated by Alianza",
            "Flujos migratorios bilaterales 1990-2024 según tres métodos, estimados por Alianza",
            "Flux migratoires bilatéraux 1990-2024 selon trois méthodes, estimés par Alianza",
        ),
        frame=with_kinds(pl.concat(frames), frozenset()),
        dimensions=("ORIGIN", "DESTINATION", "METHOD", "TIME_PERIOD"),
        unit="persons over the period",
        kind="model estimate",
        source="Alianza, from UN DESA, International Migrant Stock 2024 and World Population Prospects 2024",
        citation="Alianza, estimates from United Nations DESA, International Migrant Stock 2024 and World Population "
        "Prospects 2024, by the methods of Abel and Cohen (2019) and Azose and Raftery (2019).",
        licence="CC BY 3.0 IGO (the series it rests on)",
        url="",
        found_in="made by this program",
        method=own_flows.METHOD,
        date="2026",
        notes=(
            "A pair that is absent was estimated at less than half a person.",
            "The last period is four years long.",
            "Moves are changes of residence between two dates; who left and returned between them does not count.",
            "The methods differ by a factor of two and more: show them together.",
        ),
        codes={
            "METHOD": {
                "minimum-open": {
                    "title": {
                        "en": "minimum migration, open account",
                        "es": "migración mínima, cuenta abierta",
                        "fr": "migration minimale, compte ouvert",
                    }
                },
                "minimum": {
                    "title": {
                        "en": "minimum migration, closed account",
                        "es": "migración mínima, cuenta cerrada",
                        "fr": "migration minimale, compte fermé",
                    }
                },
                "pseudo-bayes": {
                    "title": {
                        "en": "pseudo-Bayes, closed account",
                        "es": "pseudobayesiano, cuenta cerrada",
                        "fr": "pseudo-bayésien, compte fermé",
                    }
                },
            }
        },
        provenance={**own_flows.provenance(), "version": __version__},
    )
