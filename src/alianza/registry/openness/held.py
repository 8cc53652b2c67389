"""The instance's own registry as a table of answers: what registered workers said, as facts of the law.

Who is in it: workers registered and within their retention who agreed that their profile counts in statistics. Nothing
sealed is read, and neither code nor pseudonym enters the table.

How a profile answers (also docs/explanation/openness.md): the country of origin stands for the nationality; the age is
the one reached in the year; lower secondary school counts as primary, a short course after secondary school as
vocational; years of work are those in the occupation counted. A list a worker filled in is complete: a language or a
recognition it does not name is `none`; of an empty list nothing follows. Whose occupations are not of information
technology is no specialist of it. An examination or a certificate that is pending, and everything that profiles do not
ask, are unknown.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from alianza.consent.queries import people_holding
from alianza.registry.models import Education, Medical, Profile, Security, SpokenLanguage, Status
from alianza.registry.months import age_in
from alianza.registry.openness.people import ISCO, ISCO2, People, arrow_type, column_of
from alianza.regulations import dictionary
from alianza.vocabulary.languages import CEFR
from alianza.vocabulary.places import country

if TYPE_CHECKING:
    import pyarrow as pa

QUALIFICATIONS = {
    Education.NONE: "none",
    Education.PRIMARY: "primary",
    Education.LOWER_SECONDARY: "primary",
    Education.UPPER_SECONDARY: "secondary",
    Education.SHORT_TERTIARY: "vocational",
    Education.BACHELOR: "bachelor",
    Education.MASTER: "master",
}
FARM_WORK = ("611", "612", "613", "9211", "9212", "9213", "9214")
"""ISCO-08: growers, animal producers, mixed farmers and farm labourers."""
IT_WORK = ("133", "25", "35")
"""ISCO-08: managers, professionals and technicians of information technology."""
LANGUAGES = {"person.lang.de": "de", "person.lang.en": "en"}
RECOGNISED = "person.qualification.recognised"
_COLUMNS = (
    "pk", "origin", "birth_year", "isco", "years", "isco2", "years2", "education", "recognised_in", "medical",
    "security",
)  # fmt: skip


def countable(on: date) -> QuerySet[Profile]:
    """Registered workers within their retention who agreed to be counted in statistics."""
    return Profile.objects.filter(status=Status.REGISTERED, keep_until__gte=on, person__in=people_holding("statistics"))


def held_people(profiles: QuerySet[Profile], *, on: date, places: frozenset[str], occupation: str = "") -> People:
    """The answers of these workers; of those with the occupation, where one is asked about.

    `places` are the two-letter codes of countries whose recognition of a qualification is told apart.
    """
    import pyarrow as pa

    spoken: dict[int, dict[str, int]] = {}
    for pk, language, level in SpokenLanguage.objects.filter(profile__in=profiles.order_by().values("pk")).values_list(
        "profile_id", "language", "level"
    ):
        spoken.setdefault(pk, {})[language] = level
    facts = dictionary.facts()
    everywhere = {
        fact: column_of(fact)
        for fact in (
            "person.nationalities", "person.age", "person.qualification", "person.experience.total",
            "person.experience.farm", "person.it_specialist", "person.medical_fit", "person.no_serious_record",
            *LANGUAGES,
        )
    }  # fmt: skip
    by_place = {place: {RECOGNISED: column_of(RECOGNISED, place)} for place in sorted(places)}
    columns: dict[str, list[Any]] = {column: [] for column in everywhere.values()}
    columns |= {held[RECOGNISED]: [] for held in by_place.values()} | {ISCO: [], ISCO2: []}
    for row in _rows(profiles, occupation):
        for fact, answer in _answers(row, spoken.get(row["pk"]), on, occupation).items():
            columns[everywhere[fact]].append(answer)
        recognised = {country(code).alpha2 for code in row["recognised_in"]}
        for place, held in by_place.items():
            columns[held[RECOGNISED]].append(("full" if place in recognised else "none") if recognised else None)
        columns[ISCO].append(row["isco"] or None)
        columns[ISCO2].append(row["isco2"] or None)
    types = {column: arrow_type(facts[fact]) for fact, column in everywhere.items()}
    table: pa.Table = pa.table(
        {column: pa.array(values, types.get(column, pa.string())) for column, values in columns.items()}
    )
    return People(table, everywhere, by_place)


def _rows(profiles: QuerySet[Profile], occupation: str) -> Iterator[dict[str, Any]]:
    for row in profiles.order_by("pk").values(*_COLUMNS).iterator(chunk_size=5000):
        if not occupation or row["isco"].startswith(occupation) or row["isco2"].startswith(occupation):
            yield row


def _answers(row: dict[str, Any], spoken: dict[str, int] | None, on: date, occupation: str) -> dict[str, Any]:
    second = bool(occupation) and not row["isco"].startswith(occupation)
    levels = {level.rank: level.value for level in CEFR}
    works = [code for code in (row["isco"], row["isco2"]) if code]
    return {
        "person.nationalities": [country(row["origin"]).alpha2] if row["origin"] else None,
        "person.age": None if row["birth_year"] is None else age_in(on.year, row["birth_year"]),
        "person.qualification": None if row["education"] is None else QUALIFICATIONS[row["education"]],
        "person.experience.total": row["years2"] if second else row["years"],
        "person.experience.farm": any(code.startswith(FARM_WORK) for code in works) or None,
        "person.it_specialist": any(code.startswith(IT_WORK) for code in works) if works else None,
        "person.medical_fit": {Medical.FIT: True, Medical.UNFIT: False}.get(row["medical"]),
        "person.no_serious_record": {Security.CLEAR: True, Security.REFUSED: False}.get(row["security"]),
        **{
            fact: (levels[spoken[code]] if code in spoken else "none") if spoken else None
            for fact, code in LANGUAGES.items()
        },
    }
