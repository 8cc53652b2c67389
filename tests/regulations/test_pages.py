"""The pages through the door people use: sheets, the finder without script, the desk of focal points."""

import re

import pytest
import yaml
from django.test import Client
from django.urls import reverse

from alianza.audit.actions import PLATFORM
from alianza.regulations import dictionary
from alianza.regulations.actions.sheets import load_seed_sheets
from alianza.regulations.answers import answers_from
from alianza.regulations.models import SheetVersion, Status
from alianza.regulations.sheets import seed_sheets
from alianza.regulations.trail import COOKIE, opened
from tests.regulations.routes import philippine, version

pytestmark = pytest.mark.django_db


@pytest.fixture
def law():
    load_seed_sheets(by=PLATFORM)


@pytest.fixture
def page(law):
    return Client(headers={"accept-language": "en"})


def to(name, **places):
    return reverse(f"regulations:{name}", kwargs=places)


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def asked(response):
    return re.search(r'name="question" value="([^"]+)"', response.content.decode()).group(1)


# sheets ------------------------------------------------------------------------------------------------------------
def test_the_list_groups_routes_by_country_and_says_that_nobody_confirmed_them(page):
    shown = text(page.get(to("sheet-list")))
    assert "No focal point has confirmed this" in shown
    assert shown.count("not confirmed") == 26
    assert "26 lawful routes" in shown
    one = text(page.get(to("sheet-list"), {"place": "DE"}))
    assert "EU Blue Card (Germany)" in one
    assert "Skilled Worker visa" not in one
    assert "MERCOSUR residence agreement" in text(page.get(to("sheet-list"), {"place": "AR"}))
    assert "26 lawful routes" in text(page.get(to("sheet-list"), {"place": "<script>"}))


def test_an_instance_without_sheets_says_who_writes_them(client):
    assert "Focal points for rules of entry and work write the sheets" in text(client.get(to("sheet-list")))
    assert "No sheet is in force" in text(client.get(to("pathways")))
    assert client.get(to("pathways-result")).status_code == 200
    assert client.get(to("pathways-question")).status_code == 302


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_every_sheet_shows_twelve_elements_in_order_with_level_source_and_gap(law, language):
    client = Client(headers={"accept-language": language})
    for name, sheet in seed_sheets().items():
        response = client.get(to("sheet-show", sheet=name))
        assert response.status_code == 200
        written = response.content.decode()
        places = [written.index(f'<section id="{element.key}">') for element in dictionary.elements()]
        assert places == sorted(places)
        for element in sheet.elements.values():
            assert not element.gap or 'class="gap"' in written
            for line in element.lines:
                for source in line.standing.sources:
                    assert source.url.replace("&", "&amp;") in written
        assert language == "en" or "fallback__mark" not in written, f"{name}: all texts are translated"


def test_a_sheet_shows_its_figures_their_dates_and_what_is_stale(page):
    spain = text(page.get(to("sheet-show", sheet="es-gecco-circular")))
    assert "No figure was found for: 2025" in spain
    britain = text(page.get(to("sheet-show", sheet="gb-skilled-worker")))
    assert "open end" in britain
    assert "check that it still holds" in britain
    emirates = text(page.get(to("sheet-show", sheet="ae-work-permit")))
    assert "This sheet tells the state of 2023" in emirates
    korea = text(page.get(to("sheet-show", sheet="kr-eps-e9")))
    assert "Where sources disagree" in korea
    assert "as written" in korea
    assert "not as written" not in korea


def test_a_fee_that_fair_recruitment_forbids_on_the_worker_is_flagged(page):
    assert "not to be borne by the worker" in text(page.get(to("sheet-show", sheet="ph-exit-clearance")))
    assert "not to be borne by the worker" not in text(page.get(to("sheet-show", sheet="sg-work-permit")))


def test_the_sheet_can_be_taken_along_as_written(page):
    response = page.get(to("sheet-file", sheet="nz-rse"))
    assert response["Content-Disposition"].startswith("attachment")
    assert yaml.safe_load(response.content)["id"] == "nz-rse"


@pytest.mark.parametrize("name", ["none", "x" * 300, "de-eu-blue-card-"])
def test_a_sheet_that_is_not_there_is_not_found(page, name):
    assert page.get(to("sheet-show", sheet=name)).status_code == 404
    assert page.get(to("sheet-file", sheet=name)).status_code == 404


