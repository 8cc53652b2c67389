"""The page of an occupation: posts open in it, as anybody may know them."""

import pytest
from django.test import Client

from alianza.atlas.occupation import Open, found
from alianza.placement.actions import places
from alianza.vocabulary.unknown import UnknownCode
from tests.placement import scene
from tests.world import World


def test_posts_still_free_are_counted_by_destination_and_never_by_employer(world: World) -> None:
    order = scene.opened(scene.strawberries(world.finca_sol, posts=3), world.luc)
    scene.opened(scene.strawberries(world.finca_sol, posts=2), world.luc)
    scene.strawberries(world.finca_sol, posts=7)  # a draft is nobody's to know
    places.offer_place(order, scene.ana(world), by=world.luc)
    here = found("9211")
    assert here.open == (Open("ESP", posts=4, orders=2),)
    assert (here.posts, here.orders) == (4, 2)
    assert dict(found("9212").near)[here.occupation] == 4
    page = world.signed_in(None).get("/atlas/occupations/9211/").content.decode()
    assert "4 posts are open in this occupation today, in Spain." in page
    assert "Finca Sol" not in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("lang", "said"),
    [("en", "No post is open"), ("es", "No hay ningún puesto abierto"), ("fr", "Aucun poste n&#x27;est ouvert")],
)
def test_an_occupation_without_posts_says_so(client: Client, lang: str, said: str) -> None:
    response = client.get("/atlas/occupations/2221/", headers={"accept-language": lang})
    assert response.status_code == 200
    page = response.content.decode()
    assert said in page
    assert "ISCO" in page or "CIUO" in page or "CITP" in page


@pytest.mark.django_db
def test_what_is_no_unit_group_has_no_page(client: Client) -> None:
    for code in ("222", "0000", "abcd", "22211"):
        assert client.get(f"/atlas/occupations/{code}/").status_code == 404
    with pytest.raises(UnknownCode):
        found("0000")
