"""How the inner loops are compiled: once, for their types, and kept on disk for the next command."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., Any])


def compiled(function: F) -> F:
    """Compile on first use and keep the result beside the source, or in the user's cache when that is read-only."""
    return cast("F", numba.njit(cache=True, nogil=True)(function))
