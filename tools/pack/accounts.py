"""Prepared inputs for the engines: stock and vital accounts, rates, a registered flow table, the matrix of 2017."""

from pathlib import Path
from typing import Any

import polars as pl

from . import areas
from .population import about
from .stocks import BY_IGO, UN
from .writing import Series, number, read, stack, whole

PERIODS = ("1990-1995", "2005-2010", "2010-2015")


def of_200_countries(shared: Path) -> list[Series]:
    folder = shared / "data/un200_2019rev"

    def table(period: str, end: str) -> pl.DataFrame:
        return read(folder / f"{period}_stock_{end}.csv.gz").select(
            pl.lit(period).alias("period"),
            pl.col("birth").alias("birthplace"),
            "residence",
            number("stock").alias(end),
        )

    keys = ["period", "birthplace", "residence"]
    stocks = stack(
        table(period, "start").join(table(period, "end"), on=keys, how="full", coalesce=True) for period in PERIODS
    )
    vital = stack(
        read(folder / f"{period}_vital.csv").select(
            pl.lit(period).alias("period"),
            pl.col("iso3").alias("place"),
            number("births").alias("births"),
            number("deaths").alias("deaths"),
            number("wpp_net_migration").alias("net_migration"),
        )
        for period in PERIODS
    )
    notes: dict[str, Any] = {
        "vintage": "2019",
        "agency": "UNDESA",
        "kind": "compiled estimate",
        "source": "UN DESA, International Migrant Stock 2019 and World Population Prospects 2019",
        "citation": f"{UN}, International Migrant Stock 2019; World Population Prospects 2019.",
        "licence": BY_IGO,
        "url": "https://population.un.org/wpp/",
        "found_in": "prepared from the two revisions for this project",
        "date": "2019-08",
        "unit": "persons",
        "as_floats": True,
    }
    return [
        Series(
            id="stock-accounts",
            title=(
                "Stock by birthplace and residence at start and end of a period, 200 countries",
                "Población por lugar de nacimiento y residencia al inicio y al final, 200 países",
                "Population selon le lieu de naissance et de résidence, début et fin, 200 pays",
            ),
            frame=stocks,
            dimensions={"period": "TIME_PERIOD", "birthplace": "ORIGIN", "residence": "DESTINATION"},
            measures=("start", "end"),
            method="Natives (population less foreign-born) stand on the diagonal. A pair absent at one end of the "
            "period was not in the table there: it is missing here, and an account counts it as none.",
            **notes,
        ),
        Series(
            id="vital-accounts",
            title=(
                "Births, deaths and net migration by period, 200 countries",
                "Nacimientos, defunciones y migración neta por período, 200 países",
                "Naissances, décès et migration nette par période, 200 pays",
            ),
            frame=vital,
            dimensions={"period": "TIME_PERIOD", "place": "REF_AREA"},
            measures=("births", "deaths", "net_migration"),
            may_be_negative=True,
            method="Five-year sums of World Population Prospects 2019.",
            **notes,
        ),
    ]


def rates(shared: Path) -> Series:
    wide = read(shared / "data/un_wpp2019/net_migration_rates_5y_1950_2020.csv")
    years = [name for name in wide.columns if name.isdigit()]
    frame = (
        wide.with_columns(pl.col("code").replace_strict(areas.alpha3_by_number(shared)).alias("place"))
        .unpivot(years, index="place", variable_name="middle", value_name="rate")
        .select(
            "place",
            pl.col("middle")
            .map_elements(lambda y: f"{int(y) - 3}-{int(y) + 2}", return_dtype=pl.String)
            .alias("period"),
            number("rate").alias("rate"),
        )
    )
    return Series(
        id="net-migration-rates",
        title=(
            "Net migration rates by five-year period, 1950-2020",
            "Tasas de migración neta por quinquenio, 1950-2020",
            "Taux de migration nette par période de cinq ans, 1950-2020",
        ),
        frame=frame,
        dimensions={"place": "REF_AREA", "period": "TIME_PERIOD"},
        measures=("rate",),
        unit="net migrants per person of the population over five years",
        kind="compiled estimate",
        may_be_negative=True,
        method="201 countries, long form; the column named by its middle year (1953) is the period 1950-1955.",
        found_in="prepared from World Population Prospects 2019 for this project",
        as_floats=True,
        **about("2019"),
    )


