"""`alianza fund`: the books replayed, the public statement, the trace of a cent, and the terms of a loan."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from alianza.fund import cli_iati, cli_terms
from alianza.terminal import JSON, print_json, refuse, refusing, writable

if TYPE_CHECKING:
    from alianza.fund.queries.statement import Statement
    from alianza.fund.replay import Told

Folder = Annotated[Path | None, typer.Option("--dir", help="The instance's folder; else ALIANZA_DIR.", metavar="PATH")]
Out = Annotated[Path | None, typer.Option("--out", help="Write it to a file; .csv or .pdf says which.", metavar="FILE")]


def register(app: typer.Typer) -> None:
    """Add `alianza fund`."""
    fund = typer.Typer(no_args_is_help=True, help="The fund: every cent from donor to result.")
    fund.command("replay", epilog="Example: alianza fund replay events.json --json")(replay)
    fund.command("statement", epilog="Example: alianza fund statement --on 2026-06-30 --out statement.pdf")(statement)
    fund.command("trace", epilog="Example: alianza fund trace P-2026-001 --json")(trace)
    cli_iati.register(fund)
    cli_terms.register(fund)
    app.add_typer(fund, name="fund")


def replay(
    file: Annotated[Path, typer.Argument(metavar="EVENTS.json", help="Events with dates and entries.")],
    as_json: JSON = False,
) -> None:
    """Post the events of a file into empty books and print every balance. No instance is touched.

    Each event is held to all that holds in the fund's own books. If the file says what should come out
    (final_balances), a difference ends with 1.
    """
    from alianza.fund import replay as replaying

    try:
        drafts, final = replaying.read(file)
        with replaying.throw_away_books():
            told = replaying.replay(drafts, final)
    except replaying.NotReplayed as refused:
        refuse(*refused.sentences)
    _say(told, as_json=as_json)
    for sentence in (*(told.differences or ()), *told.broken):
        typer.echo(sentence, err=True)
    if told.differences or told.broken:
        raise typer.Exit(1)


def _say(told: Told, *, as_json: bool) -> None:
    from alianza import __version__

    balances = {account.code: f"{money.amount:f}" for account, money in sorted(told.balances.items())}
    if as_json:
        print_json(
            {
                "events": told.events,
                "through": told.through.isoformat() if told.through else None,
                "final_balances": balances,
                "agrees": None if told.differences is None else not told.differences,
                "broken": list(told.broken),
                "seal": {"number": told.number, "digest": told.digest},
                "version": __version__,
            }
        )
        return
    for account, money in sorted(told.balances.items()):
        typer.echo(f"{account.code:<40} {money.amount:>24,f} {money.currency}")
    typer.echo(f"{told.events} events, the last of {told.through or 'no day'}; seal {told.number}.")


def statement(
    on: Annotated[str | None, typer.Option(help="The day it is of; else today.", metavar="DATE")] = None,
    out: Out = None,
    as_json: JSON = False,
    folder: Folder = None,
) -> None:
    """The public statement: where the money came from, where it went, and what is left, at the end of a day."""
    day = _day(on)
    if out is not None:
        if out.suffix not in (".csv", ".pdf"):
            refuse(f"{out}: write to a file that ends in .csv or .pdf.")
        with refusing():
            writable(out)
    _open(folder)
    from django.utils import timezone

    from alianza.fund import statement_document
    from alianza.fund.queries import statement as statements
    from alianza.tabular import beside

    with refusing():
        found = statements.statement(day or timezone.localdate())
        if out is not None:
            content = (
                statement_document.pdf(found, "en")
                if out.suffix == ".pdf"
                else statement_document.csv(found).encode("utf-8")
            )
            with beside(out) as part:
                part.write_bytes(content)
    if as_json:
        print_json(statement_document.plain(found))
        return
    if out is None:
        _print(found)


def _print(found: Statement) -> None:
    from alianza.fund import statement_document

    for words, money in statement_document.lines(found):
        typer.echo(f"{words:<60} {f'{money.amount:,f}' if money is not None else '':>24}")
    typer.echo(statement_document.provenance(found))


def trace(
    name: Annotated[str, typer.Argument(metavar="ID", help="An agreement, a programme, a journal or a tranche.")],
    on: Annotated[str | None, typer.Option(help="The day it is of; else today.", metavar="DATE")] = None,
    as_json: JSON = False,
    out: Out = None,
    folder: Folder = None,
) -> None:
    """Follow money from a donor's agreement to results, or from a programme back to the donors."""
    day = _day(on)
    if out is not None:
        if out.suffix != ".csv":
            refuse(f"{out}: write to a file that ends in .csv.")
        with refusing():
            writable(out)
    _open(folder)
    from django.utils import timezone

    from alianza.fund import trace_document
    from alianza.fund.queries import trace as traces
    from alianza.tabular import write_text

    with refusing():
        found = traces.trace(name, day or timezone.localdate())
        if out is not None:
            write_text(out, trace_document.csv(found))
    if as_json:
        print_json(trace_document.plain(found))
        return
    if out is None:
        for line in trace_document.told(found):
            typer.echo(line)


def _day(given: str | None) -> date | None:
    if given is None:
        return None
    try:
        if len(given) != 10:
            raise ValueError
        return date.fromisoformat(given)
    except ValueError:
        refuse(f"{given!r} is not a date; write it as 2026-03-31.")


def _open(folder: Path | None) -> None:
    """Start Django on the instance; one that is not there is said so, and not made."""
    if folder is not None:
        os.environ["ALIANZA_DIR"] = str(folder.expanduser().resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alianza.web.settings")
    if not os.environ.get("ALIANZA_DATABASE_URL"):
        home = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
        place = Path(os.environ.get("ALIANZA_DIR") or home / "alianza")
        if not (place / "alianza.sqlite3").is_file():
            refuse(f"There is no instance at {place}; make one with: alianza demo --no-serve --dir PATH")
    import django

    django.setup()
    from django.db import connection

    if "fund_turnover" not in connection.introspection.table_names():
        refuse("The instance has no books yet; bring it up to date with: alianza manage migrate")
