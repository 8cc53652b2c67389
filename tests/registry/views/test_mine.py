import csv
import io
import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alianza.consent.queries import holds
from alianza.registry import actions
from alianza.registry.forms.steps import STEPS
from alianza.registry.intake.columns import column_named
from alianza.registry.models import Profile
from alianza.registry.queries import may_be_matched
from alianza.vocabulary.occupations import skills_of_group
from tests.registry.people import agree, draft, registered
from tests.world import World

MINE = reverse("registry:profile-mine")
REVIEW = reverse("registry:profile-review")


def step(slug: str) -> str:
    return reverse("registry:profile-step", kwargs={"slug": slug})


def send(client: Client, slug: str, **answers: Any) -> Any:
    """Send a step as the page would: with the version that stands in its form."""
    page = client.get(step(slug)).content.decode()
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version, slug
    return client.post(step(slug), {"version": version[1], "then": "next", **answers})


def next_month() -> str:
    return (timezone.localdate().replace(day=1) + timedelta(days=40)).replace(day=1).isoformat()


def test_a_worker_goes_through_every_step_and_registers(world: World) -> None:
    client = world.signed_in(world.ana)
    assert "no profile yet" in client.get(MINE).content.decode()
    assert client.get(REVIEW).headers["Location"] == step("occupation")
    skill = skills_of_group("2221")[0].skill.id
    answers: dict[str, dict[str, Any]] = {
        "occupation": {"q": "nurse", "choice": "2221", "years": "6"},
        "skills": {"essential": [skill]},
        "second": {"q": "", "choice": "", "years": ""},
        "languages": {"language1": "en", "level1": "5", "language2": "de", "level2": "3"},
        "wishes": {"wish1": "DEU", "wish2": "", "wish3": "ESP", "accepts": ["AUT"]},
        "qualifications": {"education": "5", "recognised_in": ["ESP"]},
        "pay": {"amount": "2500.50", "currency": "EUR"},
        "papers": {
            "available_from": next_month(),
            "passport_until": "2033-03-15",
            "medical": "fit",
            "security": "pending",
        },
        "about": {"origin": "PHL", "region": "4", "birth_date": "1994-05-31", "woman": "1", "disadvantaged": "on"},
        "contact": {"full_name": "Ana Reyes", "phone": "+63 912 345 6789", "email": "", "passport": "P1234567A"},
    }
    slugs = [each.slug for each in STEPS]
    assert list(answers) == slugs
    for at, slug in enumerate(slugs):
        response = send(client, slug, **answers[slug])
        assert response.status_code == 302, (
            slug,
            re.findall(r"errorlist.*?</ul>", response.content.decode(), re.DOTALL),
        )
        expected = step(slugs[at + 1]) if at + 1 < len(slugs) else REVIEW
        assert response.headers["Location"] == expected
    held = Profile.objects.get(user=world.ana)
    assert (held.isco, held.years, held.skills) == ("2221", 6, (skill,))
    assert (held.wish1, held.wish2, held.wish3, held.accepts) == ("DEU", "ESP", "", ("DEU", "ESP", "AUT"))
    assert (held.min_wage_minor, held.min_wage_currency, held.region) == (250_050, "EUR", 4)
    assert (held.woman, held.disadvantaged, held.birth_year) == (True, True, 1994)
    assert held.status == "draft"
    page = client.get(REVIEW).content.decode()
    assert "Everything is there" in page and "Ana Reyes" in page
    refused = client.post(REVIEW, {"version": held.version, "language": "en"})
    assert refused.status_code == 409 and "agree to being matched" in refused.content.decode()
    form = {"version": held.version, "language": "es", "agree_matching": "1", "version_matching": "1"}
    assert client.post(REVIEW, form).headers["Location"] == MINE
    held.refresh_from_db()
    assert may_be_matched(held, timezone.localdate())
    assert not holds(world.ana, "named")
    page = client.get(MINE).content.decode()
    assert f"registered as {held.pseudonym}" in page


