"""How the API knows who asks: the browser's session (with its CSRF token), or a person's token with the right scope."""

from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer, SessionAuth

from alianza.accounts.models import User
from alianza.accounts.queries import holder


class TokenFor(HttpBearer):
    """`Authorization: Bearer alz_...` with a token that covers one scope."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        user = holder(token, scope=self.scope)
        if user is not None:
            request.user = user
        return user


class SignedIn(SessionAuth):
    """A person signed in with the browser; ninja asks for the CSRF token on writes."""

    def __call__(self, request: HttpRequest) -> Any:
        if not request.user.is_authenticated:
            return None  # no session, so nothing to forge: the caller's token is looked at next
        return super().__call__(request)

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        return request.user if request.user.is_authenticated else None


def person_with(scope: str) -> list[Any]:
    """Who may call an operation: somebody signed in, or the holder of a token for `scope`."""
    return [SignedIn(), TokenFor(scope)]
