"""The groups that everything here counts by (A1)."""

from typing import Final

SEXES: Final = ("male", "female")
MALE: Final = 0
FEMALE: Final = 1
STEP: Final = 5
"""Years of a step, and of every closed age group."""
AGES: Final = (*(f"{low}-{low + 4}" for low in range(0, 100, 5)), "100+")
"""The 21 groups; group i begins at age 5 i."""
FERTILE: Final = slice(3, 10)
"""15-49, the seven groups of mothers."""
WORKING_AGE: Final = slice(4, 13)
"""20-64."""
OLD_AGE: Final = slice(13, 21)
"""65 and over."""


def age_code(group: str) -> int:
    """The position of an age group, however its dash is written.

    >>> age_code("20-24"), age_code("100+")
    (4, 20)

    Raises ValueError, with the groups there are.
    """
    plain = group.strip().replace("\u2013", "-").replace(" ", "")
    try:
        return AGES.index(plain)
    except ValueError:
        raise ValueError(f"{group[:20]!r} is not one of the age groups 0-4, 5-9, ..., 95-99, 100+.") from None
