"""Small questionnaires of every type with conditions of every shape, made at random."""

from typing import Any

from hypothesis import strategies as st

LANGUAGES = ("en", "fr", "de")
WORDS = st.text(
    st.characters(codec="utf-8", exclude_characters="\0\ufffe\uffff", exclude_categories=["Cs"]),
    min_size=1,
    max_size=12,
).filter(str.strip)
TRICKY = st.sampled_from(
    [
        "=1+1",
        "+1",
        "-x",
        "@SUM(A1)",
        "${x}",
        "$\u2060{x}",
        "_x0041_",
        "a\r\nb",
        " a ",
        "<b>&amp;",
        "'\"",
        "x005F_",
        "\x07b",
    ]
)
TEXT = WORDS | TRICKY
LISTS = {
    "plain": [{"v": "a"}, {"v": "b-1", "score": None}, {"v": "c+", "score": 0.5}],
    "steps": {"ordered": True, "values": [{"v": "low", "score": 1}, {"v": "mid"}, {"v": "high"}]},
    "rows": [{"v": "r1"}, {"v": "2.r+"}],
}
TYPES = (
    "criterion", "boolean", "text", "long_text", "integer", "decimal", "money", "date", "period", "select_one",
    "select_multiple", "matrix", "file", "country", "corridor", "organisation", "geopoint", "repeat", "computed",
)  # fmt: skip
DAYS = st.sampled_from(["1999-12-31", "2000-01-01", "2024-02-29"])
VALUES = {"plain": ["a", "b-1", "c+"], "steps": ["low", "mid", "high"]}
SMALL = st.integers(-2, 4)
"""Few numbers, so that conditions and answers meet."""
NUMBERS = SMALL | st.sampled_from([0.5, 0.00001, -1.25, 5000.0])


@st.composite
def texts(draw, languages):
    spoken = draw(st.lists(st.sampled_from(languages), min_size=1, unique=True))
    return {language: draw(TEXT) for language in spoken}


def tests_of(item: dict[str, Any]) -> list[Any]:
    """What a condition may test of this item."""
    name, kind = item["id"], item.get("type", "criterion")
    found = [st.fixed_dictionaries({"fact": st.just(f"{name}.answered"), "op": st.just("is"), "value": st.booleans()})]

    def fact(part, ops, value):
        made = {"fact": st.just(f"{name}{part}"), "op": st.sampled_from(ops), "value": value}
        found.append(st.fixed_dictionaries(made))

    if kind == "boolean":
        fact("", ["is"], st.booleans())
    elif kind == "integer":
        fact("", ["is", "gte", "lte"], SMALL)
    elif kind in {"decimal", "money", "computed"}:
        fact("", ["is", "gte", "lte"], NUMBERS)
        if kind == "money":
            fact(".currency", ["is"], st.sampled_from(["EUR", "it's"]))
    elif kind == "date":
        fact("", ["is", "gte", "lte"], DAYS)
    elif kind == "period":
        fact(".first", ["gte"], DAYS)
    elif kind in {"select_one", "criterion"}:
        values = VALUES[item["list"]]
        fact("", ["is"] + (["gte", "lte"] if item["list"] == "steps" else []), st.sampled_from(values))
        fact("", ["in", "not_in"], st.lists(st.sampled_from(values), max_size=2, unique=True))
    elif kind == "select_multiple":
        fact("", ["overlaps", "disjoint"], st.lists(st.sampled_from(VALUES[item["list"]]), max_size=2, unique=True))
        fact(".count", ["gte", "lte"], st.integers(0, 3))
    elif kind == "matrix":
        values = VALUES[item["list"]]
        fact(".2.r+", ["is"], st.sampled_from(values))
        fact(".any", ["overlaps", "disjoint"], st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True))
    elif kind in {"country", "corridor"}:
        codes = ["PHL", "NOR"] if kind == "country" else ["PHL-DEU"]
        several = item.get("several")
        lists = st.lists(st.sampled_from(codes), min_size=1, max_size=2, unique=True)
        fact("", ["overlaps", "disjoint"] if several else ["in", "not_in"], lists)
        if kind == "corridor" and not several:
            fact(".origin", ["is"], st.just("PHL"))
            fact(".destination", ["in", "not_in"], st.just(["DEU", "NOR"]))
    elif kind in {"file", "repeat"}:
        fact(".count", ["gte", "lte"], st.integers(0, 3))
    return found


@st.composite
def conditions(draw, known, numbers, own=None):
    tests = [test for item in (*known, *([own] if own else [])) for test in tests_of(item)]
    if len(numbers) > 1:
        pair = st.lists(st.sampled_from(numbers), min_size=2, max_size=2, unique=True)
        tests.append(pair.map(lambda two: {"fact": two[0], "op": "gte", "value": {"param": two[1]}}))
    leaf = st.one_of(tests).map(lambda test: {"test": test})
    noted = leaf.map(lambda node: node | {"label": "Why", "note": "${x}"})

    def count(parts):
        wanted = st.integers(1, len(parts))
        return wanted.map(lambda least: {"count": {"at_least": least, "of": parts}})

    inner = st.lists(leaf | noted, min_size=1, max_size=3)
    grown = st.recursive(
        leaf | noted,
        lambda nodes: st.one_of(
            st.lists(nodes, min_size=1, max_size=3).map(lambda parts: {"all": parts}),
            st.lists(nodes, min_size=1, max_size=3).map(lambda parts: {"any": parts}),
            inner.flatmap(count),
        ),
        max_leaves=5,
    )
    return draw(grown)


