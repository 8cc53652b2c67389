"""The demonstration's questionnaire: 195 invited, about sixty answered, and nothing that a rule would refuse."""

from datetime import date

import numpy as np
import pytest
from django.utils import timezone

from alianza.accounts.models import User
from alianza.demo import rounds
from alianza.demo.answers import invented
from alianza.demo.draws import Draws
from alianza.instruments.models import Disposition, Round, Submission
from alianza.instruments.packaged import packaged
from alianza.instruments.standing import standing


@pytest.mark.parametrize("urn", sorted(packaged()))
def test_invented_answers_lack_nothing_and_hold_every_constraint(urn):
    instrument = packaged()[urn]
    for seed in range(10):
        draws = Draws(np.random.default_rng(seed))
        answers = invented(instrument, draws, country="KEN", today=date(2026, 11, 21))
        state = standing(instrument, answers)
        assert state.missing(instrument) == ()
        assert state.faults == ()


@pytest.mark.django_db
def test_the_round_is_in_mid_life():
    User.objects.create(email=f"luc@{rounds.DOMAIN}")
    rounds.bring_instruments()
    rounds.play(timezone.localdate())
    campaign = Round.objects.get()
    assert campaign.invitations.count() == 195
    counts = {each: campaign.invitations.filter(disposition=each).count() for each in Disposition}
    assert counts[Disposition.COMPLETE] == Submission.objects.count()
    assert 55 <= counts[Disposition.COMPLETE] <= 60
    assert counts[Disposition.PARTIAL] >= 10
    assert counts[Disposition.REFUSED] == rounds.DECLINED
    assert not campaign.invitations.get(country="PHL").answered_on
    assert len(set(campaign.invitations.exclude(answered_on=None).values_list("answered_on", flat=True))) > 10
