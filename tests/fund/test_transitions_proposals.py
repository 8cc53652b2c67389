"""Every move of a proposal and of an endorsement, tried by everybody; and each guard, failing alone."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from alianza.audit.actions import PLATFORM
from alianza.audit.models import Entry
from alianza.fund.actions import endorsements, proposal_drafts, proposals, reviews
from alianza.fund.chart import AccountName
from alianza.fund.checks import problems
from alianza.fund.lifecycles.proposals import ENDORSEMENT, PROPOSAL
from alianza.fund.models import (
    BudgetLine,
    Contract,
    Endorsement,
    Executant,
    ExpectedResult,
    Journal,
    Programme,
    Proposal,
    ProposalCountry,
    Review,
    Version,
    Window,
)
from alianza.fund.queries.ledger import balances
from alianza.network.models import Membership, Organisation, RoleCode
from alianza.vocabulary.lifecycle import NotYet
from alianza.vocabulary.refusal import Refusal
from tests.fund import asking, story
from tests.fund.asking import fresh
from tests.fund.story import DAY, usd
from tests.world import World

pytestmark = pytest.mark.django_db

PEOPLE = {
    "paz": "applicant",
    "luc": "officer",
    "imani": "focal_point",
    "ana": "worker",
    "pilar": "employer",
    "mara": "stranger",
    "otto": "auditor",
    "dina": "donor",
    "ada": "administrator",
    "rhea": "reviewer",
    "maya": "member",
}
"""Whoever there is, and what they are to a proposal of Puente's for the Philippines."""


def _opinion(held: Proposal, by: Any) -> None:
    reviews.give_opinion(held, text="Sound.", on=DAY, by=by)


def _decision(world: World, held: Proposal, move: str) -> None:
    """The committee's own moves: the decision is who acts."""
    story.money_in(held.window, 200_000)
    made = asking.decided(
        world,
        held,
        "not_adopted" if move == "reject" else "adopted",
        conditions=move == "approve_with_conditions",
    )
    proposals.record_decision(held, made, by=PLATFORM, deferred=move == "defer")


MOVES: dict[str, tuple[Callable[[World], Proposal], Callable[[Proposal, Any], Any]]] = {
    "submit": (asking.written, lambda held, by: proposals.submit(held, on=DAY, by=by)),
    "admit": (
        lambda world: _checked(world),  # noqa: PLW0108  defined below
        lambda held, by: proposals.admit(held, judged="Nothing found.", on=DAY, by=by),
    ),
    "endorse": (asking.admitted, lambda held, by: _endorse(held, by)),  # noqa: PLW0108  defined below
    "unendorse": (
        asking.endorsed,
        lambda held, by: endorsements.withdraw_endorsement(
            held.endorsements.get(), reason="Plans changed.", on=DAY, by=by
        ),
    ),
    "screen": (asking.read, _opinion),
    "return": (asking.submitted, lambda held, by: proposals.return_proposal(held, reason="Say more.", by=by)),
    "withdraw": (asking.submitted, lambda held, by: proposals.withdraw(held, by=by)),
}
BY_DECISION = {
    "approve": "approved",
    "approve_with_conditions": "conditional",
    "defer": "deferred",
    "reject": "rejected",
}


def _checked(world: World) -> Proposal:
    held = asking.submitted(world)
    for executant in held.executants.all():
        proposal_drafts.check_capacity(executant, found="Sound.", on=DAY, by=world.luc)
    return held


def _endorse(held: Proposal, by: Any) -> Endorsement:
    return endorsements.endorse(
        held.endorsements.get(),
        plan="Plan",
        objective="Objective",
        page="1",
        letter=asking.letter(by),
        on=DAY,
        by=by,
    )


def test_every_move_of_the_table_is_tried_here() -> None:
    assert {move.id for move in PROPOSAL.moves} == {*MOVES, *BY_DECISION}
    assert {state.id for state in PROPOSAL.states} == set(Proposal.State.values)
    assert {state.id for state in ENDORSEMENT.states} == set(Endorsement.State.values)


