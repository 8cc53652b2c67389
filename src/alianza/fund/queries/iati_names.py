"""Who stands behind a name in the books, as IATI writes organisations. Never a person."""

from collections.abc import Mapping
from functools import cached_property

from alianza.fund.models import Agreement, Contract, Donor, FeeDue, Operation, OutsideIdentifier
from alianza.fund.published import Move, Place, Why
from alianza.fund.publisher import Publisher
from alianza.iati.values import AidType, Organisation, Provider, Receiver, say
from alianza.network.models import Organisation as Member
from alianza.vocabulary.text import Text

ORGANISATION_TYPES: Mapping[str, str] = {
    "state": "10",
    "parliament": "10",
    "local_authority": "11",
    "human_rights_institution": "15",
    "ngo": "22",
    "trade_union": "22",
    "migrant_association": "22",
    "diaspora_association": "22",
    "professional_association": "22",
    "youth": "22",
    "international_organisation": "40",
    "regional_organisation": "40",
    "development_bank": "40",
    "private_donor": "60",
    "employer": "70",
    "employers_association": "70",
    "recruitment_agency": "70",
    "immigration_law_firm": "70",
    "money_transfer_company": "70",
    "bank_or_microfinance": "70",
    "training_institution": "80",
    "academia": "80",
}
"""Kinds of actors of the founding papers as codes of OrganisationType; others are 90."""
DONOR_TYPES: Mapping[str, str] = {
    Donor.Kind.GOVERNMENT: "10",
    Donor.Kind.PRIVATE: "70",
    Donor.Kind.FOUNDATION: "60",
    Donor.Kind.INDIVIDUALS: "22",
    Donor.Kind.FUND: "40",
}
EARMARKING: Mapping[str, str] = {
    Agreement.Earmark.NONE: "1",
    Agreement.Earmark.WINDOW: "2",
    Agreement.Earmark.FACILITY: "2",
    Agreement.Earmark.COUNTRY: "3",
}
"""Codes of EarmarkingCategory: a theme is soft, a country is earmarked; nothing is tied to one programme."""
WORDS: Mapping[Why, str] = {
    Why.PLEDGE: "Pledge",
    Why.COMMITMENT: "Agreement signed",
    Why.RECEIPT: "Contribution received",
    Why.RETURN: "Returned to the donor",
    Why.INTEREST: "Interest earned at the bank",
    Why.EARNED: "Interest earned by an implementing organisation on an advance",
    Why.TRUSTEE_FEE: "Trustee's fee",
    Why.CHARGE: "Bank charge",
    Why.MEMBER_FEE: "Member fee",
    Why.CORE_COST: "Cost of core functions",
    Why.APPROVAL: "Approved",
    Why.CONTRACT: "Contract signed",
    Why.PAYMENT: "Paid",
}
BACKWARDS: Mapping[Why, str] = {
    Why.PLEDGE: "Pledge that became an agreement or lapsed",
    Why.COMMITMENT: "Commitment reduced: will not be paid",
    Why.RECEIPT: "Receipt corrected",
    Why.APPROVAL: "Approval lapsed or reduced",
    Why.CONTRACT: "Commitment reduced",
    Why.PAYMENT: "Money returned",
}
"""What the same is called below zero."""


