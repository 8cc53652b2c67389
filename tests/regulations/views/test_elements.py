"""The twelve elements of a draft, one page each, as a questionnaire is answered."""

import html
import re

import pytest
from django.urls import reverse

from alianza.regulations.actions.sheets import change_draft, draft_sheet
from tests.regulations.routes import philippine

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(world):
    return draft_sheet(philippine("ph-new"), by=world.imani)


@pytest.fixture
def imani(world):
    return world.signed_in(world.imani)


def url(version, element=None):
    if element is None:
        return reverse("regulations:element-list", kwargs={"code": version.code})
    return reverse("regulations:element-edit", kwargs={"code": version.code, "element": element})


def fields_in(page):
    """What a browser would send of the form of the page."""
    form = page[page.index('<form method="post" class="form"') :]
    form = re.sub(r"<template>.*?</template>", "", form, flags=re.DOTALL)
    form = form[: form.index("</form>")]
    found = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and (("checkbox" not in tag and "radio" not in tag) or " checked" in tag):
            found.setdefault(name[1], []).append(html.unescape(value[1]) if value else "")
    for name, words in re.findall(r'<textarea name="([^"]*)"[^>]*>\n?(.*?)</textarea>', form, flags=re.DOTALL):
        found.setdefault(name, []).append(html.unescape(words))
    for name, inside in re.findall(r'<select name="([^"]*)"[^>]*>(.*?)</select>', form, flags=re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', inside)
        found[name] = [html.unescape(chosen[1])] if chosen else [""]
    return found


def test_every_element_saved_as_it_is_leaves_the_sheet_as_it_was(imani, draft):
    overview = imani.get(url(draft)).content.decode()
    assert "11 of 12 elements hold a statement." in overview
    before = draft.document
    for element in before["elements"]:
        page = imani.get(url(draft, element)).content.decode()
        answer = imani.post(url(draft, element), {**fields_in(page), "then": "next"})
        assert answer.status_code == 302, element
    draft.refresh_from_db()
    assert draft.document == before
    assert draft.edits == 0, "nothing was changed, so nothing was kept anew"


def test_a_statement_is_added_with_its_level_and_year(imani, draft):
    page = imani.get(url(draft, "dependants")).content.decode()
    fields = fields_in(page)
    again = imani.post(url(draft, "dependants"), {**fields, "add": "dependants_say"}).content.decode()
    assert "Not saved yet" in again
    fields = fields_in(again)
    number = int(fields["a-dependants_say-rows"][0]) - 1
    fields[f"a-dependants_say-{number}-dependants_say_t"] = ["Children under 18 may come along."]
    fields[f"a-dependants_say-{number}-dependants_say_lv"] = ["unverified"]
    fields[f"a-dependants_say-{number}-dependants_say_as_of"] = ["2025"]
    assert imani.post(url(draft, "dependants"), {**fields, "then": "save"}).status_code == 302
    draft.refresh_from_db()
    assert draft.document["elements"]["dependants"]["say"][-1] == {
        "t": "Children under 18 may come along.",
        "lv": "unverified",
        "as_of": 2025,
    }
    page = imani.get(url(draft, "dependants")).content.decode()
    gone = imani.post(url(draft, "dependants"), {**fields_in(page), "remove": f"dependants_say-{number}"})
    assert "Children under 18" not in gone.content.decode()


def test_what_does_not_fit_stays_in_its_field(imani, draft):
    fields = fields_in(imani.get(url(draft, "permit")).content.decode())
    fields["a-permit_say-0-permit_say_as_of"] = ["last year"]
    answer = imani.post(url(draft, "permit"), {**fields, "then": "save"})
    assert answer.status_code == 400
    assert 'value="last year"' in answer.content.decode()


def test_somebody_who_changed_another_element_is_no_hindrance_and_of_this_one_both_are_shown(imani, draft, world):
    fields = fields_in(imani.get(url(draft, "permit")).content.decode())
    fields["a-permit_say-0-permit_say_t"] = ["Mine."]
    other = philippine("ph-new")
    other["elements"]["contacts"]["say"][0]["t"] = "Theirs, elsewhere."
    change_draft(draft, other, edits=0, by=world.imani)
    assert imani.post(url(draft, "permit"), {**fields, "then": "save"}).status_code == 302
    draft.refresh_from_db()
    assert draft.document["elements"]["permit"]["say"][0]["t"] == "Mine."
    assert draft.document["elements"]["contacts"]["say"][0]["t"] == "Theirs, elsewhere."
    answer = imani.post(url(draft, "permit"), {**fields, "a-permit_say-0-permit_say_t": ["Again."], "then": "save"})
    page = answer.content.decode()
    assert answer.status_code == 409 and "Mine." in page and "Again." in page
    assert imani.post(url(draft, "permit"), {**fields_in(page), "then": "save"}).status_code == 302
    draft.refresh_from_db()
    assert draft.document["elements"]["permit"]["say"][0]["t"] == "Again."


def test_an_element_that_is_none_has_no_page(imani, draft):
    assert imani.get(url(draft, "weather")).status_code == 404
