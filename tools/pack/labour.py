"""Wages, and the series of the Sustainable Development Goals that touch migration."""

from pathlib import Path
from typing import Any

import polars as pl

from . import areas, codes
from .stocks import marked
from .writing import Series, number, read, with_kinds

SERIES: tuple[tuple[str, str, str, tuple[str, str, str]], ...] = (
    (
        "sdg-10-c-1",
        "sdg_10_c_1_remittance_cost",
        "percent of the amount sent",
        (
            "SDG 10.c.1: cost of remittances",
            "ODS 10.c.1: costo de las remesas",
            "ODD 10.c.1 : coût des transferts de fonds",
        ),
    ),
    (
        "sdg-17-3-2",
        "sdg_17_3_2_remittances_pct_gdp",
        "percent of GDP",
        (
            "SDG 17.3.2: remittances as a share of GDP",
            "ODS 17.3.2: remesas en proporción del PIB",
            "ODD 17.3.2 : transferts de fonds en proportion du PIB",
        ),
    ),
    (
        "sdg-10-7-2",
        "sdg_10_7_2_migration_policy_by_domain_2019",
        "category, 1 to 4",
        (
            "SDG 10.7.2: migration policies by domain",
            "ODS 10.7.2: políticas migratorias por ámbito",
            "ODD 10.7.2 : politiques migratoires par domaine",
        ),
    ),
    (
        "sdg-10-7-2-share",
        "sdg_10_7_2_migration_policy_regional_share_2019",
        "percent of countries",
        (
            "SDG 10.7.2: share of countries with migration policies, by region",
            "ODS 10.7.2: proporción de países, por región",
            "ODD 10.7.2 : proportion de pays, par région",
        ),
    ),
    (
        "sdg-10-7-3",
        "sdg_10_7_3_migrant_deaths",
        "persons",
        (
            "SDG 10.7.3: deaths and disappearances in migration",
            "ODS 10.7.3: muertes y desapariciones en la migración",
            "ODD 10.7.3 : décès et disparitions au cours de la migration",
        ),
    ),
    (
        "sdg-10-7-4",
        "sdg_10_7_4_refugees_by_origin",
        "per 100,000 population",
        (
            "SDG 10.7.4: refugees by country of origin",
            "ODS 10.7.4: personas refugiadas por país de origen",
            "ODD 10.7.4 : réfugiés par pays d'origine",
        ),
    ),
    (
        "sdg-8-5-1",
        "sdg_8_5_1_hourly_earnings_by_occupation",
        "local currency per hour",
        (
            "SDG 8.5.1: hourly earnings by sex and occupation",
            "ODS 8.5.1: ingresos por hora por sexo y ocupación",
            "ODD 8.5.1 : gains horaires par sexe et profession",
        ),
    ),
    (
        "sdg-8-5-2",
        "sdg_8_5_2_unemployment_by_sex_age",
        "percent",
        (
            "SDG 8.5.2: unemployment by sex and age",
            "ODS 8.5.2: desempleo por sexo y edad",
            "ODD 8.5.2 : chômage par sexe et âge",
        ),
    ),
    (
        "sdg-8-8-1-fatal",
        "sdg_8_8_1_fatal_injuries_by_migrant_status",
        "per 100,000 employees",
        (
            "SDG 8.8.1: fatal injuries at work by migrant status",
            "ODS 8.8.1: lesiones mortales por condición migratoria",
            "ODD 8.8.1 : accidents mortels selon le statut migratoire",
        ),
    ),
    (
        "sdg-8-8-1-non-fatal",
        "sdg_8_8_1_nonfatal_injuries_by_migrant_status",
        "per 100,000 employees",
        (
            "SDG 8.8.1: non-fatal injuries at work by migrant status",
            "ODS 8.8.1: lesiones no mortales por condición migratoria",
            "ODD 8.8.1 : accidents non mortels selon le statut migratoire",
        ),
    ),
    (
        "sdg-8-8-2",
        "sdg_8_8_2_labour_rights_compliance",
        "score, 0 (best) to 10",
        (
            "SDG 8.8.2: compliance with labour rights",
            "ODS 8.8.2: cumplimiento de los derechos laborales",
            "ODD 8.8.2 : respect des droits du travail",
        ),
    ),
    (
        "sdg-3-c-1",
        "sdg_3_c_1_health_worker_density",
        "per 10,000 population",
        (
            "SDG 3.c.1: density of health workers",
            "ODS 3.c.1: densidad de personal sanitario",
            "ODD 3.c.1 : densité du personnel de santé",
        ),
    ),
)
COLUMNS = {
    "policy_domains": "POLICY_DOMAIN",
    "type_of_occupation": "OCCUPATION",
    "migratory_status": "MIGRATORY_STATUS",
}
AGES = {"15": "Y_GE15", "15_24": "Y15T24", "25": "Y_GE25"}
DOMAINS = {
    "alldomains": "All domains",
    "domain1": "Migrant rights",
    "domain2": "Whole-of-government and evidence-based policies",
    "domain3": "Cooperation and partnerships",
    "domain4": "Socioeconomic well-being",
    "domain5": "Mobility dimensions of crises",
    "domain6": "Safe, orderly and regular migration",
}
STATUSES = {
    "t": "Total",
    "migper": "Migrants",
    "nonmig": "Non-migrants",
    "eumig": "Migrants from the European Union",
    "noneumig": "Migrants from outside the European Union",
    "notspec": "Not specified",
}


