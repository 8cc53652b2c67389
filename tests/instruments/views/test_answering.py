"""Pages on which a respondent answers: every type of question there and back, what two people do, what a script sends."""

import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from lxml import html

from alianza.accounts.models import User
from alianza.instruments.actions import answering, rounds
from alianza.instruments.models import Origin
from tests.documents.contents import PNG
from tests.instruments.every_type import ANSWERS, every_type
from tests.instruments.story import WHOLE, begun, keep, opened, published

pytestmark = pytest.mark.django_db


def at(response, page, **more):
    return reverse(f"instruments:response-{page}", kwargs={"code": response.code, **more})


def fields(answer):
    """The form of a page as a browser would send it, without buttons and files."""
    form = html.fromstring(answer.content.decode()).xpath("//form[@data-answering]")[0]
    for template in form.xpath(".//template"):
        template.getparent().remove(template)
    found = {}
    for control in form.xpath(".//input|.//select|.//textarea"):
        name, kind = control.get("name"), control.get("type", control.tag)
        if not name or kind == "file" or (kind in {"radio", "checkbox"} and control.get("checked") is None):
            continue
        if control.tag == "select":
            value = next((option.get("value") for option in control.xpath(".//option[@selected]")), "")
        elif control.tag == "textarea":
            value = (control.text or "").removeprefix("\n")
        else:
            value = control.get("value", "on")
        found.setdefault(name, []).append(value)
    return found


def everything(world):
    return begun(world, opened(world, version=published(world, every_type())))


def send(client, response, changes, **more):
    body = json.dumps({"changes": changes, **more})
    return client.post(at(response, "keep"), body, content_type="application/json")


def pair(item, value):
    return [[f"a-{item}", value]]


def test_every_type_of_question_is_drawn_and_read_back_as_it_was(world):
    response = everything(world)
    norway = str(world.norway.code)
    assert not keep(response, {**ANSWERS, "ORG": norway}, by=world.imani).unfit
    before = answering.answers_of(response)
    client = world.signed_in(world.imani)
    sent = fields(client.get(at(response, "section", section="all")))
    for name in list(sent):
        if name.startswith("seen-"):
            sent[name] = ["1:changed"]  # as if everything had been touched
    answer = client.post(at(response, "section", section="all"), sent)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    assert answering.answers_of(response) == before
    assert all(answer.edits == 1 for answer in response.answers.all())


def test_every_type_of_question_is_answered_from_an_empty_page(world):
    response = everything(world)
    client = world.signed_in(world.imani)
    sent = fields(client.get(at(response, "section", section="all")))
    sent |= {
        "a-CRIT": "met", "a-CRIT-note": "See the contract", "a-BOOL": "yes", "a-TEXT": "Act 1 <b>of</b> 2020",
        "a-LONG": ANSWERS["LONG"].replace("\n", "\r\n"), "a-INT": "12", "a-DEC": "12.50",
        "a-MONEY-amount": "1250.00", "a-MONEY-currency": "EUR", "a-DAY": "2024-02-29", "a-PERIOD": "2021/..",
        "a-ONE": "worker", "a-SOME": ["worker", "employer"], "a-MATRIX-0": "worker", "a-MATRIX-1": "employer",
        "a-COUNTRY": "norway", "a-COUNTRIES": ["Germany (DEU)", "Filipinas", ""], "a-OCCUPATION": "Nursing professionals (2221)",
        "a-CORRIDOR-origin": "Philippines (PHL)", "a-CORRIDOR-destination": "de",
        "a-CORRIDORS-rows": "2", "a-CORRIDORS-0-origin": "PHL", "a-CORRIDORS-0-destination": "DEU",
        "a-CORRIDORS-1-origin": "PHL", "a-CORRIDORS-1-destination": "ESP",
        "a-ORG": "Norway (NOR)", "a-POINT": "14.5995 120.9842",
        "a-REP-rows": "2", "a-REP-0-SCHOOL": "One", "a-REP-0-SEATS": "3", "a-REP-1-SCHOOL": "Two", "a-REP-1-SEATS": "4",
    }  # fmt: skip
    answer = client.post(at(response, "section", section="all"), sent)
    assert answer.status_code == 302, [
        e.text_content() for e in html.fromstring(answer.content).xpath("//*[@data-error]")
    ]
    assert answering.answers_of(response) == {
        **ANSWERS,
        "ORG": str(world.norway.code),
        "MONEY": {"amount": "1250.00", "currency": "EUR"},
    }
    page = client.get(at(response, "section", section="all")).content.decode()
    assert "<output>7" in page


