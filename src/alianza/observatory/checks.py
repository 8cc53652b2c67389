"""What `alianza check` verifies here: every vintage has its file, whole."""

import hashlib
from collections.abc import Iterator

from alianza.observatory import packaged
from alianza.observatory.models import Vintage


def problems() -> Iterator[str]:
    for each in packaged.catalogue():
        if not each.path.is_file() or not each.is_intact():
            yield f"observatory: the packaged series {each.name} is missing or was changed; install the product anew."
    for vintage in Vintage.objects.select_related("dataflow"):
        if not vintage.path.is_file():
            yield f"observatory: the file of {vintage} is missing; put it back from a copy or load it again."
        elif hashlib.sha256(vintage.path.read_bytes()).hexdigest() != vintage.digest:
            yield f"observatory: the file of {vintage} was changed; put it back from a copy."
