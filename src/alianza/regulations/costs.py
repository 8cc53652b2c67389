"""What a route costs, who pays, and what fair recruitment says about it.

A charge on the worker is judged against the International Labour Organization's General principles and operational
guidelines for fair recruitment and Definition of recruitment fees and related costs (Geneva, 2019). Principle 7: no
recruitment fees or related costs should be charged to, or otherwise borne by, workers and jobseekers. The definition
counts as related costs, among others, medical checks, insurance, tests, travel, and the fees for visas and for work
and residence permits, whenever and wherever they are collected; so a visa fee advanced by the employer and deducted
from pay later is borne by the worker.

The rule applied here: on a route tied to a job, what the worker pays to an agency is a recruitment fee, anything else
the worker pays is a related cost. On a route without a job offer nobody recruits, and nothing is flagged. Where the
sheet does not say who pays, the reader is told to ask. A charge of zero is never flagged.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from alianza.regulations.dictionary import word
from alianza.regulations.sheets import Sheet, Standing
from alianza.vocabulary.criterion import Parameter, conditions
from alianza.vocabulary.money import currencies
from alianza.vocabulary.text import Text

FEES = "time_and_fees"
PART_OF_PAY = "month of contract pay"
AGENCY_FEES = ("placement_fee", "agency_fee", "recruitment_fee")
WAITING = ("processing", "mobilisation", "arrival")
DAYS = {"day": 1, "week": 7, "month": 30}


class Flag(StrEnum):
    """What fair recruitment says about a charge."""

    RECRUITMENT_FEE = "recruitment_fee"
    RELATED_COST = "related_cost"
    DEDUCTED_LATER = "deducted_later"
    ASK_WHO_PAYS = "ask_who_pays"

    @property
    def is_forbidden_on_worker(self) -> bool:
        return self is not Flag.ASK_WHO_PAYS


@dataclass(frozen=True, slots=True)
class Charge:
    """One cost. `unit` is the sheet's ("GBP/year"); `flag` is `None` when fair recruitment has nothing against it."""

    key: str
    label: Text
    value: float
    unit: str
    payer: str
    standing: Standing
    note: Text
    flag: Flag | None
    per: str = ""


@dataclass(frozen=True, slots=True)
class Wait:
    """How long a part of the way takes. `days` counts a month as 30."""

    key: str
    label: Text
    value: float
    unit: str
    standing: Standing
    note: Text

    @property
    def days(self) -> int:
        return round(self.value * DAYS[self.unit])


def charges(sheet: Sheet, on: date) -> tuple[Charge, ...]:
    """The costs that hold on the day: the fees element, and dated amounts of money that no condition tests."""
    tied = sheet.needs_an_offer
    found = [
        Charge(
            figure.key,
            figure.label,
            figure.value,
            figure.unit,
            figure.payer or "unstated",
            figure.standing,
            figure.note,
            _flag(figure.key, figure.value, figure.payer or "unstated", tied=tied),
            figure.per,
        )
        for figure in sheet.elements[FEES].figures
        if is_money(figure.unit) and figure.standing.holds_on(on)
    ]
    return (*found, *_dated(sheet, on, tied=tied))


def _dated(sheet: Sheet, on: date, *, tied: bool) -> Iterator[Charge]:
    tested = set()
    if sheet.tree is not None:
        tested = {each.value.name for each in conditions(sheet.tree) if isinstance(each.value, Parameter)}
    for series in sheet.parameters.values():
        if series.name in tested or not is_money(series.unit):
            continue
        for entry, standing in series.entries:
            if entry.holds_on(on) and isinstance(entry.value, int | float):
                flag = _flag(series.name, entry.value, series.payer, tied=tied)
                yield Charge(
                    series.name, series.label, entry.value, series.unit, series.payer, standing, series.note, flag
                )


def _flag(key: str, value: float, payer: str, *, tied: bool) -> Flag | None:
    if not tied or not value or payer in {"employer", "state"}:
        return None
    if payer == "unstated":
        return Flag.ASK_WHO_PAYS
    if key.startswith(AGENCY_FEES):
        return Flag.RECRUITMENT_FEE
    return Flag.DEDUCTED_LATER if payer == "employer_then_worker" else Flag.RELATED_COST


def is_money(unit: str) -> bool:
    """Whether a unit is an amount: a currency, alone or per something, or a share of pay.

    >>> is_money("GBP/year"), is_money("visa/year"), is_money("CEFR")
    (True, False, False)
    """
    return unit == PART_OF_PAY or unit.split("/", maxsplit=1)[0] in {currency.code for currency in currencies()}


def waits(sheet: Sheet, on: date) -> tuple[Wait, ...]:
    """Waiting times that hold on the day."""
    return tuple(
        Wait(figure.key, figure.label, figure.value, figure.unit, figure.standing, figure.note)
        for figure in sheet.elements[FEES].figures
        if figure.key.startswith(WAITING) and figure.unit in DAYS and figure.standing.holds_on(on)
    )


def days(sheet: Sheet, on: date) -> int | None:
    """The longest waiting time stated, in days; `None` when the sheet states none."""
    return max((wait.days for wait in waits(sheet, on)), default=None)


def explanation(flag: Flag) -> Text:
    """What a flag means, for a reader."""
    return word("fair_recruitment", flag)
