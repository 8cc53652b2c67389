"""How a tranche moves: three people, and everything that has to be true before money leaves."""

from alianza.fund.lifecycles.programmes import OFFICER, PARTNER
from alianza.vocabulary.lifecycle import Guard, Lifecycle, Move, State
from alianza.vocabulary.refusal import marked

PAYABLE = (
    "contract_signed",
    "programme_runs",
    "before_paid",
    "decided",
    "screened",
    "endorsed",
    "expenditure_accepted",
    "narrative_accepted",
    "no_high_finding",
    "no_report_overdue",
    "single_audit",
    "account_known",
    "called_back",
    "within_contract",
)
"""What is asked again at every step towards the payment, and at the payment itself."""

TRANCHE = Lifecycle(
    id="fund.tranche",
    states=(
        State("planned", marked("Planned")),
        State("requested", marked("Requested")),
        State("checked", marked("Checked")),
        State("authorised", marked("Authorised")),
        State("paid", marked("Paid")),
        State("acknowledged", marked("Acknowledged")),
        State("refused", marked("Refused")),
    ),
    moves=(
        Move(
            "request",
            marked("Request"),
            ("planned",),
            "requested",
            ("partner", "officer"),
            ("contract_signed", "programme_runs", "before_paid"),
        ),
        Move("check", marked("Check"), ("requested",), "checked", ("officer",), ("not_requester", *PAYABLE)),
        Move(
            "authorise",
            marked("Authorise"),
            ("checked",),
            "authorised",
            ("officer",),
            ("not_requester", "not_checker", *PAYABLE),
        ),
        Move("pay", marked("Pay"), ("authorised",), "paid", ("officer",), PAYABLE),
        Move("acknowledge", marked("Acknowledge receipt"), ("paid",), "acknowledged", ("partner",)),
        Move(
            "refuse",
            marked("Refuse"),
            ("requested", "checked", "authorised"),
            "refused",
            ("officer",),
            needs_reason=True,
        ),
    ),
    initial="planned",
    finals=("acknowledged", "refused"),
    guards=(
        Guard("contract_signed", marked("The contract is signed by both sides.")),
        Guard("programme_runs", marked("The programme is neither suspended nor closed.")),
        Guard("before_paid", marked("The tranche before it is paid.")),
        Guard("decided", marked("The oversight committee approved the programme.")),
        Guard("screened", marked("The advisory group approved it, or the committee overrode its refusal by vote.")),
        Guard("endorsed", marked("Every country concerned has endorsed it.")),
        Guard("expenditure_accepted", marked("Enough of the advances is accepted as spent.")),
        Guard("narrative_accepted", marked("The narrative report on the time since the last payment is accepted.")),
        Guard("no_high_finding", marked("No audit finding of high risk is open.")),
        Guard("no_report_overdue", marked("No report is overdue so long that it blocks payment.")),
        Guard("single_audit", marked("Who spent more in a year than passes without an audit was audited for it.")),
        Guard("account_known", marked("It is known to which account to pay.")),
        Guard("called_back", marked("A recent change of the account was confirmed by a call.")),
        Guard("within_contract", marked("The tranches are not above what the contract still binds.")),
        Guard("not_requester", marked("Another person requested it.")),
        Guard("not_checker", marked("Another person checked it.")),
    ),
    roles=(OFFICER, PARTNER),
)
