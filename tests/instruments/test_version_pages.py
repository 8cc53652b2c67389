"""Instruments as everybody reads them, and as Luc writes them."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from alianza.audit.models import Entry
from alianza.instruments.actions import versions
from alianza.instruments.models import InstrumentVersion, VersionStatus
from alianza.instruments.reading import read_instrument
from alianza.instruments.xlsform import xlsform_bytes
from alianza.written import as_yaml, parse_yaml
from tests.instruments.forms import item, label, survey
from tests.instruments.story import published
from tests.world import World

pytestmark = pytest.mark.django_db


def at(page: str, version: InstrumentVersion, **place: Any) -> str:
    return reverse(f"instruments:version-{page}", kwargs={"code": version.code, **place})


def drafted(world: World, document: dict[str, Any] | None = None) -> InstrumentVersion:
    return versions.draft_version(document or survey(), by=world.luc)


def filled(response: HttpResponse) -> dict[str, Any]:
    """What a browser would send of the form on a page, as it stands."""
    form = response.context["form"]  # type: ignore[attr-defined]
    data = {"edits": str(response.context["version"].edits)}  # type: ignore[attr-defined]
    if "was" in response.context:  # type: ignore[attr-defined]
        data["was"] = response.context["was"]  # type: ignore[attr-defined]
    for bound in form:
        value = bound.value()
        if isinstance(value, bool):
            data |= {bound.html_name: "on"} if value else {}
        elif isinstance(value, list):
            data |= {bound.html_name: value} if value else {}
        elif value is not None:
            data[bound.html_name] = str(value)
    return data


def put(client: Client, address: str, **changes: Any) -> HttpResponse:
    sent: Any = client.post(address, filled(client.get(address)) | changes)  # type: ignore[arg-type]
    return sent  # type: ignore[no-any-return]


# reading


def test_anybody_reads_what_a_published_instrument_asks(world: World) -> None:
    client = Client()
    assert "No instrument is published yet" in client.get(reverse("instruments:version-list")).content.decode()
    version = published(world)
    assert "Nurses abroad" in client.get(reverse("instruments:version-list")).content.decode()
    page = client.get(at("show", version)).content.decode()
    for words in (
        "Since when?",
        "the answer to “Is there a law?” is yes",
        "“Of these, women” is at most the answer to “Nurses abroad”",
        "percent of Of these, women; Nurses abroad",
        "Employer; Worker",
        "No law",
        "Workers pay although there is a law.",
    ):
        assert words in page
    assert "Withdraw" not in page
    assert client.get(at("edit", version)).status_code == 302


def test_a_label_shows_its_outcomes_and_what_its_cases_come_to(world: World) -> None:
    from alianza.instruments.packaged import packaged_documents

    assert world.signed_in(world.luc).post(reverse("instruments:version-load")).status_code == 302
    assert InstrumentVersion.objects.filter(status=VersionStatus.PUBLISHED).count() == len(packaged_documents())
    for version in InstrumentVersion.objects.all():
        for language in ("en", "es"):
            page = Client().get(at("show", version), headers={"accept-language": language})
            assert page.status_code == 200
    version = InstrumentVersion.objects.get(urn__endswith="ethical-recruitment")
    page_words = Client().get(at("show", version)).content.decode()
    assert "among the critical criteria" in page_words and "Evidence asked for" in page_words
    client = world.signed_in(world.luc)
    assert b"are here already" in client.post(reverse("instruments:version-load"), follow=True).content


def test_a_version_is_taken_away_as_yaml_and_as_a_workbook(world: World) -> None:
    version = published(world)
    taken = Client().get(at("yaml", version))
    assert parse_yaml(taken.content, "it") == version.written()
    assert 'filename="nurses-abroad-1.yaml"' in taken["Content-Disposition"]
    book = Client().get(at("xlsform", version))
    assert book.status_code == 200 and book.content.startswith(b"PK")


def test_a_draft_does_not_exist_for_others(world: World) -> None:
    version = drafted(world)
    for page in ("show", "yaml", "xlsform", "preview", "edit", "compare"):
        assert world.signed_in(world.pilar).get(at(page, version)).status_code == 404
    assert world.signed_in(world.otto).get(at("show", version)).status_code == 200


def test_two_versions_are_told_apart_in_words(world: World) -> None:
    first = published(world)
    client = world.signed_in(world.luc)
    assert client.post(at("again", first)).status_code == 302
    draft = InstrumentVersion.objects.get(status=VersionStatus.DRAFT)
    assert put(client, at("item", draft, at=3), most="10").status_code == 302
    page = client.get(at("compare", draft)).content.decode()
    assert "highest value: none → 10" in page
    assert "1 part differs" not in page  # that answers are carried over is told as well
    assert "The answers to 11 questions" in page
    assert client.get(at("compare", draft) + "?with=7").status_code == 404
    assert client.get(at("compare", first)).status_code == 200
    assert world.signed_in(world.pilar).get(at("compare", first)).status_code == 404


def test_answers_are_tried_and_not_kept(world: World) -> None:
    version = published(world)
    client = Client()
    page = client.get(at("preview", version)).content.decode()
    assert "Since when?" in page and "depends on a question that is still open" in page
    no = client.post(at("preview", version), {"a-HAS_LAW": "no", "a-ABROAD": "10", "a-WOMEN": "11"}).content.decode()
    assert "Not asked as answers stand" in no
    assert 'name="a-LAW_DAY"' not in no
    assert "More women than nurses." in no
    assert "110 percent" in no
    wrong = client.post(at("preview", version), {"a-ABROAD": "many", "a-SCHOOLS-rows": "1", "add": "SCHOOLS"})
    assert "whole number" in wrong.content.decode() and 'name="a-SCHOOLS-1-PLACES"' in wrong.content.decode()
    version.refresh_from_db()
    assert version.edits == 0


# beginning


def test_a_draft_begins_from_a_title_a_package_or_a_file(world: World) -> None:
    client, begin = world.signed_in(world.luc), reverse("instruments:version-begin")
    blank = {
        "blank-title": "Health",
        "blank-name": "health",
        "blank-kind": "questionnaire",
        "blank-respondent": "state",
    }
    assert client.post(begin, blank | {"way": "blank"}).status_code == 302
    health = InstrumentVersion.objects.get(urn="urn:alianza:instrument:health")
    assert client.get(at("edit", health)).status_code == 200
    assert client.post(at("publish", health)).status_code == 302
    again = client.post(begin, blank | {"way": "blank"})
    assert again.status_code == 302  # version 2
    assert b"go on with that one" in client.post(begin, blank | {"way": "blank"}).content
    urn = "urn:alianza:instrument:ethical-recruitment"
    assert client.post(begin, {"way": "packaged", "packaged-urn": urn}).status_code == 302
    for name, raw in (("a.yaml", as_yaml(survey()).encode()), ("b.xlsx", xlsform_bytes(read_instrument(label())))):
        sent = client.post(begin, {"way": "file", "file-file": SimpleUploadedFile(name, raw)})
        assert sent.status_code == 302, sent.content.decode()
    made = InstrumentVersion.objects.get(urn="urn:alianza:instrument:small-label")
    assert read_instrument(made.written()).items == read_instrument(label()).items


@pytest.mark.parametrize(
    ("name", "raw", "sentence"),
    [
        ("a.yaml", b"", "empty"),
        ("a.yaml", b"a: [", "this is not YAML"),
        ("a.yaml", b"\xff\xfe\x00", "is not UTF-8 text"),
        ("a.yaml", b"5", "This is no instrument"),
        ("a.yaml", b"a: 5", "This is not an instrument"),
        ("a.yaml", b"x" * 1_000_001, "The file is too large"),
        ("a.xlsx", b"x" * 50_000_000, "The file is too large"),
        ("a.xlsx", b"PK\x03\x04nonsense", "a.xlsx"),
        ("a.pdf", b"%PDF-1.7 \x00", "NUL"),
    ],
)
def test_what_is_no_instrument_is_refused_in_a_sentence(world: World, name: str, raw: bytes, sentence: str) -> None:
    begin = reverse("instruments:version-begin")
    sent = world.signed_in(world.luc).post(begin, {"way": "file", "file-file": SimpleUploadedFile(name, raw)})
    assert sent.status_code == 400
    assert sentence in sent.content.decode()
    assert not InstrumentVersion.objects.exists()


# writing


def test_saving_a_page_as_it_stands_changes_nothing(world: World) -> None:
    from alianza.instruments.packaged import packaged_documents

    for document in [*packaged_documents(), survey()]:
        version = drafted(world, document)
        client = world.signed_in(world.luc)
        before = read_instrument(version.written())
        for number, entry in list(enumerate(version.document["items"]))[::7]:
            places = [at("item", version, at=number)]
            places += [at("part", version, at=number, child=child) for child in range(len(entry.get("items", ())))][:2]
            for address in places:
                assert put(client, address).status_code == 302, address
        for address in (at("about", version), at("section", version, at=0), at("text", version)):
            assert put(client, address).status_code == 302, address
        for name in list(version.document["lists"])[:2]:
            assert put(client, at("choices", version, name=name)).status_code == 302
        version.refresh_from_db()
        after = read_instrument(version.written())
        assert after == before


def test_luc_adds_a_question_with_a_condition_without_code(world: World) -> None:
    version, client = drafted(world), world.signed_in(world.luc)
    address = at("item-add", version) + "?section=law"
    assert client.get(address).context["form"]["section"].value() == "law"
    new = {
        "id": "LAW_NAME",
        "label_en": "What is it called?",
        "label_es": "¿Cómo se llama?",
        "type": "text",
        "required": "some",
        "roles": ["focal_point", "contact"],
        "relevant-fact-0": "HAS_LAW",
        "relevant-relation-0": "is",
        "relevant-value-0": "yes",
        "relevant-fact-1": "LAW_DAY",
        "relevant-relation-1": "at_least",
        "relevant-value-1": "2000-01-01",
    }
    assert put(client, address, **new).status_code == 302
    version.refresh_from_db()
    assert item(version.document, "LAW_NAME") == {
        "id": "LAW_NAME",
        "section": "law",
        "type": "text",
        "label": {"en": "What is it called?", "es": "¿Cómo se llama?"},
        "required": ["focal_point", "contact"],
        "relevant": {
            "all": [
                {"test": {"fact": "HAS_LAW", "op": "is", "value": True}},
                {"test": {"fact": "LAW_DAY", "op": "gte", "value": "2000-01-01"}},
            ]
        },
    }
    assert [each["id"] for each in version.document["items"]][3] == "LAW_NAME"
    page = client.get(at("edit", version)).content.decode()
    assert "the answer to “Is there a law?” is yes, and “Since when?” is 1 January 2000 or later" in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"id": "no name"}, "A name begins with a letter"),
        ({"id": "ABROAD"}, "This name is used already"),
        ({"label_en": ""}, "required"),
        ({"type": "select_one"}, "is not one of the lists"),
        ({"required": "some"}, "Choose the roles"),
        ({"relevant-fact-0": "ABROAD", "relevant-value-0": "many"}, "a number in digits"),
        (
            {"relevant-fact-0": "LAW_DAY", "relevant-relation-0": "at_least", "relevant-value-0": "2025-02-30"},
            "no such day",
        ),
        ({"type": "computed"}, "write one of sum"),
    ],
)
def test_a_question_that_cannot_be_meant_is_not_saved(world: World, changes: dict[str, str], sentence: str) -> None:
    version, client = drafted(world), world.signed_in(world.luc)
    answer = put(client, at("item-add", version) + "?section=law", **{"id": "NEW", "label_en": "New?", **changes})
    assert answer.status_code == 400
    assert sentence in answer.content.decode().replace("&#x27;", "'")
    version.refresh_from_db()
    assert version.edits == 0


def test_a_condition_that_says_more_than_rows_is_shown_and_left_alone(world: World) -> None:
    version, client = drafted(world), world.signed_in(world.luc)
    place = [each["id"] for each in version.document["items"]].index("WOMEN")
    page = client.get(at("item", version, at=place)).content.decode()
    assert "“Of these, women” is at most the answer to “Nurses abroad”" in page
    assert put(client, at("item", version, at=place), label_en="Women").status_code == 302
    version.refresh_from_db()
    assert item(version.document, "WOMEN")["constraint"] == item(survey(), "WOMEN")["constraint"]
    assert put(client, at("item", version, at=place), **{"constraint-drop": "on"}).status_code == 302
    version.refresh_from_db()
    assert "constraint" not in item(version.document, "WOMEN")


def test_two_who_write_at_once_see_both(world: World) -> None:
    version, client = drafted(world), world.signed_in(world.luc)
    address = at("item", version, at=0)
    mine = filled(client.get(address))  # type: ignore[arg-type]
    put(client, address, label_en="Is there a statute?")
    clash = client.post(address, mine | {"label_en": "Is there an act?"})
    assert clash.status_code == 409
    page = clash.content.decode()
    assert "Is there a statute?" in page and "Is there an act?" in page and "Somebody else changed" in page
    version.refresh_from_db()
    assert item(version.document, "HAS_LAW")["label"]["en"] == "Is there a statute?"
    again = filled(clash)  # type: ignore[arg-type]
    assert client.post(address, again).status_code == 302
    version.refresh_from_db()
    assert item(version.document, "HAS_LAW")["label"]["en"] == "Is there an act?"


def test_a_question_that_others_moved_is_still_found(world: World) -> None:
    version, client = drafted(world), world.signed_in(world.luc)
    address = at("item", version, at=0)
    mine = filled(client.get(address))  # type: ignore[arg-type]
    arrange = at("arrange", version)
    client.post(arrange, {"edits": "0", "what": "item", "which": "0", "step": "down"})
    clash = client.post(address, mine | {"label_en": "Is there an act?"})
    assert clash.status_code == 409
    assert client.post(address, filled(clash)).status_code == 302  # type: ignore[arg-type]
    version.refresh_from_db()
    assert [each["id"] for each in version.document["items"]][:2] == ["LAW_DAY", "HAS_LAW"]
    assert item(version.document, "HAS_LAW")["label"]["en"] == "Is there an act?"


def test_parts_are_moved_and_removed_and_what_breaks_is_named(world: World) -> None:
    version, client = drafted(world), world.signed_in(world.luc)
    arrange = at("arrange", version)

    def step(edits: int, what: str, which: str, step: str) -> int:
        return client.post(arrange, {"edits": str(edits), "what": what, "which": which, "step": step}).status_code

    assert step(0, "item", "9-1", "up") == 302
    assert step(1, "section", "0", "down") == 302
    assert step(2, "item", "0", "remove") == 302
    page = client.get(at("edit", version)).content.decode()
    assert "is not in the dictionary of facts" in page
    assert "items[0].relevant" in page
    assert client.post(at("publish", version)).status_code == 409
    assert step(0, "item", "0", "remove") == 409  # somebody was faster
    for what, which, how in (("item", "99", "up"), ("item", "x", "up"), ("list", "none", "remove"), ("item", "0", "?")):
        assert step(3, what, which, how) == 404
    assert client.get(at("item", version, at=99)).status_code == 404


def test_sections_lists_and_the_head_are_written_in_forms(world: World) -> None:
    version, client = drafted(world), world.signed_in(world.luc)
    assert put(client, at("section-add", version), id="more", title_en="More", by="").status_code == 302
    assert put(client, at("choices", version, name="who"), **{"v-2": "state", "label-2-en": "State"}).status_code == 302
    assert put(client, at("choices", version, name="who"), name="payer", **{"score-0": "-"}).status_code == 302
    assert put(client, at("choices", version, name="payer"), **{"score-0": "high"}).status_code == 400
    assert put(client, at("about", version), languages="en, fr", title_en="Nurses").status_code == 302
    version.refresh_from_db()
    read = read_instrument(version.written())
    assert read.languages == ("en", "fr")
    assert dict(read.title.languages) == {"en": "Nurses", "fr": "Infirmières à l'étranger"}
    assert read.lists["payer"].values == ("employer", "worker", "state")
    assert read.by_id["WHO_PAYS"].choices == read.lists["payer"]


def test_experts_write_text(world: World) -> None:
    version, client = drafted(world), world.signed_in(world.luc)
    other = survey(urn="urn:alianza:instrument:another")
    assert b"Change its urn" in put(client, at("text", version), document=as_yaml(other)).content
    assert b"this is not YAML" in put(client, at("text", version), document="a: [").content
    changed = survey()
    item(changed, "ABROAD")["most"] = 5
    assert put(client, at("text", version), document=as_yaml(changed)).status_code == 302
    version.refresh_from_db()
    assert item(version.document, "ABROAD")["most"] == 5
    book = io.BytesIO(xlsform_bytes(read_instrument(changed)))
    sent = {"edits": "1", "file": SimpleUploadedFile("b.xlsx", book.getvalue())}
    assert client.post(at("text", version), sent).status_code == 302


def test_a_draft_that_cannot_be_read_can_still_be_opened_and_mended(world: World) -> None:
    broken = survey(languages="?", outcomes=5, kind=[], respondent={})
    broken["items"][4] |= {"type": [], "relevant": {"test": {"fact": "HAS_LAW", "op": [], "value": 1}}}
    broken["items"][0] = {"id": 5, "label": 7}
    broken["items"].append("nothing")
    broken["sections"].append({"title": 5})
    version, client = drafted(world, broken), world.signed_in(world.luc)
    for page in ("edit", "show", "preview", "about", "text", "item-add", "section-add", "choices-add", "yaml"):
        assert client.get(at(page, version)).status_code == 200, page
    for number in range(len(broken["items"])):
        assert client.get(at("item", version, at=number)).status_code == 200
    assert client.get(at("section", version, at=2)).status_code == 200
    assert client.get(at("xlsform", version)).status_code == 409
    assert client.post(at("publish", version)).status_code == 409


def test_a_case_that_comes_out_otherwise_stands_against_publishing(world: World) -> None:
    wrong = survey()
    wrong["cases"][0]["expect"] = {"hidden": ["ABROAD"]}
    version, client = drafted(world, wrong), world.signed_in(world.luc)
    assert "ABROAD is asked; the case expects it hidden." in client.get(at("edit", version)).content.decode()
    assert client.post(at("publish", version)).status_code == 409


def test_a_version_is_withdrawn_for_a_reason(world: World) -> None:
    version, client = published(world), world.signed_in(world.luc)
    assert client.post(at("withdraw", version), {"reason": ""}).status_code == 400
    assert client.post(at("withdraw", version), {"reason": "Another takes its place."}).status_code == 302
    version.refresh_from_db()
    assert version.status == VersionStatus.WITHDRAWN
    assert client.get(at("edit", version)).status_code == 404
    assert Client().get(at("show", version)).status_code == 200


def test_luc_discards_a_draft_and_the_deed_stays_on_record(world: World) -> None:
    version, client = drafted(world), world.signed_in(world.luc)
    assert at("discard", version) in client.get(at("edit", version)).content.decode()
    page = client.get(at("discard", version)).content.decode()
    assert f"has {len(version.document['items'])} questions" in page
    assert client.post(at("discard", version), {"edits": "7"}).status_code == 409, "somebody changed it meanwhile"
    assert client.post(at("discard", version), {"edits": str(version.edits)}).status_code == 302
    assert not InstrumentVersion.objects.filter(pk=version.pk).exists()
    assert client.get(at("edit", version)).status_code == 404
    deed = Entry.objects.get(deed="instruments.version.discarded")
    assert deed.subject == str(version.code)
    again = versions.draft_version(survey(), by=world.luc)
    assert again.number == version.number, "the number of what was never published is free"


def test_what_is_published_or_withdrawn_is_never_discarded(world: World) -> None:
    version, client = published(world), world.signed_in(world.luc)
    for _ in range(2):
        with pytest.raises(versions.NotADraft):
            versions.discard_version(version, edits=version.edits, by=world.luc)
        assert client.post(at("discard", version), {"edits": str(version.edits)}).status_code == 404
        if version.status == "published":
            version = versions.withdraw_version(version, reason="Another takes its place.", by=world.luc)
    assert InstrumentVersion.objects.filter(pk=version.pk).exists()
