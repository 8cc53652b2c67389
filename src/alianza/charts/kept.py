"""What was drawn once is kept on disk, so that a new process, and the first visit after a start, need not draw again.

A drawing is found by its content, its look, its language and the state of what draws: nothing in it can be out of date.
The cache is bounded, empties itself of what is over, and may be deleted at any time; where the disk refuses, one draws.
"""

import hashlib
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path

from django.core.cache import InvalidCacheBackendError, caches

CACHE = "drawings"


def kept(content: str, look: str, language: str, draw: Callable[[], str]) -> str:
    """The drawing as it was kept, else drawn and kept."""
    try:
        held = caches[CACHE]
    except InvalidCacheBackendError:
        return draw()
    key = hashlib.sha256(f"{_drawer()}\n{look}\n{language}\n{content}".encode()).hexdigest()
    try:
        found = held.get(key)
    except Exception:  # noqa: BLE001  half a file, or one that somebody else wrote: whatever it is, it is no drawing
        found = None
    if isinstance(found, str) and found.startswith("<svg"):
        return found
    drawn = draw()
    with suppress(OSError):  # no room, or not ours to write to
        held.set(key, drawn, timeout=None)
    return drawn


@cache
def _drawer() -> str:
    """The state of what draws: this package's sources, its words, and Vega's version."""
    here = Path(__file__).parent
    digest = hashlib.sha256(version("vl-convert-python").encode())
    for file in (*sorted(here.glob("*.py")), *sorted(here.parent.glob("locale/*/LC_MESSAGES/django.mo"))):
        digest.update(file.read_bytes())
    return digest.hexdigest()
