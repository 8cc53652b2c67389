"""What a file is, told by its content: the name it came with is never believed."""

import codecs
import re
import zipfile
import zlib
from typing import BinaryIO

from alianza.documents.models import MediaType
from alianza.vocabulary.refusal import Refusal, marked

LARGEST_UNPACKED = 2 << 30
"""Bytes that a workbook may unpack to."""
MOST_PARTS = 5000
SCRIPT = re.compile(rb"/(?:JavaScript|JS|Launch)(?![A-Za-z0-9])")
_STREAM = re.compile(rb"stream\r?\n.*?endstream", re.DOTALL)
_PACKED = re.compile(rb"/Type\s*/ObjStm.*?stream\r?\n(.*?)endstream", re.DOTALL)
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
MOST_UNPACKED = 8 << 20
"""Bytes looked at in one packed stream of objects."""


class UnknownContent(Refusal):
    code = "documents.content.unknown"
    field = "file"
    message = marked(
        "This file is none of %(allowed)s, whatever its name says. Save it as one of these and send it again."
    )


class NotText(Refusal):
    code = "documents.content.not_text"
    field = "file"
    message = marked("Line %(line)s of this file is not UTF-8 text. Save it as “CSV UTF-8” and send it again.")


class HoldsNul(Refusal):
    code = "documents.content.holds_nul"
    field = "file"
    message = marked(
        "Line %(line)s of this file holds a NUL character, which no text can have. Remove it and send again."
    )


class HoldsScript(Refusal):
    code = "documents.content.holds_script"
    field = "file"
    message = marked("This file holds a script, which no paper needs. Save it without and send it again.")


class UnsafeWorkbook(Refusal):
    code = "documents.content.unsafe_workbook"
    field = "file"
    message = marked(
        "This workbook holds macros, is locked with a password or unpacks to more than 2 GB. Save a plain copy."
    )


def _beginning(content: BinaryIO, length: int) -> bytes:
    content.seek(0)
    return content.read(length)


def _ending(content: BinaryIO, length: int) -> bytes:
    size = content.seek(0, 2)
    content.seek(max(0, size - length))
    return content.read(length)


def _is_workbook(content: BinaryIO) -> bool:
    """Raises UnsafeWorkbook."""
    content.seek(0)
    try:
        with zipfile.ZipFile(content) as packed:
            parts = packed.infolist()
            names = {part.filename for part in parts}
            if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
                return False
            too_large = sum(part.file_size for part in parts) > LARGEST_UNPACKED or len(parts) > MOST_PARTS
            locked = any(part.flag_bits & 1 for part in parts)
            if too_large or locked or any(name.lower().endswith("vbaproject.bin") for name in names):
                raise UnsafeWorkbook
            return True
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False


def check_text(content: BinaryIO) -> None:
    """Raises NotText or HoldsNul, with the line; reads the stream from its start to its end."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    content.seek(0)
    line = 1
    while True:
        chunk = content.read(1 << 20)
        at = chunk.find(b"\0")
        if at >= 0:
            raise HoldsNul(line=line + chunk[:at].count(b"\n"))
        try:
            decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as problem:
            # bytes kept from the chunk before hold no line end, so counting within this chunk is right
            kept = len(problem.object) - len(chunk)
            raise NotText(line=line + chunk[: max(0, problem.start - kept)].count(b"\n")) from None
        if not chunk:
            return
        line += chunk.count(b"\n")


def _names_a_script(content: BinaryIO) -> bool:
    """Whether a PDF holds JavaScript or starts a program: objects are searched plain and packed, names unescaped.

    An encrypted file is not opened.
    """
    content.seek(0)
    data = content.read()
    plain = [_STREAM.sub(b"", data)]  # bytes of packed pictures and fonts spell anything by chance
    plain += [_unpacked(match.group(1)) for match in _PACKED.finditer(data)]
    return any(SCRIPT.search(_ESCAPED.sub(lambda at: bytes([int(at.group(1), 16)]), part)) for part in plain)


def _unpacked(packed: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, MOST_UNPACKED)
    except zlib.error:
        return packed


def recognise(content: BinaryIO, allowed: tuple[MediaType, ...]) -> MediaType:
    """The type of the content, one of those allowed.

    Raises UnknownContent; for workbooks UnsafeWorkbook; for PDF HoldsScript; for text NotText or HoldsNul. Markup is no
    table, so text that begins with a tag is of no known type.
    """
    start = _beginning(content, 16)
    found: MediaType | None = None
    if start.startswith(b"%PDF-") and b"%%EOF" in _ending(content, 2048):
        if _names_a_script(content):
            raise HoldsScript
        found = MediaType.PDF
    elif start.startswith(b"\x89PNG\r\n\x1a\n") and b"IEND" in _ending(content, 32):
        found = MediaType.PNG
    elif start.startswith(b"\xff\xd8\xff") and b"\xff\xd9" in _ending(content, 64):
        found = MediaType.JPEG
    elif start.startswith(b"PK\x03\x04"):
        found = MediaType.XLSX if MediaType.XLSX in allowed and _is_workbook(content) else None
    elif start.startswith(b"\xd0\xcf\x11\xe0") and MediaType.XLSX in allowed:
        raise UnsafeWorkbook  # an encrypted or pre-2007 workbook
    elif MediaType.CSV in allowed and not _beginning(content, 4096).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        check_text(content)
        found = MediaType.CSV
    if found is None or found not in allowed:
        raise UnknownContent(allowed=", ".join(str(each.label) for each in allowed))
    return found
