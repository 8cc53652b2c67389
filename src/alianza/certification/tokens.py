r"""What is signed, and as which token: the badge of a label, and a dated check of a standing.

A token is `<base64url of the words>.<base64url of the signature>`, without padding. The words are UTF-8, their parts
separated by `|`; the first part says what they are, so that no statement passes for another, and the name stands last,
so that it may hold any character:

    alianza-badge/1|key|award|subject|scheme|outcome|granted|expires|issued|name
    alianza-check/1|key|check|subject|scheme|standing|outcome|expires|at|name

`key` is the id of the signing key (`vault.signing.key_id`), `award`, `subject` and `check` are UUIDs, days are written
2026-03-24, `at` is a moment in UTC. The reference is docs/reference/badge.md.

Always true here: one statement has one token. Whatever does not encode back to the very same characters is refused, so
that no bit of a token can change unnoticed.
"""

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import astuple, dataclass, fields
from datetime import UTC, date, datetime
from typing import ClassVar, Self, TypeAlias
from uuid import UUID

from alianza.vault.signing import SIGNATURE, verifies
from alianza.vocabulary.refusal import Refusal, marked

LONGEST_TOKEN = 2400
LONGEST_NAME = 300
_WORD = re.compile(r"[a-z0-9][a-z0-9_.:-]{0,79}")
_KEY = re.compile(r"[0-9a-f]{16}")
_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,2300}\.[A-Za-z0-9_-]{86}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_IN_FILE = re.compile(rb'<metadata id="alianza-badge">([A-Za-z0-9_.-]{1,2400})</metadata>')
LARGEST_FILE = 200_000
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")


class NotAToken(Refusal):
    code = "certification.badge.not_a_token"
    message = marked("This is no badge of ours, or a part of it is missing. Copy the whole address from the badge.")
    field = "token"


class UnknownKey(Refusal):
    code = "certification.badge.unknown_key"
    message = marked("This was signed with a key that is not ours. Do not rely on it.")
    field = "token"


class NotSigned(Refusal):
    code = "certification.badge.not_signed"
    message = marked("The signature is wrong: what this says was changed, or we never said it. Do not rely on it.")
    field = "token"


def _uuid(words: str) -> UUID:
    found = UUID(words)
    if str(found) != words:
        raise ValueError(words)
    return found


def _day(words: str) -> date:
    if not _DAY.fullmatch(words):
        raise ValueError(words)
    return date.fromisoformat(words)


def _maybe_day(words: str) -> date | None:
    return _day(words) if words else None


def _moment(words: str) -> datetime:
    if not _MOMENT.fullmatch(words):
        raise ValueError(words)
    return datetime.fromisoformat(words)


def _word(words: str) -> str:
    if not _WORD.fullmatch(words):
        raise ValueError(words)
    return words


def _maybe_word(words: str) -> str:
    return _word(words) if words else ""


def _name(words: str) -> str:
    if not 0 < len(words) <= LONGEST_NAME or words != plain_name(words):
        raise ValueError("name")
    return words


def plain_name(words: str) -> str:
    """A name on one line, without characters that do not print or that turn the direction of what follows."""
    kept = "".join(letter for letter in words if letter.isprintable() and letter not in _TURNING)
    return " ".join(kept.split())[:LONGEST_NAME].rstrip()


_TURNING = {*map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A)), "\u200e", "\u200f", "\u061c"}


def _written(part: object) -> str:
    if part is None:
        return ""
    if isinstance(part, datetime):
        return part.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return part.isoformat() if isinstance(part, date) else str(part)


@dataclass(frozen=True)
class _Statement:
    """Its fields in the order in which they are signed; `name` is the last."""

    kind: ClassVar[str]

    def words(self, key: str) -> bytes:
        """What is signed with the key of that id. Raises ValueError where a part could not be read back."""
        written = "|".join([self.kind, key, *map(_written, astuple(self))])
        read = type(self).from_parts(written.split("|", len(fields(self)) + 1)[2:])
        if [_written(part) for part in astuple(read)] != [_written(part) for part in astuple(self)]:
            raise ValueError("A statement is signed only where it can be read back.")
        return written.encode("utf-8")

    @classmethod
    def from_parts(cls, parts: list[str]) -> Self:
        raise NotImplementedError


@dataclass(frozen=True)
class Badge(_Statement):
    """That a subject was awarded an outcome of a scheme, from when until when."""

    kind = "alianza-badge/1"

    award: UUID
    subject: UUID
    scheme: str
    """Urn and version, such as `urn:alianza:instrument:ethical-recruitment:1`."""
    outcome: str
    granted: date
    expires: date
    issued: date
    name: str

    @classmethod
    def from_parts(cls, parts: list[str]) -> Self:
        award, subject, scheme, outcome, granted, expires, issued, name = parts
        return cls(
            _uuid(award), _uuid(subject), _word(scheme), _word(outcome), _day(granted), _day(expires), _day(issued),
            _name(name),
        )  # fmt: skip


@dataclass(frozen=True)
class Check(_Statement):
    """That somebody looked at a moment, and what the standing was then; outcome and end are empty where none held."""

    kind = "alianza-check/1"

    check: UUID
    subject: UUID
    scheme: str
    standing: str
    outcome: str
    expires: date | None
    at: datetime
    name: str

    @classmethod
    def from_parts(cls, parts: list[str]) -> Self:
        check, subject, scheme, standing, outcome, expires, at, name = parts
        return cls(
            _uuid(check), _uuid(subject), _maybe_word(scheme), _word(standing), _maybe_word(outcome),
            _maybe_day(expires), _moment(at), _name(name),
        )  # fmt: skip


Signed: TypeAlias = Badge | Check
_KINDS: Mapping[str, type[Badge] | type[Check]] = {each.kind: each for each in (Badge, Check)}


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode("ascii").rstrip("=")


def _decoded(words: str) -> bytes:
    raw = base64.urlsafe_b64decode(words + "=" * (-len(words) % 4))
    if _encoded(raw) != words:  # the last character may hold bits that no byte has
        raise ValueError(words)
    return raw


def token(words: bytes, signature: bytes) -> str:
    return f"{_encoded(words)}.{_encoded(signature)}"


def read(given: str, public_keys: Mapping[str, bytes]) -> Signed:
    """What a token says, once its signature was found right with one of the public keys (32 bytes, by id).

    Raises NotAToken, UnknownKey or NotSigned.
    """
    if len(given) > LONGEST_TOKEN or not _TOKEN.fullmatch(given):
        raise NotAToken
    try:
        words, signature = (_decoded(half) for half in given.split("."))
    except (ValueError, binascii.Error):
        raise NotAToken from None
    try:
        kind, key, rest = words.decode("utf-8").split("|", 2)
    except ValueError:  # not UTF-8 either
        raise NotAToken from None
    if kind not in _KINDS or not _KEY.fullmatch(key) or len(signature) != SIGNATURE:
        raise NotAToken
    if key not in public_keys:
        raise UnknownKey
    if not verifies(words, signature, public_keys[key]):
        raise NotSigned
    try:
        said = _KINDS[kind].from_parts(rest.split("|", len(fields(_KINDS[kind])) - 1))
        if said.words(key) != words:
            raise NotAToken
    except (ValueError, TypeError):
        raise NotAToken from None
    return said


def token_in(file: bytes) -> str | None:
    """The token that a badge's picture carries; the rest of the file is not believed, so it is not read."""
    found = _IN_FILE.findall(file[:LARGEST_FILE])
    return found[0].decode("ascii") if len(found) == 1 else None
