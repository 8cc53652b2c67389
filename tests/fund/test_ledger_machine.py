"""Whatever happens, in whatever order: random lives of a fund keep every invariant, and what is refused leaves no trace."""

import os
from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from alianza.audit.actions import PLATFORM
from alianza.fund import posting
from alianza.fund.actions import ledger
from alianza.fund.chart import AccountName
from alianza.fund.checks import problems
from alianza.fund.models import Closing, Journal, Pool, Share
from alianza.fund.posting import Draft, Leg, key_of
from alianza.fund.queries.ledger import balances
from alianza.vocabulary.money import Money
from alianza.vocabulary.refusal import Refusal

CURRENCIES = {"A": "EUR", "B": "USD", "C": "JPY", "D": "TND"}
AGREEMENTS = st.sampled_from(sorted(CURRENCIES))
WINDOWS = st.sampled_from(["W1", "W2"])
EARMARKS = st.sampled_from(["any", "JOR"])
PROGRAMMES = {"P1": "W1", "P2": "W1", "P3": "W2"}
OPERATIONS = {"O1": "any", "O2": "JOR"}
PROGRAMME, PARTY = st.sampled_from(["P1", "P1", "P2", "P3"]), st.sampled_from(["IOM", "IOM", "ILO"])
OPERATION = st.sampled_from(sorted(OPERATIONS))
PART = st.integers(1, 1150)
"""Thousandths of what is there; above a thousand it is more than there is, and has to be refused."""
AMOUNT = st.integers(1, 10**9)
STEP = st.sampled_from(["approve", "lapse", "commit", "cancel", "transfer", "apply", "reflow", "reflow_applied"])

Legs = tuple[Leg, ...]


def usd(minor: int) -> Money:
    return Money(minor, "USD")


