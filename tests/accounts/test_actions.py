from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from alianza.accounts import actions
from alianza.accounts.models import Token, User
from alianza.accounts.queries import holder
from tests.world import World


def test_a_token_opens_its_scope_and_nothing_else(world: World) -> None:
    token, secret = actions.issue_token(world.ana, label="script", scopes=["registry:read"], days=1, by=world.ana)
    assert secret not in token.digest
    assert holder(secret, scope="registry:read") == world.ana
    assert holder(secret, scope="registry:write") is None
    assert holder(secret + "x", scope="registry:read") is None


def test_an_ended_or_expired_token_opens_nothing(world: World) -> None:
    token, secret = actions.issue_token(world.ana, label="script", scopes=["registry:read"], days=1, by=world.ana)
    Token.objects.filter(pk=token.pk).update(
        created_at=timezone.now() - timedelta(days=3), expires_at=timezone.now() - timedelta(days=2)
    )
    assert holder(secret, scope="registry:read") is None
    other, other_secret = actions.issue_token(world.ana, label="b", scopes=["registry:read"], days=1, by=world.ana)
    actions.end_token(other, by=world.ana)
    assert holder(other_secret, scope="registry:read") is None


def test_a_token_of_a_closed_account_opens_nothing(world: World) -> None:
    _token, secret = actions.issue_token(world.ana, label="script", scopes=["registry:read"], days=1, by=world.ana)
    world.ana.is_active = False
    world.ana.save()
    assert holder(secret, scope="registry:read") is None


def test_an_address_is_kept_in_lower_case_by_the_database(world: World) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=world.ana.pk).update(email="Ana@Example.org")


def test_one_address_has_one_account(world: World) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user(" ANA@example.org ", "another long password")
