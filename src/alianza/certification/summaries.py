"""Does what an officer wrote for the firm tell more than it may? Checked against what the complainant wrote.

It may hold no day, no way to reach anybody, no word of the contact that was given, and no run of the complainant's own
words: the firm shall know what it has to answer, and not who spoke, nor when.
"""

import re
from collections.abc import Iterator

from alianza.vocabulary.refusal import marked

RUN = 6
"""So many words in a row that stand in the complaint too are its own words."""
NAME = 3
"""Words of the contact with at least so many letters are taken for names."""

_WORDS = re.compile(r"[^\W_]+", re.UNICODE)
_MONTH = (
    "january|february|march|april|may|june|july|august|september|october|november|december|"
    "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre|"
    "janvier|f[ée]vrier|mars|avril|mai|juin|juillet|ao[uû]t|septembre|octobre|novembre|d[ée]cembre|"
    "jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|ene|abr|ago|dic"
)
_DAYS = (
    re.compile(r"\b\d{1,4}\s?[-/.]\s?\d{1,2}\s?[-/.]\s?\d{1,4}\b"),
    re.compile(r"\b\d{1,2}\s?[-/.]\s?\d{1,2}\b(?!\s*%)"),
    re.compile(rf"\b\d{{1,2}}(st|nd|rd|th|er|\.)?\s+(of\s+|de\s+)?({_MONTH})\b", re.IGNORECASE),
    re.compile(rf"\b({_MONTH})\s+(the\s+)?\d{{1,2}}(st|nd|rd|th)?\b", re.IGNORECASE),
)
_REACH = (re.compile(r"\S@\S"), re.compile(r"(?:\d[\s().-]?){7,}"))

A_DAY = marked("It names a day (%(words)s). Say the season or the year.")
A_CONTACT = marked("It holds a number or an address at which somebody can be reached (%(words)s).")
A_NAME = marked("It holds a word of the contact that was given (%(words)s).")
OWN_WORDS = marked("It repeats the complainant's own words (%(words)s). Say it in yours.")


def _words(text: str) -> list[str]:
    return _WORDS.findall(text.casefold())


def tells_too_much(summary: str, *, text: str, contact: str, days: bool = True) -> Iterator[tuple[str, str]]:
    """What has to leave the summary: a sentence and the words that it is about. `days` may be let pass.

    >>> [words for _, words in tells_too_much("A fee was asked on 3 May.", text="", contact="")]
    ['3 May']
    """
    for pattern in _DAYS if days else ():
        if found := pattern.search(summary):
            yield A_DAY, found.group().strip()
            break
    for pattern in _REACH:
        if found := pattern.search(summary):
            yield A_CONTACT, found.group().strip()
            break
    said = _words(summary)
    names = {word for word in _words(contact) if len(word) >= NAME}
    if held := next((word for word in said if word in names), None):
        yield A_NAME, held
    told = _words(text)
    runs = {tuple(told[at : at + RUN]) for at in range(len(told) - RUN + 1)}
    for at in range(len(said) - RUN + 1):
        if tuple(said[at : at + RUN]) in runs:
            yield OWN_WORDS, " ".join(said[at : at + RUN])
            break
