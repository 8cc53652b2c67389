"""One round with a few respondents: the short way to a state that a test wants."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from alianza.audit.actions import PLATFORM
from alianza.instruments.actions import answering, rounds, versions
from alianza.instruments.models import InstrumentVersion, Invitation, Response, Round
from tests.instruments.forms import survey
from tests.world import World


def published(world: World, document: dict[str, Any] | None = None) -> InstrumentVersion:
    version = versions.draft_version(document or survey(), by=world.luc)
    return versions.publish_version(version, by=world.luc)


def prepared(world: World, version: InstrumentVersion | None = None, **changes: Any) -> Round:
    today = timezone.localdate()
    terms: dict[str, Any] = {
        "name": "Nurses 2026",
        "subject": "regulations",
        "opens_on": today,
        "due_on": today + timedelta(days=60),
        "naming": "named",
        "audience": "respondents",
    } | changes
    return rounds.prepare_round(version or published(world), by=world.luc, **terms)


def opened(world: World, states: tuple[str, ...] = ("PHL", "ESP", "MEX"), **changes: Any) -> Round:
    campaign = prepared(world, **changes)
    rounds.invite_states(campaign, states, by=PLATFORM)
    return rounds.open_round(campaign, by=world.luc)


def invited(campaign: Round, state: str = "PHL") -> Invitation:
    return campaign.invitations.get(country=state)


def begun(world: World, campaign: Round | None = None) -> Response:
    """Imani, focal point of the Philippines for the rules, opens the questionnaire."""
    return answering.begin(invited(campaign or opened(world)), by=world.imani)


def keep(response: Response, answers: dict[str, object], *, by: Any, **seen: int) -> answering.Kept:
    return answering.keep_answers(response, answers, seen=seen, by=by)


WHOLE = {"HAS_LAW": True, "LAW_DAY": "2010-05-01", "ABROAD": 120, "WOMEN": 90}
"""Answers that leave nothing required open."""
SOME_DAY = date(2026, 3, 24)
