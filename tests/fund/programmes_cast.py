"""A programme as it stands after the committee approved it: endorsed, screened, with budget and results; and beyond."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from alianza.fund.actions import contracts, tranches
from alianza.fund.models import (
    BudgetLine,
    Contract,
    Decision,
    Endorsement,
    ExpectedResult,
    Item,
    Opinion,
    Programme,
    Tranche,
)
from tests.fund import story
from tests.world import World

DAY = story.DAY
CLAUSES = {
    "objectives": "Certificates count on both sides.",
    "tasks": "Compare curricula, train examiners.",
    "results": "Forty examiners trained.",
    "refund_clause": "What is not spent returns within 90 days.",
}


def approved(world: World, amount: int | str = 107_000, *, number: str = "P-2026-001") -> Programme:
    """Approved, with everything that a payment asks of it but a contract."""
    programme = story.programme(world, amount, number=number)
    proposal = programme.proposal
    Endorsement.objects.create(
        proposal=proposal,
        country="PHL",
        state=Endorsement.State.GIVEN,
        plan="Development Plan 2023-2028",
        objective="Skills of migrants",
        page="211",
        answered_by=world.imani,
        answered_on=DAY,
        valid_until=DAY + timedelta(days=730),
    )
    Opinion.objects.create(proposal=proposal, approved=True, text="Sound.", given_by=world.rhea)
    for category, share in (("staff", 60_000), ("travel", 20_000), ("supplies", 20_000), ("indirect", 7_000)):
        BudgetLine.objects.create(
            proposal=proposal, organisation=world.puente, category=category, minor=story.usd(share).minor
        )
    ExpectedResult.objects.create(
        proposal=proposal,
        number=1,
        statement="Examiners are trained",
        indicator="Examiners who passed",
        unit="people",
        baseline=0,
        target=40,
    )
    return programme


def drafted(world: World, programme: Programme, amount: int | str = 107_000, *, party: str = "PUENTE") -> Contract:
    return contracts.draft_contract(
        programme,
        world.puente,
        story.usd(amount),
        party=party,
        indirect_rate=Decimal("0.07"),
        clauses=CLAUSES,
        by=world.luc,
    )


def signed(world: World, programme: Programme | None = None, amount: int | str = 107_000) -> Contract:
    """Signed by both, with an account confirmed by a call and two tranches, 60 and 40 %."""
    contract = drafted(world, programme or approved(world), amount)
    contracts.sign_contract(contract, on=DAY, by=world.luc)
    contracts.sign_contract(contract, on=DAY, by=world.paz)
    contracts.change_account(contract, "Bank of the Islands, 123", on=DAY, by=world.paz)
    contracts.call_back(contract, on=DAY, by=world.luc)
    whole = story.usd(amount)
    first, second = whole.allocate([60, 40])
    contracts.plan_tranches(contract, [(DAY, first), (DAY + timedelta(days=180), second)], by=world.luc)
    return Contract.objects.get(pk=contract.pk)


def requested(world: World, contract: Contract, number: int = 1, *, on: date = DAY) -> Tranche:
    return tranches.request(contract.tranches.get(number=number), on=on, by=world.paz)


def authorised(world: World, contract: Contract, number: int = 1, *, on: date = DAY) -> Tranche:
    tranche = requested(world, contract, number, on=on)
    tranches.check(tranche, on=on, by=world.lena)
    return tranches.authorise(tranche, on=on, by=world.sami)


def paid(world: World, contract: Contract, number: int = 1, *, on: date = DAY) -> Tranche:
    return tranches.pay(authorised(world, contract, number, on=on), bank_reference=f"B-{number}", on=on, by=world.luc)


def running(world: World, amount: int | str = 107_000, *, number: str = "P-2026-001") -> Contract:
    """Active: the contract is signed and its first tranche paid."""
    contract = signed(world, approved(world, amount, number=number), amount)
    paid(world, contract)
    return Contract.objects.get(pk=contract.pk)


def decided(programme: Programme, kind: str, number: str = "D-2026-009", *, outcome: str = "adopted") -> Decision:
    """What the committee decided about the programme."""
    first = programme.decision
    at = datetime(2026, 6, 1, 12, tzinfo=timezone.get_current_timezone())
    item = Item.objects.create(
        body=first.item.body,
        number=f"I-{number}",
        kind=kind,
        subject=programme.subject,
        title="Change",
        text="As proposed.",
        method=Item.Method.CONSENSUS,
        state=Item.State.DECIDED,
        opened_at=at,
    )
    return Decision.objects.create(
        number=number,
        item=item,
        outcome=outcome,
        method=Item.Method.CONSENSUS,
        rules="2026",
        text="As proposed.",
        tally={},
        decided_at=at,
    )
