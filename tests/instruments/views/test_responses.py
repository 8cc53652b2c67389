"""What a respondent is asked, the overview, the signature and the receipt; files taken offline and brought back."""

import hashlib
import json
from datetime import timedelta

import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alianza.accounts.models import User
from alianza.instruments import desk, menu
from alianza.instruments.actions import answering
from alianza.instruments.models import Response
from tests.instruments.every_type import ANSWERS, every_type
from tests.instruments.story import WHOLE, begun, invited, keep, opened, published

pytestmark = pytest.mark.django_db


def at(response, page, **more):
    return reverse(f"instruments:response-{page}", kwargs={"code": response.code, **more})


def test_who_is_asked_finds_the_list_with_the_deadline_in_their_zone(world):
    campaign = opened(world)
    client = world.signed_in(world.imani)
    page = client.get(reverse("instruments:response-asked")).content.decode()
    assert "Nurses 2026" in page
    assert "Asia/Manila" in page
    assert "Not begun" in page
    assert "What I am asked" in [str(entry["label"]) for entry in menu.entries(world.imani)]
    assert [item["sentence"] for item in desk.items(world.imani)] == ["1 questionnaire waits for your answers."]
    assert "What I am asked" not in [str(entry["label"]) for entry in menu.entries(world.ana)]
    assert desk.items(world.ana) == []
    answer = client.post(reverse("instruments:response-begin", kwargs={"code": invited(campaign).code}))
    assert answer.url == at(Response.objects.get(), "show")
    assert client.post(reverse("instruments:response-begin", kwargs={"code": invited(campaign).code})).url == answer.url


def test_the_overview_tells_progress_what_is_missing_and_who_holds_what(world):
    response = begun(world)
    keep(response, {"HAS_LAW": True, "ABROAD": 3, "WOMEN": 5}, by=world.imani)
    client = world.signed_in(world.imani)
    answer = client.post(at(response, "delegate"), {"address": "Kim@ministry.example", "sections": ["numbers"]})
    assert answer.status_code == 302
    page = client.get(at(response, "show")).content.decode()
    assert "2 required questions have no answer yet" in page  # one of them is asked of the focal point alone
    assert "1 answer does not fit" in page
    assert "Kim@ministry.example" in page
    delegation = response.delegations.get()
    client.post(reverse("instruments:delegation-end", kwargs={"code": delegation.code}))
    assert "Kim@ministry.example" not in client.get(at(response, "show")).content.decode()


@pytest.mark.parametrize("form", [{"address": "nobody", "sections": ["law"]}, {"address": "a@b.example"}, {}])
def test_a_colleague_without_address_or_section_is_asked_for(world, form):
    response = begun(world)
    answer = world.signed_in(world.imani).post(at(response, "delegate"), form)
    assert answer.status_code == 400
    assert not response.delegations.exists()


def test_a_response_sent_back_shows_the_remarks_where_they_belong(world):
    response = begun(world)
    keep(response, WHOLE, by=world.imani)
    answering.hand_in(response, by=world.imani)
    answering.send_back(response, {"ABROAD": "Does this count midwives?", "": "Thank you"}, by=world.luc)
    client = world.signed_in(world.imani)
    assert "Does this count midwives?" in client.get(at(response, "show")).content.decode()
    assert "Does this count midwives?" in client.get(at(response, "section", section="numbers")).content.decode()
    assert [item["sentence"] for item in desk.items(world.imani)] == ["1 questionnaire came back with remarks."]


