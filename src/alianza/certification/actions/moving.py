"""Moving an application: the locked row, the lifecycle asked, and everybody concerned told."""

from collections.abc import Iterable
from datetime import date, datetime, time

from django.db import models
from django.utils import timezone

from alianza.accounts.models import User
from alianza.audit.actions import Actor
from alianza.certification import notices, policy
from alianza.certification.lifecycle import APPLICATION
from alianza.certification.models import Application
from alianza.certification.queries.cases import guards_of
from alianza.vocabulary.lifecycle import require


def moment(on: date) -> datetime:
    """Now, where the day is today; else noon of the day on which it is said to have been done."""
    if on == timezone.localdate():
        return timezone.now()
    return timezone.make_aware(datetime.combine(on, time(12)))


def locked(application: Application) -> Application:
    return (
        Application.objects.select_for_update(no_key=True, of=("self",))
        .select_related("subject__organisation", "version__instrument", "version__scheme", "round", "submission")
        .get(pk=application.pk)
    )


def roles_of(by: Actor, application: Application) -> frozenset[str]:
    return policy.roles_in(by, application) if isinstance(by, User) else frozenset()


def move(held: Application, name: str, *, by: Actor, on: date, reason: str = "", also: Iterable[str] = ()) -> None:
    """Put the locked row where the move leads. Raises NotYet with every reason that there is."""
    guards = guards_of(held, on)
    roles = roles_of(by, held)
    step = require(APPLICATION, name, held.state, guards.held, roles, reason=reason, because=dict(guards.because))
    held.state, held.moved_at, held.edits = step.target, moment(on), held.edits + 1
    held.save(update_fields=["state", "moved_at", "edits", *also])
    notices.application_moved(held)


def next_number(model: type[models.Model], start: str) -> str:
    """The next free number of a year; call it while something of the scheme is locked."""
    taken = model._default_manager.filter(number__startswith=start).values_list("number", flat=True)
    return f"{start}{max((int(each.removeprefix(start)) for each in taken), default=0) + 1:03}"
