"""What people are told about complaints: that there is something, and never what."""

from django.utils.translation import gettext_lazy as _

from alianza.messages.kinds import Kind

COMPLAINTS: tuple[Kind, ...] = (
    Kind(
        "certification.complaint.received",
        _("A complaint was received"),
        _("A complaint about a certified firm or programme was received. Somebody has to take it."),
        duty=True,
    ),
    Kind(
        "certification.complaint.urgent",
        _("An urgent complaint was received"),
        _("A complaint was received in which somebody may be in danger. Somebody has to take it today."),
        duty=True,
    ),
    Kind(
        "certification.complaint.answered_back",
        _("A complainant wrote"),
        _("Somebody came back to a complaint that you took, and wrote or decided something."),
        duty=True,
    ),
    Kind(
        "certification.complaint.asked",
        _("A complaint asks for your answer"),
        _("The secretariat asks you to answer a complaint. You see a summary of it and the day until when you answer."),
        duty=True,
    ),
    Kind(
        "certification.complaint.answered",
        _("A firm answered a complaint"),
        _("The firm answered a complaint that you took."),
        duty=True,
    ),
    Kind(
        "certification.complaint.appealed",
        _("An appeal in a complaint"),
        _("An appeal was made in a complaint in which you took no part. Somebody has to decide it."),
        duty=True,
    ),
    Kind(
        "certification.complaint.appeal_decided",
        _("An appeal in a complaint was decided"),
        _("An appeal in a complaint that you took was decided."),
        duty=True,
    ),
)
