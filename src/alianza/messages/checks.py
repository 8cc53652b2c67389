"""What `alianza check` verifies here."""

from collections.abc import Iterator

from alianza.messages.kinds import kinds
from alianza.messages.models import Notice


def problems() -> Iterator[str]:
    for kind in Notice.objects.order_by().values_list("kind", flat=True).distinct():
        if kind not in kinds():
            yield f"messages: there are notices of the kind {kind!r}, which no context declares."
