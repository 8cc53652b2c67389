"""What `alianza check` verifies here: posts counted as filled are those held, and bounds hold again when re-added.

A worker who removes their profile leaves every run too; a run that lost places so can only add up to less.
"""

from collections.abc import Iterator

from django.db.models import Count, F, Q

from alianza.placement.models import JobOrder, Placement, Run


def problems() -> Iterator[str]:
    held = Count("placements", filter=~Q(placements__state=Placement.State.DECLINED))
    for order in JobOrder.objects.annotate(held=held).exclude(filled=F("held")):
        yield f"placement: order {order.number} counts {order.filled} filled posts but has {order.held} placements."
    for run in Run.objects.filter(objective__isnull=False):
        scores = list(run.places.values_list("score", flat=True))
        total, objective = sum(scores), run.objective or 0
        lost = int(run.report.get("placed", len(scores))) - len(scores)
        if lost < 0 or total > objective or (lost == 0 and total != objective):
            yield f"placement: run {run.code} says {run.objective} but its places add up to {total}."
