"""What the ledger promises, held by triggers.

The two databases differ in what they can defer, so the ledger needs nothing deferred but a foreign key: a journal
points at its seal, and everything is checked when the seal is set. Both databases then run the same conditions, written
once below, over rows that are only ever inserted.
"""

from collections.abc import Iterator

from alianza.audit.triggers import Condition, Guards, Trigger, raised
from alianza.fund import record_guards

GENESIS = "0" * 64
POOLS = "'8200', '8270'"
"""Charts of accounts in which money of several agreements stands together, so that each entry is shared out."""

_ONLY_ADDED = {
    "fund_journal": "journals are added, never changed or removed: post a reversal instead",
    "fund_entry": "entries are added, never changed or removed: post a reversal instead",
    "fund_share": "shares are added, never changed or removed: post a reversal instead",
    "fund_seal": "seals are added, never changed or removed",
    "fund_closing": "a closed period stays closed",
    **record_guards.ONLY_ADDED,
}
_KEPT = {
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


_CONDITIONS = (
    Condition(
        "fund_account_keeps_its_terms",
        "UPDATE ON fund_account",
        _ACCOUNT_CHANGED,
        "an account keeps its terms: close it and open another",
    ),
    Condition(
        "fund_balance_is_explained", "UPDATE ON fund_balance", _UNEXPLAINED, "a balance moves by sealed journals alone"
    ),
    Condition("fund_entry_joins_an_open_journal", "INSERT ON fund_entry", _SEALED, "the journal is sealed"),
    Condition("fund_share_joins_an_open_journal", "INSERT ON fund_share", _SEALED, "the journal is sealed"),
    Condition(
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


def _on_sqlite() -> Iterator[Trigger]:
    yield Trigger(
        "fund_account_has_a_balance",
        "AFTER INSERT ON fund_account",
        "INSERT INTO fund_balance (account_id, guard, minor, through) VALUES (NEW.id, NEW.guard, 0, 0)",
    )
    checks = "; ".join(f"SELECT RAISE(ABORT, '{sentence}') WHERE {refused}" for refused, sentence in _MUST_HOLD)
    yield Trigger("fund_seal_closes_a_whole_journal", "BEFORE INSERT ON fund_seal", checks)
    moved = "; ".join(_applied("CAST(strftime('%Y', j.occurred_on) AS INTEGER)"))
    yield Trigger("fund_seal_moves_the_balances", "AFTER INSERT ON fund_seal", moved)


def _on_postgres() -> Iterator[Trigger]:
    yield Trigger(
        "fund_account_has_a_balance",
        "AFTER INSERT ON fund_account FOR EACH ROW",
        "INSERT INTO fund_balance (account_id, guard, minor, through) VALUES (NEW.id, NEW.guard, 0, 0); RETURN NULL",
    )
    # who closes a period waits for journals that are being written, and whoever writes waits for the closing
    yield Trigger(
        "fund_closing_waits_for_the_pen",
        "BEFORE INSERT ON fund_closing FOR EACH ROW",
        "LOCK TABLE fund_seal IN SHARE MODE; RETURN NEW",
    )
    checks = " ".join(f"IF {refused} THEN {raised(sentence)}; END IF;" for refused, sentence in _MUST_HOLD)
    yield Trigger("fund_seal_closes_a_whole_journal", "BEFORE INSERT ON fund_seal FOR EACH ROW", f"{checks} RETURN NEW")
    moved = "; ".join(_applied("EXTRACT(YEAR FROM j.occurred_on)::integer"))
    # rows are locked in the order of the accounts, so that two sessions wait for each other and never in a circle
    locked = (
        "PERFORM 1 FROM fund_balance WHERE account_id IN (SELECT account_id FROM fund_entry "
        "WHERE journal_id = NEW.number) ORDER BY account_id FOR UPDATE"
    )
    yield Trigger(
        "fund_seal_moves_the_balances", "AFTER INSERT ON fund_seal FOR EACH ROW", f"{locked}; {moved}; RETURN NULL"
    )


GUARDS = Guards(
    context="fund",
    only_added=_ONLY_ADDED,
    kept=_KEPT,
    identity=_IDENTITY,
    conditions=_CONDITIONS,
    sqlite=tuple(_on_sqlite()),
    postgres=tuple(_on_postgres()),
    settings=_BY_INDEX,
)
