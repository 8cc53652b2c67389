"""The roles of the platform in plain words, and which of them sign in with a second factor."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Role:
    code: str
    label: Promise
    description: Promise
    second_factor: bool = False


ROLES = (
    Role("worker", _("Worker"), _("Finds lawful routes, registers once, sees and answers what concerns them.")),
    Role("employer", _("Employer's agent"), _("Places job orders for one employer and sees its shortlists.")),
    Role(
        "focal_point",
        _("Focal point"),
        _("Speaks for a country on a subject between two dates; may delegate inside that time."),
    ),
    Role(
        "officer",
        _("Secretariat officer"),
        _("Approves orders, runs placements, keeps organisations and mandates."),
        second_factor=True,
    ),
    Role("auditor", _("Auditor"), _("Reads what was done, by whom and when; changes nothing."), second_factor=True),
    Role("donor", _("Donor's representative"), _("Follows money and results of what the donor pays for.")),
    Role(
        "administrator",
        _("Administrator"),
        _("Gives and ends roles and sessions; sees no personal file."),
        second_factor=True,
    ),
    Role("partner", _("Partner's agent"), _("Applies to the fund and carries out programmes for one organisation.")),
    Role("reviewer", _("Reviewer"), _("Scores proposals in the technical advisory group.")),
    Role("member", _("Member's representative"), _("Reads the papers of a body and votes for one member.")),
)
BY_CODE = {role.code: role for role in ROLES}
SECOND_FACTOR = frozenset(role.code for role in ROLES if role.second_factor)
