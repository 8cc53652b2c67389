"""The budget's script understands what the server understands, and adds without a fraction."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

import alianza.fund
from alianza.fund.amounts import read
from alianza.vocabulary.refusal import Refusal

SCRIPT = Path(alianza.fund.__file__).parent / "static" / "fund" / "budget.js"
TYPED = [
    *("", "0", "0.00", "1", "1000", "1000.5", "1000,50", "1,000", "1.000", "1,000.00", "1.000,00", "1.234.567"),
    *("1,234,567", "1,234,567.89", "1.234.567,89", "1 000", "1'000.10", "+5", "-5", "-0", "1e9", "NaN", "Infinity"),
    *("0x10", "1.2.3", "1,2,3", "12,34", "0.001", "0.100", "999999999999.99", "1000000000000", "0000000000001"),
    *(
        "١٢٣٫٥٠",
        "١٢٬٣٤٥",
        "१२.५०",
        "９９",
        "ten",
        ".",
        ",",
        "5.",
        ".5",
        "\u00a0",
        "1\u202f000,00",
        "\U0001d7d9\U0001d7da",
    ),
]
node = pytest.mark.skipif(shutil.which("node") is None, reason="node runs the script outside a browser")


def _asked(expression: str, given: object, tmp_path: Path) -> object:
    module = tmp_path / "budget.mjs"  # by this name it is read as the module that the page loads
    module.write_text(SCRIPT.read_text(encoding="utf-8"), encoding="utf-8")
    program = tmp_path / "ask.mjs"
    program.write_text(
        f'import {{ read, shown }} from "./budget.mjs";\nconst given = {json.dumps(given)};\n'
        f"console.log(JSON.stringify({expression}));\n",
        encoding="utf-8",
    )
    answer = subprocess.run(["node", str(program)], capture_output=True, text=True, check=True, timeout=60)
    return json.loads(answer.stdout)


def _minor(text: str) -> str | None:
    if not text.strip():
        return "0"
    try:
        return str(read(text, "USD", zero=True).minor)
    except Refusal:
        return None


@node
def test_the_script_reads_what_the_server_reads(tmp_path: Path) -> None:
    found = _asked(
        "given.map((text) => { const m = read(text); return m === null ? null : String(m); })", TYPED, tmp_path
    )
    assert found == [_minor(text) for text in TYPED]


@node
def test_sums_beyond_what_a_float_can_hold_are_exact(tmp_path: Path) -> None:
    found = _asked('shown(read("999999999999.99") * 100n + 1n, "USD", "en")', None, tmp_path)
    assert found == "$99,999,999,999,999.01"
    assert _asked('shown(read("1300"), "USD", "en")', None, tmp_path) == "$1,300"


def test_the_script_has_no_number_with_a_fraction() -> None:
    text = SCRIPT.read_text(encoding="utf-8")
    assert "parseFloat" not in text and "Number(" not in text and "eval" not in text
