"""From a draft to the sheet in force: who may do what, and what is refused."""

import copy
import threading
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from types import SimpleNamespace
from unittest.mock import Mock

import pytest
from django.db import IntegrityError, connection, transaction

from alianza.accounts.models import User
from alianza.audit.actions import PLATFORM
from alianza.audit.models import Entry
from alianza.messages.kinds import kind
from alianza.messages.models import Notice
from alianza.network.models import Mandate, Organisation, Subject
from alianza.regulations import queries
from alianza.regulations.actions import sheets as actions
from alianza.regulations.checks import problems
from alianza.regulations.models import PermitCategory, SheetVersion, Status
from alianza.regulations.sheets import seed_documents
from alianza.vocabulary.refusal import Stale
from tests.regulations.routes import philippine, version

pytestmark = pytest.mark.django_db


def deeds():
    return list(Entry.objects.filter(deed__startswith="regulations.").values_list("deed", flat=True))


def test_seeds_load_once_and_again_only_when_they_changed(monkeypatch):
    assert actions.load_seed_sheets(by=PLATFORM) == 26
    assert actions.load_seed_sheets(by=PLATFORM) == 0
    assert {sheet.status for sheet in queries.sheets_in_force()} == {"seed"}
    changed = dict(seed_documents())
    changed["nz-rse"] = {**changed["nz-rse"], "as_of": 2025}
    monkeypatch.setattr(actions, "seed_documents", lambda: changed)
    assert actions.load_seed_sheets(by=PLATFORM) == 1
    versions = SheetVersion.objects.filter(category__name="nz-rse").values_list("number", "status")
    assert list(versions) == [(2, "seed"), (1, "superseded")]
    assert queries.sheet_in_force("nz-rse").as_of == 2025
    assert list(problems()) == []
    assert deeds().count("regulations.sheet.loaded") == 27


def test_a_packaged_sheet_with_a_failing_case_is_not_loaded(monkeypatch):
    broken = copy.deepcopy(dict(seed_documents()))
    broken["nz-rse"]["cases"][0]["expect"] = "not_eligible"
    monkeypatch.setattr(actions, "seed_documents", lambda: broken)
    with pytest.raises(actions.SheetHasProblems, match="Vanuatu picker"):
        actions.load_seed_sheets(by=PLATFORM)
    assert not SheetVersion.objects.exists(), "nothing half-loaded"


def test_a_sheet_goes_from_draft_to_force_through_two_people(world):
    draft = actions.draft_sheet(philippine("ph-new"), by=world.imani)
    assert queries.sheet_in_force("ph-new") is None
    actions.submit_sheet(draft, by=world.imani)
    actions.take_up_sheet(draft, by=world.luc)
    published = actions.publish_sheet(draft, by=world.luc)
    assert (published.status, published.confirmed_by, published.number) == (Status.PUBLISHED, world.luc, 1)
    sheet = queries.sheet_in_force("ph-new")
    assert sheet.is_confirmed
    assert sheet.status == "published"
    assert [deed.split(".")[-1] for deed in deeds()] == ["drafted", "submitted", "taken_up", "published"]


def test_a_new_version_takes_the_place_of_the_seed_and_of_the_one_before(world):
    actions.load_seed_sheets(by=PLATFORM)
    for number in (2, 3):
        document = {**philippine("ph-exit-clearance"), "as_of": 2024 + number}
        draft = actions.draft_sheet(document, by=world.imani)
        assert draft.number == number
        actions.submit_sheet(draft, by=world.imani)
        actions.publish_sheet(draft, by=world.luc)
        assert queries.sheet_in_force("ph-exit-clearance").as_of == 2024 + number
    states = SheetVersion.objects.filter(category__name="ph-exit-clearance").values_list("status", flat=True)
    assert list(states) == ["published", "superseded", "superseded"]
    assert actions.load_seed_sheets(by=PLATFORM) == 1, "the packaged text is kept as a seed beside it"
    assert queries.sheet_in_force("ph-exit-clearance").is_confirmed, "but what was confirmed stays in force"


