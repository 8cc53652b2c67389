"""The entries of the trail are only added."""

from alianza.audit.triggers import Guards

GUARDS = Guards(
    context="audit",
    only_added={"audit_entry": "audit entries are added, never changed or removed"},
    identity={"audit_entry": "number = NEW.number OR previous = NEW.previous"},
)
