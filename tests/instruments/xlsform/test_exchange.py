"""Instruments as XLSForm workbooks: what leaves comes home the same, and the field's own tool takes it."""

import json
from copy import deepcopy
from functools import cache
from io import BytesIO

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings

from alianza.instruments.packaged import packaged
from alianza.instruments.reading import NotAnInstrument, read_instrument
from alianza.instruments.xlsform import converted, read_xlsform, read_xlsform_bytes, write_xlsform, xlsform_bytes
from alianza.instruments.xlsform.book import NotAnXlsform, to_xlsx
from alianza.instruments.xlsform.writing import book_of
from tests.instruments.forms import item, label, survey
from tests.instruments.random_forms import instruments

KNOWN_AND_NEW = (Phase.explicit, Phase.reuse, Phase.generate)
"""Without shrinking: a form goes through two converters, and a fault names its cell anyway."""


def there_and_back(form):
    return read_xlsform_bytes(xlsform_bytes(read_instrument(form)), "form.xlsx")


@pytest.mark.parametrize("form", [survey(), label()], ids=["survey", "label"])
def test_a_form_comes_home_as_it_left(form):
    assert there_and_back(form) == form


@pytest.mark.parametrize("urn", sorted(packaged()))
def test_the_instruments_of_the_product_come_home_as_they_left(urn):
    document = dict(packaged()[urn].document)
    assert there_and_back(document) == document


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck), phases=KNOWN_AND_NEW)
@given(instruments())
def test_whatever_an_instrument_holds_comes_home_as_it_left_and_converts_in_the_fields_own_tool(form):
    try:
        instrument = read_instrument(form)
    except NotAnInstrument:
        assume(False)
    assert there_and_back(form) == form
    assert read_instrument(there_and_back(form)) == instrument


@cache
def workbook_of(written):
    return xlsform_bytes(read_instrument(json.loads(written)))


def sheets_of(form):
    return openpyxl.load_workbook(BytesIO(workbook_of(json.dumps(form))))


def small():
    """The survey without the questions that bring all countries and currencies along."""
    form = survey()
    form["items"] = [each for each in form["items"] if each["id"] not in {"TO", "SENT"}]
    return form


def saved(workbook):
    raw = BytesIO()
    workbook.save(raw)
    return raw.getvalue()


def cell(workbook, sheet, name, column, by="name"):
    """The cell in the row of that name, below that header; the column is made when it is missing."""
    page = workbook[sheet]
    heads = [each.value for each in page[1]]
    if column not in heads:
        page.cell(1, len(heads) + 1, column)
        heads.append(column)
    row = next(row for row in page.iter_rows(min_row=2) if row[heads.index(by)].value == name)
    return page.cell(row[0].row, heads.index(column) + 1)


def edited(form, *changes):
    workbook = sheets_of(form)
    for sheet, name, column, value in changes:
        cell(workbook, sheet, name, column).value = value
    return read_xlsform_bytes(saved(workbook), "form.xlsx")


def sentences(form, *changes):
    with pytest.raises(NotAnXlsform) as refusal:
        edited(form, *changes)
    return [str(problem) for problem in refusal.value.problems]


def test_a_changed_value_in_a_condition_comes_home():
    change = ("survey", "LAW_DAY", "relevant", "(${HAS_LAW}='' or ${HAS_LAW} = 'false')")
    back = edited(small(), change)
    assert item(back, "LAW_DAY")["relevant"] == {"test": {"fact": "HAS_LAW", "op": "is", "value": False}}
    assert item(back, "OLD_LAW")["relevant"] == item(small(), "OLD_LAW")["relevant"]


def test_a_condition_that_would_hide_what_is_open_is_refused_with_the_one_to_write():
    (sentence,) = sentences(small(), ("survey", "LAW_DAY", "relevant", "${HAS_LAW} = 'true'"))
    assert sentence.startswith("survey!")
    assert "4 (relevant): a question is shown while its condition is open; write it so: " in sentence
    assert "(${HAS_LAW} = '' or ${HAS_LAW} = 'true')" in sentence


