"""The page of one invitation: who is asked, what became of it, and the log of what was said."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alianza.accounts.models import User
from alianza.accounts.request import SignedInRequest
from alianza.instruments import jobs, policy
from alianza.instruments.actions import reminders
from alianza.instruments.actions import rounds as actions
from alianza.instruments.forms.rounds import ContactForm, LogForm, MoreTimeForm, ReturnForm, SettleForm
from alianza.instruments.ladder import INVITATION
from alianza.instruments.letters import answer_path, letter, who_is_asked
from alianza.instruments.models import (
    Channel,
    Contact,
    Disposition,
    Invitation,
    ResponseStatus,
    RoundStatus,
    Sent,
)
from alianza.instruments.queries.people import people_of
from alianza.instruments.queries.responses import is_asked, whole_of
from alianza.instruments.views.rounds import refuse_others
from alianza.texts import page_language
from alianza.vocabulary.refusal import Refusal


def _invitation(code: UUID) -> Invitation:
    found = Invitation.objects.select_related("round__version", "organisation", "response__version")
    return get_object_or_404(found, code=code)


@login_required
@require_GET
def invitation_show(request: SignedInRequest, code: UUID) -> HttpResponse:
    refuse_others(request, reading=True)
    return _shown(request, _invitation(code))


def _forms(invitation: Invitation, data: Any = None) -> dict[str, Form]:
    contact = {
        "address": invitation.address,
        "language": invitation.language,
        "time_zone": invitation.time_zone,
    }
    more = {"until": invitation.extended_to, "reason": invitation.extended_because}
    settled = {"disposition": invitation.disposition, "reason": invitation.settled_because}
    return {
        "contact": ContactForm(data, prefix="contact", initial=contact),
        "extend": MoreTimeForm(data, prefix="extend", initial=more),
        "settle": SettleForm(data, prefix="settle", initial=settled),
        "log": LogForm(data, prefix="log"),
    }


def _shown(
    request: SignedInRequest, invitation: Invitation, *, filled: dict[str, Form] | None = None, status: int = 200
) -> HttpResponse:
    may_keep = policy.may_keep_instruments(request.user)
    response = getattr(invitation, "response", None)
    whole = whole_of(response, request.user) if response else None
    contacts = list(invitation.contacts.all())
    waiting = next((each for each in contacts if (each.state, each.channel) == (Sent.WAITING, Channel.LETTER)), None)
    context: dict[str, Any] = {
        "invitation": invitation,
        "round": invitation.round,
        "who": who_is_asked(invitation, page_language()),
        "response": response,
        "answers": [(section, whole.asked_in(section.id)) for section in whole.sections()] if whole else [],
        "values": {
            **({name: answer.value for name, answer in whole.held.items()} if whole else {}),
            **(whole.state.computed if whole else {}),
        },
        "progress": whole.progress() if whole else None,
        "submissions": list(response.submissions.all()) if response else [],
        "remarks": list(response.remarks.all()) if response else [],
        "contacts": contacts,
        "people": len(people_of(invitation.round, [invitation])[invitation.pk]),
        "is_open": invitation.round.status == RoundStatus.OPEN,
        "may_return": may_keep
        and invitation.round.status == RoundStatus.OPEN
        and response is not None
        and response.status == ResponseStatus.SUBMITTED,
        "may_settle": invitation.disposition != Disposition.COMPLETE,
        "letter": letter(invitation, waiting.step or INVITATION, contact=waiting.code).body if waiting else "",
        "forms": (_forms(invitation) | (filled or {})) if may_keep else {},
        "filled": next(iter(filled or {}), ""),
        "may_keep": may_keep,
        "INVITATION": INVITATION,
    }
    return render(request, "instruments/invitation_show.html", context, status=status)


def _done(
    request: SignedInRequest, code: UUID, name: str, deed: Callable[[Invitation, dict[str, Any]], object], words: str
) -> HttpResponse:
    """Run the deed of one of the page's forms, or show the page again with what is wrong."""
    refuse_others(request)
    invitation = _invitation(code)
    form = _forms(invitation, request.POST)[name]
    if not form.is_valid():
        return _shown(request, invitation, filled={name: form}, status=400)
    try:
        deed(invitation, form.cleaned_data)
    except Refusal as refusal:
        field = {"extended_to": "until"}.get(refusal.field or "", refusal.field or "")
        form.add_error(field if field in form.fields else None, refusal.translated(_))
        return _shown(request, _invitation(code), filled={name: form}, status=409)
    messages.success(request, words)
    return redirect("instruments:invitation-show", code=code)


