"""Pages show one instant to everybody, each in the words of the reader's zone; the platform's day stays its own."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import TemplateDoesNotExist, engines
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from alianza.accounts.models import User
from alianza.accounts.time_zones import names
from tests.world import World

WINTER = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
SUMMER = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
"""An hour later; in Madrid the clocks were put forward between the two."""


def shown(at: datetime, zone: str | None) -> str:
    request = RequestFactory().get("/")
    request.user = AnonymousUser() if zone is None else User(email="a@example.org", time_zone=zone)
    page = engines["django"].from_string("{% load alianza %}{{ at|moment }}")
    return str(page.render({"at": at}, request))


def test_daylight_saving_is_the_readers() -> None:
    assert "29 Mar 2026, 01:30 +0100" in shown(WINTER, "Europe/Madrid")
    assert "29 Mar 2026, 03:30 +0200" in shown(SUMMER, "Europe/Madrid")


def test_two_zones_see_the_same_instant() -> None:
    manila, bogota = shown(SUMMER, "Asia/Manila"), shown(SUMMER, "America/Bogota")
    assert "29 Mar 2026, 09:30" in manila and "28 Mar 2026, 20:30" in bogota
    for page in (manila, bogota):
        assert 'datetime="2026-03-29T01:30:00+00:00"' in page


@pytest.mark.parametrize("zone", [None, "", "Nowhere/Atlantis", "../../etc/passwd", "UTC"])
def test_visitors_and_names_that_are_no_zone_get_the_platforms(zone: str | None) -> None:
    assert "29 Mar 2026, 01:30 UTC" in shown(SUMMER, zone)


def test_the_day_of_deeds_is_the_same_for_everybody() -> None:
    shown(SUMMER, "Pacific/Kiritimati")
    assert timezone.get_current_timezone_name() == "UTC"
    with pytest.raises(TemplateDoesNotExist):
        engines["django"].get_template("web/none.html")


@pytest.mark.django_db
def test_a_person_chooses_the_zone_of_the_pages(world: World) -> None:
    client, address = world.signed_in(world.pilar), reverse("accounts:time-zone")
    assert "UTC" in client.get(address).content.decode()
    assert client.post(address, {"time_zone": "Asia/Kathmandu"}).status_code == 302
    assert User.objects.get(pk=world.pilar.pk).time_zone == "Asia/Kathmandu"
    assert "+0545" in client.get(address).content.decode()
    assert client.post(address, {"time_zone": "Nowhere/Atlantis"}).status_code == 400
    assert Client().get(address).status_code == 302
    assert len(names()) > 300
