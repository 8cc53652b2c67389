"""What a badge and a record of a check are worth today, in words."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from alianza.certification.actions import labels, watching
from alianza.certification.badges import badge_of
from alianza.certification.models import ActiveCheck, Award
from alianza.certification.signing import checked, signed
from alianza.certification.tokens import Check, token_in
from tests.certification.labelled import TODAY, labelled
from tests.world import World


def verify(token: str) -> tuple[int, str]:
    answer = Client().get(reverse("certification:badge-verify", kwargs={"token": token}))
    return answer.status_code, answer.content.decode()


def badge(award: Award, lang: str = "en") -> bytes:
    address = reverse("certification:badge-svg", kwargs={"code": award.code, "lang": lang})
    answer = Client().get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("image/svg+xml")
    return answer.content


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("lang", "words"), [("en", "Self-declared"), ("es", "Declaración propia"), ("fr", "Autodéclaré")]
)
def test_the_badge_of_a_label_leads_to_a_page_that_says_it_holds(world: World, lang: str, words: str) -> None:
    case = labelled(world)
    picture = badge(case.award, lang)
    assert words in picture.decode()
    token = token_in(picture)
    assert token is not None
    assert token in picture.decode().split("</metadata>")[1]
    status, page = verify(token)
    assert status == 200
    assert "The badge is ours, and the label holds" in page


@pytest.mark.django_db
def test_a_badge_of_yesterday_tells_of_a_suspension_of_today(world: World) -> None:
    case = labelled(world)
    token = signed(badge_of(case.award))
    labels.suspend(case.award, ground="other", reason="A fee was paid.", by=world.luc)
    status, page = verify(token)
    assert status == 200
    assert "does not hold today" in page
    assert "is suspended since" in page
    assert "The signature is right" in page
    address = reverse("certification:badge-svg", kwargs={"code": case.award.code, "lang": "en"})
    assert Client().get(address).status_code == 404


@pytest.mark.django_db
def test_an_expired_badge_says_when_it_ended(world: World) -> None:
    case = labelled(world, on=TODAY - timedelta(days=500))
    status, page = verify(signed(badge_of(case.award)))
    assert status == 200
    assert "ended on" in page
    assert "Expired" in page


@pytest.mark.django_db
def test_a_rightly_signed_badge_of_no_known_label_says_so(world: World) -> None:
    from dataclasses import replace
    from uuid import uuid4

    case = labelled(world)
    status, page = verify(signed(replace(badge_of(case.award), award=uuid4())))
    assert status == 200
    assert "this register does not know the label" in page


@pytest.mark.django_db
def test_forged_cut_and_changed_tokens_get_one_sentence_and_never_an_error(world: World) -> None:
    case = labelled(world)
    token = signed(badge_of(case.award))
    words, _, signature = token.partition(".")
    given = ["x", token[:-1], token[:-20], words, "." + signature, token + "A", token.swapcase(), "%2e%2e", "a" * 3000]
    for each in given:
        status, page = verify(each)
        assert status == 404
        assert page.count("This is no badge of ours") == 1
    status, page = verify(words + "." + signature[:-3] + "AAA")
    assert status in {200, 404}
    assert "Do not rely on it" in page
    assert Client().get(f"/certification/verify/{token}%00/").status_code in {400, 404}


@pytest.mark.django_db
def test_a_picture_an_address_or_a_text_leads_to_the_same_page(world: World) -> None:
    case = labelled(world)
    picture = badge(case.award)
    token = token_in(picture) or ""
    ask = reverse("certification:badge-ask")
    there = reverse("certification:badge-verify", kwargs={"token": token})
    for given in (
        {"file": SimpleUploadedFile("b.svg", picture)},
        {"token": f"https://alianza.example{there}"},
        {"token": f" {token}\n"},
    ):
        answer = Client().post(ask, given)
        assert (answer.status_code, answer["Location"]) == (302, there)
    for wrong in ({}, {"token": "a b"}, {"file": SimpleUploadedFile("b.svg", b"<svg/>")}, {"token": "é"}):
        assert Client().post(ask, wrong).status_code == 400


@pytest.mark.django_db
def test_a_name_cannot_break_out_of_the_picture(world: World) -> None:
    case = labelled(world)
    world.finca_sol.name = '"><script>alert(1)</script> & Co.\u202e'
    world.finca_sol.save()
    picture = badge(Award.objects.get(pk=case.award.pk)).decode()
    assert "<script" not in picture
    assert checked(token_in(picture.encode()) or "").name == '"><script>alert(1)</script> & Co.'


@pytest.mark.django_db
def test_a_check_leaves_a_signed_record_with_its_moment_on_page_and_paper(world: World) -> None:
    case = labelled(world)
    client = world.signed_in(world.pilar)
    answer = client.post(reverse("certification:check-make", kwargs={"code": case.award.subject.code}))
    made = ActiveCheck.objects.get()
    assert answer["Location"] == reverse("certification:check-show", kwargs={"code": made.code})
    assert made.by == world.pilar
    said = checked(made.token)
    assert isinstance(said, Check)
    assert (said.check, said.standing, said.expires, said.name) == (
        made.code, "valid", case.award.expires_on, "Finca Sol",
    )  # fmt: skip
    labels.suspend(case.award, ground="other", reason="A fee was paid.", by=world.luc)
    page = Client().get(answer["Location"]).content.decode()
    assert "stood at: Valid" in page
    assert world.pilar.email not in page
    status, page = verify(made.token)
    assert status == 200
    assert "The record of a check is ours" in page
    paper = Client().get(reverse("certification:check-pdf", kwargs={"code": made.code}))
    assert paper.content.startswith(b"%PDF-")


@pytest.mark.django_db
def test_a_check_of_a_firm_whose_label_ended_says_that(world: World) -> None:
    case = labelled(world, on=TODAY - timedelta(days=500))
    assert watching.check(case.award.subject, by=None).standing == "expired"


@pytest.mark.django_db
def test_keys_are_published_as_page_file_and_api(world: World) -> None:
    labelled(world)
    lines = Client().get(reverse("certification:badge-keys-text")).content.decode().split()
    api = Client().get("/api/v1/certification/keys").json()
    assert [each["key"] for each in api["keys"]] == lines
    assert api["keys"][0]["current"]
    page = Client().get(reverse("certification:badge-keys")).content.decode()
    assert all(line in page for line in lines)
