"""The mail that the demonstration wrote: files in the instance's folder `mail`, newest first."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from email.utils import parsedate_to_datetime
from pathlib import Path

BETWEEN = b"-" * 79
"""The line that Django's file backend writes after each letter."""
LARGEST_FILE = 1_000_000


@dataclass(frozen=True, slots=True)
class Letter:
    to: str
    subject: str
    body: str
    at: datetime | None


def letters(folder: Path, *, most: int) -> list[Letter]:
    """The latest letters; a file that is not one of ours is left out."""
    if not folder.is_dir():
        return []
    found: list[Letter] = []
    for path in sorted(folder.glob("*.log"), key=lambda path: (path.stat().st_mtime, path.name), reverse=True):
        if path.stat().st_size <= LARGEST_FILE:
            written = path.read_bytes().split(BETWEEN)
            found += [_letter(text) for text in reversed(written) if text.strip()]
        if len(found) >= most:
            break
    return found[:most]


def _letter(text: bytes) -> Letter:
    message = message_from_bytes(text.lstrip(b"\n"), policy=default)
    part = message.get_body(preferencelist=("plain",))
    try:
        body = str(part.get_content()) if part is not None else ""
    except (LookupError, UnicodeError):
        body = ""
    try:
        at = parsedate_to_datetime(str(message["Date"]))
        at = at if at.tzinfo else at.replace(tzinfo=UTC)  # "-0000" is UTC whose zone is not told
    except (TypeError, ValueError):
        at = None
    return Letter(str(message["To"] or ""), str(message["Subject"] or ""), body.strip(), at)
