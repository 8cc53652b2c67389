"""Economy and labour: World Development Indicators; distance and ties between countries: GeoDist."""

from pathlib import Path
from typing import Any

import polars as pl

from . import areas, codes
from .remittances import BY
from .writing import Series, number, read, stack, with_kinds

WDI_URL = "https://databank.worldbank.org/source/world-development-indicators"
RELEVANT = {
    "BM.KLT.DINV.CD.WD": ("Foreign direct investment, net outflows", "US dollars"),
    "BM.TRF.PWKR.CD.DT": ("Personal remittances, paid", "US dollars"),
    "BX.KLT.DINV.CD.WD": ("Foreign direct investment, net inflows", "US dollars"),
    "BX.TRF.PWKR.CD.DT": ("Personal remittances, received", "US dollars"),
    "FP.CPI.TOTL.ZG": ("Inflation, consumer prices", "percent per year"),
    "NY.GDP.MKTP.CD": ("GDP", "US dollars"),
    "NY.GDP.PCAP.PP.KD": ("GDP per person, purchasing power parity", "constant 2021 international dollars"),
    "PV.EST": ("Political stability and absence of violence, estimate", "index, about -2.5 to 2.5"),
    "SL.UEM.TOTL.ZS": ("Unemployment, ILO estimate", "percent of the labour force"),
    "SM.POP.NETM": ("Net migration", "persons"),
    "SP.DYN.CBRT.IN": ("Crude birth rate", "per 1,000 population"),
    "SP.POP.DPND": ("Age dependency ratio", "percent of the working-age population"),
}


def long(path: Path) -> pl.DataFrame:
    return read(path).select(
        pl.col("iso3").alias("REF_AREA"),
        pl.col("indicator_code").alias("INDICATOR"),
        codes.year(),
        number("value").alias("OBS_VALUE"),
    )


