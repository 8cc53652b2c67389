"""Who has decided what?

The outcome of an item before a body is a pure function of the rules in force, the electorate frozen when the item
opened, recusals, ballots, notices delivered, the question that paused the clock, and the time.

A1  One member, one vote. A voter is a member and the groups it belongs to; there is no place for money.
A2  The electorate is frozen at the opening. Whoever is not in it has no part in the outcome.
A3  What comes at the closing or later changes nothing: ballots, recusals, questions. So a closed outcome stays as it is
    at any later time. What comes after `now` has not happened yet.
A4  A correction is a later ballot before the closing; both are kept, the last counts. Of two at one instant, the later
    in the list.
A5  A recused member leaves numerator and denominator. A ballot it cast before is kept and not counted; one it casts
    afterwards is refused.
A6  Quorum: floor(E q) + 1 of the E eligible after recusal, and the asked share of the eligible of each named group.
    Present is whoever cast a ballot, abstaining included, or is recorded in the room.
A7  Too few eligible members, or none eligible left of a group whose share is asked: the item goes up to the Assembly.
    (The second half is our reading: a share of nobody would let one side decide alone.)
A8  Formal vote: adopted by the asked share of votes cast, in whole numbers, and by more yes than no, so that a tie
    fails under any rules. Abstentions and absences are not cast; nobody has a casting vote.
A9  Consensus: adopted if nobody present and eligible objects. Who stands aside is recorded and does not block.
A10 No objection by lapse of time: silence until the deadline is consent. The first reasoned objection ends it at once
    and moves the item to the next meeting. The clock starts when every eligible member has the notice (or, lacking it,
    is recused). One question may pause it.
A11 Nobody on Earth has fewer than the full number of working days: a clock starts on the day it is where days begin
    (UTC+14), and ends with the day where days end (UTC-12), that instant excluded.
A12 Papers are complete when every paper stands in each working language in its newest version; the clock starts with
    the last file published, so a changed file starts it again.
A13 Both gates: the committee takes up what the Advisory Group approved, or what it refused with reasons when a formal
    vote of the committee overrides the refusal.
A14 While an item is open, its tally is unknown (None), since ballots are seen after the closing.

Every number is data of a dated version of the rules (`Rules`, `ScreeningRules`). Times are aware; others are refused.
"""

from alianza.engines.ballots._clock import (
    SATURDAY_AND_SUNDAY,
    PapersClock,
    PublishedFile,
    deadline,
    end_of_day,
    papers_clock,
    working_days_after,
    working_days_between,
)
from alianza.engines.ballots._gate import Advice, Gate, gate
from alianza.engines.ballots._meeting import consensus, failed_attempts, formal
from alianza.engines.ballots._members import Ballot, Choice, Ground, Recusal, Voter, may_chair
from alianza.engines.ballots._outcome import GroupCount, Method, Outcome, SetAside, Status, Why
from alianza.engines.ballots._refusals import (
    AnsweredBeforeAsked,
    BallotRefused,
    BeforeTheOpening,
    ClosesBeforeItOpens,
    ConsensusFirst,
    CriteriaDiffer,
    DaysOutOfRange,
    EveryDayIsFree,
    GroupWithoutMembers,
    NotAnAnswer,
    NotAScore,
    NotInElectorate,
    NumberOutOfRange,
    RecusedMemberVotes,
    ReviewerTwice,
    RulesIncomplete,
    ShareOutOfRange,
    TwiceInElectorate,
    UnknownGroups,
    VersionOutOfOrder,
)
from alianza.engines.ballots._rules import Rules
from alianza.engines.ballots._screening import (
    CriterionScore,
    Recommendation,
    Review,
    Screening,
    ScreeningRules,
    screening,
)
from alianza.engines.ballots._silence import Question, needs_long_silence, no_objection

__all__ = [
    "SATURDAY_AND_SUNDAY",
    "Advice",
    "AnsweredBeforeAsked",
    "Ballot",
    "BallotRefused",
    "BeforeTheOpening",
    "Choice",
    "ClosesBeforeItOpens",
    "ConsensusFirst",
    "CriteriaDiffer",
    "CriterionScore",
    "DaysOutOfRange",
    "EveryDayIsFree",
    "Gate",
    "Ground",
    "GroupCount",
    "GroupWithoutMembers",
    "Method",
    "NotAScore",
    "NotAnAnswer",
    "NotInElectorate",
    "NumberOutOfRange",
    "Outcome",
    "PapersClock",
    "PublishedFile",
    "Question",
    "Recommendation",
    "Recusal",
    "RecusedMemberVotes",
    "Review",
    "ReviewerTwice",
    "Rules",
    "RulesIncomplete",
    "Screening",
    "ScreeningRules",
    "SetAside",
    "ShareOutOfRange",
    "Status",
    "TwiceInElectorate",
    "UnknownGroups",
    "VersionOutOfOrder",
    "Voter",
    "Why",
    "consensus",
    "deadline",
    "end_of_day",
    "failed_attempts",
    "formal",
    "gate",
    "may_chair",
    "needs_long_silence",
    "no_objection",
    "papers_clock",
    "screening",
    "working_days_after",
    "working_days_between",
]
