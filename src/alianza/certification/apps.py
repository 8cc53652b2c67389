from django.apps import AppConfig


class CertificationConfig(AppConfig):
    name = "alianza.certification"

    def ready(self) -> None:
        from alianza.certification.guards import GUARDS

        GUARDS.follow(self)
