"""Pack the published distributions that the demonstration draws from: `python tools/pack_demo.py --shared ../shared`.

Writes `distributions.json` into the demonstration's data folder: a few small tables, each with source, licence and what
was done to it. Twelve origins and ten destinations only; the demonstration invents its people from these tables.
"""

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from statistics import median
from typing import Any

import yaml
from pack_data import Row, read

DESTINATION = Path(__file__).resolve().parent.parent / "src" / "alianza" / "demo" / "data" / "distributions.json"
ORIGINS = ("COL", "FJI", "IDN", "IND", "KEN", "MAR", "MEX", "NPL", "PER", "PHL", "SEN", "TUN")
DESTINATIONS = ("ARE", "CAN", "DEU", "ESP", "GBR", "ITA", "JPN", "KOR", "NZL", "ZAF")
ALPHA2 = {
    "ARE": "AE", "CAN": "CA", "COL": "CO", "DEU": "DE", "ESP": "ES", "FJI": "FJ", "GBR": "GB", "IDN": "ID", "IND": "IN",
    "ITA": "IT", "JPN": "JP", "KEN": "KE", "KOR": "KR", "MAR": "MA", "MEX": "MX", "NPL": "NP", "NZL": "NZ", "PER": "PE",
    "PHL": "PH", "SEN": "SN", "TUN": "TN", "ZAF": "ZA",
}  # fmt: skip
CURRENCY = {
    "ARE": "AED", "CAN": "CAD", "COL": "COP", "DEU": "EUR", "ESP": "EUR", "FJI": "FJD", "GBR": "GBP", "IDN": "IDR",
    "IND": "INR", "ITA": "EUR", "JPN": "JPY", "KEN": "KES", "KOR": "KRW", "MAR": "MAD", "MEX": "MXN", "NPL": "NPR",
    "NZL": "NZD", "PER": "PEN", "PHL": "PHP", "SEN": "XOF", "TUN": "TND", "ZAF": "ZAR",
}  # fmt: skip
STOCK_YEAR, PRICES_OF, RATES_OF = "2024", 2023, 2024
CFO_FROM, CFO_TO = 2010, 2019
HOURS_A_MONTH = 165
WAGE_SHARE = 0.8
"""Of an hour's labour cost; the rest are the employer's contributions. The project's own assumption."""
MIGRANTS_PAY = {"ARE": 0.30}
"""Where contracts of migrant workers lie far from the mean of all who produce; the project's own assumption."""
LANGUAGES = {
    "Arabic": "ar", "English": "en", "Filipino": "fil", "Fijian": "fj", "French": "fr", "Hindi": "hi",
    "Indonesian": "id", "Nepali": "ne", "Spanish": "es", "Swahili": "sw", "Wolof": "wo",
}  # fmt: skip
EDUCATION = {
    "No Formal Education": 0, "Elementary Graduate": 1, "High School Level": 2, "High School Graduate": 3,
    "Vocational Level": 3, "College Level": 3, "Vocational Graduate": 4, "College Graduate": 5,
    "Post Graduate Level": 5, "Post Graduate": 6,
}  # fmt: skip
"""Levels of the Commission's table as those of matching; children and pupils of primary age are left out."""
AGES = ("20 - 24", "25 - 29", "30 - 34", "35 - 39", "40 - 44", "45 - 49", "50 - 54", "55 - 59")
WORKING = {
    "Prof'l": "professional", "Managerial": "managerial", "Clerical": "clerical", "Sales": "sales",
    "Service": "service", "Agriculture": "agriculture", "Production": "production",
}  # fmt: skip
UN = "United Nations DESA, Population Division, International Migrant Stock"
CFO = "Commission on Filipinos Overseas, registered emigrants"


