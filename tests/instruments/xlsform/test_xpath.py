"""What is written as XPath means what the condition means: a form in the field shows what is asked here, and no less."""

import re
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from lxml import etree

from alianza.instruments.reading import NotAnInstrument, read_instrument
from alianza.instruments.soundness import accepted
from alianza.instruments.standing import standing
from alianza.instruments.xlsform.writing import book_of
from alianza.instruments.xlsform.xpath import LONGEST_CHAIN
from alianza.instruments.xlsform.xpath_reading import NotXPath, parse
from tests.instruments.forms import survey
from tests.instruments.random_forms import DAYS, SMALL, VALUES, instruments

TYPES = (
    "criterion", "boolean", "text", "integer", "decimal", "money", "date", "select_one", "select_multiple", "matrix",
    "country", "corridor",
)  # fmt: skip

KNOWN_AND_NEW = (Phase.explicit, Phase.reuse, Phase.generate)


def text_of(value):
    return (value[0].text or "" if value else "") if isinstance(value, list) else str(value)


FUNCTIONS = {
    (None, "if"): lambda _, test, yes, no: yes if test else no,
    (None, "selected"): lambda _, node, value: text_of(value) in text_of(node).split(),
    (None, "count-selected"): lambda _, node: float(len(text_of(node).split())),
    (None, "substr"): lambda _, node, first, last: text_of(node)[int(first) : int(last)],
    (None, "date"): lambda _, day: float(text_of(day).replace("-", "")),
    (None, "regex"): lambda _, node, form: bool(re.fullmatch(form, text_of(node))),
    (None, "string-length"): lambda _, node: float(len(text_of(node))),
}


class Field:
    """A tool of the field: a question is shown while its XPath holds, and counts as empty while it is hidden."""

    def __init__(self, form, answers):
        self.rows = {}
        self.parent = {}
        group = None
        for line in book_of(read_instrument(form))["survey"].lines:
            if line["type"] == "begin_group":
                self.parent[line["name"]], group = group, line["name"]
            elif line["type"] == "end_group":
                group = self.parent[group]
                continue
            else:
                self.parent[line["name"]] = group
            self.rows[line["name"]] = line
        self.root = etree.Element("data")
        for name in self.rows:
            etree.SubElement(self.root, name).text = ""
        self.given = {}
        for item, answer in answers.items():
            self.given |= self.nodes(item, answer)
        self.shown = set(self.rows)
        for _ in range(len(self.rows) + 1):
            self.fill()
            before, self.shown = self.shown, {name for name in self.rows if self.is_shown(name)}
            if before == self.shown:
                break

    def nodes(self, item, answer):
        if isinstance(answer, bool):
            return {item: "true" if answer else "false"}
        if isinstance(answer, list):
            return {item: " ".join(answer)}
        if isinstance(answer, dict) and "amount" in answer:
            return {item: answer["amount"], f"{item}.currency": answer["currency"]}
        if isinstance(answer, dict) and "value" in answer:
            return {item: answer["value"]}
        if isinstance(answer, dict):
            return {f"{item}.{row}".replace("+", "·"): value for row, value in answer.items()}
        return {item: str(answer)}

    def fill(self):
        for node in self.root:
            text = self.given.get(node.tag, "") if node.tag in self.shown else ""
            node.text = text.replace("-", "") if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else text

    def is_shown(self, name):
        while name:
            if self.rows[name]["relevant"] and not self.holds(self.rows[name]["relevant"]):
                return False
            name = self.parent[name]
        return True

    def holds(self, xpath, own=""):
        written = re.sub(r"\$\{([^}]+)\}", r"/data/\1", xpath)
        if own:
            written = re.sub(r"(?<![\w.'/·])\.(?![\w.'·])", f"/data/{own}", written)
        return bool(self.root.getroottree().xpath(f"boolean({written})", extensions=FUNCTIONS))

    def fits(self, name):
        return not self.rows[name]["constraint"] or self.holds(self.rows[name]["constraint"], name)