@pytest.mark.parametrize(
    "xpath", ["position(..) > 3", "${HAS_LAW} = ", "((((", "true()", "not(${HAS_LAW} = 'true') and 1", "(" * 5000, "é"]
)
def test_xpath_of_another_kind_is_refused_with_its_cell(xpath):
    (sentence,) = sentences(small(), ("survey", "LAW_DAY", "relevant", xpath))
    assert "4 (relevant): this XPath is not of the kind" in sentence


def test_a_cleared_condition_whose_tree_still_stands_is_refused():
    (sentence,) = sentences(small(), ("survey", "LAW_DAY", "relevant", None))
    assert "no longer say the same" in sentence
    both = [("survey", "LAW_DAY", column, None) for column in ("relevant", "bind::alz:relevant")]
    assert "relevant" not in item(edited(small(), *both), "LAW_DAY")


def test_bounds_stand_twice_and_have_to_agree():
    (sentence,) = sentences(small(), ("survey", "ABROAD", "constraint", ". >= 5"))
    assert "the bounds here (least 5)" in sentence and "(least 0)" in sentence
    new = edited(small(), ("survey", "ABROAD", "constraint", ". >= 5"), ("survey", "ABROAD", "bind::alz:least", 5))
    assert item(new, "ABROAD")["least"] == 5


def test_a_constraint_with_its_bounds_is_read_from_xpath_alone():
    back = edited(
        small(),
        ("survey", "WOMEN", "bind::alz:least", None),
        ("survey", "WOMEN", "bind::alz:constraint", None),
    )
    assert back == small()


def test_a_calculation_may_become_another_of_the_five():
    form = small()
    written = "if(${WOMEN} = '' or ${ABROAD} = '', '', ${WOMEN} + ${ABROAD})"
    assert item(edited(form, ("survey", "SHARE", "calculation", written)), "SHARE")["compute"] == {
        "sum": ["WOMEN", "ABROAD"]
    }
    (sentence,) = sentences(form, ("survey", "SHARE", "calculation", "${WOMEN} * 3"))
    assert "this calculation is not one of sum, difference, product, ratio, percent" in sentence


def test_a_language_added_in_the_spreadsheet_is_a_language_of_the_instrument():
    back = edited(small(), ("survey", "HAS_LAW", "label::Deutsch (de)", "Gibt es ein Gesetz?"))
    assert back["languages"] == ["en", "es", "fr", "de"]
    assert item(back, "HAS_LAW")["label"] == {"en": "Is there a law?", "de": "Gibt es ein Gesetz?"}


def test_the_title_is_changed_where_the_form_shows_it():
    workbook = sheets_of(small())
    workbook["settings"]["A2"].value = "Nurses"
    back = read_xlsform_bytes(saved(workbook), "form.xlsx")
    assert back["title"] == small()["title"] | {"en": "Nurses"}


def test_what_waits_for_an_unasked_question_is_not_shown_in_the_field_either():
    book = book_of(read_instrument(survey()))
    (row,) = (line for line in book["survey"].lines if line["name"] == "OLD_LAW")
    assert row["relevant"] == (
        "((${LAW_DAY} = '' and (${HAS_LAW} = '' or ${HAS_LAW} = 'true')) or ${LAW_DAY} <= date('1999-12-31'))"
    )


def test_what_a_form_in_the_field_cannot_know_hides_nothing():
    form = label()
    item(form, "TER1")["relevant"] = {"test": {"fact": "audit.confirms_must", "op": "is", "value": True}}
    book = book_of(read_instrument(form))
    (row,) = (line for line in book["survey"].lines if line["name"] == "TER1")
    assert row["relevant"] == "true()"
    assert there_and_back(form) == form


def test_items_of_sections_that_take_turns_keep_their_order():
    form = survey()
    form["items"] = [form["items"][number] for number in (3, 0, 4, 1, 2, 5, 6, 7, 8, 9, 10)]
    assert there_and_back(form) == form


