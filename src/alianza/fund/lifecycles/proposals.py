"""How a proposal and a country's endorsement of it move, as tables."""

from alianza.vocabulary.lifecycle import Guard, Lifecycle, Move, Role, State
from alianza.vocabulary.refusal import marked

OPEN = ("draft", "submitted", "admissible", "endorsed", "screened")
"""What is not decided yet; from here a proposal may be withdrawn."""
UNDER_EXAMINATION = OPEN[1:]
_APPROVAL = ("every_country_endorses", "group_approves", "no_reviewer_has_interest", "within_request", "window_covers")

PROPOSAL = Lifecycle(
    id="proposal",
    states=(
        State("draft", marked("Draft")),
        State("submitted", marked("Submitted")),
        State("admissible", marked("Admissible")),
        State("endorsed", marked("Endorsed")),
        State("screened", marked("Screened")),
        State("approved", marked("Approved")),
        State("conditional", marked("Approved with conditions")),
        State("deferred", marked("Deferred")),
        State("rejected", marked("Rejected")),
        State("returned", marked("Returned")),
        State("withdrawn", marked("Withdrawn")),
    ),
    moves=(
        Move(
            "submit",
            marked("Submit"),
            ("draft", "returned"),
            "submitted",
            ("applicant",),
            (
                "window_takes_proposals",
                "purpose_is_said",
                "countries_are_named",
                "somebody_executes",
                "results_have_indicators",
                "budget_is_whole",
                "indirect_within_cap",
                "reasons_are_given",
                "rights_are_assessed",
                "markers_are_set",
            ),
        ),
        Move(
            "admit",
            marked("Admit"),
            ("submitted",),
            "admissible",
            ("officer",),
            (
                "window_takes_proposals",
                "applicant_is_eligible",
                "somebody_executes",
                "capacity_is_checked",
                "overlap_is_looked_at",
            ),
        ),
        Move(
            "endorse",
            marked("Endorse"),
            ("admissible",),
            "endorsed",
            ("focal_point", "platform"),
            ("every_country_endorses",),
        ),
        Move(
            "unendorse",
            marked("Take the endorsement back"),
            ("endorsed",),
            "admissible",
            ("focal_point",),
            needs_reason=True,
        ),
        Move(
            "screen",
            marked("Give the opinion of the advisory group"),
            ("endorsed",),
            "screened",
            ("officer",),
            ("enough_reviewers", "no_reviewer_has_interest", "opinions_lie_together"),
        ),
        Move("approve", marked("Approve"), ("screened", "deferred"), "approved", ("committee",), _APPROVAL),
        Move(
            "approve_with_conditions",
            marked("Approve with conditions"),
            ("screened", "deferred"),
            "conditional",
            ("committee",),
            _APPROVAL,
        ),
        Move("defer", marked("Defer"), ("screened",), "deferred", ("committee",), needs_reason=True),
        Move("reject", marked("Reject"), ("screened", "deferred"), "rejected", ("committee",), needs_reason=True),
        Move("return", marked("Return"), UNDER_EXAMINATION, "returned", ("officer",), needs_reason=True),
        Move("withdraw", marked("Withdraw"), (*OPEN, "returned"), "withdrawn", ("applicant",)),
    ),
    initial="draft",
    finals=("approved", "conditional", "rejected", "withdrawn"),
    guards=(
        Guard("window_takes_proposals", marked("The window takes proposals on this day.")),
        Guard("purpose_is_said", marked("Objectives, tasks and results, kind, start and length are written.")),
        Guard("countries_are_named", marked("At least one country concerned is named.")),
        Guard(
            "somebody_executes",
            marked("An international organisation or a local partner carries it out, and one organisation leads."),
        ),
        Guard("results_have_indicators", marked("At least one result is expected, each with indicator and target.")),
        Guard("budget_is_whole", marked("The budget has an amount, each of an organisation that carries it out.")),
        Guard("indirect_within_cap", marked("No organisation's indirect cost is above its share of direct cost.")),
        Guard(
            "reasons_are_given",
            marked(
                "It is said what it follows, how it reaches migration directly, why aid would not pay it, and what "
                "was found of overlap."
            ),
        ),
        Guard("rights_are_assessed", marked("Benefits, risks and human rights are assessed.")),
        Guard("markers_are_set", marked("The three markers are set: gender, rights, child.")),
        Guard("applicant_is_eligible", marked("A government, a firm or a civil society organisation asks.")),
        Guard("capacity_is_checked", marked("Every organisation that carries it out passed the check of capacity.")),
        Guard("overlap_is_looked_at", marked("The secretariat looked for double funding and wrote what it found.")),
        Guard("every_country_endorses", marked("Every country concerned endorses it, and no endorsement has run out.")),
        Guard("enough_reviewers", marked("Enough reviewers without conflict of interest have scored it.")),
        Guard(
            "no_reviewer_has_interest",
            marked("No reviewer whose scores count belongs to an organisation that asks or executes."),
        ),
        Guard("opinions_lie_together", marked("The scores lie together, or one more reviewer has scored it.")),
        Guard(
            "group_approves",
            marked("The advisory group approves it, or the committee overrode its refusal by formal vote."),
        ),
        Guard("within_request", marked("The amount approved is above zero and not above what was asked.")),
        Guard("window_covers", marked("The window holds the amount.")),
    ),
    roles=(
        Role("applicant", marked("Agent of the applicant")),
        Role("officer", marked("Officer of the secretariat")),
        Role("focal_point", marked("Focal point of a country concerned")),
        Role("committee", marked("Oversight committee, by its decision")),
        Role("platform", marked("The platform, by itself")),
    ),
)

ENDORSEMENT = Lifecycle(
    id="endorsement",
    states=(
        State("asked", marked("Asked")),
        State("given", marked("Endorsed")),
        State("refused", marked("Refused")),
        State("withdrawn", marked("Withdrawn")),
    ),
    moves=(
        Move(
            "give",
            marked("Endorse"),
            ("asked", "given"),  # given anew before it runs out
            "given",
            ("focal_point",),
            ("proposal_awaits", "plan_is_named", "letter_is_there"),
        ),
        Move(
            "refuse",
            marked("Refuse"),
            ("asked",),
            "refused",
            ("focal_point",),
            ("proposal_awaits",),
            needs_reason=True,
        ),
        Move(
            "withdraw",
            marked("Withdraw the endorsement"),
            ("given",),
            "withdrawn",
            ("focal_point",),
            ("proposal_awaits",),
            needs_reason=True,
        ),
    ),
    initial="asked",
    finals=("refused", "withdrawn"),  # until the proposal is sent again: then it is asked anew
    guards=(
        Guard("proposal_awaits", marked("The proposal is admissible and not yet decided.")),
        Guard("plan_is_named", marked("A plan, its objective and the page are named.")),
        Guard("letter_is_there", marked("The letter of the country is attached.")),
    ),
    roles=(Role("focal_point", marked("Focal point of the country for the fund")),),
)
