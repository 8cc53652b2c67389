import re
from pathlib import Path

from alianza.registry.intake.columns import COLUMNS, column_named

PAGE = Path(__file__).resolve().parents[3] / "docs" / "how-to" / "import-a-registry.md"


def test_the_how_to_names_every_column_and_no_other() -> None:
    table = re.findall(r"^\| (`.*?) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    named = {name for cell in table for name in re.findall(r"`(\w+)`", cell)}
    assert {column.name for column in COLUMNS} <= named
    assert all(column_named(name) for name in named)


def test_the_columns_of_matching_are_all_there() -> None:
    matching = (
        "worker origin region isco years isco2 years2 woman age disadvantaged education recognised_in medical security "
        "passport_months wish1 wish2 wish3 accepts min_wage available_month skills cefr_de"
    )
    assert all(column_named(name) for name in matching.split())
