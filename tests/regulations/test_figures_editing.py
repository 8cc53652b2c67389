"""Dated figures and sources of a sheet, changed one at a time."""

import copy

import pytest

from alianza.regulations import figures_editing as editing
from alianza.regulations.forms.figures import FigureForm, SourceForm, ValueForm
from alianza.regulations.sheets import seed_documents
from alianza.regulations.soundness import examine

NAMES = sorted(seed_documents())


def sheet(name="gb-skilled-worker"):
    return copy.deepcopy(dict(seed_documents()[name]))


def sent(form):
    return {name: value for name in form.fields if (value := form[name].value()) is not None}


@pytest.mark.parametrize("name", NAMES)
def test_every_source_and_figure_kept_as_it_is_leaves_the_sheet_as_it_was(name):
    document = sheet(name)
    for source in editing.sources(document):
        form = SourceForm(sent(SourceForm(was=source, language="en")), was=source, language="en")
        assert form.is_valid(), form.errors
        assert editing.with_source(document, source["id"], form.entry()) == document
    for key, figure in editing.figures(document).items():
        form = FigureForm(sent(FigureForm(was=figure, language="fr")), was=figure, language="fr")
        assert form.is_valid(), form.errors
        assert editing.with_figure(document, key, "", form.entry()) == document
        for at, value in enumerate(editing.values(figure)):
            more = {"was": value, "sources": editing.sources(document), "language": "es"}
            form = ValueForm(sent(ValueForm(**more)), **more)
            assert form.is_valid(), form.errors
            changed = editing.with_value(document, key, at, form.entry())
            same = changed["parameters"][key]["values"][at]
            assert {**same, "src": sorted(same.get("src", []))} == {**value, "src": sorted(value.get("src", []))}


def test_a_figure_gets_a_successor_and_stands_by_its_days():
    document = sheet()
    ended = {**document["parameters"]["salary_general"]["values"][1], "to": "2026-12-31"}
    document = editing.with_value(document, "salary_general", 1, ended)
    new = {"from": "2027-01-01", "to": None, "v": 43000, "lv": "official", "src": ["s1"]}
    document = editing.with_value(document, "salary_general", None, new)
    older = {"from": "2023-04-04", "to": "2024-04-03", "v": 26200, "lv": "unverified", "as_of": 2023}
    document = editing.with_value(document, "salary_general", None, older)
    assert [each["v"] for each in document["parameters"]["salary_general"]["values"]] == [26200, 38700, 41700, 43000]
    assert examine(document)[1] == ()
    back = editing.without_value(document, "salary_general", 0)
    assert [each["v"] for each in back["parameters"]["salary_general"]["values"]] == [38700, 41700, 43000]


def test_what_is_still_used_is_not_taken_out():
    document = sheet()
    with pytest.raises(editing.StillUsed, match="Pay reaches the general threshold"):
        editing.without_figure(document, "salary_general")
    with pytest.raises(editing.StillUsed, match="time_and_fees"):
        editing.without_source(document, "s2")
    added = editing.with_source(document, None, {"kind": "official", "publisher": "x", "url": "https://x.org"})
    assert added["sources"][-1]["id"] == "s7"
    assert editing.without_source(added, "s7") == document
    figured = editing.with_figure(document, None, "Going rate", {"unit": "GBP/year"})
    assert figured["parameters"]["going_rate"] == {"unit": "GBP/year", "values": []}
    assert editing.without_figure(figured, "going_rate") == document


def test_what_is_not_there_is_refused():
    document = sheet()
    for deed in (
        lambda: editing.with_source(document, "s99", {}),
        lambda: editing.without_source(document, "s99"),
        lambda: editing.with_figure(document, "none", "", {}),
        lambda: editing.without_figure(document, "none"),
        lambda: editing.with_value(document, "none", None, {}),
        lambda: editing.with_value(document, "salary_general", 9, {}),
        lambda: editing.without_value(document, "salary_general", -1),
    ):
        with pytest.raises(editing.NotThere):
            deed()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"last": "2019-01-01"}, "last"),
        ({"level": "unverified"}, "as_of"),
        ({"sources": []}, "sources"),
        ({"first": "2026-02-30"}, "first"),
        ({"value": ""}, "value"),
    ],
)
def test_a_value_that_says_nothing_sound_is_refused_beside_its_field(given, field):
    data = {"value": "43,000", "first": "2027-01-01", "level": "official", "sources": ["s1"], **given}
    form = ValueForm(data, was={}, sources=editing.sources(sheet()), language="en")
    assert not form.is_valid() and field in form.errors


def test_an_address_that_is_none_is_refused():
    data = {"kind": "official", "publisher": "x", "url": "javascript:alert(1)", "dated": "2026", "dated_basis": "y"}
    assert "url" in SourceForm(data, was={}, language="en").errors
