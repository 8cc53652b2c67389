"""How reports and audit findings move."""

from alianza.fund.lifecycles.programmes import OFFICER, PARTNER
from alianza.vocabulary.lifecycle import Guard, Lifecycle, Move, Role, State
from alianza.vocabulary.refusal import marked

REPORT = Lifecycle(
    id="fund.report",
    states=(
        State("due", marked("Due")),
        State("submitted", marked("Submitted")),
        State("returned", marked("Returned")),
        State("accepted", marked("Accepted")),
        State("published", marked("Published")),
    ),
    moves=(
        Move("fill", marked("Fill in and save"), ("due",), "due", ("partner",)),
        Move("correct", marked("Correct and save"), ("returned",), "returned", ("partner",)),
        Move(
            "submit",
            marked("Submit"),
            ("due", "returned"),
            "submitted",
            ("partner",),
            ("contract_signed", "period_over", "told", "certified", "figures_given"),
        ),
        Move("return", marked("Return"), ("submitted",), "returned", ("officer",), needs_reason=True),
        Move("accept", marked("Accept"), ("submitted",), "accepted", ("officer",), ("earlier_figures_answered",)),
        Move("publish", marked("Publish"), ("accepted",), "published", ("officer",)),
    ),
    initial="due",
    finals=("published",),
    guards=(
        Guard("contract_signed", marked("The contract is signed by both sides.")),
        Guard("period_over", marked("The period is over.")),
        Guard("told", marked("A narrative or final report says in words what was done.")),
        Guard("certified", marked("Figures are certified by an office.")),
        Guard("figures_given", marked("A report of figures has at least one line, also where nothing was spent.")),
        Guard("earlier_figures_answered", marked("Figures of earlier periods are accepted.")),
    ),
    roles=(OFFICER, PARTNER),
)

OWNER = Role("owner", marked("The organisation that has to act"))
AUDITOR = Role("auditor", marked("Auditor"))

FINDING = Lifecycle(
    id="fund.finding",
    states=(
        State("open", marked("Open")),
        State("answered", marked("Answered")),
        State("closed", marked("Closed")),
    ),
    moves=(
        Move("answer", marked("Answer"), ("open", "answered"), "answered", ("owner",)),
        Move("close", marked("Close"), ("open", "answered"), "closed", ("auditor", "officer"), ("evidence",)),
    ),
    initial="open",
    finals=("closed",),
    guards=(Guard("evidence", marked("There is evidence of what was done.")),),
    roles=(OFFICER, AUDITOR, OWNER),
)

AUDIT = Lifecycle(
    id="fund.audit",
    states=(
        State("announced", marked("Announced")),
        State("received", marked("Received")),
        State("published", marked("Published")),
    ),
    moves=(
        Move("receive", marked("Record its report"), ("announced",), "received", ("auditor", "officer")),
        Move(
            "publish",
            marked("Publish the summary"),
            ("received",),
            "published",
            ("auditor", "officer"),
            ("of_the_fund", "report_kept", "summary_given"),
        ),
    ),
    initial="announced",
    finals=("published",),
    guards=(
        Guard("of_the_fund", marked("It is an audit of the whole fund; one of an organisation is not published.")),
        Guard("report_kept", marked("The report of the audit is kept here, with its hash.")),
        Guard("summary_given", marked("There is a summary for everybody.")),
    ),
    roles=(OFFICER, AUDITOR),
)
