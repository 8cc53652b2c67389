"""What is tracked is public; officers bring files, auditors see which."""

from alianza.network.policy import Visitor, is_auditor, is_officer


def may_bring(user: Visitor) -> bool:
    return is_officer(user)


def may_see_files(user: Visitor) -> bool:
    return is_officer(user) or is_auditor(user)
