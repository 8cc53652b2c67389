"""How fast are the books, with every guard on, and what does a statement over many entries cost?

    .ci/with-postgres python -m benchmarks.ledger                     on PostgreSQL
    python -m benchmarks.ledger                                       on SQLite, in a file that is thrown away
    .ci/with-postgres python -m benchmarks.ledger --peer PYTHON       the same postings by django-hordak too
    python -m benchmarks.ledger --entries 10000000                    a statement over ten million entries, and its build

`--peer` is the Python of an environment of its own with django-hordak 2.0.0, Django 5.2 and psycopg in it: it wants
packages that this project does not have. Both post journals of the same two legs on the same server, one transaction
each; hordak keeps one book and no dimensions, so ours does more in the same time. Then each is attacked by raw SQL.

Durability is switched off on both, so that the program is measured and not the disk: `.ci/with-postgres` starts its server
without fsync, and SQLite does not wait for the disk unless `--durable` is given.

Raw inserts are what a client of the database would write, `--batch` journals in a transaction. Postings through the
action lock, check, chain and record in the audit trail, one transaction each. Entries of the large statement are laid
out in bulk with the triggers lifted, since writing them is not what is measured; the sums of days and years are
computed from them, the triggers are raised again, and the statement has to add up.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

PROGRAMMES, PARTIES, BEGIN, YEARS = 400, ("ONE", "TWO"), date(2016, 1, 1), 10
PEER = Path(__file__).with_name("ledger_hordak.py")


def start(*, durable: bool) -> str:
    """A fresh instance; which database it has."""
    folder = tempfile.mkdtemp(prefix="alianza-bench-")
    os.environ.update(ALIANZA_DIR=folder, DJANGO_SETTINGS_MODULE="alianza.web.settings")
    os.environ.setdefault("ALIANZA_SECRET", "only-for-a-benchmark-" + "0" * 40)
    url = os.environ.get("ALIANZA_DATABASE_URL")
    if url:
        import psycopg

        server, _, name = url.rpartition("/")
        with psycopg.connect(f"{server}/postgres", autocommit=True) as held:
            if not held.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone():
                held.execute(f'CREATE DATABASE "{name}"')
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    if not url and not durable:
        connection.settings_dict["OPTIONS"]["init_command"] += "; PRAGMA synchronous=OFF"
    call_command("migrate", verbosity=0, interactive=False)
    return connection.vendor


def fund(amount: int) -> None:
    """Money in a window, approved and contracted for every programme."""
    from django.db import transaction

    from alianza.audit.actions import PLATFORM
    from alianza.fund import posting
    from alianza.fund.actions.ledger import post
    from alianza.fund.posting import Draft, key_of
    from alianza.vocabulary.money import Money

    whole, each = Money(amount, "USD"), Money(amount // PROGRAMMES // 2 // len(PARTIES), "USD")
    steps: list[tuple[str, Any, str]] = [
        ("contribution.signed", posting.signed("A", whole, whole), ""),
        ("contribution.received", posting.received("A", whole, whole, whole), ""),
        ("window.allocated", posting.to_window("A", "W1", whole), ""),
    ]
    for number in range(PROGRAMMES):
        name = f"P{number}"
        steps.append(("programme.approved", posting.approved("W1", name, each * len(PARTIES)), f"programme:{name}"))
        steps += [("contract.signed", posting.contracted(name, party, each), f"programme:{name}") for party in PARTIES]
    with transaction.atomic():
        for event, legs, subject in steps:
            post(Draft(event, BEGIN, legs, key_of(event, uuid4()), subject), by=PLATFORM)


def timed(work: Callable[[], Any]) -> tuple[float, float, Any]:
    """Seconds on the clock, seconds of processor time here and in the server's process for us, and the answer."""
    cpu, wall = time.process_time() + served(), time.perf_counter()
    answer = work()
    return time.perf_counter() - wall, time.process_time() + served() - cpu, answer


