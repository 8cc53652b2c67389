"""What makes no sense, each in one sentence."""

from alianza.vocabulary.refusal import Refusal, marked


class BallotRefused(Refusal):
    """Any of the refusals of this engine."""

    code = "ballots.refused"


class NotInElectorate(BallotRefused):
    code = "ballots.not_in_electorate"
    message = marked(
        "%(member)s is not in the electorate that was frozen when the item opened, and has no part in its outcome."
    )


class TwiceInElectorate(BallotRefused):
    code = "ballots.twice_in_electorate"
    message = marked("%(member)s stands twice in the electorate; every member has one vote.")


class RecusedMemberVotes(BallotRefused):
    code = "ballots.recused_member_votes"
    message = marked("%(member)s is recused from this item since %(since)s and casts no ballot in it.")


class UnknownGroups(BallotRefused):
    code = "ballots.unknown_groups"
    message = marked("The rules %(version)s know no such groups: %(groups)s. Use the names that the rules list.")


class GroupWithoutMembers(BallotRefused):
    code = "ballots.group_without_members"
    message = marked(
        "The rules %(version)s ask for a share of %(groups)s, and no member of the electorate belongs there; "
        "correct the names or the electorate."
    )


class NotAnAnswer(BallotRefused):
    code = "ballots.not_an_answer"
    message = marked("%(given)s cannot be answered to this item; the answers are %(answers)s.")


class BeforeTheOpening(BallotRefused):
    code = "ballots.before_the_opening"
    message = marked("%(member)s answered at %(at)s, before the item opened at %(opens)s; correct the time.")


class ClosesBeforeItOpens(BallotRefused):
    code = "ballots.closes_before_it_opens"
    message = marked("The item would close at %(closes)s, not after it opens at %(opens)s; correct the times.")


class ConsensusFirst(BallotRefused):
    code = "ballots.consensus_first"
    message = marked(
        "A formal vote comes after %(needed)s failed attempts at consensus, and there were %(failed)s; "
        "try consensus first."
    )


class AnsweredBeforeAsked(BallotRefused):
    code = "ballots.answered_before_asked"
    message = marked("The question would be answered at %(answered)s, before it was asked at %(asked)s.")


class DaysOutOfRange(BallotRefused):
    code = "ballots.days_out_of_range"
    message = marked("%(given)s is not a number of working days; write a whole number from 0 to %(most)s.")


class EveryDayIsFree(BallotRefused):
    code = "ballots.every_day_is_free"
    message = marked("No day of the week is a working day; leave at least one out of the weekend.")


class ShareOutOfRange(BallotRefused):
    code = "ballots.share_out_of_range"
    message = marked("%(given)s does not fit %(rule)s; write a share from %(least)s to %(most)s, such as 2/3.")


class NumberOutOfRange(BallotRefused):
    code = "ballots.number_out_of_range"
    message = marked("%(given)s does not fit %(rule)s; write a whole number from %(least)s to %(most)s.")


class RulesIncomplete(BallotRefused):
    code = "ballots.rules_incomplete"
    message = marked("The rules of a body have exactly these entries: %(known)s. Wrong or missing: %(wrong)s.")


class VersionOutOfOrder(BallotRefused):
    code = "ballots.version_out_of_order"
    message = marked("%(given)s is not a version of a file; versions count from 1.")


class ReviewerTwice(BallotRefused):
    code = "ballots.reviewer_twice"
    message = marked("%(reviewer)s has two reviews of the same proposal; keep the last one.")


class CriteriaDiffer(BallotRefused):
    code = "ballots.criteria_differ"
    message = marked(
        "The review of %(reviewer)s scores other criteria than %(criteria)s; missing or unknown: %(wrong)s."
    )


class NotAScore(BallotRefused):
    code = "ballots.not_a_score"
    message = marked(
        "%(given)s is not a score (%(reviewer)s on %(criterion)s); write a whole number from %(least)s to %(most)s."
    )
