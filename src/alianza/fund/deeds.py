"""The deeds of this context as sentences, by noun."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    # the books
    "fund.journal.reversed": _("Reversed a journal"),
    "fund.period.closed": _("Closed a period of the books"),
    # contributions
    "fund.donor.entered": _("Entered a donor"),
    "fund.donor.looked_into": _("Looked into a donor"),
    "fund.pledge.made": _("Entered a pledge"),
    "fund.pledge.lapsed": _("Let a pledge lapse"),
    "fund.agreement.drafted": _("Drafted an agreement with a donor"),
    "fund.agreement.withdrawn": _("Withdrew the draft of an agreement"),
    "fund.agreement.signature": _("Signed an agreement for the fund"),
    "fund.agreement.signed": _("Put an agreement into effect"),
    "fund.agreement.amended": _("Amended an agreement"),
    "fund.agreement.closed": _("Closed an agreement"),
    "fund.bank_line.entered": _("Entered a line of the bank"),
    "fund.bank_line.explained": _("Explained a line of the bank"),
    "fund.contribution.received": _("Booked a contribution that arrived"),
    "fund.contribution.allocated": _("Allocated a contribution"),
    "fund.contribution.returned": _("Returned money to a donor"),
    "fund.instalment.written_off": _("Wrote off an instalment"),
    # proposals
    "fund.proposal.drafted": _("Began a proposal"),
    "fund.proposal.saved": _("Wrote on a proposal"),
    "fund.proposal.submitted": _("Submitted a proposal"),
    "fund.proposal.capacity_checked": _("Checked the capacity of an organisation"),
    "fund.proposal.admitted": _("Admitted a proposal"),
    "fund.proposal.returned": _("Returned a proposal"),
    "fund.proposal.withdrawn": _("Withdrew a proposal"),
    "fund.endorsement.asked": _("Asked countries for their endorsement"),
    "fund.endorsement.given": _("Endorsed a proposal for a country"),
    "fund.endorsement.refused": _("Refused the endorsement of a country"),
    "fund.endorsement.withdrawn": _("Withdrew the endorsement of a country"),
    "fund.proposal.endorsed": _("Had the endorsement of every country concerned"),
    "fund.review.asked": _("Invited a reviewer"),
    "fund.review.declared": _("Declared whether there is a conflict of interest"),
    "fund.review.scored": _("Scored a proposal"),
    "fund.proposal.screened": _("Gave the opinion of the advisory group"),
    "fund.proposal.approved": _("Approved a proposal"),
    "fund.proposal.deferred": _("Deferred a proposal"),
    "fund.proposal.rejected": _("Rejected a proposal"),
    "fund.programme.lapsed": _("Let a programme lapse"),
    # bodies
    # programmes
    # facility
}
