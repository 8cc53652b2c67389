"""Follow a cent: agreement, receipt, share, programme, contract, tranche, cost, result, indicator value, and back.

From an agreement the way leads to results, from a programme or anything in it back to donors. Money in a window is
pooled: an agreement's part of a contract, a payment or a cost is its share of the programme, by largest remainder. What
is shown is public: what is in the books, and reports once they are accepted.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

from alianza.fund.chart import BASE_CURRENCY
from alianza.fund.models import (
    Agreement,
    Contract,
    ExpectedResult,
    IndicatorValue,
    Journal,
    LoanPayment,
    Operation,
    OverspendPart,
    Programme,
    Receipt,
    Report,
    ReportLine,
    Seal,
    Tranche,
)
from alianza.fund.queries.attributed import given, part_of
from alianza.vocabulary.money import Money
from alianza.vocabulary.refusal import Refusal, marked

LEVELS: Mapping[str, str] = {
    "agreement": marked("Agreement"),
    "receipt": marked("Receipt"),
    "share": marked("Share of the agreement"),
    "programme": marked("Programme"),
    "operation": marked("Operation of the facility"),
    "contract": marked("Contract"),
    "tranche": marked("Payment"),
    "report_line": marked("Cost accepted"),
    "output": marked("Result"),
    "value": marked("Value of the indicator"),
    "journal": marked("Journal"),
}
ORDER = tuple(LEVELS)
REPORTED = (Report.State.ACCEPTED, Report.State.PUBLISHED)


class NotTraced(Refusal):
    code = "fund.trace.unknown"
    message = marked(
        "Nothing in the books is called %(given)s: write the number of an agreement, a programme, an operation or a "
        "journal."
    )


@dataclass(frozen=True, slots=True)
class Step:
    """One thing on the way. `part` is whose cent is followed: the money of the agreement that was asked about.

    `above` is the key of the step it follows from; `target` and `value` are of an indicator, in `unit`.
    """

    level: str
    key: str
    name: str
    above: str
    day: date | None = None
    money: Money | None = None
    part: Money | None = None
    value: Decimal | None = None
    target: Decimal | None = None
    unit: str = ""
    text: str = ""
    journal: int | None = None


@dataclass(frozen=True, slots=True)
class Trace:
    asked: str
    level: str
    steps: tuple[Step, ...]
    on: date
    seal: int
    digest: str

    def levels(self) -> Iterator[tuple[str, str, tuple[Step, ...]]]:
        """Level, its label as a catalogue id and its steps, in the order of the way; empty levels are left out."""
        for level in ORDER:
            steps = tuple(step for step in self.steps if step.level == level)
            if steps:
                yield level, LEVELS[level], steps


def trace(name: str, on: date) -> Trace:
    """What was asked about and all it leads to, both ways, at the end of a day. Raises NotTraced."""
    asked = name.strip()
    last = Seal.objects.order_by("-number").first()
    level, steps = _found(asked, on)
    return Trace(asked, level, tuple(steps), on, last.number if last else 0, last.digest if last else "")


def _found(asked: str, on: date) -> tuple[str, list[Step]]:
    if not asked or len(asked) > 80 or "\0" in asked:
        raise NotTraced(given=repr(asked[:40]))
    code = _code(asked)
    if code is None:
        if (agreement := _agreements(on).filter(number=asked).first()) is not None:
            return "agreement", list(_from_agreement(agreement, on))
        if (programme := _programmes(on).filter(proposal__number=asked).first()) is not None:
            return "programme", list(_of_subject(programme.subject, on, _Narrow(programme)))
        if (operation := Operation.objects.filter(number=asked).first()) is not None and given(on, operation.subject):
            return "operation", list(_of_subject(operation.subject, on))
        if asked.isascii() and asked.isdecimal() and len(asked) < 18:
            journal = Journal.objects.filter(pk=int(asked), occurred_on__lte=on).first()
            if journal is not None:
                return "journal", list(_journal(journal))
        raise NotTraced(given=repr(asked[:40]))
    if (agreement := _agreements(on).filter(code=code).first()) is not None:
        return "agreement", list(_from_agreement(agreement, on))
    for narrow in _named(code, on):
        return narrow.level, list(_of_subject(narrow.programme.subject, on, narrow))
    if (journal := Journal.objects.filter(code=code, occurred_on__lte=on).first()) is not None:
        return "journal", list(_journal(journal))
    raise NotTraced(given=repr(asked[:40]))


def _code(asked: str) -> UUID | None:
    try:
        return UUID(asked)
    except ValueError:
        return None


def _agreements(on: date) -> QuerySet[Agreement]:
    signed = Agreement.objects.exclude(state__in=[Agreement.State.DRAFTED, Agreement.State.WITHDRAWN])
    return signed.filter(signed_on__lte=on).select_related("donor__organisation")


def _programmes(on: date) -> QuerySet[Programme]:
    return Programme.objects.filter(approved_on__lte=on).select_related("proposal__window")


@dataclass(frozen=True, slots=True)
class _Narrow:
    """What part of a programme is asked about: all of it, or what one contract, payment, report or result has."""

    programme: Programme
    level: str = "programme"
    contract: Contract | None = None
    tranche: Tranche | None = None
    report: Report | None = None
    result: ExpectedResult | None = None

    def contracts(self, on: date) -> QuerySet[Contract]:
        found = self.programme.contracts.exclude(state=Contract.State.DRAFTED).filter(signed_on__lte=on)
        if self.contract is not None:
            found = found.filter(pk=self.contract.pk)
        if self.result is not None:
            found = found.filter(reports__lines__result=self.result).distinct()
        return found.select_related("organisation").order_by("pk")

    def tranches(self, on: date) -> QuerySet[Tranche]:
        found = Tranche.objects.filter(contract__in=self.contracts(on).values("pk"), journal__isnull=False)
        if self.tranche is not None:
            found = found.filter(pk=self.tranche.pk)
        return found.filter(paid_on__lte=on).select_related("contract", "journal").order_by("contract", "number")

    def lines(self, on: date) -> QuerySet[ReportLine]:
        found = ReportLine.objects.filter(
            report__contract__in=self.contracts(on).values("pk"),
            report__state__in=REPORTED,
            accepted_minor__gt=0,
        ).filter(
            Q(report__journal__occurred_on__lte=on)
            | Q(pk__in=OverspendPart.objects.filter(overspend__journal__occurred_on__lte=on).values("line"))
        )
        if self.report is not None:
            found = found.filter(report=self.report)
        if self.result is not None:
            found = found.filter(result=self.result)
        return found.select_related("report__contract", "report__journal", "result").order_by("pk")

    def results(self) -> QuerySet[ExpectedResult]:
        found = self.programme.proposal.expected.all()
        if self.result is not None:
            found = found.filter(pk=self.result.pk)
        return found.order_by("number")

    def values(self, on: date) -> QuerySet[IndicatorValue]:
        found = IndicatorValue.objects.filter(
            result__in=self.results().values("pk"), report__state=Report.State.PUBLISHED, on__lte=on
        )
        if self.report is not None:
            found = found.filter(report=self.report)
        return found.select_related("result", "report").order_by("result__number", "on", "pk")


def _named(code: UUID, on: date) -> Iterator[_Narrow]:
    """The programme, contract, payment, report or result of that code, if it is open to everybody."""
    for programme in _programmes(on).filter(code=code):
        yield _Narrow(programme)
    known = {"programme__approved_on__lte": on}
    for contract in Contract.objects.exclude(state=Contract.State.DRAFTED).filter(code=code, **known):
        yield _Narrow(contract.programme, "contract", contract)
    for tranche in Tranche.objects.filter(code=code, journal__isnull=False, paid_on__lte=on):
        yield _Narrow(tranche.contract.programme, "tranche", tranche.contract, tranche)
    for report in Report.objects.filter(code=code, state__in=REPORTED):
        yield _Narrow(report.contract.programme, "report_line", report.contract, report=report)
    for result in ExpectedResult.objects.filter(code=code, proposal__programme__approved_on__lte=on):
        yield _Narrow(result.proposal.programme, "output", result=result)


# from a donor ------------------------------------------------------------------------------------------------------


def _from_agreement(agreement: Agreement, on: date) -> Iterator[Step]:
    yield from _agreement(agreement, on)
    shares = {subject: gave for subject, gave in given(on).items() if gave.get(agreement.number, 0) > 0}
    for subject, gave in sorted(shares.items()):
        yield _share(agreement.number, subject, gave)
        yield from _carried(subject, on, gave, agreement.number)


def _agreement(agreement: Agreement, on: date) -> Iterator[Step]:
    key = f"agreement:{agreement.number}"
    donor = agreement.donor.organisation.name
    yield Step("agreement", key, agreement.number, "", agreement.signed_on, agreement.money, text=donor)
    receipts = Receipt.objects.filter(instalment__agreement=agreement, journal__occurred_on__lte=on)
    for receipt in receipts.select_related("line", "journal", "instalment").order_by("journal__number"):
        yield Step(
            "receipt",
            f"receipt:{receipt.code}",
            f"{agreement.number} / {receipt.instalment.number}",
            key,
            receipt.line.value_on,
            Money(receipt.minor, agreement.currency),
            Money(receipt.line.minor, receipt.line.currency),
            journal=receipt.journal_id,
        )


def _share(number: str, subject: str, gave: Mapping[str, int]) -> Step:
    part = Money(gave[number], BASE_CURRENCY)
    whole = Money(sum(minor for minor in gave.values() if minor > 0), BASE_CURRENCY)
    name = f"{number} → {subject.partition(':')[2]}"
    return Step("share", f"share:{number}:{subject}", name, f"agreement:{number}", None, whole, part)


# back to donors ----------------------------------------------------------------------------------------------------


def _of_subject(subject: str, on: date, narrow: _Narrow | None = None) -> Iterator[Step]:
    gave = given(on, subject).get(subject, {})
    known = {one.number: one for one in _agreements(on).filter(number__in=gave)}
    for number in sorted(gave):
        if gave[number] <= 0:
            continue
        if number in known:
            yield from _agreement(known[number], on)
        else:  # interest that the fund earned is nobody's agreement
            yield Step("agreement", f"agreement:{number}", number, "")
        yield _share(number, subject, gave)
    yield from _carried(subject, on, gave, "", narrow)


# what was done with it ---------------------------------------------------------------------------------------------


def _carried(
    subject: str, on: date, gave: Mapping[str, int], agreement: str, narrow: _Narrow | None = None
) -> Iterator[Step]:
    """A programme or an operation and all that follows, with the agreement's part of each amount."""

    def part(money: Money) -> Money | None:
        return part_of(money, gave, agreement) if agreement else None

    whole = Money(sum(minor for minor in gave.values() if minor > 0), BASE_CURRENCY)
    kind, _, number = subject.partition(":")
    if kind == "operation":
        yield from _operation(number, subject, on, whole, part(whole), agreement, gave)
        return
    if narrow is None:
        programme = _programmes(on).filter(proposal__number=number).first()
        narrow = _Narrow(programme) if programme is not None else None
    title = narrow.programme.proposal.title if narrow else ""
    day = narrow.programme.approved_on if narrow else None
    yield Step("programme", subject, number, "", day, whole, part(whole), text=title)
    if narrow is None:  # in the books alone
        return
    for contract in narrow.contracts(on):
        yield Step(
            "contract",
            f"contract:{contract.code}",
            f"{number} {contract.party}",
            subject,
            contract.signed_on,
            contract.money,
            part(contract.money),
            text=contract.organisation.name,
        )
    for tranche in narrow.tranches(on):
        yield Step(
            "tranche",
            f"tranche:{tranche.code}",
            f"{number} {tranche.contract.party} {tranche.number}",
            f"contract:{tranche.contract.code}",
            tranche.paid_on,
            tranche.money,
            part(tranche.money),
            journal=tranche.journal_id,
        )
    yield from _reported(narrow, on, subject, gave, agreement)


