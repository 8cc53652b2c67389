"""Telling a colleague which sections were given, and that they were taken back: each once.

Who has an account finds a notice. Whom a notice does not reach by mail is written to; the mail waits with the
delegation until it has left, and whoever sends it claims it first.
"""

import logging
from datetime import datetime

from django.core.mail import get_connection
from django.db.models import Q

from alianza.accounts.models import User
from alianza.instruments.actions.mailing import CLAIM, Outcome, leave
from alianza.instruments.letters import answer_path, colleague_letter
from alianza.instruments.models import Delegation, Response, RoundStatus, Sent
from alianza.messages.actions import tell
from alianza.messages.kinds import kind
from alianza.messages.policy import wants_mail

logger = logging.getLogger("alianza.instruments")
GIVEN, TAKEN_BACK = "instruments.sections.given", "instruments.sections.taken_back"


def tell_given(delegation: Delegation) -> None:
    """Tell a colleague what was given; inside the transaction of the deed."""
    _tell(delegation, GIVEN)


def tell_taken_back(delegation: Delegation) -> None:
    """Tell a colleague that it was taken back; by mail only if the mail that gave it may have reached them."""
    waiting = Delegation.objects.filter(pk=delegation.pk, mail=Sent.WAITING, claimed_at=None)
    unsent = waiting.update(mail=Sent.PASSED) or delegation.mail in {Sent.PASSED, Sent.BOUNCED}
    _tell(delegation, TAKEN_BACK, by_mail=not unsent)


def _tell(delegation: Delegation, what: str, *, by_mail: bool = True) -> None:
    person = User.objects.filter(email__iexact=delegation.address, is_active=True).first()
    invitation = delegation.response.invitation
    if person is not None:
        sections = [
            dict(each.title.languages)
            for each in delegation.response.version.instrument.sections
            if each.id in delegation.sections
        ]
        facts = {"round": invitation.round.name, "day": invitation.due_on.isoformat(), "sections": sections}
        tell(person, what, facts, answer_path(invitation) if what == GIVEN else "")
    if by_mail and (person is None or not wants_mail(person, kind(what))):
        delegation.mail, delegation.claimed_at = Sent.WAITING, None
        delegation.save(update_fields=["mail", "claimed_at"])


def send_waiting(now: datetime) -> int:
    """Send what waits; returns how many left. What failed for the moment is tried again by the next run."""
    free = Q(claimed_at__isnull=True) | Q(claimed_at__lt=now - CLAIM)
    pks = list(Delegation.objects.filter(free, mail=Sent.WAITING).values_list("pk", flat=True))
    sent = 0
    if not pks:
        return sent
    with get_connection() as connection:
        for pk in pks:
            if not Delegation.objects.filter(free, pk=pk, mail=Sent.WAITING).update(claimed_at=now):
                continue
            found = Delegation.objects.select_related(
                "response__version", "response__invitation__round", "response__invitation__organisation"
            ).get(pk=pk)
            mine = Delegation.objects.filter(pk=pk, ended_at=found.ended_at)  # one that ended meanwhile waits anew
            if found.ended_at is None and _is_over(found.response):
                mine.update(mail=Sent.PASSED, claimed_at=None)
                continue
            message = colleague_letter(found)
            message.connection = connection
            outcome = leave(message)
            if outcome is Outcome.LEFT:
                mine.update(mail=Sent.SENT, claimed_at=None)
                sent += 1
                continue
            refused = outcome is Outcome.REFUSED
            mine.update(mail=Sent.BOUNCED if refused else Sent.WAITING, claimed_at=None)
            logger.warning("delegation %s was not mailed: %s", found.code, outcome)
            if outcome is Outcome.DOWN:
                break
    return sent


def _is_over(response: Response) -> bool:
    return not response.is_open or response.invitation.round.status != RoundStatus.OPEN
