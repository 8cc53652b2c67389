"""What the addresses of all migration finance point to."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from alianza.audit.actions import PLATFORM
from alianza.fund.actions import imports
from alianza.fund.actions.tracking import import_table
from alianza.fund.finance_tables import mapping
from alianza.fund.models import FinanceFile
from tests.fund.actions.test_imports import brought_file
from tests.world import World

ROWS = b"reference,provider,currency,year,paid,sector,recipient\nB-1,Belgium,EUR,2023,100.00,15190,PHL\n"


def arguments(world: World) -> dict[str, dict[str, Any]]:
    kept, gone = (_file(name) for name in ("Kept", "Gone"))
    flow = kept.flows.get()
    about = {"publisher": "X", "source": "y", "licence": "z", "as_of": "2024-01-31"}
    table = {f"table-{name}": value for name, value in about.items()}
    broken = brought_file(world, ROWS.replace(b"B-1", b"B-9"))
    imports.lose(broken, by=PLATFORM)
    return {
        "fund:tracking-import": {"code": broken.code},
        "fund:tracking-import-anew": {"code": broken.code},
        "fund:tracking-country": {"country": "PHL"},
        "fund:tracking-flow": {"code": flow.code},
        "fund:tracking-remove": {"code": gone.code},
        "fund:tracking-bring-table:POST": {
            **table,
            "table-file": SimpleUploadedFile("finance.csv", ROWS.replace(b"B-1", b"B-3")),
        },
    }


def _file(name: str) -> FinanceFile:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "finance.csv"
        file.write_bytes(ROWS.replace(b"B-1", name.encode()))
        return import_table(
            file, mapping(""), publisher=name, source="x", licence="y", as_of=date(2024, 1, 31), by=PLATFORM
        )
