import threading
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from alianza.audit.models import Entry
from alianza.consent import actions as consent
from alianza.consent.queries import holds
from alianza.documents.models import Kind, StoredFile
from alianza.registry import actions
from alianza.registry.actions.profiles import (
    NotAgreed,
    NotComplete,
    ProfileChanged,
    WouldBeIncomplete,
    free_pseudonym,
    retention_end,
)
from alianza.registry.models import FileOpening, Profile, SpokenLanguage
from alianza.registry.queries import gaps, matchable, may_be_matched
from tests.registry.people import NURSE, agree, draft, registered
from tests.world import World


def test_a_profile_is_begun_once_and_kept_as_a_draft(world: World) -> None:
    held = actions.begin(world.ana, by=world.ana)
    assert actions.begin(world.ana, by=world.ana) == held
    assert held.status == "draft"
    assert held.keep_until == timezone.localdate() + timedelta(days=90)
    assert held.pseudonym.startswith("W-") and len(held.pseudonym) == 8
    assert len(gaps(held)) == 9


def test_answers_are_saved_sealed_and_recorded_by_name_alone(world: World) -> None:
    held = draft(world.ana)
    again = Profile.objects.get(pk=held.pk)
    assert (again.full_name, again.birth_date, again.birth_year) == ("Ana Reyes", "1994-05-31", 1994)
    assert again.accepts == ("DEU", "AUT", "ESP")
    assert dict(again.languages.values_list("language", "level")) == {"en": 5, "de": 3}
    assert gaps(again) == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT full_name, phone, birth_date, passport, email FROM registry_profile")
        assert not any(word in str(cursor.fetchone()) for word in ("Ana", "912", "1994", "P1234", "example"))
    facts = Entry.objects.get(deed="registry.profile.changed").facts
    assert "full_name" in facts["answers"] and "Reyes" not in str(facts)


def test_two_windows_cannot_overwrite_each_other(world: World) -> None:
    held = draft(world.ana)
    actions.save(held, {"years": 7}, version=held.version, by=world.ana)
    with pytest.raises(ProfileChanged, match="another window"):
        actions.save(held, {"years": 8}, version=held.version, by=world.ana)
    assert Profile.objects.get(pk=held.pk).years == 7


def test_an_answer_that_a_profile_does_not_have_is_a_mistake(world: World) -> None:
    held = actions.begin(world.ana, by=world.ana)
    with pytest.raises(TypeError, match="status"):
        actions.save(held, {"status": "registered"}, version=held.version, by=world.ana)


def test_registering_needs_everything_and_consent(world: World) -> None:
    held = actions.begin(world.ana, by=world.ana)
    with pytest.raises(NotComplete, match="9 places"):
        actions.register(held, version=held.version, by=world.ana)
    held = draft(world.ana)
    with pytest.raises(NotAgreed):
        actions.register(held, version=held.version, by=world.ana)
    agree(world.ana, "matching")
    done = actions.register(held, version=held.version, by=world.ana)
    assert done.status == "registered"
    assert done.keep_until == retention_end(timezone.localdate())
    assert list(matchable(timezone.localdate())) == [done]


def test_nobody_is_matched_without_consent_in_force(world: World) -> None:
    held = registered(world.ana)
    today = timezone.localdate()
    assert may_be_matched(held, today)
    consent.withdraw(world.ana, "matching", by=world.ana)
    assert not matchable(today).exists() and not may_be_matched(held, today)


def test_nobody_is_matched_when_paused_or_past_the_last_day(world: World) -> None:
    held = registered(world.ana)
    today = timezone.localdate()
    assert not matchable(held.keep_until + timedelta(days=1)).exists()
    paused = actions.pause(held, version=held.version, by=world.ana)
    assert paused.status == "withdrawn" and not matchable(today).exists()
    again = actions.register(paused, version=paused.version, by=world.ana)
    assert may_be_matched(again, today)


def test_a_registered_profile_keeps_what_matching_needs(world: World) -> None:
    held = registered(world.ana)
    for emptied in ({"isco": "", "years": None}, {"accepts": (), "wish1": "", "wish2": ""}, {"birth_date": None}):
        with pytest.raises(WouldBeIncomplete):
            actions.save(held, emptied, version=held.version, by=world.ana)
    assert Profile.objects.get(pk=held.pk).isco == "2221"


