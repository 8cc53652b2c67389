"""A refusal says in one sentence why a deed was not done; it is an answer, not a fault.

The message is a catalogue id (English text with named places). `vocabulary` knows no Django, so `web` translates
it and turns it into a form error, a page or `application/problem+json`.
"""

from collections.abc import Callable, Mapping
from typing import ClassVar, Protocol, runtime_checkable


def marked(message: str) -> str:
    """Mark a message for the catalogue without translating it here.

    >>> marked("No place is left.")
    'No place is left.'
    """
    return message


@runtime_checkable
class Translatable(Protocol):
    """What can say itself in another language, as `said.Said` and every refusal can."""

    def translated(self, translate: Callable[[str], str], /) -> str: ...


class Refusal(Exception):
    """A rule of the alliance said no. Subclasses carry a stable `code` and a `message` with named places.

    Facts given to the constructor fill the places:

    >>> class NoPlaceLeft(Refusal):
    ...     code = "placement.order.no_place_left"
    ...     message = marked("%(order)s has no free place.")
    >>> str(NoPlaceLeft(order="Order 7"))
    'Order 7 has no free place.'
    """

    code: ClassVar[str] = "refused"
    message: ClassVar[str] = marked("This cannot be done now.")
    field: ClassVar[str | None] = None
    """The form field the sentence belongs to, if it belongs to one."""

    def __init__(self, **facts: object) -> None:
        self.facts: Mapping[str, object] = facts
        super().__init__(self.message % facts)

    def translated(self, translate: Callable[[str], str], /) -> str:
        """The sentence with its message looked up by `translate`, and those among its facts too."""
        facts = {
            name: fact.translated(translate) if isinstance(fact, Translatable) else fact
            for name, fact in self.facts.items()
        }
        return translate(self.message) % facts

    def each_translated(self, translate: Callable[[str], str], /) -> tuple[str, ...]:
        """Its sentences one by one, for a list of them: one, unless it has several reasons at once."""
        return (self.translated(translate),)


class Stale(Refusal):
    """Two people edited the same thing; the second must look again before saving."""

    code = "stale"
    message = marked(
        "%(thing)s was changed by somebody else while you were editing. Nothing of yours was saved; "
        "look at the new state below and enter your change again."
    )
