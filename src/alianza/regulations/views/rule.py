"""The rule of a draft, edited part by part without code, with its worked cases tried at every step."""

from collections.abc import Callable, Mapping
from typing import Any, NoReturn
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alianza.accounts.request import SignedInRequest
from alianza.regulations import policy, queries, rule_shown
from alianza.regulations import rule_editing as editing
from alianza.regulations.actions import sheets as actions
from alianza.regulations.forms.cases import CaseForm
from alianza.regulations.forms.rule import ConditionForm, FactForm
from alianza.regulations.models import SheetVersion
from alianza.regulations.rule_draft import RuleDraft, draft_of
from alianza.regulations.rule_editing import Leaf, Path, Tree, form_of, part_at, path_of, written_path
from alianza.regulations.worded import worded
from alianza.texts import page_language
from alianza.vocabulary.refusal import Refusal, Stale, marked

MOST_CASES = 200
MEANWHILE = marked("Somebody else changed this draft meanwhile. Your words stand below; save again to keep them.")


def seen_version(request: SignedInRequest, code: UUID) -> SheetVersion:
    """A version that the person keeps or reviews; for anybody else it does not exist here."""
    if not policy.keeps_sheets(request.user):
        raise Http404
    return get_object_or_404(policy.visible_to(request.user).select_related("category"), code=code)


def own_draft(request: SignedInRequest, code: UUID) -> SheetVersion:
    """A draft that the person may change."""
    version = seen_version(request, code)
    if not policy.may_submit(request.user, version):
        raise Http404
    return version


def edits_of(request: SignedInRequest) -> int:
    """The state of the draft that the page was made with."""
    written = request.POST.get("edits", "")
    return int(written) if written.isdecimal() and len(written) < 9 else -1


def rule_of(version: SheetVersion) -> RuleDraft:
    return draft_of(version.document, taken=queries.rule_ids_elsewhere(version))


@login_required
@require_GET
def rule_show(request: SignedInRequest, code: UUID) -> HttpResponse:
    """The rule as nested sentences, with what may be done to each, and the worked cases as they come out now."""
    version = seen_version(request, code)
    draft = draft_of(version.document)
    runs = rule_shown.runs(draft, page_language())
    context = {
        "version": version,
        "draft": draft,
        "rule": rule_shown.parts(draft, page_language(), timezone.localdate()),
        "problems": [worded(problem) for problem in draft.problems],
        "runs": runs,
        "passing": sum(each.run.passes for each in runs),
        "may_edit": policy.may_submit(request.user, version),
        "today": timezone.localdate(),
    }
    return render(request, "regulations/rule_show.html", context)


def _to_rule(version: SheetVersion, anchor: str = "") -> HttpResponse:
    response = redirect("regulations:rule-show", code=version.code)
    if anchor:
        response["Location"] += f"#{anchor}"
    return response


def _keep(request: SignedInRequest, version: SheetVersion, tree: Mapping[str, Any], *, edits: int) -> None:
    document = editing.with_rule(version.document, tree)
    actions.change_draft(version, document, edits=edits, by=request.user)


# arranging


@login_required
@require_POST
def rule_arrange(request: SignedInRequest, code: UUID) -> HttpResponse:
    """Move, wrap, unwrap, reshape, entitle or remove a part: `do` names the deed and the path. Raises Stale."""
    version = own_draft(request, code)
    if edits_of(request) != version.edits:
        raise Stale(thing=str(version))
    draft = rule_of(version)
    if draft.tree is None or draft.written is None:
        raise Http404
    deed, _space, where = request.POST.get("do", "").partition(" ")
    if not deed:
        return _to_rule(version)
    try:
        tree, now = _arranged(request, draft, deed, path_of(where))
        _keep(request, version, tree, edits=version.edits)
    except Stale:
        raise
    except Refusal as refusal:
        messages.error(request, refusal.translated(_))
        return _to_rule(version)
    messages.success(request, _("The rule was changed."))
    return _to_rule(version, f"part-{written_path(now)}")


