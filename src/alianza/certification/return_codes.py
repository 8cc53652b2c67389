"""The code with which somebody without an account comes back: eighteen digits, in groups of three.

Digits because every keyboard and every script has them, and they can be read out over a telephone. Two of them check
the others, so that a slip of the finger is told before anything is looked up. Of sixteen free digits, a million tries
find one of a thousand complaints with a chance of one in ten million.

The code is made from the number that the empty form carried, with the vault's key: whoever sends the same form twice
because a connection broke gets the same code, and nothing is stored twice. The platform keeps only its keyed hash.
"""

import hmac
import unicodedata
from uuid import UUID

from alianza.vault.keys import load_keys
from alianza.vault.seal import blind_index

_FREE = 16
LENGTH = _FREE + 2


def code_for(form: UUID) -> str:
    """The code of the form with that number, as digits in a row."""
    keyed = hmac.digest(load_keys().index, b"certification.return\0" + form.bytes, "sha256")
    free = int.from_bytes(keyed, "big") % 10**_FREE
    return f"{free:0{_FREE}d}{98 - free * 100 % 97:02d}"


def grouped(code: str) -> str:
    """As it is shown, with spaces that do not break apart on a narrow screen's line.

    >>> grouped("123456789012345611").split()
    ['123', '456', '789', '012', '345', '611']
    """
    return " ".join(code[at : at + 3] for at in range(0, len(code), 3))


def digits_of(given: str) -> str | None:
    """The eighteen digits, however they were written and in whatever script; None where they cannot be right.

    >>> digits_of("no code") is None
    True
    """
    found = []
    for letter in given[:200]:
        value = unicodedata.digit(letter, None)
        if value is not None:
            found.append(str(value))
        elif not (letter.isspace() or unicodedata.category(letter) in {"Pd", "Po", "Cf", "Sm"}):
            return None
    code = "".join(found)
    return code if len(code) == LENGTH and int(code) % 97 == 1 else None


def index_of(code: str) -> str:
    """What is kept of a code."""
    return blind_index(code, purpose="certification.return")