def test_every_cell_is_text_also_one_that_begins_as_a_formula_does():
    form = survey()
    evil = ['=HYPERLINK("http://x","y")', "+1", "-1", "@SUM(1)", "=1+1"]
    for number, text in enumerate(evil):
        form["items"][number]["label"] = {"en": text}
    form["title"]["en"] = evil[0]
    form["purpose"] = {"en": evil[0]}
    workbook = sheets_of(form)
    kinds = {each.data_type for page in workbook for row in page.iter_rows() for each in row if each.value is not None}
    assert kinds == {"s"}
    assert cell(workbook, "survey", form["items"][0]["id"], "label::English (en)").quotePrefix
    assert there_and_back(form) == form


def test_long_values_are_parted_and_put_together_again():
    form = survey(purpose={"en": "x" * 4000}, notes=["é" * 500] * 200)
    assert there_and_back(form) == form


def test_what_does_not_fit_a_cell_is_refused_and_no_file_is_left(tmp_path):
    form = survey()
    item(form, "HAS_LAW")["evidence"] = ["x" * 500] * 100
    with pytest.raises(NotAnXlsform, match="more than a cell holds"):
        write_xlsform(read_instrument(form), tmp_path / "form.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_a_form_that_pyxform_warns_about_is_refused_and_no_file_is_left(tmp_path):
    form = survey()
    item(form, "OLD_LAW")["id"] = "has_law"
    form["cases"] = []
    with pytest.raises(NotAnXlsform, match="pyxform does not take the form: .*has_law"):
        write_xlsform(read_instrument(form), tmp_path / "form.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_500_questions_that_wait_for_one_another_in_one_chain_come_home():
    form = small()
    asked = {"id": "Q0", "section": "law", "type": "boolean", "label": {"en": "Go on?"}}
    form["items"] = [
        asked | {"id": f"Q{number}", "relevant": {"test": {"fact": f"Q{number + 1}", "op": "is", "value": True}}}
        for number in range(500)
    ] + [asked | {"id": "Q500"}]
    form |= {"checks": [], "cases": []}
    assert there_and_back(form) == form


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("survey", "HAS_LAW", "parameters", "x"), "'parameters' is a column that has no place in an instrument"),
        (("survey", "HAS_LAW", "bind::alz:colour", "x"), "'bind::alz:colour' is a column that has no place"),
        (("survey", "HAS_LAW", "label::Klingon", "x"), "'label::Klingon' is a column that has no place"),
        (("survey", "HAS_LAW", "type", "note"), "'note' is a row that has no place in an instrument"),
        (("survey", "HAS_LAW", "type", "select_one none"), "'none' is not one of the lists"),
        (("survey", "HAS_LAW", "appearance", "likert"), "'likert' has no place here in an instrument; clear the cell"),
        (("survey", "LAW_DAY", "appearance", "multiline"), "has no place here"),
        (("survey", "SENT", "type", "text"), "'money' does not fit a row of the type text"),
        (("survey", "SENT.currency", "relevant", "${HAS_LAW} = 'true'"), "it would become"),
        (("survey", "SENT.currency", "name", "OTHER.currency"), "belongs to no question above"),
        (("survey", "WHO_PAYS.visa", "label::English (en)", "Visas"), "it would become 'Visa'"),
        (("survey", "WHO_PAYS.visa", "name", "WHO_PAYS.food"), "belongs to no question above"),
        (("survey", "HAS_LAW", "required", "${ABROAD} > 3"), "write yes or no"),
        (("survey", "HAS_LAW", "name", "LAW DAY"), "a name begins with a letter"),
        (("survey", "LAW_DAY", "name", "HAS_LAW"), "is used twice"),
        (("survey", "ABROAD", "label::English (en)", None), "a text is missing"),
        (("survey", "ABROAD", "bind::alz:refs", "{"), "this is no JSON"),
        (("survey", "ABROAD", "label::English (en)", "=1+1"), "a formula stands here"),
        (("survey", "law", "type", "begin_repeat"), "every question stands in a group"),
        (("choices", "employer", "media::image", "x.png"), "'media::image' is a column that has no place"),
        (("choices", "employer", "ordered", "true"), "all values of a list say the same here"),
        (("choices", "employer", "score", "many"), "a score is a number"),
        (("choices", "PHL", "name", "PHI"), "is the alliance's own list and cannot be changed"),
    ],
)
def test_what_has_no_place_is_an_error_that_names_its_cell(change, sentence):
    needs_all = any(str(part).startswith(("SENT", "PHL")) for part in change)
    found = sentences(survey() if needs_all else small(), change)
    assert any(sentence in each for each in found), found
    assert all(each.startswith(("survey!", "survey (", "choices!")) for each in found), found


