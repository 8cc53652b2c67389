"""A questionnaire in mid-life: 195 states invited, some sixty have answered, others began, a few declined.

The states are real, every answer is invented and says so; nobody's policy is told here.
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from alianza.accounts.models import User
from alianza.audit.actions import PLATFORM
from alianza.demo.answers import NothingFits, invented
from alianza.demo.cast import DOMAIN
from alianza.demo.draws import Draws
from alianza.instruments.actions import answering, rounds, versions
from alianza.instruments.models import GivenAnswer, InstrumentVersion, Invitation, Round

URN = "urn:alianza:instrument:migration-policy-round"
ANSWERED, BEGUN, DECLINED = 60, 14, 3
BEGAN, LASTS = timedelta(days=47), timedelta(days=75)
SEED = 2008
READ_BY_IMANI = "PHL"
"""Whose questionnaire the focal point of the story has still to answer."""


def bring_instruments() -> None:
    """The packaged instruments, published by the platform."""
    versions.load_packaged(by=PLATFORM)


def play(today: date) -> None:
    """The round: prepared, opened, answered by some, declined by a few, one with more time."""
    luc = User.objects.get(email=f"luc@{DOMAIN}")
    version = InstrumentVersion.objects.get(urn=URN)
    campaign = rounds.prepare_round(
        version,
        name=f"Migration and development {today.year} (invented answers)",
        subject="regulations",
        opens_on=today - BEGAN,
        due_on=today - BEGAN + LASTS,
        naming="named",
        audience="respondents",
        by=luc,
    )
    rounds.invite_states(campaign, by=luc)
    rounds.open_round(campaign, by=luc)
    draws = Draws(np.random.default_rng(SEED))
    invitations = [each for each in campaign.invitations.order_by("country") if each.country != READ_BY_IMANI]
    order = sorted(invitations, key=lambda _: draws.share())
    desk = _desk()
    for number, invitation in enumerate(order[: ANSWERED + BEGUN]):
        _answer(campaign, invitation, desk, draws, today, whole=number < ANSWERED)
    for invitation in order[ANSWERED + BEGUN : ANSWERED + BEGUN + DECLINED]:
        rounds.settle(invitation, "refused", reason="Invented: answers no questionnaires this year.", by=luc)
    late = order[ANSWERED + BEGUN + DECLINED]
    rounds.give_more_time(late, campaign.due_on + timedelta(days=14), reason="Invented: elections.", by=luc)


def _desk() -> User:
    """Who answers for all of them: an invented person behind the invitations, whom nobody can sign in as."""
    desk, new = User.objects.get_or_create(email=f"answers@{DOMAIN}")
    if new:
        desk.set_unusable_password()
        desk.save(update_fields=["password"])
    return desk


def _answer(campaign: Round, invitation: Invitation, desk: User, draws: Draws, today: date, *, whole: bool) -> None:
    Invitation.objects.filter(pk=invitation.pk).update(person=desk)
    invitation.person = desk
    response = answering.begin(invitation, by=desk)
    day = today - BEGAN + timedelta(days=draws.between(1, BEGAN.days - 1))
    moment = datetime.combine(day, time(9 + draws.between(0, 8), draws.between(0, 59)), ZoneInfo(invitation.time_zone))
    try:
        answers = invented(campaign.version.instrument, draws, country=invitation.country, today=today, whole=whole)
    except NothingFits:
        return
    GivenAnswer.objects.bulk_create(
        GivenAnswer(response=response, item=item, value=value, by_code=desk.code, at=moment)
        for item, value in answers.items()
    )
    if whole:
        answering.hand_in(response, at=moment, by=desk)
