"""Results as a reader sees them: names beside numbers, charts, and what is too few to show in a round without names."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from babel.numbers import format_percent
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from alianza import charts
from alianza.charts import Chart, Series, Source
from alianza.charts.numbers import decimals_of
from alianza.charts.numbers import said as as_said
from alianza.instruments.instrument import ChoiceList, Item, Type
from alianza.instruments.models import Audience, Results, Round
from alianza.instruments.queries.results import FEWEST
from alianza.instruments.sizes import sizes
from alianza.instruments.units import unit_words
from alianza.network.models import Organisation
from alianza.texts import page_language
from alianza.vocabulary.corridor import Corridor
from alianza.vocabulary.days import day_words
from alianza.vocabulary.occupations import occupation
from alianza.vocabulary.places import INCOME_GROUPS, country
from alianza.vocabulary.places import region as region_of
from alianza.vocabulary.text import Text


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that could be given; all but the label None where it is hidden. Shares are of one."""

    label: str
    count: int | None
    share: float | None
    weighted: float | None
    low: float | None
    high: float | None

    @property
    def is_hidden(self) -> bool:
        return self.count is None


def percent(share: float | None) -> str:
    """A share of one in whole percent, rounded as in the tables beside it."""
    return "–" if share is None else str(format_percent(Decimal(str(share)), locale=page_language()))


def said(text: Text, lang: str) -> str:
    return text.in_language(lang)[0]


def region_name(code: str | None, lang: str) -> str:
    return str(region_of(code).name(lang)) if code else _("Region not known")


def income_name(code: str | None, lang: str) -> str:
    return INCOME_GROUPS[code].get(lang, INCOME_GROUPS[code]["en"]) if code else _("Not classified")


def source(results: Results, lang: str, *, method: str = "") -> Source:
    campaign = results.round
    version = _("version %(number)s") % {"number": campaign.version.number}
    return Source(
        f"{campaign.name}, {said(campaign.version.instrument.title, lang)}, {version}",
        vintage=day_words(results.computed_at.date(), lang),
        method=method,
    )


def hidden(counts: Sequence[int]) -> frozenset[int]:
    """Places that may not be shown: one or two answers, and one more where a sum would give the only one away."""
    few = {place for place, number in enumerate(counts) if 0 < number < FEWEST}
    if len(few) == 1 and sum(counts) - sum(counts[place] for place in few) > 0:
        others = [place for place, number in enumerate(counts) if place not in few and number]
        few.add(min(others, key=lambda place: counts[place]))
    return frozenset(few)


def _labelled(item: Item, value: str, lang: str, among: ChoiceList | None = None) -> str:
    among = among or item.choices
    if item.type is Type.BOOLEAN:
        return pgettext("answer", "Yes") if value == "yes" else pgettext("answer", "No")
    if item.type is Type.COUNTRY:
        return str(country(value).name(lang))
    if item.type is Type.OCCUPATION:
        return occupation(value).title(lang)
    if item.type is Type.CORRIDOR:
        corridor = Corridor.parse(value)
        return f"{country(corridor.origin).name(lang)} – {country(corridor.destination).name(lang)}"
    if item.type is Type.ORGANISATION:
        return str(Organisation.objects.filter(code=value).first() or value)
    label = next((each.label for each in (among.choices if among else ()) if each.value == value), None)
    return said(label, lang) if label is not None else value


def options(item: Item, told: dict[str, Any], lang: str, *, full: bool) -> list[Option]:
    """The options of a counted question; without `full`, those that too few chose say nothing but their name."""
    rows = told.get("options", [])
    unseen = frozenset() if full else hidden([row[1] for row in rows])
    if not full and told["answered"] < FEWEST:
        unseen = frozenset(range(len(rows)))
    return [
        Option(_labelled(item, value, lang), None, None, None, None, None)
        if place in unseen
        else Option(_labelled(item, value, lang), count, share, weighted, low, high)
        for place, (value, count, share, weighted, _se, low, high) in enumerate(rows)
    ]


