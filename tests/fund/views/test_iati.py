"""The IATI files at their public addresses, and the officer's door to publishing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alianza.audit.models import Entry as Recorded
from alianza.fund import jobs
from alianza.fund.models import OutsideIdentifier, Publication
from alianza.iati import read, read_organisations
from tests.fund import story
from tests.world import World


@pytest.fixture
def published(world: World) -> World:
    story.contract(world, story.programme(world))
    response = world.signed_in(world.luc).post("/fund/iati/publish/")
    assert response.status_code == 302
    return world


@pytest.mark.django_db
def test_before_the_first_publication_there_is_a_page_and_no_file(world: World) -> None:
    visitor = world.signed_in(None)
    assert "Nothing has been published yet" in visitor.get("/fund/iati/").content.decode()
    assert visitor.get("/fund/iati/activities.xml").status_code == 404


@pytest.mark.django_db
def test_anybody_downloads_what_an_officer_published(published: World) -> None:
    visitor = published.signed_in(None)
    activities = visitor.get("/fund/iati/activities.xml")
    assert activities["Content-Type"].startswith("application/xml")
    assert len(read(activities.content)) == 2
    assert len(read_organisations(visitor.get("/fund/iati/organisation.xml").content)) == 1
    table = visitor.get("/fund/iati/transactions.csv").content.decode()
    assert "XI-EXAMPLE-ALIANZA-P-2026-001,P-2026-001/" in table
    assert "journal" in visitor.get("/fund/iati/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["activities.xml", "organisation.xml", "transactions.csv"])
def test_who_has_the_file_already_is_told_so(published: World, name: str) -> None:
    visitor = published.signed_in(None)
    tag = visitor.get(f"/fund/iati/{name}")["ETag"]
    assert visitor.get(f"/fund/iati/{name}", headers={"if-none-match": tag}).status_code == 304
    assert visitor.get(f"/fund/iati/{name}", headers={"if-none-match": '"other"'}).status_code == 200


@pytest.mark.django_db
def test_what_fails_is_said_and_the_last_files_stay(published: World) -> None:
    published.puente.name = ""
    published.puente.save()
    before = Publication.objects.get()
    response = published.signed_in(published.luc).post("/fund/iati/publish/")
    assert response.status_code == 409
    assert "6.10.1" in response.content.decode()
    assert Publication.objects.get() == before


@pytest.mark.django_db
def test_an_officer_keeps_how_others_name_their_side(published: World) -> None:
    luc = published.signed_in(published.luc)
    page = luc.get("/fund/iati/identifiers/").content.decode()
    assert "Organisation: Puente" in page
    assert luc.post("/fund/iati/identifiers/", {"n0": "has space"}).status_code == 200
    assert luc.post("/fund/iati/identifiers/", {"n0": "PH-SEC-1", "n1": "PH-SEC-1-7"}).status_code == 302
    assert sorted(OutsideIdentifier.objects.values_list("reference", flat=True)) == ["PH-SEC-1", "PH-SEC-1-7"]
    assert luc.post("/fund/iati/identifiers/", {"n0": "PH-SEC-1", "n1": ""}).status_code == 302
    assert OutsideIdentifier.objects.get().reference == "PH-SEC-1"
    assert Recorded.objects.filter(deed="fund.iati.identifier").count() == 3


@pytest.mark.django_db
def test_the_week_publishes_once(world: World) -> None:
    story.contract(world, story.programme(world))
    assert [jobs.publish_weekly.call() for _ in range(2)] == [1, 0]
    Publication.objects.update(on=timezone.localdate() - timedelta(days=7))
    assert jobs.publish_weekly.call() == 1
