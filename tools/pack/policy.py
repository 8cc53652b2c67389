"""Treaties and conventions, and entry requirements for short stays."""

from pathlib import Path
from typing import Any

import polars as pl

from . import areas
from .writing import Series, read, with_kinds

TREATY_NAMES = {
    "ICRMW": "Migrant Workers Convention, 1990",
    "REFUGEE_1951": "Refugee Convention, 1951",
    "REFUGEE_PROTOCOL_1967": "Refugee Protocol, 1967",
    "STATELESS_1954": "Convention on Stateless Persons, 1954",
    "STATELESS_1961": "Convention on the Reduction of Statelessness, 1961",
    "UNTOC": "Convention against Transnational Organized Crime, 2000",
    "PALERMO_TRAFFICKING": "Trafficking Protocol, 2000",
    "PALERMO_SMUGGLING": "Smuggling Protocol, 2000",
    "CRC": "Convention on the Rights of the Child, 1989",
    "ICESCR": "Covenant on Economic, Social and Cultural Rights, 1966",
    "ICCPR": "Covenant on Civil and Political Rights, 1966",
    "ICERD": "Convention on Racial Discrimination, 1965",
    "CEDAW": "Convention on Discrimination against Women, 1979",
}
CONVENTIONS = {
    "C100": "Equal Remuneration Convention, 1951",
    "C111": "Discrimination (Employment and Occupation) Convention, 1958",
    "C156": "Workers with Family Responsibilities Convention, 1981",
    "C175": "Part-Time Work Convention, 1994",
    "C177": "Home Work Convention, 1996",
    "C183": "Maternity Protection Convention, 2000",
    "C189": "Domestic Workers Convention, 2011",
}


def explained(names: dict[str, str]) -> dict[str, Any]:
    return {code: {"title": {"en": name}} for code, name in names.items()}


