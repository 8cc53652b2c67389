"""Triggers that hold what the ledger promises, on SQLite and PostgreSQL alike, whoever writes.

The two databases differ in what they can defer, so the ledger needs nothing deferred but a foreign key: a journal
points at its seal, and everything is checked when the seal is set. Both databases then run the same conditions, written
once below, over rows that are only ever inserted.

Django's table rebuilds on SQLite drop triggers silently, so they are put back after every migration, and
`alianza check` verifies that they stand. An owner of the database may drop them; the chain of digests shows it after.
"""

from collections.abc import Iterator

from django.db.backends.base.base import BaseDatabaseWrapper

from alianza.fund import record_guards

SEALS = "fund_seal"
GENESIS = "0" * 64
POOLS = "'8200', '8270'"
"""Charts of accounts in which money of several agreements stands together, so that each entry is shared out."""

ONLY_ADDED = {
    "fund_journal": "journals are added, never changed or removed: post a reversal instead",
    "fund_entry": "entries are added, never changed or removed: post a reversal instead",
    "fund_share": "shares are added, never changed or removed: post a reversal instead",
    "fund_seal": "seals are added, never changed or removed",
    "fund_closing": "a closed period stays closed",
    **record_guards.ONLY_ADDED,
}
KEPT = {
    "fund_account": "accounts are closed, never removed",
    "fund_balance": "balances are kept, never removed",
    **record_guards.KEPT,
}
_IDENTITY = {
    "fund_journal": "number = NEW.number OR code = NEW.code OR key = NEW.key OR reverses_id = NEW.reverses_id",
    "fund_entry": "id = NEW.id OR (journal_id = NEW.journal_id AND account_id = NEW.account_id)",
    "fund_share": "id = NEW.id OR (journal_id = NEW.journal_id AND account_id = NEW.account_id"
    " AND agreement = NEW.agreement)",
    "fund_seal": "number = NEW.number OR previous = NEW.previous OR digest = NEW.digest",
    "fund_closing": "id = NEW.id OR through = NEW.through",
    "fund_account": "id = NEW.id OR code = NEW.code",
    "fund_balance": "account_id = NEW.account_id",
    **record_guards.IDENTITY,
}
"""What makes a row the same row: SQLite's INSERT OR REPLACE would remove it without asking the triggers on removal."""

_ACCOUNT_CHANGED = " OR ".join(
    f"NEW.{column} <> OLD.{column}"
    for column in ("id", "code", "chart", "first", "second", "currency", "book", "guard", "opened_on")
)
_UNEXPLAINED = (
    "NEW.account_id <> OLD.account_id OR NEW.guard <> OLD.guard OR NEW.through <= OLD.through OR "
    "NOT EXISTS (SELECT 1 FROM fund_seal WHERE number = NEW.through) OR NEW.minor - OLD.minor <> COALESCE("
    "(SELECT minor FROM fund_entry WHERE journal_id = NEW.through AND account_id = NEW.account_id), 0)"
)
_SEALED = "EXISTS (SELECT 1 FROM fund_seal WHERE number = NEW.journal_id)"

