"""`alianza shortlist` and `alianza explain`: who fits a job order, and why, from tables in files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from alianza.terminal import JSON, peak_mib, phase, print_json, refuse, refusing, writable

if TYPE_CHECKING:
    from alianza.engines.preselection import Change, Condition, Explanation, Losses

WORKERS = Annotated[Path, typer.Option("--workers", help="Table of workers: CSV, .csv.gz or .parquet.")]
ORDERS = Annotated[Path, typer.Option("--orders", help="Table of job orders, in the same forms.")]


def register(app: typer.Typer) -> None:
    """Add `shortlist` and `explain`."""
    app.command(
        "shortlist",
        epilog="Example: alianza shortlist --workers workers.csv --orders orders.csv --top 50 --out shortlist.csv",
    )(shortlist)
    app.command(
        "explain",
        epilog="Example: alianza explain --workers workers.csv --orders orders.csv --worker 17 --order 3",
    )(explain)


def shortlist(
    workers: WORKERS,
    orders: ORDERS,
    out: Annotated[Path, typer.Option(help="Where to write: order,rank,worker,score. By ending as above.")],
    top: Annotated[int, typer.Option(min=1, help="How many workers at most for each order.")] = 50,
    as_json: JSON = False,
) -> None:
    """List the best eligible workers of every job order: highest score first, among equals the smaller id.

    Whoever fails one condition is not listed, however well the rest fits.
    """
    import numpy as np

    from alianza.engines.preselection import shortlists
    from alianza.placement.tables import read_market, write_table

    seconds: dict[str, float] = {}
    with refusing():
        writable(out)
        with phase("reading", seconds):
            w, o = read_market(workers, orders)
        with phase("matching", seconds):
            best = shortlists(w, o, top)
        with phase("writing", seconds):
            listed = np.diff(best.start)
            row = np.repeat(np.arange(len(o)), listed)
            rank = np.arange(1, len(best) + 1) - best.start[row]
            columns = {"order": o.order[row], "rank": rank, "worker": w.worker[best.worker], "score": best.score}
            write_table(out, columns)
    without = int((listed == 0).sum())
    if as_json:
        print_json(
            {
                "workers": len(w),
                "orders": len(o),
                "top": top,
                "listed": len(best),
                "orders_without_candidates": without,
                "out": str(out),
                "seconds": {name: round(spent, 3) for name, spent in seconds.items()},
                "peak_mib": peak_mib(),
            }
        )
        return
    typer.echo(f"Listed {len(best)} candidates for {len(o) - without} of {len(o)} orders in {out}.")
    if without:
        typer.echo(
            f"{without} orders have no eligible worker; alianza explain --order ID says what each condition costs."
        )


def explain(
    workers: WORKERS,
    orders: ORDERS,
    order: Annotated[str, typer.Option(help="Id of the job order.")],
    worker: Annotated[str | None, typer.Option(help="Id of the worker.")] = None,
    as_json: JSON = False,
) -> None:
    """Explain one pair: each condition, the parts of the score, and what would change the answer.

    Without --worker: how many workers the order loses to each condition.
    """
    from alianza.engines.preselection import explain as explained
    from alianza.engines.preselection import losses
    from alianza.placement.tables import read_market

    with refusing():
        w, o = read_market(workers, orders)
        column = _row(o.order, order, orders, "order")
        row = _row(w.worker, worker, workers, "worker") if worker is not None else None
        ids = {"order": o.order[column].item()} | ({} if row is None else {"worker": w.worker[row].item()})
        if row is None:
            lost = losses(w, o, column)
            if as_json:
                print_json({**ids, **_losses_as_data(lost)})
            else:
                typer.echo("\n".join(_losses_told(lost, order)))
            return
        why = explained(w, o, row, column)
    if as_json:
        print_json({**ids, **_as_data(why)})
    else:
        typer.echo("\n".join(_told(why, str(worker), order)))


def _row(ids: Any, wanted: str, file: Path, column: str) -> int:
    import numpy as np

    sought: int | str | None = wanted
    if ids.dtype.kind == "i":
        sought = int(wanted) if re.fullmatch("-?[0-9]{1,18}", wanted) else None
    found = np.flatnonzero(ids == sought) if sought is not None else np.empty(0, np.int64)
    if len(found) == 0:
        refuse(f"{file.name}: no row has the {column} {wanted!r}; give an id from the column {column}.")
    return int(found[0])


def _as_data(why: Explanation) -> dict[str, Any]:
    def parts(score: Any) -> dict[str, int] | None:
        if score is None:
            return None
        names = ("skill", "experience", "language", "wage", "wish", "score", "worker_view", "order_view")
        return {name: getattr(score, name) for name in names}

    return {
        "eligible": why.eligible,
        "verdict": str(why.verdict),
        "conditions": [
            {"name": c.name, "verdict": str(c.verdict), "asked": _listed(c.asked), "has": _listed(c.has)}
            for c in why.conditions
        ],
        "score": parts(why.parts),
        "changes": [
            {
                "condition": c.condition,
                "who": str(c.who),
                "table": c.table,
                "column": c.column,
                "now": _listed(c.now),
                "to": _listed(c.to),
            }
            for c in why.changes
        ],
        "curable": why.curable,
        "score_after": parts(why.parts_after),
    }


def _losses_as_data(lost: Losses) -> dict[str, Any]:
    return {
        "workers_in_minor_group": lost.workers,
        "eligible": lost.eligible,
        "failed": dict(lost.failed),
        "failed_alone": dict(lost.alone),
    }


def _losses_told(lost: Losses, order: str) -> Iterator[str]:
    yield f"Order {order}: {lost.eligible} are eligible of {lost.workers} with an occupation in its ISCO minor group."
    if not any(lost.failed.values()):
        return
    width = max(map(len, CONDITION_WORDS.values()))
    yield ""
    yield f"  {'condition':<{width}}  {'fail it':>9}  {'fail it alone':>13}"
    for name, failed in lost.failed.items():
        if failed:
            yield f"  {CONDITION_WORDS[name]:<{width}}  {failed:>9}  {lost.alone[name]:>13}"


def _listed(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


VERDICTS = {
    "met": "is eligible for",
    "not met": "is not eligible for",
    "unknown": "is not eligible yet, since something is still pending, for",
}
CONDITION_WORDS = {
    "occupation": "occupation (of the worker)",
    "corridor": "corridor (origins the order is open to)",
    "certified": "certified employer",
    "preference_country": "country (the worker would go to)",
    "preference_wage": "wage (the worker's least)",
    "experience": "years of experience",
    "language": "languages",
    "education": "education",
    "recognition": "qualification recognised in",
    "medical": "medical examination",
    "security": "security clearance",
    "passport": "months left on the passport",
    "age": "age",
    "start": "month (of the start)",
    "essential_skills": "essential skills (how many)",
}
SIDES = {"worker": "the worker", "employer": "the employer", "state": "a state", "nobody": "nobody"}


def _told(why: Explanation, worker: str, order: str) -> Iterator[str]:
    """The explanation in lines."""
    yield f"Worker {worker} {VERDICTS[str(why.verdict)]} order {order}."
    yield ""
    width = max(map(len, CONDITION_WORDS.values()))
    for condition in why.conditions:
        yield f"  {condition.verdict!s:<8} {CONDITION_WORDS[condition.name]:<{width}}  {_compared(condition)}"
    if why.parts is not None:
        yield ""
        yield _score_line("Score", why.parts)
    if why.changes:
        yield ""
        yield "What would change the answer, all of it together:"
        for change in why.changes:
            if change.to is None:
                yield f"  {SIDES[str(change.who)]} can change {change.column}: it is {_said(change.now)}"
            else:
                yield f"  {SIDES[str(change.who)]}: {_changed(change)}"
        if why.parts_after is not None:
            yield _score_line("Then the score would be", why.parts_after)


def _score_line(title: str, parts: Any) -> str:
    names = ("skill", "experience", "language", "wage", "wish")
    return f"{title} {parts.score}: 1" + "".join(f" + {name} {getattr(parts, name)}" for name in names)


def _compared(condition: Condition) -> str:
    if condition.asked is None:
        return "not asked"
    if condition.name == "certified":
        return "yes" if condition.has else "no"
    if condition.name == "start":
        return f"asked {_month(condition.asked)}; has {_month(condition.has)}"
    if condition.name == "essential_skills" and isinstance(condition.has, tuple):
        return f"asked {_said(condition.asked)}; has {len(condition.has)}"
    return f"asked {_said(condition.asked)}; has {_said(condition.has)}"


def _changed(change: Change) -> str:
    """A column, what it is and what it would have to be; of a list of skills, only those that are missing."""
    if change.column == "skills" and isinstance(change.now, tuple) and isinstance(change.to, tuple):
        return "skills to add: " + ", ".join(_skill(each) for each in change.to if each not in change.now)
    if change.column == "start_month":
        return f"{change.column} from {_month(change.now)} to {_month(change.to)}"
    return f"{change.column} from {_said(change.now)} to {_said(change.to)}"


def _skill(name: str) -> str:
    """The label of an ESCO skill; the id of one that ESCO does not know."""
    from alianza.vocabulary.occupations import UnknownSkill, skill

    try:
        return skill(name).label_en
    except UnknownSkill:
        return name


def _month(value: bool | int | str | Sequence[str] | None) -> str:
    """Months counted from the year 0 as YYYY-MM; tables that count from elsewhere keep their number."""
    if isinstance(value, int) and 1900 * 12 <= value < 2200 * 12:
        return f"{value // 12}-{value % 12 + 1:02}"
    return _said(value)


def _said(value: bool | int | str | Sequence[str] | None) -> str:
    if value is None:
        return "nothing to judge by"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | str):
        return str(value)
    return " ".join(value) or "none"
