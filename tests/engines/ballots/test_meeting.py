"""Formal vote and consensus: known outcomes, boundaries, and what is refused."""

# ruff: noqa: DTZ001 - times without a zone are here to be refused

from datetime import UTC, datetime, timedelta

import pytest

from alianza.engines.ballots import (
    Ballot,
    BeforeTheOpening,
    Choice,
    ClosesBeforeItOpens,
    ConsensusFirst,
    GroupWithoutMembers,
    Method,
    NotAnAnswer,
    NotInElectorate,
    Outcome,
    RecusedMemberVotes,
    Rules,
    Status,
    TwiceInElectorate,
    UnknownGroups,
    Voter,
    Why,
    consensus,
    failed_attempts,
    formal,
    may_chair,
)
from tests.engines.ballots.bodies import (
    ASSEMBLY,
    CLOSES,
    COMMITTEE,
    DONOR,
    NUMBERS,
    OPENS,
    members,
    minutes,
    names,
    nine,
    recused,
    says,
    two_failed,
)

STRAIGHT = Rules.from_mapping({**NUMBERS, "groups": {}, "consensus_attempts": 0})
"""Rules that let a formal vote begin at once and ask for no groups."""


def vote(electorate: list[Voter], ballots: list[Ballot], *, rules: Rules = STRAIGHT, **given: object) -> Outcome:
    times = {"opens": OPENS, "closes": CLOSES, "now": CLOSES} | given
    return formal(rules, electorate, ballots, **times)  # type: ignore[arg-type]


def attempt(electorate: list[Voter], ballots: list[Ballot], **given: object) -> Outcome:
    times = {"opens": OPENS, "closes": CLOSES, "now": CLOSES} | given
    return consensus(ASSEMBLY, electorate, ballots, **times)  # type: ignore[arg-type]


@pytest.mark.parametrize(("yes", "status"), [(67, Status.ADOPTED), (66, Status.NOT_ADOPTED)])
def test_of_a_hundred_votes_cast_sixty_seven_adopt_and_sixty_six_do_not(yes: int, status: Status) -> None:
    """The Assembly of 154 with one recused: 153 eligible, quorum 77."""
    all_of_them = members(154)
    who = names(all_of_them)
    ballots = says("yes", *who[1 : 1 + yes]) + says("no", *who[1 + yes : 101])
    found = vote(
        all_of_them, ballots, rules=ASSEMBLY, recusals=recused(who[0]), attempts=two_failed(ASSEMBLY, all_of_them)
    )
    assert (found.eligible, found.quorum_needed, found.recused) == (153, 77, ("m000",))
    assert (found.cast, found.yes, found.status) == (100, yes, status)
    assert str(found.reasons[-1]) == f"In favour: {yes} of 100 votes cast. Adoption needs 67."


@pytest.mark.parametrize(("here", "status"), [(77, Status.ADOPTED), (76, Status.NO_QUORUM)])
def test_the_quorum_of_153_is_77(here: int, status: Status) -> None:
    who = names(members(154))
    found = vote(members(154), says("yes", *who[1 : 1 + here]), recusals=recused(who[0]))
    assert (found.present, found.status, found.quorum_met) == (here, status, here == 77)


def test_nine_with_three_recused_decide_by_two_of_three_votes_cast() -> None:
    """Quorum 4 of 6; 2 yes, 1 no and 3 abstentions are six present and three cast."""
    committee = nine()
    ballots = says("yes", "d1", "b1") + says("no", "b2") + says("abstain", "d2", "b3", "c1")
    found = vote(
        committee,
        ballots,
        rules=COMMITTEE,
        recusals=recused("d0", "b0", "c0"),
        attempts=two_failed(COMMITTEE, committee),
    )
    assert (found.eligible, found.quorum_needed, found.present, found.quorum_met) == (6, 4, 6, True)
    assert (found.cast, found.yes, found.no, found.abstain) == (3, 2, 1, 3)
    assert found.groups_met and found.adopted
    assert [(each.group, each.eligible, each.needed, each.present) for each in found.groups] == [
        (DONOR, 2, 1, 2),
        ("beneficiary government", 3, 1, 3),
    ]


