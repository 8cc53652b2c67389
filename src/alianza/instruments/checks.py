"""What `alianza check` asks of questionnaires: triggers stand, hashes agree."""

from collections.abc import Iterator

from django.db import connection

from alianza.instruments.actions.versions import digest_of
from alianza.instruments.guards import missing_guards
from alianza.instruments.models import Submission


def problems() -> Iterator[str]:
    for name in missing_guards(connection):
        yield f"The trigger {name} is missing; run `alianza manage migrate`."
    for submission in Submission.objects.iterator(chunk_size=500):
        if digest_of(submission.document) != submission.digest:
            yield f"The submission {submission.code} differs from its receipt."