@pytest.mark.parametrize("move", MOVES)
def test_a_move_is_made_by_its_role_alone(move: str, world: World) -> None:
    before, deed = MOVES[move]
    held = before(world)
    state, entries = held.state, Entry.objects.count()
    actors = PROPOSAL.move(move).actors
    for name, role in PEOPLE.items():
        if role not in actors:
            with pytest.raises(NotYet) as caught:
                deed(held, getattr(world, name))
            assert "is for:" in str(caught.value), name
            assert fresh(held).state == state
            assert not Entry.objects.filter(number__gt=entries, deed__startswith="fund.proposal").exists()
    allowed = next(name for name, role in PEOPLE.items() if role in actors)
    deed(held, getattr(world, allowed))
    assert fresh(held).state == PROPOSAL.move(move).target


@pytest.mark.parametrize("move", BY_DECISION)
def test_the_committee_decides_and_nobody_else(move: str, world: World) -> None:
    held = asking.screened(world)
    of_another = story.proposal(world, "P-2026-900")
    other = asking.decided(world, of_another)
    for name in PEOPLE:
        with pytest.raises(proposals.DecidesSomethingElse):
            proposals.record_decision(held, other, by=getattr(world, name))
    _decision(world, held, move)
    assert fresh(held).state == BY_DECISION[move]
    with pytest.raises(NotYet, match="is possible from"):
        _decision(world, held, move)


def test_a_decision_not_adopted_approves_nothing(world: World) -> None:
    held = asking.screened(world)
    story.money_in(held.window, 200_000)
    refused = asking.decided(world, held, "not_adopted")
    with pytest.raises(NotYet, match="is for: Oversight committee"):
        proposals.approve(held, refused, DAY, world.luc)


def test_a_superseded_decision_moves_nothing(world: World) -> None:
    held = asking.screened(world)
    story.money_in(held.window, 200_000)
    first = asking.decided(world, held)
    asking.decided(world, held, supersedes=first)
    with pytest.raises(proposals.Superseded):
        proposals.record_decision(held, first, by=PLATFORM)


def test_what_was_deferred_may_be_approved_later(world: World) -> None:
    held = asking.screened(world)
    _decision(world, held, "defer")
    assert fresh(held).said == "Approved."  # the decision's own text
    _decision(world, fresh(held), "approve")
    assert fresh(held).state == "approved"


@pytest.mark.parametrize("state", [state.id for state in PROPOSAL.states])
@pytest.mark.parametrize("move", [*MOVES, *BY_DECISION])
def test_no_move_starts_from_a_state_that_the_table_does_not_name(move: str, state: str, world: World) -> None:
    if state in PROPOSAL.move(move).source:
        return
    held = story.proposal(world, state=state)
    if move in BY_DECISION:
        deed: Callable[[], Any] = lambda: _decision(world, held, move)  # noqa: E731
    elif move in ("endorse", "unendorse"):
        given = move == "unendorse"
        Endorsement.objects.create(
            proposal=held,
            country="PHL",
            **(
                {
                    "state": "given",
                    "plan": "P",
                    "objective": "O",
                    "page": "1",
                    "answered_by": world.imani,
                    "valid_until": DAY + timedelta(days=1),
                }
                if given
                else {}
            ),
        )
        if state in ("endorsed", "screened", "admissible"):
            return  # an answer renewed there moves the endorsement and not the proposal: tested below
        deed = lambda: MOVES[move][1](held, world.imani)  # noqa: E731
    else:
        role = PROPOSAL.move(move).actors[0]
        name = next(name for name, has in PEOPLE.items() if has == role)
        deed = lambda: MOVES[move][1](held, getattr(world, name))  # noqa: E731
    with pytest.raises(NotYet):
        deed()
    assert fresh(held).state == state


