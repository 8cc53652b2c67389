"""Two programmes under way: one goes well and is restructured by decision, one is stopped after an allegation."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from alianza.demo.cast import SECRETARIAT, organisation
from alianza.demo.fund import asking
from alianza.demo.fund.begins import (
    GERMANY,
    NORWAY,
    PARTNERSHIPS,
    PROTECTION,
    SKILLS,
    agreement,
    arrives,
    explained,
    usd,
    window,
)
from alianza.demo.fund.contracts import Life
from alianza.demo.fund.days import Days
from alianza.demo.fund.deciding import put
from alianza.demo.fund.papers import letter
from alianza.demo.fund.people import person
from alianza.demo.fund.proposals import CERTIFICATES, LINE
from alianza.documents.actions import store
from alianza.documents.models import Kind
from alianza.fund.actions import allegations, audits, changes, contributions, programmes, refunds, tranches
from alianza.fund.actions.changes import Restructuring, Shift
from alianza.fund.actions.decisions import lapse
from alianza.fund.models import Audit, Item, Programme
from alianza.vocabulary.money import Money

REGISTER = "Register of examinations, seen by the secretariat"
OFFICE_OF_AUDIT = "Office of Audit Ledorin"


def programme(number: str) -> Programme:
    return Programme.objects.select_related("proposal__window").get(proposal__number=number)


def carry_out(day: Days) -> None:
    certificates, line = asking.number_of(CERTIFICATES), asking.number_of(LINE)
    _begin(day, certificates, line)
    _more_money(day)
    _certificates(day, certificates)
    _line(day, line)


def _begin(day: Days, certificates: str, line: str) -> None:
    """Contracts with four organisations' names in the books, and the first tranches."""
    plans: tuple[tuple[str, str, str, str, tuple[tuple[date, int], ...]], ...] = (
        (certificates, "Puente", "PUENTE", "paz",
         ((day(7), 160_000), (day(12), 120_000), (day(18, 10), 90_000), (day(24), 58_000))),
        (certificates, "Language School Mirivel", "MIRIVEL", "mila", ((day(7), 64_200), (day(15, 10), 42_800))),
        (line, "Fair Passage", "FAIRPASS", "sita", ((day(7, 3), 133_750), (day(16, 20), 133_750))),
        (line, "Puente", "PUENTE", "paz", ((day(7, 3), 26_750), (day(17), 26_750))),
    )  # fmt: skip
    for number, name, party, agent, plan in plans:
        life = Life.begins(programme(number), name, party, agent, plan, on=day(6, 14), today=day.today)
        life.paid(1, plan[0][0])


def _more_money(day: Days) -> None:
    luc = person("luc")
    skills, protection, partnerships = window(SKILLS), window(PROTECTION), window(PARTNERSHIPS)
    arrives(GERMANY, 2, usd("321300.00"), on=day(9, 2))
    euros = {partnerships: usd(250_000), skills: usd(30_087)}
    contributions.allocate(agreement(GERMANY), on=day(9, 6), by=luc, windows=euros, core=usd(38_000))
    arrives(NORWAY, 2, usd(1_200_000), on=day(12, 1))
    explained(usd("18342.17"), "Interest of the year", on=day(12, 15))
    explained(-usd("214.50"), "Charges of the year", on=day(12, 15))
    crowns = {skills: usd(400_000), protection: usd(300_000), partnerships: usd(388_000)}
    contributions.allocate(agreement(NORWAY), on=day(12, 5), by=luc, windows=crowns, core=usd(100_000))
    arrives(GERMANY, 3, usd("327150.00"), on=day(17, 1))
    contributions.allocate(agreement(GERMANY), on=day(17, 5), by=luc, core=usd(38_000))


def _certificates(day: Days, number: str) -> None:
    puente = Life.found(number, "PUENTE", "paz", day.today)
    school = Life.found(number, "MIRIVEL", "mila", day.today)
    puente.accounts(
        day(11, 12),
        "Curricula were compared and one examination was agreed. The first examiners are trained; the authority asked "
        "for a longer part on law.",
        Fraction(92, 100),
        {1: (18, REGISTER), 3: (0, "None yet: the first examination is in spring")},
    )
    puente.paid(2, day(12, 3))
    _restructured(day, number)
    school.accounts(
        day(14, 20), "Four courses; the last one for the wards of three provinces.", Fraction(88, 100),
        {2: (164, "Lists of examinations of the school")},
    )  # fmt: skip
    school.paid(2, day(15, 14))
    puente.accounts(
        day(17, 20),
        "The first 61 nurses left with a certificate that was recognised before they left. Examiners of the second "
        "round are trained.",
        Fraction(90, 100),
        {1: (34, REGISTER), 3: (61, "Notices of the recognising authority, numbers 1 to 61")},
    )
    puente.paid(3, day(18, 12))
    audit = _audited(day)
    finding = audits.add_finding(
        audit,
        risk="low",
        text="Two lines of the bank were entered a week after their value day.",
        owner=organisation(SECRETARIAT),
        due_on=day(20),
        by=person("otto"),
    )
    audits.answer_finding(
        finding, "Lines are entered on the day since then; a reminder stands in the calendar.", by=person("luc")
    )
    audits.close_finding(finding, "Lines of three months, each entered on its day.", on=day(19, 15), by=person("otto"))
    audits.publish_summary(
        audit,
        "The statement agrees with the books and the books with the bank. One finding of low risk was answered and "
        "closed within two months.",
        on=day(19, 20),
        by=person("otto"),
    )


