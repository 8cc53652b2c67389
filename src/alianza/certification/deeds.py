"""The deeds of this context as sentences, by noun."""

from django.utils.translation import gettext_lazy as _

from alianza.certification.complaint_deeds import PUBLIC

SENTENCES = {
    # schemes
    "certification.scheme.opened": _("Opened a version of the label's scheme"),
    # applications
    "certification.subject.entered": _("Entered a firm or a programme to be certified"),
    "certification.application.started": _("Began an application for the label"),
    "certification.application.submitted": _("Submitted an application for the label"),
    "certification.application.returned": _("Returned an application for the label"),
    "certification.application.admitted": _("Admitted an application to audit"),
    "certification.application.declared": _("Entered a self-declaration"),
    "certification.application.withdrawn": _("Withdrew an application for the label"),
    # people
    "certification.accreditation.given": _("Accredited an auditor or a member of panels"),
    "certification.accreditation.ended": _("Took an accreditation back"),
    "certification.declared": _("Declared whether there is a conflict of interest"),
    # audits
    "certification.audit.assigned": _("Assigned an audit"),
    "certification.audit.opened": _("Opened an audit"),
    "certification.audit.visited": _("Visited a place of work or lodging"),
    "certification.audit.judged": _("Judged a criterion in an audit"),
    "certification.audit.told": _("Told a firm what an audit found"),
    "certification.audit.closed": _("Closed an audit"),
    "certification.finding.raised": _("Raised a finding"),
    "certification.finding.corrected": _("Said how a finding was corrected"),
    "certification.finding.answered": _("Answered the correction of a finding"),
    "certification.finding.closed": _("Closed a finding"),
    "certification.interview.issued": _("Issued codes for interviews of workers"),
    "certification.interview.ended": _("Ended the interviews of workers"),
    # panels and labels
    "certification.vote.cast": _("Voted on an application for the label"),
    "certification.decided": _("Wrote down the decision of a panel"),
    "certification.label.granted": _("Granted a label"),
    "certification.label.renewed": _("Renewed a label"),
    "certification.label.conditions_met": _("Found every condition of a label met"),
    "certification.label.suspended": _("Suspended a label"),
    "certification.label.reinstated": _("Reinstated a label"),
    "certification.label.withdrawn": _("Withdrew a label"),
    "certification.label.expired": _("Ended a label on its last day"),
    "certification.label.lapsed": _("Let a label lapse over a condition"),
    "certification.condition.met": _("Found a condition of a label met"),
    "certification.appeal.filed": _("Appealed"),
    "certification.appeal.vote": _("Voted on an appeal"),
    "certification.appeal.decided": _("Wrote down how an appeal was decided"),
    # the public
    **PUBLIC,
}
