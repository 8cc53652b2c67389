"""Triggers that keep every look at a sheet as it was entered, on both databases.

Django's table rebuilds on SQLite drop triggers silently, so they are put back after every migration, and
`alianza check` verifies that they stand.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

LOOK = "regulations_look"
KEPT = "a look at a sheet is never changed or removed"

_SQLITE = {
    f"{LOOK}_keeps_what_was_read": f"BEFORE UPDATE ON {LOOK} BEGIN SELECT RAISE(ABORT, '{KEPT}'); END",
    f"{LOOK}_stays": f"BEFORE DELETE ON {LOOK} BEGIN SELECT RAISE(ABORT, '{KEPT}'); END",
    # INSERT OR REPLACE would delete without firing the trigger above
    f"{LOOK}_is_not_replaced": (
        f"BEFORE INSERT ON {LOOK} WHEN EXISTS (SELECT 1 FROM {LOOK} WHERE id = NEW.id OR code = NEW.code "  # noqa: S608
        "OR (version_id = NEW.version_id AND by_id = NEW.by_id AND looked_on = NEW.looked_on)) "
        f"BEGIN SELECT RAISE(ABORT, '{KEPT}'); END"
    ),
}
_POSTGRES = {
    f"{LOOK}_keeps_what_was_read": f"BEFORE UPDATE OR DELETE ON {LOOK} FOR EACH ROW",
    f"{LOOK}_stays": f"BEFORE TRUNCATE ON {LOOK} FOR EACH STATEMENT",
}


def raise_guards(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers in place; safe to repeat."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name, body in _SQLITE.items():
                cursor.execute(f"CREATE TRIGGER IF NOT EXISTS {name} {body}")
            return
        refuse = f"RAISE EXCEPTION '{KEPT}' USING ERRCODE = 'integrity_constraint_violation';"
        for name, event in _POSTGRES.items():
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {refuse} END $$"
            )
            cursor.execute(f"CREATE OR REPLACE TRIGGER {name} {event} EXECUTE FUNCTION {name}()")


def lift_guards(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away: only for emptying a test database."""
    with connection.cursor() as cursor:
        for name in _SQLITE if connection.vendor == "sqlite" else _POSTGRES:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}" + ("" if connection.vendor == "sqlite" else f" ON {LOOK}"))


def missing_guards(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of triggers that should stand and do not."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'")
        standing = {name for (name,) in cursor.fetchall()}
    return [name for name in (_SQLITE if connection.vendor == "sqlite" else _POSTGRES) if name not in standing]
