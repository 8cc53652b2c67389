"""Events from a file, posted into empty books that are thrown away afterwards.

The file has `events`, each with a number `n`, a `date`, what happened (`event`) and its `entries`: the account, its
currency and an amount, debit above zero. It may have `final_balances`, which are then compared. The books are the
platform's own: the same tables, the same triggers, the same action that posts; only the database is a file of its own.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from alianza.fund.chart import AccountName, UnknownChart
from alianza.fund.posting import Draft, Leg, key_of
from alianza.vocabulary.money import Money
from alianza.vocabulary.refusal import Refusal, marked

MOST_PROBLEMS = 20


class NotReplayed(Refusal):
    """`sentences` are all that is wrong with the file."""

    code = "fund.replay.refused"
    message = marked("%(sentences)s")

    def __init__(self, sentences: Sequence[str]) -> None:
        self.sentences = tuple(sentences)
        super().__init__(sentences="\n".join(sentences))


@dataclass(frozen=True, slots=True)
class Told:
    """What the books say after the last event."""

    events: int
    through: date | None
    balances: Mapping[AccountName, Money]
    number: int
    digest: str
    broken: tuple[str, ...]
    """What does not add up between the accounts; empty when all does."""
    differences: tuple[str, ...] | None
    """Against the file's own final balances; None where it has none."""


