"""How facts are called that several contexts record; the deeds themselves are each context's own."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, Promise] = {}
FACTS = {
    "country": _("country"),
    "fields": _("what was changed"),
    "kind": _("kind"),
    "language": _("language"),
    "number": _("number"),
    "order": _("job order"),
    "organisation": _("organisation"),
    "person": _("person"),
    "profile": _("profile"),
    "purpose": _("purpose"),
    "reason": _("reason"),
    "role": _("role"),
    "rows": _("rows"),
    "subject": _("subject"),
    "version": _("version"),
}