def tables(item: Item, told: dict[str, Any], lang: str, *, full: bool) -> list[tuple[str, list[Option]]]:
    """What a question counts, as named tables: one, or one for each row of a matrix."""
    if told["kind"] == "matrix" and item.rows is not None:
        labels = {each.value: said(each.label, lang) for each in item.rows.choices}
        return [(labels.get(name, name), options(item, row, lang, full=full)) for name, row in told["rows"]]
    return [("", options(item, told, lang, full=full))] if "options" in told else []


NUMBERS = ("mean", "weighted_mean", "least", "lower_quartile", "median", "upper_quartile", "most")


def number_rows(item: Item, told: dict[str, Any], *, full: bool) -> list[tuple[str, list[tuple[Any, Any]]]]:
    """Figures of a question that asks for a number, by unit or currency; one person's own figure is not among them."""
    held = told["currencies"] if told["kind"] == "money" else {item.unit: told} if told["kind"] == "numbers" else {}
    labels = {
        "mean": _("Mean"),
        "weighted_mean": _("Mean, weighted by region"),
        "least": _("Least"),
        "lower_quartile": _("Lower quartile"),
        "median": _("Median"),
        "upper_quartile": _("Upper quartile"),
        "most": _("Most"),
    }
    shown = NUMBERS if full else tuple(name for name in NUMBERS if name not in {"least", "most"})
    least = 0 if full else FEWEST
    return [
        (unit_words(unit), [(labels[name], each[name]) for name in shown])
        for unit, each in held.items()
        if each["answered"] > 0 and each["answered"] >= least
    ]


def finding(item: Item, told: dict[str, Any], lang: str, *, full: bool) -> str:
    """The finding of one question in a sentence."""
    answered = told["answered"]
    if not answered or (not full and answered < FEWEST):
        return _("Too few answered to say anything.") if answered else _("Nobody answered.")
    known = [each for each in options(item, told, lang, full=full) if each.share is not None]
    if known:
        most = max(known, key=lambda each: each.count or 0)
    if known and sum(each.count == most.count for each in known) == 1:
        facts = {
            "label": most.label,
            "share": percent(most.share),
            "low": percent(most.low),
            "high": percent(most.high),
        }
        return _("%(label)s: %(share)s of those who answered, from %(low)s to %(high)s of all invited.") % facts
    if told["kind"] == "numbers":
        unit = f" {unit_words(item.unit, told['median'])}" if item.unit else ""
        return _("Half of those who answered gave %(number)s or more.") % {
            "number": as_said(told["median"], lang, decimals_of([told["median"]])) + unit
        }
    return how_many(told)


def how_many(told: dict[str, Any]) -> str:
    return _("%(answered)s of %(asked)s asked have answered.") % {"answered": told["answered"], "asked": told["asked"]}


def question_charts(results: Results, item: Item, told: dict[str, Any], lang: str, *, full: bool) -> list[Chart]:
    """A bar for each option, with the bounds as its interval; hidden ones have their row and no bar."""
    made = []
    method = _("low and high: the least and greatest share of all invited, whatever those who are silent think")
    for place, (name, rows) in enumerate(tables(item, told, lang, full=full)):
        title = finding(item, told, lang, full=full) if not name else f"{said(item.label, lang)} {name}"
        made.append(
            charts.bars(
                f"answers-{place}",
                title,
                _("percent of answers"),
                label=_("Answer"),
                items=[(each.label, _hundred(each.share), _hundred(each.low), _hundred(each.high)) for each in rows],
                sources=[source(results, lang, method=method)],
                decimals=0,
            )
        )
    return made


def _hundred(share: float | None) -> float | None:
    return None if share is None else 100 * share


def joined(results: Results, lang: str) -> list[str]:
    """Regions that share a weight because too few answered alone."""
    weights = results.document["weights"] or {}
    return [", ".join(region_name(code, lang) for code in each) for each in weights.get("joined", [])]


def coverage(results: Results, *, full: bool) -> list[dict[str, Any]]:
    """What responding states account for, with the words of whoever offers the numbers; nothing of too few."""
    if not full and results.document["respondents"] < FEWEST:
        return []
    offered = sizes()
    return [
        {**each, "label": offered[each["key"]].label, "method": offered[each["key"]].method}
        for each in results.document.get("coverage", [])  # absent from one that is being counted anew
        if each["key"] in offered
    ]


