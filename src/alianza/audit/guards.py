"""Triggers that make the entries add-only, on both databases.

Django's table rebuilds on SQLite drop triggers silently, so they are put back after every migration, and
`alianza check` verifies that they stand.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "audit_entry"
SENTENCE = "audit entries are added, never changed or removed"

_SQLITE = {
    "audit_entry_keeps_its_content": f"BEFORE UPDATE ON {TABLE} BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END",
    "audit_entry_stays": f"BEFORE DELETE ON {TABLE} BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END",
    # INSERT OR REPLACE would delete without firing the trigger above
    "audit_entry_is_not_replaced": (
        f"BEFORE INSERT ON {TABLE} WHEN EXISTS (SELECT 1 FROM {TABLE} "  # noqa: S608  our own table's name
        "WHERE number = NEW.number OR previous = NEW.previous) "
        f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
    ),
}
_POSTGRES = {
    "audit_entry_keeps_its_content": f"BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW",
    "audit_entry_stays": f"BEFORE TRUNCATE ON {TABLE} FOR EACH STATEMENT",
}


def raise_guards(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers in place; safe to repeat."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name, body in _SQLITE.items():
                cursor.execute(f"CREATE TRIGGER IF NOT EXISTS {name} {body}")
            return
        cursor.execute(
            "CREATE OR REPLACE FUNCTION audit_entry_refuses() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
        for name, body in _POSTGRES.items():
            cursor.execute(f"CREATE OR REPLACE TRIGGER {name} {body} EXECUTE FUNCTION audit_entry_refuses()")


def lift_guards(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away: only for emptying a test database."""
    with connection.cursor() as cursor:
        for name in _SQLITE if connection.vendor == "sqlite" else _POSTGRES:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}" + ("" if connection.vendor == "sqlite" else f" ON {TABLE}"))


def missing_guards(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of triggers that should stand and do not."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [TABLE])
        else:
            cursor.execute(
                "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal AND tgenabled <> 'D'",
                [TABLE],
            )
        standing = {name for (name,) in cursor.fetchall()}
    return [name for name in (_SQLITE if connection.vendor == "sqlite" else _POSTGRES) if name not in standing]
