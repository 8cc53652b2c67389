"""The worked example of nineteen events, to the cent: by the rules of posting, and by the command on its file."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from alianza.audit.actions import PLATFORM
from alianza.fund import posting
from alianza.fund.actions.ledger import post
from alianza.fund.chart import AccountName
from alianza.fund.checks import problems
from alianza.fund.models import Journal, Share
from alianza.fund.posting import Draft, Leg, key_of
from alianza.fund.queries.ledger import balances, broken
from alianza.fund.replay import NotReplayed, read
from alianza.vocabulary.money import Money
from tests.fund.story import usd
from tests.processes import alianza

FILE = Path(__file__).parent / "data" / "worked_lifecycle.json"
WORKED = json.loads(FILE.read_text(encoding="utf-8"))


def eur(amount: int | str) -> Money:
    return Money.of(amount, "EUR")


def contracts() -> tuple[Leg, ...]:
    return (
        *posting.contracted("P1", "IOM", usd(963_000)),
        *posting.contracted("P1", "ILO", usd(642_000)),
    )


def tranches(iom: str, ilo: str) -> tuple[Leg, ...]:
    return (*posting.tranche_paid("P1", "IOM", usd(iom)), *posting.tranche_paid("P1", "ILO", usd(ilo)))


def spent(iom: tuple[str, str], ilo: tuple[str, str]) -> tuple[Leg, ...]:
    return tuple(
        leg
        for party, (direct, indirect) in (("IOM", iom), ("ILO", ilo))
        for leg in posting.expenditure_accepted("P1", party, usd(direct), usd(indirect))
    )


BY_RULE: dict[int, Callable[[], tuple[Leg, ...]]] = {
    1: lambda: posting.pledged("A", eur(10_000_000)),
    2: lambda: posting.signed("A", eur(9_000_000), usd(9_900_000), donor="A", from_pledge=eur(9_000_000)),
    3: lambda: posting.signed("B", usd(2_000_000), usd(2_000_000)),
    4: lambda: posting.received("A", eur(5_400_000), usd(5_940_000), usd(5_832_000)),
    5: lambda: posting.received("B", usd(2_000_000), usd(2_000_000), usd(2_000_000)),
    6: lambda: posting.fee_taken({"A": usd(58_320), "B": usd(20_000)}),
    7: lambda: posting.to_core("A", usd("692841.60")),
    8: lambda: (
        *posting.to_window("A", "W1", usd(3_000_000)),
        *posting.to_window("A", "W2", usd("2080838.40")),
        *posting.to_window("B", "W3", usd(1_980_000)),
    ),
    9: lambda: posting.approved("W1", "P1", usd(1_605_000)),
    10: contracts,
    11: lambda: tranches("577800", "385200"),
    12: lambda: posting.pledge_lapsed("A", eur(1_000_000)),
    13: lambda: spent(("500000", "35000"), ("300000", "21000")),
    14: lambda: tranches("385200", "256800"),
    15: lambda: spent(("380000", "26600"), ("300000", "21000")),
    16: lambda: posting.refunded("P1", "IOM", "W1", usd(21_400)),
    17: lambda: (*posting.interest(usd(12_000)), *posting.interest(usd(1_250), programme="P1", organisation="IOM")),
    18: lambda: posting.core_paid(usd(150_000)),
    19: lambda: posting.returned("B", usd(1_980_000), window="W3"),
}
EVENTS = {event["n"]: event for event in WORKED["events"]}


def merged(legs: tuple[Leg, ...]) -> dict[str, Money]:
    found: dict[str, Money] = {}
    for leg in legs:
        found[leg.account.code] = found.get(leg.account.code, Money.zero(leg.money.currency)) + leg.money
    return {code: money for code, money in found.items() if money}


def test_every_event_has_its_rule() -> None:
    assert sorted(BY_RULE) == sorted(EVENTS)


@pytest.mark.parametrize("number", BY_RULE)
def test_the_rule_posts_what_the_example_says(number: int) -> None:
    said = {line["account"]: Money.of(line["amount"], line["currency"]) for line in EVENTS[number]["entries"]}
    assert merged(BY_RULE[number]()) == said


@pytest.mark.django_db
def test_the_life_of_a_fund_to_the_cent_with_everything_adding_up_after_each_event() -> None:
    for number, rule in BY_RULE.items():
        subject = "programme:P1" if number in (9, 10, 11, 13, 14, 15, 16) else ""
        with transaction.atomic():
            draft = Draft(
                "example", date.fromisoformat(EVENTS[number]["date"]), rule(), key_of("example", number), subject
            )
            post(draft, by=PLATFORM)
        assert list(broken()) == [], EVENTS[number]["event"]
    assert {account.code: f"{money.amount:f}" for account, money in balances().items()} == WORKED["final_balances"]
    assert list(problems()) == []
    # what came back to the window is A's, whose money it was
    back = Share.objects.get(journal__number=16)
    assert (back.agreement, back.minor) == ("A", -2_140_000)
    # and on an earlier day the books say what they said then
    assert balances(date(2024, 6, 30))[AccountName("1010")] == usd("6790680.00")
    assert balances(date(2024, 3, 4))[AccountName("8100", "A")] == usd(-5_832_000)


# the command -------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_the_command_prints_every_balance_to_the_cent_and_touches_no_instance(tmp_path: Path) -> None:
    home = tmp_path / "instance"
    answer = alianza("fund", "replay", str(FILE), "--json", ALIANZA_DIR=str(home), ALIANZA_DATABASE_URL="")
    assert (answer.returncode, answer.stderr) == (0, "")
    told = json.loads(answer.stdout)
    assert told["final_balances"] == WORKED["final_balances"]
    assert (told["agrees"], told["broken"], told["events"]) == (True, [], 19)
    assert not home.exists()


def changed(file: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    held = json.loads(FILE.read_text(encoding="utf-8"))
    change(held)
    file.write_text(json.dumps(held), encoding="utf-8")
    return file


@pytest.mark.django_db(transaction=True)
def test_a_refused_event_and_a_wrong_end_are_said(tmp_path: Path) -> None:
    over = changed(tmp_path / "over.json", lambda held: _amounts(held["events"][8], "1605000.00", "9605000.00"))
    answer = alianza("fund", "replay", str(over))
    assert answer.returncode == 2
    assert answer.stderr.splitlines() == [
        (
            "Event 9 (programme P1 approved (direct 1,500,000 + 7%)): 8200:W1 holds 3000000.00 USD and cannot give "
            "9605000.00 USD."
        )
    ]
    other = changed(tmp_path / "other.json", lambda held: held["final_balances"].update({"1010": "1.00"}))
    answer = alianza("fund", "replay", str(other))
    assert answer.returncode == 1
    assert "1010: the books hold 4053330.00 USD, the file says 1.00 USD." in answer.stderr
    assert "Traceback" not in answer.stderr


def _amounts(event: dict[str, Any], old: str, new: str) -> None:
    for entry in event["entries"]:
        entry["amount"] = entry["amount"].replace(old, new)


BAD: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "no events": (lambda held: held.pop("events"), 'has no list "events"'),
    "an event that is none": (lambda held: held["events"].append(7), "Event 20: is not an object"),
    "no date": (lambda held: held["events"][2].pop("date"), "Event 3: None is not a date"),
    "a date that is none": (lambda held: held["events"][2].update(date="2024-02-30"), "Event 3: '2024-02-30' is not"),
    "no entries": (lambda held: held["events"][2].update(entries=[]), "Event 3: has no entries."),
    "an account of no chart": (
        lambda held: held["events"][2]["entries"][0].update(account="7777:B"),
        "Event 3, entry 1: 7777 is not an account",
    ),
    "another currency": (
        lambda held: held["events"][0]["entries"][1].update(currency="USD"),
        "Event 1, entry 2: 9090:A/EUR is kept in EUR, not in 'USD'.",
    ),
    "a currency of nobody": (
        lambda held: held["events"][0]["entries"][1].update(account="9090:A/EUX", currency="EUX"),
        "Event 1, entry 2: 'EUX' is not a currency",
    ),
    "thousands": (
        lambda held: held["events"][2]["entries"][0].update(amount="2.000.000,00"),
        "Event 3, entry 1, 1110:B: '2.000.000,00' is not an amount",
    ),
    "arabic digits": (
        lambda held: held["events"][2]["entries"][0].update(amount="١٢"),
        "Event 3, entry 1, 1110:B: '١٢' is not an amount",
    ),
    "half a cent": (
        lambda held: held["events"][2]["entries"][0].update(amount="0.005"),
        "Event 3, entry 1, 1110:B: '0.005' has more decimals than USD",
    ),
    "true": (lambda held: held["events"][2]["entries"][0].update(amount=True), "True is not an amount"),
}


@pytest.mark.parametrize("fault", BAD)
def test_a_bad_file_is_refused_with_the_place(fault: str, tmp_path: Path) -> None:
    change, sentence = BAD[fault]
    with pytest.raises(NotReplayed) as refused:
        read(changed(tmp_path / "events.json", change))
    assert any(sentence in said for said in refused.value.sentences), refused.value.sentences
    assert len(refused.value.sentences) == 1


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe{", b"[" * 100_000, b'{"events": [{"n": 1, "date": NaN}]}', b'"events"', b"1" * 5000]
)
def test_what_is_no_such_file_is_refused_in_a_sentence(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "events.json"
    file.write_bytes(content)
    with pytest.raises(NotReplayed) as refused:
        read(file)
    assert len(refused.value.sentences) == 1


@pytest.mark.django_db
def test_the_same_number_twice_is_said() -> None:
    from alianza.fund.replay import replay

    drafts, _final = read(FILE)
    with pytest.raises(NotReplayed, match=r"Event 2 .*: This event is in the books already"):
        replay([drafts[0], Draft(drafts[0].event, drafts[0].occurred_on, drafts[1].legs, drafts[0].key)])
    with pytest.raises(NotReplayed, match="has the same number as event 1"):
        replay([drafts[0], drafts[0]])
    assert Journal.objects.count() == 1
