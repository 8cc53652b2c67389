"""kill -9 while tranches are paid: the ledger stays clean, and in the end each tranche is paid once.

Real processes on the real database of the test. Killed from outside at a random moment, and by themselves before every
single statement of a payment.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from itertools import count

import pytest
from django.utils import timezone

from alianza.audit.checks import problems as problems_of_the_trail
from alianza.fund.actions import contracts
from alianza.fund.chart import AccountName
from alianza.fund.checks import problems
from alianza.fund.models import Contract, Journal, Report, Tranche
from alianza.fund.queries.ledger import balances
from tests.fund import programmes_cast as cast
from tests.fund import story
from tests.processes import ROOT, surroundings
from tests.world import World, build

pytestmark = pytest.mark.slow

FULL = os.environ.get("ALIANZA_SWEEP") == "full"
ROUNDS = 50 if FULL else 4
MOST = 3
"""Payments of one process."""
FEWEST = 40
"""Statements that a payment has at the least."""


@pytest.fixture
def world(transactional_db: None) -> World:
    return build()


@pytest.fixture
def nursery(world: World) -> Iterator["Nursery"]:
    found = Nursery()
    yield found
    found.end()


class Nursery:
    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.fund.payer"],
            cwd=ROOT,
            env={**surroundings(), "PYTHONPATH": f"{os.environ.get('PYTHONPATH', '')}:{ROOT}"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def pays(self, most: int, *, step: int = 0, killed_after: float | None = None) -> int:
        """Let a process pay; returns the signal that ended it, 0 where it came to its end."""
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(f"{most} {step}\n")
        self.process.stdin.flush()
        pid = int(self.process.stdout.readline())
        if killed_after is not None:
            time.sleep(killed_after)
            with suppress(ProcessLookupError):  # it was done before
                os.kill(pid, signal.SIGKILL)
        return int(self.process.stdout.readline())

    def end(self) -> None:
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait(30)
        self.process.stdout.close()


def authorised(world: World, many: int) -> Contract:
    """One contract with so many tranches, all authorised, that its window lets follow one another."""
    amount = many * 100
    contract = cast.drafted(world, cast.approved(world, amount), amount)
    contracts.sign_contract(contract, on=cast.DAY, by=world.luc)
    contracts.sign_contract(contract, on=cast.DAY, by=world.paz)
    contracts.change_account(contract, "Bank of the Islands, 123", on=cast.DAY, by=world.paz)
    contracts.call_back(contract, on=cast.DAY, by=world.luc)
    window = contract.programme.proposal.window
    window.rules = {"next_tranche_at": "0"}
    window.save()
    Report.objects.create(
        contract=contract,
        kind="narrative",
        from_on=cast.DAY,
        to_on=cast.DAY,
        due_on=cast.DAY,
        state="accepted",
        interim=True,
    )
    now = timezone.now()
    Tranche.objects.bulk_create(
        Tranche(
            contract=contract,
            number=number,
            minor=story.usd(100).minor,
            planned_on=cast.DAY,
            state="authorised",
            requested_by=world.paz,
            requested_at=now,
            checked_by=world.lena,
            checked_at=now,
            authorised_by=world.sami,
            authorised_at=now,
        )
        for number in range(1, many + 1)
    )
    return contract


def look(contract: Contract) -> int:
    """Nothing is half done: what is paid is in the books, what is in the books is paid. Returns how many are."""
    paid = contract.tranches.filter(state="paid")
    journals = Journal.objects.filter(event="tranche.paid")
    assert list(problems()) == []
    assert list(problems_of_the_trail()) == []
    assert set(paid.values_list("journal", flat=True)) == set(journals.values_list("pk", flat=True))
    assert paid.count() == journals.count()
    advanced = balances().get(AccountName("1210", "P-2026-001", "PUENTE"), story.usd(0))
    assert advanced == story.usd(100 * paid.count())
    return paid.count()


@pytest.mark.django_db(transaction=True)
def test_killed_at_any_moment_nothing_is_half_paid_and_nothing_twice(world: World, nursery: Nursery) -> None:
    contract = authorised(world, ROUNDS * MOST)
    assert nursery.pays(0) == 0  # it has begun
    once = time.monotonic()
    assert nursery.pays(1) == 0
    usual = time.monotonic() - once
    killed = 0
    for _round in range(ROUNDS):
        ended = nursery.pays(MOST, killed_after=random.random() * usual)
        assert ended in (0, signal.SIGKILL)
        killed += ended == signal.SIGKILL
        look(contract)
    assert killed >= ROUNDS // 4  # the others were done before the kill came
    while look(contract) < ROUNDS * MOST:
        assert nursery.pays(ROUNDS * MOST) == 0
    assert contract.tranches.filter(state="paid").count() == ROUNDS * MOST


@pytest.mark.django_db(transaction=True)
def test_killed_before_any_statement_the_payment_is_made_later_and_once(world: World, nursery: Nursery) -> None:
    contract = authorised(world, 2)
    assert nursery.pays(0) == 0
    steps = count(1) if FULL else sorted(random.sample(range(1, FEWEST), 5))
    for step in steps:
        ended = nursery.pays(1, step=step)
        paid = look(contract)
        if paid:  # the statement came after the commit: every one before it was tried
            break
        assert ended == signal.SIGKILL, f"step {step} ended by {ended}"
    if FULL:
        assert (paid, step) >= (1, FEWEST)
    while look(contract) < 2:
        assert nursery.pays(1) == 0
    assert nursery.pays(2) == 0  # nothing is left to pay
    assert look(contract) == 2
