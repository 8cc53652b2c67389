"""Keepers read sources of a published sheet again and say that it is still true; they are reminded of what is due."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from alianza.accounts.models import User
from alianza.audit.actions import record
from alianza.regulations import notices, policy, upkeep
from alianza.regulations.models import KeeperReminder, Look, PermitCategory, SheetVersion, Status
from alianza.vocabulary.refusal import Refusal, marked


class NotPublished(Refusal):
    code = "regulations.look.not_published"
    message = marked("%(sheet)s is not the published sheet. Look at the one in force, or publish a version.")


class NotTheirSheet(Refusal):
    code = "regulations.look.not_their_sheet"
    message = marked("You keep no sheets of %(jurisdiction)s; its focal point for rules of entry and work does.")


class NothingRead(Refusal):
    code = "regulations.look.nothing_read"
    field = "sources"
    message = marked("Tick the sources that you read again; without one nothing was looked at.")


class NotASource(Refusal):
    code = "regulations.look.not_a_source"
    field = "sources"
    message = marked("%(name)s is not a source of this version.")


class DayToCome(Refusal):
    code = "regulations.look.day_to_come"
    field = "looked_on"
    message = marked("%(day)s is still to come. Enter the day on which you read the sources.")


class BeforePublication(Refusal):
    code = "regulations.look.before_publication"
    field = "looked_on"
    message = marked("This version was published on %(published)s; a look before that day was not at this version.")


class LookedAlready(Refusal):
    code = "regulations.look.looked_already"
    field = "looked_on"
    message = marked("Your look of %(day)s is entered already. A look is not changed; enter another day.")


@transaction.atomic
def look_at_sheet(version: SheetVersion, *, looked_on: date, sources: Sequence[str], by: User) -> Look:
    """Say that on that day one read these sources again and the sheet is still true. The document stays as it is.

    Raises NotPublished, also when another version was published meanwhile; NotTheirSheet, NothingRead, NotASource,
    DayToCome, BeforePublication, LookedAlready.
    """
    PermitCategory.objects.select_for_update(no_key=True).get(pk=version.category_id)
    version = SheetVersion.objects.select_for_update(no_key=True).select_related("category").get(pk=version.pk)
    if version.status != Status.PUBLISHED or version.confirmed_at is None:
        raise NotPublished(sheet=str(version))
    if not policy.may_look(by, version):
        raise NotTheirSheet(jurisdiction=version.category.jurisdiction)
    read = list(dict.fromkeys(sources))
    if not read:
        raise NothingRead
    known = {source["id"] for source in version.document["sources"]}
    for name in read:
        if name not in known:
            raise NotASource(name=name[:80])
    today, published = timezone.localdate(), timezone.localdate(version.confirmed_at)
    if looked_on > today:
        raise DayToCome(day=looked_on.isoformat())
    if looked_on < published:
        raise BeforePublication(published=published.isoformat())
    if Look.objects.filter(version=version, by=by, looked_on=looked_on).exists():
        raise LookedAlready(day=looked_on.isoformat())
    look = Look.objects.create(
        version=version, by=by, looked_on=looked_on, sources=read, sources_read=len(read), entered_on=today
    )
    record(
        "regulations.sheet.looked_at",
        version,
        by=by,
        sheet=version.category.name,
        number=version.number,
        day=looked_on,
        sources=read,
    )
    return look


def remind_keepers(today: date) -> int:
    """Tell each keeper once a month which of their sheets ask for them; returns how many were told.

    A country's sheets are its focal points', a region's the officers'. A month whose first day no job saw is made up
    for on the next; a month that was told is never told again.
    """
    month = today.replace(day=1)
    told = set(KeeperReminder.objects.filter(month=month).values_list("user", flat=True))
    count = 0
    for user, names in upkeep.asking_of(upkeep.sheets_asking(today)).items():
        if user.pk in told:
            continue
        with transaction.atomic():
            _row, new = KeeperReminder.objects.get_or_create(user=user, month=month, defaults={"sheets": len(names)})
            if new:
                notices.sheets_due(user, names)
                count += 1
    return count
