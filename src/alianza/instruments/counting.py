"""What a round came to, counted from what was handed in: the document that its results page shows.

Numbers only: names of questions and options are looked up in the instrument when they are shown. What has no value is
None, never 0. The meaning of every figure is explained with `alianza.engines.response`.
"""

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

import numpy as np

from alianza.engines import response as engine
from alianza.instruments.answers import is_answer
from alianza.instruments.instrument import Instrument, Item, Type

MOST_VALUES = 20
"""Countries, occupations and the like that are counted one by one; the rest are many."""
LISTED = {Type.COUNTRY, Type.OCCUPATION, Type.CORRIDOR, Type.ORGANISATION}


@dataclass(frozen=True, slots=True)
class Asked:
    """One of the frame: where it stands, its groups (None where unknown), and the day of its first answer.

    `before` is whether it answered the previous round; None where it was not asked then, or there was none.
    """

    disposition: engine.Disposition
    region: str | None
    income: str | None
    day: date | None
    reminded: Mapping[int, date]
    before: bool | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """All who were invited. `places` are where in `asked` the respondents stand, in the order of their answers."""

    asked: Sequence[Asked]
    places: Sequence[int]
    start: date
    until: date


def _plain(value: Any) -> Any:
    """As JSON can hold it: NaN is None."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float):
        return None if math.isnan(value) else round(value, 6)
    return value


class Column(Protocol):
    """The answers to one question, respondent by respondent."""

    def put(self, row: int, value: Any, *, hidden: bool) -> None: ...

    def counted(self, *, invited: int, weights: Any, days: Any, before: Any) -> dict[str, Any]: ...


class _Choices:
    def __init__(self, values: Sequence[str], size: int) -> None:
        self.values = list(values)
        self.at = {value: place for place, value in enumerate(self.values)}
        self.codes = np.full(size, engine.MISSING, np.int16)

    def put(self, row: int, value: Any, *, hidden: bool) -> None:
        if hidden:
            self.codes[row] = engine.NOT_ASKED
        elif (place := self.at.get(_key(value))) is not None:
            self.codes[row] = place

    def counted(self, *, invited: int, weights: Any, days: Any, before: Any) -> dict[str, Any]:
        found = engine.choice(self.codes, options=len(self.values), invited=invited, weights=weights)
        told = {"kind": "choice", **_options(self.values, found)}
        if found.answered:
            most = int(np.argmax(found.counts))
            values = np.where(self.codes < 0, np.nan, (self.codes == most).astype(np.float64))
            told["early_late"] = _difference(values, days, "share") | {"of": self.values[most]}
            told["previous"] = _since(values, before, "share") | {"of": self.values[most]}
        return told


def _key(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value.get("value")) if isinstance(value, dict) else str(value)


def _options(values: Sequence[str], found: engine.Choice) -> dict[str, Any]:
    weighted = found.weighted if found.weighted is not None else [None] * len(values)
    rows = zip(values, found.counts, found.shares, weighted, found.se, found.low, found.high, strict=True)
    return {
        "answered": found.answered,
        "missing": found.missing,
        "not_asked": found.not_asked,
        "options": [[_plain(cell) for cell in row] for row in rows],
    }


def _difference(values: Any, days: Any, measure: Any) -> dict[str, Any]:
    found = engine.early_and_late(values, days, measure=measure)
    return {
        "early": _plain(found.first),
        "late": _plain(found.second),
        "low": _plain(found.low),
        "high": _plain(found.high),
    }


def _since(values: Any, before: Any, measure: Any) -> dict[str, Any]:
    """Those who answered the round before against those who were silent then."""
    found = engine.against_previous(values, before, measure=measure)
    return {
        "answered": _plain(found.first),
        "silent": _plain(found.second),
        "low": _plain(found.low),
        "high": _plain(found.high),
        "counts": [found.first_answered, found.second_answered],
    }


class _Ticks:
    """Several options of a list, or several of very many (countries, occupations)."""

    def __init__(self, values: Sequence[str] | None, size: int) -> None:
        self.values = values
        self.rows: dict[int, list[str]] = {}
        self.hidden = np.zeros(size, np.bool_)

    def put(self, row: int, value: Any, *, hidden: bool) -> None:
        if hidden:
            self.hidden[row] = True
        else:
            self.rows[row] = [str(each) for each in (value if isinstance(value, list) else [value])]

    def counted(self, *, invited: int, weights: Any, days: Any, before: Any) -> dict[str, Any]:
        used = Counter(each for ticks in self.rows.values() for each in set(ticks))
        many = sorted(used, key=lambda each: (-used[each], each))
        values = list(self.values) if self.values is not None else many[:MOST_VALUES]
        if not values:
            return _words(len(self.rows), self.hidden)
        table = np.full((self.hidden.size, len(values)), engine.MISSING, np.int8)
        table[self.hidden] = engine.NOT_ASKED
        at = {value: place for place, value in enumerate(values)}
        for row, ticks in self.rows.items():
            table[row] = 0
            for each in ticks:
                if each in at:
                    table[row, at[each]] = 1
        found = engine.several(table, invited=invited, weights=weights)
        more = max(0, len(many) - len(values)) if self.values is None else 0
        return {"kind": "several", **_options(values, found), "more": more}


class _Numbers:
    def __init__(self, size: int) -> None:
        self.numbers = np.full(size, np.nan)
        self.asked = np.ones(size, np.bool_)

    def put(self, row: int, value: Any, *, hidden: bool) -> None:
        if hidden:
            self.asked[row] = False
        elif value is not None:
            self.numbers[row] = float(value)

    def counted(self, *, invited: int, weights: Any, days: Any, before: Any) -> dict[str, Any]:
        found = engine.numbers(self.numbers, invited=invited, asked=self.asked, weights=weights)
        names = ("answered", "missing", "not_asked", "mean", "se", "weighted_mean", "least", "lower_quartile", "median")
        told = {name: _plain(getattr(found, name)) for name in (*names, "upper_quartile", "most")}
        told |= {
            "early_late": _difference(self.numbers, days, "mean"),
            "previous": _since(self.numbers, before, "mean"),
        }
        return {"kind": "numbers", **told}


class _Money:
    """Amounts by currency: different ones are never added up."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.by: dict[str, _Numbers] = {}
        self.hidden: list[int] = []

    def put(self, row: int, value: Any, *, hidden: bool) -> None:
        if hidden:
            self.hidden.append(row)
        elif isinstance(value, dict):
            self.by.setdefault(str(value["currency"]), _Numbers(self.size)).put(row, value["amount"], hidden=False)

    def counted(self, *, invited: int, weights: Any, days: Any, before: Any) -> dict[str, Any]:
        for each in self.by.values():
            each.asked[self.hidden] = False
        counted = {
            code: each.counted(invited=invited, weights=weights, days=days, before=before)
            for code, each in sorted(self.by.items())
        }
        answered = sum(each["answered"] for each in counted.values())
        missing = self.size - answered - len(self.hidden)
        return {
            "kind": "money",
            "answered": answered,
            "missing": missing,
            "not_asked": len(self.hidden),
            "currencies": counted,
        }


