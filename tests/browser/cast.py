"""Run in a process of its own on the served instance: one signed-in session for each kind of visitor, as JSON.

Takes the people of the demonstration's story where it has them, and the tests' cast where it has not.
"""

import json
import os
import sys
from typing import Any


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "alianza.web.settings"
    import django

    django.setup()
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.utils import timezone

    from alianza.accounts.models import User
    from alianza.network.models import Mandate, Membership
    from alianza.web.middleware import SESSION_HAS_SECOND_FACTOR
    from tests.world import build

    if not Membership.objects.filter(role="officer").exists():
        build()

    def person(kind: str) -> User | None:
        if kind == "focal_point":
            mandate = Mandate.objects.filter(revoked_at=None, ends_on__gte=timezone.localdate()).order_by("pk").first()
            return mandate.user if mandate else None
        if kind == "worker":
            plain = User.objects.filter(memberships=None, mandates=None).order_by("pk")
            known: Any = plain.filter(email__startswith="ana").first()
            return known or plain.first()
        membership = Membership.objects.filter(role=kind).order_by("pk").first()
        return membership.user if membership else None

    found = {}
    for kind in ("worker", "employer", "focal_point", "officer", "auditor", "donor", "administrator"):
        user = person(kind)
        if user is None:
            continue
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session[SESSION_HAS_SECOND_FACTOR] = True
        session.save()
        found[kind] = session.session_key
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