_MUST_HOLD: tuple[tuple[str, str], ...] = (
    (
        (
            f"NEW.previous <> COALESCE((SELECT digest FROM fund_seal WHERE number = NEW.number - 1), '{GENESIS}')"
            " OR (NEW.number > 1 AND NOT EXISTS (SELECT 1 FROM fund_seal WHERE number = NEW.number - 1))"
            " OR NEW.number < 1"
        ),
        "a seal follows the seal before it, without a gap",
    ),
    ("NOT EXISTS (SELECT 1 FROM fund_journal WHERE number = NEW.number)", "a seal closes a journal"),
    (
        "(SELECT count(*) FROM fund_entry WHERE journal_id = NEW.number) < 2",
        "a journal has two entries or more",
    ),
    (
        # SQLite keeps what it is given: half a cent, or a word, would stand in a column of whole numbers
        (
            "EXISTS (SELECT 1 FROM fund_entry WHERE journal_id = NEW.number AND minor <> CAST(minor AS BIGINT)) "
            "OR EXISTS (SELECT 1 FROM fund_share WHERE journal_id = NEW.number AND minor <> CAST(minor AS BIGINT))"
        ),
        "amounts are whole minor units",
    ),
    (
        # the same for days: 2026-3-2 would sort after 2026-03-31, past the end of a closed period
        "NOT EXISTS (SELECT 1 FROM fund_journal WHERE number = NEW.number AND occurred_on = date(occurred_on))",
        "a journal is of a day",
    ),
    (
        (
            "EXISTS (SELECT 1 FROM fund_entry e JOIN fund_account a ON a.id = e.account_id "
            "WHERE e.journal_id = NEW.number GROUP BY a.book, a.currency HAVING sum(e.minor) <> 0)"
        ),
        "a journal balances in each book and currency",
    ),
    (
        (
            "EXISTS (SELECT 1 FROM fund_closing c JOIN fund_journal j ON j.number = NEW.number "
            "WHERE c.through >= j.occurred_on)"
        ),
        "a closed period takes no journal",
    ),
    (
        (
            "EXISTS (SELECT 1 FROM fund_entry e JOIN fund_account a ON a.id = e.account_id "
            "JOIN fund_journal j ON j.number = e.journal_id WHERE e.journal_id = NEW.number "
            "AND (a.opened_on > j.occurred_on OR a.closed_on < j.occurred_on))"
        ),
        "an account takes entries from its first day to its last",
    ),
    (
        (
            "EXISTS (SELECT 1 FROM fund_journal j JOIN fund_journal first ON first.number = j.reverses_id "
            "WHERE j.number = NEW.number AND (first.reverses_id IS NOT NULL OR j.occurred_on < first.occurred_on "
            "OR (SELECT count(*) FROM fund_entry WHERE journal_id = j.number) "
            "<> (SELECT count(*) FROM fund_entry WHERE journal_id = first.number) "
            "OR EXISTS (SELECT 1 FROM fund_entry e WHERE e.journal_id = j.number AND NOT EXISTS ("
            "SELECT 1 FROM fund_entry o "
            "WHERE o.journal_id = first.number AND o.account_id = e.account_id AND o.minor = -e.minor)) "
            "OR EXISTS (SELECT 1 FROM fund_share s WHERE s.journal_id = j.number AND NOT EXISTS ("
            "SELECT 1 FROM fund_share o WHERE o.journal_id = first.number AND o.account_id = s.account_id "
            "AND o.agreement = s.agreement AND o.minor = -s.minor))))"
        ),
        "a reversal is the exact opposite of one journal, which is no reversal itself and not of a later day",
    ),
    (
        (
            "EXISTS (SELECT 1 FROM fund_entry e JOIN fund_account a ON a.id = e.account_id "
            f"WHERE e.journal_id = NEW.number AND a.chart IN ({POOLS}) AND e.minor <> COALESCE((SELECT sum(s.minor) "
            "FROM fund_share s WHERE s.journal_id = NEW.number AND s.account_id = e.account_id), 0)) "
            "OR EXISTS (SELECT 1 FROM fund_share s WHERE s.journal_id = NEW.number AND NOT EXISTS ("
            "SELECT 1 FROM fund_entry e JOIN fund_account a ON a.id = e.account_id WHERE e.journal_id = s.journal_id "
            f"AND e.account_id = s.account_id AND a.chart IN ({POOLS})))"
        ),
        "the shares of the agreements add up to each entry on a pool",
    ),
)
"""Conditions under which a seal is refused, with the sentence it is refused with."""


