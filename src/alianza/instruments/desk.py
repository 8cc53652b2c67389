"""What waits for a person on the home page, by noun."""

from typing import Any

from django.urls import reverse
from django.utils.translation import ngettext

from alianza.instruments import policy
from alianza.instruments.models import ResponseStatus
from alianza.instruments.queries import responses, rounds
from alianza.network.policy import Visitor


def _item(number: int, sentence: str, url: str, order: int) -> list[dict[str, Any]]:
    return [{"sentence": sentence % {"count": number}, "url": url, "order": order}] if number else []


def _of_rounds(user: Visitor) -> list[dict[str, Any]]:
    """Contacts in doubt and letters to heads of mission, for the secretariat."""
    if not policy.may_keep_instruments(user):
        return []
    waiting = rounds.waiting()
    doubted = ngettext(
        "Has the focal point changed? %(count)s invitation reaches nobody.",
        "Have focal points changed? %(count)s invitations reach nobody.",
        waiting.doubted,
    )
    letters = ngettext(
        "%(count)s letter to a head of mission waits to be sent.",
        "%(count)s letters to heads of mission wait to be sent.",
        waiting.letters,
    )
    address = reverse("instruments:round-list")
    return _item(waiting.doubted, doubted, address, 35) + _item(waiting.letters, letters, address, 36)


def _of_responses(user: Visitor) -> list[dict[str, Any]]:
    """What a respondent has to answer: what came back first, then the rest, then what a colleague gave."""
    if not user.is_authenticated or not responses.is_asked(user):
        return []
    waiting = [each for each in responses.asked_of(user) if each.is_open]
    returned = [each for each in waiting if each.response and each.response.status == ResponseStatus.RETURNED]
    own = [each for each in waiting if each.sections is None and each not in returned]
    given = [each for each in waiting if each.sections is not None and each not in returned]
    back = ngettext(
        "%(count)s questionnaire came back with remarks.",
        "%(count)s questionnaires came back with remarks.",
        len(returned),
    )
    asked = ngettext(
        "%(count)s questionnaire waits for your answers.",
        "%(count)s questionnaires wait for your answers.",
        len(own),
    )
    helping = ngettext(
        "A colleague gave you sections of %(count)s questionnaire.",
        "Colleagues gave you sections of %(count)s questionnaires.",
        len(given),
    )
    url = reverse("instruments:response-asked")
    return _item(len(returned), back, url, 20) + _item(len(own), asked, url, 21) + _item(len(given), helping, url, 22)


def items(user: Visitor) -> list[dict[str, Any]]:
    return _of_responses(user) + _of_rounds(user)
