"""What the public may know of allegations: how many, of which year, how far."""

from django.db.models import Count
from django.db.models.functions import ExtractYear

from alianza.fund.models import Allegation


def counts() -> list[tuple[int, str, int]]:
    """Year in which it was received, state today, and how many; the newest year first. Names no programme."""
    rows = (
        Allegation.objects.annotate(year=ExtractYear("received_at"))
        .values_list("year", "state")
        .annotate(count=Count("pk"))
        .order_by("-year", "state")
    )
    return [(int(year), str(state), int(count)) for year, state, count in rows]
