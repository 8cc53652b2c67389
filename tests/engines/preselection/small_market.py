"""Random small tables, full of odd cases, and the definitions of matching written out in the plainest Python."""

import random

import numpy as np

from alianza.engines.preselection import LEVELS, MEDICAL, SECURITY, Codes, Orders, Workers, country_set

ORIGINS = ("COL", "MAR", "PHL")
DESTINATIONS = ("CAN", "DEU", "PHL")  # one country is both
LANGUAGES = ("de", "en")
ISCO = ("2261", "2262", "2263", "3221", "0110")
SKILLS = tuple(f"s{n}" for n in range(12))


def rows(seed: int, workers: int, orders: int, *, text_ids: bool = False, strict: bool = False) -> tuple[list, list]:
    """Rows as they stand in the files: texts by column. `strict` orders ask much, so that few fit."""
    rng = random.Random(seed)
    ids = rng.sample(range(1, 10 * workers + 10 * orders + 1), workers + orders)
    name = (lambda n: f"w-{n}") if text_ids else str
    return [_worker(rng, name(n)) for n in ids[:workers]], [_order(rng, name(n), strict) for n in ids[workers:]]


def _worker(rng: random.Random, worker: str) -> dict[str, str]:
    second = rng.choice(("", "", *ISCO))
    wishes = rng.sample(DESTINATIONS, rng.randint(0, 3))
    if rng.random() < 0.1:
        wishes = ["DEU", "DEU", "CAN"]
    row = {
        "worker": worker,
        "origin": rng.choice(ORIGINS),
        "region": str(rng.randint(1, 5)),
        "isco": rng.choice(ISCO),
        "years": str(rng.choice((0, 1, 3, 8, 30))),
        "isco2": second,
        "years2": str(rng.choice((0, 2, 9))) if second else "",
        "woman": str(rng.randint(0, 1)),
        "age": str(rng.choice((17, 18, 30, 30, 30, 44, 45, 46))),
        "disadvantaged": str(rng.randint(0, 1)),
        "education": str(rng.randint(0, 6)),
        "recognised_in": " ".join(rng.sample(DESTINATIONS, rng.randint(0, 3))),
        "medical": rng.choice((*MEDICAL, *["fit"] * 7)),
        "security": rng.choice((*SECURITY, *["clear"] * 7)),
        "passport_months": str(rng.choice((0, 5, 6, 7, 60, 60, 60))),
        "wish1": "", "wish2": "", "wish3": "",
        "accepts": " ".join(rng.sample(DESTINATIONS, rng.choice((0, 2, 3, 3, 3, 3)))),
        "min_wage": str(rng.choice((1, 500, 999, 1000, 1001))),
        "available_month": str(rng.choice((0, 0, 0, 3, 4, 5))),
        "skills": " ".join(rng.sample(SKILLS, rng.choice((0, 3, 6, 12, 12)))),
    }  # fmt: skip
    for k, wish in enumerate(wishes):
        row[f"wish{k + 1}"] = wish
    for language in LANGUAGES:
        row[f"cefr_{language}"] = rng.choice(LEVELS)
    return row


def _order(rng: random.Random, order: str, strict: bool) -> dict[str, str]:
    first = rng.choice(("", *LANGUAGES, *LANGUAGES))
    second = rng.choice(("", *LANGUAGES)) if first else ""
    levels = LEVELS if strict else LEVELS[:2]
    essential = rng.sample(SKILLS, rng.randint(0, 5))
    low = rng.choice((0, 0, 18, 45))
    return {
        "order": order,
        "dest": rng.choice(DESTINATIONS),
        "isco": rng.choice(ISCO),
        "related_ok": str(rng.randint(0, 1)),
        "posts": str(rng.randint(0, 4)),
        "permit": rng.choice(("care", "seasonal")),
        "certified": rng.choice("01111111"),
        "wage": str(rng.choice((1, 900, 1000, 2000, 2000))),
        "min_years": str(rng.choice((0, 0, 1, 2, 8))),
        "lang1": first,
        "lang1_min": rng.choice(levels) if first else "",
        "lang2": second,
        "lang2_min": rng.choice(levels) if second else "",
        "min_education": str(rng.choice((0, 0, 1, 3) if not strict else (3, 5))),
        "regulated": rng.choice("0001"),
        "age_min": str(low),
        "age_max": str(rng.choice((low, 45, 65, 65))),
        "origins": " ".join(rng.sample(ORIGINS, rng.choice((0, 2, 3, 3, 3, 3)))),
        "start_month": str(rng.choice((3, 4, 12))),
        "passport_min": str(rng.choice((0, 6))),
        "essential": " ".join(essential),
        "essential_min": str(rng.choice((0, 0, 1, 0, 1, 2, len(essential), len(essential) + rng.choice((0, 1))))),
        "optional": " ".join(rng.sample(SKILLS, rng.randint(0, 8))),
    }


