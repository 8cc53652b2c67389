"""How the fund begins: bodies with their members, windows, three donors, the first money and where it is put."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from alianza.accounts.models import User
from alianza.demo.fund.days import Days
from alianza.demo.fund.people import STATES, of, person
from alianza.fund.actions import bodies, contributions
from alianza.fund.actions.windows import open_window
from alianza.fund.models import Agreement, Body, Donor, Instalment, Window
from alianza.vocabulary.money import Money

SKILLS, PROTECTION, PARTNERSHIPS = "W1", "W2", "W3"
WINDOWS = (
    (SKILLS, "skilling", "Skills that are recognised where people go and where they come from."),
    (PROTECTION, "protection", "Help that reaches people at work abroad when something goes wrong."),
    (PARTNERSHIPS, "partnerships", "What people abroad and at home undertake together."),
)
NORWAY, GERMANY, FOUNDATION, FACILITY = "NOR-1", "DEU-1", "HAL-1", "NOR-2"
"""Numbers of the agreements."""
COMMITTEE = (
    ("NOR", "donor_government", "maya"),
    ("DEU", "donor_government", "bruno"),
    ("CAN", "donor_government", "celia"),
    ("PHL", "beneficiary_government", "pia"),
    ("KEN", "beneficiary_government", "kamau"),
    ("NPL", "beneficiary_government", "nima"),
    ("Regional Dialogue of the Two Shores", "international", "inge"),
    ("Federation of Orchard Growers", "private", "fritz"),
    ("House of Newcomers", "civil_society", "uma"),
    ("Fair Passage", "civil_society", "sita"),
)
REFUND = "What is not spent when the fund ends returns to the donors in proportion to what they gave."
INTEREST = "Interest is used like unearmarked money."
RATE = Decimal("1.08")
"""US dollars for a euro when Germany's agreement was signed: invented."""


def usd(amount: int | str) -> Money:
    return Money.of(amount, "USD")


def eur(amount: int | str) -> Money:
    return Money.of(amount, "EUR")


def window(number: str) -> Window:
    return Window.objects.get(number=number)


def agreement(number: str) -> Agreement:
    return Agreement.objects.select_related("donor", "window").get(number=number)


def body(kind: Body.Kind) -> Body:
    return Body.objects.get(kind=kind)


def open_the_fund(day: Days) -> None:
    luc = person("luc")
    _seat(day(0), luc)
    for number, area, summary in WINDOWS:
        open_window(number=number, area=area, on=day(0), by=luc, summary=summary)
    _sign(day, luc)
    _first_money(day, luc)


def _seat(on: date, luc: User) -> None:
    assembly = bodies.found_body(Body.Kind.ASSEMBLY, on=on, by=luc)
    committee = bodies.found_body(Body.Kind.OVERSIGHT, on=on, by=luc)
    advisers = bodies.found_body(Body.Kind.ADVISORY, on=on, by=luc)
    for name, group, key in COMMITTEE:
        if name in STATES or group == "international":
            bodies.give_seat(assembly, of(name), group, person=person(key), on=on, by=luc)
        bodies.give_seat(committee, of(name), group, person=person(key), on=on, by=luc)
    for name, key in (("Institute for Mobility Studies", "rhea"), ("Office for Rights at Work", "rosa")):
        bodies.give_seat(advisers, of(name), "expert", person=person(key), on=on, by=luc)


def _sign(day: Days, luc: User) -> None:
    norway = contributions.enter_donor(of("NOR"), number="NOR", kind=Donor.Kind.GOVERNMENT, by=luc)
    germany = contributions.enter_donor(of("DEU"), number="DEU", kind=Donor.Kind.GOVERNMENT, by=luc)
    foundation = contributions.enter_donor(of("Halorru Foundation"), number="HAL", kind=Donor.Kind.FOUNDATION, by=luc)
    found = "Statutes, accounts of three years, owners and board: nothing that speaks against it. Filed as HAL-2."
    contributions.look_into(foundation, found=found, on=day(0, 20), by=person("lena"))
    _agree(norway, NORWAY, ((day(1, 15), usd(1_200_000)), (day(12), usd(1_200_000))), promised=day(0, 2), on=day(1))
    euros = ((day(1, 25), eur(300_000)), (day(9), eur(300_000)), (day(17), eur(300_000)))
    _agree(germany, GERMANY, euros, promised=day(0, 2), on=day(1, 8), rate=RATE)
    _agree(
        foundation,
        FOUNDATION,
        ((day(2), usd(150_000)), (day(23, 8), usd(150_000))),
        promised=day(0, 9),
        on=day(1, 12),
        window=window(SKILLS),
    )