def test_saving_and_finishing_later_leads_to_the_overview(world: World) -> None:
    client = world.signed_in(world.ana)
    response = send(client, "pay", amount="", currency="", then="overview")
    assert response.headers["Location"] == MINE
    assert "Your profile is a draft" in client.get(MINE).content.decode()


def test_an_occupation_is_found_without_script(world: World) -> None:
    client = world.signed_in(world.ana)
    response = client.post(step("occupation"), {"version": "0", "q": "enfermera", "search": "1"})
    page = response.content.decode()
    assert response.status_code == 200
    assert 'type="radio" name="choice" value="2221' in page
    assert not Profile.objects.exists()


def test_typing_suggests_without_an_account(world: World) -> None:
    response = world.signed_in(None).get(
        reverse("registry:occupation-suggestions"), {"q": "soldadr"}, headers={"accept-language": "es"}
    )
    page = response.content.decode()
    assert 'value="7212' in page and "<html" not in page
    assert (
        "Nothing comes near"
        in world.signed_in(None).get(reverse("registry:occupation-suggestions"), {"q": "qqqqqqqq"}).content.decode()
    )


@pytest.mark.parametrize("q", ["", " ", "x" * 5000, "<script>alert(1)</script>", "'; DROP TABLE", "%", "日本"])
def test_odd_searches_are_answered(world: World, q: str) -> None:
    response = world.signed_in(None).get(reverse("registry:occupation-suggestions"), {"q": q})
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize(
    ("slug", "answers", "sentence"),
    [
        ("occupation", {"q": "nurse", "choice": "", "years": "3"}, "Choose one of the occupations"),
        ("occupation", {"choice": "2221|00000000-0000-0000-0000-000000000000", "years": "3"}, "Choose one"),
        ("occupation", {"choice": "22", "years": "3"}, "Choose one"),
        ("occupation", {"choice": "9' OR 1=1", "years": "3"}, "Choose one"),
        ("occupation", {"choice": "2221", "years": ""}, "required"),
        ("occupation", {"choice": "2221", "years": "-1"}, "greater than or equal to 0"),
        ("occupation", {"choice": "2221", "years": "9" * 100}, "less than or equal to 60"),
        ("second", {"choice": "2221", "years": "x"}, "whole number"),
        ("languages", {"language1": "en", "level1": ""}, "Choose both"),
        ("languages", {"language1": "en", "level1": "3", "language2": "en", "level2": "4"}, "stands above already"),
        ("languages", {"language1": "xx", "level1": "3"}, "valid choice"),
        ("languages", {"language1": "en", "level1": "9"}, "valid choice"),
        ("wishes", {"wish1": "", "wish2": "", "wish3": ""}, "at least one country"),
        ("wishes", {"wish1": "DEU", "wish2": "DEU"}, "three different countries"),
        ("wishes", {"wish1": "Mars"}, "valid choice"),
        ("qualifications", {"education": "9"}, "valid choice"),
        ("pay", {"amount": "-1", "currency": "EUR"}, "greater than or equal"),
        ("pay", {"amount": "0", "currency": "EUR"}, "greater than or equal"),
        ("pay", {"amount": "1e400", "currency": "EUR"}, "needs your attention"),
        ("pay", {"amount": "NaN", "currency": "EUR"}, "Enter a number"),
        ("pay", {"amount": "12.345", "currency": "EUR"}, "EUR"),
        ("pay", {"amount": "12", "currency": ""}, "Choose the currency"),
        ("papers", {"available_from": "", "medical": "fit", "security": "clear"}, "required"),
        (
            "papers",
            {"available_from": "now", "passport_until": "2033-02-30", "medical": "fit", "security": "clear"},
            "There is no such day",
        ),
        ("about", {"origin": "PHL", "birth_date": "1994-02-30"}, "There is no such day"),
        ("about", {"origin": "PHL", "birth_date": "0001-01-01"}, "Check the year"),
        ("about", {"origin": "PHL", "birth_date": "2024-01-01"}, "below the age of 14"),
        ("about", {"origin": "", "birth_date": "1994-05-31"}, "required"),
        ("contact", {"full_name": "x" * 300, "phone": "+63 912 345 6789"}, "at most 200 characters"),
        ("contact", {"full_name": "Ana", "phone": "", "email": ""}, "nobody can reach you"),
        ("contact", {"full_name": "Ana", "phone": "call me"}, "Write digits"),
        ("contact", {"full_name": "Ana", "email": "ana@"}, "valid email"),
        ("contact", {"full_name": "Ana", "phone": "+63 912 345 6789", "passport": "<b>"}, "letters and digits only"),
    ],
)
def test_bad_answers_get_a_sentence_and_save_nothing(
    world: World, slug: str, answers: dict[str, str], sentence: str
) -> None:
    response = send(world.signed_in(world.ana), slug, **answers)
    assert response.status_code == 400
    assert sentence in response.content.decode()
    assert not Profile.objects.exists()


