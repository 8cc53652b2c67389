"""What `benchmarks.ledger --peer` runs in an environment of its own: postings by django-hordak, then attacks on them.

    PYTHON ledger_hordak.py JOURNALS            with ALIANZA_DATABASE_URL naming a PostgreSQL server

Prints one JSON object. The database is made for this and dropped afterwards.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import psycopg

NAME = "hordak_bench"


def start() -> Any:
    url = os.environ["ALIANZA_DATABASE_URL"]
    parts = urlsplit(url)
    server = url.rpartition("/")[0]
    held = psycopg.connect(f"{server}/postgres", autocommit=True)
    held.execute(f"DROP DATABASE IF EXISTS {NAME}")
    held.execute(f"CREATE DATABASE {NAME}")
    from django.conf import settings

    settings.configure(
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "mptt", "hordak"],
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.postgresql", "NAME": NAME, "USER": unquote(parts.username or ""),
                "PASSWORD": unquote(parts.password or ""), "HOST": parts.hostname, "PORT": parts.port,
            }
        },
        DEFAULT_CURRENCY="USD", CURRENCIES=["USD"], HORDAK_CURRENCIES=["USD"], USE_TZ=True, SECRET_KEY="bench",
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    )  # fmt: skip
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    return held


def served() -> float:
    from django.db import connection

    connection.ensure_connection()
    try:
        held = Path(f"/proc/{connection.connection.info.backend_pid}/stat").read_text()
    except OSError:
        return 0.0
    user, system = held.rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def post(bank: Any, income: Any) -> Any:
    """The same two legs, in one transaction of the database."""
    from django.db import transaction
    from hordak.models import Leg, Transaction
    from moneyed import Money

    with transaction.atomic():
        made = Transaction.objects.create(date=date(2026, 3, 2), description="bench")
        Leg.objects.create(transaction=made, account=bank, debit=Money(5, "USD"))
        Leg.objects.create(transaction=made, account=income, credit=Money(5, "USD"))
    return made


def attacks(bank: int, income: int, first: int, second: int) -> dict[str, list[str]]:
    """Each in a transaction that would be committed; whether it could be."""
    from django.db import connection, transaction

    leg = (
        "INSERT INTO hordak_leg (uuid, transaction_id, account_id, description, debit, debit_currency, credit, credit_currency)"
        " VALUES (gen_random_uuid(), {t}, {a}, '', {d}, 'USD', {c}, 'USD')"
    )
    new = (
        "INSERT INTO hordak_transaction (uuid, timestamp, date, description)"
        " VALUES (gen_random_uuid(), now(), '2026-03-02', 'raw')"
    )
    last = "(SELECT max(id) FROM hordak_transaction)"
    whole = [new, leg.format(t=last, a=bank, d=5, c="NULL"), leg.format(t=last, a=income, d="NULL", c=5)]
    tried = {
        "unbalanced": [new, leg.format(t=last, a=bank, d=5, c="NULL"), leg.format(t=last, a=income, d="NULL", c=4)],
        "one-legged": [new, leg.format(t=last, a=bank, d=5, c="NULL")],
        "empty": [new],
        "rewritten": [f"UPDATE hordak_leg SET debit = debit * 2, credit = credit * 2 WHERE transaction_id = {first}"],
        "re-dated": [f"UPDATE hordak_transaction SET date = '2020-01-01' WHERE id = {first}"],
        "deleted": [
            f"DELETE FROM hordak_leg WHERE transaction_id = {first}", f"DELETE FROM hordak_transaction WHERE id = {first}",
        ],
        "moved leg": [f"UPDATE hordak_leg SET transaction_id = {second} WHERE transaction_id = {first}"],
        "overdrawn": [new, leg.format(t=last, a=bank, d="NULL", c=10**9), leg.format(t=last, a=income, d=10**9, c="NULL")],
        "posted twice": [*whole, *whole],
        "reversed twice": [*whole, *whole],
        "into a closed period": whole,
        "by a raw SQL client": whole,
        "truncated": ["TRUNCATE hordak_leg, hordak_transaction CASCADE"],
    }  # fmt: skip
    found: dict[str, list[str]] = {"let through": [], "refused": []}
    for name, statements in tried.items():
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement)
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                transaction.set_rollback(True)
            found["let through"].append(name)
        except Exception:  # noqa: BLE001  whatever the database says no with
            found["refused"].append(name)
    return found


def main() -> None:
    journals = int(sys.argv[1])
    held = start()
    from django.db import connection
    from hordak.models import Account

    bank = Account.objects.create(name="Bank", code="1", type="AS", currencies=["USD"])
    income = Account.objects.create(name="Income", code="2", type="IN", currencies=["USD"])
    first, second = post(bank, income), post(bank, income)
    cpu, wall = time.process_time() + served(), time.perf_counter()
    for _one in range(journals):
        post(bank, income)
    told = {
        "version": version("django-hordak"),
        "seconds": time.perf_counter() - wall,
        "processor": time.process_time() + served() - cpu,
        **attacks(bank.pk, income.pk, first.pk, second.pk),
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    connection.close()
    held.execute(f"DROP DATABASE {NAME}")
    print(json.dumps(told))


if __name__ == "__main__":
    main()