def test_enough_members_without_a_third_of_the_donors_are_no_quorum() -> None:
    found = vote(
        nine(),
        says("yes", "b0", "b1", "b2", "c0", "c1"),
        rules=COMMITTEE,
        attempts=two_failed(COMMITTEE, nine()),
    )
    assert (found.present, found.quorum_needed, found.status) == (5, 5, Status.NO_QUORUM)
    assert not found.groups_met and not found.quorum_met
    assert str(found.reasons[-1]) == "Present of the group donor government: 0 of 3. At least 1 have to be."


def test_members_in_the_room_who_cast_nothing_make_the_quorum() -> None:
    found = vote(members(9), says("yes", "m000"), present=["m001", "m002", "m003", "m004"])
    assert (found.present, found.cast, found.status) == (5, 1, Status.ADOPTED)
    assert vote(members(9), says("yes", "m000"), present=["m001", "m002", "m003"]).status is Status.NO_QUORUM


@pytest.mark.parametrize("majority", ["1/2", "2/3", 1])
def test_a_tie_and_a_vote_that_nobody_casts_fail_under_any_majority(majority: str) -> None:
    rules = Rules.from_mapping({**NUMBERS, "groups": {}, "consensus_attempts": 0, "majority": majority})
    assert vote(members(4), says("yes", "m000", "m001") + says("no", "m002", "m003"), rules=rules).status == (
        Status.NOT_ADOPTED
    )
    nobody = vote(members(4), says("abstain", "m000", "m001", "m002"), rules=rules)
    assert (nobody.cast, nobody.abstain, nobody.status) == (0, 3, Status.NOT_ADOPTED)


def test_two_thirds_are_exact() -> None:
    """2 of 3 is two thirds to the last digit; no rounding of a decimal fraction decides."""
    for cast in range(1, 400):
        assert STRAIGHT.votes_for_adoption(cast) == (2 * cast + 2) // 3


def test_fewer_than_three_eligible_go_up_to_the_assembly() -> None:
    found = vote(members(4), says("yes", "m002", "m003"), recusals=recused("m000", "m001"))
    assert (found.eligible, found.status) == (2, Status.GOES_TO_ASSEMBLY)
    assert str(found.reasons[0]) == "Eligible members: 2. With fewer than 3 the item goes to the Assembly."
    assert vote(members(3), says("yes", "m000", "m001")).adopted


def test_a_side_that_is_recused_whole_sends_the_item_up() -> None:
    found = vote(
        nine(),
        says("yes", "b0", "b1", "b2", "c0", "c1"),
        rules=COMMITTEE,
        recusals=recused("d0", "d1", "d2"),
        attempts=two_failed(COMMITTEE, nine()),
    )
    assert (found.eligible, found.status) == (6, Status.GOES_TO_ASSEMBLY)
    assert "donor government" in found.reasons[0]


def test_the_recusal_that_leaves_too_few_closes_the_item() -> None:
    """Whatever is cast afterwards changes nothing, nor does a further recusal."""
    early = recused("m000", at=minutes(20))
    found = vote(members(3), says("yes", "m001"), recusals=early, closes=None, now=minutes(30))
    assert (found.status, found.closes, found.present) == (Status.GOES_TO_ASSEMBLY, minutes(20), 1)
    later = [*says("yes", "m001"), *says("yes", "m002", at=minutes(25))]
    again = vote(members(3), later, recusals=[*early, *recused("m001", at=minutes(40))])
    assert (again.status, again.recused, again.counted) == (found.status, found.recused, found.counted)
    assert [each.why for each in again.set_aside] == [Why.LATE]


def test_a_ballot_at_the_closing_or_after_it_is_kept_and_late() -> None:
    just_before = says("no", "m000", at=CLOSES - timedelta.resolution)
    late = [*says("no", "m001", at=CLOSES), *says("no", "m002", at=CLOSES + timedelta(days=1))]
    found = vote(
        members(5), [*late, *just_before, *says("yes", "m003", "m004", "m001")], now=CLOSES + timedelta(days=2)
    )
    assert (found.yes, found.no, found.present) == (3, 1, 4)
    assert [(each.ballot.member, each.why) for each in found.set_aside] == [("m001", Why.LATE), ("m002", Why.LATE)]


def test_a_ballot_at_the_opening_counts_and_one_before_it_is_refused() -> None:
    assert vote(members(3), says("yes", "m000", "m001", at=OPENS)).adopted
    with pytest.raises(BeforeTheOpening, match="m000 answered at 2026-03-02 08:59 UTC, before the item opened"):
        vote(members(3), says("yes", "m000", at=minutes(-0.5)))


