"""`alianza fund grant-element` and `alianza fund needed-grant`: the terms of a loan, and the grant that softens it."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

import typer

from alianza.terminal import JSON, refuse, refusing

if TYPE_CHECKING:
    from alianza.engines.concessionality import Profile, Step, Terms

NUMBER = re.compile(r"[+-]?[0-9]{1,40}(\.[0-9]{1,40})?", re.ASCII)
STEP = re.compile(r"([0-9]{1,3})-([0-9]{1,3}):(.+)", re.ASCII)
METHOD = (
    "1 less the present value of all payments over the face, less the front-end fee; the discount rate is annual and "
    "compounds, the interest of a payment is the annual rate over the payments a year"
)
NEEDED = "the grant replaces part of the loan: C = T (target - offered) / (1 - offered), rounded up to the minor unit"

Rate = Annotated[str, typer.Option(help="Interest in percent a year, for example 4 or 3.75.", metavar="PERCENT")]
Maturity = Annotated[str, typer.Option(help="Years to the last repayment.", metavar="YEARS")]
Grace = Annotated[
    str, typer.Option(help="Years with interest alone; the first repayment is one interval later.", metavar="YEARS")
]
Frequency = Annotated[str, typer.Option(help="Payments a year: 1, 2, 4 or 12.", metavar="NUMBER")]
Discount = Annotated[
    str,
    typer.Option(
        help="Discount rate in percent a year. 5 is the one of the World Bank and the IMF since 11 October 2013.",
        metavar="PERCENT",
    ),
]
Fee = Annotated[str, typer.Option(help="Front-end fee in percent of the loan.", metavar="PERCENT")]
Steps = Annotated[
    list[str] | None,
    typer.Option(
        "--step",
        help="Principal repaid in steps instead of equal parts, in percent a year: --step 6-25:3.3 --step 26-30:6.8.",
        metavar="YEARS:PERCENT",
    ),
]


def register(fund: typer.Typer) -> None:
    """Add the two commands to the group `alianza fund`."""
    fund.command(
        "grant-element",
        epilog="Example: alianza fund grant-element --rate 4 --maturity 20 --grace 5 --frequency 2 --discount 5 --json",
    )(grant_element)
    fund.command(
        "needed-grant",
        epilog="Example: alianza fund needed-grant --amount 100000000 --rate 4 --maturity 20 --grace 5 "
        "--target-grant-element 34.858 --json",
    )(needed_grant)


def grant_element(
    rate: Rate,
    maturity: Maturity,
    grace: Grace,
    frequency: Frequency = "2",
    discount: Discount = "5",
    fee: Fee = "0",
    step: Steps = None,
    as_json: JSON = False,
) -> None:
    """How much of a loan is a gift: its grant element, in percent of the loan; negative if it costs more than the
    discount rate.

    The loan is paid out at once and repaid in equal parts (or by --step), with interest on what is outstanding. The
    annual discount rate compounds.
    """
    from alianza import __version__
    from alianza.engines import concessionality

    numbers = _numbers(rate=rate, maturity=maturity, grace=grace, frequency=frequency, discount=discount, fee=fee)
    steps = _steps(step)
    with refusing():
        terms = _terms(numbers, steps)
        found = concessionality.grant_element(terms, discount=_share(numbers["discount"]))
    if not as_json:
        typer.echo(f"Grant element: {_places(found, 6)} %\n{_described(numbers, terms.profile)}")
        return
    _print_exact(
        {
            "grant_element": Decimal(_places(found, 12)),
            "unit": "percent of the loan",
            **_told(numbers, terms.profile),
            "method": METHOD,
            "version": __version__,
        }
    )


def needed_grant(
    amount: Annotated[str, typer.Option(help="The whole package, in digits: 100000000.", metavar="AMOUNT")],
    rate: Rate,
    maturity: Maturity,
    grace: Grace,
    target_grant_element: Annotated[
        str, typer.Option(help="The grant element wanted, in percent, with all the decimals it has.", metavar="PERCENT")
    ],
    frequency: Frequency = "2",
    discount: Discount = "5",
    fee: Fee = "0",
    step: Steps = None,
    currency: Annotated[str, typer.Option(help="Three letters of ISO 4217; sets the minor unit.")] = "USD",
    as_json: JSON = False,
) -> None:
    """What grant makes a loan of a bank as soft as a target: the grant replaces part of the package, the rest is lent
    on the bank's terms. Rounded up to the cent, so that the target is reached; 0 if the loan is concessional already.

    The target counts with every decimal given: for 100 million at 4 %, 20 years, 5 of grace, the target 34.858 asks for
    28,746,718.67, and the target it is rounded from, 34.857597132558 (what `grant-element --rate 2 --maturity 30
    --grace 5 --step 6-25:3.3 --step 26-30:6.8 --json` prints), for 28,746,278.01. Give the figure as computed.
    """
    from alianza import __version__
    from alianza.engines import concessionality
    from alianza.vocabulary.money import Money

    numbers = _numbers(
        rate=rate,
        maturity=maturity,
        grace=grace,
        frequency=frequency,
        discount=discount,
        fee=fee,
        amount=amount,
        target_grant_element=target_grant_element,
    )
    steps = _steps(step)
    with refusing():
        total = Money.of(numbers["amount"], currency)
        terms = _terms(numbers, steps)
        offered = concessionality.grant_element(terms, discount=_share(numbers["discount"]))
        need = concessionality.needed_grant(total, offered=offered, target=_share(numbers["target_grant_element"]))
        reached = concessionality.concessionality(total, need.grant, offered=offered)
    if not as_json:
        lines = [
            f"Grant: {need.grant}",
            f"Loan: {need.loan}",
            f"Grant element: {_places(offered, 6)} % as offered, {_places(reached, 6)} % with the grant",
            f"Leverage: {need.leverage:.2f}"
            if need.leverage is not None
            else "The loan is concessional already: no grant is needed.",
            f"Instead, beside the full loan: a subsidy of {need.subsidy}",
            _described(numbers, terms.profile),
        ]
        typer.echo("\n".join(lines))
        return
    _print_exact(
        {
            "grant": need.grant.amount,
            "loan": need.loan.amount,
            "currency": total.currency,
            "amount": total.amount,
            "grant_element": Decimal(_places(offered, 12)),
            "target_grant_element": numbers["target_grant_element"],
            "reached_grant_element": Decimal(_places(reached, 12)),
            "concessional_already": need.concessional_already,
            "subsidy_on_full_loan": need.subsidy.amount,
            "leverage": None if need.leverage is None else round(need.leverage, 6),
            **_told(numbers, terms.profile),
            "method": f"{NEEDED}; grant element: {METHOD}",
            "version": __version__,
        }
    )


def _numbers(**given: str) -> dict[str, Decimal]:
    """The options as numbers; each that is none is refused in a sentence of its own."""
    found, wrong = {}, []
    for name, text in given.items():
        written = text.strip()
        if NUMBER.fullmatch(written):
            found[name] = Decimal(written)
        else:
            wrong.append(_not_a_number(f"--{name.replace('_', '-')}", text))
    if wrong:
        refuse(*wrong)
    return found


def _not_a_number(option: str, text: str) -> str:
    return (
        f"{option}: {text[:40]!r} is not a number as it is read here; write digits 0-9, at most one point for the "
        "decimals and nothing between thousands, for example 4.25."
    )


def _steps(given: list[str] | None) -> tuple[Step, ...]:
    from alianza.engines.concessionality import Step

    found, wrong = [], []
    for text in given or ():
        match = STEP.fullmatch(text.strip())
        if match is None or not NUMBER.fullmatch(match[3]):
            wrong.append(f"--step: {text[:40]!r} is not years and a percentage; write it like 6-25:3.3.")
        else:
            found.append(Step(int(match[1]), int(match[2]), _share(Decimal(match[3]))))
    if wrong:
        refuse(*wrong)
    return tuple(found)


def _terms(numbers: dict[str, Decimal], steps: tuple[Step, ...]) -> Terms:
    from alianza.engines.concessionality import FrequencyUnknown, Profile, Terms

    frequency = numbers["frequency"]
    if frequency != int(frequency):
        raise FrequencyUnknown(given=frequency)
    profile = Profile(numbers["maturity"], numbers["grace"], int(frequency), steps)
    return Terms(_share(numbers["rate"]), profile, _share(numbers["fee"]))


def _share(percent: Decimal) -> Decimal:
    """A hundredth, exactly: by moving the point, whatever the precision of the context."""
    return _moved(percent, -2)


def _percent(share: Decimal) -> Decimal:
    return _moved(share, 2)


def _moved(number: Decimal, places: int) -> Decimal:
    sign, digits, exponent = number.as_tuple()
    return Decimal((sign, digits, int(exponent) + places))


def _places(share: Decimal, places: int) -> str:
    """A share in percent with so many decimals."""
    text = f"{_percent(share):.{places}f}"
    return text if Decimal(text) else text.removeprefix("-")


def _described(numbers: dict[str, Decimal], profile: Profile) -> str:
    steps = " and ".join(f"{_percent(step.share)} % a year in years {step.first}-{step.last}" for step in profile.steps)
    repaid = f"by {steps}" if steps else "in equal parts"
    return (
        f"({numbers['rate']} % interest, {numbers['maturity']} years, {numbers['grace']} of grace, payments a year: "
        f"{profile.frequency}; repaid {repaid}; front-end fee {numbers['fee']} %; discounted at "
        f"{numbers['discount']} % a year.)"
    )


def _told(numbers: dict[str, Decimal], profile: Profile) -> dict[str, Any]:
    return {
        **{name: numbers[name] for name in ("rate", "maturity", "grace", "discount", "fee")},
        "frequency": profile.frequency,
        "steps": [{"first": each.first, "last": each.last, "percent": _percent(each.share)} for each in profile.steps],
    }


def _print_exact(report: dict[str, Any]) -> None:
    """JSON with each Decimal as a number, digit for digit: no amount passes through a float."""
    text = json.dumps(report, ensure_ascii=False, indent=2, default=lambda value: f"\0{value:f}")
    typer.echo(re.sub(r'"\\u0000(-?[0-9.]+)"', r"\1", text))
