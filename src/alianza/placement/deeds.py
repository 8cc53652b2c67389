"""The deeds of this context as sentences."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "placement.order.drafted": _("Drafted a job order"),
    "placement.order.changed": _("Changed a job order"),
    "placement.order.submitted": _("Submitted a job order for approval"),
    "placement.order.returned": _("Returned a job order for correction"),
    "placement.order.approved": _("Approved a job order"),
    "placement.order.closed": _("Closed a job order"),
    "placement.shortlist.drawn_up": _("Drew up the shortlist of a job order"),
    "placement.proposal.asked": _("Asked a worker whether they agree to be shown"),
    "placement.proposal.agreed": _("Agreed to be shown to the employer"),
    "placement.proposal.declined": _("Declined to be shown to the employer"),
    "placement.run.started": _("Started a placement run"),
    "placement.run.finished": _("Finished a placement run"),
    "placement.run.failed": _("Could not finish a placement run"),
    "placement.run.accepted": _("Accepted a placement run"),
    "placement.run.discarded": _("Discarded a placement run"),
    "placement.place.offered": _("Offered a place to a worker"),
    "placement.place.taken": _("Took up a place"),
    "placement.place.declined": _("Declined a place"),
    "placement.place.ended": _("Ended a placement"),
    "placement.programme.set_up": _("Set up a programme"),
    "placement.programme.changed": _("Changed the terms of a programme"),
    "placement.programme.limits_set": _("Set the limits of a programme"),
    "placement.programme.limits_removed": _("Removed all limits of a programme"),
}

FACTS = {
    "caps": _("caps"),
    "demands_label": _("asks for the label"),
    "input": _("worked out from"),
    "isco": _("occupation"),
    "objective": _("sum of the scores"),
    "permit": _("permit category"),
    "placed": _("workers placed"),
    "places": _("places"),
    "places_left": _("places left"),
    "posts": _("posts"),
    "programme": _("programme"),
    "proposed": _("workers proposed"),
    "quotas": _("quotas"),
    "shares": _("shares"),
    "upper_bound": _("the most any placement could reach"),
}
"""Names of the facts that deeds carry, see `audit.deeds`."""
