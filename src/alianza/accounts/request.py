"""The request of a person who is signed in, as views behind `login_required` receive it."""

from django.http import HttpRequest

from alianza.accounts.models import User


class SignedInRequest(HttpRequest):
    """For annotations: `request.user` is a person, never a visitor."""

    user: User
