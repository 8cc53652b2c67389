"""The deeds of this context as sentences."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "regulations.sheet.loaded": _("Loaded a packaged sheet as a starting text"),
    "regulations.sheet.drafted": _("Drafted a sheet"),
    "regulations.sheet.changed": _("Changed the draft of a sheet"),
    "regulations.sheet.submitted": _("Submitted a sheet for review"),
    "regulations.sheet.taken_up": _("Began to review a sheet"),
    "regulations.sheet.returned": _("Sent a sheet back to its focal point"),
    "regulations.sheet.published": _("Confirmed and published a sheet"),
    "regulations.sheet.withdrawn": _("Withdrew a sheet"),
}
FACTS = {
    "digest": _("checksum"),
    "sheet": _("sheet"),
}