def stock(data: Path) -> list[dict[str, Any]]:
    people: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for row in read(data / "un_desa_migrant_stock" / "bilateral_stock_2024rev.csv.gz"):
        pair = (row["origin_iso3"], row["destination_iso3"])
        if row["year"] == STOCK_YEAR and pair[0] in ORIGINS and pair[1] in DESTINATIONS:
            people[pair][row["sex"]] = int(float(row["migrants"]))
    areas = {
        "United Arab Emirates": "ARE", "Canada": "CAN", "Germany": "DEU", "Spain": "ESP", "United Kingdom": "GBR",
        "Italy": "ITA", "Japan": "JPN", "Republic of Korea": "KOR", "New Zealand": "NZL", "South Africa": "ZAF",
    }  # fmt: skip
    working: dict[str, dict[str, int]] = {place: {"male": 0, "female": 0} for place in DESTINATIONS}
    bands = {age.replace(" ", "") for age in AGES}
    for row in read(data / "un_desa_migrant_stock" / "stock_by_age_sex_2019rev.csv.gz"):
        place = areas.get(row["destination_area"])
        if place and row["year"] == "2019" and row["sex"] in {"male", "female"} and row["age"] in bands:
            working[place][row["sex"]] += int(row["migrants"])
    assert all(sum(each.values()) for each in working.values())
    pairs = [
        {
            "origin": origin,
            "destination": place,
            "people": sum(people[origin, place].values()),
            "women_permille": round(1000 * people[origin, place]["female"] / sum(people[origin, place].values())),
        }
        for origin in ORIGINS
        for place in DESTINATIONS
        if sum(people[origin, place].values()) > 0
    ]
    women = [
        {"destination": place, "women_permille": round(1000 * each["female"] / sum(each.values()))}
        for place, each in working.items()
    ]
    return [
        {
            "id": "stock",
            "source": f"{UN} 2024",
            "licence": "CC BY 3.0 IGO",
            "vintage": "revision 2024, year 2024",
            "method": "Both sexes added; a pair that the revision does not estimate is left out, not zero.",
            "rows": pairs,
        },
        {
            "id": "women",
            "source": f"{UN} 2019, by age and sex",
            "licence": "CC BY 3.0 IGO",
            "vintage": "revision 2019, year 2019",
            "method": "Women among migrants aged 20 to 59 in the destination.",
            "rows": women,
        },
    ]


def emigrants(data: Path) -> list[dict[str, Any]]:
    counted: dict[tuple[str, str], int] = defaultdict(int)
    for row in read(data / "jobs" / "philippines_cfo_registered_emigrants_1981_2020.csv"):
        if CFO_FROM <= int(row["year"]) <= CFO_TO:
            counted[row["dimension"], row["category"].strip()] += int(row["emigrants"])
    education: dict[int, int] = defaultdict(int)
    for category, level in EDUCATION.items():
        education[level] += counted["education", category]
    told = {
        "source": CFO,
        "licence": "Philippine government work, no copyright (RA 8293 s. 176)",
        "vintage": f"{CFO_FROM} to {CFO_TO} together",
    }
    return [
        {
            "id": "age",
            **told,
            "method": "Five-year groups from 20 to 59. Permanent emigrants of one origin stand for all twelve.",
            "rows": [{"from": int(age[:2]), "to": int(age[-2:]), "people": counted["age_group", age]} for age in AGES],
        },
        {
            "id": "education",
            **told,
            "method": "The Commission's levels read as the seven of matching; children left out.",
            "rows": [{"level": level, "people": education[level]} for level in sorted(education)],
        },
        {
            "id": "occupation_groups",
            **told,
            "method": "The seven groups of people who work; students, housewives, minors and retired people left out.",
            "rows": [{"group": name, "people": counted["occupation_group", key]} for key, name in WORKING.items()],
        },
    ]


class Prices:
    """Latest national figures, in national currency at prices of one year."""

    def __init__(self, data: Path) -> None:
        wdi: dict[tuple[str, str], dict[int, float]] = defaultdict(dict)
        for row in read(data / "wdi" / "wdi_selected_1990_2024.csv.gz"):
            if row["indicator_code"] in {"FP.CPI.TOTL.ZG", "NY.GDP.PCAP.CD"}:
                wdi[row["iso3"], row["indicator_code"]][int(row["year"])] = float(row["value"])
        self.wdi = wdi
        place_of = {alpha2: alpha3 for alpha3, alpha2 in ALPHA2.items()}
        self.ppp: dict[str, dict[int, float]] = defaultdict(dict)
        for row in read(data / "wdi" / "ppp_conversion_factor_1990_2024.csv"):
            if row["Country ID"] in place_of:
                self.ppp[place_of[row["Country ID"]]][int(row["Year"])] = float(row["PPP"])
        self.rate: dict[str, float] = {"USD": 1.0}
        for row in read(data / "fund" / "fx" / "imf_annual_average_per_usd.csv"):
            if int(row["year"]) == RATES_OF:
                self.rate[row["currency"]] = float(row["units_per_usd"])

    def grown(self, place: str, year: int) -> float:
        """How much consumer prices rose from a year to the year of the table."""
        factor = 1.0
        for each in range(year + 1, PRICES_OF + 1):
            factor *= 1 + self.wdi[place, "FP.CPI.TOTL.ZG"].get(each, 0) / 100
        return factor

    def product(self, place: str) -> float:
        """Gross domestic product per head and month, national currency."""
        return self.wdi[place, "NY.GDP.PCAP.CD"][PRICES_OF] / 12 * self.rate[CURRENCY[place]]


