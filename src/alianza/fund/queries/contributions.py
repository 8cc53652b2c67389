"""What is due from donors, what has come, and what of it is still to be allocated."""

from datetime import date

from django.db.models import Max, Q, Sum

from alianza.fund.chart import BASE_CURRENCY, AccountName
from alianza.fund.models import Account, Agreement, Balance, Donor, Entry, Instalment, Journal
from alianza.fund.rules import rule
from alianza.vocabulary.money import Money


def _balance(name: AccountName) -> int:
    return Balance.objects.filter(account__code=name.code).values_list("minor", flat=True).first() or 0


def unallocated(agreement: str) -> Money:
    """What an agreement has paid, less the fee, that no window, pool or function has yet."""
    return Money(-_balance(AccountName("8100", agreement)), BASE_CURRENCY)


def held_by_agreement(agreement: str) -> int:
    """Number of the last journal that moved an agreement's unallocated money: tells two equal allocations apart."""
    last = Journal.objects.filter(entries__account__chart="8100", entries__account__first=agreement)
    return last.aggregate(last=Max("number_id"))["last"] or 0


def core_room(agreement: Agreement, on: date) -> Money:
    """How much more core functions may take of an agreement: the share of its net receipts, less what they had."""
    if agreement.earmark != Agreement.Earmark.NONE and not agreement.pays_core:
        return Money.zero(BASE_CURRENCY)
    account = Account.objects.filter(code=AccountName("8100", agreement.number).code).first()
    if account is None:
        return Money.zero(BASE_CURRENCY)
    lines = Entry.objects.filter(account=account)
    received = -(lines.filter(journal__event="contribution.received").aggregate(sum=Sum("minor"))["sum"] or 0)
    fee = lines.filter(journal__event="fee.taken").aggregate(sum=Sum("minor"))["sum"] or 0
    had = lines.filter(journal__event="core.allocated").aggregate(sum=Sum("minor"))["sum"] or 0
    most = int((received - fee) * rule("core_share", on).value)
    return Money(max(most - had, 0), BASE_CURRENCY)


def signing_guards(agreement: Agreement) -> dict[str, bool | None]:
    """What has to be true before an agreement is signed, by guard."""
    planned = sum(agreement.instalments.values_list("minor", flat=True))
    promise = agreement.pledge
    return {
        "two_signatures": agreement.first_signatory_id is not None and agreement.second_signatory_id is not None,
        "looked_into": agreement.donor.kind == Donor.Kind.GOVERNMENT or agreement.donor.looked_into_on is not None,
        "schedule": planned == agreement.minor,
        "pledge_covers": promise is None or agreement.minor <= promise.minor - promise.signed_minor,
    }


def due(on: date) -> list[Instalment]:
    """Instalments whose day has come and that are not fully received, the longest overdue first."""
    return list(
        Instalment.objects.filter(
            Q(state__in=[Instalment.State.DUE, Instalment.State.PART]),
            due_on__lte=on,
            agreement__state=Agreement.State.SIGNED,
        )
        .select_related("agreement__donor__organisation")
        .order_by("due_on", "id")
    )


def earmarked_share(year: int) -> tuple[Money, Money]:
    """What was signed in a year with an earmark, and in all, in the fund's currency."""
    signed = Agreement.objects.filter(signed_on__year=year, worth_minor__isnull=False)
    whole = signed.aggregate(sum=Sum("worth_minor"))["sum"] or 0
    earmarked = signed.exclude(earmark=Agreement.Earmark.NONE).aggregate(sum=Sum("worth_minor"))["sum"] or 0
    return Money(int(earmarked), BASE_CURRENCY), Money(int(whole), BASE_CURRENCY)