def _reported(narrow: _Narrow, on: date, subject: str, gave: Mapping[str, int], agreement: str) -> Iterator[Step]:
    spent: dict[int, int] = {}
    after = OverspendPart.objects.filter(
        line__report__contract__programme=narrow.programme, overspend__journal__occurred_on__gt=on
    )
    later = dict(after.order_by().values("line").annotate(sum=Sum("minor")).values_list("line", "sum"))
    for line in narrow.lines(on):
        money = Money((line.accepted_minor or 0) - later.get(line.pk, 0), BASE_CURRENCY)
        report = line.report
        if line.result_id is not None:
            spent[line.result_id] = spent.get(line.result_id, 0) + money.minor
        yield Step(
            "report_line",
            f"line:{line.pk}",
            f"{narrow.programme.number} {report.contract.party} {report.from_on:%Y-%m} – {report.to_on:%Y-%m}",
            f"contract:{report.contract.code}",
            report.journal.occurred_on if report.journal else report.to_on,
            money,
            part_of(money, gave, agreement) if agreement else None,
            text=" · ".join(
                filter(
                    None,
                    [
                        str(line.get_category_display()),
                        line.country,
                        f"{line.result.number}. {line.result.statement}" if line.result else "",
                    ],
                )
            ),
            journal=report.journal_id,
        )
    for result in narrow.results():
        money = Money(spent.get(result.pk, 0), BASE_CURRENCY)
        yield Step(
            "output",
            f"result:{result.code}",
            f"{result.number}. {result.statement}",
            subject,
            None,
            money,
            part_of(money, gave, agreement) if agreement and money else None,
            target=result.target,
            unit=result.unit,
            text=result.indicator,
        )
    for value in narrow.values(on):
        yield Step(
            "value",
            f"value:{value.pk}",
            f"{value.result.number}. {value.result.indicator}",
            f"result:{value.result.code}",
            value.on,
            value=value.value,
            target=value.result.target,
            unit=value.result.unit,
            text=value.evidence,
        )


