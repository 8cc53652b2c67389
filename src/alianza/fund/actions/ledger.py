"""Writing in the books: posting, reversing, closing a period."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Sum

from alianza.audit.actions import Actor, record
from alianza.fund import attribution
from alianza.fund.actions import rows
from alianza.fund.actions.rows import Opened
from alianza.fund.chart import POOLS, AccountName, kept
from alianza.fund.models import GENESIS, LARGEST, Account, Closing, Journal, Lines, Pool, Share
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


class BeforeItsOriginal(Refusal):
    code = "fund.journal.reversed_before"
    message = marked("Journal %(number)s is of %(day)s; a reversal is of that day or a later one.")


class WrongCurrency(Refusal):
    code = "fund.journal.wrong_currency"
    message = marked("%(account)s is kept in %(currency)s and takes no %(amount)s.")


class TooLarge(Refusal):
    code = "fund.journal.too_large"
    message = marked("%(amount)s is more than the books hold in one line.")


class AccountClosed(Refusal):
    code = "fund.account.closed"
    message = marked("%(account)s takes entries from %(opened)s to %(closed)s.")


class SharesDiffer(Refusal):
    code = "fund.journal.shares_differ"
    message = marked("The shares of the agreements in %(account)s are %(shares)s; the entry is %(entry)s.")


class Overtaken(Refusal):
    code = "fund.journal.overtaken"
    message = marked("Somebody else wrote in the books at the same moment, and nothing was written here. Try again.")


SINCE = date(2000, 1, 1)
"""An account opens no later: journals may be dated back into any period that is still open."""


def _merged(legs: tuple[Leg, ...]) -> dict[AccountName, int]:
    """One line per account; what cancels out is left out. Raises Unbalanced, TooFewLines, WrongCurrency, TooLarge."""
    lines: dict[AccountName, int] = {}
    sums: dict[tuple[str, str], int] = {}
    for leg in legs:
        if leg.money.currency != leg.account.currency:
            raise WrongCurrency(account=str(leg.account), currency=leg.account.currency, amount=leg.money)
        lines[leg.account] = lines.get(leg.account, 0) + leg.money.minor
        side = (kept(leg.account.chart).book, leg.account.currency)
        sums[side] = sums.get(side, 0) + leg.money.minor
    for (book, currency), minor in sorted(sums.items()):
        if minor:
            raise Unbalanced(book=book, difference=Money(abs(minor), currency))
    lines = {account: minor for account, minor in lines.items() if minor}
    for account, minor in lines.items():
        if abs(minor) > LARGEST:
            raise TooLarge(amount=Money(abs(minor), account.currency))
    if len(lines) < 2:
        raise TooFewLines
    return lines


def _opened(names: Mapping[AccountName, int], held: dict[str, Opened], on: date) -> dict[AccountName, Opened]:
    """The accounts of these names with what they hold; those that do not exist are opened. Raises AccountClosed."""
    missing = [name for name in sorted(names) if name.code not in held]
    if missing:
        Account.objects.bulk_create(
            Account(
                code=name.code,
                chart=name.chart,
                first=name.first,
                second=name.second,
                currency=name.currency,
                book=kept(name.chart).book,
                guard=kept(name.chart).guard,
                opened_on=min(on, SINCE),
            )
            for name in missing
        )
        held = rows.accounts([name.code for name in names])
    for code, account in held.items():
        if on < account.opened_on or (account.closed_on is not None and on > account.closed_on):
            raise AccountClosed(
                account=code,
                opened=account.opened_on.isoformat(),
                closed=account.closed_on.isoformat() if account.closed_on else "-",
            )
    return {name: held[name.code] for name in names}


def left_in(account: int) -> dict[str, int]:
    """What each agreement has in a pool, in minor units above zero."""
    return {number: -minor for number, minor in Pool.objects.filter(account=account).values_list("agreement", "minor")}


def spent_by(subject: str, account: int | None) -> dict[str, int]:
    """What each agreement has given from a pool (from all: None) to a programme or operation and not got back."""
    shares = Share.objects.filter(journal__subject=subject)
    if account is not None:
        shares = shares.filter(account=account)
    found = shares.values_list("agreement").annotate(minor=Sum("minor")).order_by()
    return {number: int(minor) for number, minor in found if minor > 0}


def post(draft: Draft, *, by: Actor) -> Journal:
    """Write one journal, in the caller's transaction. The same event (`key`) again gives the journal it made.

    Raises Unbalanced, TooFewLines, WrongCurrency, TooLarge, NotEnough, PeriodClosed, KeyTaken, AccountClosed,
    SharesDiffer, Overtaken, attribution.NotThere, attribution.OriginUnknown.
    """
    return _post(draft, by=by, reverses=None)


def _post(draft: Draft, *, by: Actor, reverses: Journal | None) -> Journal:
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("post() belongs inside the transaction of its deed.")
    lines = _merged(draft.legs)
    books, held = rows.open_books(draft.key, [name.code for name in lines])
    if books.same is not None:
        return _posted_before(books.same, lines, draft)
    if books.through is not None and draft.occurred_on <= books.through:
        raise PeriodClosed(through=books.through.isoformat())
    accounts = _opened(lines, held, draft.occurred_on)
    _enough(lines, accounts)
    shares = _shares(draft, lines, accounts)
    journal = Journal(
        number_id=books.number + 1,
        event=draft.event,
        text=draft.text[:300],
        subject=draft.subject,
        occurred_on=draft.occurred_on,
        posted_at=datetime.now(tz=UTC),
        key=draft.key,
        reverses=reverses,
        posted_by=by.code,
    )
    told = Lines(
        [(name.code, name.currency, minor) for name, minor in lines.items()],
        [(name.code, number, minor) for name, parts in shares.items() for number, minor in parts.items()],
    )
    previous = books.digest or GENESIS
    try:
        rows.write(
            journal,
            [(accounts[name].pk, minor) for name, minor in lines.items()],
            [(accounts[name].pk, number, minor) for name, parts in shares.items() for number, minor in parts.items()],
            (previous, journal.digest(told, previous)),
        )
    except IntegrityError as error:
        # all of it was asked before, so only somebody without the pen can have come between
        raise Overtaken from error
    journal._state.adding = False
    return journal


def _posted_before(number: int, lines: Mapping[AccountName, int], draft: Draft) -> Journal:
    """The journal that this event made already. Raises KeyTaken."""
    journal = Journal.objects.get(pk=number)
    before = {AccountName.read(code): minor for code, minor in journal.entries.values_list("account__code", "minor")}
    if before != lines or journal.event != draft.event:
        raise KeyTaken(number=journal.pk)
    return journal


def _shares(
    draft: Draft, lines: Mapping[AccountName, int], accounts: Mapping[AccountName, Opened]
) -> dict[AccountName, dict[str, int]]:
    """Whose money the entries on pools are: as the draft says, else by the rules. Raises SharesDiffer, NotThere."""
    pools = [name for name in lines if name.chart in POOLS]
    given = {name: {number: minor for number, minor in parts.items() if minor} for name, parts in draft.shares.items()}
    for name in given:
        if name not in pools:
            raise SharesDiffer(account=str(name), shares="-", entry="-")
    if not pools:
        return {}
    left = {name: left_in(accounts[name].pk) for name in pools}
    worked_out: Mapping[AccountName, Mapping[str, int]] = {}
    if len(given) < len(pools):
        spent = {}
        for name in pools:
            if lines[name] < 0 and draft.subject:
                # to another pool than it came from, it comes back as all of it went out
                spent[name] = spent_by(draft.subject, accounts[name].pk) or spent_by(draft.subject, None)
        legs = [Leg(name, Money(minor, name.currency)) for name, minor in lines.items()]
        worked_out = attribution.shares(legs, left, spent)
    found: dict[AccountName, dict[str, int]] = {}
    for name in pools:
        parts = dict(given[name] if name in given else worked_out[name])
        if sum(parts.values()) != lines[name]:
            said, entry = Money(sum(parts.values()), name.currency), Money(lines[name], name.currency)
            raise SharesDiffer(account=str(name), shares=said, entry=entry)
        for number, minor in sorted(parts.items()):
            held = left[name].get(number, 0)
            if minor > held:
                raise attribution.NotThere(
                    account=f"{name} of {number}", held=Money(held, name.currency), wanted=Money(minor, name.currency)
                )
        found[name] = parts
    return found


def _enough(lines: Mapping[AccountName, int], opened: Mapping[AccountName, Opened]) -> None:
    """Say which account lacks what, before the database says it without a name. Raises NotEnough, TooLarge."""
    for name, minor in sorted(lines.items()):
        account, held = opened[name], opened[name].held
        if (account.guard == "D" and held + minor < 0) or (account.guard == "C" and held + minor > 0):
            raise NotEnough(
                account=name.code, held=Money(abs(held), name.currency), wanted=Money(abs(minor), name.currency)
            )
        if abs(held + minor) > 100 * LARGEST:
            raise TooLarge(amount=Money(abs(held + minor), name.currency))


@transaction.atomic
def reverse(journal: Journal, *, on: date, by: Actor, reason: str) -> Journal:
    """Undo a journal by its exact opposite, once.

    Raises ReversedAlready, NoReversalOfReversal, BeforeItsOriginal, NotEnough, attribution.NotThere, PeriodClosed,
    AccountClosed.
    """
    rows.hold_the_pen()
    if journal.reverses_id is not None:
        raise NoReversalOfReversal(number=journal.pk)
    if Journal.objects.filter(reverses=journal).exists():
        raise ReversedAlready(number=journal.pk)
    if on < journal.occurred_on:
        raise BeforeItsOriginal(number=journal.pk, day=journal.occurred_on.isoformat())
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
    rows.hold_the_pen()
    last = Closing.objects.order_by("-through").first()
    if last is not None and through <= last.through:
        raise NotTheBottom(through=last.through.isoformat())
    closing = Closing.objects.create(through=through, closed_by=by.code)
    record("fund.period.closed", closing, by=by, through=through)
    return closing