class Books(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.open = transaction.atomic()
        self.open.__enter__()
        self.day = date(2024, 1, 1)
        self.cash: dict[str, int] = defaultdict(int)
        """What each agreement brought to the bank, as the bank said."""
        self.kept: dict[str, int] = defaultdict(int)
        """What of it went to core functions and the reserve."""

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.open.__exit__(None, None, None)

    # how it is tried ------------------------------------------------------------------------------------------------

    def held(self, chart: str, first: str = "", second: str = "", currency: str = "USD") -> int:
        """What stands there, above zero, whichever side it is on."""
        name = AccountName(chart, first, second, currency)
        return abs(balances().get(name, Money.zero(currency)).minor)

    def snapshot(self) -> tuple[Any, ...]:
        return (
            balances(),
            Journal.objects.count(),
            sorted(Pool.objects.values_list("account__code", "agreement", "minor")),
            Share.objects.count(),
            Closing.objects.count(),
        )

    def done(self, event: str, legs: Legs, subject: str = "") -> Journal:
        self.day += timedelta(days=1)
        with transaction.atomic():
            return ledger.post(Draft(event, self.day, legs, key_of(event, uuid4()), subject), by=PLATFORM)

    def refused(self, attempt: Callable[[], object]) -> Refusal:
        before = self.snapshot()
        with pytest.raises(Refusal) as refusal, transaction.atomic():
            attempt()
        assert self.snapshot() == before
        assert str(refusal.value).endswith(".")
        return refusal.value

    def part(self, there: int, part: int, event: str, legs: Callable[[int], Legs], subject: str = "") -> int:
        """Move a part of what is there; more than that is refused. What was moved."""
        if part > 1000 or not there:
            self.refused(lambda: self.done(event, legs(there + part), subject))
            return 0
        minor = max(1, there * part // 1000)
        self.done(event, legs(minor), subject)
        return minor

    # contributions --------------------------------------------------------------------------------------------------

    @initialize(minor=AMOUNT)
    def begins(self, minor: int) -> None:
        """A fund in the middle of its life, so that every deed finds something to do."""
        for agreement in ("A", "B", "C"):
            self.signs(agreement, minor + 1000)
            self.receives(agreement, 700, -30)
            self.goes_to_a_window(agreement, "W1", 500)
            self.goes_to_the_facility(agreement, "any", 200)
        self.approves("P1", 800)
        self.contracts("P1", "IOM", 900)
        self.pays_a_tranche("P1", "IOM", 600)
        self.moves_an_operation("O1", 700, "approve")
        self.moves_an_operation("O1", 900, "commit")
        self.moves_an_operation("O1", 500, "transfer")
        self.accepts_expenditure("P1", "IOM", 600)
        self.disallows_a_cost("P1", "IOM", 300)

    @rule(agreement=AGREEMENTS, minor=AMOUNT)
    def signs(self, agreement: str, minor: int) -> None:
        money = Money(minor, CURRENCIES[agreement])
        worth = usd(minor if money.currency == "USD" else minor * 107 // 100 + 1)
        self.done("contribution.pledged", posting.pledged("donor", money))
        self.done("contribution.signed", posting.signed(agreement, money, worth, donor="donor", from_pledge=money))

    @rule(agreement=AGREEMENTS, part=PART, exchange=st.integers(-200, 200), note=st.booleans())
    def receives(self, agreement: str, part: int, exchange: int, note: bool = False) -> None:
        currency = CURRENCIES[agreement]
        claim = self.held("1120" if note else "1110", agreement, currency=currency)
        whole = self.held("1110", agreement, currency=currency) + self.held("1120", agreement, currency=currency)
        deferred = self.held("2010", agreement)

        def legs(minor: int) -> Legs:
            worth = deferred * minor // whole if whole else 1
            if currency == "USD":
                worth = minor
            cash = worth if currency == "USD" else max(1, worth + worth * exchange // 1000)
            self.last = cash
            return posting.received(agreement, Money(minor, currency), usd(worth), usd(cash), note=note)

        if claim and part <= 1000 and not (deferred * max(1, claim * part // 1000) // whole):
            return  # worth less than a cent: nobody sends it
        if self.part(claim, part, "contribution.received", legs):
            self.cash[agreement] += self.last

    @rule(agreement=AGREEMENTS, part=PART)
    def deposits_a_note(self, agreement: str, part: int) -> None:
        currency = CURRENCIES[agreement]
        there = self.held("1110", agreement, currency=currency)
        self.part(there, part, "contribution.noted", lambda minor: posting.noted(agreement, Money(minor, currency)))

    @rule(agreement=AGREEMENTS)
    def writes_off(self, agreement: str) -> None:
        currency = CURRENCIES[agreement]
        there = self.held("1110", agreement, currency=currency)
        whole = there + self.held("1120", agreement, currency=currency)
        worth = self.held("2010", agreement) * there // whole if whole else 0
        if there and worth:
            worth = there if currency == "USD" else worth
            self.done("contribution.written_off", posting.written_off(agreement, Money(there, currency), usd(worth)))

    @rule(agreement=AGREEMENTS, part=PART)
    def takes_the_fee(self, agreement: str, part: int) -> None:
        there = self.held("8100", agreement)
        self.part(there, part, "contribution.fee", lambda minor: posting.fee_taken({agreement: usd(minor)}))

    @rule(agreement=AGREEMENTS, part=PART, reserve=st.booleans())
    def goes_to_core_or_reserve(self, agreement: str, part: int, reserve: bool) -> None:
        there = self.held("8100", agreement)
        where = posting.to_reserve if reserve else posting.to_core
        self.kept[agreement] += self.part(there, part, "core.allocated", lambda minor: where(agreement, usd(minor)))

    @rule(agreement=st.one_of(AGREEMENTS, st.just("interest")), window=WINDOWS, part=PART)
    def goes_to_a_window(self, agreement: str, window: str, part: int) -> None:
        there = self.held("8100", agreement)
        self.part(there, part, "window.allocated", lambda minor: posting.to_window(agreement, window, usd(minor)))

    @rule(window=WINDOWS, part=PART)
    def goes_to_a_window_from_everybody(self, window: str, part: int) -> None:
        """Several agreements and two windows in one journal."""
        there = {number: self.held("8100", number) * min(part, 1000) // 1000 for number in ("A", "B")}
        legs = tuple(
            leg
            for number, minor in there.items()
            if minor
            for where, some in (("W1", minor // 3), (window, minor - minor // 3))
            if some
            for leg in posting.to_window(number, where, usd(some))
        )
        if legs:
            self.done("window.allocated", legs)

    @rule(agreement=AGREEMENTS, earmark=EARMARKS, part=PART)
    def goes_to_the_facility(self, agreement: str, earmark: str, part: int) -> None:
        there = self.held("8100", agreement)
        self.part(there, part, "facility.allocated", lambda minor: posting.to_facility(agreement, earmark, usd(minor)))

    @rule(agreement=AGREEMENTS, window=st.one_of(st.just(""), WINDOWS), part=PART)
    def goes_back_to_the_donor(self, agreement: str, window: str, part: int) -> None:
        there = self.held("8100", agreement)
        if window:
            of_theirs = Pool.objects.filter(account__code=f"8200:{window}", agreement=agreement).first()
            there = -of_theirs.minor if of_theirs else 0
        self.part(
            there, part, "contribution.returned", lambda minor: posting.returned(agreement, usd(minor), window=window)
        )

    @rule(minor=AMOUNT, earned=st.booleans(), back=st.integers(0, 40))
    def earns_interest(self, minor: int, earned: bool, back: int) -> None:
        """The bank tells late: dated back as far as the period is open."""
        legs = (
            posting.interest(usd(minor), programme="P1", organisation="IOM") if earned else posting.interest(usd(minor))
        )
        closed = Closing.objects.order_by("-through").values_list("through", flat=True).first() or date(2023, 1, 1)
        on = max(self.day - timedelta(days=back), closed + timedelta(days=1))
        with transaction.atomic():
            ledger.post(Draft("bank.interest", on, legs, key_of("bank.interest", uuid4())), by=PLATFORM)
        self.cash["interest"] += minor

    @rule(agreement=st.one_of(st.just(""), AGREEMENTS), part=PART)
    def is_charged_by_the_bank(self, agreement: str, part: int) -> None:
        there = self.held("8100", agreement) if agreement else self.held("8260")
        self.part(there, part, "bank.charged", lambda minor: posting.bank_charged(usd(minor), agreement=agreement))

    @rule(part=PART)
    def pays_for_core_functions(self, part: int) -> None:
        self.part(self.held("8250", "core"), part, "core.paid", lambda minor: posting.core_paid(usd(minor)))

    # programmes -----------------------------------------------------------------------------------------------------

    @rule(programme=PROGRAMME, part=PART)
    def approves(self, programme: str, part: int) -> None:
        window = PROGRAMMES[programme]
        there = self.held("8200", window)
        self.of(programme, there, part, "programme.approved", lambda m: posting.approved(window, programme, usd(m)))

    @rule(programme=PROGRAMME, part=PART)
    def lets_an_approval_lapse(self, programme: str, part: int) -> None:
        there, window = self.held("8300", programme), PROGRAMMES[programme]
        self.of(
            programme, there, part, "programme.lapsed", lambda m: posting.approval_lapsed(window, programme, usd(m))
        )

    @rule(programme=PROGRAMME, party=PARTY, part=PART)
    def contracts(self, programme: str, party: str, part: int) -> None:
        there = self.held("8300", programme)
        self.of(programme, there, part, "contract.signed", lambda m: posting.contracted(programme, party, usd(m)))

    @rule(programme=PROGRAMME, party=PARTY, part=PART)
    def reduces_a_contract(self, programme: str, party: str, part: int) -> None:
        there, window = self.held("8400", programme, party), PROGRAMMES[programme]
        self.of(
            programme,
            there,
            part,
            "contract.reduced",
            lambda m: posting.contract_reduced(programme, party, window, usd(m)),
        )

    @rule(programme=PROGRAMME, party=PARTY, part=PART)
    def pays_a_tranche(self, programme: str, party: str, part: int) -> None:
        there = self.held("8400", programme, party)
        self.of(programme, there, part, "tranche.paid", lambda m: posting.tranche_paid(programme, party, usd(m)))

    @rule(programme=PROGRAMME, party=PARTY, part=PART)
    def accepts_expenditure(self, programme: str, party: str, part: int) -> None:
        def legs(minor: int) -> Legs:
            indirect = minor * 7 // 107
            return posting.expenditure_accepted(programme, party, usd(minor - indirect), usd(indirect))

        self.of(programme, self.held("1210", programme, party), part, "expenditure.accepted", legs)

    @rule(programme=PROGRAMME, party=PARTY, part=PART)
    def gets_a_refund(self, programme: str, party: str, part: int) -> None:
        there, window = self.held("1210", programme, party), PROGRAMMES[programme]
        self.of(
            programme, there, part, "contract.refunded", lambda m: posting.refunded(programme, party, window, usd(m))
        )

    @rule(programme=PROGRAMME, party=PARTY, part=PART)
    def disallows_a_cost(self, programme: str, party: str, part: int) -> None:
        there = self.held("5100", programme, party)
        if part > 1000:
            there = self.held("8600", programme, party)  # the guard is on what was accepted, indirect cost included
        self.of(
            programme,
            there,
            part,
            "cost.disallowed",
            lambda m: posting.cost_disallowed(programme, party, usd(m), usd(0)),
        )

    @rule(programme=PROGRAMME, party=PARTY, part=PART)
    def recovers_a_cost(self, programme: str, party: str, part: int) -> None:
        there, window = self.held("1290", programme, party), PROGRAMMES[programme]
        self.of(
            programme, there, part, "cost.recovered", lambda m: posting.cost_recovered(programme, party, window, usd(m))
        )

    def of(self, programme: str, there: int, part: int, event: str, legs: Callable[[int], Legs]) -> None:
        self.part(there, part, event, legs, f"programme:{programme}")

    # members and the facility ---------------------------------------------------------------------------------------

    @rule(minor=AMOUNT, paid=st.sampled_from(["no", "part", "waived"]))
    def invoices_a_member(self, minor: int, paid: str) -> None:
        self.done("fee.invoiced", posting.fee_invoiced("NOR", usd(minor)))
        there = self.held("1310", "NOR")
        if paid == "part":
            self.done("fee.paid", posting.fee_paid("NOR", usd((there + 1) // 2)))
        elif paid == "waived":
            self.done("fee.waived", posting.fee_waived("NOR", usd(there)))
        else:
            self.refused(lambda: self.done("fee.paid", posting.fee_paid("NOR", usd(there + 1))))

    @rule(
        operation=OPERATION,
        part=PART,
        step=STEP,
    )
    def moves_an_operation(self, operation: str, part: int, step: str) -> None:
        earmark = OPERATIONS[operation]
        where, legs = {
            "approve": (("8270", earmark), lambda m: posting.operation_approved(earmark, operation, m)),
            "lapse": (("8310", operation), lambda m: posting.operation_lapsed(earmark, operation, m)),
            "commit": (("8310", operation), lambda m: posting.operation_committed(operation, "IBRD", m)),
            "cancel": (
                ("8410", operation, "IBRD"),
                lambda m: posting.commitment_cancelled(operation, "IBRD", earmark, m),
            ),
            "transfer": (("8410", operation, "IBRD"), lambda m: posting.grant_transferred(operation, "IBRD", m)),
            "apply": (("8510", operation, "IBRD"), lambda m: posting.grant_applied(operation, "IBRD", m)),
            "reflow": (("8510", operation, "IBRD"), lambda m: posting.grant_reflowed(operation, "IBRD", earmark, m)),
            "reflow_applied": (
                ("8610", operation, "IBRD"),
                lambda m: posting.applied_grant_reflowed(operation, "IBRD", earmark, m),
            ),
        }[step]
        self.part(
            self.held(*where), part, f"operation.{step}", lambda minor: legs(usd(minor)), f"operation:{operation}"
        )

    # corrections and closings ---------------------------------------------------------------------------------------

    @rule(which=st.integers(0, 10**6))
    def reverses(self, which: int) -> None:
        """Some can be undone, some would take away what has moved on: refused, and all as before."""
        journal = Journal.objects.all()[which % Journal.objects.count()]
        before = self.snapshot()
        try:
            with transaction.atomic():
                ledger.reverse(journal, on=self.day, by=PLATFORM, reason="a test")
        except Refusal as refused:
            assert self.snapshot() == before
            if journal.reverses_id is None and not Journal.objects.filter(reverses=journal).exists():
                why = isinstance(refused, ledger.NotEnough | ledger.attribution.NotThere | ledger.PeriodClosed)
                assert why, refused  # noqa: PT017  a refusal is one of two right answers
            return
        self.forget(journal)
        self.refused(lambda: ledger.reverse(journal, on=self.day, by=PLATFORM, reason="again"))

    def forget(self, journal: Journal) -> None:
        """The same by hand, from what the undone journal says it did."""
        lines = {AccountName.read(code): minor for code, minor in journal.entries.values_list("account__code", "minor")}
        for account, minor in lines.items():
            if account.chart == "8100" and AccountName("8000") in lines:
                self.cash[account.first] += minor
            elif account.chart == "8100" and {one.chart for one in lines} & {"8250", "8260"}:
                self.kept[account.first] -= minor

    @rule()
    def closes_the_period(self) -> None:
        with transaction.atomic():
            ledger.close_period(self.day, by=PLATFORM)
        self.refused(lambda: ledger.close_period(self.day, by=PLATFORM))
        late = Draft("bank.interest", self.day, posting.interest(usd(1)), key_of(uuid4()))
        assert isinstance(self.refused(lambda: ledger.post(late, by=PLATFORM)), ledger.PeriodClosed)
        self.day += timedelta(days=1)

    # what nobody may do ---------------------------------------------------------------------------------------------

    @rule(minor=AMOUNT)
    def writes_nonsense(self, minor: int) -> None:
        bank, income = AccountName("1010"), AccountName("4110")
        pool, free = AccountName("8200", "W1"), AccountName("8100", "B")
        for legs in (
            (Leg(bank, usd(minor)),),
            (),
            (Leg(bank, usd(minor)), Leg(income, usd(-minor - 1))),
            (Leg(bank, usd(minor)), Leg(free, usd(-minor))),
            (Leg(bank, Money(minor, "EUR")), Leg(income, Money(-minor, "EUR"))),
            (Leg(bank, usd(10**17)), Leg(income, usd(-(10**17)))),
            (Leg(AccountName("8260"), usd(0)), Leg(AccountName("8000"), usd(minor)), Leg(pool, usd(-minor))),
        ):
            self.refused(lambda legs=legs: self.done("nonsense", legs))

    @rule()
    def posts_the_same_event_again(self) -> None:
        journal = Journal.objects.order_by("-number_id").filter(reverses=None).first()
        assert journal is not None
        legs = tuple(
            Leg(AccountName.read(code), Money(minor, currency))
            for code, currency, minor in journal.entries.values_list("account__code", "account__currency", "minor")
        )
        before = self.snapshot()
        again = Draft(journal.event, journal.occurred_on, legs, journal.key, journal.subject)
        assert ledger.post(again, by=PLATFORM) == journal
        assert self.snapshot() == before
        twice = Draft(
            journal.event, journal.occurred_on, tuple(Leg(leg.account, leg.money * 2) for leg in legs), journal.key
        )
        assert isinstance(self.refused(lambda: ledger.post(twice, by=PLATFORM)), ledger.KeyTaken)

    # what always holds ----------------------------------------------------------------------------------------------

    @invariant()
    def everything_adds_up(self) -> None:
        assert list(problems()) == []

    @invariant()
    def every_cent_of_a_donor_is_somewhere(self) -> None:
        """Received = not yet allocated + fee and charges + core and reserve + pools + programmes + returned."""
        for agreement in (*CURRENCIES, "interest"):
            left = -sum(Pool.objects.filter(agreement=agreement).values_list("minor", flat=True))
            given = sum(
                Share.objects.filter(agreement=agreement).exclude(journal__subject="").values_list("minor", flat=True)
            )
            assert given >= 0
            assert self.cash[agreement] == (
                self.held("8100", agreement)
                + self.held("8800", agreement)
                + self.held("8700", agreement)
                + self.kept[agreement]
                + left
                + given
            ), agreement


FULL = os.environ.get("ALIANZA_SWEEP") == "full"


@pytest.mark.django_db
def test_a_random_life_of_the_fund_keeps_every_invariant() -> None:
    assert connection.in_atomic_block
    run_state_machine_as_test(
        Books,
        settings=settings(
            max_examples=30 if FULL else 8,
            stateful_step_count=60 if FULL else 30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=not FULL,
        ),
    )