def previous(campaign: Round) -> Round | None:
    """The round before, where whoever sees these results may see that one's."""
    before = campaign.previous
    if before is None:
        return None
    seen = campaign.audience == Audience.SECRETARIAT or before.audience in {campaign.audience, Audience.EVERYBODY}
    return before if seen else None


def since_previous(campaign: Round, told: dict[str, Any], *, full: bool) -> dict[str, Any] | None:
    """One question's comparison with who was silent in the round before, where there are enough of both."""
    found: dict[str, Any] | None = told.get("previous")
    if (
        found is None
        or previous(campaign) is None
        or found["low"] is None
        or (not full and min(found["counts"]) < FEWEST)
    ):
        return None
    return found


def curve_chart(results: Results, lang: str) -> Chart:
    """Answers so far, day by day."""
    told = results.document
    start, sums = date.fromisoformat(told["start"]), told["cumulative"]
    eligible = told["rates"]["eligible"]
    half = told["days"]["half_of_all"]
    if half is not None:
        title = _("Half of all %(eligible)s had answered after %(days)s days.")
    else:
        title = _("%(answered)s of %(eligible)s had answered after %(days)s days.")
    facts = {"answered": sums[-1], "eligible": eligible, "days": len(sums) - 1 if half is None else int(half)}
    points = [((start + timedelta(days=at)).isoformat(), number) for at, number in _thin(sums)]
    return charts.line(
        "answers-by-day",
        title % facts,
        _("answers"),
        x=_("Day"),
        series=[Series(_("answers"), points)],
        sources=[source(results, lang)],
        decimals=0,
    )


def _thin(sums: Sequence[int]) -> list[tuple[int, int]]:
    """At most some two hundred days of the curve, the first and the last among them."""
    step = max(1, len(sums) // 200)
    return [(at, number) for at, number in enumerate(sums) if at % step == 0 or at == len(sums) - 1]


def region_chart(results: Results, lang: str) -> Chart:
    rows = [(region_name(code, lang), rates["rr"]) for code, rates in results.document["by_region"]]
    known = [row for row in rows if row[1] is not None]
    if known:
        best, worst = max(known, key=lambda row: row[1]), min(known, key=lambda row: row[1])
        title = _("%(best)s answered most (%(most)s), %(worst)s least (%(least)s).") % {
            "best": best[0],
            "most": percent(best[1]),
            "worst": worst[0],
            "least": percent(worst[1]),
        }
    else:
        title = _("Nobody has answered yet.")
    return charts.bars(
        "rates-by-region",
        title,
        _("percent of those invited"),
        label=_("Region"),
        items=[(name, _hundred(rate)) for name, rate in rows],
        sources=[source(results, lang)],
        decimals=0,
    )


def question_rows(results: Results, lang: str, *, full: bool) -> list[dict[str, Any]]:
    """One line for each question of the round, in the order asked."""
    instrument, told = results.round.version.instrument, results.document["items"]
    return [
        {
            "item": item,
            "section": item.section,
            "label": said(item.label, lang),
            "told": told[item.id],
            "finding": finding(item, told[item.id], lang, full=full),
        }
        for item in instrument.items
        if item.id in told
    ]


def sheet(results: Results, lang: str, *, full: bool) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    """Every counted answer as a table to take away."""
    headings = ("question", "label", "row", "answer", "count", "share", "weighted", "low", "high", "asked", "answered")
    rows: list[tuple[object, ...]] = []
    for item in results.round.version.instrument.items:
        told = results.document["items"].get(item.id)
        if told is None:
            continue
        head, tail = (item.id, said(item.label, lang)), (told["asked"], told["answered"])
        for name, found in tables(item, told, lang, full=full):
            rows += [
                (*head, name, one.label, one.count, one.share, one.weighted, one.low, one.high, *tail) for one in found
            ]
        for unit, figures in number_rows(item, told, full=full):
            rows += [(*head, unit, label, value, None, None, None, None, *tail) for label, value in figures]
        if told["kind"] == "words":
            rows.append((*head, "", "", told["answered"], None, None, None, None, *tail))
    return headings, rows


def is_full(campaign: Round, *, secretariat: bool) -> bool:
    """Whether a reader may see small numbers: the secretariat always, others where answers have names."""
    return secretariat or campaign.naming == "named"
