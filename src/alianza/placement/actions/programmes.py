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
    sectors (occupation, sector) and shares (kind, scope, per mille). None: the programme keeps the rows it has.
    """

    quotas: Sequence[tuple[str, str, str, int]] | None = None
    caps: Sequence[tuple[str, str, int]] | None = None
    sectors: Sequence[tuple[str, str]] | None = None
    shares: Sequence[tuple[str, str, int]] | None = None


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
    """Replace the tables that are given, all at once; runs made before keep the limits they were made with."""
    if not policy.may_run(by):
        raise MayNotKeepProgrammes
    held = Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    _replace(held, limits)
    known = set(held.sector_members.values_list("sector", flat=True))
    for sector in held.caps.values_list("sector", flat=True):
        if sector not in known:
            raise SectorWithoutOccupations(sector=sector)
    held.version += 1
    held.save(update_fields=["version"])
    record(
        "placement.programme.limits_set",
        held,
        by=by,
        quotas=held.quotas.count(),
        caps=held.caps.count(),
        shares=held.shares.count(),
    )


def _replace(held: Programme, limits: LimitsTable) -> None:
    if limits.quotas is not None:
        held.quotas.all().delete()
        Quota.objects.bulk_create(
            Quota(programme=held, origin=origin, destination=destination, permit=permit, places=places)
            for origin, destination, permit, places in limits.quotas
        )
    if limits.caps is not None:
        held.caps.all().delete()
        Cap.objects.bulk_create(
            Cap(programme=held, origin=origin, sector=sector, places=places) for origin, sector, places in limits.caps
        )
    if limits.sectors is not None:
        held.sector_members.all().delete()
        SectorMember.objects.bulk_create(
            SectorMember(programme=held, isco=isco, sector=sector) for isco, sector in limits.sectors
        )
    if limits.shares is not None:
        held.shares.all().delete()
        Share.objects.bulk_create(
            Share(programme=held, kind=kind, scope=scope, per_mille=per_mille)
            for kind, scope, per_mille in limits.shares
        )


@transaction.atomic
def remove_limits(programme: Programme, *, by: User) -> None:
    """Leave the programme without any limit: a deed of its own, so that it is never done by an empty form."""
    if not policy.may_run(by):
        raise MayNotKeepProgrammes
    held = Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    facts = {"quotas": held.quotas.count(), "caps": held.caps.count(), "shares": held.shares.count()}
    _replace(held, LimitsTable((), (), (), ()))
    held.version += 1
    held.save(update_fields=["version"])
    record("placement.programme.limits_removed", held, by=by, **facts)
