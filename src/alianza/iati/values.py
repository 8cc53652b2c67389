"""What IATI files say, as values: activities with their money and results, and organisations with their budgets.

Codes are those of the codelists of `standard`. Text is in any number of languages. Money always has its currency and
the day by which it is valued. Nothing here names a person: contact details are neither written nor read.

Left out on purpose, since nothing here publishes or counts them: locations, contact-info, country-budget-items,
humanitarian-scope, capital-spend, legacy-data, what crs-add says of other things than loans, and fss. Reading passes
over them.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from alianza.iati.binding import Value, attribute, child, coded, content, narratives, text
from alianza.vocabulary.money import Money
from alianza.vocabulary.text import Text

NOTHING = Text({})


def say(**languages: str) -> Text:
    """A text: `say(en="Fair recruitment", es="Contratación equitativa")`."""
    return Text(languages)


@dataclass(frozen=True, slots=True)
class Amount:
    """Money, and the day by whose rates it is valued; for money that moved, the day it did."""

    money: Money
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation(Value):
    """An organisation as a file names it, at least by `ref` or `name`."""

    ref: Annotated[str, attribute("ref")] = ""
    activity: str = ""
    """Its own activity, where a provider or receiver names it."""
    kind: Annotated[str, attribute("type")] = ""
    """OrganisationType"""
    name: Annotated[Text, narratives()] = NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporter(Value):
    """Who publishes. `secondary` when the publisher is no part of the activity."""

    ref: Annotated[str, attribute("ref")]
    kind: Annotated[str, attribute("type")]
    secondary: Annotated[bool | None, attribute("secondary-reporter")] = None
    name: Annotated[Text, narratives()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider(Organisation):
    activity: Annotated[str, attribute("provider-activity-id")] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiver(Organisation):
    activity: Annotated[str, attribute("receiver-activity-id")] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party(Value):
    """Who takes part. `role` is 1 funding, 2 accountable, 3 extending, 4 implementing (OrganisationRole)."""

    role: Annotated[str, attribute("role")]
    ref: Annotated[str, attribute("ref")] = ""
    kind: Annotated[str, attribute("type")] = ""
    activity: Annotated[str, attribute("activity-id")] = ""
    channel: Annotated[str, attribute("crs-channel-code")] = ""
    name: Annotated[Text, narratives()] = NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Description(Value):
    kind: Annotated[str, attribute("type")] = "1"
    """1 general, 2 objectives, 3 target groups, 4 other (DescriptionType)"""
    words: Annotated[Text, narratives()]


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherIdentifier(Value):
    ref: Annotated[str, attribute("ref")]
    kind: Annotated[str, attribute("type")]
    owner: Annotated[Organisation | None, child("owner-org")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityDate(Value):
    kind: Annotated[str, attribute("type")]
    """1 planned start, 2 actual start, 3 planned end, 4 actual end (ActivityDateType)"""
    on: Annotated[date, attribute("iso-date")]
    words: Annotated[Text, narratives()] = NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Country(Value):
    """A country by ISO 3166-1 alpha-2, with its share of the activity."""

    code: Annotated[str, attribute("code")]
    percentage: Annotated[Decimal | None, attribute("percentage")] = None
    name: Annotated[Text, narratives()] = NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Region(Value):
    vocabulary: Annotated[str, attribute("vocabulary")] = "1"
    code: Annotated[str, attribute("code")] = ""
    uri: Annotated[str, attribute("vocabulary-uri")] = ""
    percentage: Annotated[Decimal | None, attribute("percentage")] = None
    name: Annotated[Text, narratives()] = NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Sector(Value):
    """`vocabulary` 1 is the DAC's purpose codes, 99 the publisher's own list, which then has a `uri` and a `name`."""

    vocabulary: Annotated[str, attribute("vocabulary")] = "1"
    code: Annotated[str, attribute("code")]
    uri: Annotated[str, attribute("vocabulary-uri")] = ""
    percentage: Annotated[Decimal | None, attribute("percentage")] = None
    name: Annotated[Text, narratives()] = NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag(Value):
    """`vocabulary` 2 is the goals, 3 the targets of sustainable development, 99 the publisher's own list."""

    vocabulary: Annotated[str, attribute("vocabulary")]
    code: Annotated[str, attribute("code")]
    uri: Annotated[str, attribute("vocabulary-uri")] = ""
    name: Annotated[Text, narratives()] = NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyMarker(Value):
    """`vocabulary` 1 is the DAC's markers (1 gender equality), 99 the publisher's own, with a `name`."""

    vocabulary: Annotated[str, attribute("vocabulary")] = "1"
    code: Annotated[str, attribute("code")]
    uri: Annotated[str, attribute("vocabulary-uri")] = ""
    significance: Annotated[str, attribute("significance")] = ""
    name: Annotated[Text, narratives()] = NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class AidType(Value):
    """`vocabulary` 1 is the DAC's types (B04 pooled funds), 2 earmarking (1 not ... 4 tightly)."""

    vocabulary: Annotated[str, attribute("vocabulary")] = "1"
    code: Annotated[str, attribute("code")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget(Value):
    """A year or less of planned spending. `kind` 1 original, 2 revised; `status` 1 indicative, 2 committed."""

    first: Annotated[date, coded("period-start", "iso-date")]
    last: Annotated[date, coded("period-end", "iso-date")]
    kind: Annotated[str, attribute("type")] = ""
    status: Annotated[str, attribute("status")] = ""
    amount: Annotated[Amount, child("value")]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedDisbursement(Value):
    first: Annotated[date, coded("period-start", "iso-date")]
    last: Annotated[date | None, coded("period-end", "iso-date")] = None
    kind: Annotated[str, attribute("type")] = ""
    amount: Annotated[Amount, child("value")]
    provider: Annotated[Provider | None, child("provider-org")] = None
    receiver: Annotated[Receiver | None, child("receiver-org")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Transaction(Value):
    """Money that moved or was promised, on one day, negative when it came back (TransactionType).

    1 incoming funds, 2 outgoing commitment, 3 disbursement, 4 expenditure, 11 incoming commitment, 12 outgoing pledge,
    13 incoming pledge.
    """

    kind: Annotated[str, coded("transaction-type")]
    on: Annotated[date, coded("transaction-date", "iso-date")]
    ref: Annotated[str, attribute("ref")] = ""
    humanitarian: Annotated[bool | None, attribute("humanitarian")] = None
    amount: Annotated[Amount, child("value")]
    description: Annotated[Text, text("description")] = NOTHING
    provider: Annotated[Provider | None, child("provider-org")] = None
    receiver: Annotated[Receiver | None, child("receiver-org")] = None
    channel: Annotated[str, coded("disbursement-channel")] = ""
    sectors: Annotated[tuple[Sector, ...], child("sector")] = ()
    country: Annotated[Country | None, child("recipient-country")] = None
    region: Annotated[Region | None, child("recipient-region")] = None
    flow: Annotated[str, coded("flow-type")] = ""
    finance: Annotated[str, coded("finance-type")] = ""
    aid: Annotated[tuple[AidType, ...], child("aid-type")] = ()
    tied: Annotated[str, coded("tied-status")] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(Value):
    """A paper on the web. `categories` are codes of DocumentCategory; `countries` only in an organisation's file."""

    url: Annotated[str, attribute("url")]
    format: Annotated[str, attribute("format")]
    title: Annotated[Text, text("title")]
    description: Annotated[Text, text("description")] = NOTHING
    categories: Annotated[tuple[str, ...], coded("category")]
    languages: Annotated[tuple[str, ...], coded("language")] = ()
    on: Annotated[date | None, coded("document-date", "iso-date")] = None
    countries: Annotated[tuple[Country, ...], child("recipient-country")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedActivity(Value):
    """`kind` 1 parent, 2 child, 3 sibling, 4 co-funded, 5 third party (RelatedActivityType)."""

    ref: Annotated[str, attribute("ref")]
    kind: Annotated[str, attribute("type")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition(Value):
    kind: Annotated[str, attribute("type")]
    """1 policy, 2 performance, 3 fiduciary (ConditionType)"""
    words: Annotated[Text, narratives()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions(Value):
    """Whether conditions are attached to the money, and which."""

    attached: Annotated[bool, attribute("attached")]
    each: Annotated[tuple[Condition, ...], child("condition", ordered=True)] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension(Value):
    """What a figure is broken down by: name "sex", value "female"."""

    name: Annotated[str, attribute("name")]
    value: Annotated[str, attribute("value")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline(Value):
    year: Annotated[int, attribute("year")]
    on: Annotated[date | None, attribute("iso-date")] = None
    value: Annotated[str, attribute("value")] = ""
    dimensions: Annotated[tuple[Dimension, ...], child("dimension")] = ()
    documents: Annotated[tuple[Document, ...], child("document-link")] = ()
    comment: Annotated[Text, text("comment")] = NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure(Value):
    """A target or what was reached. `value` is a string: an indicator may be a number, a rank or words."""

    value: Annotated[str, attribute("value")] = ""
    dimensions: Annotated[tuple[Dimension, ...], child("dimension")] = ()
    comment: Annotated[Text, text("comment")] = NOTHING
    documents: Annotated[tuple[Document, ...], child("document-link")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultPeriod(Value):
    first: Annotated[date, coded("period-start", "iso-date")]
    last: Annotated[date, coded("period-end", "iso-date")]
    targets: Annotated[tuple[Figure, ...], child("target", ordered=True)] = ()
    actuals: Annotated[tuple[Figure, ...], child("actual", ordered=True)] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference(Value):
    """An indicator of somebody else's list."""

    vocabulary: Annotated[str, attribute("vocabulary")]
    code: Annotated[str, attribute("code")]
    uri: Annotated[str, attribute("indicator-uri")] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator(Value):
    """`measure` 1 unit, 2 percentage, 3 nominal, 4 ordinal, 5 qualitative; `ascending` if more is better."""

    measure: Annotated[str, attribute("measure")]
    ascending: Annotated[bool | None, attribute("ascending")] = None
    aggregates: Annotated[bool | None, attribute("aggregation-status")] = None
    title: Annotated[Text, text("title")]
    description: Annotated[Text, text("description")] = NOTHING
    documents: Annotated[tuple[Document, ...], child("document-link")] = ()
    references: Annotated[tuple[Reference, ...], child("reference")] = ()
    baselines: Annotated[tuple[Baseline, ...], child("baseline")] = ()
    periods: Annotated[tuple[ResultPeriod, ...], child("period")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Result(Value):
    """`kind` 1 output, 2 outcome, 3 impact, 9 other (ResultType)."""

    kind: Annotated[str, attribute("type")]
    aggregates: Annotated[bool | None, attribute("aggregation-status")] = None
    title: Annotated[Text, text("title")]
    description: Annotated[Text, text("description")] = NOTHING
    documents: Annotated[tuple[Document, ...], child("document-link")] = ()
    indicators: Annotated[tuple[Indicator, ...], child("indicator", ordered=True)]


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanTerms(Value):
    """How a loan is repaid and at what interest, percent a year; what the file does not tell is empty or None.

    `repayment` is 1 equal principal, 2 annuity, 3 lump sum, 5 other (LoanRepaymentType); `plan` how many payments a
    year (LoanRepaymentPeriod). Of a variable rate, `rate` is that and `fixed` the fixed rate of reference.
    """

    rate: Annotated[Decimal | None, attribute("rate-1")] = None
    fixed: Annotated[Decimal | None, attribute("rate-2")] = None
    repayment: Annotated[str, coded("repayment-type")] = ""
    plan: Annotated[str, coded("repayment-plan")] = ""
    committed: Annotated[date | None, coded("commitment-date", "iso-date")] = None
    first: Annotated[date | None, coded("repayment-first-date", "iso-date")] = None
    last: Annotated[date | None, coded("repayment-final-date", "iso-date")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanStatus(Value):
    """How repayment stood in the last year reported, in `currency` or else that of the activity."""

    year: Annotated[int, attribute("year")]
    currency: Annotated[str, attribute("currency")] = ""
    on: Annotated[date, attribute("value-date")]
    interest_received: Annotated[Decimal | None, content("interest-received")] = None
    outstanding: Annotated[Decimal | None, content("principal-outstanding")] = None
    arrears: Annotated[Decimal | None, content("principal-arrears")] = None
    interest_arrears: Annotated[Decimal | None, content("interest-arrears")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Crs(Value):
    """What is told for the DAC's creditor reporting: here, of loans alone."""

    terms: Annotated[LoanTerms | None, child("loan-terms")] = None
    status: Annotated[LoanStatus | None, child("loan-status")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity(Value):
    """One activity. `status` 1 pipeline, 2 active, 3 finalised, 4 closed, 5 cancelled, 6 suspended.

    `language` and `currency` are the defaults that a file announces; every text and amount says its own all the same.
    """

    updated: Annotated[datetime | None, attribute("last-updated-datetime")] = None
    language: Annotated[str, attribute("xml:lang")] = ""
    currency: Annotated[str, attribute("default-currency")] = ""
    humanitarian: Annotated[bool | None, attribute("humanitarian")] = None
    hierarchy: Annotated[int | None, attribute("hierarchy")] = None
    no_budget: Annotated[str, attribute("budget-not-provided")] = ""
    """Why there is none (BudgetNotProvided)."""
    identifier: Annotated[str, content("iati-identifier")]
    reporter: Annotated[Reporter, child("reporting-org")]
    title: Annotated[Text, text("title")]
    descriptions: Annotated[tuple[Description, ...], child("description")]
    parties: Annotated[tuple[Party, ...], child("participating-org")]
    other_identifiers: Annotated[tuple[OtherIdentifier, ...], child("other-identifier")] = ()
    status: Annotated[str, coded("activity-status")]
    dates: Annotated[tuple[ActivityDate, ...], child("activity-date")]
    scope: Annotated[str, coded("activity-scope")] = ""
    countries: Annotated[tuple[Country, ...], child("recipient-country")] = ()
    regions: Annotated[tuple[Region, ...], child("recipient-region")] = ()
    sectors: Annotated[tuple[Sector, ...], child("sector")] = ()
    tags: Annotated[tuple[Tag, ...], child("tag")] = ()
    markers: Annotated[tuple[PolicyMarker, ...], child("policy-marker")] = ()
    collaboration: Annotated[str, coded("collaboration-type")] = ""
    flow: Annotated[str, coded("default-flow-type")] = ""
    finance: Annotated[str, coded("default-finance-type")] = ""
    aid: Annotated[tuple[AidType, ...], child("default-aid-type")] = ()
    tied: Annotated[str, coded("default-tied-status")] = ""
    budgets: Annotated[tuple[Budget, ...], child("budget")] = ()
    planned: Annotated[tuple[PlannedDisbursement, ...], child("planned-disbursement")] = ()
    transactions: Annotated[tuple[Transaction, ...], child("transaction")] = ()
    documents: Annotated[tuple[Document, ...], child("document-link")] = ()
    related: Annotated[tuple[RelatedActivity, ...], child("related-activity")] = ()
    conditions: Annotated[Conditions | None, child("conditions")] = None
    results: Annotated[tuple[Result, ...], child("result", ordered=True)] = ()
    crs: Annotated[Crs | None, child("crs-add")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line(Value):
    """A line of a budget or of expenditure."""

    ref: Annotated[str, attribute("ref")] = ""
    amount: Annotated[Amount, child("value")]
    words: Annotated[Text, narratives()]


@dataclass(frozen=True, slots=True, kw_only=True)
class TotalBudget(Value):
    """The organisation's budget of a year or less. `status` 1 indicative, 2 committed."""

    status: Annotated[str, attribute("status")] = ""
    first: Annotated[date, coded("period-start", "iso-date")]
    last: Annotated[date, coded("period-end", "iso-date")]
    amount: Annotated[Amount, child("value")]
    lines: Annotated[tuple[Line, ...], child("budget-line", ordered=True)] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationBudget(Value):
    """Planned for one other organisation."""

    status: Annotated[str, attribute("status")] = ""
    recipient: Annotated[Organisation, child("recipient-org")]
    first: Annotated[date, coded("period-start", "iso-date")]
    last: Annotated[date, coded("period-end", "iso-date")]
    amount: Annotated[Amount, child("value")]
    lines: Annotated[tuple[Line, ...], child("budget-line", ordered=True)] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionBudget(Value):
    status: Annotated[str, attribute("status")] = ""
    region: Annotated[Region, child("recipient-region")]
    first: Annotated[date, coded("period-start", "iso-date")]
    last: Annotated[date, coded("period-end", "iso-date")]
    amount: Annotated[Amount, child("value")]
    lines: Annotated[tuple[Line, ...], child("budget-line", ordered=True)] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryBudget(Value):
    status: Annotated[str, attribute("status")] = ""
    country: Annotated[Country, child("recipient-country")]
    first: Annotated[date, coded("period-start", "iso-date")]
    last: Annotated[date, coded("period-end", "iso-date")]
    amount: Annotated[Amount, child("value")]
    lines: Annotated[tuple[Line, ...], child("budget-line", ordered=True)] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Expenditure(Value):
    """What the organisation spent in a year or less."""

    first: Annotated[date, coded("period-start", "iso-date")]
    last: Annotated[date, coded("period-end", "iso-date")]
    amount: Annotated[Amount, child("value")]
    lines: Annotated[tuple[Line, ...], child("expense-line", ordered=True)] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationFile(Value):
    """What an organisation says of itself: its budgets, also by recipient, its spending, its papers."""

    updated: Annotated[datetime | None, attribute("last-updated-datetime")] = None
    language: Annotated[str, attribute("xml:lang")] = ""
    currency: Annotated[str, attribute("default-currency")] = ""
    identifier: Annotated[str, content("organisation-identifier")]
    name: Annotated[Text, text("name")]
    reporter: Annotated[Reporter, child("reporting-org")]
    budgets: Annotated[tuple[TotalBudget, ...], child("total-budget")] = ()
    organisation_budgets: Annotated[tuple[OrganisationBudget, ...], child("recipient-org-budget")] = ()
    region_budgets: Annotated[tuple[RegionBudget, ...], child("recipient-region-budget")] = ()
    country_budgets: Annotated[tuple[CountryBudget, ...], child("recipient-country-budget")] = ()
    expenditure: Annotated[tuple[Expenditure, ...], child("total-expenditure")] = ()
    documents: Annotated[tuple[Document, ...], child("document-link")] = ()
