"""Remittances of the World Bank and KNOMAD: received, paid, by corridor, and their price."""

from pathlib import Path
from typing import Any

import polars as pl

from . import areas, codes
from .stocks import marked
from .writing import Series, number, read, stack, with_kinds

BY = "CC BY 4.0"
TERMS = "CC BY 4.0 (World Bank terms of use for datasets)"
REPOSITORY = "kietnguyen01/Remittance-Fees-Analysis data/remittance (49c9aa8)"
WORLD = {"World": "WLD", "Low-and Middle-Income Countries": "LMY", "Other North": "ONO", "Other South": "OSO"}


def area(code: str, name: str, alias: str) -> pl.Expr:
    """The alpha-3 code; where there is none, that of the group the name says."""
    named = pl.col(name).replace_strict(WORLD, default=None)
    return pl.coalesce(pl.col(code).replace(areas.ONE), named).alias(alias)


def received_and_paid(shared: Path) -> list[Series]:
    folder = shared / "data/world_bank_remittances"
    groups = areas.aggregates(shared)

    def table(direction: str, code: str) -> pl.DataFrame:
        return read(folder / f"knomad_{direction}_2000_2022.csv").select(
            area("iso3", "country_name", "REF_AREA"),
            pl.lit(code).alias("INDICATOR"),
            codes.year(),
            number("usd_million").alias("OBS_VALUE"),
        )

    knomad = stack([table("inflows", "RECEIVED"), table("outflows", "PAID")])
    absent = pl.col("OBS_VALUE") == 0
    knomad = knomad.with_columns(pl.when(absent).then(None).otherwise(pl.col("OBS_VALUE")).alias("OBS_VALUE"))
    wdi = read(folder / "wdi_remittances_1970_2022.csv").select(
        pl.col("iso3").alias("REF_AREA"),
        pl.col("indicator_code").alias("INDICATOR"),
        codes.year(),
        number("value").alias("OBS_VALUE"),
    )
    return [
        Series(
            id="remittances",
            vintage="2023",
            agency="KNOMAD",
            title=(
                "Remittances received and paid, 2000-2022",
                "Remesas recibidas y pagadas, 2000-2022",
                "Transferts de fonds reçus et versés, 2000-2022",
            ),
            frame=marked(with_kinds(knomad, groups)),
            dimensions=("REF_AREA", "INDICATOR", "TIME_PERIOD"),
            unit="US dollars",
            unit_multiplier=6,
            kind="compiled estimate",
            source="World Bank and KNOMAD, Remittance inflows and outflows, June 2023",
            citation="World Bank-KNOMAD, Remittance Inflows and Outflows, June 2023.",
            licence=TERMS,
            url="https://www.knomad.org/data/remittances",
            found_in=f"{REPOSITORY}, remittance-inflows.xlsx, remittance-outflows.xlsx",
            date="2023-06",
            method="Long form, notes cut. The workbook writes 0 where it holds no figure (Algeria received 790 million "
            "in 2000 by the World Development Indicators and 0 here): zeros are missing (status M).",
            notes=["2022 is an estimate of the publisher."],
            codes={
                "INDICATOR": {
                    "RECEIVED": {
                        "title": {
                            "en": "Remittances received",
                            "es": "Remesas recibidas",
                            "fr": "Transferts de fonds reçus",
                        }
                    },
                    "PAID": {
                        "title": {"en": "Remittances paid", "es": "Remesas pagadas", "fr": "Transferts de fonds versés"}
                    },
                }
            },
        ),
        Series(
            id="remittances-wdi",
            vintage="2023",
            agency="WB",
            title=(
                "Personal remittances, World Development Indicators, 1970-2022",
                "Remesas personales, Indicadores del Desarrollo Mundial, 1970-2022",
                "Transferts de fonds personnels, Indicateurs du développement dans le monde, 1970-2022",
            ),
            frame=with_kinds(wdi, groups),
            dimensions=("REF_AREA", "INDICATOR", "TIME_PERIOD"),
            unit="by indicator",
            kind="compiled estimate",
            may_be_negative=True,
            source="World Bank, World Development Indicators, 10 May 2023",
            citation="World Bank, World Development Indicators, May 2023.",
            licence=BY,
            url="https://databank.worldbank.org/source/world-development-indicators",
            found_in=f"{REPOSITORY}, *.xls",
            date="2023-05-10",
            method="Long form.",
            notes=["The share of GDP ends in 2021."],
            codes={
                "INDICATOR": {
                    "BX.TRF.PWKR.CD.DT": {"title": {"en": "Personal remittances, received"}, "unit": "US dollars"},
                    "BM.TRF.PWKR.CD.DT": {"title": {"en": "Personal remittances, paid"}, "unit": "US dollars"},
                    "BX.TRF.PWKR.DT.GD.ZS": {
                        "title": {"en": "Personal remittances, received (% of GDP)"},
                        "unit": "percent of GDP",
                    },
                }
            },
        ),
    ]


