from django.apps import AppConfig


class RegulationsConfig(AppConfig):
    name = "alianza.regulations"

    def ready(self) -> None:
        from alianza.regulations.guards import GUARDS

        GUARDS.follow(self)