def test_what_does_not_fit_stays_in_its_field_with_one_sentence_and_the_rest_is_kept(world):
    response = begun(world)
    client = world.signed_in(world.imani)
    sent = fields(client.get(at(response, "section", section="numbers")))
    answer = client.post(at(response, "section", section="numbers"), {**sent, "a-ABROAD": "many", "a-WOMEN": "3"})
    assert answer.status_code == 400
    page = html.fromstring(answer.content.decode())
    assert page.get_element_by_id("a-ABROAD").get("value") == "many"
    assert page.get_element_by_id("a-ABROAD").get("aria-invalid") == "true"
    assert "whole number" in page.get_element_by_id("a-ABROAD-wrong").text_content()
    assert answering.answers_of(response) == {"WOMEN": 3}


def test_a_question_that_could_still_be_asked_is_shown_and_one_that_is_not_asked_is_not(world):
    response = begun(world)
    client = world.signed_in(world.imani)
    page = client.get(at(response, "section", section="law"))
    assert b'id="q-LAW_DAY"' in page.content
    sent = fields(page)
    client.post(at(response, "section", section="law"), {**sent, "a-HAS_LAW": "no"})
    page = client.get(at(response, "section", section="law"))
    assert b'id="q-LAW_DAY"' not in page.content


def test_entries_are_added_and_removed_without_script(world):
    response = begun(world)
    client = world.signed_in(world.imani)
    address = at(response, "section", section="numbers")
    sent = fields(client.get(address))
    answer = client.post(address, {**sent, "a-SCHOOLS-0-PLACES": "5", "add": "SCHOOLS"})
    assert answer.status_code == 200
    assert answering.answers_of(response)["SCHOOLS"] == [{"PLACES": 5}]
    sent = fields(answer)
    assert sent["a-SCHOOLS-rows"] == ["2"]
    client.post(address, {**sent, "a-SCHOOLS-1-PLACES": "7"})
    assert answering.answers_of(response)["SCHOOLS"] == [{"PLACES": 5}, {"PLACES": 7}]
    client.post(address, {**fields(client.get(address)), "remove": "SCHOOLS-0"})
    assert answering.answers_of(response)["SCHOOLS"] == [{"PLACES": 7}]


def test_two_people_in_one_section_merge_and_only_the_same_question_clashes(world):
    response = begun(world)
    client = world.signed_in(world.imani)
    address = at(response, "section", section="numbers")
    mine = fields(client.get(address))
    colleague = User.objects.create(email="colleague@ministry.example")
    answering.delegate(response, colleague.email, ["numbers"], by=world.imani)
    keep(response, {"ABROAD": 10, "WOMEN": 2}, by=colleague)
    answer = client.post(address, {**mine, "a-ABROAD": "12", "a-TO": ["Germany"]})
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "Somebody else answered this" in page
    kept = answering.answers_of(response)
    assert kept == {"ABROAD": 10, "WOMEN": 2, "TO": ["DEU"]}
    again = fields(answer)
    assert again["a-ABROAD"] == ["12"]
    assert again["a-WOMEN"] == ["2"]
    client.post(address, {**again, "theirs": "ABROAD"})
    assert answering.answers_of(response)["ABROAD"] == 10
    client.post(address, again)
    assert answering.answers_of(response)["ABROAD"] == 12


def test_files_are_attached_with_their_hash_downloaded_and_taken_away(world):
    response = everything(world)
    client = world.signed_in(world.imani)
    address = at(response, "section", section="all")
    sent = fields(client.get(address))
    upload = SimpleUploadedFile("<img src=x>.png", PNG)
    client.post(address, {**sent, "file-FILE": upload, "file-CRIT": SimpleUploadedFile("e.png", PNG), "a-CRIT": "met"})
    (entry,) = answering.answers_of(response)["FILE"]
    assert answering.answers_of(response)["CRIT"]["value"] == "met"
    page = client.get(address).content.decode()
    assert entry["sha256"] in page
    assert "<img src=x>" not in page
    got = client.get(at(response, "file", file=entry["code"]))
    assert b"".join(got.streaming_content) == PNG
    assert world.signed_in(world.mara).get(at(response, "file", file=entry["code"])).status_code == 404
    sent = fields(client.get(address))
    client.post(address, {**sent, "a-CRIT-note": "Signed"})
    crit = answering.answers_of(response)["CRIT"]
    assert (crit["note"], len(crit["files"])) == ("Signed", 1)
    client.post(address, {**fields(client.get(address)), "detach": f"FILE:{entry['code']}"})
    assert "FILE" not in answering.answers_of(response)
    empty = client.post(address, {**fields(client.get(address)), "file-FILE": SimpleUploadedFile("e.png", b"")})
    assert empty.status_code == 400
    assert "empty" in empty.content.decode()
    odd = client.post(address, {**fields(client.get(address)), "file-FILE": SimpleUploadedFile("e.exe", b"MZ\0\0")})
    assert odd.status_code == 400