def test_the_last_ballot_before_the_closing_counts_and_both_are_kept() -> None:
    first, second = says("no", "m000", at=minutes(5)), says("yes", "m000", at=minutes(9))
    rest = says("yes", "m001", "m002")
    found = vote(members(3), [*second, *rest, *first])
    assert (found.yes, found.no) == (3, 0)
    assert [(each.ballot.choice, each.why) for each in found.set_aside] == [(Choice.NO, Why.CORRECTED)]
    too_late = says("yes", "m000", at=CLOSES)
    assert vote(members(3), [*first, *too_late, *rest]).no == 1


def test_of_two_ballots_at_one_instant_the_later_in_the_list_counts() -> None:
    both = [*says("no", "m000"), *says("yes", "m000")]
    assert vote(members(3), [*both, *says("abstain", "m001")]).yes == 1
    assert vote(members(3), [*both[::-1], *says("abstain", "m001")]).yes == 0


def test_the_tally_is_unknown_while_the_vote_is_open() -> None:
    found = vote(members(3), says("yes", "m000", "m001"), closes=None)
    assert (found.status, found.present, found.quorum_met) == (Status.OPEN, 2, True)
    assert (found.yes, found.no, found.cast, found.abstain, found.counted) == (None, None, None, None, ())
    still = vote(members(3), says("yes", "m000", "m001"), now=CLOSES - timedelta.resolution)
    assert still.status is Status.OPEN and not still.status.is_final
    assert vote(members(3), [], now=minutes(-1)).status is Status.NOT_STARTED


def test_what_comes_after_now_has_not_happened() -> None:
    ballots = says("yes", "m000") + says("yes", "m001", at=minutes(50))
    found = vote(members(3), ballots, recusals=recused("m002", at=minutes(55)), now=minutes(20))
    assert (found.present, found.eligible) == (1, 3)


def test_a_ballot_cast_before_a_recusal_is_kept_and_not_counted() -> None:
    ballots = says("no", "m000") + says("yes", "m001", "m002", "m003")
    found = vote(members(4), ballots, recusals=recused("m000", at=minutes(30)))
    assert (found.no, found.eligible, found.recused) == (0, 3, ("m000",))
    assert [(each.ballot.member, each.why) for each in found.set_aside] == [("m000", Why.RECUSED)]


def test_a_recusal_at_the_closing_or_after_it_changes_nothing() -> None:
    found = vote(
        members(4), says("yes", "m000", "m001", "m002"), recusals=recused("m000", at=CLOSES), now=minutes(9000)
    )
    assert (found.eligible, found.yes, found.recused) == (4, 3, ())


@pytest.mark.parametrize("late", [0, 5])
def test_a_recused_member_casts_no_ballot(late: int) -> None:
    """Not at the very instant either."""
    with pytest.raises(RecusedMemberVotes, match="m000 is recused from this item since 2026-03-02 09:05 UTC"):
        vote(members(4), says("yes", "m000", at=minutes(5 + late)), recusals=recused("m000", at=minutes(5)))


def test_a_recused_member_in_the_room_does_not_count() -> None:
    found = vote(members(5), says("yes", "m001", "m002"), recusals=recused("m000"), present=["m000"])
    assert (found.present, found.quorum_needed, found.status) == (2, 3, Status.NO_QUORUM)


def test_strangers_have_no_part() -> None:
    for given in (
        {"ballots": says("yes", "stranger")},
        {"ballots": [], "recusals": recused("stranger")},
        {"ballots": [], "present": ["stranger"]},
    ):
        with pytest.raises(NotInElectorate, match="stranger is not in the electorate that was frozen") as refused:
            vote(members(4), **given)  # type: ignore[arg-type]
        assert refused.value.code == "ballots.not_in_electorate"


def test_a_member_stands_once_in_the_electorate() -> None:
    with pytest.raises(TwiceInElectorate, match="m001 stands twice"):
        vote([*members(4), Voter("m001")], [])


def test_groups_that_the_rules_do_not_know_are_named_together() -> None:
    odd = [*nine(), Voter("x", frozenset({"donors", "banks"}))]
    with pytest.raises(UnknownGroups, match="committee-1 know no such groups: banks, donors"):
        vote(odd, [], rules=COMMITTEE, attempts=two_failed(COMMITTEE, nine()))


