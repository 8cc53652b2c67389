"""What holds of cases, labels, complaints and checks, whoever writes to the database."""

from alianza.audit.triggers import Condition, Guards, changed
from alianza.certification import complaint_guards

_ONLY_ADDED = {
    "certification_schemeversion": "a version of a scheme never changes: open another",
    "certification_declaration": "what was declared stays on record",
    "certification_decision": "a decision of a panel stays as it was taken",
    "certification_award": "a label stays as it was given: what becomes of it are events",
    "certification_standing": "what happened to a label is never rewritten",
    "certification_vote": "a vote stays as it was cast",
    "certification_expiryreminder": "a reminder that was sent stays on record",
}
_KEPT = {
    "certification_application": "applications are withdrawn, never removed",
    "certification_audit": "audits are kept, never removed",
    "certification_finding": "findings are closed, never removed",
    "certification_correction": "corrections are kept, never removed",
    "certification_condition": "conditions are met, never removed",
    "certification_appeal": "appeals are decided, never removed",
    "certification_interviewanswer": "what a worker said is kept",
    **complaint_guards.KEPT,
}
_IDENTITY = {
    "certification_schemeversion": "id = NEW.id OR code = NEW.code OR (scheme_id = NEW.scheme_id "
    "AND number = NEW.number)",
    "certification_declaration": "id = NEW.id OR (application_id = NEW.application_id AND user_id = NEW.user_id "
    "AND conflict = NEW.conflict)",
    "certification_decision": "id = NEW.id OR code = NEW.code OR application_id = NEW.application_id",
    "certification_award": "id = NEW.id OR code = NEW.code OR number = NEW.number "
    "OR application_id = NEW.application_id OR decision_id = NEW.decision_id",
    "certification_standing": "id = NEW.id OR code = NEW.code",
    "certification_vote": "id = NEW.id OR (application_id = NEW.application_id AND member_id = NEW.member_id) "
    "OR (appeal_id = NEW.appeal_id AND member_id = NEW.member_id)",
    "certification_interviewanswer": "code = NEW.code",
    "certification_expiryreminder": "id = NEW.id OR (award_id = NEW.award_id AND days = NEW.days)",
    "certification_application": "id = NEW.id OR code = NEW.code OR number = NEW.number OR round_id = NEW.round_id",
    "certification_audit": "id = NEW.id OR code = NEW.code",
    "certification_finding": "id = NEW.id OR code = NEW.code OR (audit_id = NEW.audit_id AND number = NEW.number)",
    "certification_correction": "id = NEW.id OR code = NEW.code",
    "certification_condition": "id = NEW.id OR code = NEW.code",
    "certification_appeal": "id = NEW.id OR code = NEW.code OR standing_id = NEW.standing_id",
    **complaint_guards.IDENTITY,
}


def _closed(audit: str) -> str:
    return f"EXISTS (SELECT 1 FROM certification_audit WHERE id = {audit} AND closed_at IS NOT NULL)"


_TOOK_PART = (
    "EXISTS (SELECT 1 FROM certification_appeal p WHERE p.id = NEW.appeal_id AND ("
    "EXISTS (SELECT 1 FROM certification_vote v WHERE v.application_id = p.application_id "
    "AND v.member_id = NEW.member_id) "
    "OR EXISTS (SELECT 1 FROM certification_audit u WHERE u.application_id = p.application_id "
    "AND u.auditor_id = NEW.member_id) "
    "OR EXISTS (SELECT 1 FROM certification_standing s WHERE s.id = p.standing_id AND s.by_id = NEW.member_id)))"
)
_AUDITED_IT = (
    "EXISTS (SELECT 1 FROM certification_audit u WHERE u.application_id = NEW.application_id "
    "AND u.auditor_id = NEW.member_id)"
)
_IN_CONFLICT = (
    "EXISTS (SELECT 1 FROM certification_declaration d WHERE d.user_id = NEW.member_id AND d.conflict IS TRUE "
    "AND (d.application_id = NEW.application_id OR d.application_id = "
    "(SELECT p.application_id FROM certification_appeal p WHERE p.id = NEW.appeal_id)))"
)