def with_many_skills(seed: int, worker_rows: list[dict], order_rows: list[dict], named: int = 300) -> None:
    """Give the rows skills from a list of `named`: more than 192 do not fit the words of a record."""
    rng = random.Random(seed)
    skills = [f"t{n}" for n in range(named)]
    for row in worker_rows:
        row["skills"] = " ".join(rng.sample(skills, rng.choice((0, named // 2, named - 10))))
    for row in order_rows:
        essential = rng.sample(skills, rng.randint(0, 20))
        row["essential"], row["optional"] = " ".join(essential), " ".join(rng.sample(skills, rng.randint(0, 60)))
        row["essential_min"] = str(rng.choice((0, len(essential) // 4, len(essential) // 2, len(essential))))


def in_id_order(rows_: list[dict], key: str) -> list[dict]:
    if all(row[key].isdigit() for row in rows_):
        return sorted(rows_, key=lambda row: int(row[key]))
    return sorted(rows_, key=lambda row: row[key])


def tables(worker_rows: list[dict], order_rows: list[dict]) -> tuple[Workers, Orders]:
    """The engine's form of the rows, made the slow and obvious way."""
    countries = tuple(sorted({*ORIGINS, *DESTINATIONS}))
    named = {skill for row in worker_rows for skill in row["skills"].split()}
    named |= {skill for row in order_rows for name in ("essential", "optional") for skill in row[name].split()}
    skills = tuple(sorted({*SKILLS, *named}))
    codes = Codes(countries, LANGUAGES, ("care", "seasonal"), skills)
    worker_rows, order_rows = in_id_order(worker_rows, "worker"), in_id_order(order_rows, "order")

    def whole(rows_, *names):
        return {name: np.array([int(row[name] or 0) for row in rows_], np.int64) for name in names}

    def place(rows_, name, among):
        return np.array([among.index(row[name]) if row[name] else -1 for row in rows_], np.int64)

    def country_sets(rows_, name):
        sets = [country_set(codes, [countries.index(c) for c in row[name].split()]) for row in rows_]
        return np.array(sets, np.uint64).reshape(len(rows_), 1)

    def ragged(rows_, name):
        lists = [[skills.index(s) for s in row[name].split()] for row in rows_]
        return np.cumsum([0, *map(len, lists)]), np.array([s for each in lists for s in each], np.int32)

    def ids(rows_, name):
        values = [row[name] for row in rows_]
        return np.array([int(v) for v in values]) if all(v.isdigit() for v in values) else np.array(values)

    skill_start, skill = ragged(worker_rows, "skills")
    workers = Workers(
        codes=codes,
        worker=ids(worker_rows, "worker"),
        origin=place(worker_rows, "origin", countries),
        isco2=np.array([int(row["isco2"]) if row["isco2"] else -1 for row in worker_rows], np.int64),
        cefr=np.array(
            [[LEVELS.index(row[f"cefr_{lang}"]) for lang in LANGUAGES] for row in worker_rows], np.int8
        ).reshape(len(worker_rows), len(LANGUAGES)),
        recognised_in=country_sets(worker_rows, "recognised_in"),
        medical=place(worker_rows, "medical", MEDICAL),
        security=place(worker_rows, "security", SECURITY),
        wish=np.stack([place(worker_rows, f"wish{k}", countries) for k in (1, 2, 3)], 1),
        accepts=country_sets(worker_rows, "accepts"),
        skill_start=skill_start,
        skill=skill,
        **whole(
            worker_rows, "region", "isco", "years", "years2", "woman", "age", "disadvantaged", "education",
            "passport_months", "min_wage", "available_month",
        ),
    )  # fmt: skip
    essential_start, essential = ragged(order_rows, "essential")
    optional_start, optional = ragged(order_rows, "optional")
    orders = Orders(
        codes=codes,
        order=ids(order_rows, "order"),
        dest=place(order_rows, "dest", countries),
        permit=place(order_rows, "permit", codes.permits),
        lang1=place(order_rows, "lang1", LANGUAGES),
        lang1_min=place(order_rows, "lang1_min", LEVELS),
        lang2=place(order_rows, "lang2", LANGUAGES),
        lang2_min=place(order_rows, "lang2_min", LEVELS),
        origins=country_sets(order_rows, "origins"),
        essential_start=essential_start,
        essential=essential,
        optional_start=optional_start,
        optional=optional,
        **whole(
            order_rows, "isco", "related_ok", "posts", "certified", "wage", "min_years", "min_education", "regulated",
            "age_min", "age_max", "start_month", "passport_min", "essential_min",
        ),
    )  # fmt: skip
    return workers, orders


def score(worker: dict, order: dict) -> tuple[int, int, int] | None:
    """Score, worker's view and order's view of one pair; None when it is not eligible. The definitions, word for word."""
    isco, isco2, wanted = worker["isco"], worker["isco2"], order["isco"]
    related = order["related_ok"] == "1"
    if isco == wanted or (related and isco[:3] == wanted[:3] and isco2 != wanted):
        exp = int(worker["years"])
    elif isco2 and (isco2 == wanted or (related and isco2[:3] == wanted[:3])):
        exp = int(worker["years2"])
    else:
        return None
    level = {"-": 0, **{name: k for k, name in enumerate(LEVELS) if k}}
    spoken = [
        level[worker["cefr_" + order[language]]] - level[order[language + "_min"]]
        for language in ("lang1", "lang2")
        if order["lang1"] and order[language]
    ]
    skills, essential, optional = (
        set(text.split()) for text in (worker["skills"], order["essential"], order["optional"])
    )
    wage, min_wage = int(order["wage"]), int(worker["min_wage"])
    holds = (
        worker["origin"] in order["origins"].split()
        and order["certified"] == "1"
        and order["dest"] in worker["accepts"].split()
        and wage >= min_wage
        and exp >= int(order["min_years"])
        and all(above >= 0 for above in spoken)
        and int(worker["education"]) >= int(order["min_education"])
        and (order["regulated"] == "0" or order["dest"] in worker["recognised_in"].split())
        and worker["medical"] == "fit"
        and worker["security"] == "clear"
        and int(worker["passport_months"]) >= int(order["passport_min"])
        and int(order["age_min"]) <= int(worker["age"]) <= int(order["age_max"])
        and int(worker["available_month"]) <= int(order["start_month"])
        and len(skills & essential) >= int(order["essential_min"])
    )
    if not holds:
        return None
    overlap = min(3 * len(skills & essential) + len(skills & (optional - essential)), 16)
    e = [min(above, 2) for above in spoken]
    e1, e2 = (e[0], e[-1]) if e else (0, 0)
    order_view = 4500 * overlap // 16 + 1500 * min(exp - int(order["min_years"]), 10) // 10 + 1000 * (e1 + e2) // 4
    points = {worker["wish3"]: 600, worker["wish2"]: 1000} | {worker["wish1"]: 1500}
    if worker["wish2"] == worker["wish3"] != worker["wish1"]:
        points[worker["wish2"]] = 1000
    worker_view = 1500 * min((wage - min_wage) * 1000 // wage, 500) // 500 + points.get(order["dest"], 200)
    return 1 + worker_view + order_view, worker_view, order_view
