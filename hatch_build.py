"""The one step of building the package: compile the catalogues, since only their sources are kept in git."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Catalogues(BuildHookInterface):  # type: ignore[type-arg]
    """Write every `.mo` before the files of the package are gathered."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """An editable install compiles at start instead (`alianza.web.instance.prepare`)."""
        if version == "editable":
            return
        sys.path.insert(0, str(Path(self.root) / "src"))
        try:
            from alianza.web.catalogue import compile_catalogues
        finally:
            del sys.path[0]
        compile_catalogues()
