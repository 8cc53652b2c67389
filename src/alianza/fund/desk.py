"""What waits for a person on the home page, by noun."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from alianza.fund.models import Agreement, Endorsement, Instalment, Item, Proposal
from alianza.fund.policy import bodies, contributions, proposals
from alianza.fund.queries.facility_desk import facility_desk
from alianza.fund.queries.programmes_desk import programmes_desk
from alianza.network.policy import Visitor, is_officer


def _item(number: int, sentence: str, url: str, order: int) -> list[dict[str, Any]]:
    return [{"sentence": sentence % {"count": number}, "url": url, "order": order}] if number else []


def _of_proposals(user: Visitor) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    if is_officer(user):
        count = proposals.visible_to(user).filter(state=Proposal.State.SUBMITTED).distinct().count()
        words = ngettext("%(count)s proposal came in.", "%(count)s proposals came in.", count)
        rows += _item(count, words, reverse("fund:proposal-pipeline"), 40)
    own = proposals.applicants_of(user)
    if own.exists():
        count = Proposal.objects.filter(applicant__in=own, state=Proposal.State.RETURNED).count()
        words = ngettext("%(count)s proposal came back to correct.", "%(count)s proposals came back to correct.", count)
        rows += _item(count, words, reverse("fund:proposal-list") + "?state=returned", 41)
        count = Proposal.objects.filter(applicant__in=own, state=Proposal.State.DRAFT).count()
        words = ngettext(
            "%(count)s draft of a proposal can be gone on with.",
            "%(count)s drafts of proposals can be gone on with.",
            count,
        )
        rows += _item(count, words, reverse("fund:proposal-list") + "?state=draft", 47)
    countries = proposals.countries_of(user)
    if countries:
        asked = proposals.endorsements_visible_to(user).filter(
            country__in=countries, state=Endorsement.State.ASKED, proposal__state__in=proposals.ENDORSABLE
        )
        count = asked.distinct().count()
        words = ngettext(
            "%(count)s proposal asks for your country's endorsement.",
            "%(count)s proposals ask for your country's endorsement.",
            count,
        )
        rows += _item(count, words, reverse("fund:endorsement-list"), 42)
    if proposals.is_reviewer(user):
        count = (
            proposals.reviews_of(user)
            .filter(submitted_at__isnull=True, proposal__state=Proposal.State.ENDORSED)
            .exclude(conflict=True)
            .count()
        )
        words = ngettext(
            "%(count)s proposal waits for your scores.", "%(count)s proposals wait for your scores.", count
        )
        rows += _item(count, words, reverse("fund:review-desk"), 43)
    return rows


def _of_bodies(user: Visitor) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    live = Item.objects.filter(state__in=[Item.State.OPEN, Item.State.PAUSED])
    if is_officer(user):
        unanswered = live.filter(question__isnull=False, question__answered_at__isnull=True).count()
        words = ngettext(
            "%(count)s question of a body waits for its answer.",
            "%(count)s questions of bodies wait for their answer.",
            unanswered,
        )
        rows += _item(unanswered, words, reverse("fund:body-list"), 44)
        untold = live.filter(electorate__notice_delivered_at__isnull=True, electorate__recused_because="").distinct()
        count = untold.count()
        words = ngettext(
            "%(count)s item waits: a member has no notice yet.",
            "%(count)s items wait: a member has no notice yet.",
            count,
        )
        rows += _item(count, words, reverse("fund:body-list"), 45)
    own = bodies.electors_of(user).filter(recused_because="", ballots__isnull=True)
    count = live.filter(pk__in=own.values("item"), rounds__closed_at__isnull=True).distinct().count()
    words = ngettext(
        "%(count)s item waits for your member's answer.", "%(count)s items wait for your member's answer.", count
    )
    return rows + _item(count, words, reverse("fund:body-list"), 46)


def _of_money(user: Visitor) -> list[dict[str, Any]]:
    """Instalments whose day has come, for the donor and the secretariat."""
    late = Instalment.objects.filter(
        agreement__in=contributions.agreements_visible_to(user).filter(state=Agreement.State.SIGNED),
        state__in=[Instalment.State.DUE, Instalment.State.PART],
        due_on__lte=timezone.localdate(),
    )
    count = late.count()
    words = ngettext(
        "%(count)s instalment is due and has not fully arrived.",
        "%(count)s instalments are due and have not fully arrived.",
        count,
    )
    return _item(count, words, reverse("fund:agreement-list"), 48)


def items(user: Visitor) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    if user.is_authenticated:
        found += _of_proposals(user)
    found += programmes_desk(user)
    if user.is_authenticated:
        found += _of_bodies(user)
        found += _of_money(user)
        found += facility_desk(user)
    return found
