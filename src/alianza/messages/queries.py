from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from alianza.messages import policy
from alianza.messages.kinds import kinds
from alianza.messages.models import Notice
from alianza.network.policy import Visitor


def unread(user: Visitor) -> int:
    """How many notices the person has not opened yet."""
    return policy.visible_to(user).filter(read_at__isnull=True).count()


def title_of(notice: Notice) -> str:
    known = kinds().get(notice.kind)
    return str(known.title) if known else _("A notice")


def sentence_of(notice: Notice, lang: str) -> str:
    """The notice as its person reads it; a kind that is gone since then leaves its title."""
    known = kinds().get(notice.kind)
    if known is None:
        return _("This notice is of a kind that the platform no longer has.")
    facts: Mapping[str, Any] = known.shown(notice.facts, lang) if known.shown else notice.facts
    try:
        return str(known.sentence) % facts
    except (KeyError, TypeError, ValueError):  # told by an older version with other facts
        return str(known.title)
