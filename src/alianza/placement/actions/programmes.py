"""Deeds on programmes: set one up, change its terms, replace its limits."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from alianza.accounts.models import User
from alianza.audit.actions import record
from alianza.placement import policy
from alianza.placement.models import Cap, Programme, Quota, SectorMember, Share
from alianza.vocabulary.refusal import Refusal, Stale, marked


class MayNotKeepProgrammes(Refusal):
    code = "placement.programme.not_allowed"
    message = marked("Only a secretariat officer sets up programmes and their limits.")


class NameTaken(Refusal):
    code = "placement.programme.name_taken"
    message = marked("There is a programme named %(name)s already.")
    field = "name"


class SectorWithoutOccupations(Refusal):
    code = "placement.programme.sector_without_occupations"
    message = marked("No occupation is listed for the capped sector %(sector)s. Add it to the list of sectors.")


@dataclass(frozen=True)
class LimitsTable:
    """A programme's limits as rows: quotas (origin, destination, permit, places), caps (origin, sector, places),
    sectors (occupation, sector) and shares (kind, scope, per mille).
    """

    quotas: Sequence[tuple[str, str, str, int]] = ()
    caps: Sequence[tuple[str, str, int]] = ()
    sectors: Sequence[tuple[str, str]] = ()
    shares: Sequence[tuple[str, str, int]] = ()


@transaction.atomic
def set_up_programme(fields: dict[str, Any], *, by: User) -> Programme:
    """Begin a programme between countries."""
    if not policy.may_run(by):
        raise MayNotKeepProgrammes
    try:
        with transaction.atomic():
            programme = Programme.objects.create(**fields)
    except IntegrityError:
        raise NameTaken(name=fields["name"]) from None
    record("placement.programme.set_up", programme, by=by, demands_label=programme.demands_label)
    return programme


@transaction.atomic
def change_programme(programme: Programme, fields: dict[str, Any], *, version: int, by: User) -> None:
    """Change the terms, unless somebody else changed them since."""
    if not policy.may_run(by):
        raise MayNotKeepProgrammes
    held = Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    if held.version != version:
        raise Stale(thing=held.name)
    for name, value in fields.items():
        setattr(held, name, value)
    held.version += 1
    try:
        with transaction.atomic():
            held.save()
    except IntegrityError:
        raise NameTaken(name=fields.get("name", held.name)) from None
    record("placement.programme.changed", held, by=by, fields=sorted(fields), version=held.version)


@transaction.atomic
def set_limits(programme: Programme, limits: LimitsTable, *, by: User) -> None:
    """Replace every limit of the programme at once; runs made before keep the limits they were made with."""
    if not policy.may_run(by):
        raise MayNotKeepProgrammes
    held = Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    known = {sector for _isco, sector in limits.sectors}
    for _origin, sector, _places in limits.caps:
        if sector not in known:
            raise SectorWithoutOccupations(sector=sector)
    for rows in (held.quotas, held.caps, held.sector_members, held.shares):
        rows.all().delete()
    Quota.objects.bulk_create(
        Quota(programme=held, origin=origin, destination=destination, permit=permit, places=places)
        for origin, destination, permit, places in limits.quotas
    )
    Cap.objects.bulk_create(
        Cap(programme=held, origin=origin, sector=sector, places=places) for origin, sector, places in limits.caps
    )
    SectorMember.objects.bulk_create(
        SectorMember(programme=held, isco=isco, sector=sector) for isco, sector in limits.sectors
    )
    Share.objects.bulk_create(
        Share(programme=held, kind=kind, scope=scope, per_mille=per_mille) for kind, scope, per_mille in limits.shares
    )
    held.version += 1
    held.save(update_fields=["version"])
    record(
        "placement.programme.limits_set",
        held,
        by=by,
        quotas=len(limits.quotas),
        caps=len(limits.caps),
        shares=len(limits.shares),
    )