# the finder --------------------------------------------------------------------------------------------------------
ANSWERS = {
    "offer.exists": "none",
    "person.age": "29",
    "person.qualification": "bachelor",
    "person.lang.de": "B1",
    "person.lang.en": "B2",
    "person.means_month_eur": "1.200,50",
    "person.experience.last5": "3",
    "person.experience.last7": "3",
    "person.experience.total": "4",
    "person.qualification.recognised": "none",
    "person.qualification.valid_at_origin": "true",
    "person.prior_stay_months": "0",
    "person.it_specialist": "false",
    "person.partner_also_qualifies": "false",
    "offer.shortage": "false",
}


def answer(page, question, given):
    if question == "person.nationalities":
        sent = {"do": "answer", "country": "filipinas"}
    elif given is None:
        sent = {"do": "skip"}
    else:
        sent = {"do": "answer", "answer": given}
    return page.post(to("pathways-question"), {"question": question, **sent})


def walk(page, places=("DE",)):
    response = page.post(to("pathways"), {"places": list(places), "do": "chosen"})
    put = []
    while response.url == to("pathways-question"):
        question = asked(page.get(response.url))
        put.append(question)
        response = answer(page, question, ANSWERS.get(question))
        assert response.status_code == 302, question
        assert len(put) < 60
    assert response.url == to("pathways-result")
    return put


def test_a_worker_finds_a_route_without_script(page):
    put = walk(page)
    assert len(put) == len(set(put))
    shown = text(page.get(to("pathways-result")))
    assert "Would fit, unconfirmed" in shown
    assert "Opportunity Card (job search)" in shown
    assert "of 2 routes 1 would fit" in shown
    assert "does not mean that a permit will be granted" in shown
    assert "No focal point has confirmed this" in shown
    assert "A job offer is needed. It must bring:" in shown, "the Blue Card wants an offer"


@pytest.mark.parametrize("places", [("DE",), ("DE", "CA", "KR"), ()])
@pytest.mark.parametrize("offer", ["none", "DE"])
def test_every_question_says_how_many_can_follow_at_most_and_keeps_it(page, places, offer):
    page.post(to("pathways"), {"places": list(places), "do": "chosen" if places else "all"})
    left, number = None, 0
    response = page.get(to("pathways-question"))
    while response.status_code == 200:
        shown, number = text(response), number + 1
        follow = re.search(r"At most (\d+) more questions? follow", shown)
        now = int(follow.group(1)) if follow else 0
        assert follow or "This is the last question." in shown
        assert left is None or now < left, (number, asked(response), left, now)
        assert re.search(
            r'class="button[^"]*" href="/regulations/pathways/result/">Show the results now', shown_html(response)
        )
        left, question = now, asked(response)
        given = offer if question == "offer.exists" else ANSWERS.get(question)
        response = page.get(answer(page, question, given).url)
        if response.request["PATH_INFO"] == to("pathways-result"):
            break
    assert number > 3


def shown_html(response):
    return response.content.decode()


def test_one_route_is_counted_in_the_singular(page):
    from alianza.regulations.models import PermitCategory

    place = next(code for code in ("NZ", "KR", "SG") if PermitCategory.objects.filter(jurisdiction=code).count() == 1)
    page.post(to("pathways"), {"places": [place], "do": "chosen"})
    shown = text(page.get(to("pathways-question")))
    assert re.search(r"[01] of 1 route is clear", shown)
    assert "of 1 route " in text(page.get(to("pathways-result")))


def test_enter_takes_the_country_that_was_typed_and_then_goes_on(page):
    """A browser sends the first button of the form when Enter is pressed in a field."""
    page.post(to("pathways"), {"places": ["DE"], "do": "chosen"})
    where, question = to("pathways-question"), "person.nationalities"
    while asked(shown := page.get(where)) != question:
        answer(page, asked(shown), "none" if asked(shown) == "offer.exists" else None)
    form = re.search(r"<form method=.post. action=[^>]*question/.*?</form>", shown_html(shown), re.DOTALL).group()
    name, value = re.search(r'<button[^>]*name="(\w+)" value="(\w+)"', form).groups()
    taken = page.post(where, {"question": question, name: value, "country": "Philippines"})
    assert taken.status_code == 200 and 'name="chosen" value="PH"' in shown_html(taken)
    onward = page.post(where, {"question": question, name: value, "country": "", "chosen": ["PH"]})
    assert onward.status_code == 302
    assert opened(page.cookies[COOKIE].value).value(question) == {"PH"}
    empty = page.post(where, {"question": question, name: value, "country": ""})
    assert empty.status_code == 400 and "at least one country" in text(empty)


