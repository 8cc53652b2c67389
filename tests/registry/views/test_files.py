import pytest
from django.urls import reverse

from alianza.consent.queries import holds
from alianza.registry.models import FileOpening, Profile
from tests.registry.actions.test_intakes import bring, save
from tests.registry.people import draft, registered, row
from tests.world import World

LIST = reverse("registry:profile-list")


def show(profile: Profile) -> str:
    return reverse("registry:profile-show", kwargs={"code": profile.code})


def opening(profile: Profile) -> str:
    return reverse("registry:profile-open", kwargs={"code": profile.code})


def test_workers_are_listed_under_pseudonyms(world: World) -> None:
    held = registered(world.ana)
    page = world.signed_in(world.luc).get(LIST).content.decode()
    assert held.pseudonym in page and "Reyes" not in page


def test_a_draft_is_on_no_list(world: World) -> None:
    held = draft(world.ana)
    client = world.signed_in(world.luc)
    assert held.pseudonym not in client.get(LIST).content.decode()
    assert client.get(show(held)).status_code == 404


@pytest.mark.parametrize(
    ("query", "there"),
    [
        ({"origin": "PHL"}, True),
        ({"origin": "COL"}, False),
        ({"isco": "22"}, True),
        ({"isco": "9"}, False),
        ({"status": "withdrawn"}, False),
        ({"isco": "'; --"}, True),
        ({"page": "999"}, True),
    ],
)
def test_the_list_can_be_narrowed(world: World, query: dict[str, str], there: bool) -> None:
    held = registered(world.ana)
    response = world.signed_in(world.luc).get(LIST, query)
    assert response.status_code == 200
    assert (held.pseudonym in response.content.decode()) is there


def test_a_focal_point_sees_workers_of_the_own_country_alone(world: World) -> None:
    held = registered(world.ana, origin="COL")
    client = world.signed_in(world.imani)
    assert held.pseudonym not in client.get(LIST).content.decode()
    assert client.get(show(held)).status_code == 404
    assert client.post(opening(held), {"purpose": "contact", "reason": "To reach the worker."}).status_code == 404


def test_the_page_shows_nothing_sealed_before_a_reason_is_given(world: World) -> None:
    held = registered(world.ana)
    client = world.signed_in(world.luc)
    page = client.get(show(held)).content.decode()
    assert not any(word in page for word in ("Reyes", "912", "1994-05-31", "P1234567A"))
    assert "1994" in page and "Hardship" not in page
    response = client.post(opening(held), {"purpose": "contact", "reason": "To ask for the missing certificate."})
    page = response.content.decode()
    assert response.status_code == 200 and response["Cache-Control"] == "no-store"
    assert all(word in page for word in ("Ana Reyes", "1994-05-31", "P1234567A"))
    assert FileOpening.objects.count() == 1


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"purpose": "contact", "reason": "x"},
        {"purpose": "placement", "reason": "An order that nobody agreed to."},
        {"purpose": "curiosity", "reason": "I would like to know."},
        {"purpose": "contact", "reason": "x" * 301},
    ],
)
def test_without_a_good_reason_the_file_stays_closed(world: World, form: dict[str, str]) -> None:
    response = world.signed_in(world.luc).post(opening(registered(world.ana)), form)
    assert response.status_code == 400
    assert "Reyes" not in response.content.decode()
    assert not FileOpening.objects.exists()


def test_people_without_an_account_can_withdraw_and_leave_through_the_service(world: World) -> None:
    save(world, bring(world, row(1), row(2)))
    first, second = Profile.objects.order_by("reference")
    client = world.signed_in(world.imani)
    client.post(reverse("registry:profile-end", kwargs={"code": first.code}), {"what": "withdraw"})
    assert not holds(first.person, "matching") and holds(second.person, "matching")
    client.post(reverse("registry:profile-end", kwargs={"code": first.code}), {"what": "nothing"})
    client.post(reverse("registry:profile-end", kwargs={"code": first.code}), {"what": "remove"})
    assert list(Profile.objects.all()) == [second]


def test_nobody_ends_the_profile_of_a_worker_with_an_account(world: World) -> None:
    held = registered(world.ana)
    response = world.signed_in(world.luc).post(
        reverse("registry:profile-end", kwargs={"code": held.code}), {"what": "remove"}
    )
    assert response.status_code == 404
    assert Profile.objects.filter(pk=held.pk).exists()


def test_profiles_that_may_be_one_person_are_shown(world: World) -> None:
    held = registered(world.ana)
    save(world, bring(world, row(1, passport="P1234567A")), duplicates="add")
    page = world.signed_in(world.luc).get(show(held)).content.decode()
    assert Profile.objects.get(reference="A-1").pseudonym in page
