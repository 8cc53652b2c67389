"""Finca Sol in the public register, watched and checked."""

from datetime import date
from typing import Any

from alianza.audit.actions import PLATFORM
from alianza.certification.actions import reviewing, watching
from alianza.certification.actions.schemes import load_scheme
from alianza.certification.badges import badge_of
from alianza.certification.models import Watch
from alianza.certification.notices.watching import CONFIRM, STOP, link
from alianza.certification.signing import signed
from tests.certification import story
from tests.world import World


def arguments(world: World) -> dict[str, dict[str, Any]]:
    today = date.today()
    load_scheme(by=PLATFORM, on=today)
    case = story.submitted(story.applied(story.Case(world, today, world.otto, []), audited=False))
    award = reviewing.enter_declaration(case.application, by=world.luc, on=today)
    subject = {"code": award.subject.code}
    watches = []
    for name in ("wanda", "willa"):
        watching.ask(award.subject, f"{name}@example.org", language="en")
        watches.append(Watch.objects.latest("id"))
    made = {"code": watching.check(award.subject, by=None).code}
    return {
        "certification:register-show": subject,
        "certification:register-answers": subject,
        "certification:watch-ask": subject,
        "certification:check-make": subject,
        "certification:check-show": made,
        "certification:check-pdf": made,
        "certification:watch-confirm": {"token": link(watches[0], CONFIRM).split("/")[-3]},
        "certification:watch-stop": {"token": link(watches[1], STOP).split("/")[-3]},
        "certification:badge-svg": {"code": award.code, "lang": "es"},
        "certification:badge-verify": {"token": signed(badge_of(award))},
    }
