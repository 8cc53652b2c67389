"""What an operator does from the command line, as the functions behind the commands do it."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection

from alianza.accounts.models import User
from alianza.audit import checks
from alianza.network.models import Membership, Organisation
from alianza.network.policy import is_administrator
from alianza.registry.models import Profile
from alianza.vault.keys import load_keys
from alianza.web.upkeep import CannotAppoint, appoint, rotate_keys, sealed_models
from tests.world import World


@pytest.mark.django_db
def test_the_first_administrator_is_appointed_with_the_secretariat() -> None:
    user = User.objects.create_user("First@Example.org")
    said = appoint("first@example.ORG", secretariat="Secretariat of the Alliance")
    assert "is administrator of Secretariat of the Alliance" in said
    assert is_administrator(user)
    assert Organisation.objects.get().secretariat
    assert list(checks.problems()) == []


@pytest.mark.django_db
def test_an_account_that_does_not_exist_is_not_made() -> None:
    with pytest.raises(CannotAppoint, match="sign up on the pages first"):
        appoint("nobody@example.org", secretariat="Secretariat")
    assert not User.objects.exists()
    assert not Organisation.objects.exists()


def test_a_second_administrator_is_not_appointed_past_the_first(world: World) -> None:
    with pytest.raises(CannotAppoint, match="an administrator already"):
        appoint(world.ana.email, secretariat="Secretariat")
    assert not Membership.objects.filter(user=world.ana).exists()


def _as_stored(profile: Profile) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT full_name FROM registry_profile WHERE id = %s", [profile.pk])
        return str(cursor.fetchone()[0])


@pytest.mark.django_db
def test_after_changing_keys_every_value_is_sealed_with_the_new_one_and_opens() -> None:
    profile = Profile.objects.create(
        user=User.objects.create_user("ana@example.org"),
        pseudonym="W-1",
        person=uuid4(),
        full_name="Ana Reyes",
        keep_until=date(2030, 1, 1),
    )
    before, stored = load_keys().current, _as_stored(profile)
    assert stored.startswith(f"{before}.")
    said = rotate_keys()
    after = load_keys().current
    assert after != before
    assert said.startswith(f"The current key is {after}; 1 rows")
    assert _as_stored(profile).startswith(f"{after}.")
    assert Profile.objects.get().full_name == "Ana Reyes"


def test_every_model_with_a_sealed_column_has_the_code_that_it_is_bound_to() -> None:
    for model in sealed_models():
        assert model._meta.get_field("code").unique, model
