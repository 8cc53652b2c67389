"""Writing in the books: posting, reversing, closing a period."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.db.utils import DatabaseError

from alianza.audit.actions import Actor, record
from alianza.fund import attribution
from alianza.fund.chart import POOLS, AccountName, kept
from alianza.fund.models import GENESIS, Account, Balance, Closing, Entry, Journal, Pen, Pool, Seal, Share
from alianza.fund.posting import Draft, Leg
from alianza.vocabulary.money import Money
from alianza.vocabulary.refusal import Refusal, marked


class Unbalanced(Refusal):
    code = "fund.journal.unbalanced"
    message = marked("Debits and credits of book %(book)s differ by %(difference)s; a journal balances in each book.")


class TooFewLines(Refusal):
    code = "fund.journal.too_few_lines"
    message = marked("A journal has at least two lines that move something.")


class NotEnough(Refusal):
    code = "fund.account.not_enough"
    message = marked("%(account)s holds %(held)s and cannot give %(wanted)s.")


class PeriodClosed(Refusal):
    code = "fund.period.closed"
    message = marked("The period up to %(through)s is closed; date the journal after it.")


class KeyTaken(Refusal):
    code = "fund.journal.key_taken"
    message = marked("This event is in the books already, with other lines, as journal %(number)s.")


class ReversedAlready(Refusal):
    code = "fund.journal.reversed_already"
    message = marked("Journal %(number)s was reversed already.")


class NoReversalOfReversal(Refusal):
    code = "fund.journal.reversal"
    message = marked("Journal %(number)s is a reversal itself; post the event anew instead.")


class NotTheBottom(Refusal):
    code = "fund.period.not_after"
    message = marked("The period up to %(through)s is closed already; close a later one.")


def _merged(legs: tuple[Leg, ...]) -> dict[AccountName, int]:
    """One line per account; what cancels out is left out. Raises Unbalanced, TooFewLines."""
    lines: dict[AccountName, int] = {}
    sums: dict[tuple[str, str], int] = {}
    for leg in legs:
        if leg.money.currency != leg.account.currency:
            raise attribution.OriginUnknown(account=str(leg.account), amount=leg.money)
        lines[leg.account] = lines.get(leg.account, 0) + leg.money.minor
        side = (kept(leg.account.chart).book, leg.account.currency)
        sums[side] = sums.get(side, 0) + leg.money.minor
    for (book, currency), minor in sorted(sums.items()):
        if minor:
            raise Unbalanced(book=book, difference=Money(abs(minor), currency))
    lines = {account: minor for account, minor in lines.items() if minor}
    if len(lines) < 2:
        raise TooFewLines
    return lines


def _opened(names: Mapping[AccountName, int], on: date) -> dict[AccountName, Account]:
    """The accounts of these names; those that do not exist are opened on that day."""
    held = {account.code: account for account in Account.objects.filter(code__in=[name.code for name in names])}
    for name in sorted(names):
        if name.code not in held:
            rule = kept(name.chart)
            held[name.code] = Account.objects.create(
                code=name.code,
                chart=name.chart,
                first=name.first,
                second=name.second,
                currency=name.currency,
                book=rule.book,
                guard=rule.guard,
                # an account is of no day before its first entry, but journals may be dated back into an open period
                opened_on=min(on, date(2000, 1, 1)),
            )
    return {name: held[name.code] for name in names}


def left_in(account: Account) -> dict[str, int]:
    """What each agreement has in a pool, in minor units above zero."""
    return {number: -minor for number, minor in Pool.objects.filter(account=account).values_list("agreement", "minor")}


def spent_by(subject: str) -> dict[str, int]:
    """What each agreement has given to a programme or an operation and not got back, in minor units above zero."""
    rows = Share.objects.filter(journal__subject=subject).values_list("agreement").annotate(minor=Sum("minor"))
    return {number: int(minor) for number, minor in rows if minor > 0}


def post(draft: Draft, *, by: Actor) -> Journal:
    """Write one journal, in the caller's transaction. The same event (`key`) again gives the journal it made.

    Raises Unbalanced, TooFewLines, NotEnough, PeriodClosed, KeyTaken, attribution.NotThere, attribution.OriginUnknown.
    """
    return _post(draft, by=by, reverses=None)


def _post(draft: Draft, *, by: Actor, reverses: Journal | None) -> Journal:
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("post() belongs inside the transaction of its deed.")
    lines = _merged(draft.legs)
    Pen.objects.get_or_create(id=1)
    Pen.objects.select_for_update().get(id=1)
    held = Journal.objects.filter(key=draft.key).first()
    if held is not None:
        before = {AccountName.read(code): minor for code, minor in held.entries.values_list("account__code", "minor")}
        if before != lines or held.event != draft.event:
            raise KeyTaken(number=held.pk)
        return held
    closed = Closing.objects.order_by("-through").first()
    if closed is not None and draft.occurred_on <= closed.through:
        raise PeriodClosed(through=closed.through.isoformat())
    accounts = _opened(lines, draft.occurred_on)
    _enough(lines, accounts)
    shares = dict(draft.shares)
    pools = {name: account for name, account in accounts.items() if name.chart in POOLS}
    if pools and not shares:
        left = {name: left_in(account) for name, account in pools.items()}
        spent = spent_by(draft.subject) if draft.subject else None
        legs = [Leg(name, Money(minor, name.currency)) for name, minor in lines.items()]
        shares = dict(attribution.shares(legs, left, spent))
    last = Seal.objects.order_by("-number").first()
    number, previous = (last.number + 1, last.digest) if last else (1, GENESIS)
    journal = Journal(
        number_id=number,
        event=draft.event,
        text=draft.text[:300],
        subject=draft.subject,
        occurred_on=draft.occurred_on,
        posted_at=datetime.now(tz=UTC),
        key=draft.key,
        reverses=reverses,
        posted_by=by.code,
    )
    try:
        journal.save(force_insert=True)
        Entry.objects.bulk_create(
            [Entry(journal=journal, account=accounts[name], minor=minor) for name, minor in lines.items()]
        )
        Share.objects.bulk_create(
            [
                Share(journal=journal, account=accounts[name], agreement=agreement, minor=minor)
                for name, parts in shares.items()
                for agreement, minor in sorted(parts.items())
            ]
        )
        entries = [(name.code, name.currency, minor) for name, minor in lines.items()]
        Seal.objects.create(number=number, previous=previous, digest=journal.digest(entries, previous))
    except (IntegrityError, DatabaseError) as error:
        if "a_guarded_balance_never_crosses_zero" in str(error):  # the last word is the database's
            raise NotEnough(account="?", held="?", wanted="?") from error
        raise
    return journal


def _enough(lines: Mapping[AccountName, int], accounts: Mapping[AccountName, Account]) -> None:
    """Say which account lacks what, before the database says it without a name. Raises NotEnough."""
    balances = dict(
        Balance.objects.filter(account__in=[account.pk for account in accounts.values()]).values_list(
            "account", "minor"
        )
    )
    for name, minor in sorted(lines.items()):
        held = balances.get(accounts[name].pk, 0)
        guard = accounts[name].guard
        if (guard == "D" and held + minor < 0) or (guard == "C" and held + minor > 0):
            raise NotEnough(
                account=name.code, held=Money(abs(held), name.currency), wanted=Money(abs(minor), name.currency)
            )


@transaction.atomic
def reverse(journal: Journal, *, on: date, by: Actor, reason: str) -> Journal:
    """Undo a journal by its exact opposite, once. Raises ReversedAlready, NoReversalOfReversal, NotEnough, PeriodClosed."""
    Pen.objects.get_or_create(id=1)
    Pen.objects.select_for_update().get(id=1)
    if journal.reverses_id is not None:
        raise NoReversalOfReversal(number=journal.pk)
    if Journal.objects.filter(reverses=journal).exists():
        raise ReversedAlready(number=journal.pk)
    shares: dict[AccountName, dict[str, int]] = {}
    for code, agreement, minor in journal.shares.values_list("account__code", "agreement", "minor"):
        shares.setdefault(AccountName.read(code), {})[agreement] = -minor
    draft = Draft(
        event=journal.event,
        occurred_on=on,
        legs=tuple(
            Leg(AccountName.read(code), Money(-minor, currency))
            for code, currency, minor in journal.entries.values_list("account__code", "account__currency", "minor")
        ),
        key=UUID(int=journal.key.int ^ 1),
        subject=journal.subject,
        text=reason,
        shares=shares,
    )
    reversal = _post(draft, by=by, reverses=journal)
    record("fund.journal.reversed", reversal, by=by, reverses=journal.code, reason=reason)
    return reversal


@transaction.atomic
def close_period(through: date, *, by: Actor) -> Closing:
    """No journal will be dated on or before that day. Raises NotTheBottom."""
    Pen.objects.get_or_create(id=1)
    Pen.objects.select_for_update().get(id=1)
    last = Closing.objects.order_by("-through").first()
    if last is not None and through <= last.through:
        raise NotTheBottom(through=last.through.isoformat())
    closing = Closing.objects.create(through=through, closed_by=by.code)
    record("fund.period.closed", closing, by=by, through=through)
    return closing