def test_a_word_of_the_worker_prolongs_the_term(world: World) -> None:
    held = registered(world.ana)
    Profile.objects.filter(pk=held.pk).update(keep_until=timezone.localdate() + timedelta(days=3))
    assert actions.renew(held, by=world.ana).keep_until == retention_end(timezone.localdate())


def test_removing_leaves_nothing_but_codes(world: World) -> None:
    from io import BytesIO

    from alianza.documents.actions import store
    from tests.documents.contents import PDF

    held = registered(world.ana)
    agree(world.ana, "named", "mail")
    actions.open_file(held, by=world.luc, reason="To check the certificate.")
    store(world.ana, Kind.CV, BytesIO(PDF), name="cv.pdf", keep_until=date(2100, 1, 1), by=world.ana)
    actions.remove(held, by=world.ana)
    for model in (Profile, SpokenLanguage, FileOpening, StoredFile):
        assert not model.objects.exists(), model
    assert not holds(world.ana, "matching") and not holds(world.ana, "named")
    assert holds(world.ana, "mail")
    actions.remove(held, by=world.ana)
    assert Entry.objects.filter(deed="registry.profile.removed", subject=str(held.code)).count() == 1
    assert "Reyes" not in str(list(Entry.objects.values_list("facts", flat=True)))


def test_no_key_to_a_profile_can_keep_it_from_leaving() -> None:
    for model in apps.get_models():
        for field in model._meta.fields:
            if isinstance(field, models.ForeignKey) and field.related_model is Profile:
                assert field.remote_field.on_delete in {models.CASCADE, models.SET_NULL}, field


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"user": None}, "a_profile_is_held_by_a_worker_or_by_one_service"),
        ({"isco": ""}, "a_registered_profile_can_be_matched"),
        ({"accepts": ()}, "a_registered_profile_can_be_matched"),
        ({"years2": 3}, "a_second_occupation_has_its_years"),
        ({"years": 61}, "years_of_work_fit_a_life"),
        ({"education": 7}, "education_lies_between_none_and_master"),
        ({"birth_year": 1066}, "a_birth_year_fits_a_living_person"),
        ({"min_wage_minor": 0}, "a_minimum_wage_is_positive_and_has_its_currency"),
        ({"min_wage_currency": ""}, "a_minimum_wage_is_positive_and_has_its_currency"),
        ({"wish2": "DEU"}, "wishes_are_given_in_order_and_differ"),
        ({"wish1": ""}, "wishes_are_given_in_order_and_differ"),
        ({"medical": "great"}, "a_medical_result_is_one_of_three"),
        ({"security": "great"}, "a_security_result_is_one_of_three"),
    ],
)
def test_the_database_refuses_what_must_never_be_false(world: World, change: dict[str, Any], constraint: str) -> None:
    held = registered(world.ana)
    for name, value in change.items():
        setattr(held, name, value)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        held.save()


def test_a_pseudonym_that_is_taken_gives_way_to_the_next_one(world: World) -> None:
    from uuid import uuid4

    from alianza.registry.pseudonyms import pseudonyms

    code = uuid4()
    held = actions.begin(world.ana, by=world.ana)
    names = pseudonyms(code)
    first, second = next(names), next(names)
    Profile.objects.filter(pk=held.pk).update(pseudonym=first)
    assert free_pseudonym(code) == second


@pytest.mark.django_db(transaction=True)
def test_of_two_saves_at_once_exactly_one_wins() -> None:
    from tests.world import build

    world = build()
    held = draft(world.ana)
    start, outcomes = threading.Barrier(2), []

    def attempt(years: int) -> None:
        try:
            start.wait()
            actions.save(held, {**NURSE, "years": years}, version=held.version, by=world.ana)
            outcomes.append(years)
        except ProfileChanged:
            outcomes.append("changed elsewhere")
        finally:
            connection.close()

    threads = [threading.Thread(target=attempt, args=(years,)) for years in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count("changed elsewhere") == 1
    assert Profile.objects.get().years in outcomes
    assert Profile.objects.get().version == held.version + 1


@pytest.mark.django_db(transaction=True)
def test_of_two_windows_that_begin_at_once_one_profile_comes() -> None:
    from tests.world import build

    world = build()
    start = threading.Barrier(2)
    found = []

    def attempt() -> None:
        try:
            start.wait()
            found.append(actions.begin(world.ana, by=world.ana).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=attempt) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 1 and Profile.objects.count() == 1
