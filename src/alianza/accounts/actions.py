"""Deeds on accounts: issue and end a token with which a person's own scripts speak to the API."""

import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from alianza.accounts.models import Token, User
from alianza.accounts.queries import PREFIX, digest_of, usable_tokens
from alianza.accounts.time_zones import zone_named
from alianza.audit.actions import Actor, record
from alianza.vocabulary.refusal import Refusal, marked

LONGEST_DAYS = 365
MOST_TOKENS = 20


class TooManyTokens(Refusal):
    code = "accounts.token.too_many"
    message = marked("You hold %(most)s tokens already. End one that you no longer use.")


class TooLong(Refusal):
    code = "accounts.token.too_long"
    message = marked("A token lasts from 1 to %(most)s days.")
    field = "days"


class NoSuchZone(Refusal):
    code = "accounts.time_zone.unknown"
    message = marked("There is no time zone named %(given)s.")
    field = "time_zone"


def choose_time_zone(user: User, name: str) -> None:
    """The zone in which the person reads times. A taste like the language: no trail says where somebody is."""
    if zone_named(name) is None:
        raise NoSuchZone(given=name[:64])
    user.time_zone = name
    user.save(update_fields=["time_zone"])


@transaction.atomic
def issue_token(user: User, *, label: str, scopes: list[str], days: int, by: Actor) -> tuple[Token, str]:
    """A fresh token and its secret; the secret is not kept and cannot be shown again."""
    if not 1 <= days <= LONGEST_DAYS:
        raise TooLong(most=LONGEST_DAYS)
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if usable_tokens(user).count() >= MOST_TOKENS:
        raise TooManyTokens(most=MOST_TOKENS)
    secret = PREFIX + secrets.token_urlsafe(32)
    token = Token.objects.create(
        user=user,
        label=label,
        scopes=sorted(set(scopes)),
        digest=digest_of(secret),
        expires_at=timezone.now() + timedelta(days=days),
    )
    record("accounts.token.issued", token, by=by, scopes=token.scopes, days=days)
    return token, secret


@transaction.atomic
def end_token(token: Token, *, by: Actor) -> None:
    """End a token at once; ending it twice changes nothing."""
    held = Token.objects.select_for_update().get(pk=token.pk)
    if held.ended_at is None:
        held.ended_at = timezone.now()
        held.save(update_fields=["ended_at"])
        record("accounts.token.ended", held, by=by)
