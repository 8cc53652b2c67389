"""Statements signed with the instance's own key."""

from alianza.certification.tokens import Badge, Check, Signed, read, token
from alianza.vault.signing import signing_keys


def signed(statement: Badge | Check) -> str:
    """The statement's token, signed with the key in use today."""
    keys = signing_keys()
    words = statement.words(keys.current)
    return token(words, keys.sign(words))


def checked(given: str) -> Signed:
    """What a token of this instance says. Raises what `tokens.read` raises."""
    return read(given, signing_keys().public())
