import io

import pytest

from alianza.observatory import checks, jobs, queries
from alianza.observatory.importing.formats import Layout
from alianza.observatory.loads import NotYours, UnknownEnding, bring, decide
from alianza.observatory.models import Load, Vintage
from alianza.web.queue import work_until_stopped
from tests.observatory import files

pytestmark = pytest.mark.django_db


def brought(world, content=files.PERMITS, **more):
    return bring(
        io.BytesIO(content.encode()),
        name="permits.csv",
        layout=Layout.CSV,
        series="",
        vintage="2024",
        mapping=files.MAPPING,
        by=more.pop("by", world.luc),
        **more,
    )


def test_a_job_loads_a_brought_file_once(world):
    load = brought(world)
    assert load.path.is_file()
    assert jobs.load_file.call(load.pk) == "loaded"
    assert jobs.load_file.call(load.pk) == "loaded"
    assert Vintage.objects.count() == 1
    assert not load.path.exists()
    assert queries.latest("labour-permits", REF_AREA="DEU") == (2023, 900)


def test_a_refused_file_says_row_and_reason_and_goes(world):
    load = decide(brought(world, files.PERMITS.replace(",900,", ",-900,")))
    assert load.state == Load.State.REFUSED
    assert load.problems == [[4, "OBS_VALUE", "'-900.0' is below zero, which it cannot be."]]
    assert not load.path.exists()
    page = world.signed_in(world.luc).get(f"/observatory/loads/{load.code}/").content.decode()
    assert "is below zero" in page


def test_a_file_that_vanished_is_told_and_not_waited_for(world):
    load = brought(world)
    load.path.unlink()
    assert decide(load).problems[0][2].startswith("There is no such file")


def test_only_the_secretariat_brings_and_only_files_of_a_known_ending(world):
    with pytest.raises(NotYours):
        brought(world, by=world.pilar)
    with pytest.raises(UnknownEnding):
        bring(io.BytesIO(b""), name="a.exe", layout=Layout.CSV, series="", vintage="2024", by=world.luc)


def test_what_still_waits_is_taken_up_once_a_day(world):
    load = brought(world)
    Load.objects.update(brought_at="2020-01-01T00:00Z")
    assert jobs.load_what_waits.call() == 1
    load.refresh_from_db()
    assert load.state == Load.State.LOADED


@pytest.mark.django_db(transaction=True)
def test_a_file_sent_on_the_page_is_loaded_by_the_queue(world):
    client = world.signed_in(world.luc)
    sent = {"layout": "csv", "vintage": "2024", "mapping": files.MAPPING, "make_current": "on"}
    answer = client.post("/observatory/loads/bring/", {**sent, "file": io.BytesIO(files.PERMITS.encode())})
    assert answer.status_code == 400  # a file without a name that ends in .csv
    file = io.BytesIO(files.PERMITS.encode())
    file.name = "permits.csv"
    answer = client.post("/observatory/loads/bring/", {**sent, "file": file}, follow=True)
    assert "waits to be read" in answer.content.decode()
    work_until_stopped(batch=True)
    assert "3 rows" in client.get(answer.request["PATH_INFO"]).content.decode()
    assert list(checks.problems()) == []
    Vintage.objects.get().path.unlink()
    assert "is missing" in next(iter(checks.problems()))