def _operation(
    number: str, subject: str, on: date, whole: Money, part: Money | None, agreement: str, gave: Mapping[str, int]
) -> Iterator[Step]:
    operation = Operation.objects.filter(number=number).select_related("bank").first()
    title = f"{operation.title} · {operation.bank}" if operation else ""
    yield Step("operation", subject, number, "", None, whole, part, text=title)
    if operation is None:
        return
    payments = LoanPayment.objects.filter(
        Q(journal__isnull=False), operation=operation, journal__occurred_on__lte=on
    ).select_related("journal")
    for payment in payments.order_by("pk"):
        money = Money(payment.grant_minor, BASE_CURRENCY)
        day = payment.journal.occurred_on if payment.journal else None
        yield Step(
            "tranche",
            f"loan-payment:{payment.pk}",
            f"{operation.bank_name} {day:%Y-%m}" if day else operation.bank_name,
            subject,
            day,
            money,
            part_of(money, gave, agreement) if agreement and money.minor > 0 else None,
            journal=payment.journal_id,
        )


# a journal ---------------------------------------------------------------------------------------------------------


def _journal(journal: Journal) -> Iterator[Step]:
    """The journal and its lines; whose money it was; and the programme it is about, named."""
    key = f"journal:{journal.pk}"
    yield Step("journal", key, str(journal.pk), "", journal.occurred_on, text=journal.event, journal=journal.pk)
    for entry in journal.entries.select_related("account").order_by("account__book", "-minor"):
        yield Step(
            "journal", f"{key}:{entry.account.code}", entry.account.code, key, journal.occurred_on, entry.money()
        )
    for share in journal.shares.select_related("account").order_by("account", "agreement"):
        money = Money(-share.minor, share.account.currency)
        name = f"{share.agreement} · {share.account.code}"
        yield Step("share", f"{key}:{name}", name, key, journal.occurred_on, money)
