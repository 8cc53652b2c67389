"""A text column whose values are sealed for their row. The model must carry a UUID field named `code`."""

from typing import Any

from django.core.validators import MaxLengthValidator
from django.db import models, transaction

from alianza.vault.seal import seal, unseal


class _Sealed(str):
    """A value as the database holds it, not opened yet."""

    __slots__ = ()


class _Opening:
    """Opens the value when it is read, not when the row is: lists that do not show it never decrypt it."""

    def __init__(self, field: "SealedTextField") -> None:
        self.field = field

    def __get__(self, row: models.Model | None, owner: type | None = None) -> Any:
        if row is None:
            return self
        if self.field.attname not in row.__dict__:
            row.refresh_from_db(fields=[self.field.attname])
        value = row.__dict__[self.field.attname]
        if isinstance(value, _Sealed):
            value = row.__dict__[self.field.attname] = unseal(value, place=self.field.place(row))
        return value

    def __set__(self, row: models.Model, value: Any) -> None:
        row.__dict__[self.field.attname] = value


class SealedTextField(models.TextField):  # type: ignore[type-arg]
    """Text that only the running platform can read. Not searchable: keep a `blind_index` beside it where needed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.max_length is not None:
            self.validators.append(MaxLengthValidator(self.max_length))

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, self.attname, _Opening(self))

    def place(self, row: models.Model) -> str:
        return f"{self.model._meta.db_table}.{self.column}.{row.code}"  # type: ignore[attr-defined]

    def from_db_value(self, value: str | None, _expression: object, _connection: object) -> str | None:
        return None if value is None else _Sealed(value)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = model_instance.__dict__.get(self.attname)
        if value is None or isinstance(value, _Sealed):
            return value
        return _Sealed(seal(str(value), place=self.place(model_instance)))

    def get_prep_value(self, value: Any) -> Any:
        if value is not None and not isinstance(value, _Sealed):
            raise TypeError(f"{self.name} is sealed: save it through its row, and look rows up by a blind index.")
        return None if value is None else str(value)

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise TypeError(f"{self.name} is sealed and cannot be searched; keep a blind index beside it.")
        return super().get_lookup(lookup_name)


def reseal(model: type[models.Model]) -> int:
    """Seal every value of the model's sealed columns with the current key; returns the number of rows written.

    Each row is locked for itself, so the platform goes on and nothing that a person writes meanwhile is lost.
    """
    names = [field.attname for field in model._meta.fields if isinstance(field, SealedTextField)]
    rows = model._base_manager.all()
    written = 0
    for key in list(rows.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            row = rows.select_for_update(no_key=True).filter(pk=key).first()
            if row is None:
                continue
            for name in names:
                getattr(row, name)  # opens it
            models.Model.save_base(row, update_fields=names)
            written += 1
    return written