def test_the_script_keeps_one_change_and_hears_what_the_page_shows_now(world):
    response = begun(world)
    client = world.signed_in(world.imani)
    said = send(
        client, response, {"HAS_LAW": {"value": pair("HAS_LAW", "no"), "seen": 0}},
        section="law", shown=["HAS_LAW", "LAW_DAY", "OLD_LAW"],
    ).json()  # fmt: skip
    assert said["edits"] == {"HAS_LAW": 1}
    assert said["order"] == ["HAS_LAW"]
    assert answering.answers_of(response) == {"HAS_LAW": False}
    said = send(
        client, response, {"HAS_LAW": {"value": pair("HAS_LAW", "yes"), "seen": 1}}, section="law", shown=["HAS_LAW"]
    ).json()
    assert list(said["added"]) == ["LAW_DAY", "OLD_LAW"]
    assert 'id="q-LAW_DAY"' in said["added"]["LAW_DAY"]


def test_the_script_hears_what_does_not_fit_and_what_clashes(world):
    response = begun(world)
    keep(response, {"ABROAD": 10}, by=world.imani)
    other = User.objects.create(email="colleague@ministry.example")
    answering.delegate(response, other.email, ["numbers"], by=world.imani)
    client = Client()
    client.force_login(other)
    said = send(
        client, response,
        {"ABROAD": {"value": pair("ABROAD", "12"), "seen": 0}, "WOMEN": {"value": pair("WOMEN", "few"), "seen": 0}},
        section="numbers", shown=["ABROAD", "WOMEN", "SHARE"],
    ).json()  # fmt: skip
    assert "whole number" in said["unfit"]["WOMEN"]
    assert "10" in said["clashes"]["ABROAD"]["html"]
    assert answering.answers_of(response)["ABROAD"] == 10
    said = send(client, response, {"ABROAD": {"value": pair("ABROAD", "12"), "seen": 1}}).json()
    assert said["clashes"] == {}
    assert answering.answers_of(response)["ABROAD"] == 12


def test_an_acknowledgement_lost_on_the_way_is_no_clash_with_oneself(world):
    response = begun(world)
    client = world.signed_in(world.imani)
    send(client, response, {"ABROAD": {"value": pair("ABROAD", "1"), "seen": 0}})
    said = send(
        client, response, {"ABROAD": {"value": pair("ABROAD", "12"), "seen": 0, "before": [pair("ABROAD", "1")]}}
    ).json()
    assert said["clashes"] == {}
    assert answering.answers_of(response)["ABROAD"] == 12