_CONDITIONS = (
    Condition(  # but for the sealed words, which are sealed anew when keys are changed
        "certification_interviewanswer_stays_as_it_was_said",
        "UPDATE ON certification_interviewanswer",
        changed("code", "audit_id", "version", "answers", "day"),
        "what a worker said stays as it was said",
    ),
    Condition(
        "certification_vote_on_appeal_is_of_others",
        "INSERT ON certification_vote",
        f"NEW.appeal_id IS NOT NULL AND {_TOOK_PART}",
        "an appeal is decided by people who took no part",
    ),
    Condition(
        "certification_vote_is_not_the_auditors",
        "INSERT ON certification_vote",
        f"NEW.application_id IS NOT NULL AND {_AUDITED_IT}",
        "the auditor of a case does not vote on it",
    ),
    Condition(
        "certification_vote_is_free_of_conflict",
        "INSERT ON certification_vote",
        _IN_CONFLICT,
        "who declared a conflict does not vote",
    ),
    Condition(
        "certification_verdict_comes_before_the_close",
        "INSERT ON certification_verdict",
        _closed("NEW.audit_id"),
        "the verdicts of a closed audit stay as they are",
    ),
    Condition(
        "certification_verdict_stays_after_the_close",
        "UPDATE ON certification_verdict",
        f"{_closed('OLD.audit_id')} OR {changed('id', 'audit_id', 'item')}",
        "the verdicts of a closed audit stay as they are",
    ),
    Condition(
        "certification_verdict_is_not_removed",
        "DELETE ON certification_verdict",
        _closed("OLD.audit_id"),
        "the verdicts of a closed audit stay as they are",
    ),
    Condition(
        "certification_audit_stays_as_it_was_closed",
        "UPDATE ON certification_audit",
        "(OLD.closed_at IS NOT NULL OR OLD.released_at IS NOT NULL) OR "
        + changed("id", "code", "application_id", "kind", "auditor_id"),
        "an audit stays as it was closed, and with its auditor",
    ),
    Condition(
        "certification_finding_keeps_what_it_found",
        "UPDATE ON certification_finding",
        changed("id", "code", "audit_id", "number", "grade", "item", "text", "raised_on", "due_on")
        + f" OR (OLD.closed_on IS NOT NULL AND {changed('closed_on', 'closed_because')})",
        "a finding stays as it was raised, and as it was closed",
    ),
    Condition(
        "certification_correction_is_answered_once",
        "UPDATE ON certification_correction",
        "OLD.answered_at IS NOT NULL OR " + changed("id", "code", "finding_id", "text", "evidence_id", "by_id"),
        "a correction stays as it was made, and as it was answered",
    ),
    Condition(
        "certification_condition_is_met_once",
        "UPDATE ON certification_condition",
        "OLD.met_on IS NOT NULL OR " + changed("id", "code", "award_id", "text", "due_on"),
        "a condition stays as it was set, and as it was met",
    ),
    Condition(
        "certification_appeal_is_decided_once",
        "UPDATE ON certification_appeal",
        "OLD.decided_on IS NOT NULL OR "
        + changed("id", "code", "application_id", "standing_id", "grounds", "filed_on"),
        "an appeal stays as it was filed, and as it was decided",
    ),
    Condition(
        "certification_application_keeps_its_end",
        "UPDATE ON certification_application",
        changed("id", "code", "number", "subject_id", "version_id", "round_id")
        + " OR (OLD.state IN ('granted', 'declared', 'refused', 'withdrawn') AND "
        + changed("state", "submission_id")
        + ")",
        "an application keeps its subject, its version, and how it ended",
    ),
    *complaint_guards.CONDITIONS,
)

GUARDS = Guards(context="certification", only_added=_ONLY_ADDED, kept=_KEPT, identity=_IDENTITY, conditions=_CONDITIONS)
