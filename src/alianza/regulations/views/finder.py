"""The pathway finder. What a person says travels in a sealed cookie alone: not in addresses, logs or tables.

The day that is asked about says nothing of anybody and stands in the address: `?on=2024-06-01` on the first page, on
every question and on the result is one walk on that day.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alianza.regulations import dictionary, finder, history, queries, report, upkeep, wording
from alianza.regulations.finder import Outlook
from alianza.regulations.forms import finder as forms
from alianza.regulations.marks import Mark
from alianza.regulations.pathways import Fit, Law
from alianza.regulations.sheets import Figure, Sheet
from alianza.regulations.templatetags.law import place
from alianza.regulations.trail import COOKIE, KEPT_DAYS, NO_OFFER, OFFER, Trail, opened, sealed
from alianza.texts import page_language
from alianza.vocabulary._folding import alphabetical
from alianza.vocabulary.facts import Answer, Kind
from alianza.written import as_yaml, day_of

MOST_COMPARED = 3
VERDICTS = {Fit.FITS: "eligible", Fit.OPEN: "undetermined", Fit.ALMOST: "nearly", Fit.NOT: "not_eligible"}


@dataclass(frozen=True, slots=True)
class Day:
    """The day that is asked about: `told` is None for today, and where what was `given` is no day."""

    given: str
    told: date | None

    @property
    def is_wrong(self) -> bool:
        return bool(self.given) and self.told is None

    @property
    def query(self) -> str:
        """What an address of the same walk ends with."""
        return f"?{urlencode({'on': self.given})}" if self.given else ""

    def law(self) -> Law:
        return queries.law_in_force(timezone.localdate()) if self.told is None else history.law_told_on(self.told)

    def to(self, name: str) -> HttpResponse:
        """To another page of the walk, on the same day."""
        return redirect(reverse(f"regulations:{name}") + self.query)

    def shown(self, request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        """A page of the walk, marked with the day where it is not today."""
        context |= {
            "told": self.told,
            "given_on": self.given,
            "wrong_day": self.is_wrong,
            "on": "" if self.is_wrong else self.query,
            "here": request.path,
        }
        return render(request, template, context, status=400 if self.is_wrong else status)


def _day(request: HttpRequest) -> Day:
    given = request.GET.get("on", "").strip()[:20]
    return Day(given, day_of(given))


def _on_a_day(page: Callable[[HttpRequest, Day], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A page that needs a day that exists; of any other the result says so, with a field to correct it."""

    @wraps(page)
    def asked(request: HttpRequest) -> HttpResponse:
        day = _day(request)
        return day.to("pathways-result") if day.is_wrong else page(request, day)

    return asked


def _trail(request: HttpRequest, law: Law) -> Trail:
    """What the person said, without places, routes and questions that the day's law does not know."""
    trail = opened(request.COOKIES.get(COOKIE))
    places = set(finder.places_offered(law))
    return replace(
        trail,
        places=tuple(code for code in trail.places if code in places),
        compared=tuple(name for name in trail.compared if name in law.sheets),
        asking=trail.asking if trail.asking in trail.put else "",
    )


def _waiting(request: HttpRequest, day: Day, law: Law, trail: Trail) -> Trail:
    """The trail with the places that were chosen and that the day asked about does not know: they wait for today."""
    if day.told is None:
        return trail
    offered = set(finder.places_offered(law))
    held = opened(request.COOKIES.get(COOKIE)).places
    return replace(trail, places=(*trail.places, *(code for code in held if code not in offered)))