def read(file: Path) -> tuple[tuple[Draft, ...], Mapping[AccountName, Money] | None]:
    """The events of a file, and its final balances if it has them. Raises NotReplayed with every sentence at once."""
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise NotReplayed([f"{file}: cannot be read ({error.strerror or error})."]) from None
    except UnicodeDecodeError:
        raise NotReplayed([f"{file}: is not text in UTF-8."]) from None
    try:
        held = json.loads(text, parse_float=Decimal, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise NotReplayed([f"{file}: is not JSON ({str(error)[:120]})."]) from None
    events = held.get("events") if isinstance(held, dict) else None
    if not isinstance(events, list):
        raise NotReplayed([f'{file}: has no list "events"; each event has n, date, event and entries.'])
    problems: list[str] = []
    drafts = [_draft(event, at, problems) for at, event in enumerate(events, start=1)]
    given = held.get("final_balances")
    final = None if given is None else _final(given, problems)
    if problems:
        more = len(problems) - MOST_PROBLEMS
        raise NotReplayed(problems[:MOST_PROBLEMS] + ([f"... and {more} more."] if more > 0 else []))
    return tuple(draft for draft in drafts if draft is not None), final


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not a number")


def _draft(event: Any, at: int, problems: list[str]) -> Draft | None:
    if not isinstance(event, dict):
        problems.append(f"Event {at}: is not an object with date and entries.")
        return None
    number = event.get("n", at)
    if not isinstance(number, int | str) or isinstance(number, bool) or len(str(number)) > 40:
        problems.append(f"Event {at}: its number n is neither a number nor a short text.")
        return None
    before = len(problems)
    name = f"Event {number}"
    day = event.get("date")
    try:
        on = date.fromisoformat(day) if isinstance(day, str) and len(day) == 10 else None
    except ValueError:
        on = None
    if on is None:
        problems.append(f"{name}: {_shown(day)} is not a date; write it as 2026-03-31.")
    entries = event.get("entries")
    if not isinstance(entries, list) or not entries:
        problems.append(f"{name}: has no entries.")
        entries = []
    legs = tuple(
        leg for line, entry in enumerate(entries, start=1) if (leg := _leg(entry, f"{name}, entry {line}", problems))
    )
    if len(problems) > before or on is None:
        return None
    text = event.get("event")
    return Draft(
        "replayed", on, legs, key_of("replayed", number), _subject(legs), text if isinstance(text, str) else ""
    )


def _leg(entry: Any, name: str, problems: list[str]) -> Leg | None:
    if not isinstance(entry, dict):
        problems.append(f"{name}: is not an object with account, currency and amount.")
        return None
    account = _account(entry.get("account"), name, problems)
    if account is None:
        return None
    currency = entry.get("currency", account.currency)
    if currency != account.currency:
        problems.append(f"{name}: {account} is kept in {account.currency}, not in {_shown(currency)}.")
        return None
    money = _money(entry.get("amount"), account, name, problems)
    return None if money is None else Leg(account, money)


def _account(given: Any, name: str, problems: list[str]) -> AccountName | None:
    try:
        if not isinstance(given, str) or "\0" in given:
            raise UnknownChart(given=_shown(given))
        account = AccountName.read(given)
        Money.zero(account.currency)  # a currency that one can be paid in
    except Refusal as refused:
        problems.append(f"{name}: {refused}")
        return None
    return account


def _money(given: Any, account: AccountName, name: str, problems: list[str]) -> Money | None:
    if isinstance(given, bool) or not isinstance(given, str | int | Decimal):
        problems.append(f"{name}, {account}: {_shown(given)} is not an amount; write it as text, as in 1250.50.")
        return None
    if isinstance(given, str) and (not given.isascii() or "_" in given or given != given.strip()):
        problems.append(f"{name}, {account}: {_shown(given)} is not an amount; write digits and a point.")
        return None
    try:
        return Money.of(given, account.currency)
    except Refusal as refused:
        problems.append(f"{name}, {account}: {refused}")
        return None


def _final(given: Any, problems: list[str]) -> Mapping[AccountName, Money]:
    if not isinstance(given, dict):
        problems.append("final_balances is not an object of accounts and amounts.")
        return {}
    found: dict[AccountName, Money] = {}
    for code, amount in given.items():
        account = _account(code, "final_balances", problems)
        money = account and _money(amount, account, "final_balances", problems)
        if account and money:
            found[account] = money
    return found


def _shown(given: Any) -> str:
    return repr(given) if len(repr(given)) <= 40 else f"{repr(given)[:40]}..."


def _subject(legs: Sequence[Leg]) -> str:
    """Which programme or operation an event is about: money that comes back is shared as that programme's was."""
    for charts, kind in (
        (("8300", "8400", "8500", "8600"), "programme"),
        (("8310", "8410", "8510", "8610"), "operation"),
    ):
        for leg in legs:
            if leg.account.chart in charts and leg.account.first:
                return f"{kind}:{leg.account.first}"
    return ""


@contextmanager
def throw_away_books() -> Iterator[None]:
    """A ledger in a file that is gone afterwards; for a process that does nothing else.

    Nothing of an instance is opened, read or written: where there is one, it stays as it is.
    """
    import os
    import tempfile

    with tempfile.TemporaryDirectory(prefix="alianza-replay-") as folder:
        for name in [name for name in os.environ if name.startswith("ALIANZA_")]:
            del os.environ[name]
        os.environ["ALIANZA_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "alianza.web.settings"
        from django.conf import settings

        if settings.configured:
            raise RuntimeError("A replay needs a process of its own: its books must not be anybody's.")
        import django

        django.setup()
        from django.db import connection

        try:
            _lay_out_tables()
            yield
        finally:
            connection.close()


def _lay_out_tables() -> None:
    from django.db import connection

    from alianza.fund import models
    from alianza.fund.guards import GUARDS

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous = OFF")  # nobody will want these books after a power cut
    with connection.schema_editor() as editor:
        for model in (
            models.Seal,
            models.Journal,
            models.Account,
            models.Balance,
            models.Entry,
            models.Share,
            models.Pool,
            models.Turnover,
            models.YearTurnover,
            models.Pen,
            models.Closing,
        ):
            editor.create_model(model)
    GUARDS.raise_on(connection)


def replay(drafts: Sequence[Draft], final: Mapping[AccountName, Money] | None = None) -> Told:
    """Post the events in their order into the books that are open. Raises NotReplayed at the first that is refused."""
    from django.db import transaction

    from alianza.audit.actions import PLATFORM
    from alianza.fund.actions.ledger import post
    from alianza.fund.models import Seal
    from alianza.fund.queries.ledger import balances, broken

    for at, draft in enumerate(drafts, start=1):
        try:
            with transaction.atomic():
                journal = post(draft, by=PLATFORM)
        except Refusal as refused:
            raise NotReplayed([f"Event {at} ({draft.text[:60] or draft.occurred_on}): {refused}"]) from None
        if journal.pk != at:
            raise NotReplayed([f"Event {at} ({draft.text[:60]}): has the same number as event {journal.pk}."])
    held = balances()
    last = Seal.objects.order_by("-number").first()
    return Told(
        events=len(drafts),
        through=max((draft.occurred_on for draft in drafts), default=None),
        balances=held,
        number=last.number if last else 0,
        digest=last.digest if last else "",
        broken=tuple(broken()),
        differences=None if final is None else tuple(_differences(held, final)),
    )


def _differences(held: Mapping[AccountName, Money], final: Mapping[AccountName, Money]) -> Iterator[str]:
    for account in sorted({*held, *final}):
        zero = Money.zero(account.currency)
        ours, theirs = held.get(account, zero), final.get(account, zero)
        if ours != theirs:
            yield f"{account}: the books hold {ours}, the file says {theirs}."