# guards ----------------------------------------------------------------------------------------------------------


def _without(**values: Any) -> Callable[[World, Proposal], None]:
    return lambda _world, held: Proposal.objects.filter(pk=held.pk).update(**values)  # type: ignore[func-returns-value]


def _no_executant_fits(world: World, held: Proposal) -> None:
    Executant.objects.filter(proposal=held).update(local=False)


def _money_of_a_stranger(world: World, held: Proposal) -> None:
    BudgetLine.objects.create(proposal=held, organisation=world.far_farms, category="staff", minor=1)


def _too_much_indirect(world: World, held: Proposal) -> None:
    BudgetLine.objects.filter(proposal=held, category="indirect").update(minor=654_207)


SUBMISSION: dict[str, Callable[[World, Proposal], None]] = {
    "window_takes_proposals": lambda world, held: Window.objects.update(closes_on=DAY - timedelta(days=1)),  # type: ignore[func-returns-value]
    "purpose_is_said": _without(objectives=" "),
    "countries_are_named": lambda world, held: ProposalCountry.objects.all().delete(),  # type: ignore[func-returns-value]
    "somebody_executes": _no_executant_fits,
    "results_have_indicators": lambda world, held: ExpectedResult.objects.all().delete(),  # type: ignore[func-returns-value]
    "budget_is_whole": _money_of_a_stranger,
    "indirect_within_cap": _too_much_indirect,
    "reasons_are_given": _without(additional=""),
    "rights_are_assessed": _without(rights=""),
    "markers_are_set": _without(child_marker=None),
}


def _fails_alone(caught: pytest.ExceptionInfo[NotYet], guard: str) -> None:
    assert len(caught.value.reasons) == 1, [str(reason) for reason in caught.value.reasons]
    assert PROPOSAL.guard(guard).sentence in str(caught.value)


@pytest.mark.parametrize("guard", PROPOSAL.move("submit").guards)
def test_a_guard_of_submission_fails_alone(guard: str, world: World) -> None:
    held = asking.written(world)
    SUBMISSION[guard](world, held)
    with pytest.raises(NotYet) as caught:
        proposals.submit(held, on=DAY, by=world.paz)
    _fails_alone(caught, guard)


def test_a_draft_that_says_nothing_is_told_everything_at_once(world: World) -> None:
    with pytest.raises(NotYet) as caught:
        proposals.submit(asking.begun(world), on=DAY, by=world.paz)
    assert len(caught.value.reasons) == 8


def test_indirect_cost_at_its_cap_to_the_cent_is_let_through(world: World) -> None:
    held = asking.written(world)
    line = held.budget.get(category="indirect")
    assert line.minor == 654_206  # 7 % of 93,457.94
    assert proposals.submit(held, on=DAY, by=world.paz).state == "submitted"


ADMISSION: dict[str, Callable[[World, Proposal], None]] = {
    "window_takes_proposals": SUBMISSION["window_takes_proposals"],
    "applicant_is_eligible": lambda world, held: Organisation.objects.filter(pk=world.puente.pk).update(
        actor_type="private_donor"
    ),  # type: ignore[func-returns-value]
    "somebody_executes": _no_executant_fits,
    "capacity_is_checked": lambda world, held: Executant.objects.update(capacity_checked_on=None),  # type: ignore[func-returns-value]
    "overlap_is_looked_at": lambda world, held: None,
}


@pytest.mark.parametrize("guard", PROPOSAL.move("admit").guards)
def test_a_guard_of_admission_fails_alone(guard: str, world: World) -> None:
    held = _checked(world)
    ADMISSION[guard](world, held)
    judged = "" if guard == "overlap_is_looked_at" else "Nothing."
    with pytest.raises(NotYet) as caught:
        proposals.admit(fresh(held), judged=judged, on=DAY, by=world.luc)
    _fails_alone(caught, guard)


