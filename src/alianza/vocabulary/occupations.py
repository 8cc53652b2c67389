"""Occupations (ISCO-08 groups and ESCO occupations) and the skills they ask for."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Any
from uuid import UUID

from alianza.vocabulary._packaged import columns, rows
from alianza.vocabulary.labels import Label, pick
from alianza.vocabulary.refusal import marked
from alianza.vocabulary.unknown import UnknownCode

OCCUPATION_URI = "http://data.europa.eu/esco/occupation/"
SKILL_URI = "http://data.europa.eu/esco/skill/"
LANGUAGES = ("en", "es", "fr", "pt")
"""Languages in which occupations have titles; not every ESCO occupation has one in each."""
ESCO_VERSIONS: Mapping[str, str] = MappingProxyType(
    {"en": "v1.2.0", "es": "v1.0.8 or v1.0.9", "fr": "v1.1.2", "pt": "v1.0.8 or v1.0.9"}
)
"""The version of ESCO that the labels of each language come from."""


class UnknownOccupation(UnknownCode):
    code = "vocabulary.unknown_occupation"
    message = marked("%(given)s is not an occupation group of ISCO-08. Did you mean %(nearest)s?")
    alone = marked("%(given)s is not an occupation group of ISCO-08. Write one to four digits, for example 2221.")


class UnknownEscoOccupation(UnknownCode):
    code = "vocabulary.unknown_esco_occupation"
    alone = marked("%(given)s is not an occupation of ESCO v1.2.0. Give its address or the identifier that ends it.")


class UnknownSkill(UnknownCode):
    code = "vocabulary.unknown_skill"
    alone = marked("%(given)s is not a skill of ESCO v1.2.0. Give its address or the identifier that ends it.")


@dataclass(frozen=True, slots=True)
class Occupation:
    """A group of ISCO-08 at any of its four levels; four digits are a unit group."""

    code: str
    titles: Mapping[str, str] = field(repr=False, hash=False, compare=False)

    @property
    def level(self) -> int:
        """1 major, 2 sub-major, 3 minor, 4 unit group."""
        return len(self.code)

    @property
    def parent(self) -> "Occupation | None":
        return _occupations()[self.code[:-1]] if self.level > 1 else None

    @property
    def minor_group(self) -> str:
        """The first three digits: two occupations that share them are related."""
        return self.code[:3]

    def title(self, lang: str = "en") -> Label:
        """The title in en, es, fr or pt; otherwise in English, marked as fallback."""
        return pick(self.titles, lang)

    @property
    def definition(self) -> Label:
        """Definition, tasks and examples; English only."""
        table = columns("isco08_definitions.parquet")
        return Label(table["definition_en"][table["code"].index(self.code)], language="en")

    def __str__(self) -> str:
        return self.code


@dataclass(frozen=True, slots=True)
class EscoOccupation:
    """An occupation of ESCO v1.2.0. `id` is the UUID that ends its URI; `isco` its ISCO-08 unit group."""

    id: str
    code: str
    isco: str
    labels: Mapping[str, str | None] = field(repr=False, hash=False, compare=False)
    row: int = field(repr=False, compare=False)

    @property
    def uri(self) -> str:
        return OCCUPATION_URI + self.id

    def label(self, lang: str = "en") -> Label:
        """The preferred label; where the language's older ESCO lacks it, English, marked as fallback."""
        return pick(self.labels, lang)

    @property
    def description(self) -> Label:
        """English only."""
        return Label(columns("esco_occupations.parquet")["description_en"][self.row], language="en")


@dataclass(frozen=True, slots=True)
class Skill:
    """A skill or knowledge of ESCO v1.2.0, with an English label only.

    `kind` is "skill" or "knowledge"; `reuse` is "transversal", "cross-sector", "sector-specific",
    "occupation-specific" or None where ESCO's published collections do not say.
    """

    id: str
    kind: str
    reuse: str | None
    label_en: str

    @property
    def uri(self) -> str:
        return SKILL_URI + self.id

    def label(self, lang: str = "en") -> Label:
        return pick({"en": self.label_en}, lang)


@dataclass(frozen=True, slots=True)
class SkillNeed:
    """What an occupation asks for. `share` is the share of the ESCO occupations of a group that ask for it."""

    skill: Skill
    essential: bool
    share: float = 1.0


# ---------------------------------------------------------------- ISCO-08


@cache
def _occupations() -> Mapping[str, Occupation]:
    return MappingProxyType(
        {
            row["code"]: Occupation(
                code=row["code"], titles=MappingProxyType({lang: row[f"title_{lang}"] for lang in LANGUAGES})
            )
            for row in rows("isco08.csv")
        }
    )


def occupations(level: int | None = 4) -> tuple[Occupation, ...]:
    """The groups of one level (1: 10, 2: 43, 3: 130, 4: 436), or all 619 for None, by code."""
    return tuple(group for group in _occupations().values() if level is None or group.level == level)


