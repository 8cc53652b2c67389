"""Everybody decides on their own consents, and nobody on another's."""

from alianza.consent.models import Consent
from alianza.consent.purposes import Purpose, purposes
from alianza.network.policy import Visitor, is_worker


def purposes_for(user: Visitor) -> tuple[Purpose, ...]:
    """What a person is asked; what they once agreed to stays before their eyes even if their role has changed."""
    if not user.is_authenticated:
        return ()
    given = set(Consent.objects.filter(person=user.code, withdrawn_at__isnull=True).values_list("purpose", flat=True))
    worker = is_worker(user)
    return tuple(each for each in purposes() if worker or each.audience == "anyone" or each.code in given)


def may_decide(user: Visitor, purpose: str) -> bool:
    return any(each.code == purpose for each in purposes_for(user))
