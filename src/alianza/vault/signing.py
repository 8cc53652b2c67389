"""The instance's word: short statements signed with Ed25519, so that anybody can check them without asking us.

The signing keys lie beside the vault's keys, outside the database and its copies. A key is never removed: what was
signed with an older one still verifies. Form of the file: `{"current": "<id>", "keys": {"<id>": "<base64>"}}`, 32 bytes
each; a key's id is the first sixteen hexadecimal digits of the SHA-256 of its public key.
"""

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from alianza.vault.keys import KeyFileProblem, key_file, write_key_file

SIGNATURE = 64
"""Bytes of a signature."""


@dataclass(frozen=True)
class SigningKeys:
    current: str
    by_id: dict[str, Ed25519PrivateKey]

    def sign(self, message: bytes) -> bytes:
        """Sign with the current key. A message begins with what it is, so that no statement passes for another."""
        return self.by_id[self.current].sign(message)

    def public(self) -> dict[str, bytes]:
        """The public keys by id, 32 bytes each; the current one first."""
        ids = [self.current, *(held for held in self.by_id if held != self.current)]
        return {held: raw_public(self.by_id[held].public_key()) for held in ids}


def raw_public(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def key_id(public: bytes) -> str:
    """The name of a public key, which whoever holds the key can compute too."""
    return hashlib.sha256(public).hexdigest()[:16]


def signing_file() -> Path:
    return key_file().with_name("signing.json")


def _fresh() -> tuple[str, str]:
    raw = secrets.token_bytes(32)
    public = raw_public(Ed25519PrivateKey.from_private_bytes(raw).public_key())
    return key_id(public), base64.b64encode(raw).decode("ascii")


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int) -> SigningKeys:
    try:
        document = json.loads(path.read_text(encoding="ascii"))
        by_id = {
            name: Ed25519PrivateKey.from_private_bytes(base64.b64decode(raw, validate=True))
            for name, raw in document["keys"].items()
        }
        current = str(document["current"])
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise KeyFileProblem(f"{path.name} in the keys folder is not a file of signing keys: {problem!r}.") from None
    if current not in by_id or any(name != key_id(raw_public(key.public_key())) for name, key in by_id.items()):
        raise KeyFileProblem(f"{path.name} in the keys folder names a key that it does not hold, or misnames one.")
    return SigningKeys(current, by_id)


def signing_keys() -> SigningKeys:
    """The instance's signing keys; the first is made on first use."""
    path = signing_file()
    if not path.exists():
        name, raw = _fresh()
        write_key_file(path, {"current": name, "keys": {name: raw}})
    return _read(path, path.stat().st_mtime_ns)


def add_signing_key() -> str:
    """Add a fresh key and sign with it from now on; returns its id."""
    signing_keys()
    path = signing_file()
    held = json.loads(path.read_text(encoding="ascii"))["keys"]
    name, raw = _fresh()
    write_key_file(path, {"current": name, "keys": {**held, name: raw}})
    return name


def verifies(message: bytes, signature: bytes, public: bytes) -> bool:
    """Whether the holder of that public key signed exactly this message."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
