"""What results are computed from, how old they are, and what is read one by one."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Count, Max, Q, QuerySet

from alianza.instruments.ladder import INVITATION
from alianza.instruments.models import (
    SETTLED,
    Contact,
    Disposition,
    Invitation,
    Naming,
    OpenAnswer,
    Round,
    Sent,
    Submission,
)
from alianza.instruments.sizes import sizes
from alianza.vocabulary.places import countries

FORMAT = 2
"""Of the document; another one is computed anew."""
FEWEST = 3
"""Where answers are without names, fewer than this many together are not shown."""


def stamp_of(campaign: Round) -> str:
    """What results would be computed from now: changes when an answer, a standing, a contact or the round does."""
    submissions = Submission.objects.filter(response__invitation__round=campaign)
    handed = submissions.aggregate(number=Count("pk"), last=Max("pk"))
    standings = campaign.invitations.order_by("disposition").values_list("disposition").annotate(number=Count("pk"))
    contacts = Contact.objects.filter(invitation__round=campaign, state=Sent.SENT).aggregate(number=Count("pk"))
    before = Submission.objects.filter(response__invitation__round=campaign.previous_id, number=1).count()
    told = [FORMAT, campaign.status, handed, sorted(standings), contacts, campaign.version.digest, before]
    told += [each.state() for each in sizes().values()]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def latest_submissions(campaign: Round) -> QuerySet[Submission]:
    """Of each response what was handed in last."""
    own = Submission.objects.filter(response__invitation__round=campaign)
    last = own.order_by().values("response").annotate(newest=Max("pk")).values("newest")
    return Submission.objects.filter(pk__in=last)


def first_days(campaign: Round) -> Mapping[int, datetime]:
    """By invitation, when it was first answered."""
    rows = Submission.objects.filter(response__invitation__round=campaign, number=1)
    return dict(rows.order_by().values_list("response__invitation", "at"))


def reminded(campaign: Round, zones: Mapping[int, str]) -> Mapping[int, Mapping[int, date]]:
    """By invitation and step, the local day on which a reminder went out."""
    rows = Contact.objects.filter(invitation__round=campaign, state=Sent.SENT, step__isnull=False)
    found: dict[int, dict[int, date]] = defaultdict(dict)
    for pk, step, at in rows.exclude(step=INVITATION).order_by().values_list("invitation", "step", "at"):
        if step is not None:
            found[pk][step] = at.astimezone(ZoneInfo(zones[pk])).date()
    return found


def groups() -> Mapping[str, tuple[str | None, str | None]]:
    """By country, its region of M49 and its income group."""
    return {each.alpha3: (each.region, each.income_group) for each in countries()}


def frame_of(campaign: Round) -> list[tuple[int, str, str, str]]:
    """Everybody invited: key, country (an organisation's too), standing, time zone."""
    rows = Invitation.objects.filter(round=campaign).order_by("pk")
    named = rows.values_list("pk", "country", "organisation__country", "disposition", "time_zone")
    return [(pk, own or other or "", standing, zone) for pk, own, other, standing, zone in named]


def answered_before(campaign: Round) -> Mapping[int, bool]:
    """By invitation, whether the same respondent answered the round before; who was not asked then is not in it."""
    if campaign.previous_id is None:
        return {}
    old = Invitation.objects.filter(round=campaign.previous_id).exclude(disposition=Disposition.NOT_ELIGIBLE)
    handed = old.filter(response__submissions__isnull=False).exclude(disposition__in=SETTLED)
    came = set(handed.order_by().values_list("country", "organisation"))
    asked = set(old.order_by().values_list("country", "organisation"))
    own = Invitation.objects.filter(round=campaign).order_by().values_list("pk", "country", "organisation")
    return {pk: (place, body) in came for pk, place, body in own if (place, body) in asked}


def states_among(campaign: Round, invitations: Collection[int]) -> frozenset[str] | None:
    """The states of these invitations; None where the round asks no state at all."""
    own = dict(campaign.invitations.exclude(country="").order_by().values_list("pk", "country"))
    return frozenset(own[pk] for pk in invitations if pk in own) if own else None


def open_answers(campaign: Round, item: str, *, typed: str, region: str, full: bool) -> QuerySet[OpenAnswer]:
    """Answers to one open question that hold the words typed.

    Without `full`, in a round without names, a region with too few answers is like one with none.
    """
    found = OpenAnswer.objects.filter(round=campaign, item=item)
    if region:
        codes = [each.alpha3 for each in countries() if each.region == region]
        invitation = "submission__response__invitation__"
        found = found.filter(
            Q(**{f"{invitation}country__in": codes}) | Q(**{f"{invitation}organisation__country__in": codes})
        )
    hides = campaign.naming == Naming.ANONYMOUS and not full
    if hides and found.count() < FEWEST:
        return found.none()
    if typed:
        found = found.filter(words__icontains=typed)
    if campaign.naming == Naming.NAMED or full:
        invitation = "submission__response__invitation"
        return (
            found.select_related(f"{invitation}__organisation")
            .defer(f"{invitation}__address")
            .order_by(f"{invitation}__country", f"{invitation}__organisation__name", "pk")
        )
    return found.order_by("place")