def test_a_nul_byte_stops_at_the_door(world: World) -> None:
    response = world.signed_in(world.ana).post(
        step("contact"), {"version": "0", "full_name": "Ana\0", "phone": "+63 912"}
    )
    assert response.status_code == 400
    assert not Profile.objects.exists()


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30])
def test_a_form_without_its_version_is_sent_back(world: World, version: str) -> None:
    draft(world.ana)
    response = world.signed_in(world.ana).post(step("pay"), {"version": version, "amount": "", "currency": ""})
    assert response.status_code == 400


def test_the_second_of_two_windows_sees_the_new_state(world: World) -> None:
    held = draft(world.ana)
    client = world.signed_in(world.ana)
    old = {"version": str(held.version), "amount": "3000", "currency": "EUR"}
    actions.save(held, {"min_wage_minor": 260_000}, version=held.version, by=world.ana)
    response = client.post(step("pay"), old)
    page = response.content.decode()
    assert response.status_code == 409
    assert "changed in another window" in page and "2600" in page and "3000" not in page
    assert Profile.objects.get(pk=held.pk).min_wage_minor == 260_000


def test_a_second_window_that_begins_too_does_not_overwrite(world: World) -> None:
    client = world.signed_in(world.ana)
    assert client.post(step("pay"), {"version": "0", "amount": "10", "currency": "EUR"}).status_code == 302
    assert client.post(step("pay"), {"version": "0", "amount": "99", "currency": "EUR"}).status_code == 409
    assert Profile.objects.get().min_wage_minor == 1000


def test_recognition_belongs_to_the_occupation(world: World) -> None:
    draft(world.ana, recognised_in=("ESP",))
    send(world.signed_in(world.ana), "occupation", choice="7212", years="2")
    assert Profile.objects.get().recognised_in == ()


def test_a_second_occupation_can_be_named_and_taken_back(world: World) -> None:
    draft(world.ana)
    client = world.signed_in(world.ana)
    send(client, "second", choice="9211", years="0")
    assert (Profile.objects.get().isco2, Profile.objects.get().years2) == ("9211", 0)
    send(client, "second", choice="", years="")
    assert (Profile.objects.get().isco2, Profile.objects.get().years2) == ("", None)


def test_a_registered_worker_cannot_empty_what_matching_needs_by_accident(world: World) -> None:
    registered(world.ana)
    response = send(world.signed_in(world.ana), "wishes", wish1="", wish2="", wish3="")
    assert response.status_code == 400


@pytest.mark.parametrize("slug", [each.slug for each in STEPS])
@pytest.mark.parametrize("lang", ["en", "es", "fr"])
def test_every_step_opens_in_every_language_before_and_after(world: World, slug: str, lang: str) -> None:
    client = world.signed_in(world.ana)
    assert client.get(step(slug), headers={"accept-language": lang}).status_code == 200
    held = registered(world.ana, isco2="9211", years2=1)
    actions.save(held, {"recognised_in": ("ESP", "AUT")}, version=held.version, by=world.ana)
    assert client.get(step(slug), headers={"accept-language": lang}).status_code == 200


