from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alianza.fund.policy import bodies, contributions, programmes, proposals
from alianza.network.models import RoleCode
from alianza.network.policy import Visitor, is_auditor, is_officer, roles_of


def _of_proposals(user: Visitor) -> list[dict[str, Any]]:
    rows, roles = [], roles_of(user)
    if is_officer(user) or is_auditor(user) or RoleCode.PARTNER in roles:
        rows.append({"label": _("Proposals"), "url": reverse("fund:proposal-list"), "order": 62})
    if is_officer(user):
        rows.append({"label": _("Pipeline of proposals"), "url": reverse("fund:proposal-pipeline"), "order": 63})
    if "focal_point" in roles and proposals.countries_of(user):
        rows.append({"label": _("Endorsements"), "url": reverse("fund:endorsement-list"), "order": 64})
    if RoleCode.REVIEWER in roles:
        rows.append({"label": _("Reviews"), "url": reverse("fund:review-desk"), "order": 65})
    return rows


def entries(user: Visitor) -> list[dict[str, Any]]:
    """What of the fund a person finds in the navigation; each noun adds its line where it has a page for them.

    Every page asks, so the roles are looked at before anything else is: they are read once per request.
    """
    roles = roles_of(user)
    found: list[dict[str, Any]] = [{"label": _("The fund"), "url": reverse("fund:statement-show"), "order": 55}]
    if contributions.may_read(user) or (RoleCode.DONOR in roles and contributions.donors_visible_to(user).exists()):
        found.append({"label": _("Contributions"), "url": reverse("fund:agreement-list"), "order": 60})
    if user.is_authenticated:
        found += _of_proposals(user)
    concerned = bool(roles & {RoleCode.PARTNER, "focal_point"})
    if programmes.may_read_all(user) or (concerned and programmes.visible_to(user).exists()):
        found.append({"label": _("Programmes of the fund"), "url": reverse("fund:programme-list"), "order": 62})
    if is_officer(user):
        found.append({"label": _("Tranches"), "url": reverse("fund:tranche-desk"), "order": 63})
    if programmes.may_read_all(user):
        found.append({"label": _("Allegations"), "url": reverse("fund:allegation-list"), "order": 64})
    if programmes.may_keep_audits(user) or programmes.is_donor(user):
        found.append({"label": _("Audits of the fund"), "url": reverse("fund:audit-list"), "order": 65})
    found.append({"label": _("Decisions"), "url": reverse("fund:decision-list"), "order": 66, "group": "bodies"})
    if user.is_authenticated and bodies.bodies_visible_to(user).exists():
        found.append({"label": _("Committee room"), "url": reverse("fund:body-list"), "order": 65, "group": "bodies"})
    found.append({"label": _("Facility"), "url": reverse("fund:operation-list"), "order": 62})
    found.append({"label": _("All migration finance"), "url": reverse("fund:tracking-list"), "order": 68})
    if is_officer(user):
        found.append({"label": _("IATI files"), "url": reverse("fund:iati"), "order": 69})
    return [{"group": "fund", **entry} for entry in found]
