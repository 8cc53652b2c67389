"""How a programme and its contracts move."""

from alianza.vocabulary.lifecycle import Guard, Lifecycle, Move, Role, State
from alianza.vocabulary.refusal import marked

OFFICER = Role("officer", marked("Secretariat officer"))
PARTNER = Role("partner", marked("The organisation that carries it out"))
CLOCK = Role("clock", marked("by itself"))

PROGRAMME = Lifecycle(
    id="fund.programme",
    states=(
        State("contracting", marked("Contracting")),
        State("active", marked("Active")),
        State("suspended", marked("Suspended")),
        State("operationally_closed", marked("Operationally closed")),
        State("financially_closed", marked("Financially closed")),
        State("terminated", marked("Terminated")),
        State("lapsed", marked("Lapsed")),
    ),
    moves=(
        Move(
            "start",
            marked("Become active"),
            ("contracting",),
            "active",
            ("clock",),
            ("contract_signed", "tranche_paid"),
        ),
        Move(
            "lapse",
            marked("Lapse"),
            ("contracting",),
            "lapsed",
            ("clock", "officer"),
            ("nothing_signed", "contracting_over"),
        ),
        Move(
            "suspend",
            marked("Suspend"),
            ("active",),
            "suspended",
            ("officer",),
            ("suspension_founded",),
            needs_reason=True,
        ),
        Move(
            "resume",
            marked("Resume"),
            ("suspended",),
            "active",
            ("officer",),
            ("suspension_settled",),
            needs_reason=True,
        ),
        Move(
            "terminate",
            marked("Terminate"),
            ("active", "suspended"),
            "terminated",
            ("officer",),
            ("termination_decided", "no_payment_under_way"),
            needs_reason=True,
        ),
        Move(
            "close_operationally",
            marked("Close operationally"),
            ("active",),
            "operationally_closed",
            ("partner", "officer"),
            ("ended_or_met", "no_payment_under_way"),
        ),
        Move(
            "say_evaluation",
            marked("Say where the evaluation is published"),
            ("operationally_closed",),
            "operationally_closed",
            ("officer",),
        ),
        Move(
            "close_financially",
            marked("Close financially"),
            ("operationally_closed",),
            "financially_closed",
            ("officer",),
            (
                "final_reports_accepted",
                "advances_cleared",
                "refunds_received",
                "findings_closed",
                "single_audit",
                "evaluation_published",
                "no_payment_under_way",
            ),
        ),
    ),
    initial="contracting",
    finals=("financially_closed", "terminated", "lapsed"),
    guards=(
        Guard("contract_signed", marked("At least one contract is signed.")),
        Guard("tranche_paid", marked("The first tranche is paid.")),
        Guard("nothing_signed", marked("No contract is signed.")),
        Guard("contracting_over", marked("The time for signing contracts is over.")),
        Guard("suspension_founded", marked("The suspension rests on a decision or on an allegation.")),
        Guard(
            "suspension_settled",
            marked("The allegation behind the suspension is concluded, or a decision lifts the suspension."),
        ),
        Guard("termination_decided", marked("The oversight committee decided the termination.")),
        Guard("no_payment_under_way", marked("No tranche is requested, checked or authorised and not yet paid.")),
        Guard("ended_or_met", marked("The end date is reached, or every target is met.")),
        Guard("final_reports_accepted", marked("The final report of every contract is accepted.")),
        Guard("advances_cleared", marked("Every advance is accounted for or returned.")),
        Guard("refunds_received", marked("Every cost found ineligible is paid back.")),
        Guard("findings_closed", marked("Every audit finding is closed.")),
        Guard("single_audit", marked("Who spent more in a year than passes without an audit was audited for it.")),
        Guard("evaluation_published", marked("The evaluation is published.")),
    ),
    roles=(OFFICER, PARTNER, CLOCK),
)

CONTRACT = Lifecycle(
    id="fund.contract",
    states=(
        State("drafted", marked("Drafted")),
        State("signed", marked("Signed")),
        State("ended", marked("Ended")),
    ),
    moves=(
        Move("change", marked("Change the draft"), ("drafted",), "drafted", ("officer",)),
        Move("tell_account", marked("Say to which account to pay"), ("drafted",), "drafted", ("partner",)),
        Move(
            "sign",
            marked("Sign"),
            ("drafted",),
            "signed",
            ("officer", "partner"),
            (
                "clauses_complete",
                "within_approved",
                "executes",
                "capacity_checked",
                "indirect_within_cap",
                "conditions_met",
                "programme_open",
                "other_side_signed",
            ),
        ),
        Move(
            "reduce", marked("Reduce"), ("signed",), "signed", ("officer",), ("not_below_tranches",), needs_reason=True
        ),
        Move(
            "sign_addendum",
            marked("Sign the addendum"),
            ("signed",),
            "signed",
            ("officer", "partner"),
            ("addendum_there", "addendum_within_approved", "conditions_met", "programme_open"),
        ),
        Move("plan", marked("Plan tranches"), ("signed",), "signed", ("officer",)),
        Move("change_account", marked("Change the account"), ("signed",), "signed", ("partner",)),
        Move("call_back", marked("Confirm the account by a call"), ("signed",), "signed", ("officer",)),
        Move("end", marked("End"), ("signed",), "ended", ("clock", "officer"), ("programme_ended", "cleared")),
    ),
    initial="drafted",
    finals=("ended",),
    guards=(
        Guard(
            "clauses_complete", marked("The contract states objectives, tasks, expected results and a refund clause.")
        ),
        Guard("within_approved", marked("All contracts together are not above what was approved.")),
        Guard("executes", marked("The organisation is one of those that carry the programme out.")),
        Guard("capacity_checked", marked("The capacity of the organisation was checked.")),
        Guard("indirect_within_cap", marked("The indirect cost is within its ceiling.")),
        Guard("conditions_met", marked("Every condition of the decision that is due is met.")),
        Guard("programme_open", marked("The programme is contracting or active.")),
        Guard("other_side_signed", marked("The other side has signed.")),
        Guard("addendum_there", marked("A decided change adds money to this contract.")),
        Guard("addendum_within_approved", marked("What is approved and bound by no contract covers it.")),
        Guard("not_below_tranches", marked("What is left covers the tranches that are paid or under way.")),
        Guard("programme_ended", marked("The programme is closed financially or terminated.")),
        Guard("cleared", marked("Every advance is accounted for or returned, and nothing is bound any more.")),
    ),
    roles=(OFFICER, PARTNER, CLOCK),
)
