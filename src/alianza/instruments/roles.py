"""The roles in which somebody hands a response in, by their names."""

from collections.abc import Collection, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alianza.instruments.instrument import Role

ROLES: Mapping[str, Promise] = {
    Role.FOCAL_POINT: _("focal point of the country"),
    Role.EMPLOYER: _("employer's agent"),
    Role.PARTNER: _("partner's agent"),
    Role.MEMBER: _("member's representative"),
    Role.CONTACT: _("contact named for the round"),
}


def roles_named(roles: Collection[str]) -> str:
    """Roles in words, in the order of the list; one that is known no longer by its code."""
    known = [str(name) for role, name in ROLES.items() if role in roles]
    return ", ".join([*known, *sorted(role for role in roles if role not in ROLES)])
