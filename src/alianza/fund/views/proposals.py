"""Pages of proposals once they are written: who sees what, what can happen next, and the secretariat's deeds."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from alianza.accounts.models import User
from alianza.accounts.request import SignedInRequest
from alianza.fund import eligibility
from alianza.fund.actions import endorsements, proposal_drafts, proposals, reviews
from alianza.fund.forms import proposals as forms
from alianza.fund.lifecycles.proposals import PROPOSAL
from alianza.fund.models import Category, Criterion, Proposal, Version
from alianza.fund.moves import moves_shown
from alianza.fund.policy import proposals as policy
from alianza.fund.queries import proposals as queries
from alianza.fund.queries.screening import counted, group_finds, place_of
from alianza.fund.versions import Difference, differences
from alianza.fund.views.proposal_steps import missing
from alianza.network.models import RoleCode
from alianza.network.policy import is_auditor, is_officer
from alianza.vocabulary.money import Money

BOARD = ("submitted", "admissible", "endorsed", "screened", "deferred", "returned")
"""Columns of the pipeline; what is over stands in the list."""

PARTS = {
    "applicant": gettext_lazy("Who asks"),
    "window": gettext_lazy("Window"),
    "title": gettext_lazy("Title"),
    "language": gettext_lazy("Language in which you write"),
    "kind": gettext_lazy("Kind of project"),
    "objectives": gettext_lazy("Objectives"),
    "tasks": gettext_lazy("Tasks"),
    "results": gettext_lazy("Results"),
    "follows": gettext_lazy("Outcome of the Forum it follows, or the aim it serves"),
    "direct": gettext_lazy("How it reaches migration directly"),
    "additional": gettext_lazy("Why development aid would not pay it"),
    "overlap": gettext_lazy("What you looked for that exists already, and what this adds"),
    "benefits": gettext_lazy("Benefits"),
    "risks": gettext_lazy("Risks, and what you do about them"),
    "rights": gettext_lazy("What it may do to people's rights, and the safeguard"),
    "gender_marker": gettext_lazy("Equality of women and men"),
    "rights_marker": gettext_lazy("Human rights"),
    "child_marker": gettext_lazy("Children"),
    "months": gettext_lazy("Length in months"),
    "starts_on": gettext_lazy("First day"),
    "countries": gettext_lazy("Countries concerned"),
    "executants": gettext_lazy("Who carries it out"),
    "lead": gettext_lazy("Leads"),
    "local": gettext_lazy("Local partner"),
    "expected": gettext_lazy("Expected result"),
    "level": gettext_lazy("Level"),
    "statement": gettext_lazy("What will have happened"),
    "indicator": gettext_lazy("Indicator"),
    "unit": gettext_lazy("Unit"),
    "baseline": gettext_lazy("Baseline"),
    "target": gettext_lazy("Target"),
    "source": gettext_lazy("Where it will be read"),
    "number": gettext_lazy("Number"),
    "budget": gettext_lazy("Budget"),
    "total": gettext_lazy("Total"),
    **dict(Category.choices),
}
"""Parts of a version's content as a reader sees them; names of organisations and numbers stand for themselves."""


def _proposal(request: SignedInRequest, code: UUID) -> Proposal:
    visible = policy.visible_to(request.user).select_related("window", "applicant")
    return get_object_or_404(visible, code=code)


def _for_officer(request: SignedInRequest, code: UUID) -> Proposal:
    proposal = _proposal(request, code)
    if not is_officer(request.user):
        raise Http404
    return proposal


def _back(proposal: Proposal) -> HttpResponse:
    return redirect("fund:proposal-show", code=proposal.code)


def _typed(request: SignedInRequest, words: Any, most: int = 2000) -> str | None:
    form = forms.TextForm(request.POST, words=words, most=most)
    if form.is_valid():
        return str(form.cleaned_data["text"])
    sentence = _("Write a text of at most %(most)s characters. Nothing was changed.") % {"most": most}
    messages.error(request, sentence)
    return None


# reading ---------------------------------------------------------------------------------------------------------


