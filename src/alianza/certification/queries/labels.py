"""Whether an organisation holds a valid label on a day: what others ask certification."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from alianza.certification.models import Award, Standing, Subject
from alianza.certification.standing import Event, Stands, State, history, standing_on
from alianza.network.models import Organisation


@dataclass(frozen=True, slots=True)
class Label:
    """A label that holds on the day asked about."""

    number: str
    outcome: str
    basis: str
    since: date
    until: date

    @property
    def is_audited(self) -> bool:
        return self.basis == Award.Basis.AUDITED


@dataclass(frozen=True, slots=True)
class Suspension:
    """A label that is suspended on the day asked about, since when and why. The reason is public."""

    number: str
    since: date
    reason: str
    ground: str


_PARTS = (
    "kind",
    "day",
    "award__number",
    "award__expires_on",
    "award__outcome",
    "award__basis",
    "reason",
    "ground",
)


def _events(rows: QuerySet[Standing]) -> dict[Any, list[Event]]:
    """By subject, in the order in which they happened."""
    found: dict[Any, list[Event]] = defaultdict(list)
    chosen = rows.order_by("day", "id").values_list("award__application__subject_id", *_PARTS)
    for subject, *parts in chosen:
        found[subject].append(Event(*parts))
    return found


def events_of(subject: Subject) -> list[Event]:
    return _events(Standing.objects.filter(award__application__subject=subject)).get(subject.pk, [])


def standings_on(subjects: Iterable[Subject], day: date) -> dict[int, Stands]:
    """How each subject's label stands on a day, by its key: one query for all."""
    held = [each.pk for each in subjects]
    events = _events(Standing.objects.filter(award__application__subject__in=held, day__lte=day))
    return {each: standing_on(events.get(each, []), day) for each in held}


def stands(subject: Subject, day: date) -> Stands:
    return standing_on(events_of(subject), day)


def history_of(subject: Subject, day: date) -> tuple[Stands, ...]:
    return history(events_of(subject), day)


def _of_firms(organisations: Iterable[Organisation | int], day: date) -> dict[int, Stands]:
    """The firm's own label: one of a programme that it runs is the programme's."""
    keys = [each.pk if isinstance(each, Organisation) else each for each in organisations]
    rows = (
        Standing.objects.filter(
            award__application__subject__kind=Subject.Kind.FIRM,
            award__application__subject__organisation__in=keys,
            day__lte=day,
        )
        .order_by("day", "id")
        .values_list("award__application__subject__organisation_id", *_PARTS)
    )
    found: dict[int, list[Event]] = defaultdict(list)
    for organisation, *parts in rows:
        found[organisation].append(Event(*parts))
    return {each: standing_on(events, day) for each, events in found.items()}


def _label(now: Stands | None) -> Label | None:
    if now is None or not now.is_valid or now.since is None or now.until is None:
        return None
    return Label(now.label, now.outcome, now.basis, now.since, now.until)


def _suspension(now: Stands | None) -> Suspension | None:
    if now is None or now.state is not State.SUSPENDED or now.since is None:
        return None
    return Suspension(now.label, now.since, now.reason, now.ground)


def label_on(organisation: Organisation, day: date) -> Label | None:
    """The firm's label if one holds on that day; None where it has none, or it is suspended, ended or taken away."""
    return _label(_of_firms([organisation], day).get(organisation.pk))


def suspended_on(organisation: Organisation, day: date) -> Suspension | None:
    """Since when and why the firm's label is suspended on that day; None where it is not."""
    return _suspension(_of_firms([organisation], day).get(organisation.pk))


def labels_on(organisations: Iterable[Organisation | int], day: date) -> dict[int, Label]:
    """The same for many at once, by the organisation's key: one query."""
    found = {each: _label(now) for each, now in _of_firms(organisations, day).items()}
    return {each: label for each, label in found.items() if label is not None}


def suspensions_on(organisations: Iterable[Organisation | int], day: date) -> dict[int, Suspension]:
    """Those of them whose label is suspended on that day, by the organisation's key: one query."""
    found = {each: _suspension(now) for each, now in _of_firms(organisations, day).items()}
    return {each: suspension for each, suspension in found.items() if suspension is not None}
