"""Seal and open one value; find one by its keyed hash."""

import base64
import hmac
import secrets
from collections.abc import Iterable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from alianza.vault.keys import load_keys


class CannotOpen(RuntimeError):
    """A sealed value does not belong to this column of this row, or was changed."""


def seal(plain: str, *, place: str) -> str:
    """`<key name>.<base64 of nonce and ciphertext>`; `place` is `table.column.uuid`."""
    keys = load_keys()
    nonce = secrets.token_bytes(12)
    sealed = AESGCM(keys.named(keys.current)).encrypt(nonce, plain.encode("utf-8"), place.encode("utf-8"))
    return f"{keys.current}.{base64.b64encode(nonce + sealed).decode('ascii')}"


def unseal(sealed: str, *, place: str) -> str:
    """The plain value.

    Raises CannotOpen when the value was moved to another place or altered.
    """
    name, _, body = sealed.partition(".")
    try:
        raw = base64.b64decode(body, validate=True)
        return AESGCM(load_keys().named(name)).decrypt(raw[:12], raw[12:], place.encode("utf-8")).decode("utf-8")
    except (InvalidTag, ValueError):
        raise CannotOpen(f"The sealed value at {place} does not open: it was moved or changed.") from None


def blind_index(plain: str, *, purpose: str) -> str:
    """A keyed hash for exact look-up of a case-folded value; equal values in two purposes have different hashes."""
    (index,) = blind_indexes([plain], purpose=purpose)
    return index


def blind_indexes(plains: Iterable[str], *, purpose: str) -> list[str]:
    """The blind indexes of many values; the key is read once."""
    key = load_keys().index
    folded = (" ".join(plain.casefold().split()) for plain in plains)
    return [hmac.digest(key, f"{purpose}\0{value}".encode(), "sha256").hex() for value in folded]
