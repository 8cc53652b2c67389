"""Mandates are renewed before they end, and never overlap."""

from datetime import timedelta

import pytest

from alianza.network import actions
from alianza.network.models import Mandate, Subject
from tests.world import World


def _name_again(world: World, mandate: Mandate, *, later: int) -> Mandate:
    return actions.name_focal_point(
        world.imani,
        mandate.organisation,
        country="PHL",
        subject=mandate.subject,
        begins_on=mandate.ends_on + timedelta(days=later),
        ends_on=mandate.ends_on + timedelta(days=300),
        by=world.luc,
    )


def test_a_mandate_is_renewed_for_the_time_after_it(world: World) -> None:
    held = Mandate.objects.get(user=world.imani, subject=Subject.PLACEMENT)
    assert _name_again(world, held, later=1).begins_on > held.ends_on


def test_a_mandate_of_the_same_days_is_refused(world: World) -> None:
    held = Mandate.objects.get(user=world.imani, subject=Subject.PLACEMENT)
    with pytest.raises(actions.MandateOverlaps):
        _name_again(world, held, later=0)
