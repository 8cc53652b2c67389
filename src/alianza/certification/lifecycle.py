"""How an application and a label move, as tables: what must be true before, and who does it."""

from alianza.vocabulary.lifecycle import Guard, Lifecycle, Move, Role, State
from alianza.vocabulary.refusal import marked

OPEN = ("assessing", "submitted", "audit", "correcting", "panel")
"""What is not decided yet; from here an application may be withdrawn."""
FOLLOWED = ("granted", "declared")

APPLICATION = Lifecycle(
    id="certification_application",
    states=(
        State("assessing", marked("Self-assessment")),
        State("submitted", marked("Submitted")),
        State("audit", marked("Audit")),
        State("correcting", marked("Findings to be corrected")),
        State("panel", marked("Before the panel")),
        State("granted", marked("Granted")),
        State("declared", marked("Self-declared")),
        State("refused", marked("Refused")),
        State("withdrawn", marked("Withdrawn")),
    ),
    moves=(
        Move("submit", marked("Submit"), ("assessing",), "submitted", ("applicant",), ("handed_in",)),
        Move("return", marked("Return"), ("submitted",), "assessing", ("officer",), needs_reason=True),
        Move(
            "declare",
            marked("Enter the self-declaration"),
            ("submitted",),
            "declared",
            ("officer",),
            ("handed_in", "asks_no_audit", "every_must_is_met", "nothing_is_suspended"),
        ),
        Move(
            "admit",
            marked("Admit to audit"),
            ("submitted",),
            "audit",
            ("officer",),
            ("handed_in", "asks_for_an_audit", "every_must_is_met"),
        ),
        Move(
            "ask_corrections",
            marked("Send the findings to be corrected"),
            ("audit",),
            "correcting",
            ("auditor",),
            ("something_is_to_be_corrected",),
        ),
        Move(
            "conclude",
            marked("Conclude the audit"),
            ("audit", "correcting"),
            "panel",
            ("auditor",),
            ("auditor_is_free", "every_criterion_has_a_verdict", "workers_were_heard", "findings_are_settled"),
        ),
        Move(
            "grant",
            marked("Grant the label"),
            ("panel",),
            "granted",
            ("officer",),
            ("enough_members_voted", "majority_is_in_favour", "outcome_is_verified", "nothing_is_suspended"),
        ),
        Move(
            "refuse",
            marked("Refuse"),
            ("panel",),
            "refused",
            ("officer",),
            ("enough_members_voted", "no_majority_is_in_favour"),
        ),
        Move("withdraw", marked("Withdraw"), OPEN, "withdrawn", ("applicant",)),
    ),
    initial="assessing",
    finals=("granted", "declared", "refused", "withdrawn"),
    guards=(
        Guard("handed_in", marked("The self-assessment is handed in.")),
        Guard("asks_no_audit", marked("The application asks for a self-declaration.")),
        Guard("asks_for_an_audit", marked("The application asks for an audit.")),
        Guard(
            "every_must_is_met",
            marked("By its own answers it meets every criterion that must be met, or the criterion does not apply."),
        ),
        Guard("nothing_is_suspended", marked("No label of it is suspended.")),
        Guard("something_is_to_be_corrected", marked("The audit is open and raised a finding to be corrected.")),
        Guard("auditor_is_free", marked("The auditor declared to be free of conflict and opened the audit.")),
        Guard("every_criterion_has_a_verdict", marked("Every criterion has a verdict with what was seen.")),
        Guard(
            "workers_were_heard",
            marked("As many workers were interviewed as are due, or it is said why they were fewer."),
        ),
        Guard(
            "findings_are_settled",
            marked("Every critical and major finding is closed, or its last day is over."),
        ),
        Guard("enough_members_voted", marked("At least three members of the panel, free of conflict, voted.")),
        Guard("majority_is_in_favour", marked("More votes are in favour than against.")),
        Guard("no_majority_is_in_favour", marked("The votes in favour are no more than those against.")),
        Guard("outcome_is_verified", marked("By the rules of the instrument the outcome is a verified one.")),
    ),
    roles=(
        Role("applicant", marked("Who acts for the applicant")),
        Role("officer", marked("Officer of the secretariat")),
        Role("auditor", marked("Auditor of the case")),
    ),
)

LABEL = Lifecycle(
    id="certification_label",
    states=(
        State("valid", marked("Valid")),
        State("suspended", marked("Suspended")),
        State("withdrawn", marked("Withdrawn")),
        State("expired", marked("Expired")),
        State("lapsed", marked("Lapsed")),
    ),
    moves=(
        Move("suspend", marked("Suspend"), ("valid",), "suspended", ("officer", "auditor"), needs_reason=True),
        Move(
            "reinstate",
            marked("Reinstate"),
            ("suspended",),
            "valid",
            ("officer",),
            ("grave_findings_are_closed", "no_appeal_is_open"),
            needs_reason=True,
        ),
        Move(
            "withdraw",
            marked("Withdraw"),
            ("valid", "suspended"),
            "withdrawn",
            ("officer", "holder"),
            needs_reason=True,
        ),
        Move("expire", marked("End"), ("valid", "suspended"), "expired", ("clock",), ("last_day_is_over",)),
        Move("lapse", marked("Lapse"), ("valid", "suspended"), "lapsed", ("clock",), ("condition_is_overdue",)),
    ),
    initial="valid",
    finals=("withdrawn", "expired", "lapsed"),
    guards=(
        Guard("grave_findings_are_closed", marked("Every critical and major finding is closed by its auditor.")),
        Guard("no_appeal_is_open", marked("No appeal waits for an answer.")),
        Guard("last_day_is_over", marked("The last day of the label is over.")),
        Guard("condition_is_overdue", marked("The last day of a condition is over and it is not met.")),
    ),
    roles=(
        Role("officer", marked("Officer of the secretariat")),
        Role("auditor", marked("Auditor of the case")),
        Role("holder", marked("Who acts for the holder")),
        Role("clock", marked("The platform, by the calendar")),
    ),
)
