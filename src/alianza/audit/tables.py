"""Many tables made at once, for the migrations of a context with many.

Django's state of all models is rendered anew after each operation that makes or alters one. In a domain where almost
every row names a user that is the whole domain each time, and it was two thirds of what a new instance took to make.
"""

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

Part = CreateModel | AddField | AddIndex | AddConstraint


class MakeTables(Operation):
    """Make the tables that `parts` create, with the columns, constraints and indexes that later parts add to them.

    Each part speaks of a table that a part before it creates: they are told to the state one by one, and to the
    database together. Columns may point at tables that come later; the database is told of such keys at the end.
    """

    reduces_to_sql = True

    def __init__(self, parts: Sequence[Part]) -> None:
        made: set[str] = set()
        for part in parts:
            if isinstance(part, CreateModel):
                made.add(part.name_lower)
            elif part.model_name_lower not in made:
                raise ValueError(f"{part.describe()}: no part before it creates {part.model_name}.")
        self.parts = list(parts)

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        return type(self).__qualname__, [self.parts], {}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        state.__dict__.pop("apps", None)  # rendered once, when the database asks for it
        for part in self.parts:
            part.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for name in self._names():
            model = to_state.apps.get_model(app_label, name)
            if self.allow_migrate_model(schema_editor.connection.alias, model):
                schema_editor.create_model(model)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for name in reversed(self._names()):
            model = from_state.apps.get_model(app_label, name)
            if self.allow_migrate_model(schema_editor.connection.alias, model):
                schema_editor.delete_model(model)

    def describe(self) -> str:
        return f"Make {len(self._names())} tables"

    def _names(self) -> list[str]:
        return [part.name for part in self.parts if isinstance(part, CreateModel)]
