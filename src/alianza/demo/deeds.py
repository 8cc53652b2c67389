"""The deeds of this context as sentences."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {"demo.chapter.told": _("Told a chapter of the demonstration's story")}
