"""What `alianza check` verifies here: the chain and the guards."""

from collections.abc import Iterator

from django.db import connection

from alianza.audit.guards import GUARDS
from alianza.audit.models import GENESIS, Entry, Head


def problems() -> Iterator[str]:
    yield from GUARDS.problems(connection)
    previous, number = GENESIS, 0
    for entry in Entry.objects.order_by("number").iterator(chunk_size=2000):
        number += 1
        if entry.number != number:
            yield f"audit: entry {number} is missing; the next one found is {entry.number}."
            number = entry.number
        if entry.previous != previous:
            yield f"audit: entry {entry.number} does not follow the entry before it."
        if entry.digest != entry.expected_digest():
            yield f"audit: entry {entry.number} was changed after it was written."
        previous = entry.digest
    head = Head.objects.filter(id=1).first()
    held = (head.entries, head.digest) if head else (0, GENESIS)
    if held != (number, previous):
        yield f"audit: the chain ends at entry {number}, but its head says {held[0]}; entries are missing at the end."