def test_those_who_can_check_a_submitted_sheet_are_told_and_nobody_else(world):
    second = User.objects.create_user("second@example.org")
    for country, user in (("PHL", second), ("IDN", world.mara)):
        Mandate.objects.create(
            user=user,
            organisation=Organisation.objects.get(name="Ministry of Labour"),
            country=country,
            subject=Subject.REGULATIONS,
            begins_on=date.today(),
            ends_on=date.today() + timedelta(days=90),
        )
    draft = actions.draft_sheet(philippine("ph-new"), by=world.imani)
    actions.submit_sheet(draft, by=world.imani)
    told = Notice.objects.filter(kind="regulations.sheet.submitted")
    assert {notice.user for notice in told} == {world.luc, world.lena, world.sami, second}
    assert all(notice.url == f"/regulations/versions/{draft.code}/" for notice in told)
    assert "ph-new 1 was submitted" in str(kind("regulations.sheet.submitted").sentence % told[0].facts)
    assert world.signed_in(world.luc).get(told[0].url).status_code == 200
    region = actions.draft_sheet(copy.deepcopy(dict(seed_documents()["mercosur-residence"])), by=world.luc)
    actions.submit_sheet(region, by=world.luc)
    told_of_region = told.filter(facts__sheet=str(region))
    assert {notice.user for notice in told_of_region} == {world.lena, world.sami}, "nobody checks what they submitted"


def test_problems_in_a_refusal_are_said_in_the_language_of_the_reader(world, monkeypatch):
    document = philippine("ph-new")
    document["cases"][0]["expect"] = "not_eligible"
    draft = actions.draft_sheet(document, by=world.imani)
    monkeypatch.setattr("alianza.regulations.worded.gettext", lambda message: message.replace("the case", "le cas"))
    with pytest.raises(actions.SheetHasProblems, match="le cas expects not_eligible"):
        actions.submit_sheet(draft, by=world.imani)
    page = world.signed_in(world.imani).get(f"/regulations/versions/{draft.code}/").content.decode()
    assert "le cas expects not_eligible" in page


def test_a_sheet_whose_cases_fail_cannot_be_submitted_or_published(world):
    document = philippine("ph-new")
    document["cases"][0]["expect"] = "not_eligible"
    draft = actions.draft_sheet(document, by=world.imani)
    with pytest.raises(actions.SheetHasProblems, match="Agency hire"):
        actions.submit_sheet(draft, by=world.imani)
    submitted = version(world, "ph-other", Status.SUBMITTED, submitted_by=world.imani)
    SheetVersion.objects.filter(pk=submitted.pk).update(document={**document, "id": "ph-other"})
    with pytest.raises(actions.SheetHasProblems):
        actions.publish_sheet(submitted, by=world.luc)
    submitted.refresh_from_db()
    assert submitted.status == Status.SUBMITTED


def test_nobody_confirms_what_they_submitted(world):
    draft = actions.draft_sheet(philippine("ph-new"), by=world.imani)
    actions.submit_sheet(draft, by=world.imani)
    with pytest.raises(actions.NotTheirStep):
        actions.publish_sheet(draft, by=world.imani)
    with pytest.raises(IntegrityError, match=r"nobody_confirms_a_sheet_they_submitted|CHECK"), transaction.atomic():
        SheetVersion.objects.filter(pk=draft.pk).update(
            status="published", confirmed_by=world.imani, confirmed_at="2026-01-01T00:00Z"
        )


def test_strangers_and_workers_write_nothing(world):
    draft = actions.draft_sheet(philippine("ph-new"), by=world.imani)
    for person in (world.ana, world.mara, world.pilar, world.otto, world.dina, world.ada):
        with pytest.raises(actions.AnotherJurisdiction):
            actions.draft_sheet(philippine("ph-more"), by=person)
        with pytest.raises(actions.NotTheirStep):
            actions.submit_sheet(draft, by=person)
        with pytest.raises(actions.NotTheirStep):
            actions.change_draft(draft, philippine("ph-new"), edits=0, by=person)


def test_a_focal_point_keeps_the_sheets_of_their_country_alone(world):
    with pytest.raises(actions.AnotherJurisdiction):
        actions.draft_sheet(copy.deepcopy(dict(seed_documents()["de-eu-blue-card"])), by=world.imani)
    with pytest.raises(actions.AnotherJurisdiction):
        actions.draft_sheet(philippine("ph-new"), by=world.luc)
    region = copy.deepcopy(dict(seed_documents()["mercosur-residence"]))
    assert actions.draft_sheet(region, by=world.luc).status == Status.DRAFT


def test_an_id_that_belongs_to_another_sheet_is_refused(world):
    actions.load_seed_sheets(by=PLATFORM)
    taken = {**philippine("ph-new"), "id": "de-eu-blue-card"}
    with pytest.raises(actions.AnotherCategory):
        actions.draft_sheet(taken, by=world.imani)