@login_required
@require_GET
def proposal_list(request: SignedInRequest) -> HttpResponse:
    """An applicant's own with what each lacks; for others, all that they see."""
    applicants = policy.applicants_of(request.user)
    reads = is_officer(request.user) or is_auditor(request.user) or policy.countries_of(request.user)
    if not applicants.exists() and not reads and not policy.visible_to(request.user).exists():
        raise Http404
    visible = policy.visible_to(request.user).select_related("applicant", "window").distinct()
    state = request.GET.get("state", "")
    if state in Proposal.State.values:
        visible = visible.filter(state=state)
    page = Paginator(visible, 50).get_page(request.GET.get("page"))
    today = timezone.localdate()
    own = set(applicants.values_list("pk", flat=True))
    rows = [
        {
            "proposal": each,
            "total": queries.asked(each),
            "days": queries.days_in_state(each, today),
            "missing": len(missing(queries.submission(each, today)))
            if each.state in policy.EDITABLE and each.applicant_id in own
            else None,
        }
        for each in page.object_list
    ]
    context = {
        "page": page,
        "rows": rows,
        "state": state,
        "states": Proposal.State.choices,
        "today": today,
        "may_draft": applicants.exists(),
        "drafts": visible.filter(state__in=policy.EDITABLE, applicant__in=applicants).count(),
    }
    return render(request, "fund/proposal_list.html", context)


@login_required
@require_GET
def proposal_pipeline(request: SignedInRequest) -> HttpResponse:
    """All that was submitted, by state, with the days it stands there; what stands too long first."""
    if not is_officer(request.user):
        raise Http404
    today = timezone.localdate()
    held = policy.visible_to(request.user).select_related("applicant", "window").distinct().order_by("moved_at", "pk")
    as_list = request.GET.get("as") == "list"
    states = Proposal.State.values if as_list else BOARD
    rows = [
        {
            "proposal": each,
            "total": queries.asked(each),
            "days": queries.days_in_state(each, today),
            "stuck": queries.is_stuck(each, today),
        }
        for each in held.filter(state__in=states)
    ]
    rows.sort(key=lambda row: (not row["stuck"], -int(row["days"]), row["proposal"].number))  # type: ignore[attr-defined,call-overload]
    labels = dict(Proposal.State.choices)
    context = {
        "as_list": as_list,
        "columns": [
            (state, labels[state], [row for row in rows if row["proposal"].state == state])  # type: ignore[attr-defined]
            for state in BOARD
        ],
        "page": Paginator(rows, 100).get_page(request.GET.get("page")),
        "count": len(rows),
        "stuck": sum(bool(row["stuck"]) for row in rows),
        "today": today,
    }
    return render(request, "fund/proposal_pipeline.html", context)


def _budget(proposal: Proposal) -> dict[str, Any]:
    amounts = queries.budget_by_organisation(proposal)
    names = dict(proposal.budget.values_list("organisation", "organisation__name"))
    names |= dict(proposal.executants.values_list("organisation", "organisation__name"))
    currency = queries.asked(proposal).currency
    rows = [
        (
            name,
            [Money(parts[category], currency) for parts in amounts.values()],
            Money(sum(parts[category] for parts in amounts.values()), currency),
        )
        for category, name in Category.choices
    ]
    sums = [Money(sum(parts.values()), currency) for parts in amounts.values()]
    spent = [row for row in rows if row[2]]
    return {"budget_rows": spent, "budget_sums": sums, "budget_columns": [names[pk] for pk in amounts]}


def _scores(proposal: Proposal) -> dict[str, Any]:
    """Medians, spread and each reviewer's reasons, of the round last judged; reviewers without their names."""
    opinion = proposal.opinions.filter(change__isnull=True).order_by("-round").first()
    number = opinion.round if opinion is not None else queries.round_of(proposal)
    day = timezone.localdate(opinion.given_at) if opinion is not None else timezone.localdate()
    found = group_finds(proposal, day, number)
    labels = dict(Criterion.choices)
    read = counted(proposal, number)
    return {
        "opinion": opinion,
        "finding": found,
        "findings": [reason.translated(_) for reason in found.reasons],
        "medians": [(labels[each.criterion], each.median, each.spread) for each in found.scores],
        "reviews_read": [
            (
                place,
                each,
                [(labels[one.criterion], one.score, one.text) for one in each.scores.all()],
            )
            for place, each in enumerate(read, start=1)
        ],
        "place": place_of(proposal) if opinion is not None else None,
    }


