"""A notice is its person's alone. Mail needs their consent, or a role whose duty it is."""

from django.db.models import QuerySet

from alianza.accounts.models import User
from alianza.consent.queries import holds
from alianza.messages.kinds import Kind
from alianza.messages.models import Notice
from alianza.network.policy import Visitor, roles_of


def visible_to(user: Visitor) -> QuerySet[Notice]:
    return Notice.objects.filter(user=user) if user.is_authenticated else Notice.objects.none()


def wants_mail(user: User, kind: Kind) -> bool:
    """Duties reach everybody who acts in a role; anything else only those who agreed to mail."""
    if not user.is_active:
        return False
    if kind.duty and roles_of(user) - {"worker"}:
        return True
    return holds(user, "mail")
