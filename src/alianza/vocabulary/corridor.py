"""The corridor: an origin and a destination, in that order. Everything Alianza tells, it tells per corridor."""

import re
from dataclasses import dataclass

from alianza.vocabulary.places import Country, country, find_country
from alianza.vocabulary.refusal import Refusal, marked


class NotACorridor(Refusal):
    code = "vocabulary.not_a_corridor"
    message = marked("%(given)s is not a corridor. Write origin and destination, for example PHL-DEU.")


class CorridorToItself(Refusal):
    code = "vocabulary.corridor_to_itself"
    message = marked("A corridor needs two countries, and %(country)s was given twice.")


@dataclass(frozen=True, slots=True, order=True)
class Corridor:
    """Origin and destination as alpha-3 codes; both known, and different.

    >>> Corridor("PHL", "DEU")
    Corridor(origin='PHL', destination='DEU')
    """

    origin: str
    destination: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "origin", country(self.origin).alpha3)
        object.__setattr__(self, "destination", country(self.destination).alpha3)
        if self.origin == self.destination:
            raise CorridorToItself(country=self.origin)

    @classmethod
    def parse(cls, text: str) -> "Corridor":
        """From "PHL-DEU", "ph-de" or "PHL→DEU". Raises NotACorridor, CorridorToItself, UnknownCountry.

        >>> str(Corridor.parse("ph → de"))
        'PHL-DEU'
        """
        ends = re.split(r"\s*(?:->|→|–|-|:|>)\s*", text.strip())
        if len(ends) != 2 or not all(re.fullmatch(r"[A-Za-z]{2,3}", end) for end in ends):
            raise NotACorridor(given=repr(text[:40]))
        return cls(find_country(ends[0]).alpha3, find_country(ends[1]).alpha3)

    @property
    def origin_country(self) -> Country:
        return country(self.origin)

    @property
    def destination_country(self) -> Country:
        return country(self.destination)

    def reversed(self) -> "Corridor":
        """The way back."""
        return Corridor(self.destination, self.origin)

    def name(self, lang: str = "en") -> str:
        """Both names with an arrow between, "Philippines → Germany"."""
        return f"{self.origin_country.name(lang)} → {self.destination_country.name(lang)}"

    def __str__(self) -> str:
        return f"{self.origin}-{self.destination}"