def _guards(proposal: Proposal) -> dict[str, bool | None]:
    """Every guard that a move from here could ask for."""
    today = timezone.localdate()
    if proposal.state in policy.EDITABLE:
        return dict(queries.submission(proposal, today).held)
    found: dict[str, bool | None] = {}
    if proposal.state == Proposal.State.SUBMITTED:
        found |= queries.admission(proposal, today, proposal.overlap_judged).held
    if proposal.state == Proposal.State.ADMISSIBLE:
        found |= queries.endorsing(proposal, today).held
    if proposal.state == Proposal.State.ENDORSED:
        found |= queries.screened_guards(proposal, today).held
    if proposal.state in (Proposal.State.SCREENED, Proposal.State.DEFERRED):
        found |= queries.approval(proposal, queries.asked(proposal), today).held
    return found


def _invitable(proposal: Proposal) -> list[tuple[str, str]]:
    """Reviewers who can still be invited, by the public part of their account."""
    round_ = queries.round_of(proposal)
    people = User.objects.filter(
        is_active=True, memberships__role=RoleCode.REVIEWER, memberships__ends_on__isnull=True
    ).distinct()
    asked = set(proposal.reviews.filter(round=round_).values_list("reviewer", flat=True))
    return [
        (str(person.code), person.email)
        for person in people.order_by("email")
        if person.pk not in asked and not policy.has_interest(person, proposal)
    ]


@login_required
@require_GET
def proposal_show(request: SignedInRequest, code: UUID) -> HttpResponse:
    proposal = _proposal(request, code)
    today = timezone.localdate()
    roles = policy.roles_in(request.user, proposal)
    officer = "officer" in roles
    scores = policy.may_see_scores(request.user, proposal)
    context: dict[str, Any] = {
        "proposal": proposal,
        "total": queries.asked(proposal),
        "today": today,
        "days": queries.days_in_state(proposal, today),
        "moves": moves_shown(PROPOSAL, proposal.state, _guards(proposal), roles),
        "checks": [
            (each.name.translated(_), each.met, each.found.translated(_), each.sources)
            for each in eligibility.checks(proposal, today)
        ],
        "countries": proposal.countries.all(),
        "executants": proposal.executants.select_related("organisation"),
        "expected": proposal.expected.all(),
        "endorsements": policy.endorsements_visible_to(request.user).filter(proposal=proposal),
        "answerable": {each.pk for each in proposal.endorsements.all() if policy.may_answer(request.user, each)},
        "may_edit": policy.may_edit(request.user, proposal),
        "may_withdraw": "applicant" in roles and proposal.state in PROPOSAL.move("withdraw").source,
        "may_return": officer and proposal.state in PROPOSAL.move("return").source and proposal.state != "draft",
        "versions": Version.objects.filter(subject=proposal.subject).count(),
        "texts": [(PARTS[name], getattr(proposal, name)) for name in PARTS if name in _LONG],
        "markers": [(PARTS[name], getattr(proposal, f"get_{name}_display")()) for name in queries.MARKERS],
        **_budget(proposal),
    }
    if scores:
        context |= {"scores": True, **_scores(proposal)}
    if officer:
        context |= _desk(proposal)
    return render(request, "fund/proposal_show.html", context)


_LONG = ("objectives", "tasks", "results", "follows", "direct", "additional", "overlap", "benefits", "risks", "rights")


def _desk(proposal: Proposal) -> dict[str, Any]:
    """What an officer can do now, and what helps to judge."""
    state = proposal.state
    found: dict[str, Any] = {
        "officer": True,
        "overlapping": queries.overlapping(proposal),
        "return_form": forms.TextForm(words=_("What has to be corrected"), most=3000, name="return"),
    }
    if state == Proposal.State.SUBMITTED:
        found["admit_form"] = forms.TextForm(words=_("What you found of double funding"), name="admit")
        found["capacity_forms"] = [
            (each, forms.TextForm(words=_("What the check found"), most=1000, name=f"capacity{each.pk}"))
            for each in proposal.executants.select_related("organisation")
            if each.capacity_checked_on is None
        ]
    if state in policy.ENDORSABLE:
        answered = proposal.endorsements.values_list("country", flat=True)
        found["to_ask"] = proposal.countries.exclude(country__in=list(answered)).count()
        found["may_ask"] = True
    if state == Proposal.State.ENDORSED:
        found["invite_form"] = forms.InviteForm(people=_invitable(proposal))
        found["invited"] = proposal.reviews.filter(round=queries.round_of(proposal)).select_related("reviewer")
        found["opinion_form"] = forms.TextForm(words=_("The group's reasons"), most=5000, name="opinion")
    return found


