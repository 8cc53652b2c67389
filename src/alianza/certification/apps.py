from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.db.migrations import Migration
from django.db.models.signals import post_migrate, pre_migrate


def _raise_guards(using: str, **_: Any) -> None:
    from django.db import connections

    from alianza.certification.guards import raise_guards

    raise_guards(connections[using])


def _lift_guards(using: str, plan: Sequence[tuple[Migration, bool]] = (), **_: Any) -> None:
    """SQLite alters a table by putting another in its place; it refuses while a trigger speaks of the one that left."""
    from django.db import connections

    from alianza.certification.guards import lift_guards

    if any(migration.app_label == "certification" for migration, _back in plan):
        lift_guards(connections[using])


class CertificationConfig(AppConfig):
    name = "alianza.certification"

    def ready(self) -> None:
        pre_migrate.connect(_lift_guards, sender=self)
        post_migrate.connect(_raise_guards, sender=self)
