"""What the database itself refuses, by raw SQL, as somebody with a client and a password would try it."""

import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, OperationalError, connection, connections, transaction

from alianza.audit.actions import PLATFORM
from alianza.fund import posting
from alianza.fund.actions.ledger import BeforeItsOriginal, NotEnough, close_period, post, reverse
from alianza.fund.attribution import NotThere
from alianza.fund.chart import AccountName
from alianza.fund.checks import problems
from alianza.fund.guards import GUARDS
from alianza.fund.models import GENESIS, Account, Balance, Closing, Journal, Seal
from alianza.fund.posting import Draft, Leg, key_of
from alianza.fund.queries.ledger import balances, broken
from alianza.vocabulary.money import Money
from alianza.vocabulary.refusal import Refusal
from tests.processes import alianza

DAY = date(2026, 3, 2)


def usd(minor: int) -> Money:
    return Money(minor, "USD")


def written(event: str, legs: Any, *, on: date = DAY, key: object = None, subject: str = "") -> Journal:
    with transaction.atomic():
        return post(Draft(event, on, tuple(legs), key_of(event, key or uuid4()), subject), by=PLATFORM)


@pytest.fixture
def books(transactional_db: None) -> dict[str, Journal]:
    """101.00 from agreement A stand in window W1."""
    return {
        "signed": written("contribution.signed", posting.signed("A", usd(10100), usd(10100))),
        "received": written("contribution.received", posting.received("A", usd(10100), usd(10100), usd(10100))),
        "allocated": written("window.allocated", posting.to_window("A", "W1", usd(10100))),
    }