@st.composite
def items(draw, name, languages, known, numbers, section=None, types=TYPES):
    fitting = [kind for kind in types if section or kind not in {"repeat", "computed"}]
    kind = draw(st.sampled_from(fitting))
    if kind == "computed" and not numbers:
        kind = "integer"
    item: dict[str, Any] = {"id": name} | ({"section": section} if section else {})
    if kind != "criterion":
        item["type"] = kind
    item["label"] = draw(texts(languages))
    if draw(st.booleans()):
        item["guidance"] = draw(texts(languages))
    if kind in {"criterion", "select_one", "select_multiple", "matrix"}:
        item["list"] = draw(st.sampled_from(["plain", "steps"]))
    if kind == "matrix":
        item["rows"] = "rows"
    if kind in {"file", "country", "corridor", "organisation"} and draw(st.booleans()):
        item["several"] = draw(st.booleans())
    if kind in {"integer", "decimal", "money"}:
        item |= draw(st.fixed_dictionaries({}, optional={"least": NUMBERS, "most": NUMBERS, "unit": TEXT}))
    if kind in {"text", "long_text"} and draw(st.booleans()):
        item["longest"] = draw(st.integers(1, 400))
    if kind == "computed":
        item["compute"] = draw(
            st.fixed_dictionaries({"sum": st.lists(st.sampled_from(numbers), min_size=1, max_size=3)})
            | st.fixed_dictionaries({"percent": st.lists(st.sampled_from(numbers), min_size=2, max_size=2)})
        )
    if kind == "repeat":
        children: list[dict[str, Any]] = []
        for number in range(draw(st.integers(1, 2))):
            mine = [each["id"] for each in children if each.get("type") in {"integer", "decimal"}]
            child = draw(items(f"{name}_{number}", languages, [*known, *children], [*numbers, *mine]))
            children.append(child)
        item["items"] = children
    marks = {
        "required": st.booleans() | st.just(["focal_point"]),
        "level": st.sampled_from(["must", "should"]),
        "crit": st.booleans(),
        "refs": st.just({"iris": ["A"], "ilo": [3, 5]}),
        "evidence": st.lists(TEXT, max_size=2),
        "audit": st.lists(TEXT, max_size=1),
    }
    item |= draw(st.fixed_dictionaries({}, optional=marks))
    if known and draw(st.integers(0, 3)):
        item["relevant"] = draw(conditions(known, numbers))
    if draw(st.booleans()):
        own = numbers + ([name] if kind in {"integer", "decimal"} else [])
        item["constraint"] = draw(conditions(known, own, own=item))
        item["constraint_says"] = draw(texts(languages))
    return item


@st.composite
def instruments(draw, types=TYPES) -> dict[str, Any]:
    """The written form of a small instrument, defaults left out."""
    languages = draw(st.lists(st.sampled_from(LANGUAGES), min_size=1, unique=True))
    lists = {
        name: {**entry, "values": [value | {"label": draw(texts(languages))} for value in entry["values"]]}
        if isinstance(entry, dict)
        else [value | {"label": draw(texts(languages))} for value in entry]
        for name, entry in LISTS.items()
    }
    sections = [{"id": name, "title": draw(texts(languages))} for name in ("first", "second")]
    made: list[dict[str, Any]] = []
    numbers: list[str] = []
    for number in range(draw(st.integers(1, 5))):
        section = draw(st.sampled_from(["first", "second"]))
        item = draw(items(f"Q{number}", languages, made, numbers, section, types))
        made.append(item)
        if item.get("type") in {"integer", "decimal", "money", "computed"}:
            numbers.append(item["id"])
    if draw(st.booleans()):
        last = [item for item in made if item["section"] == "first"]
        if last and all(item["section"] == "first" for item in made[: len(last)]):
            sections[1]["relevant"] = draw(conditions(last, []))
            sections[1]["by"] = "both"
    return {
        "schema": "alianza.instrument/0.2",
        "urn": "urn:alianza:instrument:random",
        "version": draw(st.integers(1, 10_000)),
        "date": "2026-02-28",
        "kind": "questionnaire",
        "respondent": "state",
        "languages": languages,
        "title": draw(texts(languages)),
        "purpose": draw(texts(languages)),
        "lists": lists,
        "sections": sections,
        "items": made,
        "given": [{"id": "audit.ok", "type": "boolean", "label": {languages[0]: "Fine"}}],
        "checks": [
            {
                "id": "CHECK",
                "say": {languages[0]: "=x"},
                "when": {"test": {"fact": "audit.ok", "op": "is", "value": True}},
            }
        ],
    }
