from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "atlas.paper.added": _("Added a migration profile made elsewhere"),
    "atlas.paper.removed": _("Removed a migration profile made elsewhere"),
}
