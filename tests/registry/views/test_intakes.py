import io
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from alianza.registry import background
from alianza.registry.jobs import end_files_given_up
from alianza.registry.models import Intake, Profile
from alianza.web.queue import work_until_stopped
from tests.registry.people import as_csv, draft, ministry, row
from tests.world import World

BRING = reverse("registry:intake-bring")


def bring(world: World, content: bytes, name: str = "people.csv", user: Any = None) -> Any:
    form = {"registrar": str(ministry(world).code), "file": SimpleUploadedFile(name, content)}
    return world.signed_in(user or world.imani).post(BRING, form)


def address(name: str, intake: Intake) -> str:
    return reverse(f"registry:intake-{name}", kwargs={"code": intake.code})


def test_a_file_is_brought_looked_at_and_saved(world: World) -> None:
    assert "cefr_de" in world.signed_in(world.imani).get(BRING).content.decode()
    response = bring(world, as_csv(row(1), row(2)))
    intake = Intake.objects.get()
    assert response.headers["Location"] == address("show", intake)
    client = world.signed_in(world.imani)
    page = client.get(address("show", intake)).content.decode()
    assert "2 rows without a problem" in page and "Luz" not in page
    assert not Profile.objects.exists()
    client.post(address("save", intake), {"signed": ["matching"]})
    assert Profile.objects.count() == 2
    assert "Saved: 2 new profiles" in client.get(address("show", intake)).content.decode()
    assert client.post(address("save", intake), {"signed": ["matching"]}).status_code == 409


def test_a_workbook_does_as_well(world: World) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(row(1)))
    sheet.append(list(row(1).values()))
    buffer = io.BytesIO()
    book.save(buffer)
    bring(world, buffer.getvalue(), "people.xlsx")
    assert Intake.objects.get().state == "ready"


def test_what_is_wrong_stands_on_the_page_and_in_the_report(world: World) -> None:
    bring(world, as_csv(row(1), row(2, isco="<b>9</b>", accepts="")))
    intake = Intake.objects.get()
    client = world.signed_in(world.imani)
    page = client.get(address("show", intake)).content.decode()
    assert "2 problems were found in 2 rows" in page
    assert "&lt;b&gt;9&lt;/b&gt; is not a unit group of ISCO-08." in page
    response = client.get(address("report", intake))
    report = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert "3,accepts,accepts is empty.,Write a value." in report
    assert response["Content-Disposition"].startswith("attachment")
    assert client.post(address("save", intake), {"duplicates": "add"}).status_code == 409


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "people.csv", "empty"),
        (b"\x89PNG\r\n\x1a\n....IEND....", "people.csv", "none of CSV, XLSX"),
        ("worker,full_name\na1,Muñoz\n".encode("latin-1"), "people.csv", "Line 2 of this file is not UTF-8"),
        (b"worker,origin\na1,PH\0L\n", "people.csv", "Line 2 of this file holds a NUL"),
        (b"worker\n1\n", "x" * 300 + ".csv", "at most 200 characters"),
    ],
)
def test_a_file_that_cannot_be_read_gets_a_sentence_on_the_form(
    world: World, content: bytes, name: str, sentence: str
) -> None:
    response = bring(world, content, name)
    assert response.status_code == 400
    assert sentence in response.content.decode()
    assert not Intake.objects.exists()


def test_a_file_that_is_no_table_says_so_on_its_page(world: World) -> None:
    bring(world, b"just some words\n")
    page = world.signed_in(world.imani).get(address("show", Intake.objects.get())).content.decode()
    assert "has no rows of people" in page


def test_too_many_rows_are_told_with_the_limit(world: World, settings: Any) -> None:
    settings.IMPORT_ROWS = 2
    bring(world, as_csv(row(1), row(2), row(3)))
    intake = Intake.objects.get()
    assert intake.refused_because == "The file has 3 rows; at most 2 are taken at once. Cut it into several files."


def test_duplicates_ask_for_a_decision(world: World) -> None:
    ana = draft(world.ana)
    bring(world, as_csv(row(1), row(2, passport="P1234567A")))
    intake = Intake.objects.get()
    client = world.signed_in(world.imani)
    page = client.get(address("show", intake)).content.decode()
    assert ana.pseudonym in page and "the same passport" in page
    assert client.post(address("save", intake), {"signed": ["matching"]}).status_code == 400
    client.post(address("save", intake), {"signed": ["matching"], "duplicates": "leave_out"})
    assert Profile.objects.filter(registrar__isnull=False).count() == 1