def test_two_versions_are_not_worked_on_at_once(world):
    actions.draft_sheet(philippine("ph-new"), by=world.imani)
    with pytest.raises(actions.NotTheirStep):
        actions.draft_sheet(philippine("ph-new"), by=world.imani)


def test_a_draft_changed_meanwhile_is_not_overwritten(world):
    draft = actions.draft_sheet(philippine("ph-new"), by=world.imani)
    actions.change_draft(draft, {**philippine("ph-new"), "as_of": 2025}, edits=0, by=world.imani)
    with pytest.raises(Stale):
        actions.change_draft(draft, philippine("ph-new"), edits=0, by=world.imani)
    draft.refresh_from_db()
    assert (draft.edits, draft.document["as_of"]) == (1, 2025)
    with pytest.raises(actions.AnotherCategory):
        actions.change_draft(draft, philippine("ph-else"), edits=1, by=world.imani)


@pytest.mark.parametrize(
    "document",
    [
        None,
        [],
        "text",
        {},
        {"id": "x"},
        {"id": 3, "jurisdiction": {"code": "PH"}, "side": "origin"},
        {"id": "x" * 81, "jurisdiction": {"code": "PH"}, "side": "origin"},
        {"id": "x", "jurisdiction": "PH", "side": "origin"},
        {"id": "x", "jurisdiction": {"code": "PH"}, "side": "inside"},
        {"id": "x", "jurisdiction": {"code": ["PH"]}, "side": "origin"},
    ],
)
def test_what_is_no_sheet_is_not_kept(world, document):
    with pytest.raises(actions.NotASheet):
        actions.draft_sheet(document, by=world.imani)
    assert not PermitCategory.objects.exists()


def test_a_draft_with_problems_is_kept_and_its_dates_wait(world):
    document = {**philippine("ph-new"), "effective_from": "2026-05-01", "effective_to": "2026-01-01", "as_of": "?"}
    draft = actions.draft_sheet(document, by=world.imani)
    assert draft.effective_from is None
    with pytest.raises(actions.SheetHasProblems):
        actions.submit_sheet(draft, by=world.imani)


def test_a_version_goes_back_and_out_of_force_with_a_reason(world):
    draft = actions.draft_sheet(philippine("ph-new"), by=world.imani)
    actions.submit_sheet(draft, by=world.imani)
    actions.return_sheet(draft, reason="Fees are missing", by=world.luc)
    draft.refresh_from_db()
    assert (draft.status, draft.submitted_by) == (Status.DRAFT, None)
    actions.submit_sheet(draft, by=world.imani)
    actions.publish_sheet(draft, by=world.luc)
    actions.withdraw_sheet(draft, reason="Repealed", by=world.imani)
    assert queries.sheet_in_force("ph-new") is None
    with pytest.raises(actions.NotTheirStep):
        actions.withdraw_sheet(draft, reason="again", by=world.imani)


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": "published", "confirmed_at": None},
        {"status": "holy"},
        {"number": 0},
        {"effective_from": "2026-02-01", "effective_to": "2026-01-01"},
    ],
)
def test_the_database_holds_what_must_never_be_false(world, wrong):
    held = version(world, "ph-new", Status.DRAFT)
    with pytest.raises(IntegrityError), transaction.atomic():
        SheetVersion.objects.filter(pk=held.pk).update(**wrong)


@pytest.mark.parametrize("status", [Status.PUBLISHED, Status.SUPERSEDED, Status.WITHDRAWN])
def test_no_version_that_was_published_lacks_its_first_day_whoever_writes(world, status):
    confirmed = {"confirmed_by": world.luc, "confirmed_at": "2026-01-01T00:00Z"}
    held = version(world, "ph-new", status, **confirmed)
    with pytest.raises(IntegrityError, match="a_sheet_is_published_with_its_first_day"), transaction.atomic():
        SheetVersion.objects.filter(pk=held.pk).update(effective_from=None)
    with connection.cursor() as cursor, pytest.raises(IntegrityError), transaction.atomic():
        cursor.execute("UPDATE regulations_sheetversion SET effective_from = NULL WHERE id = %s", [held.pk])
    with pytest.raises(IntegrityError, match="a_sheet_is_published_with_its_first_day"), transaction.atomic():
        version(world, "ph-newer", status, effective_from=None, **confirmed)
    version(world, "ph-draft", Status.DRAFT, effective_from=None)


