"""What tests of the fund begin with: a window with money in it, a proposal, a programme with its contract."""

from datetime import date, datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from alianza.audit.actions import PLATFORM
from alianza.fund import posting
from alianza.fund.actions.ledger import post
from alianza.fund.models import (
    Body,
    Contract,
    Decision,
    Donor,
    Executant,
    Item,
    Journal,
    Programme,
    Proposal,
    ProposalCountry,
    Tranche,
    Window,
)
from alianza.fund.posting import Draft, Leg, key_of
from alianza.vocabulary.money import Money
from tests.world import World

DAY = date(2026, 3, 2)


def usd(amount: int | str) -> Money:
    return Money.of(amount, "USD")


def written(event: str, legs: tuple[Leg, ...], *, on: date = DAY, subject: str = "") -> Journal:
    with transaction.atomic():
        return post(Draft(event, on, legs, key_of(event, uuid4()), subject), by=PLATFORM)


def window(number: str = "W1", area: str = "skilling") -> Window:
    return Window.objects.get_or_create(number=number, defaults={"area": area, "opens_on": date(2024, 1, 1)})[0]


def money_in(into: Window, amount: int | str, agreement: str = "A", *, on: date = DAY) -> None:
    """A signed, paid and allocated contribution, in the books alone."""
    money = usd(amount)
    written("contribution.signed", posting.signed(agreement, money, money), on=on)
    written("contribution.received", posting.received(agreement, money, money, money), on=on)
    written("window.allocated", posting.to_window(agreement, into.number, money), on=on)


def donor(world: World, number: str = "NOR") -> Donor:
    return Donor.objects.get_or_create(
        organisation=world.treasury,
        defaults={
            "number": number,
            "kind": Donor.Kind.FOUNDATION,
            "looked_into_on": DAY,
            "looked_into": "Nothing found.",
        },
    )[0]


def proposal(world: World, number: str = "P-2026-001", *, state: str = "draft", country: str = "PHL") -> Proposal:
    """Puente asks, for the Philippines; with texts, but no budget and no results yet."""
    made = Proposal.objects.create(
        number=number,
        applicant=world.puente,
        author=world.paz,
        window=window(),
        title="Skills that count on both sides",
        objectives="Nurses' certificates are recognised before they leave.",
        tasks="Compare curricula, agree, train examiners.",
        results="Examiners trained; certificates recognised.",
        follows="Forum 2008, partnerships",
        direct="Trains migrants before they leave.",
        additional="Not in any aid programme of the country.",
        overlap="Searched the register of activities; nothing of the kind.",
        benefits="Origin: examiners. Destination: nurses. Worker: pay. Family: less debt.",
        risks="Loss of nurses at home; numbers are capped.",
        rights="No fees from workers; complaint line.",
        gender_marker=1,
        rights_marker=2,
        child_marker=0,
        starts_on=DAY,
        months=24,
        state=state,
        submitted_at=None if state in ("draft", "withdrawn") else timezone.now(),
    )
    ProposalCountry.objects.create(proposal=made, country=country)
    Executant.objects.create(
        proposal=made, organisation=world.puente, lead=True, local=True, capacity_checked_on=DAY, capacity="Sound."
    )
    return made


def decision(
    world: World,
    subject: str,
    number: str = "D-2026-001",
    *,
    kind: str = Item.Kind.APPROVAL,
    outcome: str = Decision.Outcome.ADOPTED,
    method: str = Item.Method.CONSENSUS,
    at: datetime | None = None,
    supersedes: Decision | None = None,
) -> Decision:
    body = Body.objects.get_or_create(kind=Body.Kind.OVERSIGHT, defaults={"rules": "oversight-1"})[0]
    at = at or datetime(2026, 3, 2, 12, tzinfo=timezone.get_current_timezone())
    item = Item.objects.create(
        body=body,
        number=f"I-{number}",
        kind=kind,
        subject=subject,
        title="Approval",
        text="Approved.",
        method=method,
        state=Item.State.DECIDED,
        opened_at=at,
    )
    return Decision.objects.create(
        number=number,
        item=item,
        outcome=outcome,
        method=method,
        rules="oversight-1",
        text="Approved.",
        tally={},
        decided_at=at,
        supersedes=supersedes,
    )


def programme(world: World, amount: int | str = 100_000, *, number: str = "P-2026-001") -> Programme:
    """Approved and in the books; W1 has the money."""
    asked = proposal(world, number, state="approved")
    money_in(asked.window, amount, agreement=f"A-{number}")
    money = usd(amount)
    written("programme.approved", posting.approved(asked.window.number, number, money), subject=f"programme:{number}")
    return Programme.objects.create(
        proposal=asked,
        decision=decision(world, f"proposal:{number}", f"D-{number}"),
        approved_minor=money.minor,
        approved_on=DAY,
        starts_on=DAY,
        ends_on=DAY + timedelta(days=730),
    )


def contract(world: World, made: Programme, amount: int | str = 100_000, *, party: str = "PUENTE") -> Contract:
    """Signed and in the books, with two tranches planned, 60 and 40 %."""
    money = usd(amount)
    written("contract.signed", posting.contracted(made.number, party, money), subject=f"programme:{made.number}")
    held = Contract.objects.create(
        programme=made,
        organisation=world.puente,
        party=party,
        minor=money.minor,
        indirect_rate="0.07",
        objectives="As the programme says.",
        tasks="Train.",
        results="Trained.",
        refund_clause="Unspent money returns within 90 days.",
        state=Contract.State.SIGNED,
        signed_on=DAY,
        signed_for_fund=world.luc,
        signed_for_party=world.paz,
    )
    first = money.minor * 6 // 10
    for at, minor in enumerate((first, money.minor - first), start=1):
        Tranche.objects.create(contract=held, number=at, minor=minor, planned_on=DAY + timedelta(days=180 * (at - 1)))
    return held
