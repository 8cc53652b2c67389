"""Reading the sealed part of somebody else's file: always for a reason, always seen by the worker."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from alianza.accounts.models import User
from alianza.audit.actions import record
from alianza.messages.actions import tell
from alianza.network.models import Organisation, RoleCode, Subject
from alianza.network.policy import mandates_in_force, memberships_in_force
from alianza.registry import policy
from alianza.registry.models import FileOpening, Profile, Purpose
from alianza.registry.queries import agrees_to_be_named
from alianza.vocabulary.refusal import Refusal, marked

SHORTEST_REASON, LONGEST_REASON = 10, 300


class MayNotOpen(Refusal):
    code = "registry.file.may_not_open"
    message = marked("This file is not open to you. Ask the worker, or the service that keeps the file.")


class NotAgreedToBeNamed(Refusal):
    code = "registry.file.not_agreed"
    message = marked("%(worker)s does not agree, at present, that employers read the name. The file stays closed.")


class ReasonMissing(Refusal):
    code = "registry.file.reason_missing"
    field = "reason"
    message = marked("Say in %(least)s to %(most)s characters why you open this file; the worker will read it.")


@dataclass(frozen=True)
class OpenedFile:
    """The sealed part of a file, as opened once. Do not keep it, log it, or put it into an address."""

    opening: FileOpening
    full_name: str
    phone: str
    email: str
    birth_date: str
    """ISO 8601, or empty."""
    passport: str

    def __repr__(self) -> str:
        return f"OpenedFile({self.opening.code})"


def _capacity(user: User, profile: Profile, *, for_order: bool) -> tuple[str, Organisation | None]:
    """In which role, and for which organisation, the person opens the file."""
    memberships = {str(each.role): each for each in memberships_in_force(user).select_related("organisation")}
    wanted = (RoleCode.EMPLOYER.value, RoleCode.OFFICER.value) if for_order else (RoleCode.OFFICER.value,)
    for role in wanted:
        if role in memberships:
            return role, memberships[role].organisation
    mandates = mandates_in_force(user).filter(subject=Subject.PLACEMENT).select_related("organisation")
    mandate = mandates.filter(Q(country=profile.origin) | Q(organisation=profile.registrar)).first()
    return ("focal_point", mandate.organisation) if mandate else ("", None)


@transaction.atomic
def open_file(
    profile: Profile, *, by: User, reason: str, purpose: Purpose | None = None, order: UUID | None = None
) -> OpenedFile:
    """Open the sealed part for a reason, record it and tell the worker.

    With `order` the caller (`placement`) has made sure that the worker agreed to that very job order and that `by` acts
    for its employer; the worker's general consent to be named is asked here once more. Without it the person must be
    allowed by `policy.may_open`. Raises MayNotOpen, NotAgreedToBeNamed, ReasonMissing.
    """
    said = " ".join(reason.split())
    if not SHORTEST_REASON <= len(said) <= LONGEST_REASON or "\0" in said:
        raise ReasonMissing(least=SHORTEST_REASON, most=LONGEST_REASON)
    held = Profile.objects.select_for_update(no_key=True).filter(pk=profile.pk).first()
    if held is None or (order is None and not policy.may_open(by, held)):
        raise MayNotOpen
    if order is not None and not agrees_to_be_named(held):
        raise NotAgreedToBeNamed(worker=held.pseudonym)
    why = purpose or (Purpose.CONTACT if order is None else Purpose.PLACEMENT)
    role, organisation = _capacity(by, held, for_order=order is not None)
    opening = FileOpening.objects.create(
        profile=held, by=by, role=role, organisation=organisation, purpose=why, reason=said, order=order
    )
    opened = OpenedFile(
        opening=opening,
        full_name=held.full_name or "",
        phone=held.phone or "",
        email=held.email or "",
        birth_date=held.birth_date or "",
        passport=held.passport or "",
    )
    if held.user is not None:
        tell(
            held.user,
            "registry.file.opened",
            {"who": organisation.name if organisation else role, "purpose": str(why.value)},
            reverse("registry:profile-mine") + "#openings",
        )
    record(
        "registry.file.opened",
        held,
        by=by,
        opening=opening.code,
        purpose=str(why.value),
        role=role,
        organisation=organisation.code if organisation else None,
        order=order,
    )
    return opened
