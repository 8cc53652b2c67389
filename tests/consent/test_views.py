import pytest
from django.urls import reverse

from alianza.consent import checks
from alianza.consent.models import Consent
from alianza.consent.queries import holds
from tests.world import World

PAGE = reverse("consent:consent-list")


def give(purpose: str) -> str:
    return reverse("consent:consent-give", kwargs={"purpose": purpose})


@pytest.mark.parametrize(("language", "word"), [("en", "Why"), ("es", "oferta"), ("fr", "souhaits")])
def test_the_page_says_what_why_and_how_long_in_the_readers_language(world: World, language: str, word: str) -> None:
    page = world.signed_in(world.ana).get(PAGE, headers={"accept-language": language}).content.decode()
    assert word in page
    assert page.count('<li class="card"') == 5


def test_a_worker_agrees_and_withdraws_on_one_page(world: World) -> None:
    client = world.signed_in(world.ana)
    assert client.post(give("named"), {"version": "1", "language": "es"}, follow=True).status_code == 200
    assert holds(world.ana, "named")
    assert Consent.objects.get().language == "es"
    client.post(reverse("consent:consent-withdraw", kwargs={"purpose": "named"}))
    assert not holds(world.ana, "named")


def test_purposes_of_workers_do_not_exist_for_others(world: World) -> None:
    client = world.signed_in(world.pilar)
    assert client.get(PAGE).content.decode().count('<li class="card"') == 1
    assert client.post(give("matching"), {"version": "1", "language": "en"}).status_code == 404
    assert client.post(give("nothing"), {"version": "1", "language": "en"}).status_code == 404


@pytest.mark.parametrize("version", ["", "0", "2", "x", "9" * 400, "-1"])
def test_a_wording_nobody_read_is_refused_with_a_sentence(world: World, version: str) -> None:
    answer = world.signed_in(world.ana).post(give("mail"), {"version": version, "language": "en"})
    assert answer.status_code == 409
    assert "Read it again" in answer.content.decode()
    assert not Consent.objects.exists()


def test_an_unknown_language_is_kept_as_the_source_language(world: World) -> None:
    world.signed_in(world.ana).post(give("mail"), {"version": "1", "language": "xx"})
    assert Consent.objects.get().language == "en"


def test_checks_find_agreements_to_wordings_that_never_were(world: World) -> None:
    assert list(checks.problems()) == []
    Consent.objects.create(person=world.ana.code, purpose="mail", version=7, language="en")
    assert ["version 7" in problem for problem in checks.problems()] == [True]