def agree_on_the_facility(day: Days) -> None:
    """Norway's second agreement, for the facility alone."""
    norway = Donor.objects.get(number="NOR")
    _agree(norway, FACILITY, ((day(8, 15), usd(4_000_000)),), promised=day(6, 20), on=day(7, 20), facility=True)
    arrives(FACILITY, 1, usd(4_000_000), on=day(8, 15))
    contributions.allocate(agreement(FACILITY), on=day(8, 18), by=person("luc"), facility={"any": usd(3_960_000)})


def _agree(
    donor: Donor,
    number: str,
    instalments: Sequence[tuple[date, Money]],
    *,
    promised: date,
    on: date,
    rate: Decimal | None = None,
    window: Window | None = None,
    facility: bool = False,
) -> None:
    """Promised, drafted, signed by two officers."""
    luc, lena = person("luc"), person("lena")
    money = Money(sum(one.minor for _due, one in instalments), instalments[0][1].currency)
    promise = contributions.pledge(donor, money, on=promised, by=luc, occasion="Pledging meeting of the fund")
    made = contributions.draft_agreement(
        donor,
        money,
        number=number,
        instalments=instalments,
        on=on,
        by=luc,
        promise=promise,
        window=window,
        facility=facility,
        refund_clause=REFUND,
        interest_clause=INTEREST,
    )
    contributions.put_signature(made, by=luc)
    contributions.put_signature(made, by=lena)
    source = "Invented rate of the demonstration, on the day of signature" if rate else ""
    contributions.sign(made, on=on, by=luc, rate=rate, rate_source=source)


def arrives(number: str, instalment: int, cash: Money, *, on: date) -> None:
    """A line of the bank pays an instalment; the trustee's fee is taken at once."""
    lena, held = person("lena"), agreement(number)
    line = contributions.enter_bank_line(
        reference=f"BANK-{on:%Y%m%d}-{number}", value_on=on, money=cash, text=f"{held.donor} {number}", by=lena
    )
    contributions.receive(Instalment.objects.get(agreement=held, number=instalment), line, by=lena)


def explained(cash: Money, text: str, *, on: date) -> None:
    """Interest, or a charge of the bank."""
    lena = person("lena")
    line = contributions.enter_bank_line(
        reference=f"BANK-{on:%Y%m%d}-{'INT' if cash.minor > 0 else 'CHG'}", value_on=on, money=cash, text=text, by=lena
    )
    contributions.explain_line(line, by=lena)


def _first_money(day: Days, luc: User) -> None:
    arrives(NORWAY, 1, usd(1_200_000), on=day(1, 15))
    arrives(GERMANY, 1, usd("324600.00"), on=day(1, 26))
    arrives(FOUNDATION, 1, usd(150_000), on=day(2))
    skills, protection, partnerships = window(SKILLS), window(PROTECTION), window(PARTNERSHIPS)
    contributions.allocate(
        agreement(NORWAY),
        on=day(2, 4),
        by=luc,
        windows={skills: usd(378_600), protection: usd(550_000), partnerships: usd(100_000)},
        core=usd(100_000),
        reserve=usd(59_400),
    )
    germany = {skills: usd(150_000), protection: usd(133_354)}
    contributions.allocate(agreement(GERMANY), on=day(2, 4), by=luc, windows=germany, core=usd(38_000))
    contributions.allocate(agreement(FOUNDATION), on=day(2, 4), by=luc, windows={skills: usd(148_500)})
