"""Small questionnaires to try things on."""

from copy import deepcopy
from typing import Any

SURVEY: dict[str, Any] = {
    "schema": "alianza.instrument/0.2",
    "urn": "urn:alianza:instrument:nurses-abroad",
    "version": 1,
    "date": "2026-01-15",
    "kind": "questionnaire",
    "respondent": "state",
    "languages": ["en", "es", "fr"],
    "title": {"en": "Nurses abroad", "es": "Enfermeras en el extranjero", "fr": "Infirmières à l'étranger"},
    "lists": {
        "how_much": {
            "ordered": True,
            "values": [
                {"v": "none", "label": {"en": "None"}},
                {"v": "some", "label": {"en": "Some"}},
                {"v": "most", "label": {"en": "Most"}},
            ],
        },
        "who": [{"v": "employer", "label": {"en": "Employer"}}, {"v": "worker", "label": {"en": "Worker"}}],
        "costs": [{"v": "visa", "label": {"en": "Visa"}}, {"v": "travel", "label": {"en": "Travel"}}],
    },
    "sections": [
        {"id": "law", "title": {"en": "Law"}},
        {"id": "numbers", "title": {"en": "Numbers"}},
    ],
    "items": [
        {"id": "HAS_LAW", "section": "law", "type": "boolean", "label": {"en": "Is there a law?"}, "required": True},
        {
            "id": "LAW_DAY",
            "section": "law",
            "type": "date",
            "label": {"en": "Since when?"},
            "required": True,
            "relevant": {"test": {"fact": "HAS_LAW", "op": "is", "value": True}},
        },
        {
            "id": "OLD_LAW",
            "section": "law",
            "type": "long_text",
            "label": {"en": "Why was it not changed since?"},
            "required": ["focal_point"],
            "relevant": {"test": {"fact": "LAW_DAY", "op": "lte", "value": "1999-12-31"}},
        },
        {"id": "ABROAD", "section": "numbers", "type": "integer", "least": 0, "label": {"en": "Nurses abroad"}},
        {
            "id": "WOMEN",
            "section": "numbers",
            "type": "integer",
            "least": 0,
            "label": {"en": "Of these, women"},
            "constraint": {"test": {"fact": "WOMEN", "op": "lte", "value": {"param": "ABROAD"}}},
            "constraint_says": {"en": "More women than nurses."},
        },
        {
            "id": "SHARE",
            "section": "numbers",
            "type": "computed",
            "unit": "percent",
            "label": {"en": "Share of women"},
            "compute": {"percent": ["WOMEN", "ABROAD"]},
        },
        {"id": "SENT", "section": "numbers", "type": "money", "label": {"en": "Spent on training"}},
        {"id": "WHO_PAYS", "section": "numbers", "type": "matrix", "rows": "costs", "list": "who", "label": {"en": "Who pays?"}},
        {"id": "TO", "section": "numbers", "type": "country", "several": True, "label": {"en": "Where do they go?"}},
        {
            "id": "SCHOOLS",
            "section": "numbers",
            "type": "repeat",
            "longest": 5,
            "label": {"en": "Schools"},
            "items": [
                {"id": "PLACES", "type": "integer", "least": 0, "label": {"en": "Places"}, "required": True},
                {
                    "id": "WHY_NONE",
                    "type": "text",
                    "label": {"en": "Why none?"},
                    "required": True,
                    "relevant": {"test": {"fact": "PLACES", "op": "lte", "value": 0}},
                },
            ],
        },
        {
            "id": "ALL_PLACES",
            "section": "numbers",
            "type": "computed",
            "label": {"en": "Places in all schools"},
            "compute": {"sum": ["PLACES"]},
        },
    ],
    "checks": [
        {
            "id": "PAYS",
            "when": {
                "all": [
                    {"test": {"fact": "WHO_PAYS.any", "op": "overlaps", "value": ["worker"]}},
                    {"test": {"fact": "HAS_LAW", "op": "is", "value": True}},
                ]
            },
            "say": {"en": "Workers pay although there is a law."},
        }
    ],
    "cases": [
        {"name": "No law", "answers": {"HAS_LAW": False}, "expect": {"hidden": ["LAW_DAY", "OLD_LAW"], "missing": []}}
    ],
}  # fmt: skip


def survey(**changes: Any) -> dict[str, Any]:
    """The survey's written form, changed at the top."""
    return deepcopy(SURVEY) | changes


def item(form: dict[str, Any], name: str) -> dict[str, Any]:
    return next(each for each in form["items"] if each["id"] == name)


def label(**changes: Any) -> dict[str, Any]:
    """A small label: three criteria, two of them critical."""
    met = [
        {"v": "met", "label": {"en": "Met"}, "score": 1},
        {"v": "partly", "label": {"en": "Partly"}, "score": 0.5},
        {"v": "not_met", "label": {"en": "Not met"}, "score": 0},
        {"v": "na", "label": {"en": "Not applicable"}, "score": None},
    ]
    return {
        "schema": "alianza.instrument/0.2",
        "urn": "urn:alianza:instrument:small-label",
        "version": 1,
        "date": "2026-01-15",
        "kind": "certification",
        "respondent": "firm",
        "languages": ["en"],
        "title": {"en": "Small label"},
        "lists": {"met4": met},
        "given": [{"id": "audit.confirms_must", "type": "boolean", "label": {"en": "An audit confirms"}}],
        "sections": [{"id": "fees", "title": {"en": "Fees"}}, {"id": "terms", "title": {"en": "Terms"}}],
        "items": [
            {"id": "FEE1", "section": "fees", "list": "met4", "level": "must", "crit": True, "label": {"en": "No fee"}},
            {"id": "FEE2", "section": "fees", "list": "met4", "level": "must", "label": {"en": "Repaid"}},
            {"id": "TER1", "section": "terms", "list": "met4", "level": "should", "label": {"en": "Clear"}},
        ],
        "outcomes": [
            {
                "id": "fails",
                "label": {"en": "Does not conform"},
                "when": {
                    "any": [
                        {"test": {"fact": "tally.crit.not_met", "op": "gte", "value": 1}},
                        {"test": {"fact": "tally.crit.partly", "op": "gte", "value": 1}},
                    ]
                },
            },
            {
                "id": "incomplete",
                "label": {"en": "Incomplete"},
                "when": {"test": {"fact": "tally.must.unanswered", "op": "gte", "value": 1}},
            },
            {
                "id": "verified",
                "label": {"en": "Verified"},
                "when": {"test": {"fact": "audit.confirms_must", "op": "is", "value": True}},
            },
            {
                "id": "declared",
                "label": {"en": "Declared"},
                "when": {"test": {"fact": "tally.must.not_met", "op": "lte", "value": 0}},
            },
        ],
    } | changes