def served() -> float:
    """Processor seconds of the server's process that answers us, if it is on this machine."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return 0.0
    connection.ensure_connection()
    try:
        held = Path(f"/proc/{connection.connection.info.backend_pid}/stat").read_text()
    except OSError:
        return 0.0
    user, system = held.rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def told(what: str, journals: int, wall: float, cpu: float) -> None:
    print(
        f"{what}: {journals / wall:,.0f} a second on the clock, {cpu / journals * 1000:.2f} ms of processor each, so {journals / cpu:,.0f} a second of it"
    )


def raw(journals: int, batch: int) -> None:
    """Journals of two legs by SQL alone: rows, entries, seals."""
    from django.db import connection, transaction

    from alianza.fund.models import GENESIS, Account, Seal

    bank, income = (Account.objects.get(code=code).pk for code in ("1010", "4010:A"))
    last = Seal.objects.order_by("-number").first()
    number, previous = (last.number, last.digest) if last else (0, GENESIS)
    as_kept: Callable[[Any], str] = str if connection.vendor == "postgresql" else (lambda code: code.hex)
    nobody, when = as_kept(uuid4()), "2026-03-02 10:00:00+00:00"
    for begin in range(0, journals, batch):
        rows, lines, seals = [], [], []
        for _one in range(min(batch, journals - begin)):
            number += 1
            rows.append((number, as_kept(uuid4()), "2026-03-02", when, as_kept(uuid4()), nobody))
            lines += [(number, bank, 5), (number, income, -5)]
            digest = uuid4().hex * 2
            seals.append((number, previous, digest))
            previous = digest
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO fund_journal (number, code, event, text, subject, occurred_on, posted_at, key, posted_by)"
                " VALUES (%s, %s, 'bench', '', '', %s, %s, %s, %s)",
                rows,
            )
            cursor.executemany("INSERT INTO fund_entry (journal_id, account_id, minor) VALUES (%s, %s, %s)", lines)
            cursor.executemany("INSERT INTO fund_seal (number, previous, digest) VALUES (%s, %s, %s)", seals)


def acted(journals: int, *, legs_of: str) -> None:
    """Postings through the action, each with its audit entry and its own transaction."""
    from django.db import transaction

    from alianza.audit.actions import PLATFORM, record
    from alianza.fund import posting
    from alianza.fund.actions.ledger import post
    from alianza.fund.chart import AccountName
    from alianza.fund.posting import Draft, Leg, key_of
    from alianza.vocabulary.money import Money

    cent = Money(500, "USD")
    for at in range(journals):
        name, party = f"P{at % PROGRAMMES}", PARTIES[at % 2]
        if legs_of == "two":
            legs: tuple[Leg, ...] = (Leg(AccountName("1010"), cent), Leg(AccountName("4010", "A"), -cent))
        elif at % 4 < 2:
            legs = posting.tranche_paid(name, party, cent)
        else:
            legs = posting.expenditure_accepted(
                f"P{(at - 2) % PROGRAMMES}", party, cent * 0 + Money(467, "USD"), Money(33, "USD")
            )
        with transaction.atomic():
            journal = post(Draft("bench", BEGIN, legs, key_of(uuid4()), f"programme:{name}"), by=PLATFORM)
            record("fund.bench", journal, by=PLATFORM, amount=str(cent))


# many entries ------------------------------------------------------------------------------------------------------


def laid_out(entries: int) -> int:
    """Tranches and accepted cost over ten years, nine entries for each pair of journals; how many entries there are."""
    from django.db import connection

    from alianza.fund.guards import GUARDS
    from alianza.fund.models import Account, Entry, Seal

    pairs = entries // 9
    codes = dict(Account.objects.values_list("code", "pk"))
    accounts = []
    missing = []
    for number in range(PROGRAMMES):
        for party in PARTIES:
            for chart in ("1210", "8400", "8500", "5100", "5190", "8600"):
                code = f"{chart}:P{number}:{party}"
                if code not in codes:
                    missing.append(
                        Account(
                            code=code, chart=chart, first=f"P{number}", second=party, currency="USD",
                            book="A" if chart < "8000" else "B", opened_on=date(2000, 1, 1),
                            guard={"1210": "D", "8400": "C", "8500": "C", "8600": "C"}.get(chart, "N"),
                        )
                    )  # fmt: skip
    Account.objects.bulk_create(missing)
    codes = dict(Account.objects.values_list("code", "pk"))
    for number in range(PROGRAMMES):
        for party in PARTIES:
            accounts.append(
                [codes[f"{chart}:P{number}:{party}"] for chart in ("1210", "8400", "8500", "5100", "5190", "8600")]
            )
    last = Seal.objects.order_by("-number").first()
    assert last is not None
    GUARDS.lift_from(connection)
    with connection.cursor() as cursor:
        postgres = connection.vendor == "postgresql"
        if postgres:
            cursor.execute("SET session_replication_role = replica")
        else:
            cursor.execute("PRAGMA foreign_keys = OFF")
            cursor.execute("PRAGMA synchronous = OFF")
        cursor.execute(
            "CREATE TEMPORARY TABLE place (at integer PRIMARY KEY, a1210 bigint, a8400 bigint, a8500 bigint, a5100 bigint, a5190 bigint, a8600 bigint)"
        )
        cursor.executemany(
            "INSERT INTO place VALUES (%s, %s, %s, %s, %s, %s, %s)", [(at, *held) for at, held in enumerate(accounts)]
        )
        days = YEARS * 365
        series = (
            f"SELECT i FROM generate_series(0, {pairs - 1}) AS i"
            if postgres
            else f"WITH RECURSIVE s(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM s WHERE i < {pairs - 1}) SELECT i FROM s"
        )
        cursor.execute(f"CREATE TEMPORARY TABLE pair AS {series}")
        # day: the pairs are spread evenly; number: two journals a pair
        day = (
            f"(DATE '{BEGIN}' + (i::bigint * {days} / {pairs})::int)"
            if postgres
            else f"date('{BEGIN}', '+' || (i * {days} / {pairs}) || ' days')"
        )
        uuid = "gen_random_uuid()" if postgres else "lower(hex(randomblob(16)))"
        nobody = "'00000000-0000-0000-0000-000000000000'" if postgres else "'" + "0" * 32 + "'"
        base = last.number
        for step, event in ((1, "tranche.paid"), (2, "expenditure.accepted")):
            cursor.execute(
                "INSERT INTO fund_journal (number, code, event, text, subject, occurred_on, posted_at, key, posted_by) "
                f"SELECT {base} + 2 * i + {step}, {uuid}, '{event}', '', '', {day}, '2026-01-01 00:00:00', {uuid}, {nobody} FROM pair"
            )
        bank = codes["1010"]
        for step, account, minor in (
            (1, "a1210", 500), (1, str(bank), -500), (1, "a8400", 500), (1, "a8500", -500),
            (2, "a5100", 467), (2, "a5190", 33), (2, "a1210", -500), (2, "a8500", 500), (2, "a8600", -500),
        ):  # fmt: skip
            cursor.execute(
                "INSERT INTO fund_entry (journal_id, account_id, minor) "
                f"SELECT {base} + 2 * i + {step}, {account}, {minor} FROM pair JOIN place ON at = i % {len(accounts)}"
            )
        side = "CASE WHEN e.minor > 0 THEN e.minor ELSE 0 END"
        year = "EXTRACT(YEAR FROM day)::integer" if postgres else "CAST(strftime('%Y', day) AS INTEGER)"
        cursor.execute(
            "CREATE TEMPORARY TABLE turned AS SELECT e.account_id, j.occurred_on AS day, "
            f"sum(e.minor) AS minor, sum({side}) AS debit FROM fund_entry e JOIN fund_journal j ON j.number = e.journal_id "
            "GROUP BY e.account_id, j.occurred_on"
        )
        cursor.execute("DELETE FROM fund_turnover")
        cursor.execute("DELETE FROM fund_yearturnover")
        cursor.execute(
            "INSERT INTO fund_turnover (account_id, day, minor, debit, closing, closing_debit) "
            "SELECT account_id, day, minor, debit, sum(minor) OVER w, sum(debit) OVER w FROM turned "
            "WINDOW w AS (PARTITION BY account_id ORDER BY day)"
        )
        cursor.execute(
            "INSERT INTO fund_yearturnover (year, chart, currency, minor, debit) "
            f"SELECT {year}, a.chart, a.currency, sum(minor), sum(debit) FROM turned t "
            f"JOIN fund_account a ON a.id = t.account_id GROUP BY {year}, a.chart, a.currency"
        )
        cursor.execute("DROP TABLE turned")
        cursor.execute("DROP TABLE pair")
        cursor.execute(
            "ANALYZE"
            if not postgres
            else "VACUUM ANALYZE fund_yearturnover, fund_turnover, fund_entry, fund_journal, fund_account"
        )
        if postgres:
            cursor.execute("SET session_replication_role = DEFAULT")
    GUARDS.raise_on(connection)
    return Entry.objects.count()


def many(entries: int) -> None:
    from alianza.fund.models import Turnover
    from alianza.fund.queries.statement import statement

    fund(entries * 1000 + 10**9)
    seconds, _cpu, held = timed(lambda: laid_out(entries))
    print(f"{held:,} entries and {Turnover.objects.count():,} turnovers laid out in {seconds:.0f} s")
    last = BEGIN + timedelta(days=YEARS * 365)
    for day in (last, last - timedelta(days=400), BEGIN + timedelta(days=45), last.replace(day=28)):
        statement(day)  # once, so that the pages are in memory
        times = sorted(timed(lambda day=day: statement(day))[0] for _again in range(9))
        found = statement(day)
        assert found.adds_up
        print(
            f"statement at the end of {day}: {times[4] * 1000:.0f} ms (median of 9; {times[0] * 1000:.0f} to {times[-1] * 1000:.0f}), balance {found.balance}"
        )


# against hordak ----------------------------------------------------------------------------------------------------


def peer(python: str, journals: int, wall: float, cpu: float) -> None:
    done = subprocess.run(
        [python, str(PEER), str(journals)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": ""},
    )
    if done.returncode:
        print(done.stderr[-2000:])
        sys.exit(1)
    theirs = json.loads(done.stdout.splitlines()[-1])
    told(f"django-hordak {theirs['version']}, the same two legs", journals, theirs["seconds"], theirs["processor"])
    print(
        f"ratio, ours to theirs: {wall / theirs['seconds']:.2f} on the clock, {cpu / theirs['processor']:.2f} of processor; theirs {theirs['peak']:.0f} MiB"
    )
    print("attacks that it let through: " + (", ".join(theirs["let through"]) or "none"))
    print("attacks that it refused: " + (", ".join(theirs["refused"]) or "none"))


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--journals", type=int, default=5000)
    ask.add_argument("--batch", type=int, default=100, help="journals in a transaction of the raw inserts")
    ask.add_argument("--entries", type=int, default=0, help="also: a statement over so many entries")
    ask.add_argument("--peer", help="a Python that has django-hordak")
    ask.add_argument(
        "--durable", action="store_true", help="SQLite waits for the disk at each commit, as it does in use"
    )
    ask.add_argument("--profile", action="store_true", help="where the time of the action goes")
    given = ask.parse_args()
    vendor = start(durable=given.durable)
    print(f"{vendor}, {given.journals:,} journals, all guards on")
    fund(10**15)
    for batch in (given.batch, 1):
        wall, cpu, _ = timed(lambda batch=batch: raw(given.journals, batch))
        told(f"raw inserts, {batch} in a transaction", given.journals, wall, cpu)
    if given.profile:
        import cProfile

        cProfile.runctx("acted(2000, legs_of='two')", globals(), {}, sort="cumtime")
        return
    two, two_cpu, _ = timed(lambda: acted(given.journals, legs_of="two"))
    told("through the action with audit, two legs", given.journals, two, two_cpu)
    wall, cpu, _ = timed(lambda: acted(given.journals, legs_of="rules"))
    told("through the action with audit, payments and costs of 4 and 5 legs", given.journals, wall, cpu)
    if given.peer:
        peer(given.peer, given.journals, two, two_cpu)
    if given.entries:
        many(given.entries)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


if __name__ == "__main__":
    main()
