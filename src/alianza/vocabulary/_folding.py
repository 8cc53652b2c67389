"""Fold a text to the letters people compare by: case, accents and other alphabets' spelling set aside."""

import re
import unicodedata

# Letters that Unicode does not decompose, and the Cyrillic of Bulgarian, Ukrainian and Russian in Latin letters.
_LETTERS = {
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h",
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i", "к": "k",
    "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "h", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sht", "ъ": "a", "ы": "y", "ь": "", "э": "e", "ю": "yu",
    "я": "ya", "і": "i", "є": "ye", "ґ": "g",
}  # fmt: skip
_TABLE = str.maketrans(_LETTERS)
_NOT_A_WORD = re.compile(r"[^a-z0-9]+")


def fold(text: str) -> str:
    """Lower-case words of a-z and 0-9, one space apart.

    >>> fold("  Enfermero/ENFERMERA de  Quirófano ")
    'enfermero enfermera de quirofano'
    >>> fold("Готвач")
    'gotvach'
    """
    # `casefold` would turn ß into ss too, but not reach the letters below; й loses its breve and reads as и.
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return _NOT_A_WORD.sub(" ", plain.translate(_TABLE)).strip()


def alphabetical(text: object) -> tuple[str, str]:
    """The key by which names stand in a list: accents do not send a name behind Z.

    >>> sorted(["Zambie", "États-Unis", "Espagne", "Équateur"], key=alphabetical)
    ['Équateur', 'Espagne', 'États-Unis', 'Zambie']
    """
    return fold(str(text)), str(text)
