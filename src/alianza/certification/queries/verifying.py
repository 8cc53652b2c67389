"""What a badge says against what the register says today."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from alianza.certification.models import Award, Subject
from alianza.certification.queries.labels import stands
from alianza.certification.standing import NOTHING, Stands, State
from alianza.certification.tokens import Badge, Check


class Meaning(StrEnum):
    """What somebody who reads a rightly signed token should take from it today."""

    VALID = "valid"
    SUSPENDED = "suspended"
    ENDED = "ended"
    REPLACED = "replaced"
    """Another label counts today; the badge is of an older one."""
    UNKNOWN = "unknown"
    """Rightly signed, and not in this register: the register is not the one that signed it."""
    CHECK = "check"
    """No badge, but the record of a check: it tells of its own moment."""


@dataclass(frozen=True, slots=True)
class Verified:
    meaning: Meaning
    subject: Subject | None
    award: Award | None
    now: Stands


def verified(said: Badge | Check, day: date) -> Verified:
    """Hold a rightly signed statement against the register."""
    subject = Subject.objects.select_related("organisation").filter(code=said.subject).first()
    now = stands(subject, day) if subject else NOTHING
    if isinstance(said, Check):
        return Verified(Meaning.CHECK, subject, None, now)
    award = (
        Award.objects.select_related("application__subject", "application__version__instrument")
        .filter(code=said.award, application__subject__code=said.subject)
        .first()
    )
    if subject is None or award is None:
        return Verified(Meaning.UNKNOWN, subject, None, now)
    if now.label != award.number:
        return Verified(Meaning.REPLACED, subject, award, now)
    meaning = {State.VALID: Meaning.VALID, State.SUSPENDED: Meaning.SUSPENDED}.get(now.state, Meaning.ENDED)
    return Verified(meaning, subject, award, now)
