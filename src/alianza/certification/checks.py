"""What `alianza check` looks at here."""

from collections.abc import Iterator

from django.db import connection

from alianza.certification.guards import missing_guards


def problems() -> Iterator[str]:
    for name in missing_guards(connection):
        yield f"The trigger {name} is missing; run `alianza manage migrate`."
