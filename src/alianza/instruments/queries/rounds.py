"""What the secretariat sees of rounds: their lists, one round's invitations page by page, and what waits for it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import (
    Case,
    Count,
    DateField,
    F,
    IntegerField,
    Max,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from alianza.instruments.instrument import Type
from alianza.instruments.models import (
    Channel,
    Contact,
    Disposition,
    GivenAnswer,
    Invitation,
    Origin,
    Round,
    RoundStatus,
    Sent,
)
from alianza.vocabulary._folding import alphabetical
from alianza.vocabulary.places import countries, country
from alianza.vocabulary.places import region as region_of

REACHED = (Sent.SENT, Sent.SPOKEN, Sent.BOUNCED)
"""States in which a contact has happened."""
SORTS = ("who", "deadline", "disposition", "contact", "progress")
PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Row:
    """One invitation in the table of its round. `progress` is a share of the questions, None before the first."""

    invitation: Invitation
    last_contact: datetime | None
    opened: datetime | None
    answered: int
    progress: float | None


@dataclass(frozen=True, slots=True)
class Tally:
    """How a round stands: the counts of its first sentence."""

    invited: int
    eligible: int
    answered: int
    begun: int
    doubted: int
    by_disposition: Mapping[str, int]

    @property
    def rate(self) -> float | None:
        return self.answered / self.eligible if self.eligible else None


def tally(campaign: Round) -> Tally:
    """Two counts over an index, however many are invited."""
    counted = dict(campaign.invitations.order_by().values_list("disposition").annotate(number=Count("pk")))
    invited = sum(counted.values())
    return Tally(
        invited,
        invited - counted.get(Disposition.NOT_ELIGIBLE, 0),
        counted.get(Disposition.COMPLETE, 0),
        counted.get(Disposition.PARTIAL, 0),
        campaign.invitations.exclude(doubt="").count(),
        {each.value: counted.get(each.value, 0) for each in Disposition},
    )


def rounds_listed(rounds: QuerySet[Round]) -> QuerySet[Round]:
    """Rounds with how many are invited and have answered."""
    answered = Count("invitations", filter=Q(invitations__disposition=Disposition.COMPLETE))
    counted = rounds.select_related("version").annotate(invited=Count("invitations"), answered=answered)
    return counted.order_by("-opens_on", "name", "pk")


def invitations_of_round(
    campaign: Round, *, region: str = "", disposition: str = "", sort: str = "", lang: str = "en"
) -> QuerySet[Invitation]:
    """Invitations as the table's filters and heading say; mail addresses stay sealed and unread."""
    found = Invitation.objects.filter(round=campaign).select_related("organisation").defer("address")
    if region:
        codes = [each.alpha3 for each in countries() if each.region == region]
        found = found.filter(Q(country__in=codes) | Q(organisation__country__in=codes))
    if disposition == "doubt":
        found = found.exclude(doubt="")
    elif disposition in Disposition.values:
        found = found.filter(disposition=disposition)
    key, down = sort.removeprefix("-"), sort.startswith("-")
    return _sorted(found, campaign, key if key in SORTS else "who", down, lang)


def _sorted(found: QuerySet[Invitation], campaign: Round, key: str, down: bool, lang: str) -> QuerySet[Invitation]:
    if key == "who":
        here = set(campaign.invitations.exclude(country="").order_by().values_list("country", flat=True).distinct())
        named = sorted(here, key=lambda code: alphabetical(country(code).name(lang)))
        places = [When(country=code, then=Value(number)) for number, code in enumerate(named)]
        last = Value(len(named), output_field=IntegerField())
        place = Case(*places, default=last, output_field=IntegerField()) if places else last
        found = found.annotate(place=place)
        order = ["place", "organisation__name", "pk"]
        return found.order_by(*(f"-{each}" for each in order)) if down else found.order_by(*order)
    if key == "deadline":
        due = Value(campaign.due_on, output_field=DateField())
        found = found.annotate(key=Greatest(Coalesce(F("extended_to"), due), due))
    elif key == "contact":
        at = _per(Contact.objects.filter(invitation=OuterRef("pk"), state__in=REACHED), Max("at"), "invitation")
        found = found.annotate(key=at)
    elif key == "progress":
        given = GivenAnswer.objects.filter(response__invitation=OuterRef("pk"), value__isnull=False)
        counted = _per(given.exclude(origin=Origin.CARRIED), Count("pk"), "response__invitation")
        found = found.annotate(key=Coalesce(counted, 0))
    else:
        found = found.annotate(key=F("disposition"))
    by = F("key")
    return found.order_by(by.desc(nulls_last=True) if down else by.asc(nulls_last=True), "pk")


