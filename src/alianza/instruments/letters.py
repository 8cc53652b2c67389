"""The mail to somebody who was named for a round and has no account yet: nothing in it is about a person."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from alianza.instruments.ladder import INVITATION
from alianza.instruments.models import Delegation, Invitation
from alianza.vocabulary.places import country


def answer_path(invitation: Invitation) -> str:
    """The page from which the invitation is answered: what the person is asked, in all rounds."""
    return reverse("instruments:response-asked") + f"#{invitation.code}"


def opening_path(contact: UUID) -> str:
    """The link in a message: it tells which message it was opened from, and leads to `answer_path`."""
    return reverse("instruments:contact-open", kwargs={"code": contact})


def who_is_asked(invitation: Invitation, lang: str) -> str:
    """The country's or the organisation's name."""
    if invitation.country:
        return str(country(invitation.country).name(lang))
    return str(invitation.organisation)


def subject_of(step: int) -> str:
    if step == INVITATION:
        return _("You are asked to answer a questionnaire")
    return _("A questionnaire waits for your answer") if step < 0 else _("A questionnaire is overdue")


def letter(invitation: Invitation, step: int, *, contact: UUID) -> EmailMessage:
    """The invitation, or one of its reminders, in the language of whoever is asked.

    The message has the same name however often it is sent, so that a mail server that gets it again knows it.
    """
    with translation.override(invitation.language):
        facts: dict[str, Any] = {
            "round": invitation.round.name,
            "who": who_is_asked(invitation, invitation.language),
            "day": date_format(invitation.due_on, "DATE_FORMAT"),
            "zone": invitation.time_zone,
        }
        if step == INVITATION:
            first = _("%(who)s is asked to answer the questionnaire of the round %(round)s.") % facts
        elif step < 0:
            first = _("The round %(round)s has no answer of %(who)s yet.") % facts
        else:
            first = _("The round %(round)s has no answer of %(who)s, and its last day is over. An answer still counts.")
            first %= facts
        link = settings.PUBLIC_URL + opening_path(contact)
        paragraphs = [
            first,
            _("The last day is %(day)s (time zone %(zone)s).") % facts,
            _("Sign in with this mail address to answer, also in parts and on several days: %(link)s") % {"link": link},
            _("If you are not the right person, or no answer is intended, reply to this mail and it will be noted."),
        ]
        return EmailMessage(
            subject=_("Alianza: %(title)s") % {"title": subject_of(step)},
            body="\n\n".join(paragraphs) + "\n",
            to=[invitation.address],
            headers=_headers(str(contact)),
        )


def _headers(name: str) -> dict[str, str]:
    host = settings.PUBLIC_URL.partition("//")[2].partition(":")[0] or "alianza"
    return {"Auto-Submitted": "auto-generated", "Message-ID": f"<{name}@{host}>"}


def colleague_letter(delegation: Delegation) -> EmailMessage:
    """To a colleague: which sections were given and until when, or that they were taken back."""
    invitation = delegation.response.invitation
    with translation.override(delegation.language):
        titles = [
            each.title.in_language(delegation.language)[0]
            for each in delegation.response.version.instrument.sections
            if each.id in delegation.sections
        ]
        facts: dict[str, Any] = {
            "round": invitation.round.name,
            "who": who_is_asked(invitation, delegation.language),
            "day": date_format(invitation.due_on, "DATE_FORMAT"),
            "zone": invitation.time_zone,
        }
        listed = "\n".join(f"- {title}" for title in titles)
        if delegation.ended_at is None:
            link = settings.PUBLIC_URL + answer_path(invitation)
            title = _("A colleague gave you sections to answer")
            paragraphs = [
                _("Whoever answers the round %(round)s for %(who)s asks you to fill in these sections:") % facts,
                listed,
                _("The last day is %(day)s (time zone %(zone)s).") % facts,
                _("Sign in with this mail address to fill them in: %(link)s") % {"link": link},
                _("Your colleague reads what you write and signs the whole."),
            ]
        else:
            title = _("Sections were taken back")
            paragraphs = [
                _("You need not fill in these sections of the round %(round)s for %(who)s any more:") % facts,
                listed,
                _("What you wrote stays there; your colleague goes on with it."),
            ]
        return EmailMessage(
            subject=_("Alianza: %(title)s") % {"title": title},
            body="\n\n".join(paragraphs) + "\n",
            to=[delegation.address],
            headers=_headers(f"{delegation.code}.{'given' if delegation.ended_at is None else 'taken-back'}"),
        )
