"""A small fund with two years of life, told through the fund's own deeds on their days.

Three donors, eight proposals, one programme restructured and one suspended, one operation of the facility, the fees of
a year, and for everybody something that waits today. All of it is invented, and every cent went through the ledger.
"""

from collections.abc import Callable
from datetime import date

from alianza.audit.actions import PLATFORM
from alianza.demo.fund import begins, deciding, facility, fees, people, second_year, waiting
from alianza.demo.fund.days import Days
from alianza.fund.actions.iati import publish
from alianza.fund.actions.tracking import bring_own


def chapters(today: date) -> tuple[tuple[str, str, Callable[[], object]], ...]:
    """Name, what the terminal says, and what is played, in the order of time as far as one can."""
    day = Days(today)
    return (
        ("fund: people", "Telling two years of a fund ...", lambda: people.enter(today)),
        ("fund: first money", "", lambda: begins.open_the_fund(day)),
        ("fund: first decisions", "", lambda: deciding.decide_the_first(day)),
        ("fund: facility", "", lambda: facility.lend_with_a_grant(day)),
        ("fund: two years", "", lambda: second_year.carry_out(day)),
        ("fund: fees", "", lambda: fees.assess_a_year(day)),
        ("fund: today", "", lambda: waiting.leave_work(day)),
        ("fund: published", "", lambda: _publish(today)),
    )


def _publish(today: date) -> None:
    """What the weekly and the daily job would have done by now: the IATI files, and our payments among all finance."""
    publish(today, by=PLATFORM)
    bring_own(today, by=PLATFORM)