def answers_to(item):
    kind = item.get("type", "criterion")
    numbers = SMALL
    known = {
        "boolean": st.booleans(),
        "text": st.just("x"),
        "integer": numbers,
        "decimal": numbers.map(str),
        "money": numbers.map(lambda n: {"amount": str(abs(n)), "currency": "EUR"}),
        "date": DAYS,
        "country": st.sampled_from(["PHL", "NOR", "DEU"]),
        "corridor": st.sampled_from(["PHL-DEU", "NOR-DEU", "DEU-NOR"]),
    }
    if kind in known:
        several = item.get("several")
        return st.lists(known[kind], min_size=1, max_size=2, unique=True) if several else known[kind]
    one = st.sampled_from(VALUES[item["list"]])
    if kind == "select_multiple":
        return st.lists(one, min_size=1, unique=True)
    return st.dictionaries(st.sampled_from(["r1", "2.r+"]), one, min_size=1) if kind == "matrix" else one


@pytest.mark.slow
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck), phases=KNOWN_AND_NEW)
@given(st.data())
def test_the_field_shows_what_is_asked_and_lets_through_what_fits(data):
    form = data.draw(instruments(types=TYPES))
    for item in form["items"]:
        for key in ("least", "most", "longest"):
            item.pop(key, None)
    try:
        instrument = read_instrument(form)
    except NotAnInstrument:
        assume(False)
    for _ in range(5):
        given_answers = {
            item["id"]: data.draw(answers_to(item)) for item in form["items"] if data.draw(st.integers(0, 3))
        }
        compare(instrument, form, accepted(instrument, given_answers))


def compare(instrument, form, answers):
    state = standing(instrument, answers)
    field = Field(form, answers)
    shown = field.shown & set(instrument.by_id)
    assert set(state.asked) <= shown, answers
    if any("true()" in line["relevant"] for line in field.rows.values()):
        return
    assert shown == set(state.asked), answers
    field.fill()
    faults = {fault.item for fault in state.faults}
    for item in instrument.items:
        if item.id in state.counted and item.type != "matrix" and "true()" not in field.rows[item.id]["constraint"]:
            assert field.fits(item.id) is (item.id not in faults), (item.id, answers)


def test_a_hidden_question_hides_what_waits_for_it_in_the_field_too():
    form = survey()
    form["items"] = [each for each in form["items"] if each.get("type") not in {"repeat", "computed"}]
    field = Field(form, {"HAS_LAW": False})
    assert not {"LAW_DAY", "OLD_LAW"} & field.shown
    assert {"LAW_DAY", "OLD_LAW"} <= Field(form, {}).shown


def test_a_chain_too_long_to_write_shows_more_and_hides_nothing():
    form = survey(checks=[], cases=[])
    asked = {"section": "law", "type": "boolean", "label": {"en": "Go on?"}}
    form["items"] = [asked | {"id": "Q0"}] + [
        asked | {"id": f"Q{n}", "relevant": {"test": {"fact": f"Q{n - 1}", "op": "is", "value": True}}}
        for n in range(1, 120)
    ]
    lines = book_of(read_instrument(form))["survey"].lines
    assert max(len(line["relevant"]) for line in lines) < LONGEST_CHAIN + 200
    assert set(standing(read_instrument(form), {"Q0": False}).asked) <= Field(form, {"Q0": False}).shown


@pytest.mark.parametrize(
    "text", ["", "a", "${a", "1 +", "(1", "1)", "a(", "a(1,", "'x", "${a} == 1", "1 1", "$", "(" * 9999]
)
def test_what_is_not_of_the_small_kind_is_refused(text):
    with pytest.raises(NotXPath):
        parse(text)


@given(st.text(st.sampled_from("${}x=()'.<>!or and1,+-\""), max_size=40))
def test_parsing_ends_in_a_tree_or_a_refusal(text):
    with suppress(NotXPath):
        parse(text)
