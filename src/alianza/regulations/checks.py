"""What must hold of every sheet in force, for `alianza check`."""

from collections.abc import Iterator

from django.db import connection

from alianza.regulations.actions.sheets import digest_of
from alianza.regulations.guards import GUARDS
from alianza.regulations.queries import versions_in_force
from alianza.regulations.soundness import examine


def problems() -> Iterator[str]:
    """A sheet in force is the one that was loaded or confirmed, is sound, and its worked cases come out as written."""
    yield from GUARDS.problems(connection)
    for version in versions_in_force().iterator():
        if version.digest != digest_of(version.document):
            yield f"Sheet {version}: the document is not the one that was entered; its digest differs."
        _, found = examine(version.written())
        for problem in found:
            yield f"Sheet {version}: {problem}"
