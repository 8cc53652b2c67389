"""How a meeting and an item before a body move: drafted, opened, put in rounds, decided."""

from alianza.vocabulary.lifecycle import Guard, Lifecycle, Move, Role, State
from alianza.vocabulary.refusal import marked

OFFICER = Role("officer", marked("Secretariat officer"))
CHAIR = Role("chair", marked("the chair of the meeting"))
MEMBER = Role("member", marked("a member of the electorate who is not recused"))
CLOCK = Role("clock", marked("the rules of decision, by themselves"))


def _stays(
    deed: str,
    label: str,
    states: tuple[str, ...],
    actors: tuple[str, ...],
    guards: tuple[str, ...] = (),
    *,
    why: bool = False,
) -> tuple[Move, ...]:
    """A deed that leaves the item where it stands: a move from each state to itself, named `deed:state`."""
    return tuple(Move(f"{deed}:{each}", label, (each,), each, actors, guards, why) for each in states)


MEETING = Lifecycle(
    id="fund.meeting",
    states=(
        State("planned", marked("Planned")),
        State("open", marked("Open")),
        State("closed", marked("Closed")),
    ),
    moves=(
        *_stays("preside", marked("Name who chairs"), ("planned", "open"), ("officer",)),
        Move("begin", marked("Open the meeting"), ("planned",), "open", ("officer", "chair"), ("has_a_chair",)),
        Move("end", marked("Close the meeting"), ("open",), "closed", ("officer", "chair"), ("nothing_is_put",)),
    ),
    initial="planned",
    finals=("closed",),
    guards=(
        Guard("has_a_chair", marked("Somebody of the body is named to chair it.")),
        Guard("nothing_is_put", marked("No item of its agenda is being put to the members.")),
    ),
    roles=(OFFICER, CHAIR),
)

ITEM = Lifecycle(
    id="fund.item",
    states=(
        State("draft", marked("Draft")),
        State("open", marked("Open")),
        State("paused", marked("Paused by a question")),
        State("moved", marked("Moved to the next meeting")),
        State("referred", marked("Referred to the Assembly")),
        State("decided", marked("Decided")),
        State("withdrawn", marked("Withdrawn")),
    ),
    moves=(
        *_stays("prepare", marked("Change the draft"), ("draft",), ("officer",)),
        *_stays(
            "publish", marked("Publish a paper"), ("draft", "open", "moved"), ("officer",), ("no_round_in_the_room",)
        ),
        Move(
            "open",
            marked("Open: freeze the electorate and tell it"),
            ("draft",),
            "open",
            ("officer",),
            ("subject_known", "advised", "papers_complete", "electorate_whole", "on_an_agenda", "method_fits"),
        ),
        *_stays("deliver", marked("Deliver notices again"), ("open", "paused"), ("officer", "clock")),
        Move("take_up", marked("Put on a meeting's agenda"), ("moved",), "open", ("officer",), ("on_an_agenda",)),
        *_stays("cast", marked("Answer"), ("open", "paused"), ("member",), ("is_put",)),
        *_stays("declare", marked("Declare an interest"), ("open", "paused", "moved"), ("member",), why=True),
        *_stays(
            "rule",
            marked("Rule that a member has an interest"),
            ("open", "paused", "moved"),
            ("chair", "officer"),
            why=True,
        ),
        Move("ask", marked("Ask the one question"), ("open",), "paused", ("member",), ("by_silence", "first_question")),
        Move("answer", marked("Answer the question"), ("paused",), "open", ("officer",), ("question_stands",)),
        Move("run_on", marked("Let the clock run on"), ("paused",), "open", ("clock",)),
        *_stays(
            "state_text",
            marked("State the text for consensus"),
            ("open",),
            ("chair",),
            ("meeting_sits", "papers_in_time", "nothing_put", "chair_is_free", "consensus_can_settle_it"),
        ),
        *_stays(
            "call_vote",
            marked("Call a formal vote"),
            ("open",),
            ("chair",),
            ("meeting_sits", "papers_in_time", "nothing_put", "chair_is_free", "consensus_failed"),
        ),
        Move("close", marked("Close and count"), ("open",), "decided", ("chair",), ("put_in_the_room",)),
        Move("lapse", marked("Close by lapse of time"), ("open", "paused"), "decided", ("clock",), ("time_is_over",)),
        Move("move", marked("Move to the next meeting"), ("open", "paused"), "moved", ("clock",)),
        Move("refer", marked("Refer to the Assembly"), ("open", "paused", "moved"), "referred", ("clock",)),
        Move(
            "withdraw",
            marked("Withdraw the item"),
            ("draft", "open", "paused", "moved"),
            "withdrawn",
            ("officer",),
            ("no_round_in_the_room",),
            needs_reason=True,
        ),
    ),
    initial="draft",
    finals=("referred", "decided", "withdrawn"),
    guards=(
        Guard("subject_known", marked("What it is about stands in the fund's records.")),
        Guard(
            "advised", marked("The advisory group approved it, or a formal vote of the committee overrode its refusal.")
        ),
        Guard("papers_complete", marked("Every paper is published in every working language, and there is one.")),
        Guard("electorate_whole", marked("Each group whose share the quorum asks for has a seated member.")),
        Guard("on_an_agenda", marked("It stands on the agenda of a meeting, unless time alone decides it.")),
        Guard("method_fits", marked("An override is put to a vote in a meeting, never left to silence.")),
        Guard("is_put", marked("It is being put to the members.")),
        Guard("by_silence", marked("Its clock of no objection runs.")),
        Guard("first_question", marked("No question was asked before.")),
        Guard("question_stands", marked("A question waits for its answer.")),
        Guard("meeting_sits", marked("Its meeting is open.")),
        Guard(
            "papers_in_time",
            marked("Its papers have been out, complete and unchanged, for the days that the rules ask."),
        ),
        Guard("nothing_put", marked("It is not being put to the members already.")),
        Guard("no_round_in_the_room", marked("It is not being put to the members in a meeting.")),
        Guard("chair_is_free", marked("Who chairs it is not recused and does not speak for a beneficiary country.")),
        Guard("consensus_can_settle_it", marked("It is not an override, which only a formal vote can settle.")),
        Guard("consensus_failed", marked("As many attempts at consensus failed as the rules ask.")),
        Guard("put_in_the_room", marked("It is being put to the members in a meeting.")),
        Guard("time_is_over", marked("Everybody has the notice, and the deadline has passed everywhere on Earth.")),
    ),
    roles=(OFFICER, CHAIR, MEMBER, CLOCK),
)
