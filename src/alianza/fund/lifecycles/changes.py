"""How a larger change of a programme moves, and how what stood above an advance is answered."""

from alianza.fund.lifecycles.programmes import OFFICER
from alianza.vocabulary.lifecycle import Guard, Lifecycle, Move, Role, State
from alianza.vocabulary.refusal import marked

COMMITTEE = Role("committee", marked("Oversight committee, by its decision"))

CHANGE = Lifecycle(
    id="fund.change",
    states=(
        State("stated", marked("Stated")),
        State("screened", marked("Screened")),
        State("carried_out", marked("Carried out")),
        State("refused", marked("Refused")),
        State("withdrawn", marked("Withdrawn")),
    ),
    moves=(
        Move(
            "check",
            marked("Check the capacity of the new organisation"),
            ("stated",),
            "stated",
            ("officer",),
            ("names_an_organisation",),
        ),
        Move(
            "invite",
            marked("Invite a reviewer"),
            ("stated",),
            "stated",
            ("officer",),
            ("new_countries_endorse",),
        ),
        Move(
            "screen",
            marked("Give the opinion of the advisory group"),
            ("stated",),
            "screened",
            ("officer",),
            ("new_countries_endorse", "enough_reviewers", "no_reviewer_has_interest", "opinions_lie_together"),
        ),
        Move(
            "carry_out",
            marked("Decide and carry out"),
            ("screened",),
            "carried_out",
            ("committee",),
            (
                "decided",
                "new_countries_endorse",
                "group_approves",
                "no_reviewer_has_interest",
                "capacity_checked",
                "indirect_within_cap",
                "budget_not_below_zero",
                "contracts_cover",
                "window_covers",
                "programme_open",
            ),
        ),
        Move("refuse", marked("Refuse"), ("screened",), "refused", ("committee",)),
        Move(
            "withdraw",
            marked("Withdraw"),
            ("stated", "screened"),
            "withdrawn",
            ("officer",),
            ("not_before_the_committee",),
            needs_reason=True,
        ),
    ),
    initial="stated",
    finals=("carried_out", "refused", "withdrawn"),
    guards=(
        Guard("names_an_organisation", marked("It names a new organisation.")),
        Guard("new_countries_endorse", marked("Every new country endorses it, and no endorsement has run out.")),
        Guard("enough_reviewers", marked("Enough reviewers without conflict of interest have scored it.")),
        Guard(
            "no_reviewer_has_interest",
            marked("No reviewer whose scores count belongs to an organisation that asks or executes."),
        ),
        Guard("opinions_lie_together", marked("The scores lie together, or one more reviewer has scored it.")),
        Guard("decided", marked("A decision of the committee that stands adopts this very change.")),
        Guard(
            "group_approves",
            marked("The advisory group approves it, or the committee overrode its refusal by formal vote."),
        ),
        Guard("capacity_checked", marked("The capacity of the new organisation was checked, if there is one.")),
        Guard("indirect_within_cap", marked("No organisation's indirect cost is above its share of direct cost.")),
        Guard("budget_not_below_zero", marked("No line of the budget falls below zero.")),
        Guard(
            "contracts_cover",
            marked("What is taken off a contract is neither paid nor bound by a tranche under way."),
        ),
        Guard("window_covers", marked("The window holds the amount.")),
        Guard("programme_open", marked("The programme is contracting, active or suspended.")),
        Guard("not_before_the_committee", marked("It is not before the committee.")),
    ),
    roles=(OFFICER, COMMITTEE),
)

OVERSPEND = Lifecycle(
    id="fund.overspend",
    states=(
        State("open", marked("Overspend, not accepted")),
        State("accepted", marked("Accepted")),
        State("refused", marked("Refused")),
    ),
    moves=(
        Move(
            "accept",
            marked("Accept the overspend"),
            ("open",),
            "accepted",
            ("officer",),
            ("within_overspend", "advance_covers", "within_budget_or_decided", "accounts_open"),
            needs_reason=True,
        ),
        Move(
            "refuse",
            marked("Refuse the overspend"),
            ("open",),
            "refused",
            ("officer",),
            ("within_overspend",),
            needs_reason=True,
        ),
    ),
    initial="open",
    finals=("accepted", "refused"),
    guards=(
        Guard("within_overspend", marked("It is above zero and not above what stands as overspend.")),
        Guard("advance_covers", marked("What was paid and is not accounted for covers it, with its indirect cost.")),
        Guard(
            "within_budget_or_decided",
            marked("With it no category is above its budget, or the committee decided on it."),
        ),
        Guard("accounts_open", marked("The contract is signed and the programme is not closed financially.")),
    ),
    roles=(OFFICER,),
)