def occupation(code: str) -> Occupation:
    """The ISCO-08 group of a code of one to four digits; "0110" keeps its zero.

    >>> occupation("2221").title("fr")
    'Cadres infirmiers'

    Raises UnknownOccupation.
    """
    found = _occupations().get(code.strip())
    if found is None:
        known = {group.code: [group.titles["en"]] for group in _occupations().values()}
        raise UnknownOccupation.among(known, code)
    return found


# ---------------------------------------------------------------- ESCO occupations


@cache
def _esco() -> tuple[Sequence[EscoOccupation], Mapping[str, int], Mapping[str, Sequence[int]]]:
    """All occupations in file order, row by id, and rows by ISCO unit group."""
    table = columns("esco_occupations.parquet")
    every = [
        EscoOccupation(
            id=str(UUID(bytes=table["id"][row])),
            code=table["code"][row],
            isco=table["isco"][row],
            labels=MappingProxyType({lang: table[f"label_{lang}"][row] for lang in LANGUAGES}),
            row=row,
        )
        for row in range(len(table["id"]))
    ]
    groups: dict[str, list[int]] = {}
    for found in every:
        groups.setdefault(found.isco, []).append(found.row)
    return every, {found.id: found.row for found in every}, groups


def esco_occupations(isco: str | None = None) -> tuple[EscoOccupation, ...]:
    """All 3,039 ESCO occupations, or those of an ISCO-08 group of any level; in the order of ESCO's codes."""
    every, _, groups = _esco()
    if isco is None:
        return tuple(every)
    group = occupation(isco).code
    unit_groups = [group] if len(group) == 4 else [code for code in groups if code.startswith(group)]
    chosen = [every[row] for code in unit_groups for row in groups.get(code, ())]
    return tuple(sorted(chosen, key=lambda found: [int(part) for part in found.code.split(".")]))


def esco_occupation(uri_or_id: str) -> EscoOccupation:
    """An ESCO occupation by URI or by the UUID that ends it. Raises UnknownEscoOccupation."""
    every, row_of, _ = _esco()
    row = row_of.get(uri_or_id.strip().removeprefix(OCCUPATION_URI).lower())
    if row is None:
        raise UnknownEscoOccupation.among({}, uri_or_id)
    return every[row]


# ---------------------------------------------------------------- skills


@cache
def _skill_rows() -> Mapping[str, int]:
    return {str(UUID(bytes=raw)): row for row, raw in enumerate(columns("esco_skills.parquet")["id"])}


@cache
def _skill(row: int) -> Skill:
    table = columns("esco_skills.parquet")
    return Skill(
        id=str(UUID(bytes=table["id"][row])),
        kind=table["kind"][row],
        reuse=table["reuse"][row],
        label_en=table["label_en"][row],
    )


@cache
def _needs() -> tuple[Sequence[int], Any, Any]:
    """Where each occupation's relations start, and the two columns."""
    table = columns("esco_relations.parquet")
    starts = [0] * (len(_esco()[0]) + 1)
    for row in table["occupation"]:
        starts[row + 1] += 1
    for row in range(1, len(starts)):
        starts[row] += starts[row - 1]
    return starts, table["essential"], table["skill"]


def skills() -> tuple[Skill, ...]:
    """All 13,939 skills and knowledge concepts."""
    return tuple(_skill(row) for row in range(len(_skill_rows())))


def skill(uri_or_id: str) -> Skill:
    """A skill by URI or by the UUID that ends it. Raises UnknownSkill."""
    row = _skill_rows().get(uri_or_id.strip().removeprefix(SKILL_URI).lower())
    if row is None:
        raise UnknownSkill.among({}, uri_or_id)
    return _skill(row)


def skills_of(occupation_uri_or_id: str) -> tuple[SkillNeed, ...]:
    """What an ESCO occupation asks for, essential first, then by label. Raises UnknownEscoOccupation."""
    starts, essential, skill_rows = _needs()
    row = esco_occupation(occupation_uri_or_id).row
    needs = [SkillNeed(_skill(skill_rows[at]), essential[at]) for at in range(starts[row], starts[row + 1])]
    return tuple(sorted(needs, key=lambda need: (not need.essential, need.skill.label_en)))


def skills_of_group(isco: str) -> tuple[SkillNeed, ...]:
    """What the ESCO occupations of an ISCO-08 group ask for, the most common first.

    `essential` when at least half of the group's occupations hold it essential. Raises UnknownOccupation.
    """
    starts, essential, skill_rows = _needs()
    group = esco_occupations(isco)
    asked: Counter[int] = Counter()
    firmly: Counter[int] = Counter()
    for member in group:
        for at in range(starts[member.row], starts[member.row + 1]):
            asked[skill_rows[at]] += 1
            firmly[skill_rows[at]] += bool(essential[at])
    needs = [
        SkillNeed(_skill(row), essential=2 * firmly[row] >= len(group), share=count / len(group))
        for row, count in asked.items()
    ]
    return tuple(sorted(needs, key=lambda need: (not need.essential, -need.share, need.skill.label_en)))