def _keep(response: HttpResponse, trail: Trail) -> HttpResponse:
    response.set_cookie(
        COOKIE,
        sealed(trail),
        max_age=KEPT_DAYS * 24 * 3600,
        path=reverse("regulations:pathways"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _routes(law: Law) -> int:
    """How many routes there are; a clearance to leave home is none."""
    return sum(sheet.side != "origin" for sheet in law.sheets.values())


def _onward(request: HttpRequest, law: Law, trail: Trail, *, places_anew: bool = False) -> HttpResponse:
    """To the next question, or to the result when none is left."""
    day = _day(request)
    target = "pathways-question" if finder.next_question(law, trail) else "pathways-result"
    kept = trail if places_anew else _waiting(request, day, law, trail)
    return _keep(day.to(target), kept)


@never_cache
@require_http_methods(["GET", "POST"])
def pathways(request: HttpRequest) -> HttpResponse:
    """Where to go: some destinations, or every route."""
    day = _day(request)
    law = day.law()
    trail = _trail(request, law)
    offered = sorted(
        ((code, place(code)) for code in finder.places_offered(law)), key=lambda pair: alphabetical(pair[1])
    )
    form = forms.PlacesForm(
        request.POST if request.method == "POST" else None, offered=offered, initial={"places": list(trail.places)}
    )
    if request.method == "POST" and form.is_valid():
        places = () if request.POST.get("do") == "all" else tuple(form.cleaned_data["places"])
        return _onward(request, law, replace(trail, places=places, started=True), places_anew=True)
    context = {"form": form, "trail": trail, "total": _routes(law), "put": len(trail.put), "kept_days": KEPT_DAYS}
    return day.shown(request, "regulations/pathways.html", context, status=400 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
@_on_a_day
def pathways_question(request: HttpRequest, day: Day) -> HttpResponse:
    """One question. It can be answered, left open ("I do not know") or skipped."""
    law = day.law()
    trail = _trail(request, law)
    question = finder.next_question(law, trail)
    if question is None:
        return day.to("pathways-result")
    if request.method == "POST":
        asked = request.POST.get("question", "")
        if asked != question:
            # the answer to a page that is no longer the current one, such as after the browser's own back button
            if asked not in trail.put and asked not in finder.questions(law, trail):
                return day.to("pathways-question")
            question, trail = asked, replace(trail, asking=asked)
        if request.POST.get("do") in {"skip", "unknown"}:
            return _onward(request, law, _skipped(trail, question))
    fact = question.partition("@")[0]
    if fact == OFFER:
        return _ask_offer(request, law, trail)
    if dictionary.facts()[fact].kind is Kind.SET:
        return _ask_countries(request, law, trail, question)
    return _ask(request, law, trail, question)


def _skipped(trail: Trail, question: str) -> Trail:
    if question == OFFER:
        return replace(trail.with_offer(""), asking="")
    return trail.answered(question, None)


def _ask(request: HttpRequest, law: Law, trail: Trail, question: str) -> HttpResponse:
    fact_id, _at, at_place = question.partition("@")
    fact = dictionary.facts()[fact_id]
    may_differ = not at_place and finder.may_differ(law, trail, fact_id)
    form = forms.QuestionForm(
        request.POST if request.method == "POST" else None,
        fact=fact,
        language=page_language(),
        may_differ=may_differ,
        initial={"answer": _typed(trail.value(question), fact_id in trail.differs and not at_place)},
    )
    if request.method == "POST" and form.is_valid():
        answer = form.cleaned_data["answer"]
        if answer == forms.DIFFERS and may_differ:
            return _onward(request, law, trail.differing(fact_id))
        return _onward(request, law, trail.answered(question, answer))
    return _page(request, law, trail, question, {"form": form})


def _typed(answer: Answer | None, differs: bool) -> str:
    if differs:
        return forms.DIFFERS
    if isinstance(answer, bool):
        return "true" if answer else "false"
    return "" if answer is None else str(answer)


def _ask_offer(request: HttpRequest, law: Law, trail: Trail) -> HttpResponse:
    codes = {law.sheets[name].jurisdiction for name in finder.chosen(law, trail.places)}
    offered = sorted(
        ((code, place(code)) for code in codes & set(finder.places_offered(law))),
        key=lambda pair: alphabetical(pair[1]),
    )
    form = forms.OfferForm(
        request.POST if request.method == "POST" else None,
        label=dictionary.facts()[OFFER].ask.in_language(page_language())[0],
        offered=offered,
        initial={"answer": trail.offer},
    )
    if request.method == "POST" and form.is_valid():
        return _onward(request, law, trail.with_offer(form.cleaned_data["answer"]))
    return _page(request, law, trail, OFFER, {"form": form})


def _ask_countries(request: HttpRequest, law: Law, trail: Trail, question: str) -> HttpResponse:
    fact = dictionary.facts()[question]
    held = trail.value(question)
    chosen = sorted(held) if isinstance(held, frozenset) else []
    form = forms.CountriesForm(request.POST if request.method == "POST" else None, fact=fact, language=page_language())
    status = 200
    if request.method == "POST":
        deed, _of, code = request.POST.get("do", "").partition(":")
        sound = form.is_valid()
        chosen = list(dict.fromkeys(form.cleaned_data.get("chosen", ())))
        if deed == "remove":
            chosen = [each for each in chosen if each != code]
            form = forms.CountriesForm(fact=fact, language=page_language())
        elif deed == "add" and code in dict(forms.country_choices(page_language())):
            chosen = list(dict.fromkeys([*chosen, code]))[: forms.MOST_COUNTRIES]
            form = forms.CountriesForm(fact=fact, language=page_language())
        elif sound:
            typed = form.cleaned_data["country"]
            chosen = list(dict.fromkeys([*chosen, *([typed] if typed else [])]))[: forms.MOST_COUNTRIES]
            if deed != "add" or not typed:  # Enter in the empty field goes on like the other button
                if chosen:
                    return _onward(request, law, trail.answered(question, fact.accept(chosen)))
                form.add_error("country", _("Write at least one country, or skip the question."))
                status = 400
            else:
                form = forms.CountriesForm(fact=fact, language=page_language())
        else:
            status = 400
    context = {
        "form": form,
        "chosen": [(code, wording.place_words(code, page_language())) for code in chosen],
        "countries": forms.country_choices(page_language()),
        "template": "regulations/pathways_countries.html",
    }
    return _page(request, law, trail, question, context, status=status)


def _page(
    request: HttpRequest, law: Law, trail: Trail, question: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    fact_id, _at, at_place = question.partition("@")
    fact = dictionary.facts()[fact_id]
    found = finder.outlooks(law, trail)
    routes = [each for each in found if each.sheet.side != "origin"]
    waiting = finder.waiting_places(law, trail, fact_id)
    of_destination = str(fact.scope) == "destination"
    if at_place:
        applies = [at_place]
    elif trail.has_offer and finder.is_of_the_offer(fact_id) and fact_id != OFFER and not of_destination:
        applies = [trail.offer]
    else:
        applies = list(waiting) if of_destination else []
    context |= {
        "question": question,
        "fact": fact,
        "applies": [place(code) for code in applies],
        "waiting": len([each for each in found if fact_id in each.open_questions]),
        "settled": finder.settled(routes),
        "total": len(routes),
        "number": trail.put.index(question) + 1 if question in trail.put else len(trail.put) + 1,
        "may_go_back": bool(trail.put) and trail.put[0] != question,
        "most_left": finder.most_left(law, trail, besides=question),
    }
    form = context["form"]
    return _day(request).shown(
        request,
        context.pop("template", "regulations/pathways_question.html"),
        context,
        status=400 if form.errors else status,
    )


@never_cache
@require_POST
@_on_a_day
def pathways_back(request: HttpRequest, day: Day) -> HttpResponse:
    """To the question before this one."""
    law = day.law()
    trail = _trail(request, law)
    asked = request.POST.get("question", "")
    before = trail.put.index(asked) - 1 if asked in trail.put else len(trail.put) - 1
    if before < 0:
        return day.to("pathways")
    return _keep(day.to("pathways-question"), replace(_waiting(request, day, law, trail), asking=trail.put[before]))


@never_cache
@require_POST
@_on_a_day
def pathways_change(request: HttpRequest, day: Day) -> HttpResponse:
    """Back to one question that was put."""
    law = day.law()
    trail = _trail(request, law)
    asked = request.POST.get("question", "")
    if asked not in trail.put:
        return day.to("pathways-answers")
    return _keep(day.to("pathways-question"), replace(_waiting(request, day, law, trail), asking=asked))


@never_cache
@require_GET
@_on_a_day
def pathways_answers(request: HttpRequest, day: Day) -> HttpResponse:
    """Everything said so far, each with a way to change it."""
    law = day.law()
    trail = _trail(request, law)
    context = {
        "rows": [_answer_row(trail, question) for question in trail.put],
        "places": [place(code) for code in trail.places],
        "kept_days": KEPT_DAYS,
        "left": len(finder.questions(law, replace(trail, asking=""))),
    }
    return day.shown(request, "regulations/pathways_answers.html", context)


def _answer_row(trail: Trail, question: str) -> dict[str, Any]:
    fact_id, _at, at_place = question.partition("@")
    fact, lang = dictionary.facts()[fact_id], page_language()
    if question == OFFER:
        words = ""
        if trail.offer == NO_OFFER:
            words = _("No")
        elif trail.offer:
            words = _("Yes, in %(place)s") % {"place": place(trail.offer)}
    elif not at_place and fact_id in trail.differs:
        words = _("It differs by country")
    else:
        answer = trail.value(question)
        words = "" if answer is None else wording.answer_words(fact, answer, lang)
    return {
        "question": question,
        "label": fact.ask.in_language(lang)[0],
        "place": place(at_place) if at_place else "",
        "words": words,
        "sensitive": fact.sensitive,
    }


@never_cache
@require_GET
@_on_a_day
def pathways_file(request: HttpRequest, day: Day) -> HttpResponse:
    """The answers as a file for the person to take along; the command `alianza pathways` reads it."""
    said = _trail(request, day.law()).at()
    written: dict[str, Any] = {fact: _plain(answer) for fact, answer in sorted(said.everywhere.items())}
    places = {
        where: {fact: _plain(answer) for fact, answer in sorted(own.items())}
        for where, own in sorted(said.by_place.items())
        if own
    }
    if places:
        written["destinations"] = places
    response = HttpResponse(as_yaml(written), content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="answers.yaml"'
    return response


def _plain(answer: Answer) -> object:
    return sorted(answer) if isinstance(answer, frozenset) else answer


@never_cache
@require_POST
@_on_a_day
def pathways_forget(_request: HttpRequest, day: Day) -> HttpResponse:
    """Delete every answer."""
    response = day.to("pathways")
    response.delete_cookie(COOKIE, path=reverse("regulations:pathways"), samesite="Lax")
    return response


@never_cache
@require_GET
def pathways_result(request: HttpRequest) -> HttpResponse:
    """How every route stands: fits, almost, open, not. `?on=2024-06-01` asks what held on that day."""
    day = _day(request)
    law = day.law()
    trail = _trail(request, law)
    found = finder.outlooks(law, trail)
    gates = [each for each in found if each.sheet.side == "origin"]
    routes = [each for each in found if each.sheet.side != "origin"]
    marks = upkeep.marks([each.sheet for each in found], timezone.localdate())
    ranked = sorted(routes, key=lambda each: (each.burden, len(each.open_questions), each.sheet.id))
    groups = [(fit, [card(each, law.on, marks[each.sheet.id]) for each in ranked if each.fit is fit]) for fit in Fit]
    counts = {str(fit): len(cards) for fit, cards in groups}
    context = {
        "groups": [(str(fit), cards) for fit, cards in groups if cards],
        "counts": counts,
        "total": len(routes),
        "gates": [card(each, law.on, marks[each.sheet.id]) for each in gates],
        "left": len(finder.questions(law, replace(trail, asking=""))),
        "put": len(trail.put),
        "today": law.on,
        "seeds": any(not each.sheet.is_confirmed for each in found),
        "unreviewed": page_language() != "en",
        "most": MOST_COMPARED,
        "compared": trail.compared,
    }
    return day.shown(request, "regulations/pathways_result.html", context)


def card(outlook: Outlook, on: date, mark: Mark | None = None) -> dict[str, Any]:
    """One route as the result shows it, with how current its sheet is."""
    pathway, lang = outlook.pathway, page_language()
    known = dictionary.facts()
    sheet = pathway.sheet
    return {
        "sheet": sheet,
        "id": sheet.id,
        "mark": mark,
        "fit": str(outlook.fit),
        "verdict": VERDICTS[outlook.fit],
        "unconfirmed": not sheet.is_confirmed,
        "missing": [report.miss_data(pathway, miss, lang) for miss in outlook.misses],
        "must": [report.miss_data(pathway, miss, lang) for miss in outlook.offer_must],
        "offer_is_needed": outlook.offer_is_needed,
        "alternatives": [
            "; ".join(dictionary.text_of(miss.label).in_language(lang)[0] for miss in way)
            for way in outlook.alternatives
        ],
        "open": [known[fact].ask.in_language(lang)[0] for fact in outlook.open_questions],
        "law_gaps": [sheet.parameters[name].label.in_language(lang)[0] for name in outlook.missing_parameters],
        "days": pathway.days,
        "waits": [wording.wait_words(wait, lang) for wait in pathway.waits],
        "charges": (charges := [report.charge_data(charge, lang) for charge in pathway.charges]),
        "forbidden": any(charge["forbidden_on_worker"] for charge in charges),
        "papers": pathway.papers,
        "steps": pathway.steps,
        "stays": _figures(sheet, "duration_conditions", ("stay", "contract_typical", "authorisation"), on),
        "after": _figures(sheet, "extension", ("settlement", "extension", "stay", "multi_year"), on),
        "family": [line for line in sheet.elements["dependants"].lines if line.standing.holds_on(on)],
        "another_time": pathway.describes_another_time,
        "years_old": pathway.years_old,
    }


def _figures(sheet: Sheet, element: str, keys: tuple[str, ...], on: date) -> list[str]:
    lang = page_language()
    figures: list[Figure] = [
        each for each in sheet.elements[element].figures if each.key.startswith(keys) and each.standing.holds_on(on)
    ]
    return [
        wording.pair(each.label.in_language(lang)[0], wording.amount_words(each.value, each.unit, lang, each.per), lang)
        for each in figures
    ]


@never_cache
@require_http_methods(["GET", "POST"])
@_on_a_day
def pathways_compare(request: HttpRequest, day: Day) -> HttpResponse:
    """Two or three routes side by side."""
    law = day.law()
    trail = _trail(request, law)
    if request.method == "POST":
        wanted = tuple(dict.fromkeys(name for name in request.POST.getlist("route") if name in law.sheets))
        if len(wanted) < 2:
            return day.to("pathways-result")
        kept = replace(_waiting(request, day, law, trail), compared=wanted[:MOST_COMPARED])
        return _keep(day.to("pathways-compare"), kept)
    found = {each.sheet.id: each for each in finder.outlooks(law, replace(trail, places=()))}
    cards = [card(found[name], law.on) for name in trail.compared if name in found]
    if len(cards) < 2:
        return day.to("pathways-result")
    context = {
        "cards": cards,
        "unreviewed": page_language() != "en",
        "seeds": any(each["unconfirmed"] for each in cards),
    }
    return day.shown(request, "regulations/pathways_compare.html", context)