def sdg(shared: Path) -> list[Series]:
    listed = []
    for name, file, unit, title in SERIES:
        found = read(shared / f"data/sdg_indicators/{file}.csv")
        numbers = areas.alpha3_by_number(shared)
        code = pl.col("m49").replace_strict(numbers, default=pl.col("m49").str.zfill(3))
        dimensions = [pl.coalesce("iso3", code).alias("REF_AREA")]
        keys = ["REF_AREA"]
        for old, new in COLUMNS.items():
            if old in found.columns and found[old].n_unique() > 1:
                dimensions.append(pl.col(old).alias(new))
                keys.append(new)
        if "sex" in found.columns:
            dimensions.append(codes.sex())
            keys.append("SEX")
        if "age" in found.columns:
            dimensions.append(pl.col("age").replace_strict(AGES).alias("AGE"))
            keys.append("AGE")
        nothing = pl.col("value") == "N"
        value = pl.when(nothing).then(None).otherwise(pl.col("value")).cast(pl.Float64, strict=True)
        frame = found.select(
            *dimensions, codes.year(), value.alias("OBS_VALUE"), pl.col("nature").str.to_uppercase().alias("NATURE")
        )
        explained: dict[str, dict[str, Any]] = {}
        if "POLICY_DOMAIN" in keys:
            explained["POLICY_DOMAIN"] = {code: {"title": {"en": text}} for code, text in DOMAINS.items()}
        if "MIGRATORY_STATUS" in keys:
            explained["MIGRATORY_STATUS"] = {code: {"title": {"en": text}} for code, text in STATUSES.items()}
        notes = ["NATURE: C country data, CA adjusted, E estimated, G global monitoring, M modelled, N none."]
        if name == "sdg-8-5-1":
            notes.append("Occupation: isco08_2 is major group 2 of ISCO-08, isco88_2 of ISCO-88, isco08 the total.")
        listed.append(
            Series(
                id=name,
                vintage="2020",
                agency="UNSD",
                title=title,
                frame=marked(with_kinds(frame, areas.aggregates(shared))),
                dimensions=(*keys, "TIME_PERIOD"),
                unit=unit,
                kind="compiled estimate",
                source="UN Statistics Division, Global SDG Database, October 2020",
                citation="United Nations Statistics Division, Global SDG Indicators Database, 2020-10.",
                licence="Free reuse with attribution (UN Statistics Division)",
                url="https://unstats.un.org/sdgs/dataportal",
                found_in="open-numbers/ddf--unstats--sdg_indicators (1bfae15)",
                date="2020-10",
                method="Codes of sex and age as in SDMX, others in lower case as found; 'N' is missing (status M).",
                notes=notes,
                codes=explained,
            )
        )
    return listed


def wages(shared: Path) -> list[Series]:
    folder = shared / "data/wages"
    status = pl.col("obs_status").replace_strict({"Break in series": "B", "Unreliable": "U"}, default="A")
    monthly = read(folder / "ilostat_monthly_earnings_ppp2021.csv").select(
        pl.col("iso3").alias("REF_AREA"),
        codes.sex(),
        pl.col("area_type").replace_strict({"National": "_T", "Rural": "R", "Urban": "U"}).alias("URBANISATION"),
        codes.year(),
        number("earnings_ppp").alias("OBS_VALUE"),
        status.alias("OBS_STATUS"),
        pl.col("source").alias("SURVEY"),
    )
    hourly = read(folder / "gapminder_ilo_hourly_labour_cost_2021usd.csv").select(
        pl.col("iso3").alias("REF_AREA"),
        codes.year(),
        number("hourly_labour_cost_constant_2021_usd").alias("OBS_VALUE"),
    )
    groups = areas.aggregates(shared)
    return [
        Series(
            id="wages",
            vintage="2024",
            agency="ILO",
            title=(
                "Average monthly earnings of employees by sex and area, 2014-2024",
                "Ingresos mensuales medios de los asalariados por sexo y zona, 2014-2024",
                "Gains mensuels moyens des salariés par sexe et zone, 2014-2024",
            ),
            frame=with_kinds(monthly, groups),
            dimensions=("REF_AREA", "SEX", "URBANISATION", "TIME_PERIOD"),
            unit="2021 international dollars per month",
            kind="observed",
            source="ILOSTAT, EAR_4MTH_SEX_GEO_CUR_NB_A",
            citation="International Labour Organization, ILOSTAT, "
            "average monthly earnings of employees by sex and rural/urban areas.",
            licence="CC BY 4.0",
            url="https://ilostat.ilo.org/",
            found_in="openwashdata-conf/ilostat-wage ilostat_wage.csv (ac2cf97)",
            date="2025",
            method="Note columns cut. Status B is a break in the series, U unreliable.",
            notes=["Surveys differ between countries: SURVEY names each."],
        ),
        Series(
            id="labour-cost",
            vintage="2024",
            agency="ILO",
            title=(
                "Hourly labour cost, 1994-2024",
                "Costo laboral por hora, 1994-2024",
                "Coût horaire du travail, 1994-2024",
            ),
            frame=with_kinds(hourly, groups),
            dimensions=("REF_AREA", "TIME_PERIOD"),
            unit="constant 2021 US dollars per hour",
            kind="observed",
            source="Gapminder, from the ILO",
            citation="Gapminder, Systema Globalis, hourly labour cost, from the International Labour Organization.",
            licence="CC BY 4.0",
            url="https://www.gapminder.org/data/",
            found_in="open-numbers/ddf--gapminder--systema_globalis (c63631a)",
            date="2024",
            method="Columns cut.",
        ),
    ]


def series(shared: Path) -> list[Series]:
    return [*wages(shared), *sdg(shared)]