def test_nothing_said_stands_in_an_address_a_table_or_in_the_clear(page):
    walk(page)
    cookie = page.cookies[COOKIE]
    assert cookie["path"] == to("pathways")
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert int(cookie["max-age"]) == 7 * 24 * 3600
    assert "PH" not in cookie.value.split(".", 1)[1][:20]
    assert opened(cookie.value).value("person.age") == 29
    response = page.get(to("pathways-result"))
    assert "no-store" in response["Cache-Control"]


def test_answers_can_be_seen_changed_taken_along_and_deleted(page):
    walk(page)
    shown = text(page.get(to("pathways-answers")))
    assert "29 years" in shown
    assert "Philippines" in shown
    assert "1,200.50 euros a month" in shown
    page.post(to("pathways-change"), {"question": "person.lang.de"})
    again = page.get(to("pathways-question"))
    assert asked(again) == "person.lang.de"
    assert re.search(r'value="B1"[^>]*checked', again.content.decode())
    answer(page, "person.lang.de", "A1")
    assert "does not fit" in text(page.get(to("pathways-result"))) or "almost" in text(page.get(to("pathways-result")))
    written = yaml.safe_load(page.get(to("pathways-file")).content)
    said = answers_from(written, where="answers.yaml", places={"MERCOSUR"})
    assert said.at("DE")["person.lang.de"] == "A1"
    response = page.post(to("pathways-forget"))
    assert response.url == to("pathways")
    assert "Nothing answered yet" in text(page.get(to("pathways-answers")))


def test_one_can_stop_and_go_on(page):
    page.post(to("pathways"), {"places": ["DE"], "do": "chosen"})
    first = asked(page.get(to("pathways-question")))
    answer(page, first, ANSWERS.get(first))
    start = text(page.get(to("pathways")))
    assert "You answered 1 question before" in start
    assert asked(page.get(to("pathways-question"))) != first


def test_back_leads_to_the_question_before_with_its_answer(page):
    page.post(to("pathways"), {"do": "all"})
    first = asked(page.get(to("pathways-question")))
    answer(page, first, "none")
    second = asked(page.get(to("pathways-question")))
    page.post(to("pathways-back"), {"question": second})
    back = page.get(to("pathways-question"))
    assert asked(back) == first
    assert re.search(r'value="none"[^>]*checked', back.content.decode())
    page.post(to("pathways-back"), {"question": first})
    assert page.post(to("pathways-back"), {"question": first}).url == to("pathways")


def test_i_do_not_know_and_skip_leave_the_answer_open_and_ask_no_more(page):
    page.post(to("pathways"), {"places": ["KR"], "do": "chosen"})
    first = asked(page.get(to("pathways-question")))
    page.post(to("pathways-question"), {"question": first, "do": "unknown"})
    second = asked(page.get(to("pathways-question")))
    page.post(to("pathways-question"), {"question": second, "do": "skip"})
    assert asked(page.get(to("pathways-question"))) not in {first, second}
    assert text(page.get(to("pathways-answers"))).count("not answered") == 2


def test_several_nationalities_are_added_by_name_in_any_language_and_removed(page):
    page.post(to("pathways"), {"do": "all"})
    question = "person.nationalities"
    where = to("pathways-question")
    once = page.post(where, {"question": question, "do": "add", "country": "Alemania"})
    assert 'name="chosen" value="DE"' in once.content.decode()
    twice = page.post(where, {"question": question, "do": "add", "chosen": ["DE"], "country": "états-unis d'amérique"})
    assert twice.content.decode().count('name="chosen"') == 2
    removed = page.post(where, {"question": question, "do": "remove:DE", "chosen": ["DE", "US"]})
    assert 'value="DE"' not in removed.content.decode()
    wrong = page.post(where, {"question": question, "do": "add", "chosen": ["DE"], "country": "Germny"})
    assert wrong.status_code == 400
    assert 'value="add:DE"' in wrong.content.decode()
    assert 'name="chosen" value="DE"' in wrong.content.decode(), "what was chosen is kept"
    none = page.post(where, {"question": question, "do": "answer"})
    assert none.status_code == 400
    done = page.post(where, {"question": question, "do": "answer", "chosen": ["DE"], "country": "Mexico"})
    assert done.status_code == 302
    assert opened(page.cookies[COOKIE].value).value(question) == {"DE", "MX"}


