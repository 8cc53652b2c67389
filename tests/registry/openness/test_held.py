"""The registry's own profiles as answers: what they say, what stays unknown, and who is in it."""

from datetime import date, timedelta

import pytest

from alianza.consent import actions as consent
from alianza.registry.models import Profile
from alianza.registry.openness.held import countable, held_people
from tests.registry.people import agree, registered
from tests.world import World

DAY = date(2026, 11, 21)


@pytest.mark.django_db
def test_only_who_agreed_to_statistics_is_counted_and_only_while_kept(world: World) -> None:
    profile = registered(world.ana)
    assert not countable(DAY).exists()
    agree(world.ana, "statistics")
    assert list(countable(DAY)) == [profile]
    assert not countable(profile.keep_until + timedelta(days=1)).exists()
    consent.withdraw(world.ana, "statistics", by=world.ana)
    assert not countable(DAY).exists()


@pytest.mark.django_db
def test_a_nurse_answers_as_her_profile_says_and_the_rest_is_unknown(world: World) -> None:
    registered(world.ana, recognised_in=("ESP",))
    people = held_people(Profile.objects.all(), on=DAY, places=frozenset({"DE", "ES"}))
    (row,) = people.answers.to_pylist()
    answers = {fact: row[column] for fact, column in people.columns_at("DE").items()}
    assert answers == {
        "person.nationalities": ["PH"],
        "person.age": 32,
        "person.qualification": "bachelor",
        "person.qualification.recognised": "none",
        "person.experience.total": 6,
        "person.experience.farm": None,
        "person.it_specialist": False,
        "person.medical_fit": True,
        "person.no_serious_record": True,
        "person.lang.de": "B1",
        "person.lang.en": "C1",
    }
    assert row[people.columns_at("ES")["person.qualification.recognised"]] == "full"
    assert not {"pseudonym", "code", "pk"} & set(people.answers.column_names)


@pytest.mark.django_db
def test_of_an_empty_list_nothing_follows_and_years_are_those_of_the_occupation_asked_about(world: World) -> None:
    registered(world.ana, isco2="6111", years2=2, medical="pending")
    Profile.objects.get().languages.all().delete()
    people = held_people(Profile.objects.all(), on=DAY, places=frozenset({"DE"}), occupation="61")
    (row,) = people.answers.to_pylist()
    answers = {fact: row[column] for fact, column in people.columns_at("DE").items()}
    assert answers["person.experience.total"] == 2
    assert answers["person.experience.farm"] is True
    for fact in ("person.qualification.recognised", "person.lang.de", "person.medical_fit"):
        assert answers[fact] is None
    assert len(held_people(Profile.objects.all(), on=DAY, places=frozenset(), occupation="7")) == 0
