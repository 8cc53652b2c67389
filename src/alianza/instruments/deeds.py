"""The deeds of this context as sentences, by noun."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    # versions
    "instruments.version.drafted": _("Drafted an instrument"),
    "instruments.version.changed": _("Changed the draft of an instrument"),
    "instruments.version.discarded": _("Discarded the draft of an instrument"),
    "instruments.version.published": _("Published an instrument"),
    "instruments.version.withdrawn": _("Withdrew an instrument"),
    # rounds
    "instruments.round.prepared": _("Prepared a round of questionnaires"),
    "instruments.round.invited": _("Invited to a round"),
    "instruments.round.opened": _("Opened a round"),
    "instruments.round.closed": _("Closed a round"),
    "instruments.round.moved": _("Moved the last day of a round"),
    "instruments.round.reminded": _("Sent what was due in a round"),
    "instruments.invitation.extended": _("Gave a respondent more time"),
    "instruments.invitation.settled": _("Wrote down what the silence of a respondent means"),
    "instruments.invitation.addressed": _("Named the contact of an invitation"),
    "instruments.invitation.confirmed": _("Confirmed the contact of an invitation"),
    "instruments.invitation.contacted": _("Spoke or wrote to a respondent"),
    "instruments.invitation.met": _("Signed in as the contact of an invitation"),
    "instruments.invitation.bounced": _("Noted that a message came back"),
    # responses
    "instruments.response.begun": _("Began to answer a questionnaire"),
    "instruments.response.delegated": _("Gave sections to a colleague"),
    "instruments.response.taken_back": _("Took sections back"),
    "instruments.response.handed_in": _("Handed in a response"),
    "instruments.response.sent_back": _("Sent a response back with remarks"),
    # results
    "instruments.codebook.added": _("Added a code to the codebook of an open question"),
}
