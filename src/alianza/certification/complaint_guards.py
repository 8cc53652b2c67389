"""What holds of complaints and checks, whoever writes to the database. Sealed columns are left out of it: when keys are
changed, the same words are sealed anew; and what is personal is emptied when its time is over.
"""

from alianza.audit.triggers import Condition, changed

KEPT = {
    "certification_complaint": "complaints are closed and never removed",
    "certification_complainthandler": "who took a complaint stays on record",
    "certification_complaintstep": "the steps of a complaint stay on record",
    "certification_complaintfinding": "findings on complaints are never removed",
    "certification_complaintmessage": "messages on complaints are never removed",
    "certification_activecheck": "a check stays on record",
}
IDENTITY = {
    "certification_complaint": "id = NEW.id OR code = NEW.code OR return_index = NEW.return_index",
    "certification_complainthandler": "id = NEW.id OR code = NEW.code OR (complaint_id = NEW.complaint_id "
    "AND user_id = NEW.user_id)",
    "certification_complaintstep": "id = NEW.id OR code = NEW.code",
    "certification_complaintfinding": "id = NEW.id OR code = NEW.code",
    "certification_complaintmessage": "id = NEW.id OR code = NEW.code OR form = NEW.form",
    "certification_activecheck": "id = NEW.id OR code = NEW.code",
}


_TOOK_PART = (
    "EXISTS (SELECT 1 FROM certification_complaintstep s WHERE s.complaint_id = NEW.complaint_id "
    "AND s.by_id = NEW.user_id) OR EXISTS (SELECT 1 FROM certification_complaintfinding f "
    "WHERE f.complaint_id = NEW.complaint_id AND f.by_id = NEW.user_id)"
)

CONDITIONS = (
    Condition(
        "certification_complaint_keeps_how_it_came",
        "UPDATE ON certification_complaint",
        changed("id", "code", "return_index", "category", "who", "received_at")
        + " OR (OLD.subject_id IS NOT NULL AND NEW.subject_id IS DISTINCT FROM OLD.subject_id)"
        + " OR (OLD.released_on IS NOT NULL AND NEW.released_on IS DISTINCT FROM OLD.released_on)"
        + " OR (OLD.answered_on IS NOT NULL AND "
        + changed("answered_on", "answered_by_id")
        + ")",
        "a complaint stays as it came and as it was answered",
    ),
    Condition(
        "certification_complainthandler_stays_as_it_was",
        "UPDATE ON certification_complainthandler",
        changed("id", "code", "complaint_id", "user_id", "part", "at"),
        "who took a complaint stays on record",
    ),
    Condition(
        "certification_complainthandler_of_appeal_took_no_part",
        "INSERT ON certification_complainthandler",
        f"NEW.part = 'appeal' AND ({_TOOK_PART})",
        "an appeal is decided by people who took no part",
    ),
    Condition(
        "certification_complaintstep_stays_as_it_was",
        "UPDATE ON certification_complaintstep",
        changed("id", "code", "complaint_id", "move", "state", "day", "due_on", "by_id"),
        "the steps of a complaint stay on record",
    ),
    Condition(
        "certification_complaintfinding_stays_as_it_was",
        "UPDATE ON certification_complaintfinding",
        changed("id", "code", "complaint_id", "outcome", "critical", "day", "by_id", "suspension_id"),
        "what was found of a complaint stays as it was found",
    ),
    Condition(
        "certification_complaintmessage_stays_as_it_was",
        "UPDATE ON certification_complaintmessage",
        changed("id", "code", "complaint_id", "side", "form", "at", "by_id"),
        "messages on complaints stay as they were sent",
    ),
    Condition(
        "certification_activecheck_stays_as_it_was",
        "UPDATE ON certification_activecheck",
        changed("id", "code", "subject_id", "at", "standing", "outcome", "expires_on", "token"),
        "a check stays as it was made",
    ),
)
