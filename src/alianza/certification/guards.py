"""Triggers for what is only added or kept, on both databases: put back after every migration."""

from collections.abc import Iterator

from django.db.backends.base.base import BaseDatabaseWrapper

from alianza.certification.guards_public import CONDITIONS_PUBLIC, IDENTITY_PUBLIC, KEPT_PUBLIC

ONLY_ADDED = {
    "certification_schemeversion": "a version of a scheme never changes: open another",
    "certification_declaration": "what was declared stays on record",
    "certification_decision": "a decision of a panel stays as it was taken",
    "certification_award": "a label stays as it was given: what becomes of it are events",
    "certification_standing": "what happened to a label is never rewritten",
    "certification_vote": "a vote stays as it was cast",
    "certification_expiryreminder": "a reminder that was sent stays on record",
}
KEPT = {
    "certification_application": "applications are withdrawn, never removed",
    "certification_audit": "audits are kept, never removed",
    "certification_finding": "findings are closed, never removed",
    "certification_correction": "corrections are kept, never removed",
    "certification_condition": "conditions are met, never removed",
    "certification_appeal": "appeals are decided, never removed",
    "certification_interviewanswer": "what a worker said is kept",
    **KEPT_PUBLIC,
}
IDENTITY = {
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
    **IDENTITY_PUBLIC,
}


def _changed(*columns: str) -> str:
    return "(" + " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns) + ")"


def _closed(audit: str) -> str:
    return f"EXISTS (SELECT 1 FROM certification_audit WHERE id = {audit} AND closed_at IS NOT NULL)"  # noqa: S608


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

CONDITIONS: tuple[tuple[str, str, str, str], ...] = (
    (  # but for the sealed words, which are sealed anew when keys are changed
        "certification_interviewanswer_stays_as_it_was_said",
        "UPDATE ON certification_interviewanswer",
        _changed("code", "audit_id", "version", "answers", "day"),
        "what a worker said stays as it was said",
    ),
    (
        "certification_vote_on_appeal_is_of_others",
        "INSERT ON certification_vote",
        f"NEW.appeal_id IS NOT NULL AND {_TOOK_PART}",
        "an appeal is decided by people who took no part",
    ),
    (
        "certification_vote_is_not_the_auditors",
        "INSERT ON certification_vote",
        f"NEW.application_id IS NOT NULL AND {_AUDITED_IT}",
        "the auditor of a case does not vote on it",
    ),
    (
        "certification_vote_is_free_of_conflict",
        "INSERT ON certification_vote",
        _IN_CONFLICT,
        "who declared a conflict does not vote",
    ),
    (
        "certification_verdict_comes_before_the_close",
        "INSERT ON certification_verdict",
        _closed("NEW.audit_id"),
        "the verdicts of a closed audit stay as they are",
    ),
    (
        "certification_verdict_stays_after_the_close",
        "UPDATE ON certification_verdict",
        f"{_closed('OLD.audit_id')} OR {_changed('id', 'audit_id', 'item')}",
        "the verdicts of a closed audit stay as they are",
    ),
    (
        "certification_verdict_is_not_removed",
        "DELETE ON certification_verdict",
        _closed("OLD.audit_id"),
        "the verdicts of a closed audit stay as they are",
    ),
    (
        "certification_audit_stays_as_it_was_closed",
        "UPDATE ON certification_audit",
        "(OLD.closed_at IS NOT NULL OR OLD.released_at IS NOT NULL) OR "
        + _changed("id", "code", "application_id", "kind", "auditor_id"),
        "an audit stays as it was closed, and with its auditor",
    ),
    (
        "certification_finding_keeps_what_it_found",
        "UPDATE ON certification_finding",
        _changed("id", "code", "audit_id", "number", "grade", "item", "text", "raised_on", "due_on")
        + f" OR (OLD.closed_on IS NOT NULL AND {_changed('closed_on', 'closed_because')})",
        "a finding stays as it was raised, and as it was closed",
    ),
    (
        "certification_correction_is_answered_once",
        "UPDATE ON certification_correction",
        "OLD.answered_at IS NOT NULL OR " + _changed("id", "code", "finding_id", "text", "evidence_id", "by_id"),
        "a correction stays as it was made, and as it was answered",
    ),
    (
        "certification_condition_is_met_once",
        "UPDATE ON certification_condition",
        "OLD.met_on IS NOT NULL OR " + _changed("id", "code", "award_id", "text", "due_on"),
        "a condition stays as it was set, and as it was met",
    ),
    (
        "certification_appeal_is_decided_once",
        "UPDATE ON certification_appeal",
        "OLD.decided_on IS NOT NULL OR "
        + _changed("id", "code", "application_id", "standing_id", "grounds", "filed_on"),
        "an appeal stays as it was filed, and as it was decided",
    ),
    (
        "certification_application_keeps_its_end",
        "UPDATE ON certification_application",
        _changed("id", "code", "number", "subject_id", "version_id", "round_id")
        + " OR (OLD.state IN ('granted', 'declared', 'refused', 'withdrawn') AND "
        + _changed("state", "submission_id")
        + ")",
        "an application keeps its subject, its version, and how it ended",
    ),
    *CONDITIONS_PUBLIC,
)


