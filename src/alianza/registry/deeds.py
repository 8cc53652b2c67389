"""The deeds of this context as sentences."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "registry.profile.begun": _("Began a profile"),
    "registry.profile.changed": _("Changed answers of a profile"),
    "registry.profile.registered": _("Registered a profile"),
    "registry.profile.paused": _("Paused the registration of a profile"),
    "registry.profile.renewed": _("Renewed a profile for another term"),
    "registry.profile.removed": _("Removed a profile with all that it held"),
    "registry.file.opened": _("Opened the sealed part of a worker's file"),
    "registry.intake.brought": _("Brought a file of workers"),
    "registry.intake.checked": _("Had a file of workers checked"),
    "registry.intake.decided": _("Decided to save a file of workers"),
    "registry.intake.discarded": _("Discarded a file of workers"),
    "registry.intake.failed": _("Could not save a file of workers"),
    "registry.people.saved": _("Saved the workers of a file"),
}
FACTS = {
    "answers": _("answers changed"),
    "duplicates": _("what happens with duplicates"),
    "known": _("corrected"),
    "left_out": _("left out"),
    "new": _("new"),
    "opening": _("opening"),
    "problems": _("problems"),
    "registrar": _("service"),
    "signed": _("agreements signed"),
    "term_over": _("because the term was over"),
}
