"""Many deeds at once make one chain."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from alianza.audit import checks
from alianza.audit.actions import PLATFORM, record
from alianza.audit.models import Entry, Head
from alianza.network.models import Organisation

pytestmark = pytest.mark.django_db(transaction=True)
THREADS, DEEDS = 4, 15


def test_deeds_done_at_once_make_one_chain_without_a_gap() -> None:
    """Also the very first ones, when the chain has no head yet."""
    house = Organisation.objects.create(name="Secretariat", actor_type="international_organisation")
    together = threading.Barrier(THREADS)

    def deeds(number: int) -> None:
        try:
            together.wait()
            for count in range(DEEDS):
                with transaction.atomic():
                    record("network.tried", house, by=PLATFORM, number=number, count=count)
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(deeds, range(THREADS)))
    assert list(Entry.objects.order_by("number").values_list("number", flat=True)) == list(
        range(1, THREADS * DEEDS + 1)
    )
    for number in range(THREADS):  # everybody's own deeds stand in the order in which they were done
        counts = [entry.facts["count"] for entry in Entry.objects.order_by("number") if entry.facts["number"] == number]
        assert counts == list(range(DEEDS))
    assert list(checks.problems()) == []


def test_a_deed_that_is_taken_back_leaves_no_gap() -> None:
    house = Organisation.objects.create(name="Secretariat", actor_type="international_organisation")
    with transaction.atomic():
        record("network.first", house, by=PLATFORM)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record("network.second", house, by=PLATFORM)
        _ = 1 / 0
    with transaction.atomic():
        record("network.third", house, by=PLATFORM)
    assert list(Entry.objects.order_by("number").values_list("deed", flat=True)) == ["network.first", "network.third"]
    assert Head.objects.get().entries == 2
    assert list(checks.problems()) == []