def _arranged(request: SignedInRequest, draft: RuleDraft, deed: str, path: Path) -> tuple[Tree, Path]:
    tree, ground = draft.written, draft.ground
    assert tree is not None
    mark = request.POST.get(f"at_least-{written_path(path)}", "")
    at_least = int(mark) if mark.isdecimal() and len(mark) < 8 else 1
    form = request.POST.get(f"form-{written_path(path)}", "")
    steps: dict[str, Callable[[], tuple[Tree, Path]]] = {
        "up": lambda: editing.move(tree, path, -1, ground=ground),
        "down": lambda: editing.move(tree, path, 1, ground=ground),
        "into_before": lambda: editing.move_into(tree, path, -1, ground=ground),
        "into_after": lambda: editing.move_into(tree, path, 1, ground=ground),
        "out": lambda: editing.move_out(tree, path, ground=ground),
        "remove": lambda: (editing.remove(tree, path, ground=ground), path[:-1]),
        "unwrap": lambda: (editing.unwrap(tree, path, ground=ground), path),
        "reshape": lambda: (editing.reshape(tree, path, form, ground=ground, at_least=at_least), path),
        "mark": lambda: (editing.reshape(tree, path, "points", ground=ground, at_least=at_least), path),
        "entitle": lambda: (editing.entitle(tree, path, _title(request, path), ground=ground), path),
    }
    if deed == "wrap":
        ticked = [path_of(each) for each in request.POST.getlist("part")] or [path]
        wanted = request.POST.get("together", "all")
        number = request.POST.get("together_at_least", "")
        least = int(number) if number.isdecimal() and len(number) < 8 else 1
        return editing.wrap(tree, ticked, wanted, ground=ground, at_least=least)
    if deed not in steps:
        raise Http404
    return steps[deed]()


def _title(request: SignedInRequest, path: Path) -> str:
    return " ".join(request.POST.get(f"title-{written_path(path)}", "").replace("\0", "").split())[:300]


# one condition


@login_required
@require_http_methods(["GET", "POST"])
def rule_condition(request: SignedInRequest, code: UUID) -> HttpResponse:
    """Write a condition: `at` names the one to change, `into` the group, points system or item that gets one more."""
    version = own_draft(request, code)
    draft = rule_of(version)
    if draft.written is not None and draft.tree is None:
        raise Http404  # the page of the rule says what is wrong with it
    place = _Place(draft, request)
    fact = draft.ground.facts.get(request.GET.get("fact", "") or place.fact)
    again = request.GET.get("again") == "1"
    if fact is None or again:
        chooser = FactForm({"fact": fact.id} if fact else None, facts=draft.ground.facts, language=page_language())
        asked = {"version": version, "place": place, "chooser": chooser, "title": place.title}
        return render(request, "regulations/rule_fact.html", asked)
    form = ConditionForm(
        request.POST if request.method == "POST" else None,
        fact=fact,
        draft=draft,
        form=place.form,
        language=page_language(),
        was=place.was,
    )
    context: dict[str, Any] = {"version": version, "place": place, "form": form, "fact": fact, "title": place.title}
    status = 200
    if request.method == "POST":
        trying = request.POST.get("do") == "try"
        status = 200 if trying else 400
        if form.is_valid():
            try:
                tree, now = place.kept(form)
                if trying:
                    runs = rule_shown.runs(draft_of(editing.with_rule(version.document, tree)), page_language())
                    context |= {"runs": runs, "passing": sum(each.run.passes for each in runs)}
                else:
                    _keep(request, version, tree, edits=edits_of(request))
                    messages.success(request, _("The condition was kept."))
                    return _to_rule(version, f"part-{written_path(now)}")
            except Stale:
                form.add_error(None, _(MEANWHILE))
                version.refresh_from_db()
                context["place"] = place.again(rule_of(version))
                status = 409
            except Refusal as refusal:
                form.add_error(None, refusal.translated(_))
    return render(request, "regulations/rule_condition.html", context, status=status)


