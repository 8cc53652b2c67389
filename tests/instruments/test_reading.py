"""An instrument is read strictly, and every fault is told with its place."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alianza.instruments.instrument import Role
from alianza.instruments.reading import NotAnInstrument, read_instrument
from alianza.vocabulary.criterion_form import Problem
from tests.instruments.forms import item, label, survey


def test_the_survey_and_the_label_are_read():
    form = read_instrument(survey())
    assert [section.id for section in form.sections] == ["law", "numbers"]
    assert form.by_id["PLACES"].required
    assert read_instrument(label()).by_id["FEE1"].critical


def change(form, **how):
    for path, value in how.items():
        target = form
        *parts, last = path.split("__")
        for part in parts:
            target = (
                item(form, part)
                if part.isupper() or ("_" in part and part.upper() == part)
                else target[int(part) if part.isdigit() else part]
            )
        target[last] = value
    return form


@pytest.mark.parametrize(
    ("how", "path", "says"),
    [
        ({"schema": "alianza.instrument/0.1"}, "schema", "alianza.instrument/0.2"),
        ({"urn": "nurses"}, "urn", "urn:alianza:instrument"),
        ({"version": 0}, "version", "whole number"),
        ({"date": "2026-02-30"}, "date", "2026-03-24"),
        ({"kind": "quiz"}, "kind", "questionnaire"),
        ({"colour": "red"}, "instrument", "'colour' does not belong"),
        ({"title": {"de": "Pflege"}}, "title", "'de' is not one of the languages"),
        ({"sections": []}, "sections", "at least one entry"),
        ({"items": "all"}, "items", "at least one entry"),
        ({"HAS_LAW__type": "maybe"}, "items[0].type", "'maybe' is not one of"),
        ({"HAS_LAW__section": "history"}, "items[0].section", "not one of the sections"),
        ({"HAS_LAW__id": "LAW_DAY"}, "items[1].id", "used twice"),
        ({"HAS_LAW__id": "has law"}, "items[0].id", "letters, digits"),
        ({"HAS_LAW__required": "head"}, "items[0].required", "list of roles"),
        ({"HAS_LAW__required": ["head"]}, "items[0].required", "nobody hands in as 'head'; the roles are focal_point, "),
        ({"HAS_LAW__list": "who"}, "items[0].list", "not chosen from a list"),
        ({"HAS_LAW__least": 1}, "items[0].least", "only a number has bounds"),
        ({"HAS_LAW__several": True}, "items[0].several", "may be several"),
        ({"WHO_PAYS__rows": "nobody"}, "items[7].rows", "not one of the lists"),
        ({"SHARE__compute": {"percent": ["WOMEN"]}}, "items[5].compute", "take two"),
        ({"SHARE__compute": {"sum": ["HAS_LAW"]}}, "items[5].compute", "not a numeric item"),
        ({"SHARE__compute": {"sum": ["SHARE"]}}, "items[5].compute", "from itself"),
        ({"WOMEN__constraint": {"test": {"fact": "MEN", "op": "lte", "value": 1}}}, "items[4].constraint.test.fact", "'MEN'"),
        ({"WOMEN__constraint": {"test": {"fact": "WOMEN", "op": "lte", "value": {"param": "HAS_LAW"}}}}, "items[4].constraint.test.value", "parameters"),
        ({"LAW_DAY__relevant": {"test": {"fact": "HAS_LAW", "op": "is", "value": "yes"}}}, "items[1].relevant.test.value", "true or false"),
        ({"OLD_LAW__relevant": {"test": {"fact": "LAW_DAY", "op": "lte", "value": "1999-13-31"}}}, "items[2].relevant.test.value", "no such day"),
        ({"lists__who": [{"v": True, "label": {"en": "x"}}]}, "lists.who[0].v", "put the value in quotes"),
        ({"lists__who": [{"v": "a", "label": {"en": "x"}}, {"v": "a", "label": {"en": "y"}}]}, "lists.who", "twice"),
        ({"checks": [{"id": "C", "say": {"en": "x"}}]}, "checks[0]", "'when' is missing"),
        ({"outcomes": [{"id": "o", "label": {"en": "x"}, "when": {"count": {"at_least": 2, "of": []}}}]}, "outcomes[0].when.count.of", "at least one node"),
        ({"carries": {"version": 1, "answers": {"NOPE": "X"}}}, "carries.answers", "not an item"),
        ({"cases": [{"name": "x", "answers": {"NOPE": 1}}]}, "cases[0].answers", "no item 'NOPE'"),
        ({"cases": [{"name": "x", "expect": {"outcome": "gold"}}]}, "cases[0].expect.outcome", "no outcome 'gold'"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_place(how, path, says):
    with pytest.raises(NotAnInstrument) as refusal:
        read_instrument(change(survey(), **how))
    told = [(problem.path, problem.sentence) for problem in refusal.value.problems]
    assert any(found == path and says in sentence for found, sentence in told), told


def test_every_fault_is_told_and_not_only_the_first():
    with pytest.raises(NotAnInstrument) as refusal:
        read_instrument(survey(urn="x", version="one", kind="quiz"))
    assert len(refusal.value.problems) >= 3


def test_a_repeated_group_holds_no_other():
    form = survey()
    item(form, "SCHOOLS")["items"].append({"id": "MORE", "type": "repeat", "label": {"en": "x"}, "items": []})
    with pytest.raises(NotAnInstrument, match="cannot hold another"):
        read_instrument(form)


json = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(survey())), json, st.booleans())
def test_nonsense_in_any_place_is_refused_with_sentences_and_never_breaks(key, nonsense, within):
    form = survey()
    if within and isinstance(form[key], list) and form[key] and isinstance(form[key][0], dict):
        inner = min(form[key][0])
        form[key][0][inner] = nonsense
    else:
        form[key] = nonsense
    problems: tuple[Problem, ...] = ()
    try:
        read_instrument(form)
    except NotAnInstrument as refusal:
        problems = refusal.problems
    assert all(problem.sentence for problem in problems)


def test_a_published_instrument_stays_readable_when_a_role_is_known_no_longer():
    form = change(survey(), HAS_LAW__required=["head"])
    assert read_instrument(form, published=True).by_id["HAS_LAW"].required_of == {"head"}
    assert not read_instrument(form, published=True).by_id["HAS_LAW"].required_for(set(Role))
