"""What an item is about: who submits it, carries it out and is paid, which countries benefit, how large it is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from uuid import UUID

from django.db.models import Model, Sum

from alianza.fund.chart import BASE_CURRENCY, AccountName
from alianza.fund.decision_rules import versions
from alianza.fund.models import (
    Agreement,
    Body,
    Change,
    CountryRequest,
    FeeDue,
    Interest,
    Item,
    Operation,
    Programme,
    Proposal,
)
from alianza.fund.queries.ledger import balances
from alianza.network.models import Organisation
from alianza.vocabulary.money import Money

STATE = "state"


@dataclass(frozen=True, slots=True)
class Subject:
    """`thing` is what the item is about, None where the item names nothing or nothing that is on record.

    `parties` are organisations with an interest by what they do in it; `states` are countries whose own government
    submits it. `share` is its part of its window, None where it is not known.
    """

    thing: Model | None
    title: str = ""
    parties: tuple[tuple[Organisation, Interest.Ground], ...] = ()
    states: tuple[str, ...] = ()
    beneficiaries: frozenset[str] = frozenset()
    share: Fraction | None = None
    window: str = ""
    proposal: Proposal | None = None

    def grounds_of(self, member: Organisation) -> list[Interest.Ground]:
        """Why this member takes no part: it is a party itself, or the state whose government is."""
        found = [ground for party, ground in self.parties if party.pk == member.pk]
        if member.actor_type == STATE:
            found += [
                ground
                for party, ground in self.parties
                if party.pk != member.pk and party.actor_type == STATE and party.country == member.country
            ]
            if member.country in self.states:
                found.append(Interest.Ground.SUBMITS)
        return list(dict.fromkeys(found))

    def benefits(self, member: Organisation) -> bool:
        """Whether the member speaks for a country that is to benefit: it votes, and does not chair."""
        return member.actor_type == STATE and member.country in self.beneficiaries


def subject_of(item: Item) -> Subject:
    prefix, _colon, number = item.subject.partition(":")
    resolver = RESOLVERS.get(prefix)
    return resolver(number) if resolver is not None else Subject(None)


def is_known(item: Item, subject: Subject | None = None) -> bool:
    """Whether what the item names is on record. Items that need not be about anything on record may name nothing.

    `subject` is `subject_of(item)`, where the caller has it.
    """
    if not item.subject:
        return item.kind in {Item.Kind.OTHER, Item.Kind.RULES, Item.Kind.FEES}
    prefix = item.subject.partition(":")[0]
    return prefix not in RESOLVERS or (subject or subject_of(item)).thing is not None


def _proposal(number: str) -> Subject:
    held = Proposal.objects.select_related("applicant", "window").filter(number=number).first()
    return Subject(None) if held is None else _of_proposal(held, held)


def _programme(number: str) -> Subject:
    held = (
        Programme.objects.select_related("proposal__applicant", "proposal__window")
        .filter(proposal__number=number)
        .first()
    )
    if held is None:
        return Subject(None)
    found = _of_proposal(held.proposal, held)
    contracts = tuple((one.organisation, Interest.Ground.PAID) for one in held.contracts.select_related("organisation"))
    return Subject(
        held,
        found.title,
        (*found.parties, *contracts),
        (),
        found.beneficiaries,
        found.share,
        found.window,
        held.proposal,
    )


def _change(number: str) -> Subject:
    held = (
        Change.objects.select_related("programme__proposal__applicant", "programme__proposal__window", "organisation")
        .filter(number=number)
        .first()
    )
    if held is None:
        return Subject(None)
    found = _programme(held.programme.number)
    gaining = Organisation.objects.filter(pk__in=held.lines.filter(minor__gt=0).values("organisation"))
    parties = [(one, Interest.Ground.PAID) for one in gaining]
    if held.organisation is not None:
        parties.append((held.organisation, Interest.Ground.EXECUTES))
    asked = held.lines.aggregate(sum=Sum("minor"))["sum"] or 0
    account = AccountName("8200", held.programme.proposal.window.number)
    free = -balances(None, "8200").get(account, Money.zero(BASE_CURRENCY)).minor  # a credit
    return Subject(
        held,
        found.title,
        (*found.parties, *parties),
        (),
        found.beneficiaries | set(held.countries),
        Fraction(asked, free) if asked and free > 0 else None,
        found.window,
        held.programme.proposal,
    )


def _of_proposal(proposal: Proposal, thing: Model) -> Subject:
    parties = [(proposal.applicant, Interest.Ground.SUBMITS)]
    parties += [
        (one.organisation, Interest.Ground.EXECUTES) for one in proposal.executants.select_related("organisation")
    ]
    paid = Organisation.objects.filter(pk__in=proposal.budget.filter(minor__gt=0).values("organisation"))
    parties += [(one, Interest.Ground.PAID) for one in paid]
    asked = proposal.budget.aggregate(sum=Sum("minor"))["sum"]
    held = balances(None, "8200").get(AccountName("8200", proposal.window.number), Money.zero(BASE_CURRENCY))
    free = -held.minor  # a credit
    return Subject(
        thing,
        proposal.title,
        tuple(parties),
        (),
        frozenset(proposal.countries.values_list("country", flat=True)),
        Fraction(asked, free) if asked and free > 0 else None,
        proposal.window.number,
        proposal,
    )


def _operation(number: str) -> Subject:
    held = Operation.objects.select_related("bank", "request").filter(number=number).first()
    if held is None:
        return Subject(None)
    bank = ((held.bank, Interest.Ground.EXECUTES), (held.bank, Interest.Ground.PAID))
    return Subject(held, held.title, bank, (), frozenset({held.request.country}))


def _request(code: str) -> Subject:
    try:
        held = CountryRequest.objects.filter(code=UUID(code)).first()
    except ValueError:
        held = None
    if held is None:
        return Subject(None)
    return Subject(held, held.country, (), (held.country,), frozenset({held.country}))


def _agreement(number: str) -> Subject:
    held = Agreement.objects.select_related("donor__organisation").filter(number=number).first()
    # nobody submits, executes or is paid under a write-off; its donor may declare an interest like anybody
    return Subject(None) if held is None else Subject(held, str(held.donor))


def _rules(name: str) -> Subject:
    found = versions().get(name)
    return Subject(Body.objects.filter(kind=found.body).first() if found is not None and not found.kind else None, name)


def _fee(number: str) -> Subject:
    # which fee is to be waived; what it is worth, and who is behind, no vote reads
    held = FeeDue.objects.filter(number=number).first()
    return Subject(None) if held is None else Subject(held, held.number)


RESOLVERS: Mapping[str, Callable[[str], Subject]] = MappingProxyType(
    {
        "proposal": _proposal,
        "programme": _programme,
        "change": _change,
        "operation": _operation,
        "request": _request,
        "agreement": _agreement,
        "fee": _fee,
        "rules": _rules,
    }
)
