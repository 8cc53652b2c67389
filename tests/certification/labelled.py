"""Finca Sol with a self-declared label in force: for tests of what follows from a label."""

from datetime import date, timedelta

from alianza.certification.actions import reviewing
from alianza.certification.models import Award
from tests.certification.story import Case, applied, cast, submitted
from tests.world import World

TODAY = date.today()
GRANTED = TODAY - timedelta(days=100)


def labelled(world: World, *, on: date = GRANTED) -> Case:
    case = submitted(applied(cast(world, on=on), audited=False))
    reviewing.enter_declaration(case.application, by=world.luc, on=on)
    case.fresh()
    case.award = Award.objects.get(application=case.application)
    return case
