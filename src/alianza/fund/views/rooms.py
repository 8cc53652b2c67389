"""Pages of bodies, who sits in them, and their meetings."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alianza.accounts.request import SignedInRequest
from alianza.fund.actions import bodies as actions
from alianza.fund.decision_rules import version
from alianza.fund.forms import bodies as forms
from alianza.fund.lifecycles.bodies import MEETING
from alianza.fund.models import Body, Item, Meeting, Seat
from alianza.fund.moves import moves_shown
from alianza.fund.policy import bodies as policy
from alianza.fund.queries.bodies import guards_of_meeting, reasons_against_meeting, seats_in_force
from alianza.vocabulary.refusal import Refusal


def _body(request: SignedInRequest, code: UUID) -> Body:
    return get_object_or_404(policy.bodies_visible_to(request.user), code=code)


def _kept(request: SignedInRequest, code: UUID) -> Body:
    if not policy.may_keep_seats(request.user):
        raise Http404
    return _body(request, code)


def _seat(request: SignedInRequest, code: UUID) -> Seat:
    if not policy.may_keep_seats(request.user):
        raise Http404
    return get_object_or_404(Seat.objects.select_related("body", "member"), code=code)


def _meeting(request: SignedInRequest, code: UUID) -> Meeting:
    visible = policy.meetings_visible_to(request.user).select_related("body", "chair__member")
    return get_object_or_404(visible, code=code)


def refused_in(form: Form, refusal: Refusal) -> None:
    """Put a refusal on the field it belongs to; one that belongs to none goes on to its own page."""
    if refusal.field not in form.fields:
        raise refusal
    form.add_error(refusal.field, [*refusal.each_translated(_)])


@login_required
@require_GET
def body_list(request: SignedInRequest) -> HttpResponse:
    bodies = policy.bodies_visible_to(request.user)
    if not bodies.exists() and not policy.reads_everything(request.user):
        raise Http404
    visible = policy.visible_to(request.user)
    waiting = visible.filter(state__in=[Item.State.OPEN, Item.State.PAUSED]).select_related("body", "meeting")
    context = {
        "bodies": bodies,
        "waiting": waiting.order_by("deadline_at", "number"),
        "answered": set(policy.electors_of(request.user).filter(ballots__isnull=False).values_list("item", flat=True)),
        "speaks": policy.seats_of(request.user),
    }
    return render(request, "fund/body_list.html", context)


@login_required
@require_GET
def body_show(request: SignedInRequest, code: UUID) -> HttpResponse:
    body = _body(request, code)
    items = policy.visible_to(request.user).filter(body=body).select_related("meeting")
    context = {
        "body": body,
        "seats": seats_in_force(body, timezone.localdate()).order_by("group", "member__name"),
        "meetings": body.meetings.select_related("chair__member"),
        "items": items,
        "waiting": items.filter(state__in=[Item.State.OPEN, Item.State.PAUSED]).count(),
        "version": version(body.rules),
        "officer": policy.may_keep_seats(request.user),
        "meeting_form": forms.MeetingForm(body=body),
    }
    return render(request, "fund/body_show.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def body_seats(request: SignedInRequest, code: UUID) -> HttpResponse:
    body = _kept(request, code)
    form = forms.SeatForm(request.POST if request.method == "POST" else None, body=body)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.give_seat(
                body, said["member"], said["group"], person=said["person"], on=timezone.localdate(), by=request.user
            )
        except Refusal as refusal:
            refused_in(form, refusal)
        else:
            return redirect("fund:body-seats", code=body.code)
    seats = body.seats.select_related("member", "person").order_by("ends_on", "group", "member__name")
    now = timezone.localdate()
    context = {
        "body": body,
        "form": form,
        "seats": [
            (seat, seat.person is not None and policy.may_fill(seat.person, seat)) for seat in seats if not seat.ends_on
        ],
        "ended": [seat for seat in seats if seat.ends_on],
        "person_form": forms.PersonForm(prefix=None, auto_id=False),
        "end_form": forms.EndForm(initial={"on": now}, auto_id=False),
    }
    return render(request, "fund/body_seats.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def seat_change(request: SignedInRequest, code: UUID) -> HttpResponse:
    """Another person, or the last day of a member's seat."""
    seat = _seat(request, code)
    data, deed = request.POST if request.method == "POST" else None, request.POST.get("deed", "")
    person = forms.PersonForm(data if deed == "person" else None)
    end = forms.EndForm(data if deed == "end" else None, initial={"on": timezone.localdate()})
    form: Form = end if deed == "end" else person
    if request.method == "POST" and form.is_valid():
        try:
            if deed == "end":
                actions.end_seat(seat, on=form.cleaned_data["on"], by=request.user)
            else:
                on = timezone.localdate()
                actions.replace_person(seat, form.cleaned_data["person"], on=on, by=request.user)
        except Refusal as refusal:
            refused_in(form, refusal)
        else:
            return redirect("fund:body-seats", code=seat.body.code)
    return render(request, "fund/seat_change.html", {"seat": seat, "person_form": person, "end_form": end})


@login_required
@require_POST
def meeting_plan(request: SignedInRequest, code: UUID) -> HttpResponse:
    body = _kept(request, code)
    form = forms.MeetingForm(request.POST, body=body)
    if not form.is_valid():
        context = {"body": body, "form": form}
        return render(request, "fund/meeting_plan.html", context, status=400)
    said = form.cleaned_data
    made = actions.plan_meeting(body, said["held_on"], place=said["place"], chair=said["chair"], by=request.user)
    return redirect("fund:meeting-show", code=made.code)


@login_required
@require_GET
def meeting_show(request: SignedInRequest, code: UUID) -> HttpResponse:
    meeting = _meeting(request, code)
    roles = policy.roles_at(request.user, meeting)
    agenda = policy.visible_to(request.user).filter(meeting=meeting).order_by("number")
    named = f"preside:{meeting.state}"
    may_name = "officer" in roles and meeting.state != Meeting.State.CLOSED
    context = {
        "meeting": meeting,
        "agenda": agenda,
        "moves": moves_shown(MEETING, meeting.state, guards_of_meeting(meeting), roles),
        "may_begin": not reasons_against_meeting(meeting, "begin", roles),
        "may_end": not reasons_against_meeting(meeting, "end", roles),
        "chair_form": forms.ChairForm(body=meeting.body) if may_name and named else None,
    }
    return render(request, "fund/meeting_show.html", context)


@login_required
@require_POST
def meeting_chair(request: SignedInRequest, code: UUID) -> HttpResponse:
    meeting = _meeting(request, code)
    if not policy.may_keep_seats(request.user):
        raise Http404
    form = forms.ChairForm(request.POST, body=meeting.body)
    if form.is_valid():
        actions.name_chair(meeting, form.cleaned_data["chair"], by=request.user)
    return redirect("fund:meeting-show", code=meeting.code)


@login_required
@require_POST
def meeting_begin(request: SignedInRequest, code: UUID) -> HttpResponse:
    meeting = _meeting(request, code)
    if not policy.roles_at(request.user, meeting):
        raise Http404
    actions.begin_meeting(meeting, by=request.user)
    return redirect("fund:meeting-show", code=meeting.code)


@login_required
@require_POST
def meeting_end(request: SignedInRequest, code: UUID) -> HttpResponse:
    meeting = _meeting(request, code)
    if not policy.roles_at(request.user, meeting):
        raise Http404
    actions.end_meeting(meeting, by=request.user)
    return redirect("fund:meeting-show", code=meeting.code)
