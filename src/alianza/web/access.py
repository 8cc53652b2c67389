"""The role x page table: what each role gets at each address, in a form that officers read and a test runs.

Each context keeps `access.csv` beside its code: `route,method,` and one column per kind of visitor with the status
that visitor gets. A route that stands in no table fails the suite.
"""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from alianza.web.contexts import CONTEXTS

VISITORS = (
    "anonymous",
    "worker",
    "employer",
    "stranger",
    "focal_point",
    "officer",
    "auditor",
    "donor",
    "administrator",
    "partner",
    "reviewer",
    "member",
)
ROLES_OF_THE_FUND = ("partner", "reviewer", "member")
"""Where a context's table has no column for them, they are what a donor's representative is there: somebody with a
role that means nothing to that context."""


@dataclass(frozen=True)
class Row:
    context: str
    route: str
    method: str
    status: tuple[tuple[str, int], ...]

    def expected(self, visitor: str) -> int:
        return dict(self.status)[visitor]


@cache
def rows() -> tuple[Row, ...]:
    found = []
    for context in CONTEXTS:
        table = files(f"alianza.{context}") / "access.csv"
        if not table.is_file():
            continue
        for line in csv.DictReader(table.read_text(encoding="utf-8").splitlines()):
            status = tuple(
                (visitor, int(line.get(visitor) or line["donor" if visitor in ROLES_OF_THE_FUND else visitor]))
                for visitor in VISITORS
            )
            found.append(Row(context, line["route"], line["method"], status))
    return tuple(found)
