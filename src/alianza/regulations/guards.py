"""Every look at a sheet stays as it was entered."""

from alianza.audit.triggers import Guards

GUARDS = Guards(
    context="regulations",
    only_added={"regulations_look": "a look at a sheet is never changed or removed"},
    identity={
        "regulations_look": "id = NEW.id OR code = NEW.code OR (version_id = NEW.version_id AND by_id = NEW.by_id "
        "AND looked_on = NEW.looked_on)"
    },
)