def by_latest(rows: Iterable[Row], value: str) -> dict[str, tuple[int, float]]:
    found: dict[str, tuple[int, float]] = {}
    for row in rows:
        if row[value] and (row["iso3"] not in found or int(row["year"]) >= found[row["iso3"]][0]):
            found[row["iso3"]] = (int(row["year"]), float(row[value]))
    return found


def wages(data: Path) -> list[dict[str, Any]]:
    prices = Prices(data)
    hourly: dict[str, dict[int, dict[str, float]]] = defaultdict(lambda: defaultdict(dict))
    for row in read(data / "sdg_indicators" / "sdg_8_5_1_hourly_earnings_by_occupation.csv"):
        if row["sex"] == "bothsex" and row["type_of_occupation"].startswith("isco08"):
            hourly[row["iso3"]][int(row["year"])][row["type_of_occupation"]] = float(row["value"])
    relative: dict[str, dict[int, float]] = {}
    for place, years in hourly.items():
        latest = years[max(years)]
        if "isco08" in latest:
            relative[place] = {
                major: latest[f"isco08_{major}"] / latest["isco08"]
                for major in range(1, 10)
                if f"isco08_{major}" in latest
            }
    usual = {major: median(each[major] for each in relative.values() if major in each) for major in range(1, 10)}
    national = [
        row
        for row in read(data / "wages" / "ilostat_monthly_earnings_ppp2021.csv")
        if row["sex"] == "Total" and row["area_type"] == "National"
    ]
    monthly = by_latest(national, "earnings_ppp")
    cost = by_latest(
        read(data / "wages" / "gapminder_ilo_hourly_labour_cost_2021usd.csv"), "hourly_labour_cost_constant_2021_usd"
    )
    levels: dict[str, tuple[float, str]] = {}
    for place in DESTINATIONS:
        if place in hourly:
            year = max(hourly[place])
            level = hourly[place][year]["isco08"] * HOURS_A_MONTH * prices.grown(place, year)
            levels[place] = (level, f"SDG 8.5.1, {year}")
        elif place in monthly and monthly[place][0] >= 2018:
            year, dollars = monthly[place]
            levels[place] = (
                dollars * prices.ppp[place][2021] * prices.grown(place, 2021),
                f"ILOSTAT mean monthly earnings, {year}",
            )
        elif place in cost and cost[place][0] >= 2018:
            year, dollars = cost[place]
            level = dollars * HOURS_A_MONTH * WAGE_SHARE * prices.ppp[place][2021] * prices.grown(place, 2021)
            levels[place] = (level, f"ILO hourly labour cost, {year}")
    share = median(level / prices.product(place) for place, (level, _) in levels.items())
    for place in DESTINATIONS:
        if place not in levels:
            level = prices.product(place) * share * MIGRANTS_PAY.get(place, 1.0)
            levels[place] = (level, f"product per head, {PRICES_OF}")
    at_home = []
    for place in ORIGINS:
        if place in monthly:
            year, dollars = monthly[place]
            pay, basis = dollars * prices.ppp[place][2021], f"ILOSTAT mean monthly earnings, {year}"
            in_usd = pay * prices.grown(place, 2021) / prices.rate.get(CURRENCY[place], FIJI_PER_USD)
        else:
            in_usd = prices.product(place) * share / prices.rate[CURRENCY[place]]
            basis = f"product per head, {PRICES_OF}"
        at_home.append({"origin": place, "currency": CURRENCY[place], "monthly_usd": round(in_usd), "basis": basis})
    return [
        {
            "id": "wages",
            "source": "UN Global SDG Database, 8.5.1; ILOSTAT; ILO labour cost; World Bank, WDI",
            "licence": "free reuse with attribution (UN); CC BY 4.0 (ILO, World Bank)",
            "vintage": f"latest year of each, brought to prices of {PRICES_OF}",
            "method": f"Mean pay a month in national currency: hourly earnings times {HOURS_A_MONTH} hours where SDG "
            f"8.5.1 has them; else mean monthly earnings; else {WAGE_SHARE:g} of labour cost; else product per head "
            "times the median share that pay has of it in the others (for ARE times "
            f"{MIGRANTS_PAY['ARE']:g}, the project's own assumption). Pay of each ISCO major group against the mean: "
            "the country's own where published, else the median of the countries that publish it.",
            "rows": [
                {
                    "destination": place,
                    "currency": CURRENCY[place],
                    "monthly": round(levels[place][0]),
                    "basis": levels[place][1],
                    "major_permille": {
                        str(major): round(1000 * relative.get(place, {}).get(major, usual[major]))
                        for major in range(1, 10)
                    },
                }
                for place in DESTINATIONS
            ],
        },
        {
            "id": "home_pay",
            "source": "ILOSTAT; World Bank, World Development Indicators; International Monetary Fund (rates)",
            "licence": "CC BY 4.0 (ILO, World Bank); free reuse with attribution (IMF)",
            "vintage": f"latest year of each, prices of {PRICES_OF}, rates of {RATES_OF}",
            "method": "Mean monthly earnings of employees in US dollars; where none, product per head times the same "
            "share. No source packed has a rate for the Fijian dollar; a fixed one scales Fiji's invented pay.",
            "rows": at_home,
        },
    ]


