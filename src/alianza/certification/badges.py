"""The badge of an award as it is issued today, and the keys with which anybody checks it."""

import base64
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from alianza.certification.badge_drawn import Face, drawn
from alianza.certification.models import Award
from alianza.certification.shown import outcome_text
from alianza.certification.signing import signed
from alianza.certification.tokens import Badge, plain_name
from alianza.vault.signing import signing_keys

LANGUAGES = ("en", "es", "fr")


def badge_of(award: Award) -> Badge:
    """What the badge of an award says, issued today."""
    version, subject = award.application.version, award.subject
    return Badge(
        award=award.code,
        subject=subject.code,
        scheme=f"{version.scheme.urn}:{version.number}",
        outcome=award.outcome,
        granted=award.granted_on,
        expires=award.expires_on,
        issued=timezone.localdate(),
        name=plain_name(str(subject)),
    )


def verify_link(token: str) -> str:
    return settings.PUBLIC_URL + reverse("certification:badge-verify", kwargs={"token": token})


def picture(award: Award, lang: str) -> str:
    """The award's badge as SVG, signed and issued today. Whether the label holds is the caller's to ask."""
    badge = badge_of(award)
    token = signed(badge)
    words = outcome_text(award.application.version.instrument.instrument, award.outcome)
    with override(lang):
        label = _("Fair-recruitment label")
    outcome = words.in_language(lang)[0] if words else award.outcome
    face = Face(label, outcome, badge.name, badge.expires, badge.issued)
    return drawn(face, token=token, link=verify_link(token), lang=lang)


@dataclass(frozen=True, slots=True)
class PublicKey:
    id: str
    key: str
    """32 bytes in base64."""
    current: bool


def public_keys() -> list[PublicKey]:
    """Every key that signs or ever signed here, the one in use first."""
    keys = signing_keys()
    return [
        PublicKey(name, base64.b64encode(raw).decode("ascii"), name == keys.current)
        for name, raw in keys.public().items()
    ]