def test_a_loose_cell_and_a_lost_end_are_found():
    workbook = sheets_of(small())
    workbook["survey"].cell(5, 40, "see below")
    with pytest.raises(NotAnXlsform, match=r"survey!AN5: this column has no header"):
        read_xlsform_bytes(saved(workbook), "form.xlsx")
    workbook = sheets_of(small())
    workbook["survey"].delete_rows(workbook["survey"].max_row)
    with pytest.raises(NotAnXlsform, match="this group is never closed"):
        read_xlsform_bytes(saved(workbook), "form.xlsx")


def test_settings_that_have_no_place_or_are_missing_are_found():
    for column, value, sentence in [
        ("style", "pages", "'style' is a column that has no place"),
        ("namespaces", None, "without alz="),
        ("version", "two", "a whole number from 1 is missing"),
        ("form_id", "survey", "a name such as urn:alianza"),
        ("default_language", "Français (fr)", "begin with the default language"),
    ]:
        workbook = sheets_of(small())
        heads = [each.value for each in workbook["settings"][1]]
        at = heads.index(column) + 1 if column in heads else len(heads) + 1
        workbook["settings"].cell(1, at, column)
        workbook["settings"].cell(2, at, value).value = value
        with pytest.raises(NotAnXlsform, match=sentence):
            read_xlsform_bytes(saved(workbook), "form.xlsx")
    workbook = sheets_of(small())
    del workbook["alianza"]
    with pytest.raises(NotAnXlsform, match="a row with the key date and its value is missing"):
        read_xlsform_bytes(saved(workbook), "form.xlsx")


def test_a_form_written_by_hand_in_a_spreadsheet_is_an_instrument():
    workbook = openpyxl.Workbook()
    page = workbook.active
    page.title = "survey"
    for row in [
        ("type", "name", "label", "required", "relevant"),
        ("begin group", "first", "First", None, None),
        ("select_one yn", "ANY", "Any?", True, None),
        ("integer", "HOW_MANY", "How many?", None, "${ANY} = '' or ${ANY} = 'yes'"),
        ("end group", None, None, None, None),
    ]:
        page.append(row)
    for name, rows in {
        "choices": [("list_name", "name", "label"), ("yn", "yes", "Yes"), ("yn", "no", "No")],
        "settings": [("form_title", "form_id", "version"), ("By hand", "urn:x:by-hand", 3)],
        "alianza": [("key", "value"), ("kind", "questionnaire"), ("respondent", "firm"), ("date", "2026-01-01")],
    }.items():
        page = workbook.create_sheet(name)
        for row in rows:
            page.append(row)
    form = read_xlsform_bytes(saved(workbook), "hand.xlsx")
    assert form["languages"] == ["en"] and form["title"] == {"en": "By hand"} and form["version"] == 3
    assert form["items"][0]["required"] is True
    assert form["items"][1]["relevant"] == {"test": {"fact": "ANY", "op": "is", "value": "yes"}}
    assert there_and_back(form) == form


def test_nothing_of_the_written_form_is_touched():
    form = survey()
    before = deepcopy(form)
    to_xlsx(book_of(read_instrument(form)))
    assert form == before
    assert converted(xlsform_bytes(read_instrument(form))) == []


def test_a_file_that_is_not_there_is_one_sentence(tmp_path):
    with pytest.raises(NotAnXlsform, match="no such file or directory; check the path"):
        read_xlsform(tmp_path / "none.xlsx")