class _Place:
    """Where a condition stands or shall stand. `form` is test, item or tier; `was` what stands there now."""

    def __init__(self, draft: RuleDraft, request: SignedInRequest) -> None:
        self.draft = draft
        self.at, self.into = request.GET.get("at"), request.GET.get("into", "")
        self.path: Path = ()
        self._find()

    def _find(self) -> None:
        self.was: Mapping[str, Any] = {}
        tree = self.draft.written
        if tree is None:
            self.at, self.into, self.form, self.path = None, "", "test", ()
            return
        try:
            self.path = path_of(self.at if self.at is not None else self.into)
            node = part_at(tree, self.path)
        except editing.NoSuchPart:
            self._gone()
        form = form_of(node)
        if self.at is not None:
            if form not in {"test", "tier"}:
                self._gone()
            self.form, self.was = form, node
        elif form in {"points", "item"}:
            self.form = {"points": "item", "item": "tier"}[form]
        elif form in editing.GROUPS:
            self.form = "test"
        else:
            self._gone()

    def _gone(self) -> NoReturn:
        raise Http404

    @property
    def id(self) -> str:
        return str(self.was.get("id", ""))

    @property
    def fact(self) -> str:
        test = self.was.get("test")
        return str(test.get("fact", "")) if isinstance(test, Mapping) else ""

    @property
    def query(self) -> str:
        return f"at={self.at}" if self.at is not None else f"into={self.into}"

    @property
    def title(self) -> str:
        if self.at is not None:
            return _("Change a condition") if self.form == "test" else _("Change points")
        return {"test": _("Add a condition"), "item": _("Add what gives points"), "tier": _("Add points")}[self.form]

    def kept(self, form: ConditionForm) -> tuple[Tree, Path]:
        """The rule with what the form says. Raises what the editor raises."""
        leaf: Leaf = form.leaf()
        tree, ground = self.draft.written, self.draft.ground
        if tree is None:
            return editing.begin(leaf, ground=ground), (0,)
        if self.at is not None and self.form == "test":
            return editing.replace(tree, self.path, leaf, ground=ground), self.path
        if self.at is not None:
            return editing.replace_tier(tree, self.path, leaf, form.points, ground=ground), self.path
        if self.form == "item":
            return editing.insert_item(tree, self.path, leaf, form.points, ground=ground)
        if self.form == "tier":
            return editing.insert_tier(tree, self.path, leaf, form.points, ground=ground)
        return editing.insert(tree, self.path, leaf, ground=ground)

    def again(self, draft: RuleDraft) -> "_Place":
        """The same place in the rule as somebody else left it: by its id; what has gone is added anew at the top."""
        paths = {str(node.get("id")): path for path, node in editing.walk(draft.written or {}) if node.get("id")}
        before, self.draft = self.draft, draft
        if self.at is not None and self.id and self.form == "test":
            found = paths.get(self.id)
            self.at, self.into = (written_path(found), "") if found is not None else (None, "")
        elif draft.written != before.written and self.at is not None:
            self.at, self.into = None, ""
        try:
            self._find()
        except Http404:
            self.at, self.into = None, ""
            self._find()
        return self


# worked cases


@login_required
@require_http_methods(["GET", "POST"])
def rule_case(request: SignedInRequest, code: UUID, at: int | None = None) -> HttpResponse:
    """Write a worked case, or one more."""
    version = own_draft(request, code)
    draft = draft_of(version.document)
    if draft.tree is None or (at is not None and at >= len(draft.cases)) or len(draft.cases) > MOST_CASES:
        raise Http404
    held = draft.cases[at] if at is not None else {}
    was: Mapping[str, Any] = held if isinstance(held, Mapping) else {}
    answered = was.get("facts") if isinstance(was.get("facts"), Mapping) else {}
    assert isinstance(answered, Mapping)
    names = dict.fromkeys([*draft.facts(), *(name for name in answered if name in draft.ground.facts)])
    part = rule_shown.parts(draft, page_language(), timezone.localdate())
    form = CaseForm(
        request.POST if request.method == "POST" else None,
        facts=[draft.ground.facts[name] for name in names],
        conditions=list(rule_shown.labels(part)) if part else [],
        was=was,
        language=page_language(),
    )
    status = 200
    context: dict[str, Any] = {"version": version, "form": form, "at": at}
    if request.method == "POST":
        status = 400
        if form.is_valid():
            entry = form.entry()
            cases = [*draft.cases, entry] if at is None else [*draft.cases[:at], entry, *draft.cases[at + 1 :]]
            document = {**version.document, "cases": cases}
            if request.POST.get("do") == "try":
                status = 200
                shown = rule_shown.runs(draft_of(document), page_language())
                context["runs"] = shown[-1:] if at is None else shown[at : at + 1]
                context["passing"] = sum(each.run.passes for each in context["runs"])
            else:
                try:
                    actions.change_draft(version, document, edits=edits_of(request), by=request.user)
                except Stale:
                    version.refresh_from_db()
                    form.add_error(None, _(MEANWHILE))
                    now = version.document.get("cases")
                    if at is not None and not (isinstance(now, list) and at < len(now) and now[at] == held):
                        context["at"] = None  # what stood there has changed or gone: these words become a case more
                    status = 409
                else:
                    messages.success(request, _("The case was kept."))
                    number = len(draft.cases) if at is None else at
                    return _to_rule(version, f"case-{number}")
    return render(request, "regulations/rule_case.html", context, status=status)


@login_required
@require_POST
def rule_case_remove(request: SignedInRequest, code: UUID, at: int) -> HttpResponse:
    """Take a worked case out. Raises Stale."""
    version = own_draft(request, code)
    cases = draft_of(version.document).cases
    if at >= len(cases):
        raise Http404
    document = {**version.document, "cases": [*cases[:at], *cases[at + 1 :]]}
    actions.change_draft(version, document, edits=edits_of(request), by=request.user)
    messages.success(request, _("The case was removed."))
    response = redirect("regulations:rule-show", code=version.code)
    response["Location"] = reverse("regulations:rule-show", kwargs={"code": version.code}) + "#cases"
    return response
