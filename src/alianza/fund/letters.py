"""What a letter brought to the fund may be: a document or a picture, and nothing that runs when it is opened."""

import re
import zlib
from typing import BinaryIO

from alianza.documents.contents import recognise
from alianza.documents.models import MediaType
from alianza.vocabulary.refusal import Refusal, marked

LETTER = (MediaType.PDF, MediaType.PNG, MediaType.JPEG)
_STREAM = re.compile(rb"stream\r?\n.*?endstream", re.DOTALL)
_PACKED = re.compile(rb"/Type\s*/ObjStm.*?stream\r?\n(.*?)endstream", re.DOTALL)
_RUNS = re.compile(rb"/(?:JavaScript|JS|Launch)(?![A-Za-z0-9])")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
MOST_UNPACKED = 8 << 20
"""Bytes looked at in one packed stream of objects."""


class RunsSomething(Refusal):
    code = "fund.letter.runs"
    field = "file"
    message = marked("This PDF holds a script or starts a program. Print it anew as a plain PDF and send that.")


def check_letter(content: BinaryIO) -> MediaType:
    """The type of the letter. Objects are searched plain and packed (ObjStm); an encrypted file is not opened.

    Raises RunsSomething, and UnknownContent for anything but PDF, PNG and JPEG.
    """
    found = recognise(content, LETTER)
    if found is MediaType.PDF:
        content.seek(0)
        data = content.read()
        plain = [_STREAM.sub(b"", data)]  # bytes of packed pictures and fonts spell anything by chance
        plain += [_unpacked(match.group(1)) for match in _PACKED.finditer(data)]
        if any(_RUNS.search(_ESCAPED.sub(lambda at: bytes([int(at.group(1), 16)]), part)) for part in plain):
            raise RunsSomething
    content.seek(0)
    return found


def _unpacked(packed: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, MOST_UNPACKED)
    except zlib.error:
        return packed
