"""The deeds of this context as sentences."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "consent.given": _("Agreed to a use of personal data"),
    "consent.withdrawn": _("Withdrew the agreement to a use of personal data"),
    "consent.attested": _("Entered agreements that people had signed with an employment service"),
    "consent.proof.forgotten": _("Removed old proof of agreements"),
}
