"""What the templates of page and document need: a profile with its sentences and names, in the language of the page."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from alianza.atlas import country_wording as wording
from alianza.atlas.corridor_names import place
from alianza.atlas.country import CountryProfile
from alianza.atlas.country_people import Ranking
from alianza.atlas.indicators import Line, Score, core
from alianza.observatory.figures import Figure


@dataclass(frozen=True, slots=True)
class Shown:
    """One figure of the country `code` as a reader sees it."""

    words: str
    figure: Figure
    unit: str
    code: str
    part: str = ""
    kind: str = ""
    name: str = ""

    @property
    def href(self) -> str:
        """The page of the figure's series, its rows of the country first; made only where a page asks for it."""
        where = self.figure.note
        address = reverse("observatory:series-show", kwargs={"series": where.id})
        return f"{address}?vintage={where.vintage}&country={self.code}"

    @property
    def known(self) -> bool:
        return self.figure.known


def shown(figure: Figure, code: str, *, part: str = "", status: str = "", name: str = "") -> Shown:
    words = str(wording.STATUS.get(status, status)) if status else wording.said(figure)
    if figure.unit == "level" and figure.value is not None:
        words = f"{words}: {wording.LEVELS[int(figure.value)]}"
    unit = "" if figure.unit in {"status", "level"} else str(wording.UNITS[figure.unit])
    if figure.unit == "percent":
        unit = "%"
    return Shown(
        words,
        figure,
        unit,
        code,
        wording.part(part) if part else "",
        str(wording.KINDS.get(figure.kind, "")),
        name,
    )


@dataclass(frozen=True, slots=True)
class ShownLine:
    line: Line
    readings: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class ShownPart:
    code: str
    name: Any
    lines: tuple[ShownLine, ...]

    @property
    def known(self) -> int:
        return sum(bool(each.readings) for each in self.lines)


def parts(found: CountryProfile) -> list[ShownPart]:
    """The core list by part."""
    by_part: dict[str, list[ShownLine]] = {}
    for line in found.lines:
        readings = tuple(shown(each.figure, found.code, part=each.part, status=each.status) for each in line.readings)
        by_part.setdefault(line.indicator.part, []).append(ShownLine(line, readings))
    return [ShownPart(code, name, tuple(by_part.get(code, ()))) for code, name in core().parts.items()]


def key_data(found: CountryProfile) -> list[Shown]:
    """The figures that stand first."""
    return [
        shown(figure, found.code, name=str(wording.KEY_FIGURES[name])) for name, figure in found.key_figures.items()
    ]


def doubt(found: CountryProfile) -> list[list[str]]:
    """The platform's own flows by period, with what the methods and what errors of the stock make of them."""
    if not found.statistics.flows:
        return []
    rows = []
    for each in found.statistics.flows[0].periods:
        cells = [each.name]
        for value, methods, errors in (
            (each.arrivals, each.arrivals_bounds, each.arrivals_interval),
            (each.departures, each.departures_bounds, each.departures_interval),
        ):
            cells.append("" if value is None else wording.number(value))
            cells += ["" if pair is None else "–".join(map(wording.number, pair)) for pair in (methods, errors)]
        rows.append(cells)
    return rows


@dataclass(frozen=True, slots=True)
class RankedPlace:
    code: str
    name: str
    people: str
    share: str
    women: str
    pair: tuple[str, str]

    @property
    def url(self) -> str:
        """The page of the corridor."""
        return reverse("atlas:corridor-show", args=self.pair)


def ranked(found: CountryProfile, which: Ranking | None) -> dict[str, Any] | None:
    """A table of corridors whose rows, rest and total add up."""
    if which is None:
        return None
    rows = []
    for each in which.rows:
        pair = (found.code, each.code) if which.way == "to" else (each.code, found.code)
        rows.append(
            RankedPlace(
                each.code,
                place(each.code).name,
                wording.number(each.people),
                wording.number(100 * each.people / which.total, 1),
                "" if each.women is None or not each.people else wording.number(100 * each.women / each.people, 1),
                pair,
            )
        )
    return {
        "rows": rows,
        "others": wording.number(which.others),
        "others_count": which.others_count,
        "unspecified": wording.number(which.unspecified) if which.unspecified else "",
        "total": wording.number(which.total),
        "ranking": which,
    }


def revisions(found: CountryProfile) -> list[dict[str, Any]]:
    """The history of each revision, one table each: they are never joined."""
    tables = []
    for each in found.statistics.stock.histories:
        abroad, here = dict(each.abroad), dict(each.here)
        years = sorted({*abroad, *here})
        if years:
            rows = [
                (year, *(None if (value := of.get(year)) is None else wording.number(value) for of in (abroad, here)))
                for year in years
            ]
            tables.append({"history": each, "rows": rows})
    return tables


def score_parts(score: Score) -> list[dict[str, Any]]:
    from django.utils.translation import gettext as _

    return [
        {"label": _("Completeness"), "points": round(40 * score.completeness), "of": 40},
        {"label": _("Freshness"), "points": round(30 * score.freshness), "of": 30},
        {"label": _("Agreement of sources"), "points": round(20 * score.agreement), "of": 20},
        {"label": _("Signed off"), "points": round(10 * score.signed_off), "of": 10},
    ]


def context(found: CountryProfile) -> dict[str, Any]:
    known, code = found.statistics, found.code
    points = score_parts(found.score)
    return {
        "profile": found,
        "code": code,
        "place": place(code),
        "opening": wording.opening(code, known.stock),
        "basis": wording.basis(known.stock),
        "key_data": key_data(found),
        "destinations": ranked(found, known.stock.destinations),
        "origins": ranked(found, known.stock.origins),
        "revisions": revisions(found),
        "flows_sure": wording.flows_sure(known.flows[0]) if known.flows else "",
        "flows_doubt": doubt(found),
        "labour_needed": wording.labour_needed(known.labour) if known.labour else "",
        "policy": None
        if known.policy is None
        else {
            "sentence": wording.policy(known.policy),
            "rows": [
                (str(wording.DOMAINS[each.code]), each.level, str(wording.LEVELS.get(each.level or 0, "")))
                for each in known.policy.domains
            ],
            "note": known.policy.note,
        },
        "treaties_sentence": wording.treaties(known.treaties),
        "treaties": [
            (str(wording.TREATIES[each.code]), str(wording.STATUS[each.status]), each) for each in known.treaties
        ],
        "posts_sentence": wording.posts(code, found.posts),
        "parts": parts(found),
        "score": found.score,
        "score_total": sum(each["points"] for each in points),
        "score_parts": points,
        "pairs": [
            (str(wording.PAIRS[each.what]), shown(each.first, code), shown(each.second, code), each.agrees)
            for each in found.pairs
        ],
    }
