"""Who sees which version of a sheet, and who may write, submit and publish one.

What is in force is public. A version being worked on is seen by the focal points of its country and by officers. A
focal point drafts and submits; another person, an officer or a second focal point of the country, publishes.
"""

from django.db.models import Q, QuerySet

from alianza.network.models import Subject
from alianza.network.policy import Visitor, is_focal_point, is_officer, mandates_in_force
from alianza.regulations.models import ErrorReport, PermitCategory, SheetVersion, Status
from alianza.vocabulary.places import UnknownCountry, country, country_by_alpha2

PUBLIC = (Status.SEED, Status.PUBLISHED, Status.SUPERSEDED, Status.WITHDRAWN)


def jurisdictions_of(user: Visitor) -> frozenset[str]:
    """Countries, by two-letter code, whose sheets the person keeps."""
    mandates = mandates_in_force(user).filter(subject=Subject.REGULATIONS).values_list("country", flat=True)
    return frozenset(country(code).alpha2 for code in mandates)


def visible_to(user: Visitor) -> QuerySet[SheetVersion]:
    """Versions that are or were in force; and those being worked on, for those who work on them."""
    if is_officer(user):
        return SheetVersion.objects.all()
    own = jurisdictions_of(user)
    seen = Q(status__in=PUBLIC)
    return SheetVersion.objects.filter(seen | Q(category__jurisdiction__in=own) if own else seen)


def is_regional(jurisdiction: str) -> bool:
    """Whether it is no country: nobody has a mandate for it, and the secretariat keeps its sheets."""
    try:
        country_by_alpha2(jurisdiction)
    except UnknownCountry:
        return True
    return False


def may_draft_for(user: Visitor, jurisdiction: str) -> bool:
    """A country's sheet is written by its focal point for rules of entry and work; a region's by the secretariat."""
    if is_regional(jurisdiction):
        return is_officer(user)
    return is_focal_point(user, country_by_alpha2(jurisdiction).alpha3, Subject.REGULATIONS)


def may_draft(user: Visitor, category: PermitCategory) -> bool:
    return may_draft_for(user, category.jurisdiction)


def may_submit(user: Visitor, version: SheetVersion) -> bool:
    return version.status == Status.DRAFT and may_draft(user, version.category)


def may_review(user: Visitor, version: SheetVersion) -> bool:
    """Publish it or send it back: not by whoever submitted it."""
    if version.status not in {Status.SUBMITTED, Status.IN_REVIEW} or version.submitted_by_id == user.pk:
        return False
    return is_officer(user) or may_draft(user, version.category)


def may_withdraw(user: Visitor, version: SheetVersion) -> bool:
    return version.status == Status.PUBLISHED and (is_officer(user) or may_draft(user, version.category))


def keeps_sheets(user: Visitor) -> bool:
    return is_officer(user) or bool(jurisdictions_of(user))


def may_look(user: Visitor, version: SheetVersion) -> bool:
    """Say that a published sheet is still true: whoever writes it. A seed is confirmed by publishing a version."""
    return version.status == Status.PUBLISHED and may_draft(user, version.category)


def reports_for(user: Visitor) -> QuerySet[ErrorReport]:
    """Errors told on sheets that the person keeps; officers see all. What was told is nobody else's to read."""
    if is_officer(user):
        return ErrorReport.objects.all()
    own = jurisdictions_of(user)
    return ErrorReport.objects.filter(version__category__jurisdiction__in=own) if own else ErrorReport.objects.none()


def may_answer(user: Visitor, report: ErrorReport) -> bool:
    """An officer, or a focal point of the country, as long as it is open."""
    return report.is_open and (is_officer(user) or may_draft(user, report.version.category))
