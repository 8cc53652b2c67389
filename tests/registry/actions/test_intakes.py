import io
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from alianza.audit.models import Entry
from alianza.consent.queries import holds
from alianza.documents.models import StoredFile
from alianza.messages.models import Notice
from alianza.registry import background, jobs
from alianza.registry.actions import intakes
from alianza.registry.models import Intake, Profile, SpokenLanguage
from alianza.registry.queries import matchable
from tests.registry.people import as_csv, draft, ministry, row
from tests.world import World


def bring(world: World, *rows: dict[str, str], name: str = "people.csv") -> Intake:
    intake = intakes.bring(ministry(world), io.BytesIO(as_csv(*rows)), name=name, language="en", by=world.imani)
    background.check_intake.call(str(intake.code))
    intake.refresh_from_db()
    return intake


def save(
    world: World, intake: Intake, *, duplicates: str = "leave_out", signed: tuple[str, ...] = ("matching",)
) -> Intake:
    intakes.decide(intake, duplicates=duplicates, signed=signed, by=world.imani)
    background.save_intake.call(str(intake.code), list(signed))
    intake.refresh_from_db()
    return intake


def test_a_good_file_is_checked_decided_upon_and_saved(world: World) -> None:
    intake = bring(world, row(1), row(2), row(3))
    assert (intake.state, intake.rows, intake.new, intake.known) == ("ready", 3, 3, 0)
    assert not Profile.objects.exists()
    save(world, intake)
    assert intake.state == "saved"
    assert Profile.objects.count() == 3
    first = Profile.objects.get(reference="A-1")
    assert (first.full_name, first.phone, first.birth_date) == ("Luz Cruz 1", "+63 999 0000001", "1994-05-31")
    assert (first.origin, first.status, first.registrar) == ("PHL", "registered", ministry(world))
    assert dict(first.languages.values_list("language", "level")) == {"en": 5}
    assert holds(first.person, "matching") and not holds(first.person, "named")
    assert matchable(timezone.localdate()).count() == 3
    assert not StoredFile.objects.exists()
    assert Notice.objects.filter(user=world.imani).count() == 2
    trail = str(list(Entry.objects.values_list("facts", flat=True)))
    assert "Luz" not in trail and "0000001" not in trail


def test_one_bad_row_keeps_the_whole_file_out(world: World) -> None:
    intake = bring(world, row(1), row(2, isco="9999"), row(3))
    assert (intake.state, intake.problems) == ("refused", 1)
    assert intake.report is not None
    with pytest.raises(intakes.NotWaiting):
        intakes.decide(intake, duplicates="add", signed=[], by=world.imani)
    assert not Profile.objects.exists()


def test_a_service_corrects_its_workers_by_bringing_them_again(world: World) -> None:
    save(world, bring(world, row(1), row(2)))
    before = Profile.objects.get(reference="A-1")
    intake = bring(world, row(1, years="9", cefr_de="B2", full_name="Luz Cruz Santos"), row(3))
    assert (intake.state, intake.new, intake.known, intake.duplicates) == ("ready", 1, 1, 0)
    save(world, intake)
    after = Profile.objects.get(reference="A-1")
    assert (after.pk, after.code, after.pseudonym) == (before.pk, before.code, before.pseudonym)
    assert (after.years, after.full_name, after.version) == (9, "Luz Cruz Santos", before.version + 1)
    assert dict(after.languages.values_list("language", "level")) == {"en": 5, "de": 4}
    assert Profile.objects.count() == 3


def test_people_who_are_there_already_are_shown_before_anything_is_saved(world: World) -> None:
    ana = draft(world.ana)
    intake = bring(
        world,
        row(1),
        row(2, passport="p0000001b"),
        row(3, passport="P1234567A"),
        row(4, phone="0063 912 3456789"),
        row(5, email=" ANA@example.org"),
        row(6, full_name="REYES, Ána", birth_date="1994-05-31"),
        row(7),
    )
    assert [tuple(each) for each in intake.findings] == [
        (3, "passport", "row 2"),
        (4, "passport", ana.pseudonym),
        (5, "phone", ana.pseudonym),
        (6, "email", ana.pseudonym),
        (7, "name", ana.pseudonym),
    ]
    assert intake.duplicates == 5


@pytest.mark.parametrize(("duplicates", "count"), [("leave_out", 2), ("add", 3)])
def test_duplicates_are_left_out_or_added_as_decided(world: World, duplicates: str, count: int) -> None:
    save(world, bring(world, row(1), row(2, passport="P0000001B"), row(3)), duplicates=duplicates)
    assert Profile.objects.count() == count


