"""Which discount rate and threshold say that a loan is concessional: data, each row with its date and source (A7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from alianza.engines.concessionality._exactly import exactly, kept
from alianza.engines.concessionality._given import GroupUnknown, RuleUnknown
from alianza.engines.concessionality._grant_element import grant_element
from alianza.engines.concessionality._schedule import Disbursement
from alianza.engines.concessionality._terms import Terms
from alianza.vocabulary.refusal import marked


@dataclass(frozen=True, slots=True)
class Rule:
    """A loan is concessional where its grant element at the annual `discount` is `threshold` or more; both are shares.

    In force from `since` to `until` (None: no end known). `read` is when a copy of the source was last read.
    """

    name: str
    title: str
    discount: Decimal
    threshold: Decimal
    source: str
    since: date
    read: date
    until: date | None = None


_DAC = (
    "OECD Development Assistance Committee, Official development assistance: definition and coverage, "
    '"Definition starting with 2018 data", '
    "https://www.oecd.org/en/topics/sub-issues/oda-eligibility-and-conditions/"
    "official-development-assistance--definition-and-coverage.html"
)
_UNIFIED = (
    "Discount rate: IMF press release 13/408, decision of both Boards of 11 October 2013, "
    "http://www.imf.org/external/np/sec/pr/2013/pr13408.htm. Threshold: the general rule of debt limits in "
    "IMF-supported programmes, as in https://www.boad.org/en/our-publications/glossary/loan-concessionality/; "
    "a programme may ask for more"
)
_SINCE_2018 = date(2018, 1, 1)
_READ = date(2026, 11, 21)

RULES: Final = (
    Rule(
        "dac-ldc-lic",
        marked("Aid to least developed and other low-income countries"),
        Decimal("0.09"),
        Decimal("0.45"),
        _DAC,
        _SINCE_2018,
        _READ,
    ),
    Rule(
        "dac-lmic",
        marked("Aid to lower middle-income countries"),
        Decimal("0.07"),
        Decimal("0.15"),
        _DAC,
        _SINCE_2018,
        _READ,
    ),
    Rule(
        "dac-umic",
        marked("Aid to upper middle-income countries"),
        Decimal("0.06"),
        Decimal("0.10"),
        _DAC,
        _SINCE_2018,
        _READ,
    ),
    Rule(
        "dac-multilateral",
        marked("Aid to global institutions and multilateral development banks"),
        Decimal("0.05"),
        Decimal("0.10"),
        _DAC,
        _SINCE_2018,
        _READ,
    ),
    Rule(
        "dac-other-organisation",
        marked("Aid to other organisations, sub-regional ones included"),
        Decimal("0.06"),
        Decimal("0.10"),
        _DAC,
        _SINCE_2018,
        _READ,
    ),
    Rule(
        "unified",
        marked("Debt policies of the World Bank and the IMF"),
        Decimal("0.05"),
        Decimal("0.35"),
        _UNIFIED,
        date(2013, 10, 11),
        _READ,
    ),
)


_GROUPS: Final = {"L": "dac-ldc-lic", "LM": "dac-lmic", "UM": "dac-umic"}


@dataclass(frozen=True, slots=True)
class Assessment:
    """A loan held against a rule; `margin` is its grant element less the threshold."""

    rule: Rule
    grant_element: Decimal
    margin: Decimal

    @property
    def concessional(self) -> bool:
        return self.margin >= 0


def rule(name: str, *, on: date) -> Rule:
    """The rule of that name in force on a day. Raises RuleUnknown.

    >>> rule("dac-lmic", on=date(2024, 6, 30)).threshold
    Decimal('0.15')
    """
    for each in RULES:
        if each.name == name and each.since <= on and (each.until is None or on <= each.until):
            return each
    known = ", ".join(f"{each.name} ({each.since.isoformat()})" for each in RULES)
    raise RuleUnknown(given=name[:40], on=on.isoformat(), known=known)


def rule_for(income_group: str | None, *, least_developed: bool, on: date) -> Rule:
    """The DAC's rule on a day for a country of the World Bank's `income_group` (L, LM or UM).

    Which countries may receive aid at all is for the DAC's own list; this is the group it puts them in.

    Raises GroupUnknown, RuleUnknown.
    """
    name = "dac-ldc-lic" if least_developed else _GROUPS.get(income_group or "")
    if name is None:
        raise GroupUnknown(given=(income_group or "-")[:10])
    return rule(name, on=on)


@exactly
def assess(terms: Terms, against: Rule, *, disbursements: Sequence[Disbursement] = ()) -> Assessment:
    """Whether the loan, paid out at once or as said, is concessional under a rule. Raises DisbursementsWrong.

    >>> from alianza.engines.concessionality import Profile
    >>> loan = Terms(rate=Decimal("0.04"), profile=Profile(Decimal(20), Decimal(5)))
    >>> assess(loan, rule("dac-ldc-lic", on=date(2024, 1, 1))).concessional
    False
    """
    found = grant_element(terms, discount=against.discount, disbursements=disbursements)
    return Assessment(against, found, kept(found - against.threshold))