class _Matrix:
    def __init__(self, item: Item, size: int) -> None:
        rows, choices = item.rows, item.choices
        self.rows = {row: _Choices(choices.values if choices else (), size) for row in (rows.values if rows else ())}
        self.answered, self.hidden = 0, np.zeros(size, np.bool_)

    def put(self, row: int, value: Any, *, hidden: bool) -> None:
        self.answered += not hidden
        self.hidden[row] = hidden
        for name, each in self.rows.items():
            given = value.get(name) if isinstance(value, dict) else None
            if hidden or given is not None:
                each.put(row, given, hidden=hidden)

    def counted(self, *, invited: int, weights: Any, days: Any, before: Any) -> dict[str, Any]:
        rows = [
            [name, each.counted(invited=invited, weights=weights, days=days, before=before)]
            for name, each in self.rows.items()
        ]
        return _words(self.answered, self.hidden) | {"kind": "matrix", "rows": rows}


class _Words:
    """Answers that are read, not counted."""

    def __init__(self, size: int) -> None:
        self.answered, self.hidden = 0, np.zeros(size, np.bool_)

    def put(self, row: int, value: Any, *, hidden: bool) -> None:
        self.answered += not hidden
        self.hidden[row] = hidden

    def counted(self, *, invited: int, weights: Any, days: Any, before: Any) -> dict[str, Any]:
        return _words(self.answered, self.hidden)


