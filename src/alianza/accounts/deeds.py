"""The deeds of this context as sentences."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "accounts.token.issued": _("Issued a token for the API"),
    "accounts.token.ended": _("Ended a token for the API"),
}
FACTS = {
    "days": _("days"),
    "scopes": _("rights"),
}