FIJI_PER_USD = 2.27
"""No packaged source has a rate for the Fijian dollar; this one only scales the invented minimum pay of Fiji."""


def languages(data: Path) -> list[dict[str, Any]]:
    found = []
    for row in read(data / "cepii_geodist" / "geo_cepii.csv"):
        if row["iso3"] in ORIGINS and row["cap"] in {"1.0", "1"}:
            official = [row[f"langoff_{at}"] for at in range(1, 4)]
            spoken = [row[f"lang20_{at}"] for at in range(1, 5)]
            found.append(
                {
                    "origin": row["iso3"],
                    "official": [LANGUAGES[name] for name in official if name in LANGUAGES],
                    "spoken": [LANGUAGES[name] for name in spoken if name in LANGUAGES],
                }
            )
    assert len(found) == len(ORIGINS), found
    return [
        {
            "id": "languages",
            "source": "CEPII GeoDist (Mayer and Zignago 2011)",
            "licence": "Etalab Open Licence 2.0",
            "vintage": "2011",
            "method": "Official languages, and those that at least a fifth of the people speak; others left out.",
            "rows": sorted(found, key=lambda each: str(each["origin"])),
        }
    ]


def safeguards(data: Path) -> list[dict[str, Any]]:
    listed = yaml.safe_load((data / "indicators" / "health_safeguards.yaml").read_text(encoding="utf-8"))
    countries = {code for codes in listed["safeguards_list"]["countries"].values() for code in codes}
    return [
        {
            "id": "safeguards",
            "source": "World Health Organization, health workforce support and safeguards list",
            "licence": "facts of a public list",
            "vintage": str(listed["safeguards_list"]["year"]),
            "method": "Which of the twelve origins are listed; names as generally known, not read on the list itself.",
            "rows": [{"origin": place} for place in ORIGINS if place in countries],
        }
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--shared", type=Path, required=True, help="folder that holds data/ with the staged sources")
    data: Path = parser.parse_args().shared / "data"
    if not data.is_dir():
        sys.stderr.write(f"{data} is not a folder: give the folder that holds data/ with --shared.\n")
        return 2
    tables = [*stock(data), *emigrants(data), *wages(data), *languages(data), *safeguards(data)]
    text = json.dumps(
        {"schema": "alianza/demonstration-distributions/1", "tables": tables}, ensure_ascii=False, indent=1
    )
    DESTINATION.parent.mkdir(parents=True, exist_ok=True)
    DESTINATION.write_bytes((text + "\n").encode())
    print(f"{DESTINATION.name}: {len(tables)} tables, {DESTINATION.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
