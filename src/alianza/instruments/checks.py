"""What `alianza check` asks of questionnaires: triggers stand, hashes agree."""

from collections.abc import Iterator

from django.db import connection

from alianza.instruments.actions.versions import digest_of
from alianza.instruments.guards import GUARDS
from alianza.instruments.models import Submission


def problems() -> Iterator[str]:
    yield from GUARDS.problems(connection)
    for submission in Submission.objects.iterator(chunk_size=500):
        if digest_of(submission.document) != submission.digest:
            yield f"The submission {submission.code} differs from its receipt."
