"""Which codes are countries and which are sums of countries, with their names."""

from functools import cache
from pathlib import Path

import polars as pl

from .writing import Series, read

EXTRA = {
    "XKX": ("Kosovo (UNSCR 1244)", "Kosovo (RCSNU 1244)", "Kosovo (RCSNU 1244)"),
    "XCX": ("Channel Islands", "Islas del Canal", "Îles Anglo-Normandes"),
    "CHI": ("Channel Islands", "Islas del Canal", "Îles Anglo-Normandes"),
    "AB9": ("Abyei Area", "Zona de Abyei", "Zone d'Abyei"),
    "SCG": ("Serbia and Montenegro (former)", "Serbia y Montenegro (antigua)", "Serbie-et-Monténégro (ancienne)"),
    "YUG": ("Yugoslavia (former)", "Yugoslavia (antigua)", "Yougoslavie (ancienne)"),
    "CSK": ("Czechoslovakia (former)", "Checoslovaquia (antigua)", "Tchécoslovaquie (ancienne)"),
    "SUN": ("Soviet Union (former)", "Unión Soviética (antigua)", "Union soviétique (ancienne)"),
    "ANT": ("Netherlands Antilles (former)", "Antillas Neerlandesas (antiguas)", "Antilles néerlandaises (anciennes)"),
}
"""Areas for which statistics are published and which ISO 3166 does not list, or no longer lists."""

OTHER = {
    "OOO": ("Not specified", "No especificado", "Non précisé"),
    "STL": ("Stateless", "Apátridas", "Apatrides"),
    "TIB": ("Tibetans", "Tibetanos", "Tibétains"),
    "ONO": ("Other North", "Otros del Norte", "Autres Nord"),
    "OSO": ("Other South", "Otros del Sur", "Autres Sud"),
}

GROUPS = {
    "EU27": "European Union, 27 countries (from 2020)",
    "LMY": "Low and middle income",
    "AMERICA": "America",
}
"""Sums that no list of codes names: Eurostat's and the World Bank's."""

ONE = {"ROM": "ROU", "ZAR": "COD", "TMP": "TLS", "PAL": "PSE", "KSV": "XKX"}
"""Old codes with a single successor."""


@cache
def m49(shared: Path) -> pl.DataFrame:
    return read(shared / "data/geography/un_m49_countries_multilingual.csv")


@cache
def alpha3_by_alpha2(shared: Path) -> dict[str, str]:
    frame = m49(shared)
    return {**dict(zip(frame["iso2"], frame["iso3"], strict=True)), "XK": "XKX", "TP": "TLS", "S": "SSD"}


@cache
def alpha3_by_number(shared: Path) -> dict[str, str]:
    """Numeric codes as the Population Division writes them, without leading zeros; 830 is the Channel Islands."""
    frame = m49(shared)
    numbers = (str(int(code)) for code in frame["m49"])
    return {**dict(zip(numbers, frame["iso3"], strict=True)), "830": "XCX", "412": "XKX", "158": "TWN"}


@cache
def un_groups(shared: Path) -> dict[str, str]:
    """Location codes of World Population Prospects that are no country, with their names."""
    countries = alpha3_by_number(shared)
    frame = read(shared / "data/un_wpp2024/un_locations.csv")
    return {
        code: name for code, name in zip(frame["country_code"], frame["name"], strict=True) if code not in countries
    }


@cache
def bank_groups(shared: Path) -> dict[str, str]:
    frame = read(shared / "data/geography/world_bank_country_metadata_2025.csv").filter(pl.col("Region").is_null())
    return dict(zip(frame["Country Code"], frame["TableName"], strict=True))


@cache
def sdg_groups(shared: Path) -> dict[str, str]:
    """The regions of the SDG database by three-figure M49 code."""
    found: dict[str, str] = {}
    for path in sorted((shared / "data/sdg_indicators").glob("sdg_*.csv")):
        frame = read(path).filter(pl.col("iso3").is_null() & ~pl.col("m49").is_in(list(alpha3_by_number(shared))))
        found |= {code.zfill(3): name for code, name in zip(frame["m49"], frame["area_name"], strict=True)}
    return dict(sorted(found.items()))


@cache
def aggregates(shared: Path) -> frozenset[str]:
    return frozenset({*un_groups(shared), *bank_groups(shared), *sdg_groups(shared), *GROUPS})


def series(shared: Path) -> list[Series]:
    countries = m49(shared)
    rows = [
        (row["iso3"], "country", "ISO 3166", row["name_en"], row["name_es"], row["name_fr"])
        for row in countries.iter_rows(named=True)
    ]
    rows += [(code, "country", "publisher", *names) for code, names in EXTRA.items()]
    rows += [(code, "other", "publisher", *names) for code, names in OTHER.items()]
    for scheme, groups in (
        ("World Population Prospects", un_groups(shared)),
        ("World Bank", bank_groups(shared)),
        ("M49", sdg_groups(shared)),
        ("publisher", GROUPS),
    ):
        known = {row[0] for row in rows}
        rows += [(code, "aggregate", scheme, name, None, None) for code, name in groups.items() if code not in known]
    frame = pl.DataFrame(rows, schema=["AREA", "AREA_KIND", "SCHEME", "NAME_EN", "NAME_ES", "NAME_FR"], orient="row")
    return [
        Series(
            id="areas",
            vintage="2025",
            agency="UNSD",
            title=("Areas of the series", "Áreas de las series", "Zones des séries"),
            frame=frame,
            dimensions={"AREA": "REF_AREA"},
            measures=("NAME_EN", "NAME_ES", "NAME_FR"),
            unit="",
            kind="classification",
            source="UN Statistics Division (M49), UN Population Division, World Bank",
            citation="United Nations Statistics Division, Standard country or area codes for statistical use (M49).",
            licence="PDDL (M49 copy); CC BY 3.0 IGO; CC BY 4.0",
            url="https://unstats.un.org/unsd/methodology/m49/",
            found_in="datasets/country-codes (caa72d1); PPgp/wpp2024 data/UNlocations.txt; saeed-amiri/CrossBorderML",
            date="2025-04",
            method="Joined. AREA_KIND tells countries and areas from sums of them (aggregate) and from what is neither "
            "(other: not specified, stateless). Names of aggregates are in English only.",
            notes=["Names and codes imply no opinion on the status of any area."],
        )
    ]
