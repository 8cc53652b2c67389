"""What the registry tells workers and services."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from alianza.messages.kinds import Kind
from alianza.registry.models import Purpose


def _purpose_named(facts: Mapping[str, Any], lang: str) -> Mapping[str, Any]:
    with override(lang):
        return {**facts, "purpose": str(Purpose(facts["purpose"]).label)}


KINDS = (
    Kind(
        "registry.file.opened",
        _("Somebody opened your file"),
        _("%(who)s read your name and contacts. Purpose: %(purpose)s. The reason stands on your profile."),
        shown=_purpose_named,
    ),
    Kind(
        "registry.profile.ending",
        _("Your profile will be removed soon"),
        _("Your profile will be removed after %(day)s. If you still look for work, say so on your profile."),
    ),
    Kind(
        "registry.profile.removed",
        _("Your profile was removed"),
        _("Your profile was removed because its term was over. You can begin a new one at any time."),
    ),
    Kind(
        "registry.intake.checked",
        _("A file of workers has been checked"),
        _("The file of %(registrar)s has been checked: %(rows)s rows, %(problems)s problems."),
        duty=True,
    ),
    Kind(
        "registry.intake.saved",
        _("A file of workers has been saved"),
        _("The file of %(registrar)s has been saved: %(new)s new profiles, %(known)s corrected."),
        duty=True,
    ),
    Kind(
        "registry.intake.failed",
        _("A file of workers could not be saved"),
        _("The file of %(registrar)s could not be saved, and nothing of it was. Bring it again."),
        duty=True,
    ),
)
