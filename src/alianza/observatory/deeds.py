"""The deeds of this context as sentences."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "observatory.file.brought": _("Brought a file of statistics"),
    "observatory.file.refused": _("A file of statistics could not be loaded"),
    "observatory.vintage.loaded": _("Loaded a vintage of a series"),
    "observatory.vintage.made_current": _("Made a vintage the current one of its series"),
    "observatory.estimate.published": _("Published an estimate with its provenance"),
}