def _words(answered: int, hidden: Any) -> dict[str, Any]:
    unseen = int(hidden.sum())
    return {
        "kind": "words",
        "answered": answered,
        "missing": int(hidden.size) - unseen - answered,
        "not_asked": unseen,
    }


def _column(item: Item, size: int) -> Column:
    if item.type is Type.BOOLEAN:
        return _Choices(("yes", "no"), size)
    if item.type in {Type.SELECT_ONE, Type.CRITERION} and item.choices is not None:
        return _Choices(item.choices.values, size)
    if item.type is Type.SELECT_MULTIPLE and item.choices is not None:
        return _Ticks(item.choices.values, size)
    if item.type in LISTED:
        return _Ticks(None, size)
    if item.type is Type.MATRIX:
        return _Matrix(item, size)
    if item.type is Type.MONEY:
        return _Money(size)
    if item.type.is_number:
        return _Numbers(size)
    return _Words(size)


class Answers:
    """What respondents handed in, taken up one by one and counted at the end."""

    def __init__(self, instrument: Instrument, size: int) -> None:
        self.instrument, self.size, self.row = instrument, size, 0
        self.columns = [(item, _column(item, size)) for item in instrument.items]

    def add(self, document: Mapping[str, Any]) -> None:
        """One submission, in the order of the frame's `places`."""
        answers, computed, hidden = document["answers"], document.get("computed", {}), set(document["not_asked"])
        for item, column in self.columns:
            value = computed.get(item.id) if item.type is Type.COMPUTED else answers.get(item.id)
            if item.id in hidden:
                column.put(self.row, None, hidden=True)
            elif value is not None and (
                item.type is Type.COMPUTED or item.type is Type.MATRIX or is_answer(item, value)
            ):
                column.put(self.row, value, hidden=False)
        self.row += 1

    def counted(self, frame: Frame) -> dict[str, Any]:
        """The whole document."""
        rates = engine.rates([each.disposition for each in frame.asked])
        eligible = [each for each in frame.asked if each.disposition is not engine.Disposition.NOT_ELIGIBLE]
        own = [frame.asked[place] for place in frame.places]
        weights, weighing = _weights(eligible, own)
        days = [each.day.toordinal() for each in own if each.day is not None]
        before = np.array([_flag(each.before) for each in own], np.float64)
        given: dict[str, Any] = {}
        for item, column in self.columns:
            told = column.counted(invited=len(eligible), weights=weights, days=days, before=before)
            asked = told["answered"] + told["missing"]
            given[item.id] = told | {"asked": asked, "rate": _plain(told["answered"] / asked) if asked else None}
        return {
            "rates": _rates(rates),
            "respondents": len(own),
            "by_region": _by([each.disposition for each in frame.asked], [each.region for each in frame.asked]),
            "by_income": _by([each.disposition for each in frame.asked], [each.income for each in frame.asked]),
            "alike": _alike(eligible, own),
            "weights": weighing,
            "previous": _previous(eligible),
            **_timing(frame, eligible),
            "items": given,
        }


