"""A proposal's way to the committee, deed by deed: written, submitted, admitted, endorsed, read by the group."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from alianza.accounts.models import User
from alianza.demo.cast import ministry, organisation
from alianza.demo.fund.begins import usd, window
from alianza.demo.fund.papers import letter
from alianza.demo.fund.people import FOCAL_POINTS, REVIEWERS, person
from alianza.demo.fund.proposals import Asked
from alianza.documents.actions import store
from alianza.documents.models import Kind
from alianza.fund.actions import endorsements, proposal_drafts, proposals, reviews
from alianza.fund.models import Criterion, Opinion, Proposal, Review
from alianza.vocabulary.money import Money

PLANS = {
    "PHL": ("Development Plan 2023-2028", "Protect the rights of those who work abroad", "112"),
    "DEU": ("Skilled Immigration Strategy", "Shorten recognition of professional certificates", "31"),
    "NPL": ("Sixteenth Plan", "Safe and decent work abroad", "204"),
    "KEN": ("Fourth Medium-Term Plan", "Skills of the diaspora for the counties", "87"),
}
"""Plan, objective and page that each country's endorsement names: invented."""
KEPT = timedelta(days=20 * 366)
WHY = {
    "relevance": (
        "It does not reach what it names.",
        "It answers a need that both sides named.",
        "It is what they need.",
    ),
    "consistency": ("The plan says something else.", "The plan asks for it.", "The plan asks for exactly this."),
    "rights": ("People could be harmed.", "The safeguards are named and paid for.", "Rights are its purpose."),
    "results": ("They cannot be measured.", "Indicators with a source.", "Indicators that anybody can check."),
    "cost": ("Dear for what it does.", "In line with what others pay.", "Less than others pay."),
    "sustainability": ("It ends with the money.", "Part of it stays.", "It stays."),
}
"""Why a criterion got a low, a middling or a high score."""


def begun(asked: Asked, on: date) -> Proposal:
    """A draft with its first page."""
    return proposal_drafts.draft_proposal(
        organisation(asked.applicant), window(asked.window), title=asked.title, on=on, by=person(asked.agent),
        kind=asked.kind,
    )  # fmt: skip


def written(asked: Asked, on: date, starts: date) -> Proposal:
    """Every page of the form filled in."""
    paz = person(asked.agent)
    held = begun(asked, on)
    basics = {"starts_on": starts, "months": asked.months}
    held = proposal_drafts.save_texts(held, basics, step="basics", version=held.version, by=paz)
    executants = [organisation(name) for name in asked.executants]
    held = proposal_drafts.save_partners(held, asked.countries, executants, executants[0], version=held.version, by=paz)
    texts = {"objectives": asked.objectives, "tasks": asked.tasks, "results": asked.results}
    held = proposal_drafts.save_results(held, texts, asked.expected, version=held.version, by=paz)
    held = proposal_drafts.save_budget(held, _budget(asked), version=held.version, by=paz)
    return proposal_drafts.save_texts(held, asked.reasons, step="reasons", version=held.version, by=paz)


def _budget(asked: Asked) -> dict[tuple[int, str], Money]:
    found = {}
    for name, parts in asked.budget.items():
        key = organisation(name).pk
        found.update({(key, category): usd(amount) for category, amount in parts.items()})
        found[key, "indirect"] = usd(sum(parts.values()) * 7 // 100)
    return found


def submitted(asked: Asked, on: date, starts: date) -> Proposal:
    return proposals.submit(written(asked, on, starts), on=on, by=person(asked.agent))


def admitted(held: Proposal, on: date, judged: str = "Nothing that pays the same people for the same.") -> Proposal:
    """Capacity checked, found admissible, countries asked."""
    lena = person("lena")
    for executant in held.executants.all():
        proposal_drafts.check_capacity(
            executant, found="Accounts, staff and procurement looked at; sound for this amount.", on=on, by=lena
        )
    held = proposals.admit(held, judged=judged, on=on, by=lena)
    endorsements.ask_endorsements(held, on=on, by=lena)
    return fresh(held)


def endorsed(held: Proposal, on: date) -> Proposal:
    """By the focal point of every country concerned, with a letter."""
    by_country = {code: key for key, code in FOCAL_POINTS.items()}
    for asked in held.endorsements.all():
        who = person(by_country[asked.country])
        plan, objective, page = PLANS[asked.country]
        text = f"{ministry(asked.country)} stands behind proposal {held.number}, “{held.title}”."
        text += f" It follows {plan}, page {page}."
        file = store(
            who,
            Kind.FUND,
            letter(ministry(asked.country), text),
            name=f"endorsement-{held.number}-{asked.country}.pdf",
            keep_until=on + KEPT,
            by=who,
        )
        endorsements.endorse(asked, plan=plan, objective=objective, page=page, letter=file, on=on, by=who)
    return fresh(held)


def asked_to_read(held: Proposal, on: date, reviewers: Sequence[str] = REVIEWERS) -> list[Review]:
    return [reviews.invite(held, person(key), by=person("lena"), on=on) for key in reviewers]


def read(review: Review, points: int, on: date, advice: str = "approve", text: str = "", **other: int) -> None:
    """Declared free of conflict, and scored with a reason for each criterion."""
    reader: User = review.reviewer
    reviews.declare(review, conflict=False, by=reader)
    scores: Mapping[str, int] = {each: other.get(each, points) for each in Criterion.values}
    given = {each: (score, WHY[each][0 if score < 3 else 2 if score > 4 else 1]) for each, score in scores.items()}
    reviews.score(review, given, advice=advice, text=text or "Well made; see the scores.", by=reader, on=on)


def screened(held: Proposal, on: date, points: Sequence[int], text: str) -> Opinion:
    """Three reviewers, and what the group concludes."""
    for review, each in zip(asked_to_read(held, on - timedelta(days=14)), points, strict=True):
        read(review, each, on - timedelta(days=3))
    return reviews.give_opinion(fresh(held), text=text, on=on, by=person("lena"))


def fresh(held: Proposal) -> Proposal:
    return Proposal.objects.select_related("window", "applicant").get(pk=held.pk)


def number_of(asked: Asked) -> str:
    """The number that a proposal of the story got; it begins with the year in which it was begun."""
    return Proposal.objects.get(title=asked.title).number