def _audited(day: Days) -> Audit:
    """The audit of the whole fund: announced, and its report received with a hash that everybody can compare."""
    otto = person("otto")
    audit = audits.announce_audit(
        year=day(12).year, auditor=OFFICE_OF_AUDIT, expected_on=day(17, 28), on=day(15, 2), by=otto
    )
    report = store(
        otto,
        Kind.FUND,
        letter(
            OFFICE_OF_AUDIT,
            "We audited the statement of the fund for the year and found that it agrees with the books.",
        ),
        name=f"audit-{day(12).year}.pdf",
        keep_until=day(17, 10) + asking.KEPT,
        by=otto,
    )
    return audits.receive_report(audit, report, on=day(17, 10), by=otto)


def _restructured(day: Days, number: str) -> None:
    """Nobody objects within the longer term: a lower target, a later end, money moved between two categories."""
    held = programme(number)
    end = day(33)
    item = put(
        None,
        kind=Item.Kind.RESTRUCTURING,
        subject=held.subject,
        title=f"Restructuring of {number}: fewer certificates, later, with more examinations",
        text=f"The target of result 3 falls from 300 to 220 certificates; 15,000.00 USD move from travel to "
        f"contractual services of Puente; the programme ends on {end.isoformat()}. Reason: the authority examines "
        "twice a year and not four times, and asks for a longer part on law.",
        published=day(13, 10),
    )
    item.refresh_from_db()
    if item.deadline_at is None:
        raise RuntimeError("The clock of the restructuring did not start.")
    decision = lapse(item, at=item.deadline_at + timedelta(hours=1))
    if decision is None:
        raise RuntimeError("The restructuring did not lapse into a decision.")
    puente = organisation("Puente")
    changes.restructure(
        held,
        Restructuring(
            ends_on=end,
            targets={3: Decimal(220)},
            shifts=[Shift(puente, "travel", "contractual", usd(15_000))],
        ),
        decision,
        reason="The authority examines twice a year, not four times.",
        on=day(14, 15),
        by=person("luc"),
    )


def _line(day: Days, number: str) -> None:
    """It runs, is audited, and stops: what was heard stays confidential, that payments stop is public."""
    luc, lena, otto, sami = (person(key) for key in ("luc", "lena", "otto", "sami"))
    passage = Life.found(number, "FAIRPASS", "sita", day.today)
    passage.accounts(
        day(15, 20),
        "The line answers by day and night. 3,120 calls; wages were paid in 141 cases.",
        Fraction(84, 100),
        {1: (3_120, "Records of the line"), 2: (141, "Closed files")},
    )
    audit = audits.receive_audit(
        passage.contract, year=day(15).year, auditor=OFFICE_OF_AUDIT, received_on=day(16, 12), by=otto
    )
    finding = audits.add_finding(
        audit,
        risk="high",
        text="Six invoices of one transport firm have no record of the journeys they charge.",
        owner=organisation("Fair Passage"),
        due_on=day(18),
        by=otto,
    )
    refunds.disallow(finding, Money.of("6200", "USD"), on=day(16, 18), by=sami)
    audits.answer_finding(finding, "The journeys took place; we look for the records.", by=person("sita"))
    refused = passage.requested(2, day(16, 20))
    told = allegations.submit(
        kind="fraud",
        text="The transport firm belongs to the coordinator's brother. The journeys that it charged never took place.",
        contact="through the complaints office of the line",
        programme=programme(number),
        on=day(17, 2),
    )
    allegations.open_allegation(told, reason="To assess what came in about this programme.", by=otto)
    allegations.move_allegation(told, "assess", outcome="It fits the auditors' finding; looked into further.", by=otto)
    programmes.suspend(
        programme(number),
        reason="A matter that was brought to the secretariat is being clarified. Nothing is paid until then.",
        on=day(17, 4),
        by=luc,
        allegation=told,
    )
    allegations.move_allegation(told, "investigate", outcome="Visit on the spot asked of the auditors.", by=otto)
    tranches.refuse(refused, reason="The programme is suspended.", on=day(17, 4), by=lena)
    passage.catch_up(day.today)
    Life.found(number, "PUENTE", "paz", day.today).catch_up(day.today, timedelta(days=90))
