"""Flows of migration finance out of files: IATI activities, and tables of other mechanisms by a mapping. No database.

One flow is what one activity commits and pays in one year to one receiver, for one country where the file says so; what
several countries share is not divided. Years and amounts are those of the transactions.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

from alianza.fund.loan_grants import AS_TOLD, LoanGrant, grant_of, terms_told
from alianza.iati.migration import MigrationClass, Reason, classify
from alianza.iati.values import Activity, Provider, Receiver, Transaction
from alianza.vocabulary.money import Money
from alianza.vocabulary.places import country_by_alpha2
from alianza.vocabulary.refusal import marked
from alianza.vocabulary.unknown import UnknownCode

COMMITMENT, PAYMENTS, RECEIPTS, PROMISES = "2", ("3", "4"), "1", "11"
LOANS = frozenset({"410", "411", "412", "413", "414", "421"})
"""Loans of any kind (FinanceType), counted at their face."""
CLASSES: Mapping[MigrationClass, str] = MappingProxyType(
    {
        MigrationClass.CORE: "core",
        MigrationClass.REFUGEES: "refugees",
        MigrationClass.GENERAL: "general",
        MigrationClass.IN_DONOR: "in_donor",
        MigrationClass.PRIVATE: "private",
    }
)
OWN_NAMES = ("A1", "A2", "A3", "A9")
"""Other identifiers that name the same activity (OtherIdentifierType)."""
LOAN = marked("A loan (finance type %(finance)s), shown apart at its face. Its purpose: %(purpose)s")
DAC: Mapping[str, str] = MappingProxyType(
    {
        "1": "AUT", "2": "BEL", "3": "DNK", "4": "FRA", "5": "DEU", "6": "ITA", "7": "NLD", "8": "NOR", "9": "PRT",
        "10": "SWE", "11": "CHE", "12": "GBR", "18": "FIN", "20": "ISL", "21": "IRL", "22": "LUX", "40": "GRC",
        "50": "ESP", "61": "SVN", "68": "CZE", "69": "SVK", "75": "HUN", "76": "POL", "301": "CAN", "302": "USA",
        "701": "JPN", "742": "KOR", "801": "AUS", "820": "NZL",
    }
)  # fmt: skip
"""Governments by the number that the DAC gives them, as identifiers `XM-DAC-5` or `XM-DAC-5-1` begin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One flow as a file tells it. Amounts are minor units of `currency`; None is not told. Countries are alpha-3."""

    identifier: str
    names: tuple[str, ...] = ()
    title: str = ""
    provider: str
    provider_ref: str = ""
    provider_country: str = ""
    channel: str = ""
    channel_ref: str = ""
    activity: str = ""
    sources: tuple[Mapping[str, str], ...] = ()
    recipient: str = ""
    year: int
    on: date | None = None
    currency: str
    committed: int | None = None
    paid: int | None = None
    grant_equivalent: int | None = None
    grant: LoanGrant | None = None
    """Of loans: how the grant equivalent was found, or why there is none."""
    loan_terms: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    sector: str = ""
    klass: str
    estimated: bool = False
    reason: str
    facts: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))


def records(activity: Activity) -> tuple[Record, ...] | None:
    """The flows of an activity; None where it is no migration finance. Raises nothing: what is not told is empty."""
    kind, reason = classify(activity)
    if kind is MigrationClass.NONE:
        return None
    outgoing = [each for each in activity.transactions if each.kind in (COMMITMENT, *PAYMENTS)]
    base = _base(activity, kind, reason)
    if outgoing:
        return tuple(_grouped(activity, outgoing, base))
    incoming = [each for each in activity.transactions if each.kind in (RECEIPTS, PROMISES)]
    return tuple(_received(activity, incoming, base))


def _base(activity: Activity, kind: MigrationClass, reason: Reason) -> Record:
    name, ref = _provider_of(activity)
    sectors = [each.code for each in activity.sectors if each.vocabulary == "1"]
    return Record(
        identifier=activity.identifier[:200],
        names=tuple(dict.fromkeys(each.ref[:200] for each in activity.other_identifiers if each.kind in OWN_NAMES)),
        title=str(activity.title)[:500],
        provider=name[:200] or ref[:200] or activity.identifier[:200],
        provider_ref=ref[:120],
        provider_country=country_of(ref),
        sources=tuple(_sources(activity)),
        year=0,
        currency="USD",
        sector=sectors[0][:10] if sectors else "",
        klass=CLASSES[kind],
        estimated=reason.estimated or kind is MigrationClass.GENERAL,
        reason=reason.message,
        facts=reason.facts,
    )


def _provider_of(activity: Activity) -> tuple[str, str]:
    """Whoever publishes; for a publisher that is no part of the activity, who extends, answers for or funds it."""
    if activity.reporter.secondary:
        for role in ("3", "2", "1"):
            for party in activity.parties:
                if party.role == role and (party.ref or party.name):
                    return str(party.name), party.ref
    return str(activity.reporter.name), activity.reporter.ref


def country_of(ref: str) -> str:
    """The country of an organisation by its identifier, where that tells one.

    >>> country_of("XM-DAC-5-7"), country_of("GB-GOV-1"), country_of("XM-DAC-47066"), country_of("XI-IATI-UNPF")
    ('DEU', 'GBR', '', '')
    """
    parts = ref.strip().upper().split("-")
    if parts[:2] == ["XM", "DAC"] and len(parts) > 2:
        return DAC.get(parts[2], "")
    return _alpha3(parts[0]) if len(parts) > 1 and len(parts[0]) == 2 else ""


def _alpha3(alpha2: str) -> str:
    try:
        return country_by_alpha2(alpha2).alpha3
    except UnknownCode:
        return ""


def _sources(activity: Activity) -> Iterator[Mapping[str, str]]:
    """Whose money it is, as incoming transactions and funding parties name them, each once."""
    seen: set[tuple[str, str, str]] = set()
    named: list[Provider | None] = [
        each.provider for each in activity.transactions if each.kind in (RECEIPTS, PROMISES)
    ]
    told = [(each.ref, str(each.name), each.activity) for each in named if each is not None]
    told += [(each.ref, str(each.name), each.activity) for each in activity.parties if each.role == "1"]
    for ref, name, source in told:
        key = (ref[:120], name[:200], source[:200])
        if any(key) and key not in seen and source != activity.identifier and len(seen) < 100:
            seen.add(key)
            yield MappingProxyType({"ref": key[0], "name": key[1], "activity": key[2]})


def _recipient(activity: Activity, each: Transaction) -> str:
    """One country, where the transaction or else the activity is for one alone."""
    if each.country is not None:
        return _alpha3(each.country.code)
    if each.region is None and not activity.regions and len(activity.countries) == 1:
        return _alpha3(activity.countries[0].code)
    return ""


def _grouped(activity: Activity, outgoing: Iterable[Transaction], base: Record) -> Iterator[Record]:
    groups: dict[tuple[int, str, str, str, str, str, str], list[Transaction]] = defaultdict(list)
    for each in outgoing:
        receiver = each.receiver or Receiver()
        finance = each.finance or activity.finance
        groups[
            each.on.year,
            _recipient(activity, each),
            each.amount.money.currency,
            receiver.activity[:200],
            receiver.ref[:120],
            str(receiver.name)[:200],
            finance if finance in LOANS else "",
        ].append(each)
    for key in sorted(groups):
        year, recipient, currency, to, ref, name, loan = key
        held = groups[key]
        made = replace(
            base,
            year=year,
            recipient=recipient,
            currency=currency,
            # whoever pays to itself pays nobody on
            activity="" if to == activity.identifier else to,
            channel_ref=ref,
            channel=name or ref,
            on=max(each.on for each in held),
            committed=_sum(held, (COMMITMENT,)),
            paid=_sum(held, PAYMENTS),
        )
        if made.committed or made.paid:
            yield _with_grant(_as_loan(made, loan), activity) if loan else made


def _as_loan(made: Record, finance: str) -> Record:
    purpose = Reason("loan", made.reason, made.facts).sentence
    return replace(made, klass="loan", reason=LOAN, facts=MappingProxyType({"finance": finance, "purpose": purpose}))


def _with_grant(made: Record, activity: Activity) -> Record:
    """A loan with its terms and the grant in it: of what was paid, or where nothing was, of what was committed."""
    terms = activity.crs.terms if activity.crs is not None else None
    grant = grant_of(terms, made.recipient, paid=made.paid is not None)
    told = terms_told(activity.crs)
    if "status_year" in told:
        told.setdefault("status_currency", activity.currency)
    return replace(made, grant=grant, grant_equivalent=grant.of(money_of(made).minor), loan_terms=told)


def with_grant_as_told(made: Record) -> Record:
    """A loan of a table: its provider tells the grant equivalent, or nobody does."""
    told = made.grant_equivalent is not None
    return replace(made, grant=LoanGrant(None, AS_TOLD) if told else grant_of(None, made.recipient, paid=True))


def _received(activity: Activity, incoming: Iterable[Transaction], base: Record) -> Iterator[Record]:
    """What an activity got that has paid nothing on: the provider is whoever the transaction names."""
    groups: dict[tuple[int, str, str, str, str, str], list[Transaction]] = defaultdict(list)
    for each in incoming:
        provider = each.provider
        if provider is None or not (provider.ref or provider.name or provider.activity):
            continue
        name = str(provider.name)[:200]
        when, what = (each.on.year, _recipient(activity, each)), each.amount.money.currency
        groups[(*when, what, provider.activity[:200], provider.ref[:120], name)].append(each)
    for key in sorted(groups):
        year, recipient, currency, source, ref, name = key
        held = groups[key]
        made = replace(
            base,
            names=(),
            year=year,
            recipient=recipient,
            currency=currency,
            provider=name or ref or source,
            provider_ref=ref,
            provider_country=country_of(ref),
            channel=base.provider,
            channel_ref=base.provider_ref,
            activity=base.identifier,
            sources=(MappingProxyType({"ref": ref, "name": name, "activity": source}),),
            on=max(each.on for each in held),
            committed=_sum(held, (PROMISES,)),
            paid=_sum(held, (RECEIPTS,)),
        )
        if made.committed or made.paid:
            yield made


def _sum(held: Iterable[Transaction], kinds: tuple[str, ...]) -> int | None:
    amounts = [each.amount.money for each in held if each.kind in kinds]
    return sum(money.minor for money in amounts) if amounts else None


def money_of(record: Record) -> Money:
    """What was paid, else what was committed."""
    return Money(record.paid if record.paid is not None else record.committed or 0, record.currency)