def test_a_version_published_without_a_first_day_before_is_given_one():
    migration = import_module("alianza.regulations.migrations.0003_published_with_a_first_day")
    held = [
        SimpleNamespace(pk=1, document={"effective_from": "2025-02-01"}, effective_to=None),
        SimpleNamespace(pk=2, document={"effective_from": None}, effective_to=None),
        SimpleNamespace(pk=3, document={"effective_from": "soon"}, effective_to=date(2025, 1, 1)),
    ]
    said = {}
    versions = Mock()
    versions.filter.side_effect = lambda pk=None, **_which: (
        held if pk is None else Mock(update=lambda effective_from: said.update({pk: effective_from}))
    )
    for each in held:
        each.confirmed_at = datetime(2026, 1, 3, 12, tzinfo=UTC)
    migration.say_first_days(Mock(get_model=lambda *_name: Mock(objects=versions)), None)
    assert said == {1: date(2025, 2, 1), 2: date(2026, 1, 3), 3: date(2025, 1, 1)}


def test_one_version_is_published_at_a_time(world):
    version(world, "ph-new", Status.PUBLISHED, confirmed_by=world.luc, confirmed_at="2026-01-01T00:00Z")
    with pytest.raises(IntegrityError), transaction.atomic():
        version(world, "ph-new", Status.PUBLISHED, confirmed_by=world.luc, confirmed_at="2026-01-01T00:00Z")


def test_the_check_finds_a_document_that_was_changed_behind_the_platform(world):
    held = version(world, "ph-new", Status.PUBLISHED, confirmed_by=world.luc, confirmed_at="2026-01-01T00:00Z")
    assert list(problems()) == []
    SheetVersion.objects.filter(pk=held.pk).update(document={**held.document, "as_of": "x"})
    said = list(problems())
    assert any("digest differs" in sentence for sentence in said)
    assert any("as_of" in sentence for sentence in said)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_publish_at_once_one_wins(world):
    held = version(world, "ph-new", Status.SUBMITTED, submitted_by=world.imani)
    answers = []
    start = threading.Barrier(2)

    def publish():
        try:
            start.wait()
            actions.publish_sheet(SheetVersion.objects.get(pk=held.pk), by=world.luc)
            answers.append("published")
        except actions.NotTheirStep:
            answers.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=publish) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["published", "refused"]


def test_reading_the_law_in_force_costs_one_light_query(world, django_assert_num_queries):
    from datetime import date

    actions.load_seed_sheets(by=PLATFORM)
    law = queries.law_in_force(date(2026, 4, 1))
    with django_assert_num_queries(1):
        assert queries.law_in_force(date(2026, 4, 1)) is law
    assert len(law.sheets) == 25


def test_a_sheet_is_published_with_its_first_day_and_what_it_replaces_keeps_its_own(world):
    actions.load_seed_sheets(by=PLATFORM)
    seed = SheetVersion.objects.get(category__name="ph-exit-clearance")
    document = {**philippine("ph-exit-clearance"), "effective_from": None}
    draft = actions.draft_sheet(document, by=world.imani)
    actions.submit_sheet(draft, by=world.imani)
    with pytest.raises(actions.NeedsAFirstDay):
        actions.publish_sheet(draft, by=world.luc)
    published = actions.publish_sheet(draft, by=world.luc, effective_from=date(2026, 3, 1))
    assert published.effective_from == date(2026, 3, 1)
    assert published.document["effective_from"] is None, "what was submitted is not written anew"
    assert published.written()["effective_from"] == "2026-03-01"
    assert queries.sheet_in_force("ph-exit-clearance").effective_from == date(2026, 3, 1)
    first = seed.effective_from
    seed.refresh_from_db()
    assert (seed.status, seed.effective_from) == (Status.SUPERSEDED, first)


def test_a_sheet_cannot_end_before_it_begins(world):
    document = {**philippine("ph-new"), "effective_from": None, "effective_to": "2026-01-31"}
    draft = actions.draft_sheet(document, by=world.imani)
    actions.submit_sheet(draft, by=world.imani)
    with pytest.raises(actions.EndsBeforeItBegins):
        actions.publish_sheet(draft, by=world.luc, effective_from=date(2026, 3, 1))


def test_a_sheet_without_cases_is_not_submitted(world):
    document = {**philippine("ph-new"), "cases": []}
    draft = actions.draft_sheet(document, by=world.imani)
    with pytest.raises(actions.SheetHasProblems, match="no worked case expects somebody to be eligible"):
        actions.submit_sheet(draft, by=world.imani)
