from django.apps import AppConfig


class FundConfig(AppConfig):
    name = "alianza.fund"

    def ready(self) -> None:
        from alianza.fund.guards import GUARDS

        GUARDS.follow(self)
