"""The chart of accounts: three books, what each account is kept for, and which side its balance may never leave.

Debit is above zero, credit below. Source: the alliance's own rules, in the manner of the statements that pooled funds
publish; what each number means in the statement is said beside it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from alianza.vocabulary.refusal import Refusal, marked


class UnknownChart(Refusal):
    code = "fund.chart.unknown"
    message = marked(
        "%(given)s is not an account: write a number of the chart, then what it is kept for, as 8400:P1:IOM."
    )


@dataclass(frozen=True, slots=True)
class Kept:
    """A number of the chart: book (A, B or P), guard (D, C or N) and its name, marked for the catalogue."""

    number: str
    book: str
    guard: str
    label: str


CHART: Mapping[str, Kept] = MappingProxyType(
    {
        number: Kept(number, book, guard, label)
        for number, book, guard, label in (
            ("1010", "A", "D", marked("Bank")),
            ("1020", "A", "D", marked("Deposits")),
            ("1110", "A", "D", marked("Receivable from donors")),
            ("1120", "A", "D", marked("Promissory notes")),
            ("1210", "A", "D", marked("Advances to organisations")),
            ("1290", "A", "D", marked("Refunds due")),
            ("1310", "A", "D", marked("Member fees due")),
            ("1900", "A", "N", marked("Currency position")),
            ("2010", "A", "C", marked("Contributions signed, not received")),
            ("2110", "A", "C", marked("Fee payable")),
            ("2120", "A", "C", marked("Tranches payable")),
            ("2210", "A", "C", marked("Owed to donors")),
            ("2310", "A", "C", marked("Held for others")),
            ("4010", "A", "N", marked("Contributions")),
            ("4090", "A", "N", marked("Contributions returned")),
            ("4110", "A", "N", marked("Bank interest")),
            ("4120", "A", "N", marked("Interest earned by organisations")),
            ("4210", "A", "N", marked("Member fees")),
            ("4920", "A", "N", marked("Exchange gain")),
            ("5100", "A", "N", marked("Direct cost")),
            ("5190", "A", "N", marked("Indirect cost")),
            ("5200", "A", "N", marked("Core cost")),
            ("5300", "A", "N", marked("Facility grants")),
            ("5810", "A", "N", marked("Trustee fee")),
            ("5820", "A", "N", marked("Bank charges")),
            ("5920", "A", "N", marked("Exchange loss")),
            ("5930", "A", "N", marked("Written off")),
            ("8000", "B", "D", marked("Resources received")),
            ("8100", "B", "C", marked("Not yet allocated")),
            ("8200", "B", "C", marked("Free in a window")),
            ("8250", "B", "C", marked("Core functions")),
            ("8260", "B", "C", marked("Reserve")),
            ("8270", "B", "C", marked("Pool of the facility")),
            ("8300", "B", "C", marked("Approved, not contracted")),
            ("8310", "B", "C", marked("Approved for the facility")),
            ("8400", "B", "C", marked("Committed by contract")),
            ("8410", "B", "C", marked("Committed to a bank")),
            ("8500", "B", "C", marked("Advanced, not reported")),
            ("8510", "B", "C", marked("With the bank")),
            ("8600", "B", "C", marked("Spent and accepted")),
            ("8610", "B", "C", marked("Applied to loans")),
            ("8700", "B", "C", marked("Returned to donors")),
            ("8800", "B", "C", marked("Fees and charges")),
            ("9010", "P", "D", marked("Pledges")),
            ("9090", "P", "N", marked("Pledges, contra")),
        )
    }
)

BASE_CURRENCY = "USD"
"""Books A and B are kept in it; receivables of donors in theirs."""
POOLS = ("8200", "8270")
"""Where money of several agreements stands together, so that each entry is shared out."""


def kept(number: str) -> Kept:
    """Raises UnknownChart."""
    found = CHART.get(number)
    if found is None:
        raise UnknownChart(given=number)
    return found


@dataclass(frozen=True, slots=True, order=True)
class AccountName:
    """Which account: `8400:P1:IOM` in the fund's currency, `1110:A/EUR` in another.

    >>> AccountName.read("1110:A/EUR")
    AccountName(chart='1110', first='A', second='', currency='EUR')
    >>> str(AccountName("8400", "P1", "IOM"))
    '8400:P1:IOM'
    """

    chart: str
    first: str = ""
    second: str = ""
    currency: str = BASE_CURRENCY

    def __post_init__(self) -> None:
        kept(self.chart)
        for part in (self.first, self.second):
            if ":" in part or "/" in part or len(part) > 50:
                raise UnknownChart(given=self.code)

    @property
    def code(self) -> str:
        name = ":".join(part for part in (self.chart, self.first, self.second) if part)
        return name if self.currency == BASE_CURRENCY else f"{name}/{self.currency}"

    def __str__(self) -> str:
        return self.code

    @classmethod
    def read(cls, code: str) -> "AccountName":
        """Raises UnknownChart."""
        name, _, currency = code.partition("/")
        chart, *kept_for = name.split(":")
        if len(kept_for) > 2 or not all(kept_for):
            raise UnknownChart(given=code)
        first, second = (*kept_for, "", "")[:2]
        return cls(chart, first, second, currency or BASE_CURRENCY)
