"""The public register on a day: who has or had a label, how it stands, and what the scheme lets the public see."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from alianza.certification.models import Award, Condition, SchemeVersion, Subject
from alianza.certification.queries.complaints import open_serious
from alianza.certification.queries.labels import history_of, standings_on
from alianza.certification.shown import ShownSection, outcome_text, profile_shown
from alianza.certification.standing import Stands, State
from alianza.instruments.instrument import Item
from alianza.vocabulary._folding import alphabetical
from alianza.vocabulary.places import country
from alianza.vocabulary.text import Text

PUBLIC = (
    "name", "countries", "licences", "outcome", "scope", "version", "granted", "expires", "history",
    "open_serious_complaints", "link_to_answers",
)  # fmt: skip
"""What a scheme may let the public see; its document names which of these."""
ALWAYS = ("name", "outcome", "granted", "expires")
"""Without these there is no register."""
LICENCES = "LAW1"
"""The criterion in whose note a firm lists its licences."""


def public_fields(version: SchemeVersion) -> frozenset[str]:
    """Which parts the scheme's document shows; what it does not name stays out of pages, files and the API."""
    named = version.document.get("register", {})
    listed = named.get("public") if isinstance(named, Mapping) else None
    given = listed if isinstance(listed, Sequence) and not isinstance(listed, str) else ()
    return frozenset(each for each in PUBLIC if each in given or each in ALWAYS)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the register."""

    subject: Subject
    award: Award
    stands: Stands
    outcome: Text | None
    serious: int | None
    """Open serious complaints that may be told; None where the scheme does not publish them."""
    fields: frozenset[str]

    @property
    def countries(self) -> list[str]:
        return list(self.subject.countries) if "countries" in self.fields else []


def entries(day: date) -> list[Row]:
    """Everybody who had a label by that day, by name."""
    awards = (
        Award.objects.filter(granted_on__lte=day)
        .select_related(
            "application__subject__organisation", "application__version__scheme", "application__version__instrument"
        )
        .order_by("granted_on", "id")
    )
    by_number = {award.number: award for award in awards}
    subjects = {award.application.subject_id: award.application.subject for award in by_number.values()}
    standing = standings_on(subjects.values(), day)
    serious = open_serious(subjects.values(), day)
    rows = [
        _row(subject, by_number[standing[key].label], standing[key], serious.get(key, 0))
        for key, subject in subjects.items()
        if standing[key].state is not State.NONE
    ]
    return sorted(rows, key=lambda row: (str(row.subject).casefold(), row.subject.pk))


def _row(subject: Subject, award: Award, stands: Stands, serious: int) -> Row:
    version = award.application.version
    fields = public_fields(version)
    return Row(
        subject,
        award,
        stands,
        outcome_text(version.instrument.instrument, award.outcome),
        serious if "open_serious_complaints" in fields else None,
        fields,
    )


def found(rows: Iterable[Row], *, words: str = "", place: str = "", outcome: str = "", state: str = "") -> list[Row]:
    """Those that match all of what was asked; a name matches by any part of it, without regard to case."""
    parts = words.casefold().split()
    return [
        row
        for row in rows
        if all(part in f"{row.subject} {row.subject.organisation}".casefold() for part in parts)
        and (not place or place in row.countries)
        and (not outcome or row.award.outcome == outcome)
        and (not state or row.stands.state == state)
    ]


@dataclass(frozen=True, slots=True)
class Entry:
    """What the register says of one subject on a day."""

    row: Row
    sections: list[ShownSection]
    history: tuple[Stands, ...]
    conditions: list[Condition]
    licences: str
    first_achieved: date | None
    has_answers: bool


def entry(subject: Subject, day: date) -> Entry | None:
    """None where nothing of it is public on that day."""
    stands = standings_on([subject], day)[subject.pk]
    if stands.state is State.NONE:
        return None
    award = Award.objects.select_related("application__version__instrument", "application__version__scheme").get(
        number=stands.label
    )
    row = _row(subject, award, stands, open_serious([subject], day).get(subject.pk, 0))
    instrument = award.application.version.instrument.instrument
    steps = history_of(subject, day) if "history" in row.fields else ()
    conditions = [each for each in award.conditions.all() if each.met_on is None or each.met_on > day]
    return Entry(
        row,
        profile_shown(instrument, award.profile),
        steps,
        conditions,
        _licences(award) if "licences" in row.fields else "",
        next((step.since for step in steps if step.is_valid), None),
        "link_to_answers" in row.fields and award.application.submission_id is not None,
    )


def _answers(award: Award) -> dict[str, Any]:
    submission = award.application.submission
    return dict(submission.document["answers"]) if submission is not None else {}


def _licences(award: Award) -> str:
    given = _answers(award).get(LICENCES)
    return str(given.get("note") or "") if isinstance(given, Mapping) else ""


@dataclass(frozen=True, slots=True)
class Answered:
    """One criterion as the firm answered it for itself."""

    item: Item
    value: Text | None
    note: str


def published_answers(award: Award) -> list[tuple[Any, list[Answered]]]:
    """By section, the criteria with the firm's own answers and notes; no files, no other questions."""
    instrument = award.application.version.instrument.instrument
    given = _answers(award)
    made = []
    for section in instrument.sections:
        rows = []
        for item in instrument.in_section(section.id):
            answer = given.get(item.id)
            if not item.level or not isinstance(answer, Mapping):
                continue
            value = answer.get("value")
            labels = {choice.value: choice.label for choice in item.choices.choices} if item.choices else {}
            rows.append(Answered(item, labels.get(str(value)), str(answer.get("note") or "")))
        if rows:
            made.append((section, rows))
    return made


HEADINGS = (
    "code", "name", "kind", "run_by", "governmental", "countries", "standing", "since", "outcome", "basis", "label",
    "granted", "expires", "scheme", "scheme_version", "scope", "open_serious_complaints", "as_of",
)  # fmt: skip


def written(row: Row, day: date) -> dict[str, Any]:
    """One line as files and the API have it; what the scheme does not publish is missing, never zero."""
    version, fields = row.award.application.version, row.fields
    return {
        "code": str(row.subject.code),
        "name": str(row.subject),
        "kind": row.subject.kind,
        "run_by": str(row.subject.organisation),
        "governmental": row.subject.governmental,
        "countries": row.countries if "countries" in fields else None,
        "standing": row.stands.state.value,
        "since": row.stands.since,
        "outcome": row.award.outcome,
        "basis": row.award.basis,
        "label": row.award.number,
        "granted": row.award.granted_on,
        "expires": row.award.expires_on,
        "scheme": version.scheme.urn,
        "scheme_version": version.number if "version" in fields else None,
        "scope": row.award.scope if "scope" in fields else None,
        "open_serious_complaints": row.serious,
        "as_of": day,
    }


def countries_of(rows: Iterable[Row], lang: str) -> list[tuple[str, str]]:
    """The countries that occur, with their names, by name."""
    codes = {code for row in rows for code in row.countries}
    return sorted(((code, str(country(code).name(lang))) for code in codes), key=lambda each: alphabetical(each[1]))
