"""The bytes of stored files: sealed chunk by chunk, named by a keyed hash, in the instance's folder of files.

Form of a sealed file: `ALZ1`, the key's name with its length before it, seven random bytes, then chunks of
AES-256-GCM. Each chunk's nonce is the random bytes, its number and whether it is the last, so that chunks cannot be
swapped, repeated or cut off; the additional data are the file's own name, so that files cannot be exchanged.
"""

import hashlib
import hmac
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from alianza.vault.keys import load_keys
from alianza.vault.seal import CannotOpen

MAGIC = b"ALZ1"
CHUNK = 1 << 20
TAG = 16
LAST = b"\x01"


def path_of(digest: str) -> Path:
    return Path(settings.MEDIA_ROOT) / digest[:2] / digest


def digest_of(content: BinaryIO, *, owner: str) -> str:
    """The keyed hash under which this owner's content lies; reads the stream from its start to its end."""
    keyed = hmac.new(load_keys().index, f"documents.content\0{owner}\0".encode(), hashlib.sha256)
    content.seek(0)
    while chunk := content.read(CHUNK):
        keyed.update(chunk)
    return keyed.hexdigest()


def _nonce(prefix: bytes, number: int, last: bytes) -> bytes:
    return prefix + number.to_bytes(4, "big") + last


def _pieces(content: BinaryIO) -> Iterator[bytes]:
    content.seek(0)
    while piece := content.read(CHUNK):
        yield piece


def _sealed(pieces: Iterator[bytes], digest: str) -> Iterator[bytes]:
    keys = load_keys()
    name, prefix, cipher = keys.current.encode(), secrets.token_bytes(7), AESGCM(keys.named(keys.current))
    yield MAGIC + bytes([len(name)]) + name + prefix
    number, piece = 0, next(pieces, b"")
    while True:
        following = next(pieces, b"")
        yield cipher.encrypt(_nonce(prefix, number, b"\0" if following else LAST), piece, digest.encode())
        if not following:
            return
        number, piece = number + 1, following


def put(content: BinaryIO, digest: str) -> None:
    """Seal the content under its digest."""
    _write(_pieces(content), digest)


def _write(pieces: Iterator[bytes], digest: str) -> None:
    """Written beside, then renamed."""
    path = path_of(digest)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = path.with_name(f"{digest}.{secrets.token_hex(6)}")
    try:
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            for part in _sealed(pieces, digest):
                stream.write(part)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def chunks(digest: str) -> Iterator[bytes]:
    """The content, opened piece by piece.

    Raises CannotOpen when the file is missing, cut off, changed, or another's.
    """
    try:
        with path_of(digest).open("rb") as stream:
            if stream.read(4) != MAGIC:
                raise CannotOpen(f"The stored file {digest[:12]} does not open: it is not a sealed file.")
            name = stream.read(stream.read(1)[0]).decode()
            prefix, cipher = stream.read(7), AESGCM(load_keys().named(name))
            number, sealed = 0, stream.read(CHUNK + TAG)
            while True:
                following = stream.read(CHUNK + TAG)
                yield cipher.decrypt(_nonce(prefix, number, b"\0" if following else LAST), sealed, digest.encode())
                if not following:
                    return
                number, sealed = number + 1, following
    except (InvalidTag, OSError, IndexError, ValueError):
        raise CannotOpen(f"The stored file {digest[:12]} does not open: it is missing, cut off or changed.") from None


def key_of(digest: str) -> str:
    """The name of the key a file is sealed with; "" where there is no sealed file."""
    try:
        with path_of(digest).open("rb") as stream:
            return stream.read(stream.read(1)[0]).decode() if stream.read(4) == MAGIC else ""
    except (OSError, IndexError, ValueError):
        return ""


def reseal() -> int:
    """Seal with the current key every file that is sealed with an older one; returns how many were."""
    current, written = load_keys().current, 0
    for digest in list(all_digests()):
        if key_of(digest) not in {"", current}:
            _write(chunks(digest), digest)
            written += 1
    return written


def discard(digest: str) -> None:
    path_of(digest).unlink(missing_ok=True)


def all_digests() -> Iterator[str]:
    """Digests of every sealed file in the folder."""
    root = Path(settings.MEDIA_ROOT)
    for path in root.glob("??/*"):
        if len(path.name) == 64:
            yield path.name
