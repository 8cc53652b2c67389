from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "alianza.audit"

    def ready(self) -> None:
        from alianza.audit.guards import GUARDS

        GUARDS.follow(self)
