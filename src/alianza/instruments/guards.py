"""Triggers that keep what was handed in, and the document of a published instrument, on both databases.

Django's table rebuilds on SQLite drop triggers silently, so they are put back after every migration, and
`alianza check` verifies that they stand.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

SUBMISSION, VERSION = "instruments_submission", "instruments_instrumentversion"
KEPT = "what was handed in is never changed or removed"
FROZEN = "a published instrument keeps its document: draft a new version"
_CHANGED = (
    "OLD.status <> 'draft' AND (NEW.urn <> OLD.urn OR NEW.number <> OLD.number OR NEW.digest <> OLD.digest "
    "OR CAST(NEW.document AS TEXT) <> CAST(OLD.document AS TEXT) OR NEW.status = 'draft')"
)

_SQLITE = {
    f"{SUBMISSION}_keeps_its_content": f"BEFORE UPDATE ON {SUBMISSION} BEGIN SELECT RAISE(ABORT, '{KEPT}'); END",
    f"{SUBMISSION}_stays": f"BEFORE DELETE ON {SUBMISSION} BEGIN SELECT RAISE(ABORT, '{KEPT}'); END",
    # INSERT OR REPLACE would delete without firing the trigger above
    f"{SUBMISSION}_is_not_replaced": (
        f"BEFORE INSERT ON {SUBMISSION} WHEN EXISTS (SELECT 1 FROM {SUBMISSION} WHERE id = NEW.id "  # noqa: S608
        f"OR (response_id = NEW.response_id AND number = NEW.number)) BEGIN SELECT RAISE(ABORT, '{KEPT}'); END"
    ),
    f"{VERSION}_keeps_its_document": (
        f"BEFORE UPDATE ON {VERSION} WHEN {_CHANGED} BEGIN SELECT RAISE(ABORT, '{FROZEN}'); END"
    ),
    f"{VERSION}_stays": (
        f"BEFORE DELETE ON {VERSION} WHEN OLD.status <> 'draft' BEGIN SELECT RAISE(ABORT, '{FROZEN}'); END"
    ),
    f"{VERSION}_is_not_replaced": (
        f"BEFORE INSERT ON {VERSION} WHEN EXISTS (SELECT 1 FROM {VERSION} WHERE id = NEW.id "  # noqa: S608
        f"OR (urn = NEW.urn AND number = NEW.number)) BEGIN SELECT RAISE(ABORT, '{FROZEN}'); END"
    ),
}
_POSTGRES = {
    f"{SUBMISSION}_keeps_its_content": (SUBMISSION, f"BEFORE UPDATE OR DELETE ON {SUBMISSION} FOR EACH ROW", KEPT, ""),
    f"{SUBMISSION}_stays": (SUBMISSION, f"BEFORE TRUNCATE ON {SUBMISSION} FOR EACH STATEMENT", KEPT, ""),
    f"{VERSION}_keeps_its_document": (VERSION, f"BEFORE UPDATE ON {VERSION} FOR EACH ROW", FROZEN, _CHANGED),
    f"{VERSION}_stays": (VERSION, f"BEFORE DELETE ON {VERSION} FOR EACH ROW", FROZEN, "OLD.status <> 'draft'"),
}


def raise_guards(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers in place; safe to repeat."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name, body in _SQLITE.items():
                cursor.execute(f"CREATE TRIGGER IF NOT EXISTS {name} {body}")
            return
        for name, (_, event, sentence, condition) in _POSTGRES.items():
            refuse = f"RAISE EXCEPTION '{sentence}' USING ERRCODE = 'integrity_constraint_violation';"
            body = f"IF {condition} THEN {refuse} END IF; RETURN COALESCE(NEW, OLD);" if condition else refuse
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"
            )
            cursor.execute(f"CREATE OR REPLACE TRIGGER {name} {event} EXECUTE FUNCTION {name}()")


def lift_guards(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away: only for emptying a test database."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name in _SQLITE:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            return
        for name, (table, *_) in _POSTGRES.items():
            cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")


def missing_guards(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of triggers that should stand and do not."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'")
        standing = {name for (name,) in cursor.fetchall()}
    return [name for name in (_SQLITE if connection.vendor == "sqlite" else _POSTGRES) if name not in standing]
