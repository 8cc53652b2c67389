"""The report on every route for one person: as data for programs, and as lines for people."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from alianza.engines.eligibility import Eligibility, Miss
from alianza.regulations import costs, dictionary, wording
from alianza.regulations.costs import explanation
from alianza.regulations.pathways import Fit, Pathway, nearest_first
from alianza.regulations.sheets import Source, Standing
from alianza.regulations.wording import say
from alianza.vocabulary.criterion import Fix, Group, Parameter
from alianza.vocabulary.days import day_words
from alianza.vocabulary.facts import Answer
from alianza.vocabulary.text import Text

if TYPE_CHECKING:
    from rich.table import Table

WHO = {
    Fix.SELF: "worker",
    Fix.SELF_YEARS: "worker",
    Fix.EMPLOYER: "employer",
    Fix.STATE: "state",
    Fix.IMMUTABLE: "nobody",
}


def says(pathway: Pathway, language: str) -> str:
    """The verdict for people. One that rests on a seed says that nobody has confirmed it."""
    verdict = say("says", pathway.result.verdict, language)
    return verdict if pathway.sheet.is_confirmed else say("says", "unconfirmed", language, verdict=verdict)


def as_data(pathways: Sequence[Pathway], *, on: date, language: str = "en") -> dict[str, Any]:
    """The whole report, ready for JSON. Sheets keep their order; `second_gates` names those of the side of origin."""
    asked = dict.fromkeys(fact for pathway in pathways for fact in pathway.result.ask)
    known = dictionary.facts()
    notice = [say("report", "no_promise", language)]
    if not all(pathway.sheet.is_confirmed for pathway in pathways):
        notice.insert(0, say("report", "unconfirmed", language))
    return {
        "on": on.isoformat(),
        "language": language,
        "notice": " ".join(notice),
        "sheets": [pathway_data(pathway, language) for pathway in pathways],
        "second_gates": [pathway.sheet.id for pathway in pathways if pathway.is_second_gate],
        "questions": {fact: _shown(known[fact].ask, language) for fact in asked},
    }


def pathway_data(pathway: Pathway, language: str = "en") -> dict[str, Any]:
    """One route, ready for JSON."""
    sheet, result = pathway.sheet, pathway.result
    name, shown = sheet.name.in_language(language)
    return {
        "id": sheet.id,
        "name": name,
        "name_language": shown,
        "jurisdiction": sheet.jurisdiction,
        "side": sheet.side,
        "version": sheet.version,
        "status": sheet.status,
        "confirmed": sheet.is_confirmed,
        "as_of": sheet.as_of,
        "effective_from": _iso(sheet.effective_from),
        "effective_to": _iso(sheet.effective_to),
        "describes_another_time": pathway.describes_another_time,
        "verdict": str(result.verdict),
        "fit": str(pathway.fit),
        "says": says(pathway, language),
        "unmet": list(result.unmet),
        "nearest_miss": [miss_data(pathway, miss, language) for miss in result.nearest_miss],
        "alternatives": [[miss.id for miss in way] for way in result.alternatives],
        "shortfall": dict(result.shortfall or {}),
        "burden": result.burden,
        "ask": list(result.ask),
        "missing_parameters": list(result.missing_parameters),
        "days": pathway.days,
        "waits": [
            {"key": wait.key, "says": wording.wait_words(wait, language), "value": wait.value, "unit": wait.unit}
            | {"days": wait.days, "note": _shown(wait.note, language)}
            | standing_data(wait.standing)
            for wait in pathway.waits
        ],
        "fees": [charge_data(charge, language) for charge in pathway.charges],
        "documents": [
            {
                "id": paper.id,
                "name": _shown(paper.name, language),
                "by": paper.by,
                "proves": list(paper.proves),
                "valid": _shown(paper.valid, language) or None,
            }
            for paper in pathway.papers
        ],
        "steps": [
            {
                "n": step.n,
                "do": _shown(step.do, language),
                "by": step.by,
                "typical": _shown(step.typical, language) or None,
            }
            for step in pathway.steps
        ],
        "citations": [source_data(source) for source in pathway.citations],
    }


def miss_data(pathway: Pathway, miss: Miss, language: str = "en") -> dict[str, Any]:
    """One thing that is missing: what would cure it and who can."""
    units = units_of(pathway)
    fix = miss.fix or Fix.IMMUTABLE
    node = pathway.node(miss)
    found: dict[str, Any] = {
        "id": miss.id,
        "label": _shown(dictionary.text_of(miss.label), language),
        "cure": wording.miss_words(miss, language, units=units),
        "fix": str(fix),
        "who": WHO[fix],
        "who_says": say("fixes", fix, language),
        "burden": miss.burden,
        "documents": [paper.id for paper in pathway.papers_for(miss)],
        "citations": list(node.cite) if node else [],
    }
    if miss.condition is not None:
        operand = miss.condition.value
        found |= {"fact": miss.condition.fact, "op": str(miss.condition.op), "needed": _plain(miss.needed)}
        if isinstance(operand, Parameter):
            found["parameter"] = operand.name
        elif isinstance(operand, Group):
            found["group"] = operand.name
    else:
        found["shortfall"] = miss.shortfall
        found["gains"] = [
            {
                "item": gain.item,
                "points": gain.points,
                "fact": gain.condition.fact,
                "op": str(gain.condition.op),
                "needed": _plain(gain.needed),
                "fix": str(gain.fix or Fix.IMMUTABLE),
                "who": WHO[gain.fix or Fix.IMMUTABLE],
                "cure": wording.gain_words(gain, language, units=units),
            }
            for gain in miss.gains
        ]
    return found


def charge_data(charge: costs.Charge, language: str = "en") -> dict[str, Any]:
    """One charge, who pays it, and what fair recruitment says."""
    return {
        "key": charge.key,
        "says": wording.charge_words(charge, language),
        "amount": charge.value,
        "unit": charge.unit,
        "payer": charge.payer,
        "note": _shown(charge.note, language) or None,
        "flag": str(charge.flag) if charge.flag else None,
        "forbidden_on_worker": bool(charge.flag and charge.flag.is_forbidden_on_worker),
        "flag_says": _shown(explanation(charge.flag), language) if charge.flag else None,
    } | standing_data(charge.standing)


def standing_data(standing: Standing) -> dict[str, Any]:
    """How well a line is known."""
    return {
        "level": standing.level,
        "sources": [source.id for source in standing.sources],
        "as_of": standing.as_of,
        "from": _iso(standing.first),
        "to": _iso(standing.last),
    }


def source_data(source: Source) -> dict[str, str]:
    return {
        "id": source.id,
        "kind": source.kind,
        "publisher": source.publisher,
        "url": source.url,
        "dated": source.dated,
        "dated_basis": source.dated_basis,
    }


def units_of(pathway: Pathway) -> dict[str, str]:
    """The unit of each dated parameter."""
    return {name: series.unit for name, series in pathway.sheet.parameters.items()}


def tables(pathways: Iterable[Pathway], language: str) -> "Iterator[Table]":
    """One table for each way a route can stand, nearest first, then the second gates."""
    from rich.table import Table

    ordered = nearest_first(pathways)
    routes = [pathway for pathway in ordered if not pathway.is_second_gate]
    gates = [pathway for pathway in ordered if pathway.is_second_gate]
    groups = [(_title(fit, routes, language), [each for each in routes if each.fit is fit]) for fit in Fit]
    groups.append((say("report", "second_gate", language), gates))
    for title, held in groups:
        if not held:
            continue
        table = Table(title=f"{title} ({len(held)})", title_justify="left", title_style="bold", show_lines=True)
        if any(charge.flag for pathway in held for charge in pathway.charges):
            table.caption, table.caption_justify = "! " + say("report", "flag", language), "left"
        table.add_column(say("report", "route", language), ratio=3, overflow="fold")
        heading = "questions" if all(each.fit is Fit.OPEN for each in held) else "missing"
        table.add_column(say("report", heading, language), ratio=5, overflow="fold")
        table.add_column(say("report", "days", language), justify="right")
        table.add_column(say("report", "fees", language), ratio=3, overflow="fold")
        for pathway in held:
            table.add_row(
                "\n".join(_route(pathway, language)),
                "\n".join(_missing(pathway, language)) or "-",
                "-" if pathway.days is None else str(pathway.days),
                "\n".join(_fees(pathway, language)) or say("report", "not_traced", language),
            )
        yield table


def _title(fit: Fit, routes: Iterable[Pathway], language: str) -> str:
    title = say("standings", fit, language)
    seeds = fit is Fit.FITS and not all(each.sheet.is_confirmed for each in routes if each.fit is fit)
    return say("says", "unconfirmed", language, verdict=title) if seeds else title


def _route(pathway: Pathway, language: str) -> Iterator[str]:
    sheet = pathway.sheet
    yield _shown(sheet.name, language)
    yield sheet.id
    if pathway.describes_another_time and sheet.effective_from:
        yield say("report", "another_time", language, day=day_words(sheet.effective_from, language))
    else:
        yield say("report", "as_of", language, year=sheet.as_of)


def _missing(pathway: Pathway, language: str) -> Iterator[str]:
    result, units = pathway.result, units_of(pathway)
    if result.verdict is Eligibility.UNDETERMINED:
        known = dictionary.facts()
        yield from (f"- {_shown(known[fact].ask, language)}" for fact in result.ask)
        if result.missing_parameters:
            what = ", ".join(
                _shown(pathway.sheet.parameters[name].label, language) for name in result.missing_parameters
            )
            yield "- " + say("report", "law_gap", language, what=what)
        return
    for miss in result.nearest_miss:
        label = _shown(dictionary.text_of(miss.label), language)
        if miss.needed is not True:  # a plain yes is said by the label already
            label = f"{label} ({wording.miss_words(miss, language, units=units)})"
        yield "- " + wording.pair(label, say("fixes", miss.fix or Fix.IMMUTABLE, language), language)
        for gain in miss.gains:
            if gain.fix is not Fix.IMMUTABLE:
                yield f"    {wording.gain_words(gain, language, units=units)}"
    for way in result.alternatives:
        what = "; ".join(_shown(dictionary.text_of(miss.label), language) for miss in way)
        yield "  " + say("report", "or_else", language, what=what)


def _fees(pathway: Pathway, language: str) -> Iterator[str]:
    for charge in pathway.charges:
        amount = f"{wording.number_words(charge.value, language)} {charge.unit}"
        mark = " !" if charge.flag else ""
        said = f"{amount}, {say('payers', charge.payer, language)}{mark}"
        yield wording.pair(_shown(charge.label, language), said, language)


def _shown(text: Text, language: str) -> str:
    return text.in_language(language)[0]


def _plain(value: Answer | None) -> object:
    return sorted(value) if isinstance(value, frozenset) else value


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
