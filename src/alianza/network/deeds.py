"""The deeds of this context as sentences."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "network.organisation.entered": _("Entered an organisation in the register"),
    "network.membership.given": _("Gave a role in an organisation"),
    "network.membership.ended": _("Ended a role in an organisation"),
    "network.mandate.named": _("Named a focal point"),
    "network.mandate.delegated": _("Delegated a mandate"),
    "network.mandate.revoked": _("Revoked a mandate"),
}
