from typing import TYPE_CHECKING, Any

from django.apps import AppConfig
from django.db.models.signals import pre_delete

if TYPE_CHECKING:
    from alianza.placement.models import Placement


def _free_the_post(instance: "Placement", **_: Any) -> None:
    from alianza.placement.actions.places import free_the_post

    free_the_post(instance)


class PlacementConfig(AppConfig):
    name = "alianza.placement"

    def ready(self) -> None:
        """`registry`, which has never heard of places, removes profiles: the database's word reaches us here."""
        pre_delete.connect(_free_the_post, sender=self.get_model("Placement"))
