"""The statement and the trace are open to everybody; the forecast to those who decide, give, keep and examine."""

from alianza.network.models import RoleCode
from alianza.network.policy import Visitor, roles_of

FORESEE = frozenset({RoleCode.OFFICER, RoleCode.AUDITOR, RoleCode.DONOR, RoleCode.MEMBER})


def may_foresee(user: Visitor) -> bool:
    return bool(roles_of(user) & FORESEE)