def _applied(year: str) -> tuple[str, ...]:
    """What a seal sets moving: balances, pools and turnovers, from the entries of its journal."""
    # a reversal takes back what was on its side, so that gross sums are of what stands
    debit = "CASE WHEN (e.minor > 0) = (j.reverses_id IS NULL) THEN e.minor ELSE 0 END"
    before = (
        "COALESCE((SELECT p.{column} FROM fund_turnover p WHERE p.account_id = e.account_id "
        "AND p.day < j.occurred_on ORDER BY p.day DESC LIMIT 1), 0)"
    )
    line = (
        "SELECT {what} FROM fund_entry e JOIN fund_journal j ON j.number = e.journal_id "
        "WHERE e.journal_id = NEW.number AND e.account_id = fund_turnover.account_id"
    )
    return (
        (
            "UPDATE fund_balance SET minor = minor + (SELECT e.minor FROM fund_entry e "
            "WHERE e.journal_id = NEW.number "
            "AND e.account_id = fund_balance.account_id), through = NEW.number "
            "WHERE account_id IN (SELECT account_id FROM fund_entry WHERE journal_id = NEW.number)"
        ),
        # first the row, then the sum: a new row with the change alone in it would be held to the guard
        (
            "INSERT INTO fund_pool (account_id, agreement, minor) SELECT account_id, agreement, 0 FROM fund_share "
            "WHERE journal_id = NEW.number ON CONFLICT (account_id, agreement) DO NOTHING"
        ),
        (
            "UPDATE fund_pool SET minor = minor + (SELECT s.minor FROM fund_share s WHERE s.journal_id = NEW.number "
            "AND s.account_id = fund_pool.account_id AND s.agreement = fund_pool.agreement) "
            "WHERE id IN (SELECT p.id FROM fund_share s JOIN fund_pool p ON p.account_id = s.account_id "
            "AND p.agreement = s.agreement WHERE s.journal_id = NEW.number)"
        ),
        (
            "INSERT INTO fund_yearturnover (year, chart, currency, minor, debit) "
            f"SELECT {year}, a.chart, a.currency, sum(e.minor), sum({debit}) FROM fund_entry e "
            "JOIN fund_journal j ON j.number = e.journal_id JOIN fund_account a ON a.id = e.account_id "
            f"WHERE e.journal_id = NEW.number GROUP BY {year}, a.chart, a.currency "
            "ON CONFLICT (year, chart, currency) DO UPDATE SET minor = fund_yearturnover.minor + excluded.minor, "
            "debit = fund_yearturnover.debit + excluded.debit"
        ),
        # a new day begins with what the day before left; what is later moves along, which is seldom
        (
            "INSERT INTO fund_turnover (account_id, day, minor, debit, closing, closing_debit) "
            f"SELECT e.account_id, j.occurred_on, e.minor, {debit}, e.minor + {before.format(column='closing')}, "
            f"{debit} + {before.format(column='closing_debit')} "
            "FROM fund_entry e JOIN fund_journal j ON j.number = e.journal_id WHERE e.journal_id = NEW.number "
            "ON CONFLICT (account_id, day) DO UPDATE SET minor = fund_turnover.minor + excluded.minor, "
            "debit = fund_turnover.debit + excluded.debit, closing = fund_turnover.closing + excluded.minor, "
            "closing_debit = fund_turnover.closing_debit + excluded.debit"
        ),
        (
            f"UPDATE fund_turnover SET closing = closing + ({line.format(what='e.minor')}), "
            f"closing_debit = closing_debit + ({line.format(what=debit)}) "
            "WHERE account_id IN (SELECT account_id FROM fund_entry WHERE journal_id = NEW.number) "
            "AND day > (SELECT occurred_on FROM fund_journal WHERE number = NEW.number)"
        ),
    )


def _sqlite() -> Iterator[tuple[str, str]]:
    """Name of the trigger, when it fires and what it does; "... ON table ..." stands in each."""
    for table, sentence in (ONLY_ADDED | KEPT).items():
        refuse = f"BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
        if table in ONLY_ADDED:
            yield f"{table}_keeps_its_content", f"BEFORE UPDATE ON {table} {refuse}"
        yield f"{table}_stays", f"BEFORE DELETE ON {table} {refuse}"
        same = f"SELECT 1 FROM {table} WHERE {_IDENTITY[table]}"
        yield f"{table}_is_not_replaced", f"BEFORE INSERT ON {table} WHEN EXISTS ({same}) {refuse}"
    for name, event, condition, sentence in _CONDITIONS:
        written = condition.replace("IS DISTINCT FROM", "IS NOT")
        yield name, f"BEFORE {event} WHEN {written} BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
    yield (
        "fund_account_has_a_balance",
        (
            "AFTER INSERT ON fund_account BEGIN INSERT INTO fund_balance (account_id, guard, minor, through) "
            "VALUES (NEW.id, NEW.guard, 0, 0); END"
        ),
    )
    checks = " ".join(f"SELECT RAISE(ABORT, '{sentence}') WHERE {condition};" for condition, sentence in _MUST_HOLD)
    yield "fund_seal_closes_a_whole_journal", f"BEFORE INSERT ON fund_seal BEGIN {checks} END"
    moved = "; ".join(_applied("CAST(strftime('%Y', j.occurred_on) AS INTEGER)"))
    yield "fund_seal_moves_the_balances", f"AFTER INSERT ON fund_seal BEGIN {moved}; END"


