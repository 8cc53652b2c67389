"""Allegations: told by anybody, read by few and never unseen, concluded with a reason."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.urls import reverse

from alianza.accounts.models import User
from alianza.audit.actions import PLATFORM, record
from alianza.fund.actions.asking import ask, tell_people
from alianza.fund.actions.moments import moment
from alianza.fund.lifecycles.allegations import ALLEGATION
from alianza.fund.models import Allegation, AllegationOpening, Programme
from alianza.fund.policy.allegations import readers, role_of_reader
from alianza.fund.queries.gates import Gates
from alianza.vocabulary.refusal import Refusal, marked

SHORTEST_REASON, LONGEST_REASON = 10, 300


class MayNotRead(Refusal):
    code = "fund.allegation.may_not_read"
    message = marked("Allegations are read by auditors, and by officers without interest in the programme.")


class ReasonMissing(Refusal):
    code = "fund.allegation.reason_missing"
    field = "reason"
    message = marked("Say in %(least)s to %(most)s characters why you open it; the reason is kept.")


@dataclass(frozen=True)
class Opened:
    """What was told, as opened once. Do not keep it, log it, or put it into an address."""

    text: str
    contact: str
    outcome: str

    def __repr__(self) -> str:
        return "Opened()"


@transaction.atomic
def submit(
    *, kind: str, text: str, contact: str = "", programme: Programme | None = None, on: date | None = None
) -> Allegation:
    """Anybody tells. Who it was is not recorded, also where somebody is signed in: the deed is the platform's."""
    told = Allegation.objects.create(kind=kind, text=text, contact=contact, programme=programme, received_at=moment(on))
    tell_people(readers(told), "fund.allegation.received", {}, reverse("fund:allegation-list"))
    record("fund.allegation.received", told, by=PLATFORM, kind=kind)
    return told


@transaction.atomic
def open_allegation(allegation: Allegation, *, reason: str, by: User) -> Opened:
    """Read it, for a reason that is kept. Raises MayNotRead, ReasonMissing."""
    said = " ".join(reason.split())
    if not SHORTEST_REASON <= len(said) <= LONGEST_REASON or "\0" in said:
        raise ReasonMissing(least=SHORTEST_REASON, most=LONGEST_REASON)
    held = Allegation.objects.select_for_update(no_key=True).get(pk=allegation.pk)
    role = role_of_reader(by, held)
    if not role:
        raise MayNotRead
    opening = AllegationOpening.objects.create(allegation=held, by=by, role=role, reason=said)
    opened = Opened(held.text or "", held.contact or "", held.outcome or "")
    record("fund.allegation.opened", held, by=by, opening=opening.code, role=role)
    return opened


@transaction.atomic
def move_allegation(allegation: Allegation, move: str, *, outcome: str, by: User) -> Allegation:
    """Assess it, begin or conclude an investigation; `outcome` is sealed like the text. Raises MayNotRead, NotYet."""
    held = Allegation.objects.select_for_update(no_key=True).get(pk=allegation.pk)
    role = role_of_reader(by, held)
    if not role:
        raise MayNotRead
    ask(ALLEGATION, move, held.state, Gates(), {role}, reason=outcome)
    held.state = ALLEGATION.move(move).target
    held.outcome = "\n\n".join(part for part in (held.outcome or "", outcome.strip()) if part)[-5000:]
    held.save(update_fields=["state", "outcome"])
    record("fund.allegation.moved", held, by=by, state=str(held.state))
    return held