def test_only_services_of_the_person_can_be_chosen(world: World) -> None:
    form = {"registrar": str(world.finca_sol.code), "file": SimpleUploadedFile("p.csv", as_csv(row(1)))}
    assert world.signed_in(world.imani).post(BRING, form).status_code == 400
    assert not Intake.objects.exists()


def test_an_officer_brings_for_any_service_and_sees_every_file(world: World) -> None:
    bring(world, as_csv(row(1)), user=world.luc)
    assert world.signed_in(world.imani).get(address("show", Intake.objects.get())).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_a_large_file_is_left_to_the_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.world import build

    monkeypatch.setattr("alianza.registry.views.intakes.AT_ONCE", 10)
    world = build()
    bring(world, as_csv(*[row(number) for number in range(1, 30)]))
    intake = Intake.objects.get()
    assert intake.state == "checking"
    page = world.signed_in(world.imani).get(address("show", intake)).content.decode()
    assert "is being checked" in page and "Look again" in page
    work_until_stopped(batch=True)
    intake.refresh_from_db()
    assert intake.state == "ready"
    world.signed_in(world.imani).post(address("save", intake), {"signed": ["matching"]})
    intake.refresh_from_db()
    assert intake.state == "saving"
    work_until_stopped(batch=True)
    assert Profile.objects.count() == 29


@pytest.mark.django_db(transaction=True)
def test_a_file_whose_work_was_given_up_says_so_and_can_be_brought_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """The queue gives up a task whose worker was lost three times; the page then no longer says "being saved"."""
    from django_tasks import TaskResultStatus
    from django_tasks_db.models import DBTaskResult

    from alianza.messages.models import Notice
    from alianza.web import queue
    from tests.world import build

    monkeypatch.setattr("alianza.registry.views.intakes.AT_ONCE", 10)
    world = build()
    content = as_csv(*[row(number) for number in range(1, 30)])
    bring(world, content)
    work_until_stopped(batch=True)
    intake = Intake.objects.get()
    client = world.signed_in(world.imani)
    client.post(address("save", intake), {"signed": ["matching"]})
    long_ago = timezone.now() - timedelta(seconds=queue.SILENT_SECONDS + 1)
    Intake.objects.update(created_at=timezone.now() - timedelta(days=1), decided_at=timezone.now() - timedelta(days=1))
    assert "is being saved" in client.get(address("show", intake)).content.decode()  # a long queue is no failure
    saving = DBTaskResult.objects.filter(task_path=background.save_intake.module_path)
    saving.update(
        status=TaskResultStatus.RUNNING,
        worker_ids=[f"gone-{number}" for number in range(queue.ATTEMPTS)],
        started_at=long_ago,
    )
    assert queue.reap() == 1
    page = client.get(address("show", intake)).content.decode()
    assert "did not finish, and nothing of it was saved" in page and BRING in page and "every 3s" not in page
    assert not Profile.objects.exists()
    told = Notice.objects.filter(user=world.imani, kind="registry.intake.failed")
    assert told.count() == 1
    client.get(address("show", intake))
    assert told.count() == 1
    background.save_intake.call(str(intake.code), ["matching"])  # a worker that was only slow comes too late
    assert not Profile.objects.exists()

    again = bring(world, content)
    anew = Intake.objects.exclude(pk=intake.pk).get()
    assert again.headers["Location"] == address("show", anew)
    work_until_stopped(batch=True)
    client.post(address("save", anew), {"signed": ["matching"]})
    work_until_stopped(batch=True)
    assert Profile.objects.count() == 29


@pytest.mark.parametrize("state", ["checking", "saving"])
def test_a_page_that_was_cut_off_at_its_work_leaves_no_file_waiting_for_ever(world: World, state: str) -> None:
    bring(world, as_csv(row(1)))
    now = timezone.now()
    Intake.objects.update(state=state, created_at=now, decided_at=now if state == "saving" else None)
    client = world.signed_in(world.imani)
    assert "Look again" in client.get(address("show", Intake.objects.get())).content.decode()
    past = now - background.PATIENCE - timedelta(seconds=1)
    Intake.objects.update(created_at=past, decided_at=past if state == "saving" else None)
    assert end_files_given_up.call() == 1
    assert end_files_given_up.call() == 0
    assert "did not finish" in client.get(address("show", Intake.objects.get())).content.decode()