@pytest.mark.parametrize(
    "body",
    ["", "[]", "{}", "nonsense", '{"changes": {}}', '{"changes": {"ABROAD": 3}}', '{"changes": {"ABROAD": {"value": [[1, 2]]}}}',
     '{"changes": {"ABROAD": {"value": [], "seen": "x"}}}', "[" * 50_000],
)  # fmt: skip
def test_nonsense_from_a_script_is_refused_in_one_sentence(world, body):
    response = begun(world)
    answer = world.signed_in(world.imani).post(at(response, "keep"), body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["refused"]
    assert world.signed_in(world.imani).post(at(response, "keep"), {"changes": body}).status_code == 400


def test_the_script_is_refused_when_the_response_is_locked_or_the_question_is_not_asked(world):
    response = begun(world)
    client = world.signed_in(world.imani)
    assert (
        send(client, response, {"NOTHING": {"value": [], "seen": 0}}).json()["code"] == "instruments.response.not_asked"
    )
    keep(response, WHOLE, by=world.imani)
    answering.hand_in(response, by=world.imani)
    answer = send(client, response, {"ABROAD": {"value": pair("ABROAD", "3"), "seen": 1}})
    assert (answer.status_code, answer.json()["code"]) == (409, "instruments.response.handed_in")


def test_forty_thousand_letters_are_kept_and_one_more_is_told(world):
    response = everything(world)
    client = world.signed_in(world.imani)
    assert send(client, response, {"LONG": {"value": pair("LONG", "ل" * 40_000), "seen": 0}}).json()["edits"] == {
        "LONG": 1
    }
    assert (
        "40001"
        in send(client, response, {"LONG": {"value": pair("LONG", "l" * 40_001), "seen": 1}}).json()["unfit"]["LONG"]
    )
    assert len(answering.answers_of(response)["LONG"]) == 40_000


def test_one_question_per_screen_leads_through_all_of_them(world):
    response = begun(world)
    client = world.signed_in(world.imani)
    address = at(response, "question", item="HAS_LAW")
    answer = client.post(address, {**fields(client.get(address)), "a-HAS_LAW": "yes", "then": "next"})
    assert answer.url == at(response, "question", item="LAW_DAY")
    answer = client.post(answer.url, {**fields(client.get(answer.url)), "a-LAW_DAY": "2010-02-30", "then": "next"})
    assert answer.status_code == 400
    answer = client.post(
        at(response, "question", item="LAW_DAY"), {**fields(answer), "a-LAW_DAY": "2010-05-01", "then": "next"}
    )
    assert answer.url == at(response, "question", item="ABROAD")
    answer = client.post(answer.url, {**fields(client.get(answer.url)), "then": "before"})
    assert answer.url == at(response, "question", item="LAW_DAY")
    assert answering.answers_of(response) == {"HAS_LAW": True, "LAW_DAY": "2010-05-01"}


def test_what_was_carried_over_is_marked_and_counts_once_confirmed(world):
    first = opened(world)
    response = begun(world, first)
    keep(response, {**WHOLE, "TO": ["DEU"]}, by=world.imani)
    answering.hand_in(response, by=world.imani)
    rounds.close_round(first, by=world.luc)
    again = begun(world, opened(world, version=first.version, name="Nurses 2027", previous=first))
    client = world.signed_in(world.imani)
    address = at(again, "section", section="numbers")
    page = client.get(address)
    assert "From the round before." in page.content.decode()
    client.post(address, fields(page))
    assert answering.answers_of(again) == {}
    client.post(address, {**fields(page), "confirm": "TO"})
    assert answering.answers_of(again) == {"TO": ["DEU"]}
    client.post(address, {**fields(client.get(address)), "confirm": "*"})
    assert answering.answers_of(again) == {"TO": ["DEU"], "ABROAD": 120, "WOMEN": 90}
    assert again.answers.get(item="TO").origin == Origin.TYPED


def test_a_colleague_finds_only_the_sections_given(world):
    response = begun(world)
    keep(response, {"HAS_LAW": True}, by=world.imani)
    colleague = User.objects.create(email="colleague@ministry.example")
    client = Client()
    client.force_login(colleague)
    assert client.get(at(response, "show")).status_code == 404
    answering.delegate(response, colleague.email, ["numbers"], by=world.imani)
    page = client.get(at(response, "show")).content.decode()
    assert "sections/numbers/" in page
    assert "sections/law/" not in page
    assert "<h3>Law" not in page
    assert client.get(at(response, "section", section="law")).status_code == 404
    assert client.get(at(response, "question", item="HAS_LAW")).status_code == 404
    assert client.get(at(response, "section", section="numbers")).status_code == 200
    assert "Is there a law?" not in client.get(at(response, "review")).content.decode()
    assert "HAS_LAW" not in client.get(at(response, "offline")).content.decode()
    assert client.post(at(response, "hand-in"), {"sure": "on"}).status_code == 404
    assert client.get(reverse("instruments:response-asked")).status_code == 200


def test_a_file_arrives_by_script_and_the_question_comes_back_drawn(world):
    response = everything(world)
    client = world.signed_in(world.imani)
    upload = io.BytesIO(PNG)
    upload.name = "law.png"
    answer = client.post(at(response, "attach", item="FILE"), {"file-FILE": upload})
    assert answer.status_code == 200
    assert "law.png" in answer.json()["html"]
    refused = client.post(at(response, "attach", item="FILE"), {"file-FILE": SimpleUploadedFile("a.exe", b"MZ\0")})
    assert refused.status_code == 409
    assert refused.json()["refused"]


def test_a_question_inside_an_entry_that_is_not_asked_there_is_out_of_sight_and_not_forgotten(world):
    response = begun(world)
    keep(response, {"SCHOOLS": [{"PLACES": 0, "WHY_NONE": "Closed"}, {"PLACES": 5}]}, by=world.imani)
    client = world.signed_in(world.imani)
    address = at(response, "section", section="numbers")
    sent = fields(client.get(address))
    client.post(address, {**sent, "a-SCHOOLS-0-PLACES": "3"})
    page = client.get(address)
    hidden = html.fromstring(page.content.decode()).xpath("//*[@data-child and @hidden]/@data-child")
    assert hidden == ["a-SCHOOLS-0-WHY_NONE", "a-SCHOOLS-1-WHY_NONE"]
    assert fields(page)["a-SCHOOLS-0-WHY_NONE"] == ["Closed"]
    said = send(
        client, response, {"TO": {"value": pair("TO", "Norway"), "seen": 0}}, section="numbers", shown=["SCHOOLS"]
    )
    assert sorted(said.json()["rows"]["SCHOOLS"]) == hidden
