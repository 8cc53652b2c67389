"""What holds of every vote: money is nothing, order is nothing, a closed outcome stays, a yes never hurts."""

import inspect
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from alianza.engines import ballots as engine
from alianza.engines.ballots import (
    Ballot,
    Choice,
    Ground,
    Outcome,
    Recusal,
    Rules,
    Status,
    Voter,
    consensus,
    formal,
    no_objection,
)
from tests.engines.ballots.bodies import BENEFICIARY, CIVIL, CLOSES, DONOR, NUMBERS, OPENS, nine, says

RULES = Rules.from_mapping({**NUMBERS, "consensus_attempts": 0})
MONEY = ("amount", "money", "contribution", "pledge", "fee", "arrears", "paid_in", "weight", "currency", "balance")


@dataclass(frozen=True, slots=True)
class Payer(Voter):
    """A member with everything that must not matter."""

    contributed: int = 0
    fee: int = 0
    arrears: int = 0


@dataclass(frozen=True)
class Story:
    electorate: tuple[Payer, ...]
    votes: tuple[Ballot, ...]
    words: tuple[Ballot, ...]
    recusals: tuple[Recusal, ...]
    present: tuple[str, ...]
    notices: dict[str, datetime | None]

    def outcomes(self, now: datetime = CLOSES + timedelta(days=60)) -> tuple[Outcome, Outcome, Outcome]:
        room: dict[str, Any] = {"recusals": self.recusals, "opens": OPENS, "now": now}
        meeting = room | {"closes": CLOSES, "present": self.present}
        return (
            formal(RULES, self.electorate, self.votes, **meeting),
            consensus(RULES, self.electorate, self.words, **meeting),
            no_objection(RULES, self.electorate, self.words, notices=self.notices, long=False, **room),
        )


def _times() -> st.SearchStrategy[datetime]:
    return st.integers(0, 500).map(lambda n: OPENS + timedelta(minutes=n))


@st.composite
def stories(draw: st.DrawFn) -> Story:
    """A committee with every group in it, ballots before any recusal of the same member."""
    size = draw(st.integers(3, 9))
    money = st.integers(0, 10**9)
    electorate = []
    for each in range(size):
        group = (DONOR, BENEFICIARY)[each] if each < 2 else draw(st.sampled_from((DONOR, BENEFICIARY, CIVIL)))
        electorate.append(Payer(f"m{each}", frozenset({group}), draw(money), draw(money), draw(money)))
    who = [each.member for each in electorate]
    recusals = tuple(
        Recusal(member, OPENS + timedelta(minutes=draw(st.integers(-60, 700))), draw(st.sampled_from(list(Ground))))
        for member in draw(st.lists(st.sampled_from(who), unique=True, max_size=4))
    )
    since = {each.member: each.at for each in recusals}

    def cast(choices: tuple[Choice, ...]) -> tuple[Ballot, ...]:
        given = draw(
            st.lists(st.tuples(st.sampled_from(who), st.sampled_from(choices), _times(), st.booleans()), max_size=12)
        )
        made = [Ballot(*each) for each in given]
        return tuple(each for each in made if each.member not in since or each.at < since[each.member])

    return Story(
        tuple(electorate),
        cast((Choice.YES, Choice.YES, Choice.NO, Choice.ABSTAIN)),
        cast((Choice.OBJECT, Choice.STAND_ASIDE, Choice.NO_OBJECTION)),
        recusals,
        tuple(draw(st.sets(st.sampled_from(who)))),
        {member: draw(st.none() | _times()) if draw(st.integers(0, 9)) == 0 else OPENS for member in who},
    )


@settings(deadline=None)
@given(stories(), st.randoms(use_true_random=False))
def test_permuting_all_money_changes_no_outcome(story: Story, chance: Any) -> None:
    purses = [(each.contributed, each.fee, each.arrears) for each in story.electorate]
    chance.shuffle(purses)
    exchanged = tuple(
        replace(each, contributed=purse[0], fee=purse[1], arrears=purse[2])
        for each, purse in zip(story.electorate, purses, strict=True)
    )
    poor = tuple(Voter(each.member, each.groups) for each in story.electorate)
    assert replace(story, electorate=exchanged).outcomes() == story.outcomes()
    assert replace(story, electorate=poor).outcomes() == story.outcomes()  # type: ignore[arg-type]


def test_no_money_can_even_be_given() -> None:
    assert {each.name for each in fields(Voter)} == {"member", "groups"}
    given = {
        name for function in (formal, consensus, no_objection) for name in inspect.signature(function).parameters
    } | {each.name for kind in (Ballot, Recusal, Rules, Voter) for each in fields(kind)}
    assert [name for name in given if any(word in name for word in MONEY)] == []
    assert "float" not in "".join(str(inspect.signature(getattr(engine, name))) for name in ("formal", "consensus"))


