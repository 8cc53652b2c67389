"""Countries and regions, with their names, codes and groups."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType

from alianza.vocabulary._folding import fold
from alianza.vocabulary._packaged import rows
from alianza.vocabulary.labels import Label, pick
from alianza.vocabulary.refusal import marked
from alianza.vocabulary.unknown import UnknownCode

INCOME_GROUPS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "L": {"en": "Low income", "es": "Ingreso bajo", "fr": "Revenu faible"},
        "LM": {"en": "Lower middle income", "es": "Ingreso mediano bajo", "fr": "Revenu intermédiaire inférieur"},
        "UM": {"en": "Upper middle income", "es": "Ingreso mediano alto", "fr": "Revenu intermédiaire supérieur"},
        "H": {"en": "High income", "es": "Ingreso alto", "fr": "Revenu élevé"},
    }
)


class UnknownCountry(UnknownCode):
    code = "vocabulary.unknown_country"
    message = marked("%(given)s is not a country of ISO 3166. Did you mean %(nearest)s?")
    alone = marked("%(given)s is not a country of ISO 3166. Write its three-letter code, for example DEU.")


class UnknownRegion(UnknownCode):
    code = "vocabulary.unknown_region"
    message = marked("%(given)s is not a region of the list M49. Did you mean %(nearest)s?")
    alone = marked("%(given)s is not a region of the list M49. Write its number, for example 419.")


@dataclass(frozen=True, slots=True)
class Country:
    """A country or area of the UN's list M49, known by its ISO 3166 codes.

    `region`, `subregion` and `intermediate_region` are M49 codes or None (Antarctica has none). `income_group` is
    "L", "LM", "UM", "H" or None where the World Bank classifies none, as of `income_fiscal_year` ("FY26").
    `currencies` are ISO 4217 codes in use, the first one first; empty where ISO 4217 names none.
    """

    alpha3: str
    alpha2: str
    m49: str
    names: Mapping[str, str] = field(repr=False, hash=False, compare=False)
    region: str | None = field(repr=False)
    subregion: str | None = field(repr=False)
    intermediate_region: str | None = field(repr=False)
    iom_region: str | None = field(repr=False)
    ldc: bool = field(repr=False)
    """Least developed country."""
    lldc: bool = field(repr=False)
    """Land-locked developing country."""
    sids: bool = field(repr=False)
    """Small island developing State."""
    income_group: str | None = field(repr=False)
    income_fiscal_year: str | None = field(repr=False)
    currencies: tuple[str, ...] = field(repr=False)

    def name(self, lang: str = "en") -> Label:
        """The United Nations' name in en, es, fr or ar; in another language the English one, marked as fallback."""
        return pick(self.names, lang)

    @property
    def currency(self) -> str | None:
        """The first currency in use, or None."""
        return self.currencies[0] if self.currencies else None

    def __str__(self) -> str:
        return self.alpha3


@dataclass(frozen=True, slots=True)
class Region:
    """A region of M49: `level` is "region", "subregion" or "intermediate_region"; `parent` an M49 code."""

    m49: str
    level: str
    parent: str
    names: Mapping[str, str] = field(repr=False, hash=False, compare=False)

    def name(self, lang: str = "en") -> Label:
        return pick(self.names, lang)


@cache
def _countries() -> Mapping[str, Country]:
    return MappingProxyType(
        {
            row["alpha3"]: Country(
                alpha3=row["alpha3"],
                alpha2=row["alpha2"],
                m49=row["m49"],
                names=_names(row),
                region=row["region"] or None,
                subregion=row["subregion"] or None,
                intermediate_region=row["intermediate_region"] or None,
                iom_region=row["iom_region"] or None,
                ldc=row["ldc"] == "1",
                lldc=row["lldc"] == "1",
                sids=row["sids"] == "1",
                income_group=row["income_group"] or None,
                income_fiscal_year=row["income_fiscal_year"] or None,
                currencies=tuple(row["currencies"].split()),
            )
            for row in rows("countries.csv")
        }
    )


@cache
def _regions() -> Mapping[str, Region]:
    return MappingProxyType(
        {
            row["m49"]: Region(m49=row["m49"], level=row["level"], parent=row["parent"], names=_names(row))
            for row in rows("regions.csv")
        }
    )


@cache
def _alpha3_by_alpha2() -> Mapping[str, str]:
    return MappingProxyType({place.alpha2: place.alpha3 for place in _countries().values()})


@cache
def _alpha3_by_m49() -> Mapping[str, str]:
    return MappingProxyType({place.m49: place.alpha3 for place in _countries().values()})


def _names(row: Mapping[str, str]) -> Mapping[str, str]:
    return MappingProxyType({lang: row[f"name_{lang}"] for lang in ("en", "es", "fr", "ar")})


def countries() -> tuple[Country, ...]:
    """All 249 countries and areas, by alpha-3 code."""
    return tuple(_countries().values())


def country(alpha3: str) -> Country:
    """The country of an alpha-3 code, in any case.

    >>> country("DEU").name("es")
    'Alemania'
    >>> country("DEX")
    Traceback (most recent call last):
    ...
    alianza.vocabulary.places.UnknownCountry: 'DEX' is not a country of ISO 3166. Did you mean ...

    Raises UnknownCountry.
    """
    found = _countries().get(alpha3.strip().upper())
    if found is None:
        raise _unknown(alpha3)
    return found


def country_by_alpha2(alpha2: str) -> Country:
    """The country of an alpha-2 code, in any case; "NA" is Namibia. Raises UnknownCountry.

    >>> country_by_alpha2("NA").alpha3
    'NAM'
    """
    found = _alpha3_by_alpha2().get(alpha2.strip().upper())
    if found is None:
        raise _unknown(alpha2)
    return _countries()[found]


def country_by_m49(m49: str | int) -> Country:
    """The country of an M49 number, with or without leading zeros. Raises UnknownCountry."""
    found = _alpha3_by_m49().get(str(m49).strip().zfill(3))
    if found is None:
        raise _unknown(m49)
    return _countries()[found]


def find_country(text: str) -> Country:
    """A country by alpha-3, alpha-2 or its full name in en, es, fr or ar; for people and spreadsheets.

    >>> find_country("Alemania").alpha3, find_country("de").alpha3
    ('DEU', 'DEU')

    Raises UnknownCountry.
    """
    code = text.strip().upper()
    if code in _countries():
        return _countries()[code]
    if code in _alpha3_by_alpha2():
        return _countries()[_alpha3_by_alpha2()[code]]
    if (alpha3 := _alpha3_by_name().get(_plain(text))) is not None:
        return _countries()[alpha3]
    raise _unknown(text)


def region(m49: str) -> Region:
    """The region of an M49 code, "419" for Latin America and the Caribbean. Raises UnknownRegion."""
    found = _regions().get(m49.strip())
    if found is None:
        known = {code: [place.names["en"]] for code, place in _regions().items()}
        raise UnknownRegion.among(known, m49)
    return found


def regions() -> tuple[Region, ...]:
    return tuple(_regions().values())


@cache
def _alpha3_by_name() -> Mapping[str, str]:
    return MappingProxyType(
        {_plain(name): place.alpha3 for place in _countries().values() for name in place.names.values()}
    )


def _plain(name: str) -> str:
    return fold(name) or " ".join(name.split())  # Arabic names fold to nothing and are compared as written


def _unknown(given: object) -> UnknownCountry:
    known = {place.alpha3: [place.names["en"], place.names["es"], place.names["fr"]] for place in countries()}
    return UnknownCountry.among(known, given)
