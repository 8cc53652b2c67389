"""Who may do what with series: everybody reads, the secretariat loads."""

from alianza.network.policy import Visitor, is_administrator, is_officer


def may_load(user: Visitor) -> bool:
    return is_officer(user) or is_administrator(user)
