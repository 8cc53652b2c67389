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
    "regulations.sheet.looked_at": _("Read sources of a sheet again and found it still true"),
    "regulations.report.received": _("Received an error told of a sheet"),
    "regulations.report.taken_up": _("Took up an error told of a sheet"),
    "regulations.report.corrected": _("Answered that an error was corrected"),
    "regulations.report.no_error": _("Answered that a line is no error"),
}
FACTS = {
    "digest": _("checksum"),
    "sheet": _("sheet"),
    "sources": _("sources read again"),
    "path": _("line"),
    "day": _("day"),
    "effective_from": _("in force from"),
}
