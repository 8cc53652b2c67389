"""Programmes as activities of IATI: what the platform knows of them beside the books."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from alianza.fund.chart import BASE_CURRENCY
from alianza.fund.models import Contract, Decision, ExpectedResult, IndicatorValue, Programme, Proposal, Report, Tranche
from alianza.fund.queries.iati_names import Names, said
from alianza.fund.queries.iati_shapes import WHEREVER, WHOLE, page, party, reporter, years_of
from alianza.fund.wording import area_name
from alianza.iati.values import (
    Activity,
    ActivityDate,
    Amount,
    Baseline,
    Budget,
    Conditions,
    Country,
    Description,
    Document,
    Figure,
    Indicator,
    Party,
    PlannedDisbursement,
    PolicyMarker,
    Receiver,
    Region,
    Result,
    ResultPeriod,
    Sector,
    say,
)
from alianza.iati.values import Condition as Asked
from alianza.vocabulary.money import Money
from alianza.vocabulary.places import country
from alianza.vocabulary.text import Text

S = Programme.State
STATUS = {
    S.CONTRACTING: "1",
    S.ACTIVE: "2",
    S.SUSPENDED: "6",
    S.OPERATIONALLY_CLOSED: "3",
    S.FINANCIALLY_CLOSED: "4",
    S.TERMINATED: "5",
    S.LAPSED: "5",
}
LEVELS = {ExpectedResult.Level.OUTPUT: "1", ExpectedResult.Level.OUTCOME: "2"}
KNOWN = (Report.State.ACCEPTED, Report.State.PUBLISHED)
"""What is not yet accepted is not yet a result."""


def filled_in(plain: Activity, programme: Programme, names: Names, on: date) -> Activity:
    """The activity of a programme as it stands today, with the transactions of the day it is of."""
    proposal = programme.proposal
    countries, regions, divided = _places(proposal)
    return replace(
        plain,
        reporter=reporter(names),
        title=said(proposal.language, proposal.title) or plain.title,
        descriptions=tuple(_descriptions(plain, proposal, divided)),
        parties=tuple(_parties(programme, names)),
        status=STATUS[S(programme.state)],
        dates=tuple(_dates(programme, on)),
        countries=countries,
        regions=regions,
        sectors=(*plain.sectors, *_window(programme, names)),
        markers=tuple(_markers(proposal, names)),
        budgets=tuple(_budgets(programme)),
        planned=tuple(_planned(programme, names, on)),
        documents=tuple(_documents(programme, names)),
        conditions=conditions(programme.decision),
        results=tuple(_results(programme)),
    )


def _descriptions(plain: Activity, proposal: Proposal, divided: bool) -> Iterator[Description]:
    yield from plain.descriptions
    for kind, text in (("2", proposal.objectives), ("4", proposal.results), ("4", proposal.tasks)):
        words = said(proposal.language, text)
        if words is not None:
            yield Description(kind=kind, words=words)
    if divided:
        yield Description(
            kind="4", words=say(en="The budget is not divided by country; the countries are given equal shares.")
        )


def _places(proposal: Proposal) -> tuple[tuple[Country, ...], tuple[Region, ...], bool]:
    """Countries with their shares, or a region where there is none; and whether the shares are only equal parts."""
    codes = sorted({one.country for one in proposal.countries.all()})
    if not codes:
        return (), (WHEREVER,), False
    hundredths = Money(10_000, "USD").allocate([1] * len(codes))
    shares = [Decimal(part.minor) / 100 for part in hundredths]
    found = tuple(
        Country(code=country(code).alpha2, percentage=share) for code, share in zip(codes, shares, strict=True)
    )
    return found, (), len(codes) > 1


def _parties(programme: Programme, names: Names) -> Iterator[Party]:
    proposal = programme.proposal
    yield party("1", names.own(activity=names.publisher.fund))
    if proposal.applicant.actor_type == "state":
        yield party("2", names.organisation(proposal.applicant))
    else:
        yield party("2", names.own())
    yield party("3", names.own())
    bound = {one.organisation_id: one for one in programme.contracts.all() if one.state != Contract.State.DRAFTED}
    for contract in bound.values():
        activity = names.outside.get(f"contract:{contract.code}", "")
        yield party("4", names.organisation(contract.organisation, activity=activity))
    for executant in proposal.executants.all():
        if executant.organisation_id not in bound:
            yield party("4", names.organisation(executant.organisation))


def _dates(programme: Programme, on: date) -> Iterator[ActivityDate]:
    planned = programme.starts_on or programme.approved_on
    yield ActivityDate(kind="1", on=planned)
    begun = [
        tranche.paid_on
        for contract in programme.contracts.all()
        for tranche in contract.tranches.all()
        if tranche.paid_on is not None and tranche.paid_on <= on
    ]
    ended = programme.closed_operationally_on
    if begun:
        yield ActivityDate(kind="2", on=min(begun))
    if programme.ends_on is not None and programme.ends_on > planned:
        yield ActivityDate(kind="3", on=programme.ends_on)
    if ended is not None and ended <= on and (not begun or min(begun) < ended):
        yield ActivityDate(kind="4", on=ended)


def _window(programme: Programme, names: Names) -> Iterator[Sector]:
    window = programme.proposal.window
    uri = names.publisher.page("fund:window-list")
    name = Text({lang: str(area_name(window.area, lang)) for lang in ("en", "es", "fr")})
    yield Sector(vocabulary="99", uri=uri, code=window.number, percentage=WHOLE, name=name)


def _markers(proposal: Proposal, names: Names) -> Iterator[PolicyMarker]:
    """Gender is the DAC's marker 1; for rights and for children there is none of the DAC, so they are our own."""
    if proposal.gender_marker is not None:
        yield PolicyMarker(code="1", significance=str(proposal.gender_marker))
    uri = names.publisher.page("fund:iati")
    for code, name, value in (
        ("rights", "Rights of migrants", proposal.rights_marker),
        ("child", "Children", proposal.child_marker),
    ):
        if value is not None:
            yield PolicyMarker(vocabulary="99", uri=uri, code=code, significance=str(value), name=say(en=name))