def test_a_step_that_is_none_does_not_exist(world: World) -> None:
    assert world.signed_in(world.ana).get(step("salary")).status_code == 404


def test_the_worker_sees_all_that_is_held_and_who_read_it(world: World) -> None:
    held = registered(world.ana)
    actions.open_file(held, by=world.luc, reason="To check the <certificate> of the school.")
    page = world.signed_in(world.ana).get(MINE).content.decode()
    for shown in (
        "Ana Reyes",
        "+63 912 345 6789",
        "31 May 1994",
        "P1234567A",
        held.pseudonym,
        "Germany",
        "Secretariat",
    ):
        assert shown in page
    assert "To check the &lt;certificate&gt; of the school." in page


def test_pages_about_a_person_are_not_stored(world: World) -> None:
    registered(world.ana)
    assert world.signed_in(world.ana).get(MINE)["Cache-Control"] == "no-store"


def test_everything_can_be_taken_along(world: World) -> None:
    held = registered(world.ana)
    actions.open_file(held, by=world.luc, reason="To check the certificate.")
    client = world.signed_in(world.ana)
    response = client.get(reverse("registry:profile-export", kwargs={"form": "json"}))
    document = json.loads(response.content)
    assert response["Content-Disposition"].startswith("attachment")
    assert document["profile"]["full_name"] == "Ana Reyes"
    assert document["profile"]["accepts"] == ["DEU", "AUT", "ESP"]
    assert document["languages"] == {"en": "C1", "de": "B1"}
    assert document["openings"][0]["reason"] == "To check the certificate."
    assert document["consents"][0]["purpose"] == "matching"
    missing = (
        {field.name for field in Profile._meta.concrete_fields}
        - set(document["profile"])
        - {"id", "user", "registrar", "intake", "person"}
    )
    assert missing == {"phone_index", "email_index", "passport_index", "name_index"}


def test_the_row_that_is_taken_along_can_be_brought_elsewhere(world: World) -> None:
    from alianza.registry.intake.checking import check
    from alianza.registry.intake.people import people
    from alianza.registry.intake.reading import read

    held = registered(world.ana)
    content = world.signed_in(world.ana).get(reverse("registry:profile-export", kwargs={"form": "csv"})).content
    (row,) = csv.DictReader(io.StringIO(content.decode()))
    assert all(column_named(name) for name in row)
    today = timezone.localdate()
    table = read(io.BytesIO(content), "me.csv", most_rows=10)
    assert check(table, country="PHL", today=today).to_dicts() == []
    (person,) = people(table, today=today)
    for name, value in person.answers.items():
        assert getattr(held, name) == value, name
    assert person.languages == {"en": 5, "de": 3}


def test_pausing_renewing_and_removing(world: World) -> None:
    held = registered(world.ana)
    client = world.signed_in(world.ana)
    client.post(reverse("registry:profile-pause"), {"version": held.version})
    held.refresh_from_db()
    assert held.status == "withdrawn"
    assert "is paused" in client.get(MINE).content.decode()
    client.post(reverse("registry:profile-renew"))
    held.refresh_from_db()
    assert "cannot be undone" in client.get(reverse("registry:profile-remove")).content.decode()
    assert client.post(reverse("registry:profile-remove"), {"version": held.version}).status_code == 302
    assert not Profile.objects.exists()
    assert client.get(reverse("registry:profile-remove")).status_code == 404


def test_a_registered_worker_who_withdrew_consent_is_told(world: World) -> None:
    from alianza.consent.actions import withdraw

    registered(world.ana)
    withdraw(world.ana, "matching", by=world.ana)
    page = world.signed_in(world.ana).get(MINE).content.decode()
    assert "you do not agree to being matched" in page