_CONDITIONS = (
    (
        "fund_account_keeps_its_terms",
        "UPDATE ON fund_account",
        _ACCOUNT_CHANGED,
        "an account keeps its terms: close it and open another",
    ),
    ("fund_balance_is_explained", "UPDATE ON fund_balance", _UNEXPLAINED, "a balance moves by sealed journals alone"),
    ("fund_entry_joins_an_open_journal", "INSERT ON fund_entry", _SEALED, "the journal is sealed"),
    ("fund_share_joins_an_open_journal", "INSERT ON fund_share", _SEALED, "the journal is sealed"),
    (
        "fund_closing_is_of_a_day",
        "INSERT ON fund_closing",
        "NOT COALESCE(NEW.through = date(NEW.through), FALSE)",
        "a period closes on a day",
    ),
    *record_guards.CONDITIONS,
)


_BY_INDEX = "SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off"
"""PostgreSQL keeps the plan of a function's statement. One made while the books were empty would read whole tables, and
go on doing so as they grow; every statement here asks for the rows of one journal, and finds them by an index."""


def _postgres() -> Iterator[tuple[str, str, str]]:
    """Name of the trigger, when it fires, body of its function."""

    def refusal(sentence: str) -> str:
        return f"RAISE EXCEPTION '{sentence}' USING ERRCODE = 'check_violation';"

    for table, sentence in (ONLY_ADDED | KEPT).items():
        events = "UPDATE OR DELETE" if table in ONLY_ADDED else "DELETE"
        yield f"{table}_stays", f"BEFORE {events} ON {table} FOR EACH ROW", refusal(sentence)
        yield f"{table}_is_not_emptied", f"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT", refusal(sentence)
    for name, event, condition, sentence in _CONDITIONS:
        body = f"IF {condition} THEN {refusal(sentence)} END IF; RETURN NEW;"
        yield name, f"BEFORE {event} FOR EACH ROW", body
    yield (
        "fund_account_has_a_balance",
        "AFTER INSERT ON fund_account FOR EACH ROW",
        "INSERT INTO fund_balance (account_id, guard, minor, through) VALUES (NEW.id, NEW.guard, 0, 0); RETURN NULL;",
    )
    # who closes a period waits for journals that are being written, and whoever writes waits for the closing
    yield (
        "fund_closing_waits_for_the_pen",
        "BEFORE INSERT ON fund_closing FOR EACH ROW",
        "LOCK TABLE fund_seal IN SHARE MODE; RETURN NEW;",
    )
    checks = " ".join(f"IF {condition} THEN {refusal(sentence)} END IF;" for condition, sentence in _MUST_HOLD)
    yield "fund_seal_closes_a_whole_journal", "BEFORE INSERT ON fund_seal FOR EACH ROW", f"{checks} RETURN NEW;"
    moved = "; ".join(_applied("EXTRACT(YEAR FROM j.occurred_on)::integer"))
    # rows are locked in the order of the accounts, so that two sessions wait for each other and never in a circle
    locked = (
        "PERFORM 1 FROM fund_balance WHERE account_id IN (SELECT account_id FROM fund_entry "
        "WHERE journal_id = NEW.number) ORDER BY account_id FOR UPDATE;"
    )
    yield "fund_seal_moves_the_balances", "AFTER INSERT ON fund_seal FOR EACH ROW", f"{locked} {moved}; RETURN NULL;"


def _table_of(event: str) -> str:
    return event.partition(" ON ")[2].split()[0]


def raise_guards(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers in place, on those of the tables that are there; safe to repeat."""
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        if connection.vendor == "sqlite":
            for name, body in _sqlite():
                if _table_of(body) not in there:  # the books alone, or a migration on the way
                    continue
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
                cursor.execute(f"CREATE TRIGGER {name} {body}")
            return
        for name, event, body in _postgres():
            if _table_of(event) not in there:
                continue
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql {_BY_INDEX} "
                f"AS $$ BEGIN {body} END $$"
            )
            cursor.execute(f"CREATE OR REPLACE TRIGGER {name} {event} EXECUTE FUNCTION {name}()")


def lift_guards(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away, earlier versions' too: before tables are altered, and to empty a test database."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'fund!_%' ESCAPE '!'")
            for (name,) in cursor.fetchall():
                cursor.execute(f'DROP TRIGGER "{name}"')
            return
        cursor.execute(
            "SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
            "WHERE NOT tgisinternal AND tgname LIKE 'fund!_%' ESCAPE '!' AND relname LIKE 'fund!_%' ESCAPE '!'"
        )
        for name, table in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}" ON "{table}"')


def missing_guards(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of triggers that should stand and do not."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            wanted = [name for name, _body in _sqlite()]
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            wanted = [name for name, _event, _body in _postgres()]
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'")
        standing = {name for (name,) in cursor.fetchall()}
    return [name for name in wanted if name not in standing]
