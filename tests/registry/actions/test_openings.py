from uuid import uuid4

import pytest

from alianza.audit.models import Entry
from alianza.messages.models import Notice
from alianza.registry import actions
from alianza.registry.actions.openings import MayNotOpen, NotAgreedToBeNamed, ReasonMissing
from alianza.registry.models import FileOpening, Purpose
from tests.registry.people import agree, draft, registered
from tests.world import World

REASON = "To check the certificate of the school."


def test_an_opening_shows_the_sealed_part_and_is_seen_by_the_worker(world: World) -> None:
    held = registered(world.ana)
    opened = actions.open_file(held, by=world.luc, reason=REASON, purpose=Purpose.CORRECTION)
    assert (opened.full_name, opened.phone, opened.passport) == ("Ana Reyes", "+63 912 345 6789", "P1234567A")
    assert "Reyes" not in repr(opened)
    (opening,) = FileOpening.objects.all()
    assert (opening.role, str(opening.organisation), opening.purpose) == ("officer", "Secretariat", "correction")
    assert opening.reason == REASON
    assert Notice.objects.get(user=world.ana).facts == {"who": "Secretariat", "purpose": "correction"}
    facts = Entry.objects.get(deed="registry.file.opened").facts
    assert facts["purpose"] == "correction" and REASON not in str(facts)


def test_the_focal_point_of_the_origin_opens_files_of_its_workers(world: World) -> None:
    opened = actions.open_file(registered(world.ana), by=world.imani, reason=REASON)
    assert (opened.opening.role, str(opened.opening.organisation)) == ("focal_point", "Ministry of Labour")


def test_a_focal_point_of_elsewhere_does_not(world: World) -> None:
    with pytest.raises(MayNotOpen):
        actions.open_file(registered(world.ana, origin="COL"), by=world.imani, reason=REASON)


@pytest.mark.parametrize("person", ["pilar", "mara", "otto", "dina", "ada", "ana"])
def test_nobody_else_opens_a_file(world: World, person: str) -> None:
    held = registered(world.ana)
    with pytest.raises(MayNotOpen):
        actions.open_file(held, by=getattr(world, person), reason=REASON)
    assert not FileOpening.objects.exists()


def test_a_draft_is_open_to_nobody(world: World) -> None:
    with pytest.raises(MayNotOpen):
        actions.open_file(draft(world.ana), by=world.luc, reason=REASON)


@pytest.mark.parametrize("reason", ["", "          ", "because", "x" * 301, "a reason with\0NUL in it"])
def test_a_reason_has_to_say_something(world: World, reason: str) -> None:
    with pytest.raises(ReasonMissing, match="10 to 300"):
        actions.open_file(registered(world.ana), by=world.luc, reason=reason)


def test_an_employer_reads_a_name_only_while_the_worker_agrees_to_be_named(world: World) -> None:
    held, order = registered(world.ana), uuid4()
    with pytest.raises(NotAgreedToBeNamed, match=held.pseudonym):
        actions.open_file(held, by=world.pilar, reason=REASON, order=order)
    agree(world.ana, "named")
    opened = actions.open_file(held, by=world.pilar, reason=REASON, order=order)
    assert (opened.opening.role, opened.opening.purpose, opened.opening.order) == ("employer", "placement", order)
    assert opened.opening.organisation == world.finca_sol


def test_an_opening_is_added_and_never_edited(world: World) -> None:
    opening = actions.open_file(registered(world.ana), by=world.luc, reason=REASON).opening
    opening.purpose = "legal"
    with pytest.raises(TypeError, match="added, never edited"):
        opening.save()


def test_a_change_of_keys_seals_reasons_anew(world: World) -> None:
    from alianza.vault.fields import reseal

    opening = actions.open_file(registered(world.ana), by=world.luc, reason=REASON).opening
    assert reseal(FileOpening) == 1
    opening.refresh_from_db()
    assert opening.reason == REASON
    opening.reason = "Something else altogether."
    with pytest.raises(TypeError, match="added, never edited"):
        opening.save(update_fields=["reason"])
