"""A short list of codes in one column, as the tables of matching write it: separated by spaces."""

from collections.abc import Iterable
from typing import Any

from django.db import models


class WordsField(models.TextField):  # type: ignore[type-arg]
    """Codes as a tuple in Python ("DEU", "ESP") and one text in the database ("DEU ESP"); in order, each once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", ())
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str | None, _expression: object, _connection: object) -> tuple[str, ...]:
        return tuple((value or "").split())

    def to_python(self, value: Any) -> tuple[str, ...]:
        return words(value)

    def get_prep_value(self, value: Any) -> str:
        return " ".join(words(value))

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj))


def words(value: str | Iterable[str] | None) -> tuple[str, ...]:
    """The codes of a text or a list, each once, in their order.

    >>> words("DEU ESP  DEU")
    ('DEU', 'ESP')
    """
    parts = value.split() if isinstance(value, str) else [str(part) for part in value or ()]
    return tuple(dict.fromkeys(part for part in parts if part))
