"""Deeds of complaints and watches, as sentences."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

PUBLIC = {
    "certification.complaint.received": _("Received a complaint"),
    "certification.complaint.taken": _("Took a complaint"),
    "certification.complaint.subject_named": _("Named whom a complaint is about"),
    "certification.complaint.admitted": _("Admitted a complaint"),
    "certification.complaint.refused": _("Found a complaint not admissible"),
    "certification.complaint.released": _("Released a summary of a complaint to the firm"),
    "certification.complaint.answered": _("Answered a complaint for the firm"),
    "certification.complaint.found": _("Made a finding on a complaint"),
    "certification.complaint.acted": _("Said what follows from a complaint"),
    "certification.complaint.closed": _("Closed a complaint"),
    "certification.complaint.appealed": _("Appealed in a complaint"),
    "certification.complaint.appeal_decided": _("Decided an appeal in a complaint"),
    "certification.complaint.written": _("Wrote to a complainant"),
    "certification.complaint.written_back": _("Received a message on a complaint"),
    "certification.complaint.summary_allowed": _("Received leave to show the firm a summary"),
    "certification.complaint.summary_forbidden": _("Received word that the firm may know nothing"),
    "certification.complaint.forgotten": _("Emptied what was told in a complaint, its time being over"),
    "certification.label.checked": pgettext_lazy("label", "Checked a standing"),
}