def sql(text: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(text, values)


def _number() -> int:
    return Journal.objects.count() + 1


def account(code: str) -> int:
    return Account.objects.get(code=code).pk


def raw_journal(legs: list[tuple[str, Any]], *, seal: bool = True, on: str = "2026-03-02", key: str | None = None, reverses: int | None = None, shares: list[tuple[str, str, int]] = ()) -> None:  # fmt: skip
    """What a client of the database would have to write."""
    number = _number()
    previous = Seal.objects.get(number=number - 1).digest if number > 1 else GENESIS
    with transaction.atomic():
        sql(
            "INSERT INTO fund_journal (number, code, event, text, subject, occurred_on, posted_at, key, reverses_id, posted_by)"
            " VALUES (%s, %s, 'raw', '', '', %s, '2026-03-02 10:00:00+00', %s, %s, %s)",
            number, _uuid(uuid4().hex), on, _uuid(key or uuid4().hex), reverses, _uuid("0" * 32),
        )  # fmt: skip
        for code, minor in legs:
            sql(
                "INSERT INTO fund_entry (journal_id, account_id, minor) VALUES (%s, %s, %s)",
                number,
                account(code),
                minor,
            )
        for code, agreement, minor in shares:
            sql(
                "INSERT INTO fund_share (journal_id, account_id, agreement, minor) VALUES (%s, %s, %s, %s)",
                number, account(code), agreement, minor,
            )  # fmt: skip
        if seal:
            sql("INSERT INTO fund_seal (number, previous, digest) VALUES (%s, %s, %s)", number, previous, uuid4().hex)


def _uuid(hexadecimal: str) -> str:
    """As each database keeps it: a type of its own, or 32 characters."""
    from uuid import UUID

    return str(UUID(hexadecimal)) if connection.vendor == "postgresql" else hexadecimal


LAST = "(SELECT max(number) FROM fund_journal)"
ATTACKS: dict[str, tuple[str, Callable[[dict[str, Journal]], None]]] = {
    "unbalanced": (
        "balances in each book",
        lambda books: raw_journal([("1010", 5), ("4010:A", -4)]),
    ),
    "balanced over two books, in neither": (
        "balances in each book",
        lambda books: raw_journal([("1010", 5), ("8100:A", -5)]),
    ),
    "one-legged": ("two entries or more", lambda books: raw_journal([("1010", 5)])),
    "empty": ("two entries or more", lambda books: raw_journal([])),
    "left without a seal": ("", lambda books: raw_journal([("1010", 5), ("4010:A", -5)], seal=False)),
    "rewritten": ("never changed", lambda books: sql("UPDATE fund_entry SET minor = minor * 2")),
    "re-dated": ("never changed", lambda books: sql("UPDATE fund_journal SET occurred_on = '2020-01-01'")),
    "entry deleted": ("never changed or removed", lambda books: sql("DELETE FROM fund_entry")),
    "journal deleted": ("never changed or removed", lambda books: sql("DELETE FROM fund_journal")),
    "truncated": (
        "never changed or removed",
        lambda books: sql(
            "TRUNCATE fund_entry CASCADE" if connection.vendor == "postgresql" else "DELETE FROM fund_entry WHERE 1"
        ),
    ),
    "moved leg": (
        "never changed",
        lambda books: sql(f"UPDATE fund_entry SET journal_id = {LAST} WHERE journal_id = 1"),
    ),
    "leg added to a sealed journal": (
        "sealed",
        lambda books: sql("INSERT INTO fund_entry (journal_id, account_id, minor) VALUES (1, %s, 5)", account("1010")),
    ),
    "overdrawn": (
        "a_guarded_balance_never_crosses_zero",
        lambda books: raw_journal([("8000", -10101), ("8100:A", 10101)]),
    ),
    "bank below zero": (
        "a_guarded_balance_never_crosses_zero",
        lambda books: raw_journal([("1010", -10101), ("4010:A", 10101)]),
    ),
    "posted twice": (
        "",
        lambda books: raw_journal([("1010", 5), ("4010:A", -5)], key=books["received"].key.hex),
    ),
    "reversed twice": (
        "",
        lambda books: (
            reverse(books["allocated"], on=DAY, by=PLATFORM, reason="wrong window"),
            _reversed(books["allocated"]),
        ),
    ),
    "reversed by something else": (
        "exact opposite",
        lambda books: raw_journal([("1010", 5), ("4010:A", -5)], reverses=books["allocated"].pk),
    ),
    "into a closed period": (
        "a closed period takes no journal",
        lambda books: (close_period(DAY, by=PLATFORM), raw_journal([("1010", 5), ("4010:A", -5)])),
    ),
    "period opened again": (
        "stays closed",
        lambda books: (close_period(DAY, by=PLATFORM), sql("DELETE FROM fund_closing")),
    ),
    "balance written by hand": (
        "moves by sealed journals alone",
        lambda books: sql("UPDATE fund_balance SET minor = minor + 1, through = through + 1"),
    ),
    "balance explained by an old journal": (
        "moves by sealed journals alone",
        lambda books: sql("UPDATE fund_balance SET minor = minor + 10100 WHERE account_id = %s", account("1010")),
    ),
    "guard taken off": ("keeps its terms", lambda books: sql("UPDATE fund_account SET guard = 'N'")),
    "guard of the balance taken off": ("moves by sealed", lambda books: sql("UPDATE fund_balance SET guard = 'N'")),
    "account deleted": ("never removed", lambda books: sql("DELETE FROM fund_account")),
    "chain broken": (
        "without a gap",
        lambda books: sql("INSERT INTO fund_seal (number, previous, digest) VALUES (9, %s, 'x')", "0" * 64),
    ),
    "pool emptied without saying whose money": (
        "add up to each entry on a pool",
        lambda books: raw_journal([("8100:A", -5), ("8200:W1", 5)]),
    ),
    "a day that sorts past the closed period": (
        "a closed period takes no journal" if connection.vendor == "postgresql" else "a journal is of a day",
        lambda books: (
            close_period(date(2026, 3, 31), by=PLATFORM),
            raw_journal([("1010", 5), ("4010:A", -5)], on="2026-3-2"),
        ),
    ),
    "so large that sums run over": (
        "an_entry_is_within_what_the_books_hold",
        lambda books: raw_journal([("1010", 9 * 10**18), ("4010:A", -9 * 10**18)]),
    ),
    "reversed before it happened": (
        "not of a later day",
        lambda books: _reversed(books["allocated"], on="2026-03-01"),
    ),
    "reversed with other people's money": (
        "exact opposite",
        lambda books: (
            written("contribution.received", posting.interest(usd(100))),
            written("window.allocated", posting.to_window("interest", "W1", usd(100))),
            raw_journal(
                [("8100:A", -10100), ("8200:W1", 10100)],
                reverses=books["allocated"].pk,
                shares=[("8200:W1", "A", 10000), ("8200:W1", "interest", 100)],
            ),
        ),
    ),
    "more than an agreement put in": (
        "no_agreement_gives_more_than_it_put_in",
        lambda books: raw_journal([("8100:A", -5), ("8200:W1", 5)], shares=[("8200:W1", "B", 5)]),
    ),
}

if connection.vendor == "sqlite":  # PostgreSQL's whole numbers are whole: it rounds what is given
    ATTACKS |= {
        "half a cent on each side": (
            "whole minor units",
            lambda books: raw_journal([("1010", 0.5), ("4010:A", -0.5)]),
        ),
        "a word for a number": (
            "an_entry_is_within_what_the_books_hold",
            lambda books: raw_journal([("1010", "five"), ("4010:A", "minus five")]),
        ),
    }


def _reversed(journal: Journal, on: str = "2026-03-02") -> None:
    legs = [(code, -minor) for code, minor in journal.entries.values_list("account__code", "minor")]
    shares = [
        (code, whose, -minor)
        for code, whose, minor in journal.shares.values_list("account__code", "agreement", "minor")
    ]
    raw_journal(legs, reverses=journal.pk, shares=shares, on=on)


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_database_refuses(attack: str, books: dict[str, Journal]) -> None:
    sentence, attempt = ATTACKS[attack]
    before = balances()
    with pytest.raises(IntegrityError) as refused:
        attempt(books)
    assert sentence in str(refused.value)
    connection.rollback() if connection.needs_rollback else None
    if attack not in ("reversed twice", "reversed with other people's money"):
        assert balances() == before
    assert list(problems()) == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own way to remove a row")
@pytest.mark.parametrize("table", ["fund_journal", "fund_entry", "fund_seal", "fund_account", "fund_balance"])
def test_no_row_is_replaced(table: str, books: dict[str, Journal]) -> None:
    with pytest.raises(IntegrityError, match=r"never (changed|removed)|is sealed"):
        sql(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} LIMIT 1")
    assert list(problems()) == []


def test_what_is_written_past_the_platform_without_foreign_keys_counts_nowhere_and_is_found(
    books: dict[str, Journal],
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite lets a client switch foreign keys off")
    import sqlite3

    before = balances()
    outside = sqlite3.connect(connection.settings_dict["NAME"])  # foreign keys are off here, as in its shell
    outside.execute(
        "INSERT INTO fund_journal (number, code, event, text, subject, occurred_on, posted_at, key, posted_by)"
        " VALUES (4, '11111111111111111111111111111111', 'raw', '', '', '2026-03-02', '2026-03-02 10:00:00', '22222222222222222222222222222222', '33333333333333333333333333333333')"
    )
    outside.execute("INSERT INTO fund_entry (journal_id, account_id, minor) VALUES (4, ?, 500)", [account("1010")])
    outside.commit()
    assert balances() == before
    assert any("journal 4 has no seal" in problem for problem in problems())
    GUARDS.lift_from(connection)
    outside.execute("DELETE FROM fund_entry WHERE journal_id = 4")
    outside.execute("DELETE FROM fund_journal WHERE number = 4")
    outside.commit()
    outside.close()
    GUARDS.raise_on(connection)
    assert list(problems()) == []


def test_the_triggers_are_missed_when_they_do_not_stand(transactional_db: None) -> None:
    GUARDS.lift_from(connection)
    try:
        assert "fund_seal_closes_a_whole_journal" in GUARDS.missing_from(connection)
        assert any("does not stand" in problem for problem in problems())
    finally:
        GUARDS.raise_on(connection)
    assert GUARDS.missing_from(connection) == []


def test_of_two_that_commit_60_of_101_at_once_one_succeeds(books: dict[str, Journal]) -> None:
    results: list[str] = []
    gate = threading.Barrier(2)

    def commit(programme: str) -> None:
        gate.wait()
        try:
            with transaction.atomic():
                legs = posting.approved("W1", programme, usd(6000))
                post(Draft("programme.approved", DAY, legs, key_of(programme), f"programme:{programme}"), by=PLATFORM)
            results.append("approved")
        except NotEnough as refused:
            results.append(str(refused))
        finally:
            connections.close_all()

    sessions = [threading.Thread(target=commit, args=(name,)) for name in ("P1", "P2")]
    for session in sessions:
        session.start()
    for session in sessions:
        session.join(60)
    assert sorted(results) == ["8200:W1 holds 41.00 USD and cannot give 60.00 USD.", "approved"]
    assert balances()[AccountName("8200", "W1")] == usd(-4100)
    assert list(problems()) == []


def test_the_guard_holds_where_nobody_asked_before(books: dict[str, Journal]) -> None:
    """Two raw sessions, without the pen: the second waits for the first's row and is refused."""
    raw_journal([("8200:W1", 6000), ("8100:A", -6000)], shares=[("8200:W1", "A", 6000)])
    with pytest.raises(IntegrityError):
        raw_journal([("8200:W1", 6000), ("8100:A", -6000)], shares=[("8200:W1", "A", 6000)])


def test_a_journal_is_reversed_once_and_a_reversal_never(books: dict[str, Journal]) -> None:
    reversal = reverse(books["allocated"], on=DAY, by=PLATFORM, reason="wrong window")
    assert balances()[AccountName("8100", "A")] == usd(-10100)
    assert AccountName("8200", "W1") not in balances()
    from alianza.fund.actions.ledger import NoReversalOfReversal, ReversedAlready

    with pytest.raises(ReversedAlready):
        reverse(books["allocated"], on=DAY, by=PLATFORM, reason="again")
    with pytest.raises(NoReversalOfReversal):
        reverse(reversal, on=DAY, by=PLATFORM, reason="back")
    assert Closing.objects.count() == 0
    assert Balance.objects.get(account__code="8200:W1").minor == 0
    assert list(problems()) == []


def test_raw_sessions_at_once_leave_exactly_one_commitment(books: dict[str, Journal]) -> None:
    """Two clients of the database, without the pen, that try again whenever the other was quicker."""
    results: list[str] = []
    gate = threading.Barrier(2)

    def commit(programme: str) -> None:
        Account.objects.get_or_create(
            code=f"8300:{programme}",
            defaults={
                "chart": "8300", "first": programme, "currency": "USD", "book": "B", "guard": "C",
                "opened_on": date(2000, 1, 1),
            },
        )  # fmt: skip
        gate.wait()
        try:
            for _attempt in range(50):
                try:
                    raw_journal([("8200:W1", 6000), (f"8300:{programme}", -6000)], shares=[("8200:W1", "A", 6000)])
                except (IntegrityError, OperationalError) as refused:
                    if "zero" in str(refused) or "put_in" in str(refused):
                        results.append("refused")
                        return
                else:
                    results.append("committed")
                    return
        finally:
            connections.close_all()

    sessions = [threading.Thread(target=commit, args=(name,)) for name in ("P1", "P2")]
    for session in sessions:
        session.start()
    for session in sessions:
        session.join(60)
    assert sorted(results) == ["committed", "refused"]
    assert balances()[AccountName("8200", "W1")] == usd(-4100)
    assert list(broken()) == []


def test_a_journal_that_is_written_while_the_period_closes_comes_too_late(books: dict[str, Journal]) -> None:
    results: list[str] = []

    def write() -> None:
        try:
            raw_journal([("1010", 5), ("4010:A", -5)])
            results.append("written")
        except IntegrityError as refused:
            results.append(str(refused))
        finally:
            connections.close_all()

    writer = threading.Thread(target=write)
    with transaction.atomic():
        Closing.objects.create(through=DAY, closed_by=PLATFORM.code)
        writer.start()
        writer.join(0.5)
        assert results == []  # it waits for the closing
    writer.join(30)
    assert len(results) == 1
    assert "a closed period takes no journal" in results[0]


@pytest.mark.parametrize(
    ("draft", "refusal"),
    [
        (posting.to_window("A", "W1", usd(1)), "AccountClosed"),
        ((Leg(AccountName("1010"), Money(5, "EUR")), Leg(AccountName("4110"), Money(-5, "EUR"))), "WrongCurrency"),
        ((Leg(AccountName("1010"), usd(10**17)), Leg(AccountName("4110"), usd(-(10**17)))), "TooLarge"),
    ],
)
def test_what_the_database_would_refuse_is_said_in_a_sentence_before(
    draft: tuple[Leg, ...], refusal: str, books: dict[str, Journal]
) -> None:
    Account.objects.filter(code="8200:W1").update(closed_on=date(2026, 3, 1))
    with pytest.raises(Refusal) as refused:
        written("window.allocated", draft)
    assert type(refused.value).__name__ == refusal


def test_shares_that_do_not_fit_are_refused_in_a_sentence(books: dict[str, Journal]) -> None:
    pool = AccountName("8200", "W1")
    for shares, refusal in (
        ({pool: {"A": 5}}, "SharesDiffer"),
        ({pool: {"B": 10}}, "NotThere"),
        ({AccountName("8300", "P1"): {"A": 10}}, "SharesDiffer"),
    ):
        with pytest.raises(Refusal) as refused, transaction.atomic():
            draft = Draft("x", DAY, posting.approved("W1", "P1", usd(10)), key_of(uuid4()), "programme:P1", "", shares)
            post(draft, by=PLATFORM)
        assert type(refused.value).__name__ == refusal


def test_an_allocation_whose_money_has_moved_on_is_not_reversed_with_other_peoples(books: dict[str, Journal]) -> None:
    """The window would still have enough, but it is another agreement's."""
    written("programme.approved", posting.approved("W1", "P1", usd(6000)), subject="programme:P1")
    written("contribution.received", posting.interest(usd(9000)))
    written("window.allocated", posting.to_window("interest", "W1", usd(9000)))
    with pytest.raises(NotThere, match=r"8200:W1 of A holds 41\.00 USD; 101\.00 USD"):
        reverse(books["allocated"], on=DAY, by=PLATFORM, reason="too late")
    with pytest.raises(BeforeItsOriginal):
        reverse(books["allocated"], on=date(2026, 3, 1), by=PLATFORM, reason="too early")
    assert list(problems()) == []


def test_what_goes_back_to_two_donors_at_once_is_each_ones_own(books: dict[str, Journal]) -> None:
    written("contribution.received", posting.interest(usd(9000)))
    written("window.allocated", posting.to_window("interest", "W1", usd(9000)))
    back = written(
        "contribution.returned",
        (*posting.returned("A", usd(100), window="W1"), *posting.returned("interest", usd(8900), window="W1")),
    )
    assert dict(back.shares.values_list("agreement", "minor")) == {"A": 100, "interest": 8900}


def test_money_comes_back_to_each_pool_as_it_left_it(books: dict[str, Journal]) -> None:
    """An operation that drew on two pools: what returns to one is of those who gave from it."""
    written("contribution.received", posting.interest(usd(9000)))
    written("facility.allocated", posting.to_facility("interest", "any", usd(9000)))
    written(
        "operation.approved",
        (*posting.approved("W1", "O1", usd(100)), *posting.operation_approved("any", "O1", usd(900))),
        subject="operation:O1",
    )
    back = written("operation.lapsed", posting.operation_lapsed("any", "O1", usd(900)), subject="operation:O1")
    assert dict(back.shares.values_list("agreement", "minor")) == {"interest": -900}


def test_tampered_shares_break_the_chain(books: dict[str, Journal]) -> None:
    """By somebody who may lift the triggers: whose money it was is part of what the seal covers."""
    GUARDS.lift_from(connection)
    try:
        sql("UPDATE fund_share SET agreement = 'B'")
        sql("UPDATE fund_pool SET agreement = 'B'")
    finally:
        GUARDS.raise_on(connection)
    assert any("was changed after it was sealed" in problem for problem in problems())


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("UPDATE fund_turnover SET closing = closing + 1", "turnovers of 1010 are not the sum"),
        ("UPDATE fund_yearturnover SET debit = debit + 1", "turnover of 1010 in 2026 is not the sum"),
        ("UPDATE fund_pool SET minor = minor - 1", "has left in 8200:W1 is not the sum"),
    ],
)
def test_sums_that_were_written_by_hand_are_found(change: str, sentence: str, books: dict[str, Journal]) -> None:
    sql(change)
    assert any(sentence in problem for problem in problems())


@pytest.mark.slow
@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite puts another table in a table's place")
def test_the_books_of_an_earlier_version_are_brought_up_to_date(tmp_path: Path, books: dict[str, Journal]) -> None:
    """Triggers stand while the tables that they speak of are altered."""
    for target in (["fund", "0001"], []):
        answer = alianza("manage", "migrate", *target, "-v", "0", ALIANZA_DIR=str(tmp_path), ALIANZA_DATABASE_URL="")
        assert answer.returncode == 0, answer.stderr[-500:]
    assert alianza("check", ALIANZA_DIR=str(tmp_path), ALIANZA_DATABASE_URL="").returncode == 0