@login_required
@require_GET
def proposal_versions(request: SignedInRequest, code: UUID) -> HttpResponse:
    """All versions, and what changed between two of them."""
    proposal = _proposal(request, code)
    held = list(Version.objects.filter(subject=proposal.subject))
    by_number = {str(each.number): each for each in held}
    newer = by_number.get(request.GET.get("to", "")) or (held[-1] if held else None)
    older = by_number.get(request.GET.get("from", "")) or (held[-2] if len(held) > 1 else None)
    found = differences(older.content, newer.content) if older and newer else ()
    context = {
        "proposal": proposal,
        "held": held,
        "older": older,
        "newer": newer,
        "rows": [(_path(each), each) for each in found],
    }
    return render(request, "fund/proposal_versions.html", context)


def _path(difference: Difference) -> str:
    return " · ".join(str(PARTS.get(part, part)) for part in difference.path)


# deeds -----------------------------------------------------------------------------------------------------------


@login_required
@require_POST
def proposal_withdraw(request: SignedInRequest, code: UUID) -> HttpResponse:
    proposal = _proposal(request, code)
    if not policy.is_applicant(request.user, proposal):
        raise Http404
    proposals.withdraw(proposal, by=request.user)
    messages.success(request, _("The proposal was withdrawn."))
    return _back(proposal)


@login_required
@require_POST
def proposal_capacity(request: SignedInRequest, code: UUID) -> HttpResponse:
    proposal = _for_officer(request, code)
    given = request.POST.get("executant", "")
    executant = get_object_or_404(
        proposal.executants.select_related("organisation"),
        pk=int(given) if given.isdecimal() and len(given) < 10 else 0,
    )
    found = _typed(request, _("What the check found"), 1000)
    if found is not None:
        proposal_drafts.check_capacity(executant, found=found, on=timezone.localdate(), by=request.user)
        messages.success(request, _("The check is on record."))
    return _back(proposal)


@login_required
@require_POST
def proposal_admit(request: SignedInRequest, code: UUID) -> HttpResponse:
    proposal = _for_officer(request, code)
    judged = _typed(request, _("What you found of double funding"))
    if judged is not None:
        proposals.admit(proposal, judged=judged, on=timezone.localdate(), by=request.user)
        messages.success(request, _("The proposal is admissible. Ask the countries concerned next."))
    return _back(proposal)


@login_required
@require_POST
def proposal_return(request: SignedInRequest, code: UUID) -> HttpResponse:
    proposal = _for_officer(request, code)
    reason = _typed(request, _("What has to be corrected"), 3000)
    if reason is not None:
        proposals.return_proposal(proposal, reason=reason, by=request.user)
        messages.success(request, _("The proposal was returned to its applicant."))
    return _back(proposal)


@login_required
@require_POST
def proposal_ask(request: SignedInRequest, code: UUID) -> HttpResponse:
    proposal = _for_officer(request, code)
    endorsements.ask_endorsements(proposal, on=timezone.localdate(), by=request.user)
    messages.success(request, _("The focal points of the countries concerned are asked."))
    return _back(proposal)


@login_required
@require_POST
def proposal_invite(request: SignedInRequest, code: UUID) -> HttpResponse:
    proposal = _for_officer(request, code)
    form = forms.InviteForm(request.POST, people=_invitable(proposal))
    if form.is_valid():
        person = get_object_or_404(User, code=form.cleaned_data["reviewer"])
        reviews.invite(proposal, person, by=request.user)
        messages.success(request, _("The reviewer is invited."))
    else:
        messages.error(request, _("Choose a reviewer of the list. Nothing was changed."))
    return _back(proposal)


@login_required
@require_POST
def proposal_opinion(request: SignedInRequest, code: UUID) -> HttpResponse:
    proposal = _for_officer(request, code)
    text = _typed(request, _("The group's reasons"), 5000)
    if text is not None:
        reviews.give_opinion(proposal, text=text, on=timezone.localdate(), by=request.user)
        messages.success(request, _("The opinion is given, and the applicant sees it."))
    return _back(proposal)
