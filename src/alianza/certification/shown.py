"""Results as pages show them: outcomes in words, the profile by section. Never one number."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from alianza.instruments.instrument import Instrument, Section
from alianza.vocabulary.text import Text


@dataclass(frozen=True, slots=True)
class ShownSection:
    """One section. `percent` is the share of its criteria that are met, None where none has a score."""

    section: Section
    percent: int | None
    scored: int
    left_out: int
    unknown: int
    unmet: tuple[str, ...]


def outcome_text(instrument: Instrument, outcome: str) -> Text | None:
    return next((each.label for each in instrument.outcomes if each.id == outcome), None)


def profile_shown(instrument: Instrument, profile: Mapping[str, Any]) -> list[ShownSection]:
    """The kept profile, section by section, with the ids of what is unmet in each."""
    known = instrument.by_id
    unmet = [name for name in profile["unmet"] if name in known]
    found = []
    for each in profile["sections"]:
        score = each["score"]
        percent = None if score is None else int(Fraction(score) * 100 + Fraction(1, 2))
        own = tuple(name for name in unmet if known[name].section == each["section"])
        section = instrument.section(each["section"])
        found.append(ShownSection(section, percent, each["scored"], each["left_out"], each["unknown"], own))
    return found
