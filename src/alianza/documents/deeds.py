"""The deeds of this context as sentences."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "documents.file.stored": _("Stored a file"),
    "documents.file.removed": _("Removed a file"),
}
FACTS = {
    "media_type": _("type of file"),
    "size": _("bytes"),
}
