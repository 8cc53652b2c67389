"""By what two profiles show that they may be the same person, without opening either.

Each trait is brought to one form and hashed with the instance's key (`vault.seal.blind_index`).
"""

import re
import unicodedata
from collections.abc import Iterable

from alianza.vault.seal import blind_indexes

TRAITS = ("passport", "phone", "email", "name")
"""In the order of their weight: a passport is one person's, a phone may be a family's."""


def passport_form(origin: str, number: str) -> str:
    """Country and number, letters and digits alone."""
    return f"{origin} {re.sub('[^0-9A-Z]', '', number.upper())}" if number else ""


def phone_form(number: str) -> str:
    """Digits alone, without the zeros or the plus before the country's number."""
    return re.sub("[^0-9]", "", number).lstrip("0")


def email_form(address: str) -> str:
    return address.strip().casefold()


def name_form(full_name: str, birth_date: str) -> str:
    """The words of the name in any order, without accents, with the birth date; "" unless both are there.

    >>> name_form("José Núñez", "1990-05-31") == name_form("NUNEZ, Jose", "1990-05-31")
    True
    """
    if not birth_date:
        return ""
    plain = unicodedata.normalize("NFKD", full_name.casefold())
    words = re.findall(r"\w+", "".join(letter for letter in plain if not unicodedata.combining(letter)))
    return f"{' '.join(sorted(words))} {birth_date}" if words else ""


def indexes(trait: str, forms: Iterable[str]) -> list[str | None]:
    """The blind index of each form of a trait; None where there is none."""
    given = list(forms)
    present = [form for form in given if form]
    hashed = iter(blind_indexes(present, purpose=f"registry.{trait}"))
    return [next(hashed) if form else None for form in given]


def index(trait: str, form: str) -> str | None:
    return indexes(trait, [form])[0]