def _rates(found: engine.Rates) -> dict[str, Any]:
    return {
        "counts": {each.value: number for each, number in found.counts.items()},
        "invited": found.invited,
        "eligible": found.eligible,
        "responded": found.responded,
        "rr": _plain(found.rr),
        "rr_plus": _plain(found.rr_plus),
    }


def _by(dispositions: Sequence[engine.Disposition], groups: Sequence[str | None]) -> list[list[Any]]:
    return [[name, _rates(each)] for name, each in engine.rates_by(dispositions, groups).items()]


def _counts(eligible: Sequence[Asked], own: Sequence[Asked]) -> tuple[dict[str, int], dict[str, int]]:
    invited = Counter(each.region or "" for each in eligible)
    answered = Counter(each.region or "" for each in own)
    names = sorted(invited, key=lambda name: (name == "", name))
    return {name: invited[name] for name in names}, {name: answered[name] for name in names}


def _weights(eligible: Sequence[Asked], own: Sequence[Asked]) -> tuple[Any, dict[str, Any] | None]:
    if not own:
        return None, None
    found = engine.region_weights(*_counts(eligible, own))
    each = np.array([found.weight[one.region or ""] for one in own])
    return each, {"joined": [list(one) for one in found.collapsed], "design_effect": _plain(found.design_effect)}


def _alike(eligible: Sequence[Asked], own: Sequence[Asked]) -> dict[str, Any] | None:
    if len(eligible) < 2 or not own:
        return None
    found = engine.representativeness(*_counts(eligible, own))
    groups = [
        [one.name, one.invited, one.answered, _plain(one.propensity), _plain(one.partial)] for one in found.groups
    ]
    return {"r": _plain(found.r), "maximal_bias": _plain(found.maximal_bias), "groups": groups}


def _flag(known: bool | None) -> float:
    return math.nan if known is None else float(known)


def _previous(eligible: Sequence[Asked]) -> dict[str, Any] | None:
    """How the response follows on that of the round before; None where nobody was asked then."""
    if all(each.before is None for each in eligible):
        return None
    now = [each.disposition is engine.Disposition.COMPLETE for each in eligible]
    found = engine.rounds(now, [_flag(each.before) for each in eligible])
    names = ("both", "only_now", "only_before", "neither", "not_before", "won", "kept")
    return {name: _plain(getattr(found, name)) for name in names}


def covered(answered: Collection[str], by_place: Mapping[str, float]) -> dict[str, Any]:
    """The part of a size that these countries account for; countries whose number is not known stand in neither."""
    places = [*by_place, *sorted(set(answered) - set(by_place))]
    own = set(answered)
    found = engine.coverage([each in own for each in places], [by_place.get(each, math.nan) for each in places])
    return {
        "share": _plain(found.share),
        "covered": _plain(found.covered),
        "total": _plain(found.total),
        "unknown": _plain(found.unknown_responded),
    }


def _timing(frame: Frame, eligible: Sequence[Asked]) -> dict[str, Any]:
    came = [each.day for each in eligible]
    known = [day for day in came if day is not None]
    start = min([frame.start, *known])
    until = max([frame.until, start, *known])
    curve = engine.curve(came, start=start, until=until, eligible=len(eligible))
    took = engine.days_to_response(start, came)
    steps = sorted({step for each in eligible for step in each.reminded})
    sent = {str(step): [each.reminded.get(step) for each in eligible] for step in steps}
    try:
        reminded = engine.reminders(came, sent)
    except ValueError:  # a deadline moved between two steps, so that they did not go out in one order
        reminded = ()
    return {
        "start": start.isoformat(),
        "cumulative": curve.cumulative.tolist(),
        "days": {"median": _plain(took.median), "half_of_all": _plain(took.half_of_all)},
        "reminders": [
            [int(one.name), one.before, one.after, _plain(one.share_before), _plain(one.share_after), one.until_next]
            for one in reminded
        ],
    }