def test_one_country_that_has_not_answered_keeps_it_from_being_endorsed(world: World) -> None:
    held = asking.admitted(world)
    ProposalCountry.objects.create(proposal=held, country="ESP", role="destination")
    asking.endorse(world, held.endorsements.get(country="PHL"))
    assert fresh(held).state == "admissible"
    endorsements.ask_endorsements(held, on=DAY, by=world.luc)
    assert held.endorsements.get(country="ESP").state == "asked"
    assert fresh(held).state == "admissible"
    held.countries.filter(country="ESP").delete()
    endorsements.ask_endorsements(held, on=DAY, by=world.luc)
    assert fresh(held).state == "endorsed", "nobody is missing any more"


@pytest.mark.parametrize(("guard", "points"), [("enough_reviewers", (4, 4)), ("opinions_lie_together", (5, 4, 2))])
def test_a_guard_of_screening_fails_alone(guard: str, points: tuple[int, ...], world: World) -> None:
    held = asking.read(world, *points)
    with pytest.raises(NotYet) as caught:
        _opinion(held, world.luc)
    _fails_alone(caught, guard)
    asking.scored(world, held, asking.reviewer(world, "another"), 4)
    _opinion(held, world.luc)
    assert fresh(held).state == "screened"


def test_a_reviewer_who_joined_the_applicant_does_not_count(world: World) -> None:
    held = asking.read(world)
    person = asking.reviewer(world, "reviewer1")
    joined = Membership.objects.create(
        user=person, organisation=world.puente, role=RoleCode.PARTNER, begins_on=date(2024, 1, 1)
    )
    with pytest.raises(NotYet) as caught:
        _opinion(held, world.luc)
    _fails_alone(caught, "no_reviewer_has_interest")
    joined.delete()
    _opinion(held, world.luc)


def _endorsement_runs_out(world: World, held: Proposal) -> None:
    Endorsement.objects.update(valid_until=DAY - timedelta(days=1))


def _reviewer_joins(world: World, held: Proposal) -> None:
    Membership.objects.create(
        user=world.rhea, organisation=world.puente, role=RoleCode.PARTNER, begins_on=date(2024, 1, 1)
    )


APPROVAL: dict[str, Callable[[World, Proposal], None]] = {
    "every_country_endorses": _endorsement_runs_out,
    "group_approves": lambda world, held: None,
    "no_reviewer_has_interest": _reviewer_joins,
    "within_request": lambda world, held: None,
    "window_covers": lambda world, held: None,
}


@pytest.mark.parametrize("move", ["approve", "approve_with_conditions"])
@pytest.mark.parametrize("guard", PROPOSAL.move("approve").guards)
def test_a_guard_of_approval_fails_alone(guard: str, move: str, world: World) -> None:
    held = asking.screened(world, *((1, 1, 1) if guard == "group_approves" else ()))
    story.money_in(held.window, "99999.99" if guard == "window_covers" else 300_000)
    made = asking.decided(world, held, conditions=move == "approve_with_conditions")
    APPROVAL[guard](world, held)
    amount = usd("100000.01") if guard == "within_request" else None
    with pytest.raises(NotYet) as caught:
        proposals.record_decision(held, made, by=PLATFORM, amount=amount)
    _fails_alone(caught, guard)
    assert fresh(held).state == "screened"
    assert not Programme.objects.exists()
    assert not Journal.objects.filter(event="programme.approved").exists()


def test_too_little_money_is_said_with_window_amounts_and_day(world: World) -> None:
    held = asking.screened(world)
    story.money_in(held.window, "99999.99")
    with pytest.raises(NotYet, match=r"Window W1 holds 99999.99 USD on 2026-03-02; 100000.00 USD are to be approved."):
        proposals.record_decision(held, asking.decided(world, held), by=PLATFORM)


