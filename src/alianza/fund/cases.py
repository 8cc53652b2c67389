"""Operations of the Global Concessional Financing Facility as it and others published them: never money of ours.

What a source does not say is empty; where sources, or one page with itself, do not agree, both figures stand. The
interest rate of a bank is our inference alone.
"""

import csv
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files

from alianza.engines import concessionality
from alianza.engines.concessionality import Profile
from alianza.fund.queries.facility import percent, share
from alianza.vocabulary.money import Money

CURRENCY = "USD"


@dataclass(frozen=True, slots=True)
class Case:
    """One operation. `financing` is loan and grant, `as_of` the day the source gives for its figures, if it gives one.

    `terms_known`: the bank's fixed terms are known but for the rate, so that a rate can be inferred.
    """

    operation: str
    country: str
    bank: str
    financing: Money | None
    grant: Money
    decided_on: date | None
    maturity: Decimal | None
    grace: Decimal | None
    disbursed: Decimal | None
    as_of: date | None
    source: str
    note: str
    contradiction: str
    terms_known: bool

    @property
    def share(self) -> Decimal | None:
        """The grant, of the whole financing."""
        return Decimal(self.grant.minor) / self.financing.minor if self.financing else None

    @property
    def disbursed_share(self) -> Decimal | None:
        return None if self.disbursed is None else share(self.disbursed)


@dataclass(frozen=True, slots=True)
class Inference:
    """OUR INFERENCE: if the target and discount were these, the grant fits a loan of the bank at `rate` (percent)."""

    case: Case
    target: Decimal
    discount: Decimal
    rate: Decimal


def _millions(text: str) -> Money | None:
    return Money.of(Decimal(text) * 10**6, CURRENCY) if text else None


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@cache
def cases() -> tuple[Case, ...]:
    """The ten operations, in the order of the file."""
    text = (files("alianza.fund") / "data" / "gcff_operations.csv").read_text(encoding="utf-8")
    return tuple(
        Case(
            operation=row["operation"],
            country=row["country"],
            bank=row["isa"],
            financing=_millions(row["total_financing_usd_m"]),
            grant=_millions(row["gcff_grant_usd_m"]) or Money.zero(CURRENCY),
            decided_on=_day(row["gcff_decision_date"]),
            maturity=_number(row["maturity_years"]),
            grace=_number(row["grace_years"]),
            disbursed=_number(row["disbursed_pct"]),
            as_of=_day(row["as_of"]),
            source=row["source"],
            note=row["note"],
            contradiction=row["contradiction"],
            terms_known=row["fixed_terms"] == "yes",
        )
        for row in csv.DictReader(text.splitlines())
    )


def inferred(case: Case, *, target: Decimal, discount: Decimal) -> Inference | None:
    """The bank's rate that makes the published grant just what `target` needs (both in percent); half-yearly payments
    are taken. None where the terms are not known.
    """
    if not case.terms_known or case.maturity is None or case.grace is None or case.share is None:
        return None
    rate = concessionality.implied_rate(
        round(case.share, 10),
        target=share(target),
        profile=Profile(case.maturity, case.grace),
        discount=share(discount),
    )
    return Inference(case, target, discount, percent(rate))
