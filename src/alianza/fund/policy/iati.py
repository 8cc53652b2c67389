"""The files are public; officers make them."""

from alianza.network.policy import Visitor, is_officer


def may_publish(user: Visitor) -> bool:
    return is_officer(user)
