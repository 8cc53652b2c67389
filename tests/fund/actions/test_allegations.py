import pytest
from django.db import connection

from alianza.audit.actions import PLATFORM
from alianza.audit.models import Entry
from alianza.fund.actions import allegations
from alianza.fund.models import Allegation, AllegationOpening
from alianza.fund.policy.allegations import readable_by
from alianza.fund.queries.allegations import counts
from alianza.messages.models import Notice
from alianza.network.models import Membership, RoleCode
from alianza.vocabulary.lifecycle import NotYet
from tests.fund import programmes_cast as cast
from tests.world import World

pytestmark = pytest.mark.django_db
WHY = "Assessing it for the first time."


@pytest.fixture
def told(world: World) -> Allegation:
    """About Puente's programme; Lena the officer works for Puente too."""
    programme = cast.running(world).programme
    Membership.objects.create(user=world.lena, organisation=world.puente, role=RoleCode.EMPLOYER, begins_on=cast.DAY)
    return allegations.submit(
        kind="abuse", text="Trainees are beaten.", contact="maria@example.org", programme=programme
    )


def test_text_and_contact_are_sealed_and_nothing_says_who_told(told: Allegation) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT text, contact, outcome FROM fund_allegation")
        row = " ".join(cursor.fetchone())
    assert "beaten" not in row
    assert "maria" not in row
    entry = Entry.objects.get(deed="fund.allegation.received")
    assert (entry.actor, entry.facts) == (PLATFORM.code, {"kind": "abuse"})


def test_readers_are_auditors_and_officers_without_interest(told: Allegation, world: World) -> None:
    may = {name for name in ("luc", "lena", "sami", "otto", "paz", "ada", "dina", "imani", "mara", "rhea", "maya")
           if readable_by(getattr(world, name)).exists()}  # fmt: skip
    assert may == {"luc", "sami", "otto"}
    told_of = Notice.objects.filter(kind="fund.allegation.received").values_list("user__email", flat=True)
    assert {each.partition("@")[0] for each in told_of} == may
    for other in (world.lena, world.paz, world.ada):
        with pytest.raises(allegations.MayNotRead):
            allegations.open_allegation(told, reason=WHY, by=other)
        with pytest.raises(allegations.MayNotRead):
            allegations.move_allegation(told, "assess", outcome="Nothing.", by=other)


def test_each_opening_is_kept_with_its_reason(told: Allegation, world: World) -> None:
    with pytest.raises(allegations.ReasonMissing):
        allegations.open_allegation(told, reason="because", by=world.otto)
    opened = allegations.open_allegation(told, reason=WHY, by=world.otto)
    assert (opened.text, opened.contact) == ("Trainees are beaten.", "maria@example.org")
    assert "beaten" not in repr(opened)
    kept = AllegationOpening.objects.get()
    assert (kept.by, kept.role, kept.reason) == (world.otto, "auditor", WHY)
    assert WHY not in str(Entry.objects.get(deed="fund.allegation.opened").facts)


def test_it_is_concluded_step_by_step_with_reasons_and_the_public_learns_how_many(
    told: Allegation, world: World
) -> None:
    with pytest.raises(NotYet, match="is possible from"):
        allegations.move_allegation(told, "uphold", outcome="True.", by=world.otto)
    for move in ("assess", "investigate", "uphold"):
        with pytest.raises(NotYet, match="needs a reason"):
            allegations.move_allegation(told, move, outcome=" ", by=world.luc)
        allegations.move_allegation(told, move, outcome=f"Found at {move}.", by=world.luc)
    allegations.submit(kind="fraud", text="Money.")
    told.refresh_from_db()
    assert told.outcome == "Found at assess.\n\nFound at investigate.\n\nFound at uphold."
    year = told.received_at.year
    assert counts() == [(year, "founded", 1), (year, "received", 1)]


def test_ten_are_told_and_none_is_lost(world: World) -> None:
    """Auditors once asked ten officers: some had reported allegations, headquarters knew of one."""
    programme = cast.running(world).programme
    for number in range(10):
        allegations.submit(kind="rights", text=f"Case {number}", programme=programme)
    assert readable_by(world.otto).count() == 10
    assert sum(count for _year, _state, count in counts()) == 10
