"""What keepers have to look at, the deed that says a sheet is still true, and the reminder that is never told twice."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alianza.accounts.models import User
from alianza.audit.actions import PLATFORM
from alianza.audit.models import Entry
from alianza.messages.models import Notice
from alianza.network.models import Mandate, Organisation, Subject
from alianza.regulations import desk, upkeep
from alianza.regulations.actions import looks as actions
from alianza.regulations.actions.sheets import digest_of, load_seed_sheets
from alianza.regulations.checks import problems
from alianza.regulations.guards import GUARDS
from alianza.regulations.jobs import DAILY, remind_all
from alianza.regulations.models import KeeperReminder, Look, PermitCategory, SheetVersion, Status
from tests.regulations.routes import report_on, version

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def published(world, name="ph-kept", days_ago=500) -> SheetVersion:
    return version(
        world,
        name,
        Status.PUBLISHED,
        submitted_by=world.imani,
        confirmed_by=world.luc,
        confirmed_at=timezone.now() - timedelta(days=days_ago),
    )


def mark_of(name):
    return upkeep.marks(upkeep.sheets_in_force(), TODAY)[name]


def kinds(name):
    return {each.kind.value for each in mark_of(name).findings}


# the look -------------------------------------------------------------------------------------------------------------
def test_publishing_is_a_look_and_after_a_year_the_review_is_due(world):
    published(world, "ph-new", days_ago=10)
    published(world, "ph-old", days_ago=500)
    assert mark_of("ph-new").checked_on == TODAY - timedelta(days=10)
    assert "review_due" not in kinds("ph-new")
    assert "review_due" in kinds("ph-old")


def test_a_look_renews_the_review_and_leaves_the_document_alone(world):
    held = published(world)
    digest = held.digest
    actions.look_at_sheet(held, looked_on=TODAY, sources=["s1", "s1"], by=world.imani)
    mark = mark_of("ph-kept")
    assert mark.checked_on == TODAY
    assert "review_due" not in kinds("ph-kept")
    held.refresh_from_db()
    assert (held.digest, held.status) == (digest, Status.PUBLISHED)
    entry = Entry.objects.get(deed="regulations.sheet.looked_at")
    assert entry.facts == {"sheet": "ph-kept", "number": 1, "day": TODAY.isoformat(), "sources": ["s1"]}
    assert list(problems()) == []


def test_what_is_no_look_is_refused(world):
    held = published(world, days_ago=5)
    seed = version(world, "ph-seed", Status.SEED)
    look = {"looked_on": TODAY, "sources": ["s1"], "by": world.imani}
    with pytest.raises(actions.NotPublished):
        actions.look_at_sheet(seed, **look)
    with pytest.raises(actions.NothingRead):
        actions.look_at_sheet(held, **{**look, "sources": []})
    with pytest.raises(actions.NotASource):
        actions.look_at_sheet(held, **{**look, "sources": ["s1", "s99"]})
    with pytest.raises(actions.DayToCome):
        actions.look_at_sheet(held, **{**look, "looked_on": TODAY + timedelta(days=1)})
    with pytest.raises(actions.BeforePublication):
        actions.look_at_sheet(held, **{**look, "looked_on": TODAY - timedelta(days=9)})
    for person in (world.luc, world.ana, world.mara, world.ada):
        with pytest.raises(actions.NotTheirSheet):
            actions.look_at_sheet(held, **{**look, "by": person})
    assert not Look.objects.exists()
    actions.look_at_sheet(held, **look)
    with pytest.raises(actions.LookedAlready):
        actions.look_at_sheet(held, **look)


def test_who_looked_at_a_version_that_was_replaced_meanwhile_is_told_so(world):
    held = published(world)
    SheetVersion.objects.filter(pk=held.pk).update(status=Status.SUPERSEDED)
    published(world, days_ago=0)
    with pytest.raises(actions.NotPublished):
        actions.look_at_sheet(held, looked_on=TODAY, sources=["s1"], by=world.imani)


def test_a_look_is_never_changed_or_removed(world):
    held = published(world)
    look = actions.look_at_sheet(held, looked_on=TODAY, sources=["s1"], by=world.imani)
    assert GUARDS.missing_from(connection) == []
    for change in (
        lambda: Look.objects.filter(pk=look.pk).update(sources_read=9),
        lambda: Look.objects.filter(pk=look.pk).delete(),
    ):
        with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic():
            change()


@pytest.mark.parametrize(
    "wrong", [{"sources_read": 0}, {"entered_on": TODAY - timedelta(days=1)}], ids=["nothing_read", "to_come"]
)
def test_the_database_refuses_what_is_no_look(world, wrong):
    row = {"version": published(world), "by": world.imani, "looked_on": TODAY, "sources": ["s1"], "sources_read": 1}
    with pytest.raises(IntegrityError), transaction.atomic():
        Look.objects.create(**{**row, "entered_on": TODAY, **wrong})


# the queue ------------------------------------------------------------------------------------------------------------
def test_a_focal_point_sees_their_country_and_an_officer_all_most_urgent_first(world):
    load_seed_sheets(by=PLATFORM)
    published(world)
    mine = upkeep.queue_of(world.imani, TODAY)
    assert {mark.sheet.jurisdiction for mark in mine} == {"PH"}
    everything = upkeep.queue_of(world.luc, TODAY)
    assert len(everything) == 27
    assert [mark.order for mark in everything] == sorted((mark.order for mark in everything), reverse=True)
    held = SheetVersion.objects.get(category__name="za-general-work")
    late = report_on(held)
    type(late).objects.filter(pk=late.pk).update(received_at=timezone.now() - timedelta(days=30))
    assert upkeep.queue_of(world.luc, TODAY)[0].sheet.id == "za-general-work", "an answer is overdue"


def test_the_page_of_the_queue_says_what_and_leads_to_the_deed(world):
    load_seed_sheets(by=PLATFORM)
    held = published(world)
    report_on(held)
    page = world.signed_in(world.imani).get(reverse("regulations:queue")).content.decode()
    assert "was to be looked at again by" in page
    assert reverse("regulations:look-enter", kwargs={"sheet": "ph-kept"}) in page
    assert reverse("regulations:look-enter", kwargs={"sheet": "ph-exit-clearance"}) not in page, "a seed"
    assert "?from=ph-exit-clearance" in page
    assert ", version 1</span>" in page
    assert "elements.permit.say[0]" not in page, "a line is told by its words"
    assert "ph-exit-clearance</span>" not in page, "a sheet is called by its name"
    assert "es-gecco-circular" not in page
    luc = world.signed_in(world.luc)
    of_spain = luc.get(reverse("regulations:queue"), {"place": "ES"}).content.decode()
    assert "no figure is known for 2025" in of_spain
    assert "ph-kept" not in of_spain
    assert "Its focal point writes new versions." in of_spain
    assert luc.get(reverse("regulations:queue"), {"place": "nowhere"}).status_code == 200


def test_the_form_of_a_look(world):
    held = published(world)
    client = world.signed_in(world.imani)
    address = reverse("regulations:look-enter", kwargs={"sheet": "ph-kept"})
    sent = {"version": str(held.code), "looked_on": TODAY.isoformat(), "sources": ["s1", "s2"]}
    for wrong, says in (
        ({"sources": []}, "Tick the sources"),
        ({"sources": ["s77"]}, "not one of the available choices"),
        ({"looked_on": "2999-01-01"}, "still to come"),
        ({"looked_on": "soon"}, "valid date"),
    ):
        response = client.post(address, {**sent, **wrong})
        assert response.status_code == 400
        assert says in response.content.decode()
    assert client.post(address, {**sent, "version": "x"}).status_code == 400
    assert client.post(address, sent).status_code == 302
    assert "s1, s2" in client.get(address).content.decode()
    assert world.signed_in(world.luc).get(address).status_code == 404


def test_the_sheet_says_to_everybody_when_it_was_checked_and_what_is_stale(world):
    load_seed_sheets(by=PLATFORM)
    page = Client().get(reverse("regulations:sheet-show", kwargs={"sheet": "es-gecco-circular"})).content.decode()
    assert "Unconfirmed: no focal point has checked it." in page
    assert "see why" in page
    assert "Fewest posts in an offer: no figure is known for 2025." in page
    actions.look_at_sheet(published(world), looked_on=TODAY, sources=["s1"], by=world.imani)
    page = Client().get(reverse("regulations:sheet-show", kwargs={"sheet": "ph-kept"})).content.decode()
    assert "Checked on" in page
    assert "To be looked at again by" in page
    sheet = Client().get("/api/v1/regulations/sheets/ph-kept").json()
    assert sheet["checked_on"] == TODAY.isoformat()
    assert sheet["stale_points"] == len(sheet["stale"]) > 0
    assert {"kind", "where", "weight", "says"} == set(sheet["stale"][0])
    result = Client().get(reverse("regulations:pathways-result")).content.decode()
    assert "see why" in result


def test_the_home_page_of_a_focal_point_says_what_waits(world):
    report_on(published(world))
    sentences = [item["sentence"] for item in desk.items(world.imani)]
    assert "1 sheet of your country asks to be looked at." in sentences
    assert "1 error reported in a sheet waits for an answer." in sentences


# the reminder ---------------------------------------------------------------------------------------------------------
def told():
    return list(Notice.objects.filter(kind="regulations.sheet.due").values_list("user", "facts"))


def test_a_focal_point_is_reminded_once_a_month_and_a_missed_run_loses_nothing(world):
    published(world)
    assert actions.remind_keepers(date(TODAY.year, TODAY.month, 5)) == 1, "nobody ran the job on the first"
    assert actions.remind_keepers(date(TODAY.year, TODAY.month, 6)) == 0
    assert actions.remind_keepers(date(TODAY.year, TODAY.month, 28)) == 0
    assert told() == [(world.imani.pk, {"sheets": ["ph-kept"]})]
    following = (TODAY.replace(day=1) + timedelta(days=40)).replace(day=1)
    assert actions.remind_keepers(following) == 1
    assert remind_all in DAILY


def test_nobody_is_reminded_of_what_is_not_due_or_not_theirs(world):
    version(world, "ph-seed", Status.SEED)
    SheetVersion.objects.update(document={**SheetVersion.objects.get().document, "as_of": TODAY.year, "parameters": {}})
    other = User.objects.create_user("elsewhere@example.org")
    Mandate.objects.create(
        user=other,
        organisation=Organisation.objects.get(name="Ministry of Labour"),
        country="IDN",
        subject=Subject.REGULATIONS,
        begins_on=TODAY,
        ends_on=TODAY + timedelta(days=90),
    )
    published(world)
    actions.remind_keepers(TODAY)
    assert {user for user, _facts in told()} == {world.imani.pk}


REGION = {"jurisdiction": {"kind": "region", "code": "EU", "name": "A region"}}


def regional(world, name="eu-kept") -> SheetVersion:
    """A published sheet of a region on which something came due: a year passed since anybody looked."""
    held = published(world, name)
    document = {**held.document, **REGION}
    SheetVersion.objects.filter(pk=held.pk).update(document=document, digest=digest_of(document))
    PermitCategory.objects.filter(pk=held.category_id).update(jurisdiction="EU")
    return held


def test_officers_are_reminded_of_the_sheets_of_regions_once_a_month_and_a_missed_run_loses_nothing(world):
    regional(world)
    officers = {world.luc.pk, world.lena.pk, world.sami.pk}
    first = date(TODAY.year, TODAY.month, 9)
    assert actions.remind_keepers(first) == len(officers), "nobody ran the job before the ninth"
    assert actions.remind_keepers(first) == 0
    assert actions.remind_keepers(first + timedelta(days=10)) == 0
    assert sorted(user for user, _facts in told()) == sorted(officers)
    assert all(facts == {"sheets": ["eu-kept"]} for _user, facts in told())
    following = (TODAY.replace(day=1) + timedelta(days=40)).replace(day=1)
    assert actions.remind_keepers(following) == len(officers)


def test_each_keeper_is_told_of_their_own_alone(world):
    regional(world)
    published(world, "ph-due")
    assert actions.remind_keepers(TODAY) == 4
    by_user = dict(told())
    assert by_user.pop(world.imani.pk) == {"sheets": ["ph-due"]}
    assert list(by_user.values()) == [{"sheets": ["eu-kept"]}] * 3, "a country's sheet is its focal point's"


def test_an_officer_is_not_reminded_of_a_region_on_which_nothing_came_due(world):
    fresh = regional(world)
    SheetVersion.objects.filter(pk=fresh.pk).update(confirmed_at=timezone.now())
    assert "review_due" not in kinds("eu-kept")
    SheetVersion.objects.filter(pk=fresh.pk).update(document={**fresh.document, **REGION, "parameters": {}})
    assert not mark_of("eu-kept").asks_for_somebody
    assert actions.remind_keepers(TODAY) == 0


def test_who_is_an_officer_no_more_is_not_told(world):
    regional(world)
    world.luc.memberships.update(begins_on=TODAY - timedelta(days=9), ends_on=TODAY - timedelta(days=1))
    actions.remind_keepers(TODAY)
    assert world.luc.pk not in dict(told())


def test_the_home_page_of_an_officer_says_what_a_region_asks(world):
    regional(world)
    sentences = [item["sentence"] for item in desk.items(world.luc)]
    assert "1 sheet of a region asks to be looked at." in sentences
    assert not any("region" in item["sentence"] for item in desk.items(world.imani))


def test_a_reminder_and_its_memory_are_one(world, monkeypatch):
    published(world)

    def broken(*_args):
        raise RuntimeError("lost power")

    with monkeypatch.context() as lost, pytest.raises(RuntimeError):
        lost.setattr("alianza.regulations.notices.sheets_due", broken)
        actions.remind_keepers(TODAY)
    assert not KeeperReminder.objects.exists()
    assert actions.remind_keepers(TODAY) == 1


def test_one_month_has_one_reminder_even_behind_the_platform(world):
    row = {"user": world.imani, "month": date(2026, 11, 1)}
    KeeperReminder.objects.create(**row, sheets=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        KeeperReminder.objects.create(**row, sheets=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        KeeperReminder.objects.create(user=world.luc, month=date(2026, 11, 1), sheets=0)