def korea(shared: Path) -> list[Series]:
    folder = shared / "data/korea_internal_migration"
    found = read(folder / "kor_2012_2020.csv.gz")
    flows = found.select(
        pl.col("orig").alias("origin"),
        pl.col("dest").alias("destination"),
        pl.col("year").cast(pl.Int16),
        whole("flow").alias("flow"),
        number("dist").alias("distance_km"),
    )
    wide = read(folder / "kor2020_flow.csv")
    first = wide.columns[0]
    within = (
        wide.unpivot(index=first, variable_name="destination", value_name="flow")
        .rename({first: "origin"})
        .filter(pl.col("origin") == pl.col("destination"))
        .select(
            "origin",
            "destination",
            pl.lit(2020, pl.Int16).alias("year"),
            whole("flow").alias("flow"),
            pl.lit(None, pl.Float64).alias("distance_km"),
        )
    )
    have = flows.select("origin", "destination", "year")
    within = within.join(have, on=["origin", "destination", "year"], how="anti")
    flows = stack([flows, within])
    yearly = found.select(
        pl.col("orig").alias("place"),
        pl.col("year").cast(pl.Int16),
        (number("orig_pop") * 1e6).round(0).cast(pl.Int64).alias("population"),
    ).unique()
    about_korea: dict[str, Any] = {
        "vintage": "2020",
        "agency": "KOSIS",
        "source": "Statistics Korea (KOSIS), internal migration statistics",
        "citation": "Statistics Korea, Internal Migration Statistics, 2012-2020.",
        "licence": "Open with attribution (KOSIS)",
        "url": "https://kosis.kr/",
        "found_in": "data of the R package migest",
        "date": "2021",
        "kind": "observed",
        "unit": "persons",
        "as_floats": True,
    }
    return [
        Series(
            id="korea-flows",
            title=(
                "Moves between the 17 provinces of the Republic of Korea, 2012-2020",
                "Traslados entre las 17 provincias de la República de Corea, 2012-2020",
                "Mouvements entre les 17 provinces de la République de Corée, 2012-2020",
            ),
            frame=flows,
            dimensions={"origin": "ORIGIN", "destination": "DESTINATION", "year": "TIME_PERIOD"},
            measures=("flow", "distance_km"),
            method="Registered moves. Moves within a province are held for 2020 alone and have no distance.",
            notes=[
                "A complete registered table, to test indices and gravity models on. Distances are kilometres.",
                (
                    "Origin and destination as found, and probably exchanged there: read so, Seoul gains and Gyeonggi "
                    "loses people in 2020, the opposite of what is known. Measures that do not depend on direction are "
                    "safe."
                ),
            ],
            **about_korea,
        ),
        Series(
            id="korea-population",
            title=(
                "Population of the 17 provinces of the Republic of Korea, 2012-2020",
                "Población de las 17 provincias de la República de Corea, 2012-2020",
                "Population des 17 provinces de la République de Corée, 2012-2020",
            ),
            frame=yearly,
            dimensions={"place": "REF_AREA", "year": "TIME_PERIOD"},
            measures=("population",),
            method="Millions of the source as persons.",
            **about_korea,
        ),
    ]


def allocation(shared: Path) -> list[Series]:
    folder = shared / "data/remittance_allocation_2017"
    pairs = read(folder / "corridors_2017.csv.gz").select(
        pl.col("home_iso3").alias("home"),
        pl.col("host_iso3").alias("host"),
        number("stock_2017_interp").alias("stock"),
        number("wb_2017_usd_million").alias("amount"),
    )
    places = read(folder / "countries_2017.csv").select(
        pl.col("iso3").alias("place"),
        number("gdp_pc_usd_2017").alias("income"),
        number("inflow_usd_million").alias("inflow"),
    )
    about_2017: dict[str, Any] = {
        "vintage": "2017",
        "agency": "WB",
        "source": "World Bank, Bilateral Remittance Matrix 2017; UN DESA, migrant stock; World Bank, WDI",
        "citation": f"World Bank, Bilateral Remittance Matrix 2017; {UN}, International Migrant Stock; World Bank, "
        "World Development Indicators.",
        "licence": "CC BY 4.0; CC BY 3.0 IGO",
        "url": "https://www.knomad.org/data/remittances",
        "found_in": "prepared from hbenveniste/mig-fund and the stock file for this project",
        "date": "2018",
        "kind": "model estimate",
        "as_floats": True,
    }
    return [
        Series(
            id="remittance-allocation",
            title=(
                "Bilateral remittances 2017 with the stock of each corridor",
                "Remesas bilaterales de 2017 con la población de cada corredor",
                "Transferts bilatéraux de 2017 avec le stock de chaque corridor",
            ),
            frame=pairs,
            dimensions={"home": "RECEIVING_AREA", "host": "SENDING_AREA"},
            measures=("stock", "amount"),
            unit="stock: persons (interpolated to 2017); amount: millions of US dollars",
            method="As prepared; for comparing rules of allocation.",
            **about_2017,
        ),
        Series(
            id="remittance-allocation-places",
            title=(
                "Income per person and remittances received 2017",
                "Ingreso por persona y remesas recibidas, 2017",
                "Revenu par personne et transferts reçus, 2017",
            ),
            frame=places,
            dimensions={"place": "REF_AREA"},
            measures=("income", "inflow"),
            unit="income: US dollars per person; inflow: millions of US dollars",
            method="As prepared.",
            **about_2017,
        ),
    ]


def series(shared: Path) -> list[Series]:
    return [*of_200_countries(shared), rates(shared), *korea(shared), *allocation(shared)]
