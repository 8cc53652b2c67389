"""The story as the tables that `alianza match` reads, so that a newcomer has files to try it on at once.

Wages are whole US dollars a month, at the average rates of one year; months are counted from the year 0, as the
registry counts them. The same bytes every time.
"""

import csv
import io
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from alianza.demo.orders import caps, employers, orders, quotas, sectors, shares
from alianza.demo.people import RATES_OF, workers
from alianza.demo.permits import PROGRAMMES
from alianza.vocabulary.money import Money
from alianza.vocabulary.rates import convert

CURRENCY = "USD"
STORY_MONTH = 2026 * 12 + 10
"""November 2026, counted from January of the year 0."""
LEVELS = ("-", "A1", "A2", "B1", "B2", "C1", "C2")

Table = Iterable[Mapping[str, object]]


def spoken() -> tuple[str, ...]:
    """The languages that anybody in the registry speaks or any order asks for: one column each."""
    asked = {language for order in orders() for language in (order.lang1, order.lang2) if language}
    return tuple(sorted({language for worker in workers() for language in worker.languages} | asked))


def whole_dollars(pay: Money) -> int:
    """At least 1: a wage is positive."""
    return max(convert(pay, CURRENCY, RATES_OF).amount.minor // 100, 1)


def worker_rows() -> Table:
    languages = spoken()
    for each in workers():
        wishes = (*each.wishes, "", "", "")[:3]
        yield {
            "worker": each.worker,
            "origin": each.origin,
            "region": each.region,
            "isco": each.isco,
            "years": each.years,
            "isco2": each.isco2,
            "years2": "" if each.years2 is None else each.years2,
            "woman": int(each.woman),
            "age": each.age,
            "disadvantaged": int(each.disadvantaged),
            "education": each.education,
            **{f"cefr_{language}": LEVELS[each.languages.get(language, 0)] for language in languages},
            "recognised_in": " ".join(each.recognised_in),
            "medical": each.medical,
            "security": each.security,
            "passport_months": each.passport_months,
            **dict(zip(("wish1", "wish2", "wish3"), wishes, strict=True)),
            "accepts": " ".join(each.accepts),
            "min_wage": whole_dollars(each.min_pay),
            "available_month": STORY_MONTH + each.available_in,
            "skills": " ".join(each.skills),
        }


def order_rows() -> Table:
    labelled = {each.key: each.labelled for each in employers()}
    demanded = {each.key: each.demands_label for each in PROGRAMMES}
    for each in orders():
        yield {
            "order": each.order,
            "dest": each.destination,
            "isco": each.isco,
            "related_ok": int(each.related_ok),
            "posts": each.posts,
            "permit": each.permit,
            # The label is voluntary: it counts only where the programme demands it.
            "certified": int(labelled[each.employer] or not demanded[each.programme]),
            "wage": whole_dollars(Money.of(each.wage, each.currency)),
            "min_years": each.min_years,
            "lang1": each.lang1,
            "lang1_min": LEVELS[each.lang1_min] if each.lang1 else "",
            "lang2": each.lang2,
            "lang2_min": LEVELS[each.lang2_min] if each.lang2 else "",
            "min_education": each.min_education,
            "regulated": int(each.regulated),
            "age_min": each.age_min,
            "age_max": each.age_max,
            "origins": " ".join(each.origins),
            "start_month": STORY_MONTH + each.starts_in,
            "passport_min": each.passport_min,
            "essential": " ".join(each.essential),
            "essential_min": each.essential_min,
            "optional": " ".join(each.optional),
        }


def tables() -> Mapping[str, Sequence[Mapping[str, object]]]:
    """File name to rows. Where two programmes set the same share, the file holds the lower one."""
    least: dict[tuple[str, str], int] = {}
    for share in shares():
        key = (share.kind, share.scope)
        least[key] = min(share.per_mille, least.get(key, 1000))
    return {
        "workers.csv": list(worker_rows()),
        "orders.csv": list(order_rows()),
        "quotas.csv": [
            {"origin": each.origin, "dest": each.destination, "permit": each.permit, "quota": each.places}
            for each in quotas()
        ],
        "caps.csv": [{"origin": each.origin, "sector": each.sector, "cap": each.places} for each in caps()],
        "sectors.csv": [{"isco": each.isco, "sector": each.sector} for each in sectors()],
        "shares.csv": [
            {"kind": kind, "scope": scope, "per_mille": per_mille} for (kind, scope), per_mille in least.items()
        ],
    }


def write(folder: Path) -> list[Path]:
    """Write the six files into a folder, each beside its place first; raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, rows in tables().items():
        buffer = io.StringIO()
        writer = csv.DictWriter(buffer, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        beside = folder / f".{name}.{os.getpid()}"
        try:
            beside.write_bytes(buffer.getvalue().encode())
            beside.replace(folder / name)
        finally:
            beside.unlink(missing_ok=True)
        written.append(folder / name)
    return written
