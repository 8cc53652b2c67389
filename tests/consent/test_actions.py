from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from alianza.audit.models import Entry
from alianza.consent import actions, queries
from alianza.consent import purposes as packaged
from alianza.consent.models import Consent
from tests.world import World


def test_consent_holds_from_giving_to_withdrawing(world: World) -> None:
    assert not queries.holds(world.ana, "matching")
    consent = actions.give(world.ana, "matching", version=1, language="es", by=world.ana)
    assert queries.holds(world.ana, "matching")
    assert queries.holds(world.ana.code, "matching")
    assert (consent.version, consent.language, consent.withdrawn_at) == (1, "es", None)
    assert actions.withdraw(world.ana, "matching", by=world.ana)
    assert not queries.holds(world.ana, "matching")
    assert not actions.withdraw(world.ana, "matching", by=world.ana)


def test_consent_for_one_purpose_never_stands_for_another(world: World) -> None:
    actions.give(world.ana, "matching", version=1, language="en", by=world.ana)
    assert not any(queries.holds(world.ana, other) for other in ("named", "finder", "statistics", "mail"))
    assert not queries.holds(world.pilar, "matching")


def test_the_log_keeps_every_agreement_and_the_trail_keeps_codes_alone(world: World) -> None:
    for _ in range(2):
        actions.give(world.ana, "mail", version=1, language="fr", by=world.ana)
        actions.withdraw(world.ana, "mail", by=world.ana)
    assert queries.history(world.ana).count() == 2
    deeds = list(Entry.objects.filter(deed__startswith="consent.").values_list("deed", flat=True))
    assert deeds == ["consent.given", "consent.withdrawn"] * 2
    assert "ana" not in str(list(Entry.objects.values_list("facts", flat=True)))


def test_agreeing_twice_is_agreeing_once(world: World) -> None:
    first = actions.give(world.ana, "mail", version=1, language="fr", by=world.ana)
    assert actions.give(world.ana, "mail", version=1, language="en", by=world.ana) == first
    assert Consent.objects.count() == 1


def test_a_wording_that_is_not_the_current_one_cannot_be_agreed_to(world: World) -> None:
    with pytest.raises(actions.WordingChanged):
        actions.give(world.ana, "mail", version=2, language="en", by=world.ana)
    assert not Consent.objects.exists()


def test_a_new_wording_that_asks_again_ends_older_consents(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    old = actions.give(world.ana, "mail", version=1, language="en", by=world.ana)
    asked = packaged.purpose("mail")
    newer = replace(asked, versions=(*asked.versions, replace(asked.current, version=2, asks_again=True)))
    monkeypatch.setattr(packaged, "purposes", lambda: (newer,))
    assert not queries.holds(world.ana, "mail")
    (standing,) = queries.standings(world.ana, (newer,))
    assert standing.is_asked_again
    actions.give(world.ana, "mail", version=2, language="en", by=world.ana)
    assert queries.holds(world.ana, "mail")
    old.refresh_from_db()
    assert old.withdrawn_at is not None


def test_a_clarified_wording_leaves_older_consents_standing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    actions.give(world.ana, "mail", version=1, language="en", by=world.ana)
    asked = packaged.purpose("mail")
    newer = replace(asked, versions=(*asked.versions, replace(asked.current, version=2, asks_again=False)))
    monkeypatch.setattr(packaged, "purposes", lambda: (newer,))
    assert queries.holds(world.ana, "mail")


def test_a_consent_is_added_and_never_edited(world: World) -> None:
    consent = actions.give(world.ana, "mail", version=1, language="en", by=world.ana)
    consent.purpose = "matching"
    with pytest.raises(TypeError, match="added, never edited"):
        consent.save()


def test_the_database_refuses_two_open_consents_to_one_purpose(world: World) -> None:
    actions.give(world.ana, "mail", version=1, language="en", by=world.ana)
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.create(person=world.ana.code, purpose="mail", version=1, language="en")


def test_a_service_attests_what_people_signed_on_paper(world: World) -> None:
    people = [uuid4() for _ in range(3)]
    added = actions.attest(people, ["matching", "named"], witness=world.finca_sol, language="es", by=world.imani)
    assert added == 6
    assert all(queries.holds(person, "matching") for person in people)
    assert set(queries.people_holding("named")) == set(people)
    again = actions.attest([*people, uuid4()], ["matching"], witness=world.finca_sol, language="es", by=world.imani)
    assert again == 1
    assert Entry.objects.filter(deed="consent.attested").count() == 3


def test_several_agreements_can_be_taken_back_at_once(world: World) -> None:
    for purpose in ("matching", "named"):
        actions.give(world.ana, purpose, version=1, language="en", by=world.ana)
    assert actions.withdraw_all(world.ana, ("matching", "named", "statistics"), by=world.ana) == 2
