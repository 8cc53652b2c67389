"""What each language sets differently belongs inside the translated text: French puts a space before a colon."""

import re
from pathlib import Path

TEMPLATES = Path(__file__).resolve().parents[2] / "src" / "alianza"
TRANSLATED = re.compile(r"\{% blocktranslate.*?endblocktranslate %\}", re.DOTALL)
BARE_COLON = re.compile(r"(?:%\}|\}\})(?:</\w+>)?:(?=[\s<{])")


def test_no_colon_follows_a_label_outside_the_translated_text() -> None:
    found = []
    for file in sorted(TEMPLATES.glob("*/templates/**/*.html")):
        text = TRANSLATED.sub("{% translated %}", file.read_text(encoding="utf-8"))
        found += [
            f"{file.name}: ...{text[max(0, hit.start() - 40) : hit.end() + 20]}" for hit in BARE_COLON.finditer(text)
        ]
    assert found == []