def _per(rows: QuerySet[Model], number: object, by: str) -> Subquery:
    return Subquery(rows.order_by().values(by).annotate(number=number).values("number"))


def rows_of(campaign: Round, invitations: Iterable[Invitation]) -> list[Row]:
    """The invitations of one page with what the table says of each: two queries for all of them."""
    shown = list(invitations)
    for each in shown:
        each.round = campaign
    pks = [each.pk for each in shown]
    total = sum(1 for item in campaign.version.instrument.items if item.type is not Type.COMPUTED)
    reached = Contact.objects.filter(invitation__in=pks, state__in=REACHED).order_by()
    contacts = {
        pk: (at, opened)
        for pk, at, opened in reached.values_list("invitation").annotate(at=Max("at"), opened=Max("opened_last"))
    }
    given = GivenAnswer.objects.filter(response__invitation__in=pks, value__isnull=False).exclude(origin=Origin.CARRIED)
    answered = dict(given.order_by().values_list("response__invitation").annotate(number=Count("pk")))
    return [
        Row(
            each,
            *contacts.get(each.pk, (None, None)),
            answered.get(each.pk, 0),
            None if not total or each.pk not in answered else min(1.0, answered[each.pk] / total),
        )
        for each in shown
    ]


HEADINGS = (
    "code",
    "state",
    "organisation",
    "region",
    "language",
    "time_zone",
    "last_day",
    "extended_to",
    "standing",
    "answered_on",
    "last_contact",
    "link_opened",
    "answers",
)
"""Columns of the table as a file: nothing that names or reaches a person, and no reason written by one."""


def sheet_rows(campaign: Round, invitations: QuerySet[Invitation], lang: str) -> Iterator[tuple[object, ...]]:
    """The rows of that file, in stretches, so that ten thousand are no more than a few queries."""
    pks = list(invitations.values_list("pk", flat=True))
    for start in range(0, len(pks), 1000):
        stretch = pks[start : start + 1000]
        held = Invitation.objects.select_related("organisation").defer("address").in_bulk(stretch)
        for row in rows_of(campaign, [held[pk] for pk in stretch if pk in held]):
            each = row.invitation
            place = each.country or (each.organisation.country if each.organisation else "")
            code = country(place).region if place else None
            yield (
                str(each.code),
                each.country,
                each.organisation.name if each.organisation else "",
                str(region_of(code).name(lang)) if code else "",
                each.language,
                each.time_zone,
                each.due_on,
                each.extended_to,
                each.disposition,
                each.answered_on,
                row.last_contact.date() if row.last_contact else None,
                row.opened.date() if row.opened else None,
                row.answered,
            )


@dataclass(frozen=True, slots=True)
class Mailed:
    """What became of one step of the ladder; `step` is None for messages outside of it."""

    step: int | None
    sent: int
    bounced: int
    opened: int
    answered: int


def mailed(campaign: Round) -> list[Mailed]:
    """By step, how many messages went out, came back and had their link opened, and how many of those written to have
    answered by now.
    """
    went = Contact.objects.filter(invitation__round=campaign, state__in=[Sent.SENT, Sent.BOUNCED])
    rows = (
        went.exclude(channel=Channel.CALL)
        .order_by()
        .values_list("step")
        .annotate(
            sent=Count("pk"),
            bounced=Count("pk", filter=Q(state=Sent.BOUNCED)),
            opened=Count("pk", filter=Q(opened_times__gte=1)),
            answered=Count("pk", filter=Q(invitation__disposition=Disposition.COMPLETE)),
        )
    )
    return sorted((Mailed(*row) for row in rows), key=lambda each: (each.step is None, each.step or 0))


def days_left(campaign: Round, today: date | None = None) -> int:
    """Days until the last day of a round; below 0 when it is over."""
    return (campaign.due_on - (today or timezone.localdate())).days


@dataclass(frozen=True, slots=True)
class Waiting:
    """What an officer has to look at: contacts in doubt and letters to write."""

    doubted: int
    letters: int


def waiting() -> Waiting:
    live = Q(invitation__round__status=RoundStatus.OPEN)
    letters = Contact.objects.filter(live, state=Sent.WAITING, channel=Channel.LETTER)
    doubted = Invitation.objects.filter(round__status=RoundStatus.OPEN).exclude(doubt="")
    still = doubted.filter(disposition__in=[Disposition.NONE, Disposition.PARTIAL])
    return Waiting(still.count(), letters.count())
