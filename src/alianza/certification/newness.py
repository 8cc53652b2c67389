"""What a version of a scheme asks for that the one before it did not."""

from alianza.certification.confirming import criteria
from alianza.instruments.instrument import Instrument, Item

MUST = "must"


def _words(item: Item, language: str) -> str:
    return " ".join(item.label.in_language(language)[0].split())


def asks_more(before: Instrument, after: Instrument) -> list[Item]:
    """Criteria of the later one that are new, say something else, or were made harder; in the order asked.

    Compared in the language in which the earlier one was written first: a translation that was added is nothing new.
    One that only has another name (`replaces`) is what it was, and one that was made easier needs nobody's answer.
    """
    known = {item.id: item for item in criteria(before)}
    language = before.languages[0]
    found = []
    for item in criteria(after):
        held = known.get(item.id) or known.get(item.replaces)
        if (
            held is None
            or _words(held, language) != _words(item, language)
            or (item.level == MUST and held.level != MUST)
            or (item.critical and not held.critical)
        ):
            found.append(item)
    return found