def matrices(shared: Path, year: str) -> list[Series]:
    folder = shared / "data/world_bank_remittances"
    groups = areas.aggregates(shared)
    money = read(folder / f"bilateral_remittances_{year}.csv").select(
        area("sending_iso3", "sending_name", "SENDING_AREA"),
        area("receiving_iso3", "receiving_name", "RECEIVING_AREA"),
        number("usd_million").alias("OBS_VALUE"),
    )
    people = read(folder / f"bilateral_migration_{year}.csv").select(
        area("origin_iso3", "origin_name", "ORIGIN"),
        area("destination_iso3", "destination_name", "DESTINATION"),
        number("migrants").alias("OBS_VALUE"),
    )
    about: dict[str, Any] = {
        "vintage": year,
        "agency": "KNOMAD" if year == "2021" else "WB",
        "kind": "model estimate",
        "licence": TERMS,
        "url": "https://www.knomad.org/data/remittances",
        "found_in": {
            "2021": "artemdsmirnov/International-Payment-System-Go-to-Market-Strategy-and-Pricing-Points (003938f)",
            "2017": "hbenveniste/mig-fund input_data (1ae3861)",
        }[year],
        "date": {"2021": "2022-12", "2017": "2018-04"}[year],
        "method": "Long form; zeros and the totals of the sheet left out. A pair that is absent has no estimate.",
        "current": year == "2021",
    }
    publisher = {"2021": "World Bank-KNOMAD", "2017": "World Bank"}[year]
    total = {"2021": "781,075.7 million US dollars, as published", "2017": "613,463.8 (published 613,465.8)"}[year]
    persons = {"2021": "282,222,943, as published", "2017": "see the publisher's notes"}[year]
    return [
        Series(
            id="remittance-matrix",
            title=(
                f"Bilateral remittances {year}, model estimate",
                f"Remesas bilaterales {year}, estimación de un modelo",
                f"Transferts de fonds bilatéraux {year}, estimation par modèle",
            ),
            frame=with_kinds(money, groups),
            dimensions=("SENDING_AREA", "RECEIVING_AREA"),
            unit="US dollars",
            unit_multiplier=6,
            source=f"{publisher}, Bilateral Remittance Matrix {year}",
            citation=f"{publisher}, Bilateral Remittance Matrix {year}.",
            notes=[f"Total {total}.", "Shares of a model, not recorded transfers."],
            **about,
        ),
        Series(
            id="migration-matrix",
            title=(
                f"Bilateral migrants {year}, as the remittance matrix uses them",
                f"Migrantes bilaterales {year}, según la matriz de remesas",
                f"Migrants bilatéraux {year}, selon la matrice des transferts",
            ),
            frame=with_kinds(people, groups),
            dimensions=("ORIGIN", "DESTINATION"),
            unit="persons",
            source=f"{publisher}, Bilateral Migration Matrix {year}",
            citation=f"{publisher}, Bilateral Migration Matrix {year}.",
            notes=[f"Total {persons}."],
            **about,
        ),
    ]


def prices(shared: Path) -> list[Series]:
    folder = shared / "data/remittance_prices"
    groups = areas.aggregates(shared)
    corridors = read(folder / "rpw_corridor_average_cost_2011q1_2020q3.csv").select(
        area("sending_iso3", "sending_name", "SENDING_AREA"),
        area("receiving_iso3", "receiving_name", "RECEIVING_AREA"),
        pl.col("period").str.replace("Q", "-Q").alias("TIME_PERIOD"),
        number("avg_total_cost_pct").alias("OBS_VALUE"),
    )
    by_country = read(folder / "wdi_remittance_cost_by_country_2011_2020.csv").select(
        pl.col("iso3").alias("REF_AREA"),
        pl.col("indicator_code").alias("INDICATOR"),
        codes.year(),
        number("value").alias("OBS_VALUE"),
    )
    return [
        Series(
            id="remittance-prices",
            vintage="2020",
            agency="WB",
            title=(
                "Average cost of sending 200 US dollars, by corridor",
                "Coste medio de enviar 200 dólares, por corredor",
                "Coût moyen de l'envoi de 200 dollars, par corridor",
            ),
            frame=with_kinds(corridors, groups),
            dimensions=("SENDING_AREA", "RECEIVING_AREA", "TIME_PERIOD"),
            unit="percent of the amount sent",
            kind="observed",
            may_be_negative=True,
            source="World Bank, Remittance Prices Worldwide, corridor averages, 7 December 2020",
            citation="World Bank, Remittance Prices Worldwide, remittanceprices.worldbank.org.",
            licence=BY,
            url="https://remittanceprices.worldbank.org/",
            found_in="natesheehan/sdg_10C data (3365194)",
            date="2020-12-07",
            method="Long form; quarters written 2016-Q2; KSV is XKX.",
            notes=["Corridor averages end in the third quarter of 2020; quotes of providers are not included."],
        ),
        Series(
            id="remittance-prices-country",
            vintage="2020",
            agency="WB",
            title=(
                "Average cost of remittances by receiving and by sending country",
                "Coste medio de las remesas por país receptor y emisor",
                "Coût moyen des transferts par pays récepteur et émetteur",
            ),
            frame=with_kinds(by_country, groups),
            dimensions=("REF_AREA", "INDICATOR", "TIME_PERIOD"),
            unit="percent of the amount sent",
            kind="compiled estimate",
            source="World Bank, World Development Indicators, from Remittance Prices Worldwide",
            citation="World Bank, World Development Indicators.",
            licence=BY,
            url="https://databank.worldbank.org/source/world-development-indicators",
            found_in=f"{REPOSITORY}, sending-cost-*.xls",
            date="2023",
            method="Long form.",
            codes={
                "INDICATOR": {
                    "SI.RMT.COST.IB.ZS": {"title": {"en": "Average cost of sending remittances to the country"}},
                    "SI.RMT.COST.OB.ZS": {"title": {"en": "Average cost of sending remittances from the country"}},
                }
            },
        ),
    ]


def series(shared: Path) -> list[Series]:
    return [*received_and_paid(shared), *matrices(shared, "2021"), *matrices(shared, "2017"), *prices(shared)]
