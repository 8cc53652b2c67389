"""Which questions were answered (R3)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from alianza.engines.response._given import MISSING, NOT_ASKED, Floats, Ints, codes, flags, parts


@dataclass(frozen=True)
class ItemResponse:
    """By question: `asked` = `answered` + `missing`; `not_asked`; `rate` = answered / asked, NaN if asked of nobody."""

    asked: Ints
    answered: Ints
    missing: Ints
    not_asked: Ints
    rate: Floats


@dataclass(frozen=True)
class RequiredItems:
    """By respondent: how many required questions were `asked`, and how many of these `answered`."""

    answered: Ints
    asked: Ints


def item_response(table: ArrayLike) -> ItemResponse:
    """Item response of a table of codes (respondents x questions): 0 or more, -1 for missing, -2 for not asked.

    Only whether there is an answer matters: for numbers and texts give any code of 0 or more.

    >>> item_response([[0, -1], [2, -2], [-1, -2]]).rate.round(3).tolist()
    [0.667, 0.0]
    """
    T = codes(table, "table", 2)
    answered = np.count_nonzero(T > MISSING, axis=0).astype(np.int64)
    missing = np.count_nonzero(T == MISSING, axis=0).astype(np.int64)
    asked = answered + missing
    return ItemResponse(asked, answered, missing, len(T) - asked, parts(answered, asked))


def required_items(table: ArrayLike, required: ArrayLike) -> RequiredItems:
    """What `classify` needs, from the same table and a truth value for each question.

    >>> found = required_items([[0, -1, -2], [-1, 3, 1]], [True, True, True])
    >>> found.answered.tolist(), found.asked.tolist()
    ([1, 2], [2, 3])
    """
    T = codes(table, "table", 2)
    T = T[:, flags(required, "required", T.shape[1])]
    return RequiredItems(
        np.count_nonzero(T > MISSING, axis=1).astype(np.int64),
        np.count_nonzero(T != NOT_ASKED, axis=1).astype(np.int64),
    )
