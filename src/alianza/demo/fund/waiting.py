"""Today: something waits for everybody."""

from datetime import timedelta
from fractions import Fraction

from alianza.demo.cast import organisation
from alianza.demo.fund import asking
from alianza.demo.fund.begins import body, eur, usd
from alianza.demo.fund.contracts import Life
from alianza.demo.fund.days import Days, at
from alianza.demo.fund.deciding import put, seat
from alianza.demo.fund.facility import CHAIR
from alianza.demo.fund.people import person
from alianza.demo.fund.proposals import CERTIFICATES, EVENINGS, HOUSE, LINE, MENTORS, RETURNED, WARDS, Asked
from alianza.demo.fund.second_year import OFFICE_OF_AUDIT, REGISTER
from alianza.fund.actions import allegations, audits, bodies, contributions, loans, proposals, reports, votes
from alianza.fund.models import Body, Donor, Item, Operation, Programme, Report
from alianza.messages.actions import mark_read
from alianza.messages.models import Notice

DRAFT = Asked(
    title="A clinic that travels with the harvest",
    applicant="Puente",
    agent="paz",
    window="W2",
    kind="pilot",
    countries={},
    executants=("Puente",),
    months=12,
    objectives="Seasonal workers see a nurse without losing a day.",
    tasks="",
    results="",
    expected=(),
    budget={},
    reasons={},
)


def leave_work(day: Days) -> None:
    for notice in Notice.objects.filter(kind__startswith="fund.", read_at__isnull=True):
        mark_read(notice)  # what people were told in two years; what follows is new
    _money_waits(day)
    _committee_waits(day)
    _readers_wait(day)
    _partners_wait(day)
    _auditors_wait(day)


def _money_waits(day: Days) -> None:
    """A tranche that somebody other than Paz and Lena authorises; a payment of the loan to be checked; a pledge."""
    puente = Life.found(asking.number_of(CERTIFICATES), "PUENTE", "paz", day.today)
    puente.accounts(
        day.ago(13),
        "119 nurses left with a recognised certificate. The last round of examinations is in spring.",
        Fraction(94, 100),
        {1: (41, REGISTER), 3: (119, "Notices of the recognising authority, numbers 1 to 119")},
    )
    puente.checked(4, day.ago(9))
    Life.found(asking.number_of(CERTIFICATES), "MIRIVEL", "mila", day.today).catch_up(day.today)
    loans.note_payment(Operation.objects.get(), usd(2_000_000), reference="BSD-3", on=day.ago(2), by=person("luc"))
    germany = Donor.objects.get(number="DEU")
    contributions.pledge(germany, eur(500_000), on=day.ago(50), by=person("luc"), occasion="Second pledging meeting")


def _committee_waits(day: Days) -> None:
    """A proposal on which silence is consent within three weeks; one member answered."""
    held = asking.submitted(MENTORS, day(20, 5), starts=day.ahead(60))
    held = asking.endorsed(asking.admitted(held, day(20, 15)), day(21, 8))
    asking.screened(held, day(22, 12), (4, 4, 3), "Few programmes ask so little and leave so much; mentors may tire.")
    on = day.ago(5)
    item = put(
        None,
        kind=Item.Kind.APPROVAL,
        subject=held.subject,
        title=MENTORS.title,
        text=f"The committee approves {held.number} with all that was asked.",
        published=on,
    )
    votes.cast(item, "agree", at=at(day.ago(3), 15), by=person("nima"))
    bodies.plan_meeting(body(Body.Kind.OVERSIGHT), day.ahead(40), place="Geneva", chair=seat(CHAIR), by=person("luc"))


def _readers_wait(day: Days) -> None:
    """Rhea has a proposal to read, Imani one to endorse."""
    wards = asking.submitted(WARDS, day.ago(62), starts=day.ahead(90))
    wards = asking.endorsed(asking.admitted(wards, day.ago(52)), day.ago(30))
    _mine, *others = asking.asked_to_read(wards, day.ago(11), ("rhea", "rolf", "remy"))
    for review, points in zip(others, (4, 5), strict=True):
        asking.read(review, points, day.ago(4))
    evenings = asking.submitted(EVENINGS, day.ago(16), starts=day.ahead(90))
    asking.admitted(evenings, day.ago(5))


def _partners_wait(day: Days) -> None:
    """Paz has a draft to go on with, a proposal that came back, and a report that is overdue."""
    house = asking.submitted(HOUSE, day.ago(40), starts=day.ahead(120))
    proposals.return_proposal(house, reason=RETURNED, by=person("lena"), on=day.ago(26))
    asking.begun(DRAFT, day.ago(6))
    line = Life.found(asking.number_of(LINE), "PUENTE", "paz", day.today)
    opened = day.today - timedelta(days=45)
    to_on = opened - timedelta(days=1)
    while line.contract.reports.filter(to_on=to_on).exists():  # the planned one has a later term
        to_on -= timedelta(days=1)
    reports.open_report(line.contract, Report.Kind.NARRATIVE, to_on, on=opened, by=person("paz"))


def _auditors_wait(day: Days) -> None:
    """A finding that Puente has to answer, and an allegation that nobody has read yet."""
    otto, number = person("otto"), asking.number_of(CERTIFICATES)
    contract = Life.found(number, "PUENTE", "paz", day.today).contract
    audit = audits.receive_audit(
        contract, year=day.ago(12).year, auditor=OFFICE_OF_AUDIT, received_on=day.ago(12), by=otto
    )
    audits.add_finding(
        audit,
        risk="medium",
        text="Of forty certificates of examiners, two lack the second signature.",
        owner=organisation("Puente"),
        due_on=day.ahead(18),
        by=otto,
    )
    allegations.submit(
        kind="rights",
        text="A caller was asked for money before the case was taken up.",
        programme=Programme.objects.get(proposal__number=asking.number_of(LINE)),
        on=day.ago(2),
    )
