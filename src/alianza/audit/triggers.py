"""Triggers that hold what the rows of a context promise, on SQLite and PostgreSQL alike, whoever writes.

A context says in its `guards.py` which tables are only added to, whose rows are kept, and under which conditions a
change is refused; from that the triggers of both databases are made here. Django's table rebuilds on SQLite drop
triggers silently, so they are put back after every migration, and `alianza check` says which of them do not stand. An
owner of the database may drop them; what is chained by digests shows it after.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.apps import AppConfig
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations import Migration
from django.db.models.signals import post_migrate, pre_migrate


class Trigger(NamedTuple):
    """`event` reads "BEFORE INSERT ON table"; `body` is what it does: statements, of PL/pgSQL on PostgreSQL."""

    name: str
    event: str
    body: str

    @property
    def table(self) -> str:
        return self.event.partition(" ON ")[2].split()[0]


class Condition(NamedTuple):
    """`event` reads "UPDATE ON table". Where `refused` is true of OLD and NEW, the change is refused with the sentence.

    Columns that may be empty are compared by IS DISTINCT FROM; SQLite is given the same as IS NOT.
    """

    name: str
    event: str
    refused: str
    sentence: str


def changed(*columns: str) -> str:
    """The condition that one of these columns has another value than before."""
    return "(" + " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns) + ")"


@dataclass(frozen=True, kw_only=True)
class Guards:
    """What the tables of one context promise, whose names begin with the context's.

    Tables in `only_added` take new rows and nothing else, those in `kept` may change and never lose a row; each with
    the sentence of its refusal. `identity` says what makes a row of them the same row: SQLite's INSERT OR REPLACE
    would remove it without asking the triggers on removal. `sqlite` and `postgres` are triggers in each database's own
    words; `settings` are those under which PostgreSQL runs every function.
    """

    context: str
    only_added: Mapping[str, str] = field(default_factory=dict)
    kept: Mapping[str, str] = field(default_factory=dict)
    identity: Mapping[str, str] = field(default_factory=dict)
    conditions: Sequence[Condition] = ()
    sqlite: Sequence[Trigger] = ()
    postgres: Sequence[Trigger] = ()
    settings: str = ""

    def raise_on(self, connection: BaseDatabaseWrapper) -> None:
        """Put the triggers in place, on those of the tables that are there; safe to repeat."""
        with connection.cursor() as cursor:
            there = set(connection.introspection.table_names(cursor))  # some of them, with a migration on the way
            for trigger in self._triggers(connection):
                if trigger.table not in there:
                    continue
                name, event, body = trigger
                if connection.vendor == "sqlite":
                    cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
                    cursor.execute(f"CREATE TRIGGER {name} {event} BEGIN {body}; END")
                else:
                    cursor.execute(
                        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql {self.settings} "
                        f"AS $$ BEGIN {body}; END $$"
                    )
                    cursor.execute(f"CREATE OR REPLACE TRIGGER {name} {event} EXECUTE FUNCTION {name}()")

    def lift_from(self, connection: BaseDatabaseWrapper) -> None:
        """Take the triggers away, earlier versions' too: before tables are altered, and to empty a test database."""
        of_ours = f"{self.context}!_%"
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute(
                    "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s ESCAPE '!'", [of_ours]
                )
                for (name,) in cursor.fetchall():
                    cursor.execute(f'DROP TRIGGER "{name}"')
                return
            cursor.execute(
                "SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
                "WHERE NOT tgisinternal AND tgname LIKE %s ESCAPE '!' AND relname LIKE %s ESCAPE '!'",
                [of_ours, of_ours],
            )
            for name, table in cursor.fetchall():
                cursor.execute(f'DROP TRIGGER "{name}" ON "{table}"')

    def missing_from(self, connection: BaseDatabaseWrapper) -> list[str]:
        """Names of triggers that should stand and do not."""
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            else:
                cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'")
            standing = {name for (name,) in cursor.fetchall()}
        return [trigger.name for trigger in self._triggers(connection) if trigger.name not in standing]

    def problems(self, connection: BaseDatabaseWrapper) -> Iterator[str]:
        """A sentence of `alianza check` for each trigger that does not stand."""
        for name in self.missing_from(connection):
            yield f"{self.context}: the trigger {name} does not stand; run `alianza manage migrate` to put it back."

    def follow(self, config: AppConfig) -> None:
        """Take the triggers away before the context's tables are altered, and put them back after every migration."""
        pre_migrate.connect(self._before, sender=config, weak=False)
        post_migrate.connect(self._after, sender=config, weak=False)

    def _before(self, using: str, plan: Sequence[tuple[Migration, bool]] = (), **_: Any) -> None:
        """SQLite puts another table in a table's place; it refuses while a trigger speaks of the one that left."""
        if any(migration.app_label == self.context for migration, _back in plan):
            self.lift_from(connections[using])

    def _after(self, using: str, **_: Any) -> None:
        self.raise_on(connections[using])

    def _triggers(self, connection: BaseDatabaseWrapper) -> Iterator[Trigger]:
        return self._on_sqlite() if connection.vendor == "sqlite" else self._on_postgres()

    def _on_sqlite(self) -> Iterator[Trigger]:
        for table, sentence in {**self.only_added, **self.kept}.items():
            if table in self.only_added:
                yield Trigger(f"{table}_keeps_its_content", f"BEFORE UPDATE ON {table}", _aborted(sentence))
            yield Trigger(f"{table}_stays", f"BEFORE DELETE ON {table}", _aborted(sentence))
            same = f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {self.identity[table]})"
            yield Trigger(f"{table}_is_not_replaced", f"BEFORE INSERT ON {table} {same}", _aborted(sentence))
        for name, event, refused, sentence in self.conditions:
            written = refused.replace("IS DISTINCT FROM", "IS NOT")
            yield Trigger(name, f"BEFORE {event} WHEN {written}", _aborted(sentence))
        yield from self.sqlite

    def _on_postgres(self) -> Iterator[Trigger]:
        for table, sentence in {**self.only_added, **self.kept}.items():
            events = "UPDATE OR DELETE" if table in self.only_added else "DELETE"
            yield Trigger(f"{table}_stays", f"BEFORE {events} ON {table} FOR EACH ROW", raised(sentence))
            yield Trigger(f"{table}_is_not_emptied", f"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT", raised(sentence))
        for name, event, refused, sentence in self.conditions:
            row = "OLD" if event.startswith("DELETE") else "NEW"
            body = f"IF {refused} THEN {raised(sentence)}; END IF; RETURN {row}"
            yield Trigger(name, f"BEFORE {event} FOR EACH ROW", body)
        yield from self.postgres


def quoted(sentence: str) -> str:
    return "'" + sentence.replace("'", "''") + "'"


def raised(sentence: str) -> str:
    """The statement by which a function of PostgreSQL refuses."""
    return f"RAISE EXCEPTION USING MESSAGE = {quoted(sentence)}, ERRCODE = 'check_violation'"


def _aborted(sentence: str) -> str:
    return f"SELECT RAISE(ABORT, {quoted(sentence)})"