def test_the_groups_refusal_is_overridden_by_a_formal_vote_alone(world: World) -> None:
    held = asking.screened(world, 1, 1, 1)
    story.money_in(held.window, 200_000)
    assert not held.opinions.get().approved
    made = asking.decided(world, held)
    asking.decided(world, held, kind="override", method="consensus")
    with pytest.raises(NotYet, match="Only a formal vote of the committee overrides"):
        proposals.record_decision(held, made, by=PLATFORM)
    asking.decided(world, held, kind="override", method="formal", at=timezone.now())
    proposals.record_decision(held, made, by=PLATFORM)
    assert fresh(held).state == "approved"


# what an approval does -------------------------------------------------------------------------------------------


def test_an_approval_sets_money_aside_makes_the_programme_and_keeps_what_was_approved(world: World) -> None:
    held = asking.screened(world)
    story.money_in(held.window, 200_000)
    made = asking.decided(world, held)
    programme = proposals.approve(held, made, DAY, PLATFORM)
    assert balances()[AccountName("8300", held.number)] == usd(-100_000)
    assert balances()[AccountName("8200", "W1")] == usd(-100_000)
    assert (programme.approved_minor, programme.approved_on) == (10_000_000, DAY)
    assert (programme.starts_on, programme.ends_on) == (date(2026, 7, 1), date(2028, 7, 1))
    version = Version.objects.get(subject=f"programme:{held.number}")
    assert version.decision == made
    assert version.content["total"] == {"minor": 10_000_000, "currency": "USD"}
    assert list(problems()) == []


def test_the_committee_may_grant_less_and_never_more(world: World) -> None:
    held = asking.screened(world)
    story.money_in(held.window, 200_000)
    proposals.record_decision(held, asking.decided(world, held), by=PLATFORM, amount=usd(80_000))
    assert balances()[AccountName("8300", held.number)] == usd(-80_000)


def test_an_approval_that_is_not_signed_in_time_returns_the_money(world: World) -> None:
    held = asking.screened(world)
    story.money_in(held.window, 200_000)
    programme = proposals.approve(held, asking.decided(world, held), DAY, PLATFORM)
    last = DAY + timedelta(days=180)
    for by, on, why in (
        (world.luc, last, "time for signing contracts is over"),
        (world.paz, last + timedelta(days=1), "is for:"),
    ):
        with pytest.raises(NotYet, match=why):
            proposals.lapse(programme, on=on, by=by)
    proposals.lapse(programme, on=last + timedelta(days=1), by=PLATFORM)
    programme.refresh_from_db()
    assert programme.state == "lapsed"
    assert AccountName("8300", held.number) not in balances()
    assert balances()[AccountName("8200", "W1")] == usd(-200_000)
    assert list(problems()) == []
    with pytest.raises(NotYet):
        proposals.lapse(programme, on=last + timedelta(days=2), by=PLATFORM)


def test_a_programme_with_a_signed_contract_does_not_lapse(world: World) -> None:
    programme = story.programme(world)
    story.contract(world, programme)
    assert Contract.objects.get().state == "signed"
    with pytest.raises(NotYet, match="No contract is signed"):
        proposals.lapse(programme, on=DAY + timedelta(days=400), by=PLATFORM)


# returned, and sent again ----------------------------------------------------------------------------------------


def test_what_was_returned_keeps_its_history_and_its_countries_are_asked_again(world: World) -> None:
    held = asking.endorsed(world)
    proposals.return_proposal(held, reason="Say who trains.", by=world.luc)
    held = fresh(held)
    assert held.said == "Say who trains."
    held = proposal_drafts.save_texts(
        held, {"tasks": "Puente trains."}, step="results", version=held.version, by=world.paz
    )
    held = proposals.submit(held, on=DAY, by=world.paz)
    first, second = Version.objects.filter(subject=held.subject)
    assert (first.kind, second.kind, second.reason) == ("first", "returned", "Say who trains.")
    assert (first.content["tasks"], second.content["tasks"]) == (
        "Compare curricula, agree, train examiners.",
        "Puente trains.",
    )
    assert held.endorsements.get().state == "asked", "the country endorsed something else"


