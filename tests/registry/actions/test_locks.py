"""A row that is being changed does not hold up those who only point at it, so that unrelated work goes on."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from django.db import connection, transaction
from django.utils import timezone

from alianza.documents.actions import store
from alianza.documents.models import Kind
from alianza.messages.models import Notice
from alianza.registry.actions.profiles import _locked
from alianza.registry.models import FileOpening
from alianza.regulations.actions import sheets
from alianza.regulations.models import SheetVersion
from tests.documents.contents import PDF
from tests.registry.people import draft
from tests.regulations.routes import philippine
from tests.world import build

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite locks the whole file, not rows"),
]


def _beside(work: Callable[[], object]) -> None:
    """Do something in a second connection that waits for no lock longer than a moment."""

    def patient() -> None:
        try:
            with transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute("SET LOCAL lock_timeout = '500ms'")
                work()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(patient).result()


def test_a_profile_under_change_can_be_pointed_at() -> None:
    world = build()
    profile = draft(world.ana)
    with transaction.atomic():
        _locked(profile, profile.version)
        _beside(
            lambda: FileOpening.objects.create(profile=profile, by=world.luc, purpose="contact", reason="By phone.")
        )
    assert FileOpening.objects.get().reason == "By phone."


def test_a_person_whose_file_is_being_stored_can_be_told_something() -> None:
    world = build()
    with transaction.atomic():
        store(world.imani, Kind.CV, BytesIO(PDF), name="cv.pdf", keep_until=timezone.localdate(), by=world.imani)
        _beside(lambda: Notice.objects.create(user=world.imani, kind="registry.intake.failed"))
    assert Notice.objects.count() == 1


def test_a_sheet_under_review_can_be_pointed_at_by_a_new_version() -> None:
    version = sheets.draft_sheet(philippine("ph-new"), by=build().imani)
    with transaction.atomic():
        sheets._locked(version)
        _beside(lambda: SheetVersion.objects.create(category=version.category, number=2, status="seed", document={}))
    assert SheetVersion.objects.count() == 2
