"""One questionnaire with every type of question, for pages to draw and to read back."""

from copy import deepcopy
from typing import Any

from tests.instruments.forms import survey

ITEMS: list[dict[str, Any]] = [
    {"id": "CRIT", "section": "all", "list": "met", "label": {"en": "No fees are charged"}, "evidence": ["A contract"], "level": "must"},
    {"id": "BOOL", "section": "all", "type": "boolean", "label": {"en": "Is there a law?", "es": "¿Hay una ley?"}},
    {"id": "TEXT", "section": "all", "type": "text", "label": {"en": "Name of the law"}, "required": True},
    {"id": "LONG", "section": "all", "type": "long_text", "label": {"en": "Describe it"}, "guidance": {"en": "In your words."}},
    {"id": "INT", "section": "all", "type": "integer", "least": 0, "most": 5000, "unit": "persons", "label": {"en": "How many?"}},
    {"id": "DEC", "section": "all", "type": "decimal", "label": {"en": "Which share?"}},
    {"id": "MONEY", "section": "all", "type": "money", "label": {"en": "How much money?"}},
    {"id": "DAY", "section": "all", "type": "date", "label": {"en": "Since when?"}},
    {"id": "PERIOD", "section": "all", "type": "period", "label": {"en": "Which period?"}},
    {"id": "ONE", "section": "all", "type": "select_one", "list": "who", "label": {"en": "Who pays?"}},
    {"id": "SOME", "section": "all", "type": "select_multiple", "list": "who", "label": {"en": "Who takes part?"}},
    {"id": "MATRIX", "section": "all", "type": "matrix", "rows": "costs", "list": "who", "label": {"en": "Who pays what?"}},
    {"id": "FILE", "section": "all", "type": "file", "label": {"en": "The text of the law"}},
    {"id": "COUNTRY", "section": "all", "type": "country", "label": {"en": "Which country?"}},
    {"id": "COUNTRIES", "section": "all", "type": "country", "several": True, "label": {"en": "Which countries?"}},
    {"id": "OCCUPATION", "section": "all", "type": "occupation", "label": {"en": "Which occupation?"}},
    {"id": "CORRIDOR", "section": "all", "type": "corridor", "label": {"en": "Which corridor?"}},
    {"id": "CORRIDORS", "section": "all", "type": "corridor", "several": True, "label": {"en": "Which corridors?"}},
    {"id": "ORG", "section": "all", "type": "organisation", "label": {"en": "Who leads?"}},
    {"id": "POINT", "section": "all", "type": "geopoint", "label": {"en": "Where?"}},
    {"id": "REP", "section": "all", "type": "repeat", "longest": 5, "label": {"en": "Schools"}, "items": [
        {"id": "SCHOOL", "type": "text", "label": {"en": "Its name"}},
        {"id": "SEATS", "type": "integer", "label": {"en": "Places"}},
    ]},
    {"id": "TWICE", "section": "all", "type": "computed", "label": {"en": "All places"}, "compute": {"sum": ["SEATS"]}},
]  # fmt: skip

ANSWERS: dict[str, Any] = {
    "CRIT": {"value": "met", "note": "See the contract"},
    "BOOL": True,
    "TEXT": "Act 1 <b>of</b> 2020",
    "LONG": "First line\n  second line: # no comment\n\nعربي",
    "INT": 12,
    "DEC": "12.5",
    "MONEY": {"amount": "1250", "currency": "EUR"},
    "DAY": "2024-02-29",
    "PERIOD": "2021/..",
    "ONE": "worker",
    "SOME": ["employer", "worker"],
    "MATRIX": {"visa": "worker", "travel": "employer"},
    "COUNTRY": "NOR",
    "COUNTRIES": ["DEU", "PHL"],
    "OCCUPATION": "2221",
    "CORRIDOR": "PHL-DEU",
    "CORRIDORS": ["PHL-DEU", "PHL-ESP"],
    "POINT": ["14.5995", "120.9842"],
    "REP": [{"SCHOOL": "One", "SEATS": 3}, {"SCHOOL": "Two", "SEATS": 4}],
}


def every_type() -> dict[str, Any]:
    met = [{"v": "met", "label": {"en": "Met"}, "score": 1}, {"v": "not_met", "label": {"en": "Not met"}, "score": 0}]
    form = survey(
        urn="urn:alianza:instrument:every-type",
        sections=[{"id": "all", "title": {"en": "All of them"}}],
        items=deepcopy(ITEMS),
        checks=[],
        cases=[],
    )
    form["lists"]["met"] = met
    return form
