"""The events of the books in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

EVENTS: Mapping[str, Promise] = {
    "contribution.pledged": _("Pledge"),
    "contribution.pledge_lapsed": _("Pledge lapsed"),
    "contribution.signed": _("Agreement signed"),
    "contribution.noted": _("Promissory note deposited"),
    "contribution.received": _("Contribution received"),
    "contribution.written_off": _("Written off"),
    "contribution.returned": _("Returned to the donor"),
    "fee.taken": _("Trustee's fee"),
    "core.allocated": _("Allocated to core functions"),
    "window.allocated": _("Allocated to a window"),
    "reserve.allocated": _("Put into the reserve"),
    "facility.allocated": _("Allocated to the facility"),
    "core.paid": _("Core cost paid"),
    "interest.received": _("Interest"),
    "bank.charged": _("Bank charge"),
    "programme.approved": _("Programme approved"),
    "programme.lapsed": _("Approval lapsed"),
    "contract.signed": _("Contract signed"),
    "contract.reduced": _("Contract reduced"),
    "tranche.paid": _("Tranche paid"),
    "expenditure.accepted": _("Expenditure accepted"),
    "refund.received": _("Refund received"),
    "cost.disallowed": _("Cost disallowed"),
    "cost.recovered": _("Disallowed cost recovered"),
    "fee.invoiced": _("Member fee invoiced"),
    "fee.paid": _("Member fee paid"),
    "fee.waived": _("Member fee waived"),
    "operation.approved": _("Operation approved"),
    "operation.lapsed": _("Operation lapsed"),
    "operation.committed": _("Operation committed"),
    "operation.cancelled": _("Commitment cancelled"),
    "grant.transferred": _("Grant transferred to the bank"),
    "grant.applied": _("Grant applied to the loan"),
    "grant.reflowed": _("Grant flowed back"),
}
