"""What a letter brought to the fund may be: a document or a picture."""

from typing import BinaryIO

from alianza.documents.contents import recognise
from alianza.documents.models import MediaType

LETTER = (MediaType.PDF, MediaType.PNG, MediaType.JPEG)


def check_letter(content: BinaryIO) -> MediaType:
    """The type of the letter. Raises what `documents.contents.recognise` does."""
    found = recognise(content, LETTER)
    content.seek(0)
    return found
