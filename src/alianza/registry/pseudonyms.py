"""The name under which everybody but the worker knows a profile."""

from collections.abc import Iterator
from uuid import UUID

from alianza.vault.seal import blind_index

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Digits and capitals without those that look alike."""
LENGTH = 6


def pseudonyms(code: UUID) -> Iterator[str]:
    """Pseudonyms of a profile, the preferred one first; the next ones serve where another profile has it already.

    A keyed hash of the code: stable, and nobody without the instance's key can go from one to the other.
    """
    attempt = 0
    while True:
        number = int(blind_index(f"{code} {attempt}", purpose="registry.pseudonym"), 16)
        letters = []
        for _ in range(LENGTH):
            number, at = divmod(number, len(ALPHABET))
            letters.append(ALPHABET[at])
        yield "W-" + "".join(letters)
        attempt += 1
