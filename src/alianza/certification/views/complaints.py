"""The public side of complaints: tell, get a code once, come back with it. What is typed stands in no address."""

from uuid import UUID

from allauth.core.ratelimit import consume
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from alianza.certification.actions import complaints as actions
from alianza.certification.complaint_steps import MOVES, Step
from alianza.certification.forms import complaints as forms
from alianza.certification.models import Complaint, ComplaintMessage, ComplaintStep, Subject
from alianza.certification.queries.complaints import by_code, clocks_for, counts
from alianza.certification.return_codes import digits_of, grouped
from alianza.vocabulary.refusal import Refusal


def _subject(request: HttpRequest) -> Subject | None:
    given = request.POST.get("subject") or request.GET.get("subject", "")
    try:
        code = UUID(given)
    except ValueError:
        return None
    return Subject.objects.select_related("organisation").filter(code=code).first()


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def complaint_tell(request: HttpRequest) -> HttpResponse:
    """Without an account. The answer to a complaint that was received shows its code, once and at no address."""
    about = _subject(request)
    status = 200
    form = forms.TellForm(about=about)
    if request.method == "POST":
        form = forms.TellForm(request.POST, request.FILES, about=about)
        status = 400
        if form.is_valid():
            if consume(request, action="complaint"):
                answer = _received(request, form, about)
                if answer is not None:
                    return answer
            else:
                status = 429
                form.add_error(None, _too_many())
    context = {"form": form, "about": about, "counts": _counts(), "clocks": clocks_for(about)}
    return render(request, "certification/complaint_tell.html", context, status=status)


def _too_many() -> str:
    return _("Many were sent from your connection in this hour. Keep your text and send it later.")


def _counts() -> list[tuple[int, str, int]]:
    labels = dict(Complaint.State.choices)
    return [(year, str(labels[state]), count) for year, state, count in counts()]


def _received(request: HttpRequest, form: forms.TellForm, about: Subject | None) -> HttpResponse | None:
    data = form.cleaned_data
    told = actions.Told(
        category=data["category"],
        text=data["text"],
        who=data["who"],
        subject=about,
        named=data.get("named", ""),
        contact=data["contact"],
        language=data["language"],
        afraid=data["afraid"],
        firm_may_know=data["firm_may_know"],
    )
    try:
        files = [(each.name or "file", each.file) for each in data["papers"]]
        complaint, code = actions.submit(form.number, told, files=files)
    except Refusal as refusal:
        field = "papers" if refusal.field in {"file", "files"} else None
        form.add_error(field, [*refusal.each_translated(_)])
        return None
    context = {"complaint": complaint, "code": grouped(code), "clocks": clocks_for(complaint.subject)}
    return render(request, "certification/complaint_received.html", context)


# by code -----------------------------------------------------------------------------------------------------------
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def complaint_return(request: HttpRequest) -> HttpResponse:
    """Come back with a code. The code is sent with each step and kept nowhere: closing the page leaves nothing."""
    if request.method == "GET":
        return render(request, "certification/complaint_return.html", {"form": forms.ReturnForm()})
    form = forms.ReturnForm(request.POST)
    if not consume(request, action="complaint_return"):
        form.add_error(None, _("Codes were tried often from your connection in this hour. Try again later."))
        return render(request, "certification/complaint_return.html", {"form": form}, status=429)
    complaint = by_code(form.cleaned_data["code"]) if form.is_valid() else None
    if complaint is None:
        if form.is_valid():
            form.add_error("code", _no_such_code(form.cleaned_data["code"]))
        return render(request, "certification/complaint_return.html", {"form": form}, status=400)
    return _thread(request, complaint, form.cleaned_data["code"])


def _no_such_code(given: str) -> str:
    if digits_of(given) is None:
        return _("A digit is wrong or missing. The code has 18 digits; compare it with what you wrote down.")
    return _("There is no complaint with this code. Compare it with what you wrote down.")


def _thread(request: HttpRequest, complaint: Complaint, code: str) -> HttpResponse:
    """Do what was asked, if anything, and show what became of the complaint."""
    deed = request.POST.get("deed", "")
    writing = forms.WriteBackForm(request.POST if deed == "write" else None)
    appealing = forms.AppealForm(request.POST if deed == "appeal" else None)
    done, status, wrong = "", 200, ""
    try:
        if deed == "write" and writing.is_valid():
            actions.write_back(complaint, writing.cleaned_data["text"], form=writing.number)
            done, writing = _("Your message was received."), forms.WriteBackForm()
        elif deed == "appeal" and appealing.is_valid():
            actions.appeal(complaint, said=appealing.cleaned_data["said"])
            done, appealing = _("Your appeal was received."), forms.AppealForm()
        elif deed == "allow":
            actions.allow_summary(complaint)
            done = _("The secretariat may show the firm a summary.")
        elif deed == "forbid":
            actions.forbid_summary(complaint)
            done = _("The firm will be told nothing.")
        elif deed:
            status = 400
    except Refusal as refusal:
        status, wrong = 409, refusal.translated(_)
    complaint.refresh_from_db()
    context = {
        "complaint": complaint,
        "code": grouped(digits_of(code) or ""),
        "told": [_step_shown(each) for each in complaint.steps.all()],
        "messages_between": _messages(complaint),
        "finding": complaint.findings.last(),
        "writing": writing,
        "appealing": appealing,
        "may_appeal": _may_appeal(complaint),
        "appeal_until": actions.appeal_open_until(complaint),
        "may_write": complaint.is_open,
        "due": _due(complaint),
        "late": complaint.due_on is not None and complaint.due_on < timezone.localdate(),
        "done": done,
        "wrong": wrong,
    }
    return render(request, "certification/complaint_thread.html", context, status=status)


def _step_shown(step: ComplaintStep) -> dict[str, object]:
    labels = {"received": pgettext("complaint", "Received"), **{name: _(move.label) for name, move in MOVES.items()}}
    return {"label": labels.get(step.move, step.get_state_display()), "day": step.day, "said": step.said}


def _messages(complaint: Complaint) -> list[ComplaintMessage]:
    return list(complaint.messages.all())


def _may_appeal(complaint: Complaint) -> bool:
    until = actions.appeal_open_until(complaint)
    return until is not None and timezone.localdate() <= until


def _due(complaint: Complaint) -> str:
    """What is owed by the day of the clock, in words."""
    sentences = {
        Step.RECEIVED: _("By this day you are told whether we look into it."),
        Step.ADMISSIBLE: _("By this day the firm is asked, or you are told what comes instead."),
        Step.ANSWER_BY_FIRM: _("By this day the firm answers, or we go on without its answer."),
        Step.FINDING: _("By this day you are told what follows from the finding."),
        Step.ACTION: _("By this day the firm has to have put it right."),
        Step.APPEAL: _("By this day your appeal, or the firm's, is decided by people who took no part."),
    }
    return sentences.get(Step(complaint.state), "")
