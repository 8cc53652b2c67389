"""What `alianza check` looks at here."""

from collections.abc import Iterator

from django.db import connection

from alianza.certification.guards import GUARDS
from alianza.certification.models import Award


def problems() -> Iterator[str]:
    yield from GUARDS.problems(connection)
    given = Award.objects.filter(events__kind__in=["granted", "renewed"])
    for award in Award.objects.exclude(pk__in=given):
        yield f"The label {award.number} was never given by an event; nobody would find it valid."