def _budgets(programme: Programme) -> Iterator[Budget]:
    """What was approved, over the years of the programme by their days."""
    first, last = programme.starts_on, programme.ends_on
    if first is None or last is None or last <= first:
        return
    years = years_of(first, last)
    parts = programme.approved.allocate([(end - begin).days + 1 for begin, end in years])
    for (begin, end), part in zip(years, parts, strict=True):
        yield Budget(first=begin, last=end, kind="1", status="2", amount=Amount(part, programme.approved_on))


def _planned(programme: Programme, names: Names, on: date) -> Iterator[PlannedDisbursement]:
    """Tranches that are still to be paid, if their day is to come."""
    for contract in programme.contracts.all():
        receiver = names.organisation(
            contract.organisation, activity=names.outside.get(f"contract:{contract.code}", "")
        )
        for tranche in contract.tranches.all():
            if tranche.state in (Tranche.State.PAID, Tranche.State.ACKNOWLEDGED, Tranche.State.REFUSED):
                continue
            if tranche.planned_on <= on:
                continue
            yield PlannedDisbursement(
                first=tranche.planned_on,
                last=tranche.planned_on + timedelta(days=30),
                kind="1",
                amount=Amount(Money(tranche.minor, BASE_CURRENCY), tranche.planned_on),
                receiver=Receiver(ref=receiver.ref, kind=receiver.kind, name=receiver.name, activity=receiver.activity),
            )


def _documents(programme: Programme, names: Names) -> Iterator[Document]:
    """Public pages alone: the trace, which shows contracts, payments and results, the decision, the evaluation."""
    held = names.publisher
    decision = programme.decision
    signed = any(one.state != Contract.State.DRAFTED for one in programme.contracts.all())
    known = any(value.report.state in KNOWN for one in programme.proposal.expected.all() for value in one.values.all())
    shown = ("A12", *(("A11",) if signed else ()), *(("A08",) if known else ()))
    about = f"Programme {programme.number}: contracts, payments and results"
    yield from page(about, held.page("fund:trace-show", name=programme.number), *shown)
    asks = ("A04",) if decision.conditions.all() else ()
    yield from page(f"Decision {decision.number}", held.page("fund:decision-show", code=decision.code), "A05", *asks)
    if programme.evaluation:
        yield from page(f"Evaluation of programme {programme.number}", programme.evaluation, "A07")


def conditions(decision: Decision) -> Conditions:
    asked = tuple(
        Asked(kind="1", words=words) for one in decision.conditions.all() if (words := said("en", one.text)) is not None
    )
    return Conditions(attached=bool(asked), each=asked)


def _results(programme: Programme) -> Iterator[Result]:
    proposal = programme.proposal
    begin = programme.starts_on or programme.approved_on
    end = programme.ends_on or begin + timedelta(days=365)
    for one in proposal.expected.all():
        percent = one.unit.strip().casefold() in ("%", "percent", "per cent", "por ciento", "pour cent")
        first = (proposal.submitted_at.date() if proposal.submitted_at else programme.approved_on).year
        known = sorted(
            (value for value in one.values.all() if value.report.state in KNOWN),
            key=lambda value: (value.on, value.pk),
        )
        yield Result(
            kind=LEVELS[ExpectedResult.Level(one.level)],
            aggregates=False,
            title=said(proposal.language, one.statement) or say(en=f"Result {one.number}"),
            indicators=(
                Indicator(
                    measure="2" if percent else "1",
                    ascending=one.baseline is None or one.target >= one.baseline,
                    aggregates=False,
                    title=said(proposal.language, f"{one.indicator} ({one.unit})") or say(en=f"Result {one.number}"),
                    baselines=() if one.baseline is None else (Baseline(year=first, value=_figure(one.baseline)),),
                    periods=(
                        ResultPeriod(
                            first=begin,
                            last=max(end, begin),
                            targets=(_target(one),),
                            actuals=_actual(known[-1]) if known else (),
                        ),
                    ),
                ),
            ),
        )


def _target(one: ExpectedResult) -> Figure:
    """A lowered target says what it was."""
    if one.original_target is None or one.original_target == one.target:
        return Figure(value=_figure(one.target))
    was = f"Changed by a restructuring; the target was {_figure(one.original_target)}."
    return Figure(value=_figure(one.target), comment=say(en=was))


def _actual(value: IndicatorValue) -> tuple[Figure, ...]:
    """The last value that was accepted; its evidence stays with the report."""
    return (Figure(value=_figure(value.value), comment=say(en=f"As of {value.on.isoformat()}.")),)


def _figure(number: Decimal) -> str:
    return f"{number.normalize():f}"