def series(shared: Path) -> list[Series]:
    folder = shared / "data/treaties"
    groups = areas.aggregates(shared)
    un = (
        read(folder / "un_treaties_participants_2015_03.csv")
        .filter(pl.col("iso3").is_not_null())
        .select(
            pl.col("iso3").alias("REF_AREA"),
            pl.col("treaty").alias("TREATY"),
            pl.when(pl.col("ratification_date").is_not_null())
            .then(pl.lit("party"))
            .when(pl.col("signature_date").is_not_null())
            .then(pl.lit("signatory"))
            .otherwise(pl.lit(None, pl.String))
            .alias("STATUS"),
            pl.col("signature_date").alias("SIGNED"),
            pl.col("ratification_date").alias("BOUND"),
            pl.col("action").alias("ACTION"),
        )
    )
    rights = read(folder / "un_human_rights_treaties_status_2022.csv").select(
        pl.col("iso2").replace_strict(areas.alpha3_by_alpha2(shared)).alias("REF_AREA"),
        pl.col("treaty").alias("TREATY"),
        pl.col("status")
        .replace_strict({"state party": "party", "signatory state": "signatory", "no action": "none"})
        .alias("STATUS"),
        pl.col("year_ratification_or_accession").cast(pl.Int16).alias("BOUND"),
        pl.col("note").alias("NOTE"),
    )
    ilo = read(folder / "ilo_conventions_c100_c111_c156_c175_c177_c183_2021.csv").select(
        pl.col("iso3").alias("REF_AREA"),
        pl.col("convention").alias("TREATY"),
        pl.col("status")
        .replace_strict({"Ratified, in force": "in force", "Ratified, not in force": "not in force"})
        .alias("STATUS"),
        pl.col("ratification_date").alias("BOUND"),
        pl.col("comment").alias("NOTE"),
    )
    domestic = read(folder / "ilo_c189_ratifications_2020_10.csv").select(
        pl.col("iso3").alias("REF_AREA"),
        pl.col("convention").alias("TREATY"),
        pl.lit("in force").alias("STATUS"),
        pl.col("ratification_date").alias("BOUND"),
        pl.col("entry_into_force").alias("IN_FORCE"),
    )
    late = (pl.col("IN_FORCE") > "2020-10-05").fill_null(value=False)
    domestic = domestic.with_columns(
        pl.when(late).then(pl.lit("not yet in force")).otherwise(pl.col("STATUS")).alias("STATUS")
    )
    visas = read(shared / "data/visa/passport_index_2025_01.csv").filter(pl.col("Requirement") != "-1")
    days = pl.col("Requirement").cast(pl.Int16, strict=False)
    visas = visas.select(
        pl.col("Passport").alias("ORIGIN"),
        pl.col("Destination").alias("DESTINATION"),
        pl.when(days.is_not_null()).then(pl.lit("visa free")).otherwise(pl.col("Requirement")).alias("REQUIREMENT"),
        days.alias("DAYS"),
    )
    facts: dict[str, Any] = {
        "kind": "status list",
        "unit": "status",
        "licence": "Facts of the depositary; the copy states no licence",
    }
    untc: dict[str, Any] = {
        "agency": "UN",
        "source": "United Nations Treaty Collection",
        "citation": "United Nations Treaty Collection, Status of Treaties; depositary: the Secretary-General.",
        "url": "https://treaties.un.org/",
    }
    normlex: dict[str, Any] = {
        "agency": "ILO",
        "source": "ILO, NORMLEX",
        "citation": "International Labour Organization, NORMLEX, Ratifications.",
        "url": "https://normlex.ilo.org/",
    }
    dated = "A list as of its date: always show the date. Later ratifications are not in it."
    return [
        Series(
            id="treaties-un",
            vintage="2015",
            date="2015-03-14",
            title=(
                "Treaties on migrants, refugees, statelessness and trafficking: parties as of 14 March 2015",
                "Tratados sobre migrantes, refugiados, apatridia y trata: Estados parte al 14 de marzo de 2015",
                "Traités sur les migrants, réfugiés, l'apatridie et la traite : parties au 14 mars 2015",
            ),
            frame=with_kinds(un, groups),
            dimensions=("REF_AREA", "TREATY"),
            measures=("STATUS", "SIGNED", "BOUND", "ACTION"),
            found_in="zmjones/untreaties treaties (003ce13)",
            method="Stacked, codes added, dates parsed; the European Union left out. STATUS follows from the dates.",
            notes=[dated, "A State that is absent had neither signed nor joined."],
            codes={"TREATY": explained(TREATY_NAMES)},
            **facts,
            **untc,
        ),
        Series(
            id="treaties-human-rights",
            vintage="2022",
            date="2022-08",
            title=(
                "Eighteen human rights treaties: status of Members in August 2022",
                "Dieciocho tratados de derechos humanos: situación de los Miembros en agosto de 2022",
                "Dix-huit traités relatifs aux droits de l'homme : situation des Membres en août 2022",
            ),
            frame=with_kinds(rights, groups),
            dimensions=("REF_AREA", "TREATY"),
            measures=("STATUS", "BOUND"),
            found_in="world-politics-datalab/humanrights-treaties-ratification-status (fdb779e)",
            method="Stacked; alpha-2 codes to alpha-3 (TP is TLS, S is SSD). BOUND is a year.",
            notes=[dated, "ICMW is the Migrant Workers Convention: 57 parties."],
            **facts,
            **untc,
        ),
        Series(
            id="conventions-ilo",
            vintage="2021",
            date="2021",
            title=(
                "Six ILO conventions: ratifications as of 2021",
                "Seis convenios de la OIT: ratificaciones a 2021",
                "Six conventions de l'OIT : ratifications en 2021",
            ),
            frame=with_kinds(ilo, groups),
            dimensions=("REF_AREA", "TREATY"),
            measures=("STATUS", "BOUND"),
            found_in="UNStats/gender_data_portal series_data (1b47de6)",
            method="Stacked, columns cut.",
            notes=[dated, "Conventions 97, 143 and 181 are not held: load them from NORMLEX."],
            codes={"TREATY": explained(CONVENTIONS)},
            **facts,
            **normlex,
        ),
        Series(
            id="convention-c189",
            vintage="2020",
            date="2020-10-05",
            title=(
                "Domestic Workers Convention (No. 189): ratifications as of 5 October 2020",
                "Convenio sobre trabajadores domésticos (núm. 189): ratificaciones al 5 de octubre de 2020",
                "Convention sur les travailleurs domestiques (n° 189) : ratifications au 5 octobre 2020",
            ),
            frame=with_kinds(domestic, groups),
            dimensions=("REF_AREA", "TREATY"),
            measures=("STATUS", "BOUND", "IN_FORCE"),
            found_in="a public page of the Swiss treaty compilation",
            method="Typed from the page.",
            notes=[dated],
            codes={"TREATY": explained(CONVENTIONS)},
            **facts,
            **normlex,
        ),
        Series(
            id="passport-index",
            vintage="2025",
            date="2025-01-12",
            agency="PASSPORT_INDEX",
            title=(
                "Entry requirements for short stays by passport",
                "Requisitos de entrada para estancias cortas por pasaporte",
                "Conditions d'entrée pour les courts séjours, par passeport",
            ),
            frame=with_kinds(visas, groups),
            dimensions=("ORIGIN", "DESTINATION"),
            measures=("REQUIREMENT", "DAYS"),
            unit="requirement; days without a visa",
            kind="status list",
            source="Passport Index, 12 January 2025",
            citation="Passport Index dataset, passportindex.org, via ilyankou/passport-index-dataset.",
            licence="MIT",
            url="https://github.com/ilyankou/passport-index-dataset",
            found_in="ilyankou/passport-index-dataset passport-index-tidy-iso3.csv (a46dbc8)",
            method="A number of days became 'visa free' and DAYS; the country itself (-1) left out.",
            notes=["Short stays only: it says nothing about work."],
        ),
    ]
