"""What `alianza check` verifies here: every row has its bytes, and every sealed file its row."""

from collections.abc import Iterator

from alianza.documents import sealing
from alianza.documents.queries import named_digests


def problems() -> Iterator[str]:
    named = named_digests()
    present = set(sealing.all_digests())
    for digest in sorted(named - present):
        yield f"documents: the content {digest[:12]} of a stored file is missing from the folder of files."
    for digest in sorted(present - named):
        yield f"documents: the file {digest[:12]} belongs to nobody; run the job that removes files past their day."
