"""Who sees programmes and acts in them. An officer who belongs to an organisation that carries one out does neither."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from alianza.accounts.models import User
from alianza.fund.models import Audit, Contract, Executant, Finding, Programme, Report, Tranche
from alianza.network.models import Mandate, Membership, Organisation, RoleCode, Subject
from alianza.network.policy import (
    Visitor,
    is_auditor,
    is_officer,
    mandates_in_force,
    memberships_in_force,
    organisations_of,
    roles_of,
)


def _own_organisations(user: Visitor) -> QuerySet[Organisation]:
    return Organisation.objects.filter(pk__in=memberships_in_force(user).values("organisation"))


def _carried_out_by(user: Visitor) -> Q:
    """Programmes that an organisation of the person, in whatever role, carries out."""
    own = _own_organisations(user)
    return Q(Exists(Executant.objects.filter(proposal=OuterRef("proposal"), organisation__in=own))) | Q(
        Exists(Contract.objects.filter(programme=OuterRef("pk"), organisation__in=own))
    )


def of_own_organisations(user: Visitor) -> QuerySet[Programme]:
    """Programmes in which the person has an interest."""
    return Programme.objects.filter(_carried_out_by(user))


def visible_to(user: Visitor) -> QuerySet[Programme]:
    """Officers without interest and auditors all; partners their own; focal points those that concern their country."""
    if is_auditor(user):
        return Programme.objects.all()
    if not user.is_authenticated:
        return Programme.objects.none()
    of_partner = Q(
        Exists(
            Executant.objects.filter(
                proposal=OuterRef("proposal"), organisation__in=organisations_of(user, RoleCode.PARTNER)
            )
        )
    ) | Q(
        Exists(
            Contract.objects.filter(programme=OuterRef("pk"), organisation__in=organisations_of(user, RoleCode.PARTNER))
        )
    )
    countries = mandates_in_force(user).filter(subject=Subject.FUND).values("country")
    of_country = Q(pk__in=Programme.objects.filter(proposal__countries__country__in=countries).values("pk"))
    if is_officer(user):
        return Programme.objects.filter(~_carried_out_by(user) | of_partner | of_country)
    return Programme.objects.filter(of_partner | of_country)


def contracts_visible_to(user: Visitor) -> QuerySet[Contract]:
    """A partner sees its own contract, not that of another organisation in the same programme."""
    contracts = Contract.objects.filter(programme__in=visible_to(user))
    if is_officer(user) or is_auditor(user) or mandates_in_force(user).filter(subject=Subject.FUND).exists():
        return contracts
    return contracts.filter(organisation__in=organisations_of(user, RoleCode.PARTNER))


def reports_visible_to(user: Visitor) -> QuerySet[Report]:
    """Before it is submitted, a report is its organisation's alone."""
    reports = Report.objects.filter(contract__in=contracts_visible_to(user))
    own = Q(contract__organisation__in=organisations_of(user, RoleCode.PARTNER))
    return reports.filter(own | ~Q(state=Report.State.DUE))


def tranches_visible_to(user: Visitor) -> QuerySet[Tranche]:
    return Tranche.objects.filter(contract__in=contracts_visible_to(user))


def findings_visible_to(user: Visitor) -> QuerySet[Finding]:
    """Auditors and officers all but those of their own programmes; donors those on the whole fund, whose money it is;
    others what they have to answer.
    """
    if is_auditor(user):
        return Finding.objects.all()
    own = Q(owner__in=organisations_of(user, RoleCode.PARTNER))
    of_fund = Q(audit__contract__isnull=True)
    if is_officer(user):
        return Finding.objects.filter(own | of_fund | Q(audit__contract__programme__in=visible_to(user)))
    return Finding.objects.filter(own | of_fund if is_donor(user) else own)


def audits_visible_to(user: Visitor) -> QuerySet[Audit]:
    """That the whole fund is audited, by whom and when, is public; audits of organisations are for those who keep them.

    How much of it a person reads is told by `may_read_audit`.
    """
    of_fund = Q(contract__isnull=True)
    if may_keep_audits(user):
        return Audit.objects.filter(of_fund | Q(contract__in=contracts_visible_to(user)))
    return Audit.objects.filter(of_fund)


