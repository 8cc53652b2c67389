"""Who sees and does what with an application for the label.

The firm's people see their own case; the auditor of a case and panelists before whom it lies see its papers once they
declared to be free of conflict; officers see every case, and never what workers said. Somebody with a tie to the
organisation, or who declared a conflict, is no auditor and no panelist of the case: for them it does not exist.
"""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from alianza.accounts.models import User
from alianza.certification.models import Accreditation, Appeal, Application, Audit, Declaration, Finding, Vote
from alianza.instruments.policy import ANSWER_FOR
from alianza.network.models import Membership, Organisation
from alianza.network.policy import Visitor, is_officer, memberships_in_force


def organisations_of(user: Visitor) -> QuerySet[Organisation]:
    """Organisations for which the person applies and answers."""
    held = memberships_in_force(user).filter(role__in=ANSWER_FOR)
    return Organisation.objects.filter(pk__in=held.values("organisation"))


def acts_for(user: Visitor, organisation: Organisation) -> bool:
    return organisations_of(user).filter(pk=organisation.pk).exists()


def has_tie(user: User, organisation: Organisation, on: date | None = None) -> bool:
    """Whether the person belongs to the organisation in whatever role."""
    return memberships_in_force(user, on).filter(organisation=organisation).exists()


def accreditations_in_force(kind: str, on: date | None = None) -> QuerySet[Accreditation]:
    on = on or timezone.localdate()
    return Accreditation.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=on), kind=kind).filter(
        begins_on__lte=on, ends_on__gte=on
    )


def is_accredited(user: Visitor, kind: str, on: date | None = None) -> bool:
    return isinstance(user, User) and accreditations_in_force(kind, on).filter(user=user).exists()


def has_conflict(user: User, application: Application) -> bool:
    return application.declarations.filter(user=user, conflict=True).exists()


def has_declared(user: User, application: Application) -> bool:
    """Whether the person said to be free of conflict, and nothing else since."""
    return application.declarations.filter(user=user, conflict=False).exists() and not has_conflict(user, application)


def audits_of(user: Visitor) -> QuerySet[Audit]:
    """Audits that are the person's to carry out, or were."""
    if not user.is_authenticated:
        return Audit.objects.none()
    return Audit.objects.filter(auditor_id=user.pk, released_at__isnull=True)


def _tied(user: Visitor) -> QuerySet[Organisation]:
    return Organisation.objects.filter(pk__in=memberships_in_force(user).values("organisation"))


def _without_conflict(user: Visitor, applications: QuerySet[Application]) -> QuerySet[Application]:
    if not isinstance(user, User):
        return applications.none()
    said = Declaration.objects.filter(application=OuterRef("pk"), user=user, conflict=True)
    return applications.filter(~Exists(said)).exclude(subject__organisation__in=_tied(user))


def before_the_panel(user: Visitor) -> QuerySet[Application]:
    """Cases on which the person votes, or voted."""
    if not is_accredited(user, Accreditation.Kind.PANELIST):
        return Application.objects.none()
    audited = Audit.objects.filter(application=OuterRef("pk"), auditor_id=user.pk)
    voted = Vote.objects.filter(application=OuterRef("pk"), member_id=user.pk)
    found = Application.objects.filter(Q(state=Application.State.PANEL) | Q(Exists(voted)))
    return _without_conflict(user, found.filter(~Exists(audited)))


def appeals_before(user: Visitor) -> QuerySet[Appeal]:
    """Appeals that the person decides with others: never of a case in which the person took part."""
    if not is_accredited(user, Accreditation.Kind.PANELIST):
        return Appeal.objects.none()
    voted = Vote.objects.filter(application=OuterRef("application"), member_id=user.pk)
    audited = Audit.objects.filter(application=OuterRef("application"), auditor_id=user.pk)
    found = Appeal.objects.filter(~Exists(voted), ~Exists(audited)).exclude(standing__by_id=user.pk)
    mine = _without_conflict(user, Application.objects.all())
    return found.filter(application__in=mine)


def may_hear(user: Visitor, appeal: Appeal) -> bool:
    return appeals_before(user).filter(pk=appeal.pk).exists()


def visible_to(user: Visitor) -> QuerySet[Application]:
    if not user.is_authenticated:
        return Application.objects.none()
    if is_officer(user):
        return Application.objects.all()
    audited = audits_of(user).values("application")
    audited_free = _without_conflict(user, Application.objects.filter(pk__in=audited))
    return Application.objects.filter(
        Q(subject__organisation__in=organisations_of(user))
        | Q(pk__in=audited_free)
        | Q(pk__in=before_the_panel(user))
        | Q(pk__in=appeals_before(user).values("application"))
    ).distinct()


def roles_in(user: Visitor, application: Application) -> frozenset[str]:
    """The person's roles in one case, as the lifecycles name them."""
    if not isinstance(user, User):
        return frozenset()
    roles = set()
    if is_officer(user):
        roles.add("officer")
    if acts_for(user, application.subject.organisation):
        roles |= {"applicant", "holder"}
    if current_audit(application, user) is not None:
        roles.add("auditor")
    if before_the_panel(user).filter(pk=application.pk).exists():
        roles.add("panelist")
    return frozenset(roles)


def current_audit(application: Application, user: Visitor) -> Audit | None:
    """The person's audit of the case that is not closed; none where there is a conflict or a tie."""
    if not isinstance(user, User):
        return None
    found = audits_of(user).filter(application=application, closed_at__isnull=True).first()
    if found is None or has_conflict(user, application) or has_tie(user, application.subject.organisation):
        return None
    return found


def may_read_papers(user: Visitor, application: Application) -> bool:
    """The answers and their evidence: the firm its own, officers; auditor and panel once they declared."""
    roles = roles_in(user, application)
    if roles & {"officer", "applicant"}:
        return True
    if not isinstance(user, User) or not has_declared(user, application):
        return False
    is_auditors = audits_of(user).filter(application=application).exists()
    return is_auditors or "panelist" in roles or appeals_before(user).filter(application=application).exists()


def audits_visible_to(user: Visitor) -> QuerySet[Audit]:
    """The auditor's own; officers those of every case. The firm reads findings, not the auditor's desk."""
    if is_officer(user):
        return Audit.objects.all()
    return audits_of(user).filter(application__in=_without_conflict(user, Application.objects.all()))


def findings_visible_to(user: Visitor) -> QuerySet[Finding]:
    """Findings that were told: to the firm once they are to be corrected, the audit closed or the case decided."""
    own = Q(audit__application__subject__organisation__in=organisations_of(user)) & (
        Q(audit__closed_at__isnull=False)
        | (Q(audit__kind=Audit.Kind.INITIAL) & ~Q(audit__application__state__in=["audit", "submitted", "assessing"]))
    )
    if not user.is_authenticated:
        return Finding.objects.none()
    if is_officer(user):
        return Finding.objects.all()
    read = before_the_panel(user)
    heard = appeals_before(user).values("application")
    return Finding.objects.filter(
        own | Q(audit__in=audits_visible_to(user)) | Q(audit__application__in=read) | Q(audit__application__in=heard)
    ).distinct()


def may_accredit(user: Visitor) -> bool:
    return is_officer(user)


def agents_of(organisation: Organisation) -> list[User]:
    """Who hears of what happens to the organisation's case."""
    today = timezone.localdate()
    held = Membership.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=today),
        organisation=organisation,
        role__in=ANSWER_FOR,
        begins_on__lte=today,
    ).select_related("user")
    return list({each.user_id: each.user for each in held}.values())
