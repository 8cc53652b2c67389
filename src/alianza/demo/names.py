"""Names of nobody: put together from syllables, so that no real person or firm is meant. Any likeness is chance."""

from collections.abc import Iterator

_GIVEN = (
    ("Zel", "Mir", "Tav", "Quo", "Lur", "Vex", "Nim", "Ral", "Jov", "Kes", "Dru", "Hal", "Fim", "Bru", "Sov", "Pel"),
    ("quim", "atha", "ombi", "ivel", "uzo", "elda", "orru", "inka", "afe", "umel", "ezri", "olda", "ippu", "akso"),
)
_FAMILY = (
    ("Bral", "Cron", "Dvel", "Fesk", "Gorm", "Hilk", "Jund", "Kelv", "Lorq", "Mard", "Nesk", "Oldr", "Pelg", "Quor",
     "Rusk", "Stol", "Trev", "Ulm", "Vask", "Wend"),
    ("abo", "eki", "imu", "oru", "uta", "ani", "esu", "ilo", "onu", "uze", "ambe", "orri"),
)  # fmt: skip
_FIRM = (
    ("Oste", "Varm", "Tire", "Ledo", "Quin", "Sere", "Orba", "Nelu", "Kava", "Brio", "Zura", "Felo", "Pando", "Isko"),
    ("lune", "eda", "lsa", "rin", "sta", "umo", "vanca", "drel", "mire", "zoa"),
)
GIVEN = tuple(first + last for first in _GIVEN[0] for last in _GIVEN[1])
FAMILY = tuple(first + last for first in _FAMILY[0] for last in _FAMILY[1])
FIRMS = tuple(first + last for first in _FIRM[0] for last in _FIRM[1])
_STRIDE = 7919
"""A prime that divides neither list's length, so that steps of it meet every pair of names once."""


def person(number: int) -> str:
    """The full name of an invented person; the first 53,760 all differ."""
    at = (number * _STRIDE) % (len(GIVEN) * len(FAMILY))
    return f"{GIVEN[at % len(GIVEN)]} {FAMILY[at // len(GIVEN)]}"


def firm_words() -> Iterator[str]:
    """Invented words for firms, each once."""
    for number in range(len(FIRMS)):
        yield FIRMS[(number * _STRIDE) % len(FIRMS)]
