"""Questions about accounts: whose token is this, which tokens still open something."""

import hashlib

from django.db.models import QuerySet
from django.utils import timezone

from alianza.accounts.models import Token, User

PREFIX = "alz_"
"""Tokens begin alike, so that a leaked one can be recognised."""


def digest_of(secret: str) -> str:
    """What is kept of a token: a plain hash, since the secret itself is long and random."""
    return hashlib.sha256(secret.encode("utf-8")).hexdigest()


def usable_tokens(user: User) -> QuerySet[Token]:
    """Tokens of a person that still open something."""
    return Token.objects.filter(user=user, ended_at__isnull=True, expires_at__gt=timezone.now())


def holder(secret: str, *, scope: str) -> User | None:
    """The person whose token this is, if it is in force and covers the scope."""
    if not secret.startswith(PREFIX) or len(secret) > 100:
        return None
    in_force = Token.objects.filter(ended_at__isnull=True, expires_at__gt=timezone.now(), user__is_active=True)
    token = in_force.select_related("user").filter(digest=digest_of(secret)).first()
    return token.user if token is not None and scope in token.scopes else None
