"""The story that `alianza demo` tells: who is in it and what has happened so far. Told once; safe to repeat."""

from collections.abc import Callable


def tell(*, progress: Callable[[str], object]) -> None:
    """Load the packaged law and the invented registry into an empty demonstration."""


def address_book(*, port: int) -> str:
    return f"Alianza is at http://127.0.0.1:{port}/"