def wdi(shared: Path) -> list[Series]:
    folder = shared / "data/wdi"
    groups = areas.aggregates(shared)
    titles = read(folder / "wdi_selected_indicator_metadata.csv")
    selected: dict[str, dict[str, Any]] = {
        row["INDICATOR_CODE"]: {"title": {"en": row["INDICATOR_NAME"]}, "source": row["SOURCE_ORGANIZATION"]}
        for row in titles.iter_rows(named=True)
    }
    about: dict[str, Any] = {
        "agency": "WB",
        "kind": "compiled estimate",
        "licence": BY,
        "url": WDI_URL,
        "citation": "World Bank, World Development Indicators.",
        "dimensions": ("REF_AREA", "INDICATOR", "TIME_PERIOD"),
        "unit": "by indicator",
        "may_be_negative": True,
    }
    alone = stack(
        long(folder / name) for name in ("gdp_per_capita_ppp_current_1990_2023.csv", "tertiary_enrolment_1990_2023.csv")
    )
    parity = read(folder / "ppp_conversion_factor_1990_2024.csv").select(
        pl.col("Country ID").replace_strict(areas.alpha3_by_alpha2(shared)).alias("REF_AREA"),
        codes.year("Year"),
        number("PPP").alias("OBS_VALUE"),
    )
    parity = parity.unique(["REF_AREA", "TIME_PERIOD"]) if parity.is_duplicated().any() else parity
    meaning = read(folder / "wdi_cross_section_2021_series.csv").select(
        pl.col("Code").alias("INDICATOR"),
        pl.col("Indicator Name").alias("NAME"),
        pl.col("Unit of measure").alias("UNIT"),
        pl.col("Topic").alias("TOPIC"),
        pl.col("Long definition").alias("DEFINITION"),
        pl.col("Source").alias("SOURCE"),
    )
    return [
        Series(
            id="wdi",
            vintage="2025",
            title=(
                "World Development Indicators, selected, 1990-2024",
                "Indicadores del Desarrollo Mundial, selección, 1990-2024",
                "Indicateurs du développement dans le monde, sélection, 1990-2024",
            ),
            frame=with_kinds(long(folder / "wdi_selected_1990_2024.csv.gz"), groups),
            source="World Bank, World Development Indicators, 15 April 2025",
            date="2025-04-15",
            found_in="saeed-amiri/CrossBorderML data/raw (9086f44)",
            method="Nineteen files, long form, from 1990.",
            codes={"INDICATOR": selected},
            **about,
        ),
        Series(
            id="wdi-migration",
            vintage="2023",
            title=(
                "World Development Indicators relevant to migration, 1990-2023",
                "Indicadores del Desarrollo Mundial relevantes para la migración, 1990-2023",
                "Indicateurs du développement relatifs à la migration, 1990-2023",
            ),
            frame=with_kinds(long(folder / "wdi_migration_relevant_1990_2023.csv.gz"), groups),
            source="World Bank, World Development Indicators and Worldwide Governance Indicators",
            date="2024",
            found_in="iom/gdidata data/wdi.rda (c9e4cc6)",
            method="Short names replaced by the World Bank's codes.",
            codes={
                "INDICATOR": {code: {"title": {"en": name}, "unit": unit} for code, (name, unit) in RELEVANT.items()}
            },
            **about,
        ),
        Series(
            id="wdi-more",
            vintage="2024",
            title=(
                "GDP per person at purchasing power parity and tertiary enrolment, 1990-2023",
                "PIB por persona en paridad de poder adquisitivo y matrícula terciaria, 1990-2023",
                "PIB par habitant en parité de pouvoir d'achat et inscription au supérieur, 1990-2023",
            ),
            frame=with_kinds(alone, groups),
            source="World Bank, World Development Indicators, mid-2024",
            date="2024-06-28",
            found_in="relatoscondatos/data_global (1473f4e); karthiktadepalli1/emigration",
            method="Columns cut, long form.",
            codes={
                "INDICATOR": {
                    "NY.GDP.PCAP.PP.CD": {
                        "title": {"en": "GDP per person, purchasing power parity"},
                        "unit": "current international dollars",
                    },
                    "SE.TER.ENRR": {"title": {"en": "School enrolment, tertiary, gross"}, "unit": "percent"},
                }
            },
            **about,
        ),
        Series(
            id="wdi-cross-section",
            vintage="2021",
            title=(
                "World Development Indicators, cross-section of 2021",
                "Indicadores del Desarrollo Mundial, corte de 2021",
                "Indicateurs du développement dans le monde, coupe de 2021",
            ),
            frame=with_kinds(long(folder / "wdi_cross_section_2021.csv.gz"), groups),
            source="World Bank, World Development Indicators, 28 March 2024",
            date="2024-03-28",
            found_in="artemdsmirnov/International-Payment-System-Go-to-Market-Strategy-and-Pricing-Points (003938f)",
            method="Long form; series under other terms than CC BY 4.0, or with none named, were removed (35).",
            notes=["What each code means: wdi-indicators@2021."],
            **about,
        ),
        Series(
            id="wdi-indicators",
            vintage="2021",
            title=(
                "What the codes of the cross-section mean",
                "Qué significan los códigos del corte",
                "Ce que signifient les codes de la coupe",
            ),
            frame=meaning,
            measures=("NAME", "UNIT", "TOPIC", "DEFINITION", "SOURCE"),
            source="World Bank, World Development Indicators, 28 March 2024",
            date="2024-03-28",
            found_in="artemdsmirnov/International-Payment-System-Go-to-Market-Strategy-and-Pricing-Points (003938f)",
            method="Columns cut.",
            **{**about, "dimensions": ("INDICATOR",), "unit": "", "kind": "classification", "may_be_negative": False},
        ),
        Series(
            id="ppp-factor",
            vintage="2025",
            title=(
                "PPP conversion factor, 1990-2024",
                "Factor de conversión de PPA, 1990-2024",
                "Facteur de conversion en PPA, 1990-2024",
            ),
            frame=with_kinds(parity, groups),
            source="World Bank, PA.NUS.PPP",
            date="2025",
            found_in="datasets/ppp data/ppp-gdp.csv (1782964)",
            method="Alpha-2 codes to alpha-3.",
            **{
                **about,
                "dimensions": ("REF_AREA", "TIME_PERIOD"),
                "unit": "local currency per international dollar",
                "licence": "CC BY 4.0 (the copy is dedicated to the public domain)",
            },
        ),
    ]