def test_handing_in_asks_for_a_confirmation_and_gives_a_receipt(world):
    response = begun(world)
    client = world.signed_in(world.imani)
    early = client.post(at(response, "hand-in"), {"sure": "on"})
    assert early.status_code == 400
    assert "required questions have no answer" in early.content.decode()
    keep(response, {**WHOLE, "WHO_PAYS": {"visa": "worker"}}, by=world.imani)
    page = client.get(at(response, "review")).content.decode()
    assert "Workers pay although there is a law." in page
    assert "75" in page
    assert client.post(at(response, "hand-in"), {}).status_code == 400
    answer = client.post(at(response, "hand-in"), {"sure": "on"})
    submission = response.submissions.get()
    assert answer.url == reverse("instruments:receipt-show", kwargs={"code": submission.code})
    receipt = client.get(answer.url).content.decode()
    assert submission.digest in receipt
    assert "version 1" in receipt
    assert client.get(at(response, "section", section="law")).status_code == 302
    written = client.get(reverse("instruments:receipt-json", kwargs={"code": submission.code})).json()
    document = json.dumps(written["document"], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert hashlib.sha256(document.encode()).hexdigest() == written["sha256"] == submission.digest
    for person, status in ((world.luc, 200), (world.otto, 200), (world.mara, 404), (world.ana, 404)):
        assert world.signed_in(person).get(answer.url).status_code == status


def test_the_receipt_is_a_tagged_document(world):
    response = begun(world)
    keep(response, {**WHOLE, "TO": ["DEU"]}, by=world.imani)
    submission = answering.hand_in(response, by=world.imani)
    client = world.signed_in(world.imani)
    pdf = client.get(reverse("instruments:receipt-pdf", kwargs={"code": submission.code}))
    assert pdf.content.startswith(b"%PDF-")
    assert b"/MarkInfo" in pdf.content or b"/StructTreeRoot" in pdf.content or len(pdf.content) > 5_000


def test_an_answer_changed_after_reading_must_be_read_again_before_signing(world):
    response = begun(world)
    keep(response, WHOLE, by=world.imani)
    client = world.signed_in(world.imani)
    response.refresh_from_db()
    seen = response.changed_at.isoformat()
    keep(response, {"ABROAD": 121}, by=world.imani, ABROAD=1)
    answer = client.post(at(response, "hand-in"), {"sure": "on", "seen": seen})
    assert answer.status_code == 400
    assert "changed an answer" in answer.content.decode()
    response.refresh_from_db()
    again = client.post(at(response, "hand-in"), {"sure": "on", "seen": response.changed_at.isoformat()})
    assert again.status_code == 302


def test_the_secretariat_reads_and_does_not_write(world):
    response = begun(world)
    client = world.signed_in(world.luc)
    assert client.get(at(response, "show")).status_code == 200
    assert client.get(at(response, "section", section="law")).status_code == 404
    assert client.post(at(response, "keep"), "{}", content_type="application/json").status_code == 404
    assert client.get(at(response, "bring")).status_code == 404


def test_a_late_response_says_so(world):
    today = timezone.localdate()
    campaign = opened(world, opens_on=today - timedelta(days=9), due_on=today - timedelta(days=3))
    response = begun(world, campaign)
    keep(response, WHOLE, by=world.imani)
    client = world.signed_in(world.imani)
    assert "over" in client.get(reverse("instruments:response-asked")).content.decode()
    submission = answering.hand_in(response, by=world.imani)
    page = client.get(reverse("instruments:receipt-show", kwargs={"code": submission.code})).content.decode()
    assert "after the deadline" in page


# offline ------------------------------------------------------------------------------------------------------------
def taken(client, response):
    return client.get(at(response, "offline")).content.decode()


def bring(client, response, content, name="answers.yaml"):
    if isinstance(content, str):
        content = content.encode()
    return client.post(at(response, "bring"), {"file": SimpleUploadedFile(name, content)})


def test_a_file_taken_and_brought_back_as_it_is_changes_nothing(world):
    response = begun(world, opened(world, version=published(world, every_type())))
    keep(response, {**ANSWERS, "ORG": str(world.norway.code)}, by=world.imani)
    before = answering.answers_of(response)
    client = world.signed_in(world.imani)
    text = taken(client, response)
    assert "# Is there a law?" in text
    held = {name: value for name, value in yaml.safe_load(text)["answers"].items() if value is not None}
    assert held == before
    page = bring(client, response, text).content.decode()
    assert "nothing to bring in" in page


def test_a_file_shows_what_it_would_change_and_then_applies_it(world):
    response = begun(world)
    keep(response, {"ABROAD": 10}, by=world.imani)
    client = world.signed_in(world.imani)
    text = taken(client, response)
    filled = text.replace("  HAS_LAW:\n", "  HAS_LAW: false\n").replace("  ABROAD: 10\n", "  ABROAD: 12\n")
    filled = filled.replace("  WOMEN:\n", "  WOMEN: few\n")
    keep(response, {"ABROAD": 11}, by=world.imani, ABROAD=1)
    page = bring(client, response, filled)
    words = page.content.decode()
    assert answering.answers_of(response) == {"ABROAD": 11}
    assert "whole number" in words
    assert "answered here after the file was taken" in words
    content = page.context["content"]
    answer = client.post(at(response, "bring"), {"content": content, "seen": '{"ABROAD": 2}', "bring": ["HAS_LAW"]})
    assert answer.status_code == 302
    assert answering.answers_of(response) == {"ABROAD": 11, "HAS_LAW": False}
    assert response.answers.get(item="HAS_LAW").origin == "brought"
    client.post(at(response, "bring"), {"content": content, "seen": '{"ABROAD": 2}', "bring": ["ABROAD"]})
    assert answering.answers_of(response)["ABROAD"] == 12


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"  \n", "The file is empty."),
        (b"\x89PNG\r\n\x1a\n\0\0", "cannot be read"),
        (b"{]", "cannot be read"),
        (b"just words", "holds no answers"),
        (b"[1, 2]", "holds no answers"),
        (b"answers: {ABROAD: 3}", "not for urn:alianza:instrument:nurses-abroad 1"),
        (b"urn: urn:alianza:instrument:nurses-abroad\nversion: 2\nanswers: {ABROAD: 3}", "nurses-abroad 2"),
        (b"answers: &a [*a]", "cannot be read"),
        (b"x" * 2_000_000, "The file has 2 MB"),
    ],
)
def test_another_file_is_refused_in_one_sentence(world, content, sentence):
    response = begun(world)
    answer = bring(world.signed_in(world.imani), response, content)
    assert answer.status_code == 400
    assert sentence in answer.content.decode().replace("&#x27;", "'")
    assert not response.answers.exists()


def test_a_file_of_fifty_megabytes_is_refused_without_being_read(world):
    response = begun(world)
    answer = bring(world.signed_in(world.imani), response, b"a" * 50_000_000)
    assert answer.status_code == 400
    assert "The file has 50 MB" in answer.content.decode()


def test_an_answer_file_may_be_json(world):
    response = begun(world)
    content = {"urn": "urn:alianza:instrument:nurses-abroad", "version": 1, "answers": {"ABROAD": 3, "NOSUCH": 1}}
    page = bring(world.signed_in(world.imani), response, json.dumps(content), "answers.json")
    assert page.status_code == 200
    assert "NOSUCH" in page.content.decode()
    assert [row["then"] for row in page.context["differences"]] == [3]


def test_a_stranger_finds_nothing(world):
    response = begun(world)
    stranger = User.objects.create(email="stranger@example.org")
    client = Client()
    client.force_login(stranger)
    for page in ("show", "review", "offline", "bring"):
        assert client.get(at(response, page)).status_code == 404
    assert client.get(reverse("instruments:response-asked")).status_code == 404