def test_an_endorsement_stays_where_nothing_that_it_endorsed_has_changed(world: World) -> None:
    held = asking.endorsed(world)
    proposals.return_proposal(held, reason="Set the gender marker.", by=world.luc)
    held = fresh(held)
    held = proposal_drafts.save_texts(held, {"gender_marker": 2}, step="reasons", version=held.version, by=world.paz)
    held = proposals.submit(held, on=DAY, by=world.paz)
    assert held.endorsements.get().state == "given"
    proposals.admit(held, judged="Nothing.", on=DAY, by=world.luc)
    endorsements.ask_endorsements(held, on=DAY, by=world.luc)
    assert fresh(held).state == "endorsed"


@pytest.mark.parametrize("move", ["return", "reject", "defer"])
def test_a_reason_is_asked_for(move: str, world: World) -> None:
    assert PROPOSAL.move(move).needs_reason
    if move == "return":
        held = asking.submitted(world)
        with pytest.raises(NotYet, match="needs a reason"):
            proposals.return_proposal(held, reason=" ", by=world.luc)


# endorsements ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name in PEOPLE if name != "imani"])
def test_only_the_countrys_focal_point_answers(name: str, world: World) -> None:
    asked = asking.admitted(world).endorsements.get()
    person = getattr(world, name)
    for deed in (
        lambda: endorsements.endorse(
            asked, plan="P", objective="O", page="1", letter=asking.letter(person), on=DAY, by=person
        ),
        lambda: endorsements.refuse(asked, reason="No.", on=DAY, by=person),
        lambda: endorsements.withdraw_endorsement(asked, reason="No.", on=DAY, by=person),
    ):
        with pytest.raises(NotYet, match="is for: Focal point"):
            deed()


@pytest.mark.parametrize(
    ("guard", "missing"),
    [
        ("plan_is_named", {"plan": ""}),
        ("plan_is_named", {"objective": " "}),
        ("plan_is_named", {"page": ""}),
        ("letter_is_there", {"letter": None}),
    ],
)
def test_an_endorsement_lacks_one_thing(guard: str, missing: dict[str, Any], world: World) -> None:
    asked = asking.admitted(world).endorsements.get()
    given = {"plan": "P", "objective": "O", "page": "1", "letter": asking.letter(world.imani)} | missing
    with pytest.raises(NotYet) as caught:
        endorsements.endorse(asked, **given, on=DAY, by=world.imani)
    assert [ENDORSEMENT.guard(guard).sentence in str(reason) for reason in caught.value.reasons] == [True]


def test_an_endorsement_holds_for_two_years_and_can_be_given_anew(world: World) -> None:
    held = asking.endorsed(world)
    assert held.endorsements.get().valid_until == date(2028, 3, 2)
    again = asking.endorse(world, held.endorsements.get(), on=date(2027, 1, 31))
    assert again.valid_until == date(2029, 1, 31)
    assert fresh(held).state == "endorsed"


def test_a_country_withdraws_before_the_decision_and_not_after(world: World) -> None:
    held = asking.screened(world)
    row = held.endorsements.get()
    endorsements.withdraw_endorsement(row, reason="New government.", on=DAY, by=world.imani)
    assert fresh(held).state == "screened", "screening is not lost; the committee finds the gap"
    story.money_in(held.window, 200_000)
    with pytest.raises(NotYet, match="Missing: PHL"):
        proposals.record_decision(held, asking.decided(world, held), by=PLATFORM)
    Endorsement.objects.filter(pk=row.pk).update(
        state="given", valid_until=date(2028, 1, 1), plan="P", objective="O", page="1"
    )
    proposals.record_decision(held, asking.decided(world, held), by=PLATFORM)
    with pytest.raises(NotYet, match="not yet decided"):
        endorsements.withdraw_endorsement(row, reason="Too late.", on=DAY, by=world.imani)