def test_an_answer_may_differ_by_country(page):
    page.post(to("pathways"), {"places": ["KR", "SG"], "do": "chosen"})
    for _ in range(20):
        shown = page.get(to("pathways-question"))
        question = asked(shown)
        if question == "person.medical_fit":
            break
        answer(page, question, "none" if question == "offer.exists" else None)
    assert "It differs by country" in text(shown)
    assert "sensitive question" in text(shown)
    answer(page, question, "differs")
    assert asked(page.get(to("pathways-question"))) == "person.medical_fit@KR"
    answer(page, "person.medical_fit@KR", "false")
    answer(page, asked(page.get(to("pathways-question"))), "true")
    trail = opened(page.cookies[COOKIE].value)
    assert trail.value("person.medical_fit@KR") is False
    assert trail.value("person.medical_fit@SG") is True
    assert "It differs by country" in text(page.get(to("pathways-answers")))


def test_two_or_three_routes_stand_side_by_side(page):
    walk(page)
    where = to("pathways-compare")
    assert page.post(where, {"route": ["de-eu-blue-card"]}).url == to("pathways-result")
    routes = ["de-eu-blue-card", "gb-skilled-worker", "ae-work-permit", "nz-rse", "zz"]
    assert page.post(where, {"route": routes}).url == where
    shown = page.get(where).content.decode()
    assert shown.count('<th scope="col">') == 3
    assert "not to be borne by the worker" in shown


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"question": ""},
        {"question": "person.height", "answer": "3", "do": "answer"},
        {"question": "person.age@DE", "answer": "3", "do": "answer"},
        {"question": "x" * 5000, "do": "skip"},
        {"question": "offer.exists", "answer": "ATLANTIS", "do": "answer"},
        {"question": "offer.exists", "do": "answer"},
        {"question": "person.nationalities", "chosen": ["ZZ"], "do": "add:ZZ"},
        {"question": "person.nationalities", "country": "x" * 500, "do": "answer"},
        {"question": "person.nationalities", "chosen": ["PH"] * 500, "do": "answer"},
    ],
)
def test_hostile_answers_get_a_page_and_never_a_fault(page, sent):
    page.post(to("pathways"), {"do": "all"})
    response = page.post(to("pathways-question"), sent)
    assert response.status_code in {302, 400}


@pytest.mark.parametrize("given", ["old", "-3", "1e9", "9" * 30, "NaN", "३", "12 years", "<b>"])
def test_a_number_that_is_none_is_asked_again_with_a_sentence(page, given):
    page.post(to("pathways"), {"places": ["KR"], "do": "chosen"})
    while (question := asked(page.get(to("pathways-question")))) != "person.age":
        answer(page, question, "none" if question == "offer.exists" else None)
    response = page.post(to("pathways-question"), {"question": question, "answer": given, "do": "answer"})
    assert response.status_code == 400
    assert "number" in text(response) or "does not fit" in text(response)


@pytest.mark.parametrize("cookie", ["", "k1.AAAA", "k77.QUJD", "x" * 6000, "k1.é"])
def test_a_foreign_cookie_is_a_fresh_start(page, cookie):
    page.cookies[COOKIE] = cookie
    for name in ("pathways", "pathways-question", "pathways-answers", "pathways-result", "pathways-file"):
        assert page.get(to(name)).status_code == 200
    assert page.get(to("pathways-compare")).status_code == 302


@pytest.mark.parametrize("language", ["es", "fr"])
def test_the_finder_speaks_three_languages(law, language):
    page = Client(headers={"accept-language": language})
    walk(page)
    result = page.get(to("pathways-result"))
    assert "fallback__mark" not in result.content.decode()
    assert {"es": "Tarjeta de oportunidades", "fr": "Carte"}[language] in result.content.decode()


def test_a_destination_that_is_none_is_refused(page):
    response = page.post(to("pathways"), {"places": ["ATLANTIS"], "do": "chosen"})
    assert response.status_code == 400


# the desk ----------------------------------------------------------------------------------------------------------
def written(document):
    return yaml.safe_dump(document, allow_unicode=True, sort_keys=False)