@login_required
@require_POST
def invitation_contact(request: SignedInRequest, code: UUID) -> HttpResponse:
    def deed(invitation: Invitation, said: dict[str, Any]) -> None:
        with transaction.atomic():
            actions.name_contact(invitation, by=request.user, **said)
            transaction.on_commit(jobs.send_mails.enqueue)

    return _done(request, code, "contact", deed, _("The contact is kept."))


@login_required
@require_POST
def invitation_extend(request: SignedInRequest, code: UUID) -> HttpResponse:
    def deed(invitation: Invitation, said: dict[str, Any]) -> None:
        actions.give_more_time(invitation, said["until"], reason=said["reason"], by=request.user)

    return _done(request, code, "extend", deed, _("There is more time now; reminders follow the new day."))


@login_required
@require_POST
def invitation_settle(request: SignedInRequest, code: UUID) -> HttpResponse:
    def deed(invitation: Invitation, said: dict[str, Any]) -> None:
        actions.settle(invitation, said["disposition"], reason=said["reason"], by=request.user)

    return _done(request, code, "settle", deed, _("That is written down."))


@login_required
@require_POST
def invitation_log(request: SignedInRequest, code: UUID) -> HttpResponse:
    def deed(invitation: Invitation, said: dict[str, Any]) -> None:
        actions.log_contact(invitation, said["channel"], said["state"], said["note"], by=request.user)

    return _done(request, code, "log", deed, _("It stands in the log."))


@login_required
@require_POST
def invitation_confirm(request: SignedInRequest, code: UUID) -> HttpResponse:
    refuse_others(request)
    actions.confirm_contact(_invitation(code), by=request.user)
    messages.success(request, _("The contact is confirmed."))
    return redirect("instruments:invitation-show", code=code)


@login_required
@require_http_methods(["GET", "POST"])
def invitation_return(request: SignedInRequest, code: UUID) -> HttpResponse:
    refuse_others(request)
    invitation = _invitation(code)
    response = getattr(invitation, "response", None)
    if response is None or (response.status != ResponseStatus.SUBMITTED and request.method == "GET"):
        raise Http404
    whole = whole_of(response, request.user)
    asked = [item for section in whole.sections() for item in whole.asked_in(section.id)]
    values = {**{name: answer.value for name, answer in whole.held.items()}, **whole.state.computed}
    form = ReturnForm(request.POST or None, items=asked)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            actions.return_response(response, form.remarks(), by=request.user)
            messages.success(request, _("The response is open again, and those who answer are told."))
            return redirect("instruments:invitation-show", code=code)
        status = 400
    context = {
        "form": form,
        "invitation": invitation,
        "round": invitation.round,
        "response": response,
        "who": who_is_asked(invitation, page_language()),
        "lines": [(item, values.get(item.id), form[f"item-{item.id}"]) for item in asked],
    }
    return render(request, "instruments/invitation_return.html", context, status=status)


def _contact(code: UUID) -> Contact:
    return get_object_or_404(Contact.objects.select_related("invitation"), code=code)


@require_GET
def contact_open(request: HttpRequest, code: UUID) -> HttpResponse:
    """The link in a message: noted, then on to what the person is asked, by way of signing in."""
    contact = _contact(code)
    user = request.user
    if not user.is_authenticated:
        reminders.note_opening(contact, timezone.now())
        return redirect_to_login(request.path)
    invitation = contact.invitation
    assert isinstance(user, User)
    if reminders.meet_contact(invitation, by=user) or policy.invitations_of(user).filter(pk=invitation.pk).exists():
        reminders.note_opening(contact, timezone.now())
    elif not is_asked(user):
        raise Http404
    return redirect(answer_path(invitation))


@login_required
@require_POST
def contact_bounced(request: SignedInRequest, code: UUID) -> HttpResponse:
    refuse_others(request)
    contact = _contact(code)
    reminders.mark_bounced(contact, by=request.user)
    messages.success(request, _("It came back: ask whether the contact has changed."))
    return redirect("instruments:invitation-show", code=contact.invitation.code)


@login_required
@require_POST
def contact_posted(request: SignedInRequest, code: UUID) -> HttpResponse:
    refuse_others(request)
    contact = _contact(code)
    reminders.mark_letter_sent(contact, by=request.user)
    messages.success(request, _("The letter is on its way."))
    return redirect("instruments:invitation-show", code=contact.invitation.code)
