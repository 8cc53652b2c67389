"""Who publishes the fund's files, and how what is in the books is named in them."""

import re
from dataclasses import dataclass

from django.conf import settings
from django.urls import NoReverseMatch, reverse


@dataclass(frozen=True, slots=True)
class Publisher:
    """The organisation as IATI knows it: its identifier, its type (OrganisationType), its name, where it is reached."""

    ref: str
    kind: str
    name: str
    site: str

    @property
    def fund(self) -> str:
        return f"{self.ref}-FUND"

    @property
    def core(self) -> str:
        return f"{self.ref}-CORE"

    def activity(self, number: str) -> str:
        """The identifier of a programme or operation by its number in the books."""
        return f"{self.ref}-{_UNUSABLE.sub('-', number)}"

    def page(self, route: str, /, **arguments: object) -> str:
        """The public address of a page, or empty where the platform has no such page."""
        try:
            path = reverse(route, kwargs=arguments or None)
        except NoReverseMatch:
            return ""
        return f"{self.site}{path}"


_UNUSABLE = re.compile(r"[^A-Za-z0-9._-]+")
"""What an identifier may not hold, or readers of the data trip over."""


def publisher() -> Publisher:
    """As the operator has set it: ALIANZA_IATI_REF, ALIANZA_IATI_TYPE, ALIANZA_IATI_NAME, ALIANZA_URL."""
    return Publisher(settings.IATI_REF, settings.IATI_TYPE, settings.IATI_NAME, settings.PUBLIC_URL)
