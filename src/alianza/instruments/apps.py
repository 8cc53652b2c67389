from django.apps import AppConfig


class InstrumentsConfig(AppConfig):
    name = "alianza.instruments"

    def ready(self) -> None:
        from alianza.instruments.guards import GUARDS

        GUARDS.follow(self)
