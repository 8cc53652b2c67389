"""The same money is counted once, at the last place where it can be traced."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alianza.fund.chains import ALIKE, NAMED_AS_SOURCE, NEWER, OUR_FUND, PAID_ON, RECEIPT, Link, not_counted


def flow(key: int, identifier: str, **told: object) -> Link:
    base = Link(key=key, file=key, identifier=identifier or "A", year=2024, currency="USD", paid=100, recipient="PHL")
    return replace(base, **told)  # type: ignore[arg-type]


def told(*links: Link) -> dict[int, tuple[int, str]]:
    return {key: (same.flow, same.message) for key, same in not_counted(links).items()}


def test_what_stands_alone_is_counted() -> None:
    assert told(flow(1, "A"), flow(2, "B", paid=200)) == {}


def test_a_payment_to_a_known_activity_is_counted_where_it_is_paid_on() -> None:
    donor = flow(1, "NO-1", activity="XM-IOM-7", paid=500)
    implementer = flow(2, "xm-iom-7 ", paid=300)
    assert told(donor, implementer) == {1: (2, PAID_ON)}


def test_a_commitment_of_the_implementer_takes_no_payments_place() -> None:
    donor = flow(1, "NO-1", activity="XM-IOM-7")
    promised = flow(2, "XM-IOM-7", paid=None, committed=300)
    assert told(donor, promised) == {}
    assert told(replace(donor, paid=None, committed=500), promised) == {1: (2, PAID_ON)}


def test_a_chain_of_three_is_counted_at_its_end() -> None:
    chain = flow(1, "A", activity="B"), flow(2, "B", activity="C"), flow(3, "C")
    assert told(*chain) == {1: (2, PAID_ON), 2: (3, PAID_ON)}


def test_an_activity_that_names_its_source_is_where_the_money_is_counted() -> None:
    donor = flow(1, "NO-1", channel="IOM", channel_ref="XM-DAC-47066", paid=500)
    others = flow(2, "NO-1", channel="Red Cross", paid=70, file=1)
    implementer = flow(3, "XM-IOM-7", provider_ref="XM-DAC-47066", sources=("NO-1",))
    assert told(donor, others, implementer) == {1: (3, NAMED_AS_SOURCE)}


def test_a_payment_to_our_fund_is_in_what_our_fund_pays() -> None:
    ours = flow(9, "XI-P-1", own=True, provider="Alianza", provider_ref="XI", sources=("XI-FUND",), paid=480)
    assert told(flow(1, "NO-1", channel_ref="XI", recipient="", paid=500), ours) == {1: (9, OUR_FUND)}
    assert told(flow(1, "NO-1", channel="alianza", paid=500), ours) == {1: (9, OUR_FUND)}
    assert told(flow(1, "NO-1", activity="XI-FUND", paid=500), ours) == {1: (9, PAID_ON)}
    assert told(flow(1, "NO-1", channel="Alianza for Peace", paid=500), ours) == {}


def test_the_newest_file_is_believed_and_our_books_before_any() -> None:
    old = flow(1, "A", as_of=date(2023, 1, 1))
    new = flow(2, "A", as_of=date(2024, 1, 1), paid=120)
    assert told(old, new) == {1: (2, NEWER)}
    assert told(old, new, flow(3, "A", rank=9)) == {1: (3, NEWER), 2: (3, NEWER)}


def test_years_of_one_file_are_not_doubles_of_each_other() -> None:
    assert told(flow(1, "A", file=1), flow(2, "A", file=1, year=2023)) == {}


def test_a_providers_reference_is_its_identifier_without_the_providers_own() -> None:
    iati = flow(1, "XM-DAC-5-2024-17", provider="BMZ", provider_ref="XM-DAC-5", rank=1)
    table = flow(2, "2024-17", provider="bmz", paid=99)
    assert told(iati, table) == {2: (1, NEWER)}
    assert told(iati, replace(table, provider="AFD")) == {}


def test_another_name_that_a_file_gives_is_the_same_activity() -> None:
    assert told(flow(1, "A", names=("CRS-1",), rank=1), flow(2, "CRS-1")) == {2: (1, NEWER)}


def test_a_donor_named_only_in_an_incoming_transaction_does_not_disappear() -> None:
    receipt = flow(1, "XM-IOM-7", activity="XM-IOM-7", provider="Norway", sources=("NO-1",))
    assert told(receipt) == {}
    assert told(receipt, flow(2, "NO-1", activity="XM-IOM-7")) == {1: (2, RECEIPT)}
    assert told(receipt, flow(3, "XM-IOM-8", sources=("XM-IOM-7",))) == {1: (3, PAID_ON)}


def test_what_a_pool_spends_itself_is_not_what_its_parts_pay() -> None:
    fee = flow(1, "POOL", file=1, provider_ref="XI", recipient="", paid=7)
    part = flow(2, "POOL-A", file=1, provider_ref="XI", sources=("POOL",))
    assert told(fee, part) == {}


def test_a_donor_of_a_pool_is_counted_with_what_the_pools_parts_pay() -> None:
    receipt = flow(1, "POOL", activity="POOL", channel_ref="XI", sources=("NO-1",))
    part = flow(2, "POOL-A", sources=("POOL",), file=1)
    assert told(receipt, part, flow(3, "NO-1", recipient="")) == {1: (2, PAID_ON), 3: (2, NAMED_AS_SOURCE)}
    assert told(receipt, part, flow(3, "NO-1", channel_ref="XM-DAC-47066")) == {1: (2, PAID_ON)}


def test_equal_amounts_are_the_same_only_where_a_provider_says_so() -> None:
    one = flow(1, "A", provider="Norway", on=date(2024, 3, 1))
    other = flow(2, "B", provider="norway", on=date(2024, 3, 20), rank=1)
    assert told(one, other) == {1: (2, ALIKE)}
    assert told(one, replace(other, provider="Sweden")) == {}
    assert told(one, replace(other, on=date(2024, 6, 1))) == {}
    assert told(one, replace(other, recipient="NPL")) == {}
    assert told(one, replace(other, currency="EUR")) == {}
    assert told(one, replace(other, file=1)) == {}
    onward = replace(other, provider="IOM")
    assert told(replace(one, channel="IOM"), onward) == {1: (2, ALIKE)}


def test_of_a_ring_one_is_counted() -> None:
    ring = flow(1, "A", activity="B"), flow(2, "B", activity="C"), flow(3, "C", activity="A")
    found = not_counted(ring)
    assert len(found) == 2


NAMES = st.sampled_from(["A", "B", "C", "D", "E"])
LINKS: st.SearchStrategy[list[dict[str, object]]] = st.lists(
    st.builds(
        dict,
        identifier=NAMES,
        activity=st.one_of(st.just(""), NAMES),
        sources=st.lists(NAMES, max_size=2).map(tuple),
        file=st.integers(1, 3),
        rank=st.integers(0, 1),
        year=st.integers(2022, 2024),
        paid=st.sampled_from([None, 100, 200]),
        provider=st.sampled_from(["", "X", "Y"]),
        channel=st.sampled_from(["", "X", "Y"]),
        own=st.booleans(),
    ),
    max_size=9,
)


@given(LINKS)
@settings(max_examples=300, deadline=None)
def test_every_chain_ends_at_money_that_is_counted_and_order_changes_nothing(
    given_links: list[dict[str, object]],
) -> None:
    links = [replace(flow(at, "A"), **told_) for at, told_ in enumerate(given_links, start=1)]  # type: ignore[arg-type]
    found = not_counted(links)
    for key in found:
        seen = {key}
        while key in found:
            key = found[key].flow
            assert key not in seen
            seen.add(key)
    assert not links or len(found) < len(links)
    assert not_counted(list(reversed(links))) == found


@pytest.mark.parametrize("size", [20_000])
def test_many_flows_are_settled_in_seconds(size: int) -> None:
    links = [flow(at, f"A{at}", activity=f"A{at + 1}", file=1, paid=at) for at in range(size)]
    assert len(not_counted(links)) == size - 1
