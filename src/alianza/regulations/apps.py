from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


def _raise_guards(using: str, **_: Any) -> None:
    from django.db import connections

    from alianza.regulations.guards import LOOK, raise_guards

    connection = connections[using]
    if LOOK in connection.introspection.table_names():
        raise_guards(connection)


class RegulationsConfig(AppConfig):
    name = "alianza.regulations"

    def ready(self) -> None:
        post_migrate.connect(_raise_guards, sender=self)
