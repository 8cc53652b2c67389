"""A proposal brought to any of its states through the deeds themselves, for tests."""

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

from alianza.accounts.models import User
from alianza.documents.actions import store
from alianza.documents.models import Kind, StoredFile
from alianza.fund.actions import endorsements, proposal_drafts, proposals, reviews
from alianza.fund.actions.proposal_drafts import Expected
from alianza.fund.models import Body, Condition, Criterion, Decision, Endorsement, Proposal, Review
from alianza.network.models import Membership, RoleCode
from tests.fund import story
from tests.fund.story import DAY, usd
from tests.world import World, _person

ASKED = usd(100_000)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def begun(world: World) -> Proposal:
    return proposal_drafts.draft_proposal(
        world.puente, story.window(), title="Skills that count on both sides", on=DAY, by=world.paz, kind="pilot"
    )


def written(world: World, made: Proposal | None = None, *, partners: bool = True) -> Proposal:
    """Everything that it needs before it can be submitted: 100,000.00 USD for Puente in the Philippines."""
    held = made or begun(world)
    texts = {
        "objectives": "Nurses' certificates are recognised before they leave.",
        "tasks": "Compare curricula, agree, train examiners.",
        "results": "Examiners trained; certificates recognised.",
    }
    reasons = {
        "follows": "Forum 2008, partnerships",
        "direct": "Trains migrants before they leave.",
        "additional": "Not in any aid programme of the country.",
        "overlap": "Searched the register of activities; nothing of the kind.",
        "benefits": "Origin: examiners. Destination: nurses. Worker: pay. Family: less debt.",
        "risks": "Loss of nurses at home; numbers are capped.",
        "rights": "No fees from workers; complaint line.",
        "gender_marker": 1,
        "rights_marker": 2,
        "child_marker": 0,
    }
    basics = {"starts_on": date(2026, 7, 1), "months": 24}
    held = proposal_drafts.save_texts(held, basics, step="basics", version=held.version, by=world.paz)
    held = proposal_drafts.save_partners(
        held, {"PHL": "origin"}, [world.puente], world.puente, version=held.version, by=world.paz
    )
    expected = [
        Expected("output", "Examiners are trained", "Examiners with a certificate", "people", None, Decimal(40), "List")
    ]
    held = proposal_drafts.save_results(held, texts, expected, version=held.version, by=world.paz)
    amounts = {
        (world.puente.pk, "staff"): usd("60000"),
        (world.puente.pk, "travel"): usd("33457.94"),
        (world.puente.pk, "indirect"): usd("6542.06"),
    }
    held = proposal_drafts.save_budget(held, amounts, version=held.version, by=world.paz)
    return proposal_drafts.save_texts(held, reasons, step="reasons", version=held.version, by=world.paz)


def submitted(world: World) -> Proposal:
    return proposals.submit(written(world), on=DAY, by=world.paz)


def admitted(world: World) -> Proposal:
    held = submitted(world)
    for executant in held.executants.all():
        proposal_drafts.check_capacity(executant, found="Sound.", on=DAY, by=world.luc)
    held = proposals.admit(held, judged="Nothing of the kind.", on=DAY, by=world.luc)
    endorsements.ask_endorsements(held, on=DAY, by=world.luc)
    return fresh(held)


def letter(by: User) -> StoredFile:
    return store(by, Kind.FUND, BytesIO(PDF), name="letter.pdf", keep_until=date(2040, 1, 1), by=by)


def endorsed(world: World) -> Proposal:
    held = admitted(world)
    endorse(world, held.endorsements.get(country="PHL"))
    return fresh(held)


def endorse(world: World, asked: Endorsement, *, on: date = DAY) -> Endorsement:
    return endorsements.endorse(
        asked,
        plan="Development Plan 2023-2028",
        objective="Protect workers abroad",
        page="112",
        letter=letter(world.imani),
        on=on,
        by=world.imani,
    )


def reviewer(world: World, name: str) -> User:
    person = User.objects.filter(email=f"{name}@example.org").first() or _person(name)
    Membership.objects.get_or_create(
        user=person, organisation=world.secretariat, role=RoleCode.REVIEWER, defaults={"begins_on": date(2024, 1, 1)}
    )
    return person


def scored(world: World, held: Proposal, person: User, points: int = 4, **other: int) -> Review:
    review = reviews.invite(held, person, by=world.luc)
    reviews.declare(review, conflict=False, by=person)
    scores = {each: (other.get(each, points), f"Because of {each}.") for each in Criterion.values}
    return reviews.score(review, scores, advice="approve", text="Well made.", by=person)


def read(world: World, *points: int) -> Proposal:
    """Endorsed, and scored by as many reviewers as points are given."""
    held = endorsed(world)
    for place, each in enumerate(points or (4, 4, 5)):
        scored(world, held, world.rhea if not place else reviewer(world, f"reviewer{place}"), each)
    return fresh(held)


def screened(world: World, *points: int) -> Proposal:
    held = read(world, *points)
    reviews.give_opinion(held, text="Sound and needed.", on=DAY, by=world.luc)
    return fresh(held)


def decided(
    world: World,
    held: Proposal,
    outcome: str = "adopted",
    *,
    conditions: bool = False,
    kind: str = "approval",
    method: str = "consensus",
    number: str = "",
    at: datetime | None = None,
    supersedes: Decision | None = None,
) -> Decision:
    """A decision of the committee about the proposal; nothing follows from it yet."""
    number = number or f"D-{kind}-{Decision.objects.count() + 1}"
    made = story.decision(
        world, held.subject, number, kind=kind, outcome=outcome, method=method, at=at, supersedes=supersedes
    )
    if conditions:
        Condition.objects.create(decision=made, text="Open an office.", owner=world.puente, due_on=date(2026, 12, 31))
    assert made.item.body.kind == Body.Kind.OVERSIGHT
    return Decision.objects.select_related("item__body").get(pk=made.pk)


def fresh(held: Proposal) -> Proposal:
    return Proposal.objects.select_related("window", "applicant").get(pk=held.pk)
