from typing import TYPE_CHECKING, Any

from django.apps import AppConfig
from django.db.models.signals import post_save, pre_delete

if TYPE_CHECKING:
    from django_tasks_db.models import DBTaskResult

    from alianza.placement.models import Placement


def _free_the_post(instance: "Placement", **_: Any) -> None:
    from alianza.placement.actions.places import free_the_post

    free_the_post(instance)


def _lose_the_run(instance: "DBTaskResult[Any, Any]", **_: Any) -> None:
    from alianza.placement.actions.runs import lose_run
    from alianza.placement.queued import given_up

    run = given_up(instance)
    if run is not None:
        lose_run(run)


class PlacementConfig(AppConfig):
    name = "alianza.placement"

    def ready(self) -> None:
        """What those who have never heard of places do: `registry` removes profiles, the queue gives up jobs."""
        from django_tasks_db.models import DBTaskResult

        pre_delete.connect(_free_the_post, sender=self.get_model("Placement"))
        post_save.connect(_lose_the_run, sender=DBTaskResult)