def distance(shared: Path) -> list[Series]:
    folder = shared / "data/cepii_geodist"
    found = read(folder / "dist_cepii.csv.gz")
    yes_no = {
        "contig": "CONTIGUOUS",
        "comlang_off": "COMMON_OFFICIAL_LANGUAGE",
        "comlang_ethno": "COMMON_SPOKEN_LANGUAGE",
        "colony": "COLONIAL_TIE",
        "comcol": "COMMON_COLONISER",
        "curcol": "CURRENT_COLONIAL_TIE",
        "col45": "COLONIAL_TIE_AFTER_1945",
        "smctry": "SAME_COUNTRY",
    }
    kilometres = {
        "dist": "DISTANCE",
        "distcap": "DISTANCE_OF_CAPITALS",
        "distw": "DISTANCE_WEIGHTED",
        "distwces": "DISTANCE_WEIGHTED_CES",
    }
    frame = found.select(
        pl.col("iso_o").replace(areas.ONE).alias("ORIGIN"),
        pl.col("iso_d").replace(areas.ONE).alias("DESTINATION"),
        *(
            pl.when(pl.col(old) == ".").then(None).otherwise(pl.col(old)).cast(pl.Float64).round(4).alias(new)
            for old, new in kilometres.items()
        ),
        *((pl.col(old) == "1").alias(new) for old, new in yes_no.items()),
    )
    places = read(folder / "geo_cepii.csv")
    blank = [pl.when(pl.col(name) == ".").then(None).otherwise(pl.col(name)).alias(name) for name in places.columns]
    places = places.select(blank)
    cities = (
        places.filter(pl.col("cap").is_in(["1.0", "2.0"]))
        .sort("iso3", "cap")
        .unique("iso3", keep="first", maintain_order=True)
        .select(
            pl.col("iso3").replace(areas.ONE).alias("REF_AREA"),
            pl.col("city_en").alias("CAPITAL"),
            number("lat").alias("LATITUDE"),
            number("lon").alias("LONGITUDE"),
            number("area").alias("AREA_KM2"),
            (pl.col("landlocked") == "1.0").alias("LANDLOCKED"),
            *(pl.col(f"langoff_{at}").alias(f"OFFICIAL_LANGUAGE_{at}") for at in (1, 2, 3)),
            *(pl.col(f"colonizer{at}").alias(f"COLONISER_{at}") for at in (1, 2, 3, 4)),
        )
    )
    about: dict[str, Any] = {
        "vintage": "2011",
        "agency": "CEPII",
        "kind": "compiled estimate",
        "source": "CEPII, GeoDist (Mayer and Zignago 2011)",
        "citation": "Mayer, T. and Zignago, S. (2011), Notes on CEPII's distances measures: the GeoDist database, "
        "CEPII Working Paper 2011-25.",
        "licence": "Etalab Open Licence 2.0",
        "url": "http://www.cepii.fr/CEPII/en/bdd_modele/bdd_modele_item.asp?id=6",
        "date": "2011-12",
    }
    groups = areas.aggregates(shared)
    old = "ROM, ZAR, TMP and PAL are ROU, COD, TLS and PSE; YUG and ANT have no single successor and stay."
    return [
        Series(
            id="distance",
            title=(
                "Distance and ties between countries",
                "Distancia y vínculos entre países",
                "Distance et liens entre pays",
            ),
            frame=with_kinds(frame, groups),
            dimensions=("ORIGIN", "DESTINATION"),
            measures=(*kilometres.values(), *yes_no.values()),
            unit="kilometres; yes or no",
            found_in="cran/cepiigeodist data/dist_cepii.rda (d66e4d6)",
            method=f"Columns renamed; kilometres at four decimals. {old}",
            **about,
        ),
        Series(
            id="geography",
            title=(
                "Capital, position, languages and colonisers of countries",
                "Capital, posición, idiomas y colonizadores de los países",
                "Capitale, position, langues et colonisateurs des pays",
            ),
            frame=with_kinds(cities, groups),
            dimensions=("REF_AREA",),
            measures=tuple(name for name in cities.columns if name != "REF_AREA"),
            unit="degrees; square kilometres",
            found_in="cran/cepiigeodist data/geo_cepii.rda (d66e4d6)",
            may_be_negative=True,
            method=f"The capital's row of each country; areas without a capital left out. {old}",
            **about,
        ),
    ]


def series(shared: Path) -> list[Series]:
    return [*wdi(shared), *distance(shared)]
