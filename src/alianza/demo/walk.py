"""A suggested walk through the demonstration: whom to be, what to look at, where."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alianza.demo.cast import BY_KEY, Account
from alianza.demo.scenes import NURSES, PICKERS, WAITING
from alianza.placement.models import JobOrder, Run


@dataclass(frozen=True)
class Step:
    """One stop. Without an account it is open to every visitor."""

    sentence: Promise
    url: str
    account: Account | None = None


def steps() -> list[Step]:
    """The stops that exist in this instance, in their order."""
    return list(_steps())


def _steps() -> Iterator[Step]:
    codes = dict(JobOrder.objects.filter(number__in=(NURSES, PICKERS, WAITING)).values_list("number", "code"))
    finder = _address("regulations:pathways")
    if finder:
        yield Step(_("Find out which lawful routes fit you, without an account."), finder)
    yield from _step("ana", _("See what Ana sees: orders that fit, why, and what would change it."), "placement:mine")
    if NURSES in codes:
        yield from _step(
            "jonas",
            _("Read the hospital's shortlist: who fits, why, and what each condition costs."),
            "placement:shortlist-show",
            code=codes[NURSES],
        )
    if PICKERS in codes:
        yield from _step(
            "pilar",
            _("Open the file of a worker who agreed; the worker will see that you did, and why."),
            "placement:shortlist-show",
            code=codes[PICKERS],
        )
    if WAITING in codes:
        yield from _step("luc", _("Approve the order that waits."), "placement:order-show", code=codes[WAITING])
    run = Run.objects.filter(state=Run.State.DONE).order_by("pk").first()
    if run is not None:
        yield from _step(
            "luc",
            _("Look at a placement run: how good it provably is, which limits bind, what one more place is worth."),
            "placement:run-show",
            code=run.code,
        )
    yield from _step(
        "imani", _("Keep the law of the Philippines: the sheets and who confirmed them."), "regulations:version-list"
    )
    yield from _step("otto", _("Read who did what and when."), "web:trail")


def _step(key: str, sentence: Promise, name: str, **codes: object) -> Iterator[Step]:
    url = _address(name, **codes)
    if url:
        yield Step(sentence, url, BY_KEY[key])


def _address(name: str, **codes: object) -> str:
    try:
        return reverse(name, kwargs=codes)
    except NoReverseMatch:
        return ""