@settings(deadline=None)
@given(stories(), st.randoms(use_true_random=False))
def test_the_order_of_ballots_and_of_members_does_not_matter(story: Story, chance: Any) -> None:
    def shuffled(given: tuple[Any, ...], key: Any = id) -> tuple[Any, ...]:
        mixed = list(given)
        chance.shuffle(mixed)
        return tuple(mixed)

    def one_each(given: tuple[Ballot, ...]) -> tuple[Ballot, ...]:
        return tuple({(each.member, each.at): each for each in given}.values())

    story = replace(story, votes=one_each(story.votes), words=one_each(story.words))
    mixed = replace(
        story,
        electorate=shuffled(story.electorate),
        votes=shuffled(story.votes),
        words=shuffled(story.words),
        recusals=shuffled(story.recusals),
        present=shuffled(story.present),
    )
    assert mixed.outcomes() == story.outcomes()


@settings(deadline=None)
@given(stories(), st.data())
def test_a_recused_member_never_counts(story: Story, data: st.DataObject) -> None:
    """Recusing somebody is the same as its having said nothing and not being eligible."""
    member = data.draw(st.sampled_from([each.member for each in story.electorate]))
    before = tuple(each for each in story.recusals if each.member != member)
    recused = replace(
        story,
        recusals=(*before, Recusal(member, OPENS - timedelta(minutes=1), Ground.RULED)),
        votes=tuple(each for each in story.votes if each.member != member),
        words=tuple(each for each in story.words if each.member != member),
        present=(*story.present, member),
        notices=story.notices | {member: None},
    )
    absent = replace(recused, present=tuple(each for each in story.present if each != member))
    assert recused.outcomes() == absent.outcomes()
    later = CLOSES - timedelta.resolution
    spoke = replace(
        story,
        recusals=(*before, Recusal(member, later, Ground.RULED)),
        votes=tuple(each for each in story.votes if each.member != member or each.at < later),
        words=tuple(each for each in story.words if each.member != member or each.at < later),
    )
    for found in (*recused.outcomes(), *spoke.outcomes()[:2]):
        # an item that went up before the recusal was closed by then
        assert member in found.recused or found.status is Status.GOES_TO_ASSEMBLY
        assert not {each.member for each in found.counted} & set(found.recused)
        assert found.eligible + len(found.recused) == len(story.electorate)
    silent = replace(spoke, votes=recused.votes, words=recused.words, present=absent.present)
    for with_ballot, without in zip(spoke.outcomes()[:2], silent.outcomes()[:2], strict=True):
        if member in with_ballot.recused:
            assert replace(with_ballot, set_aside=()) == replace(without, set_aside=())


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(("yes", "yes", "yes", "no", "abstain", None)), min_size=9, max_size=9), st.integers(0, 8)
)
def test_a_yes_never_turns_adopted_into_something_else(choices: list[str | None], chosen: int) -> None:
    """Neither by one who was silent nor by one who changes its mind."""
    committee = nine()
    ballots = [
        vote for each, choice in zip(committee, choices, strict=True) if choice for vote in says(choice, each.member)
    ]
    more = [*ballots, Ballot(committee[chosen].member, Choice.YES, CLOSES - timedelta.resolution)]
    before, after = (formal(RULES, committee, each, opens=OPENS, closes=CLOSES, now=CLOSES) for each in (ballots, more))
    assert after.adopted or not before.adopted
    assert after.present >= before.present and after.status is not Status.GOES_TO_ASSEMBLY


@settings(deadline=None)
@given(stories(), st.integers(0, 10**6))
def test_a_closed_outcome_stays_as_it_is(story: Story, minutes: int) -> None:
    """At any later time, and whatever is said afterwards by whom."""
    now = OPENS + timedelta(minutes=minutes % 1000 if minutes % 2 else minutes)
    later = now + timedelta(days=400)
    for each, again in zip(story.outcomes(now), story.outcomes(later), strict=True):
        if each.status.is_final:
            # ballots that came late join the record, and decide nothing
            assert replace(again, set_aside=()) == replace(each, set_aside=())


@settings(deadline=None)
@given(stories())
def test_the_numbers_of_an_outcome_agree(story: Story) -> None:
    found = story.outcomes()[0]
    assert found.cast is not None and found.yes is not None and found.no is not None and found.abstain is not None
    assert found.cast == found.yes + found.no and found.cast + found.abstain == len(found.counted) <= found.present
    assert found.present <= found.eligible
    if found.adopted:
        assert found.quorum_met and found.groups_met and 3 * found.yes >= 2 * found.cast and found.yes > found.no
    kept = {*found.counted, *(each.ballot for each in found.set_aside)}
    assert kept == set(story.votes), "every ballot is kept"
