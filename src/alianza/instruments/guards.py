"""What was handed in stays, and so does the document of a published instrument."""

from alianza.audit.triggers import Condition, Guards, Trigger, quoted

_VERSION = "instruments_instrumentversion"
_FROZEN = "a published instrument keeps its document: draft a new version"
_CHANGED = (
    "OLD.status <> 'draft' AND (NEW.urn <> OLD.urn OR NEW.number <> OLD.number OR NEW.digest <> OLD.digest "
    "OR CAST(NEW.document AS TEXT) <> CAST(OLD.document AS TEXT) OR NEW.status = 'draft')"
)
_SAME = f"EXISTS (SELECT 1 FROM {_VERSION} WHERE id = NEW.id OR (urn = NEW.urn AND number = NEW.number))"

GUARDS = Guards(
    context="instruments",
    only_added={"instruments_submission": "what was handed in is never changed or removed"},
    identity={
        "instruments_submission": "id = NEW.id OR (response_id = NEW.response_id AND number = NEW.number)",
    },
    conditions=[
        Condition(f"{_VERSION}_keeps_its_document", f"UPDATE ON {_VERSION}", _CHANGED, _FROZEN),
        Condition(f"{_VERSION}_stays", f"DELETE ON {_VERSION}", "OLD.status <> 'draft'", _FROZEN),
    ],
    sqlite=[
        # INSERT OR REPLACE would remove the row without asking the trigger on removal
        Trigger(
            f"{_VERSION}_is_not_replaced",
            f"BEFORE INSERT ON {_VERSION} WHEN {_SAME}",
            f"SELECT RAISE(ABORT, {quoted(_FROZEN)})",
        ),
    ],
)