def test_a_profile_that_appears_between_check_and_decision_is_shown_anew(world: World) -> None:
    intake = bring(world, row(1, passport="P1234567A"), row(2))
    assert intake.duplicates == 0
    draft(world.ana)
    save(world, intake)
    assert (intake.state, intake.duplicates) == ("ready", 1)
    assert Profile.objects.filter(registrar__isnull=False).count() == 0
    save(world, intake)
    assert intake.state == "saved"
    assert Profile.objects.filter(registrar__isnull=False).count() == 1


def test_saving_twice_is_saving_once(world: World) -> None:
    intake = bring(world, row(1))
    save(world, intake)
    assert background.save_intake.call(str(intake.code), ["matching"]) == "saved"
    assert Profile.objects.count() == 1
    assert Entry.objects.filter(deed="registry.people.saved").count() == 1


def test_a_save_that_breaks_off_leaves_nothing_and_says_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    intake = bring(world, *[row(number) for number in range(1, 8)])
    monkeypatch.setattr(intakes, "BATCH", 3)
    write = SpokenLanguage.objects.bulk_create
    calls: list[int] = []

    def breaks(rows: Any, **options: Any) -> Any:
        calls.append(1)
        if len(calls) == 2:
            raise OSError("the disk is full")
        return write(rows, **options)

    monkeypatch.setattr(SpokenLanguage.objects, "bulk_create", breaks)
    intakes.decide(intake, duplicates="leave_out", signed=["matching"], by=world.imani)
    with pytest.raises(OSError):
        background.save_intake.call(str(intake.code), ["matching"])
    intake.refresh_from_db()
    assert intake.state == "failed"
    assert not Profile.objects.exists() and not SpokenLanguage.objects.exists()
    assert Notice.objects.filter(kind="registry.intake.failed").exists()


def test_nobody_brings_workers_in_anothers_name(world: World) -> None:
    for person in (world.ana, world.pilar, world.mara, world.otto):
        with pytest.raises(intakes.NotYours):
            intakes.bring(ministry(world), io.BytesIO(as_csv(row(1))), name="x.csv", language="en", by=person)
    with pytest.raises(intakes.NotYours):
        intakes.bring(world.finca_sol, io.BytesIO(as_csv(row(1))), name="x.csv", language="en", by=world.imani)


def test_a_service_registers_workers_of_its_own_country_alone(world: World) -> None:
    intake = bring(world, row(1, origin="COL"))
    assert intake.state == "refused"


def test_a_file_that_is_no_table_says_why(world: World) -> None:
    intake = intakes.bring(ministry(world), io.BytesIO(b"hello\n"), name="x.csv", language="en", by=world.imani)
    assert background.check_intake.call(str(intake.code)) == "registry.intake.empty"
    intake.refresh_from_db()
    assert intake.state == "refused"
    assert "has no rows of people" in intake.refused_because


def test_the_report_lists_every_bad_row_in_the_readers_language(world: World) -> None:
    from alianza.documents.queries import opened

    intake = bring(world, *[row(number, isco="=1+1", accepts="ZZZ") for number in range(1, 151)])
    assert intake.problems == 300
    assert intake.report is not None
    lines = opened(intake.report).read().decode("utf-8-sig").splitlines()
    assert len(lines) == 301
    assert lines[0] == "Row,Column,What is wrong,What to do"
    assert lines[1].startswith("2,isco,'=1+1 is not a unit group of ISCO-08.,")


def test_a_discarded_file_is_removed(world: World) -> None:
    intake = bring(world, row(1))
    intakes.discard(intake, by=world.imani)
    intake.refresh_from_db()
    assert (intake.state, intake.file) == ("discarded", None)
    assert not StoredFile.objects.exists()
    with pytest.raises(intakes.NotWaiting):
        intakes.discard(intake, by=world.imani)


def test_a_file_that_nobody_decides_upon_leaves_after_a_week(world: World) -> None:
    old, recent = bring(world, row(1)), bring(world, row(2))
    Intake.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=8))
    assert jobs.forget_undecided_files.call() == 1
    assert jobs.forget_undecided_files.call() == 0
    recent.refresh_from_db()
    assert recent.state == "ready"


def test_pseudonyms_of_one_file_differ(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from collections.abc import Iterator
    from uuid import UUID

    def crowded(code: UUID) -> Iterator[str]:
        yield "W-222222"
        yield f"W-{str(code)[:6].upper()}"

    monkeypatch.setattr(intakes, "pseudonyms", crowded)
    save(world, bring(world, row(1), row(2), row(3)))
    names = list(Profile.objects.values_list("pseudonym", flat=True))
    assert len(set(names)) == 3
    assert "W-222222" in names
