from itertools import islice
from uuid import UUID, uuid4

from alianza.registry.pseudonyms import ALPHABET, pseudonyms


def test_a_pseudonym_is_stable_and_short() -> None:
    code = UUID(int=7)
    first = next(pseudonyms(code))
    assert first == next(pseudonyms(code))
    assert first.startswith("W-") and set(first[2:]) <= set(ALPHABET) and len(first) == 8


def test_codes_that_are_close_have_pseudonyms_that_are_not() -> None:
    names = {next(pseudonyms(UUID(int=number))) for number in range(1000)}
    assert len(names) == 1000


def test_the_next_pseudonyms_of_a_code_differ() -> None:
    assert len(set(islice(pseudonyms(uuid4()), 20))) == 20
