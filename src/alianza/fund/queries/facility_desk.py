"""What of the facility waits for a person: sentences with a link, for the home page.

Whom a thing waits for follows from its state: the officers' steps, the bank's approval and signature, the country's
next request. What waits for members of a body stands among the items before that body.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alianza.accounts.models import User
from alianza.fund.models import CountryRequest, Item, LoanPayment, Operation
from alianza.fund.policy import facility
from alianza.fund.queries.facility import lapses_on
from alianza.fund.queries.facility_guards import of_operation
from alianza.fund.rules import rule
from alianza.network.policy import Visitor
from alianza.texts import page_language
from alianza.vocabulary.days import day_words

UNDER_WAY = (Item.State.DRAFT, Item.State.OPEN, Item.State.PAUSED, Item.State.MOVED, Item.State.REFERRED)
S = Operation.State


def facility_desk(user: Visitor) -> list[dict[str, Any]]:
    if not isinstance(user, User):
        return []
    today = timezone.localdate()
    rows = _lapses(user, today)
    if facility.may_keep(user):
        rows += _of_officer(user, today)
    return [*rows, *_of_country(user), *_of_bank(user)]


def _line(count: int, sentence: str, url: str, order: int) -> list[dict[str, Any]]:
    return [{"sentence": sentence % {"count": count}, "url": url, "order": order}] if count else []


def _operations(found: QuerySet[Operation], sentence: str, order: int) -> list[dict[str, Any]]:
    """One leads to itself, more to the list in their state."""
    held = list(found.order_by("number")[:2])
    if not held:
        return []
    url = reverse("fund:operation-list") + f"?state={held[0].state}"
    if len(held) == 1:
        url = reverse("fund:operation-show", kwargs={"code": held[0].code})
    return _line(found.count(), sentence, url, order)


def _before_a_body(kind: Item.Kind) -> list[str]:
    """Subjects that an item under way is about."""
    return list(Item.objects.filter(kind=kind, state__in=UNDER_WAY).values_list("subject", flat=True))


def _lapses(user: User, today: date) -> list[dict[str, Any]]:
    """Commitments that lapse soon, for each of the three sides."""
    soon = today + timedelta(days=int(rule("lapse_first_notice_days", today).value))
    held = Operation.objects.filter(state=S.COMMITTED)
    if not facility.may_keep(user):
        lent = facility.lent_by(user).values("pk")
        held = held.filter(Q(request__country__in=facility.countries_of(user)) | Q(pk__in=lent))
    rows = []
    for operation in held.order_by("committed_on"):
        term = lapses_on(operation)
        if term is not None and term <= soon:
            said = _("Operation %(operation)s lapses without the bank's approval by %(day)s.")
            url = reverse("fund:operation-show", kwargs={"code": operation.code})
            facts = {"operation": operation.number, "day": day_words(term, page_language())}
            rows.append({"sentence": said % facts, "url": url, "order": 5})
    return rows[:5]


def _of_officer(user: User, today: date) -> list[dict[str, Any]]:
    requests = CountryRequest.objects.filter(state=CountryRequest.State.REQUESTED)
    asked = {subject.partition(":")[2] for subject in _before_a_body(Item.Kind.ELIGIBILITY)}
    unasked = [one for one in requests if str(one.code) not in asked]
    words = ngettext(
        "%(count)s country asks for the facility: put it before the Assembly.",
        "%(count)s countries ask for the facility: put them before the Assembly.",
        len(unasked),
    )
    rows = _line(len(unasked), words, _first(unasked, "fund:request-list", "fund:request-show"), 48)
    over = list(CountryRequest.objects.filter(state=CountryRequest.State.ELIGIBLE, review_on__lte=today))
    words = ngettext(
        "The eligibility of %(count)s country is to be looked at again.",
        "The eligibility of %(count)s countries is to be looked at again.",
        len(over),
    )
    rows += _line(len(over), words, _first(over, "fund:request-list", "fund:request-show"), 49)
    rows += _steps_of_officer(user)
    return rows + _payments_of_officer(user) + _ready_to_close(user, today)


def _first(found: list[CountryRequest], many: str, one: str) -> str:
    return reverse(one, kwargs={"code": found[0].code}) if len(found) == 1 else reverse(many)


def _steps_of_officer(user: User) -> list[dict[str, Any]]:
    operations, rows = Operation.objects.all(), []
    found = operations.filter(state=S.PROPOSED)
    words = ngettext(
        "The terms of %(count)s operation are to be frozen.",
        "The terms of %(count)s operations are to be frozen.",
        found.count(),
    )
    rows += _operations(found, words, 49)
    found = operations.filter(state=S.FROZEN).exclude(proposed_by=user.pk)
    words = ngettext(
        "%(count)s operation waits to be screened by a second person.",
        "%(count)s operations wait to be screened by a second person.",
        found.count(),
    )
    rows += _operations(found, words, 49)
    numbers = [subject.partition(":")[2] for subject in _before_a_body(Item.Kind.OPERATION)]
    found = operations.filter(state=S.SCREENED).exclude(number__in=numbers)
    words = ngettext(
        "%(count)s screened operation is to be put before the committee.",
        "%(count)s screened operations are to be put before the committee.",
        found.count(),
    )
    rows += _operations(found, words, 49)
    found = operations.filter(state=S.DECIDED)
    words = ngettext(
        "%(count)s approved operation waits for its letter of commitment.",
        "%(count)s approved operations wait for their letters of commitment.",
        found.count(),
    )
    rows += _operations(found, words, 49)
    short = operations.filter(state=S.BANK_APPROVED, signed_on__isnull=False, lacking_minor__gt=0)
    found = short.exclude(number__in=numbers)
    words = ngettext(
        "%(count)s grant fell short at signing: giving the rest takes the committee.",
        "%(count)s grants fell short at signing: giving the rest takes the committee.",
        found.count(),
    )
    return rows + _operations(found, words, 50)


def _payments_of_officer(user: User) -> list[dict[str, Any]]:
    listed = reverse("fund:operation-list")
    count = LoanPayment.objects.filter(state=LoanPayment.State.NOTED).exclude(noted_by=user.pk).count()
    words = ngettext(
        "%(count)s payment of a loan waits for a second person.",
        "%(count)s payments of loans wait for a second person.",
        count,
    )
    rows = _line(count, words, listed, 49)
    checked = LoanPayment.objects.filter(state=LoanPayment.State.CHECKED)
    count = checked.exclude(noted_by=user.pk).exclude(checked_by=user.pk).count()
    words = ngettext(
        "%(count)s payment of a loan waits for the grant.",
        "%(count)s payments of loans wait for the grant.",
        count,
    )
    rows += _line(count, words, listed, 50)
    sent = Operation.objects.filter(payments__state=LoanPayment.State.TRANSFERRED).distinct()
    words = ngettext(
        "The grant sent for %(count)s loan is to be noted once the bank applied it.",
        "The grants sent for %(count)s loans are to be noted once the banks applied them.",
        sent.count(),
    )
    return rows + _operations(sent, words, 51)


def _ready_to_close(user: User, today: date) -> list[dict[str, Any]]:
    guards = ("all_paid_out", "all_applied", "in_order")
    ready = []
    unsettled = LoanPayment.State.NOTED, LoanPayment.State.CHECKED, LoanPayment.State.TRANSFERRED
    running = Operation.objects.filter(state=S.EFFECTIVE, payments__state=LoanPayment.State.APPLIED).distinct()
    for operation in running.exclude(payments__state__in=unsettled):
        facts = of_operation(operation, today, user)
        if all(facts[name] for name in guards):
            ready.append(operation.pk)
    words = ngettext(
        "%(count)s operation is paid out and applied: close it.",
        "%(count)s operations are paid out and applied: close them.",
        len(ready),
    )
    return _operations(Operation.objects.filter(pk__in=ready), words, 51)


def _of_country(user: User) -> list[dict[str, Any]]:
    """Countries whose eligibility stands without an operation: the next step is theirs, with a bank."""
    eligible: Iterable[CountryRequest] = CountryRequest.objects.filter(
        state=CountryRequest.State.ELIGIBLE, country__in=facility.countries_of(user), operations__isnull=True
    )
    unused = list(eligible)
    words = ngettext(
        "Your country is eligible for the facility and has no operation yet: find a bank that lends.",
        "%(count)s of your countries are eligible for the facility and have no operation yet: find banks that lend.",
        len(unused),
    )
    return _line(len(unused), words, _first(unused, "fund:request-list", "fund:request-show"), 52)


def _of_bank(user: User) -> list[dict[str, Any]]:
    own = facility.lent_by(user)
    if not own.exists():
        return []
    found = own.filter(state=S.COMMITTED)
    words = ngettext(
        "%(count)s loan with a grant committed waits for your board's approval.",
        "%(count)s loans with a grant committed wait for your board's approval.",
        found.count(),
    )
    rows = _operations(found, words, 47)
    found = own.filter(state=S.BANK_APPROVED, signed_on__isnull=True)
    words = ngettext(
        "%(count)s loan that you approved waits to be signed.",
        "%(count)s loans that you approved wait to be signed.",
        found.count(),
    )
    rows += _operations(found, words, 48)
    found = own.filter(payments__state=LoanPayment.State.TRANSFERRED).distinct()
    words = ngettext(
        "The grant sent for %(count)s of your loans waits to be applied.",
        "The grants sent for %(count)s of your loans wait to be applied.",
        found.count(),
    )
    return rows + _operations(found, words, 49)