def may_read_audit(user: Visitor, audit: Audit) -> bool:
    """Report and findings: of the whole fund for donors too. Whether it is seen at all: `audits_visible_to`."""
    return may_keep_audits(user) or (audit.contract_id is None and is_donor(user))


def roles_in_audit(user: Visitor, audit: Audit) -> frozenset[str]:
    found = {"auditor"} if is_auditor(user) else set()
    if is_officer(user) and (audit.contract is None or not has_interest(user, audit.contract.programme)):
        found.add("officer")
    return frozenset(found)


def is_donor(user: Visitor) -> bool:
    return RoleCode.DONOR in roles_of(user)


def is_partner_in(user: Visitor, organisation: Organisation) -> bool:
    return organisations_of(user, RoleCode.PARTNER).filter(pk=organisation.pk).exists()


def has_interest(user: Visitor, programme: Programme) -> bool:
    """Whether somebody belongs, in any role, to an organisation that carries it out."""
    return Programme.objects.filter(_carried_out_by(user), pk=programme.pk).exists()


def roles_in_contract(user: Visitor, contract: Contract) -> frozenset[str]:
    """What somebody is to one contract: partner, officer without interest, both or neither."""
    found = set()
    if is_partner_in(user, contract.organisation):
        found.add("partner")
    if is_officer(user) and not has_interest(user, contract.programme):
        found.add("officer")
    return frozenset(found)


def roles_in_programme(user: Visitor, programme: Programme) -> frozenset[str]:
    """The same to a programme: its partner is the organisation that leads."""
    found = set()
    leads = programme.proposal.executants.filter(lead=True, organisation__in=organisations_of(user, RoleCode.PARTNER))
    if leads.exists():
        found.add("partner")
    if is_officer(user) and not has_interest(user, programme):
        found.add("officer")
    return frozenset(found)


def roles_in_finding(user: Visitor, finding: Finding) -> frozenset[str]:
    found = set()
    if is_auditor(user):
        found.add("auditor")
    own = memberships_in_force(user).filter(organisation=finding.owner)
    if own.filter(role__in=(RoleCode.PARTNER, RoleCode.OFFICER)).exists():
        found.add("owner")
    if is_officer(user) and not own.exists():  # nobody closes what was found at home
        contract = finding.audit.contract
        if contract is None or not has_interest(user, contract.programme):
            found.add("officer")
    return frozenset(found)


def may_read_all(user: Visitor) -> bool:
    return is_officer(user) or is_auditor(user)


def may_keep_audits(user: Visitor) -> bool:
    return is_officer(user) or is_auditor(user)


def agents_of(organisations: Iterable[Organisation]) -> list[User]:
    """People who act for these organisations towards the fund."""
    held = Membership.objects.filter(organisation__in=list(organisations), role=RoleCode.PARTNER)
    return people_in_force(held)


def officers_without_interest(programme: Programme | None) -> list[User]:
    people = people_in_force(Membership.objects.filter(role=RoleCode.OFFICER))
    if programme is None:
        return people
    executants = Executant.objects.filter(proposal=programme.proposal_id).values("organisation")
    contracts = Contract.objects.filter(programme=programme).values("organisation")
    parties = Q(organisation__in=executants) | Q(organisation__in=contracts)
    interested = {each.pk for each in people_in_force(Membership.objects.filter(parties, user__in=people))}
    return [each for each in people if each.pk not in interested]


def people_in_force(held: QuerySet[Membership]) -> list[User]:
    today = timezone.localdate()
    rows = held.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today), begins_on__lte=today).select_related("user")
    return list({row.user_id: row.user for row in rows}.values())


def focal_points_of(countries: Iterable[str]) -> list[User]:
    """People whom these countries named for the fund, today."""
    today = timezone.localdate()
    rows = Mandate.objects.filter(
        country__in=list(countries),
        subject=Subject.FUND,
        revoked_at__isnull=True,
        begins_on__lte=today,
        ends_on__gte=today,
    ).select_related("user")
    return list({row.user_id: row.user for row in rows}.values())