def _sqlite() -> Iterator[tuple[str, str]]:
    for table, sentence in (ONLY_ADDED | KEPT).items():
        refuse = f"BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
        if table in ONLY_ADDED:
            yield f"{table}_keeps_its_content", f"BEFORE UPDATE ON {table} {refuse}"
        yield f"{table}_stays", f"BEFORE DELETE ON {table} {refuse}"
        same = f"SELECT 1 FROM {table} WHERE {IDENTITY[table]}"  # noqa: S608  names of our own tables
        yield f"{table}_is_not_replaced", f"BEFORE INSERT ON {table} WHEN EXISTS ({same}) {refuse}"
    for name, event, condition, sentence in CONDITIONS:
        written = condition.replace("IS DISTINCT FROM", "IS NOT")
        yield name, f"BEFORE {event} WHEN {written} BEGIN SELECT RAISE(ABORT, '{sentence}'); END"


def _postgres() -> Iterator[tuple[str, str, str]]:
    """Name of the trigger, when it fires, body of its function."""

    def refusal(sentence: str) -> str:
        written = sentence.replace("'", "''")
        return f"RAISE EXCEPTION '{written}' USING ERRCODE = 'check_violation';"

    for table, sentence in (ONLY_ADDED | KEPT).items():
        events = "UPDATE OR DELETE" if table in ONLY_ADDED else "DELETE"
        yield f"{table}_stays", f"BEFORE {events} ON {table} FOR EACH ROW", refusal(sentence)
        yield f"{table}_is_not_emptied", f"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT", refusal(sentence)
    for name, event, condition, sentence in CONDITIONS:
        row = "OLD" if event.startswith("DELETE") else "NEW"
        yield name, f"BEFORE {event} FOR EACH ROW", f"IF {condition} THEN {refusal(sentence)} END IF; RETURN {row};"


def _table_of(event: str) -> str:
    return event.partition(" ON ")[2].split()[0]


def raise_guards(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers in place, on those of the tables that are there; safe to repeat."""
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        if connection.vendor == "sqlite":
            for name, body in _sqlite():
                if _table_of(body) in there:
                    cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
                    cursor.execute(f"CREATE TRIGGER {name} {body}")
            return
        for name, event, body in _postgres():
            if _table_of(event) in there:
                cursor.execute(
                    f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"
                )
                cursor.execute(f"CREATE OR REPLACE TRIGGER {name} {event} EXECUTE FUNCTION {name}()")


def lift_guards(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away: before tables are altered, and to empty a test database."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'certification!_%' ESCAPE '!'"
            )
            for (name,) in cursor.fetchall():
                cursor.execute(f'DROP TRIGGER "{name}"')
            return
        cursor.execute(
            "SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
            "WHERE NOT tgisinternal AND tgname LIKE 'certification!_%' ESCAPE '!'"
        )
        for name, table in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}" ON "{table}"')


def missing_guards(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of triggers that should stand and do not."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            wanted = [name for name, _body in _sqlite()]
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            wanted = [name for name, _event, _body in _postgres()]
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'")
        standing = {name for (name,) in cursor.fetchall()}
    return [name for name in wanted if name not in standing]