def test_a_focal_point_writes_submits_and_an_officer_publishes(world, law):
    imani, luc = world.signed_in(world.imani), world.signed_in(world.luc)
    start = imani.get(to("version-draft"), {"from": "ph-exit-clearance"})
    assert "overseas" in start.content.decode().lower()
    response = imani.post(to("version-draft"), {"document": written(philippine("ph-exit-clearance"))})
    draft = SheetVersion.objects.get(status=Status.DRAFT)
    assert response.url == to("version-show", code=draft.code)
    assert "Nothing is wrong with it" in text(imani.get(response.url))
    assert "1 draft of a sheet waits to be submitted" in text(imani.get("/"))
    imani.post(to("version-submit", code=draft.code))
    assert "1 sheet waits for your review" in text(luc.get("/"))
    assert "1 version waits for your review" in text(luc.get(to("version-list")))
    luc.post(to("version-publish", code=draft.code))
    shown = text(Client().get(to("sheet-show", sheet="ph-exit-clearance")))
    assert "No focal point has confirmed this" not in shown
    assert "2: Published" in shown


def test_problems_of_a_draft_are_listed_and_keep_it_from_going_on(world):
    imani = world.signed_in(world.imani)
    document = philippine("ph-new")
    document["cases"][1]["expect"] = "undetermined"
    response = imani.post(to("version-draft"), {"document": written(document)}, follow=True)
    assert "1 problem keeps this version from going further" in text(response)
    draft = SheetVersion.objects.get()
    refused = imani.post(to("version-submit", code=draft.code))
    assert refused.status_code == 409
    assert "cannot go further" in text(refused)
    document["cases"][1]["expect"] = "not_eligible"
    changed = imani.post(to("version-change", code=draft.code), {"document": written(document), "edits": 0})
    assert changed.status_code == 302
    stale = imani.post(to("version-change", code=draft.code), {"document": written(document), "edits": 0})
    assert stale.status_code == 400
    assert "changed by somebody else" in text(stale)


@pytest.mark.parametrize(
    ("document", "says"),
    [
        ("", "Paste the sheet here"),
        ("a: [", "not YAML"),
        ("- 1", "not a sheet"),
        ("id: NO", "not a sheet"),
        ("a: &x 1\nb: *x", "anchors"),
        ("x" * 1_000_001, "at most"),
    ],
)
def test_a_document_that_cannot_be_read_is_refused_beside_its_field(world, document, says):
    response = world.signed_in(world.imani).post(to("version-draft"), {"document": document})
    assert response.status_code == 400
    assert says in text(response)
    assert not SheetVersion.objects.exists()


def test_a_file_of_junk_is_refused(world):
    from django.core.files.uploadedfile import SimpleUploadedFile

    junk = SimpleUploadedFile("sheet.yaml", b"\x93\xff\x00junk")
    response = world.signed_in(world.imani).post(to("version-draft"), {"file": junk})
    assert response.status_code == 400
    assert "UTF-8" in text(response)


def test_a_draft_does_not_exist_for_those_it_does_not_concern(world):
    draft = version(world, "ph-new", Status.DRAFT)
    for person in (world.ana, world.mara, world.dina):
        assert world.signed_in(person).get(to("version-show", code=draft.code)).status_code == 404
    assert Client().get(to("sheet-show", sheet="ph-new")).status_code == 404


def test_sending_back_needs_a_reason(world):
    held = version(world, "ph-new", Status.SUBMITTED, submitted_by=world.imani)
    luc = world.signed_in(world.luc)
    assert luc.post(to("version-return", code=held.code), {"reason": ""}).status_code == 400
    assert luc.post(to("version-return", code=held.code), {"reason": "Fees"}).status_code == 302


def test_markup_in_a_sheet_stays_text(world):
    document = philippine("ph-new")
    document["elements"]["permit"]["say"][0]["t"] = "<script>alert(1)</script>"
    document["name"]["en"] = "<b>Bold</b>"
    held = version(world, "ph-new", Status.PUBLISHED, confirmed_by=world.luc, confirmed_at="2026-01-01T00:00Z")
    SheetVersion.objects.filter(pk=held.pk).update(document=document, digest="x")
    shown = Client().get(to("sheet-show", sheet="ph-new")).content.decode()
    assert "<script>alert" not in shown
    assert "<b>Bold" not in shown