class Names:
    """Looks each table up once, however many transactions ask."""

    def __init__(self, publisher: Publisher) -> None:
        self.publisher = publisher

    @cached_property
    def outside(self) -> dict[str, str]:
        return dict(OutsideIdentifier.objects.values_list("subject", "reference"))

    @cached_property
    def donors(self) -> dict[str, Donor]:
        return {one.number: one for one in Donor.objects.select_related("organisation")}

    @cached_property
    def agreements(self) -> dict[str, Agreement]:
        return {one.number: one for one in Agreement.objects.select_related("donor__organisation")}

    @cached_property
    def contracts(self) -> dict[tuple[str, str], Contract]:
        held = Contract.objects.select_related("organisation", "programme__proposal")
        return {(one.programme.number, one.party): one for one in held}

    @cached_property
    def operations(self) -> dict[str, Operation]:
        held = Operation.objects.select_related("bank", "request", "decision")
        return {one.number: one for one in held.prefetch_related("decision__conditions")}

    @cached_property
    def members(self) -> dict[str, Member]:
        return {one.number: one.member for one in FeeDue.objects.select_related("member")}

    def ref(self, organisation: Member) -> str:
        return self.outside.get(f"organisation:{organisation.code}", "")

    def own(self, *, activity: str = "") -> Organisation:
        held = self.publisher
        return Organisation(ref=held.ref, kind=held.kind, name=say(en=held.name), activity=activity)

    def organisation(self, member: Member, kind: str = "", activity: str = "") -> Organisation:
        return Organisation(
            ref=self.ref(member),
            kind=kind or ORGANISATION_TYPES.get(member.actor_type, "90"),
            name=say(en=member.name),
            activity=activity,
        )

    def donor(self, donor: Donor, activity: str = "") -> Organisation:
        return self.organisation(donor.organisation, DONOR_TYPES[donor.kind], activity)

    def party(self, place: Place, number: str, party: str) -> Organisation:
        """The organisation under contract, or the bank, and its own activity where it told it."""
        if place is Place.OPERATION:
            held = self.operations.get(number)
            if held is not None:
                return self.organisation(held.bank, activity=self.outside.get(f"operation:{number}", ""))
        contract = self.contracts.get((number, party))
        if contract is None:
            return Organisation(name=say(en=party or number))
        activity = self.outside.get(f"contract:{contract.code}", "")
        return self.organisation(contract.organisation, activity=activity)

    def provider(self, move: Move) -> Provider | None:
        """Who gave; nobody where interest came from our own bank."""
        if move.why in (Why.RECEIPT, Why.COMMITMENT, Why.RETURN):
            agreement = self.agreements.get(move.other)
            if agreement is None:
                return Provider(name=say(en=move.other))
            own = self.outside.get(f"agreement:{agreement.number}", "")
            return _provider(self.donor(agreement.donor, own))
        if move.why is Why.PLEDGE:
            donor = self.donors.get(move.other)
            return _provider(self.donor(donor)) if donor else Provider(name=say(en=move.other))
        if move.why is Why.MEMBER_FEE:
            member = self.members.get(move.other)
            return _provider(self.organisation(member)) if member else Provider(name=say(en=move.other))
        if move.why is Why.EARNED:
            programme, _, party = move.other.partition(":")
            return _provider(self.party(Place.PROGRAMME, programme, party))
        if move.place in (Place.PROGRAMME, Place.OPERATION):
            return _provider(self.own(activity=self.publisher.fund))
        return None

    def receiver(self, move: Move) -> Receiver | None:
        if move.place not in (Place.PROGRAMME, Place.OPERATION) or not move.other:
            return None
        held = self.party(move.place, move.number, move.other)
        return Receiver(ref=held.ref, kind=held.kind, name=held.name, activity=held.activity)

    def aid(self, move: Move) -> tuple[AidType, ...]:
        """B04, a pooled fund, and beside it how far a commitment or receipt is earmarked."""
        if move.why not in (Why.COMMITMENT, Why.RECEIPT, Why.RETURN):
            return ()
        agreement = self.agreements.get(move.other)
        earmark = EARMARKING[agreement.earmark] if agreement else "1"
        return AidType(code="B04"), AidType(vocabulary="2", code=earmark)


def _provider(held: Organisation) -> Provider:
    return Provider(ref=held.ref, kind=held.kind, name=held.name, activity=held.activity)


def words(move: Move) -> Text:
    """What happened, in words of ours: what people wrote beside a payment stays inside."""
    return say(en=BACKWARDS.get(move.why, WORDS[move.why]) if move.money.minor < 0 else WORDS[move.why])


def said(language: str, text: str) -> Text | None:
    """A person's text in its language; None where there is none."""
    plain = text.strip()
    return Text({language or "en": plain}) if plain else None
