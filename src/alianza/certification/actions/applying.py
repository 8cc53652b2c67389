"""The firm's side of an application: starting it, submitting the self-assessment, taking it back."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from alianza.accounts.models import User
from alianza.audit.actions import record
from alianza.certification import policy
from alianza.certification.actions import schemes
from alianza.certification.actions.moving import locked, move, next_number
from alianza.certification.days import last_day
from alianza.certification.lifecycle import OPEN
from alianza.certification.models import Application, Scheme, Subject
from alianza.certification.queries.cases import handed_in
from alianza.instruments.actions.answering import begin
from alianza.instruments.actions.rounds import close_round, invite_organisations, open_round, prepare_round
from alianza.instruments.models import Audience, Naming, RoundStatus
from alianza.network.models import Organisation
from alianza.network.models import Subject as Concern
from alianza.vocabulary.places import country
from alianza.vocabulary.refusal import Refusal, marked


class NotForYou(Refusal):
    code = "certification.application.not_for_you"
    message = marked("Only somebody who acts for %(organisation)s applies in its name.")
    field = "organisation"


class NameTheProgramme(Refusal):
    code = "certification.application.name_the_programme"
    message = marked("A programme has a name of its own.")
    field = "name"


class AppliedAlready(Refusal):
    code = "certification.application.applied_already"
    message = marked("%(subject)s has an application that is not decided yet: %(number)s.")


class DueOutside(Refusal):
    code = "certification.application.due_outside"
    message = marked("The self-assessment is due on a day after today, and by %(last)s at the latest.")
    field = "due_on"


@transaction.atomic
def subject_of(
    organisation: Organisation,
    *,
    kind: str,
    name: str = "",
    governmental: bool = False,
    countries: Sequence[str] = (),
    by: User,
) -> Subject:
    """The firm, or the programme of that name, entered where it was not. Raises NameTheProgramme, UnknownCountry."""
    name = name.strip()
    if kind == Subject.Kind.PROGRAMME and not name:
        raise NameTheProgramme
    chosen = sorted({country(each).alpha3 for each in countries})
    found = Subject.objects.filter(
        organisation=organisation, kind=kind, name=name if kind == Subject.Kind.PROGRAMME else ""
    ).first()
    if found is not None:
        if chosen and chosen != found.countries:
            found.countries = chosen
            found.save(update_fields=["countries"])
        return found
    subject = Subject.objects.create(
        organisation=organisation,
        kind=kind,
        name=name if kind == Subject.Kind.PROGRAMME else "",
        governmental=governmental,
        countries=chosen or ([organisation.country] if organisation.country else []),
    )
    record("certification.subject.entered", subject, by=by, kind=kind, governmental=governmental)
    return subject


@transaction.atomic
def apply(
    organisation: Organisation,
    *,
    kind: str = Subject.Kind.FIRM,
    name: str = "",
    governmental: bool = False,
    countries: Sequence[str] = (),
    audited: bool = True,
    scope: str = "",
    due_on: date,
    by: User,
    on: date | None = None,
) -> Application:
    """Start an application: a round of the instrument with one invitation, begun at once.

    Raises NotForYou, NameTheProgramme, UnknownCountry, NoScheme, DueOutside, AppliedAlready.
    """
    on = on or timezone.localdate()
    if not policy.acts_for(by, organisation):
        raise NotForYou(organisation=str(organisation))
    version = schemes.newest()
    Scheme.objects.select_for_update(no_key=True).get(pk=version.scheme_id)
    last = last_day(on, version.declared_months)
    if not on < due_on <= last:
        raise DueOutside(last=last.isoformat())
    subject = subject_of(organisation, kind=kind, name=name, governmental=governmental, countries=countries, by=by)
    held = subject.applications.filter(state__in=OPEN).first()
    if held is not None:
        raise AppliedAlready(subject=str(subject), number=held.number)
    number = next_number(Application, f"C-{on.year}-")
    campaign = prepare_round(
        version.instrument,
        name=f"{number}: {subject}"[:120],
        subject=Concern.PLACEMENT,
        opens_on=on,
        due_on=due_on,
        naming=Naming.NAMED,
        audience=Audience.SECRETARIAT,
        by=by,
    )
    invite_organisations(campaign, [organisation], by=by)
    open_round(campaign, by=by)
    application = Application.objects.create(
        number=number,
        subject=subject,
        version=version,
        round=campaign,
        audited=audited,
        scope=scope.strip(),
        applied_on=on,
        applied_by=by,
    )
    begin(campaign.invitations.get(), by=by)
    record("certification.application.started", application, by=by, number=number, audited=audited)
    return application


@transaction.atomic
def submit(application: Application, *, by: User, on: date | None = None) -> Application:
    """Put the self-assessment that was handed in before the secretariat. Raises NotYet."""
    on = on or timezone.localdate()
    held = locked(application)
    held.submission, held.submitted_on = handed_in(held), on
    held.said = ""
    move(held, "submit", by=by, on=on, also=("submission", "submitted_on", "said"))
    record("certification.application.submitted", held, by=by, number=held.number)
    return held


@transaction.atomic
def withdraw(application: Application, *, reason: str = "", by: User, on: date | None = None) -> Application:
    """Take an application back before it is decided; nothing of it is removed. Raises NotYet."""
    held = locked(application)
    held.said = reason.strip()
    move(held, "withdraw", by=by, on=on or timezone.localdate(), also=("said",))
    if held.round.status == RoundStatus.OPEN:
        close_round(held.round, by=by)
    running = held.audits.filter(closed_at__isnull=True, released_at__isnull=True)
    for audit in running:
        audit.released_at, audit.released_because = timezone.now(), "withdrawn"
        audit.save(update_fields=["released_at", "released_because"])
    record("certification.application.withdrawn", held, by=by, number=held.number)
    return held