def test_nothing_personal_stands_in_addresses_or_logs(world: World, caplog: pytest.LogCaptureFixture) -> None:
    registered(world.ana)
    agree(world.ana, "named")
    client = world.signed_in(world.ana)
    send(client, "contact", full_name="Ana Reyes", phone="bad")
    client.get(MINE)
    assert "Reyes" not in caplog.text


def _boxes(page: str) -> dict[str, bool]:
    """The countries offered as boxes, and whether each is ticked."""
    boxes = re.findall(r'<input type="checkbox" name="accepts" value="(\w+)"([^>]*)>', page)
    return {code: "checked" in rest for code, rest in boxes}


def test_the_wishes_offer_destinations_with_a_sheet_and_take_others_by_name(world: World) -> None:
    """No list of every country of the world has to be scrolled through on a phone."""
    from alianza.audit.actions import PLATFORM
    from alianza.regulations.actions.sheets import load_seed_sheets

    load_seed_sheets(by=PLATFORM)
    client = world.signed_in(world.ana)
    page = client.get(step("wishes")).content.decode()
    offered = _boxes(page)
    assert 5 <= len(offered) < 40 and {"DEU", "CAN", "KOR"} <= set(offered) and "ISL" not in offered
    assert 'class="button button--quiet" type="submit" name="add"' in page
    assert page.index('name="add"') < page.index('name="then"')  # Enter in the field adds

    sent = {"version": "0", "wish1": "DEU", "wish2": "", "wish3": "", "accepts": ["CAN"]}
    added = client.post(
        step("wishes"), {**sent, "add": "typed", "other": "islandia"}, headers={"accept-language": "es"}
    )
    page = added.content.decode()
    assert added.status_code == 200
    assert {code for code, ticked in _boxes(page).items() if ticked} == {"CAN", "ISL"}
    assert re.search(r'<option value="DEU"\s+selected', page)
    assert not Profile.objects.exists()

    wrong = client.post(step("wishes"), {**sent, "add": "typed", "other": "Iceand"})
    page = wrong.content.decode()
    assert wrong.status_code == 400
    assert "No country is called Iceand" in page and 'name="add" value="ISL"' in page
    assert _boxes(page)["CAN"], "what was ticked is kept"
    chosen = client.post(step("wishes"), {**sent, "add": "ISL", "other": "Iceand"}).content.decode()
    assert _boxes(chosen)["ISL"] and "Iceand" not in chosen

    empty = client.post(step("wishes"), {**sent, "add": "typed", "other": ""})
    assert empty.status_code == 200 and _boxes(empty.content.decode())["CAN"]
    for odd in ("XXX", "", "<b>", "\0"):
        assert client.post(step("wishes"), {**sent, "add": odd, "other": "\0"}).status_code == 400

    # typed and sent with the main button counts as well
    saved = client.post(step("wishes"), {**sent, "accepts": ["CAN", "ISL"], "other": "Norvège", "then": "next"})
    assert saved.status_code == 302
    assert Profile.objects.get().accepts == ("DEU", "CAN", "ISL", "NOR")
    again = _boxes(client.get(step("wishes")).content.decode())
    assert again["ISL"] and again["NOR"] and again["DEU"] and not again["KOR"]


def test_adding_a_country_in_an_old_window_does_not_hide_what_changed_meanwhile(world: World) -> None:
    held = draft(world.ana)
    client = world.signed_in(world.ana)
    old = {"version": str(held.version), "wish1": "DEU", "wish2": "", "wish3": "", "accepts": ["ESP"]}
    actions.save(held, {"min_wage_minor": 260_000}, version=held.version, by=world.ana)
    page = client.post(step("wishes"), {**old, "add": "typed", "other": "Iceland"}).content.decode()
    assert f'name="version" value="{old["version"]}"' in page
    assert client.post(step("wishes"), {**old, "accepts": ["ESP", "ISL"]}).status_code == 409
