"""A suggested walk through the demonstration: whom to be, what to look at, where."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alianza.demo.cast import BY_KEY, Account
from alianza.demo.fund.begins import GERMANY
from alianza.demo.scenes import NURSES, PICKERS, WAITING
from alianza.fund.models import Agreement, Item, Operation
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
    yield from _fund()


def _fund() -> Iterator[Step]:
    """The fund, from what everybody may see to what waits for one person."""
    if not Agreement.objects.exists():
        return
    yield Step(
        _("See where the fund's money came from, where it went, and what is left, on any day."),
        _address("fund:statement-show"),
    )
    yield Step(
        _("Follow a donor's money to certificates that were recognised."), _address("fund:trace-show", name=GERMANY)
    )
    yield from _step("paz", _("Go on with a proposal, and correct one that came back."), "fund:proposal-list")
    yield from _step("imani", _("Endorse a proposal for the Philippines, or refuse it."), "fund:endorsement-list")
    yield from _step("rhea", _("Declare that you are free, and score a proposal."), "fund:review-desk")
    item = Item.objects.filter(kind=Item.Kind.APPROVAL, state=Item.State.OPEN).first()
    if item is not None:
        said = _("Answer for Norway while the clock runs: silence is consent.")
        yield from _step("maya", said, "fund:item-show", code=item.code)
    yield from _step("sami", _("Authorise a tranche that Paz requested and Lena checked."), "fund:tranche-desk")
    operation = Operation.objects.order_by("pk").first()
    if operation is not None:
        said = _("Check a payment of a loan that Luc noted; the grant goes in step with it.")
        yield from _step("lena", said, "fund:operation-show", code=operation.code)


def _step(key: str, sentence: Promise, route: str, **codes: object) -> Iterator[Step]:
    url = _address(route, **codes)
    if url:
        yield Step(sentence, url, BY_KEY[key])


def _address(route: str, **codes: object) -> str:
    try:
        return reverse(route, kwargs=codes)
    except NoReverseMatch:
        return ""