def test_groups_without_any_member_are_refused_rather_than_met_by_nobody() -> None:
    with pytest.raises(GroupWithoutMembers, match="beneficiary government, donor government"):
        attempts = two_failed(COMMITTEE, nine())
        vote([Voter("c0", frozenset({"civil society"}))], [], rules=COMMITTEE, attempts=attempts)


def test_answers_of_the_other_method_are_refused() -> None:
    with pytest.raises(NotAnAnswer, match="object cannot be answered to this item; the answers are yes, no, abstain"):
        vote(members(3), says("object", "m000"))
    with pytest.raises(NotAnAnswer, match="the answers are object, stand_aside, no_objection"):
        attempt(members(3), says("yes", "m000"))
    with pytest.raises(ValueError, match="perhaps"):
        says("perhaps", "m000")


def test_an_item_closes_after_it_opens() -> None:
    with pytest.raises(ClosesBeforeItOpens):
        vote(members(3), [], closes=OPENS)


@pytest.mark.parametrize("name", ["opens", "closes", "now"])
def test_a_time_without_a_zone_is_refused(name: str) -> None:
    with pytest.raises(TypeError, match=f"{name}: give a date and time with its time zone"):
        vote(members(3), [], **{name: datetime(2026, 3, 2, 12)})
    for made in (says, recused):
        with pytest.raises(TypeError, match="time zone"):
            made(*(("yes",) if made is says else ()), "m000", at=datetime(2026, 3, 2, 12))


def test_the_zone_in_which_a_time_is_written_does_not_matter() -> None:
    from zoneinfo import ZoneInfo

    elsewhere = [
        Ballot(each.member, each.choice, each.at.astimezone(ZoneInfo("Asia/Manila")))
        for each in says("yes", "m000", "m001")
    ]
    assert vote(members(3), elsewhere) == vote(members(3), says("yes", "m000", "m001"))
    assert elsewhere[0].at.tzinfo is UTC


def test_consensus_is_adopted_where_nobody_present_objects() -> None:
    found = attempt(members(5), says("stand_aside", "m000"), present=["m001", "m002"])
    assert (found.status, found.method, found.stood_aside) == (Status.ADOPTED, Method.CONSENSUS, ("m000",))
    assert found.yes is None and found.cast is None
    assert str(found.reasons[-1]) == "Nobody present and eligible objects."


def test_one_objection_fails_consensus_unless_it_is_taken_back_in_time() -> None:
    here = {"present": ["m001", "m002", "m003"]}
    objection = says("object", "m000")
    found = attempt(members(5), objection, **here)
    assert (found.status, found.objectors) == (Status.OBJECTED, ("m000",))
    assert str(found.reasons[-1]) == "Objecting: m000."
    assert attempt(members(5), [*objection, *says("no_objection", "m000", at=minutes(20))], **here).adopted
    assert not attempt(members(5), [*objection, *says("no_objection", "m000", at=CLOSES)], **here).adopted


def test_an_objection_of_somebody_recused_meanwhile_does_not_block() -> None:
    found = attempt(
        members(5), says("object", "m000"), present=["m001", "m002", "m003"], recusals=recused("m000", at=minutes(20))
    )
    assert found.adopted and found.objectors == ()


def test_an_open_attempt_names_no_objector() -> None:
    found = attempt(members(5), says("object", "m000"), closes=None)
    assert (found.status, found.objectors, found.closes) == (Status.OPEN, (), None)


def test_consensus_without_quorum_is_no_attempt() -> None:
    found = attempt(members(5), says("object", "m000"), present=["m001"])
    assert found.status is Status.NO_QUORUM
    assert failed_attempts([found]) == 0


def test_a_formal_vote_waits_for_two_failed_attempts() -> None:
    electorate = members(5)
    failed = two_failed(ASSEMBLY, electorate)
    assert failed_attempts(failed) == 2
    with pytest.raises(ConsensusFirst, match="after 2 failed attempts at consensus, and there were 1"):
        vote(electorate, [], rules=ASSEMBLY, attempts=failed[:1])
    assert vote(electorate, says("yes", *names(electorate)), rules=ASSEMBLY, attempts=failed).adopted


def test_a_beneficiary_votes_and_does_not_chair() -> None:
    assert not may_chair("b0", beneficiaries=["b0"])
    assert not may_chair("d0", beneficiaries=["b0"], recusals=recused("d0"))
    assert may_chair("c0", beneficiaries=["b0"], recusals=recused("d0"))