def test_a_refusal_is_final_until_the_proposal_comes_again(world: World) -> None:
    held = asking.admitted(world)
    endorsements.refuse(held.endorsements.get(), reason="Not in our plan.", on=DAY, by=world.imani)
    with pytest.raises(NotYet, match="is possible from"):
        asking.endorse(world, held.endorsements.get())
    proposals.return_proposal(held, reason="The country refused.", by=world.luc)
    proposals.submit(fresh(held), on=DAY, by=world.paz)
    assert held.endorsements.get().state == "asked"


# reviews ---------------------------------------------------------------------------------------------------------


def test_a_reviewer_declares_before_anything_else(world: World) -> None:
    held = asking.endorsed(world)
    review = reviews.invite(held, world.rhea, by=world.luc)
    with pytest.raises(reviews.DeclareFirst):
        reviews.score(review, {}, advice="approve", text="Yes.", by=world.rhea)
    with pytest.raises(reviews.SayWhichConflict):
        reviews.declare(review, conflict=True, by=world.rhea)
    reviews.declare(review, conflict=True, reason="My sister works there.", by=world.rhea)
    for deed in (
        lambda: reviews.declare(review, conflict=False, by=world.rhea),
        lambda: reviews.score(review, {}, advice="approve", text="Yes.", by=world.rhea),
    ):
        with pytest.raises(reviews.DeclaredConflict):
            deed()


def test_a_conflict_found_later_takes_the_scores_out(world: World) -> None:
    held = asking.read(world)
    mine = held.reviews.get(reviewer=world.rhea)
    reviews.declare(mine, conflict=True, reason="They offered me work.", by=world.rhea)
    with pytest.raises(NotYet, match="Reviewers without conflict: 2"):
        _opinion(held, world.luc)


def test_who_belongs_to_a_party_is_not_invited_nor_who_is_no_reviewer(world: World) -> None:
    held = asking.endorsed(world)
    with pytest.raises(reviews.NoReviewer):
        reviews.invite(held, world.maya, by=world.luc)
    Membership.objects.create(
        user=world.rhea, organisation=world.puente, role=RoleCode.PARTNER, begins_on=date(2024, 1, 1)
    )
    with pytest.raises(reviews.Interested):
        reviews.invite(held, world.rhea, by=world.luc)


def test_a_review_is_ones_own_and_whole(world: World) -> None:
    held = asking.endorsed(world)
    other = asking.reviewer(world, "other")
    review = reviews.invite(held, world.rhea, by=world.luc)
    with pytest.raises(reviews.InvitedAlready):
        reviews.invite(held, world.rhea, by=world.luc)
    with pytest.raises(reviews.NotYourReview):
        reviews.declare(review, conflict=False, by=other)
    reviews.declare(review, conflict=False, by=world.rhea)
    with pytest.raises(reviews.EveryCriterion):
        reviews.score(review, {"cost": (4, "Fair.")}, advice="approve", text="Yes.", by=world.rhea)


def test_after_the_opinion_nobody_scores_any_more(world: World) -> None:
    held = asking.screened(world)
    with pytest.raises(reviews.ReviewClosed):
        reviews.declare(Review.objects.get(reviewer=world.rhea), conflict=True, reason="Late.", by=world.rhea)
    with pytest.raises(reviews.NotAskedNow):
        reviews.invite(held, asking.reviewer(world, "late"), by=world.luc)


def test_refusals_are_sentences(world: World) -> None:
    held = asking.begun(world)
    with pytest.raises(Refusal, match="Only an agent of Puente"):
        proposal_drafts.save_texts(held, {"title": "Mine"}, step="basics", version=held.version, by=world.mara)
    with pytest.raises(proposal_drafts.ChangedMeanwhile):
        proposal_drafts.save_texts(held, {"title": "Mine"}, step="basics", version=99, by=world.paz)
