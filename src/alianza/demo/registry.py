"""The invented workers and orders as records, written in bulk: a registry of ten thousand loads in seconds."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from alianza.consent.actions import attest
from alianza.demo.cast import account, ministry, organisation
from alianza.demo.distributions import ORIGINS
from alianza.demo.orders import DemoOrder, caps, employers, orders, quotas, sectors, shares
from alianza.demo.people import DemoWorker
from alianza.demo.permits import PROGRAMMES
from alianza.network.models import Organisation
from alianza.placement.models import Cap, JobOrder, Programme, Quota, SectorMember, Share
from alianza.registry import identity
from alianza.registry.actions.profiles import retention_end
from alianza.registry.models import Profile, SpokenLanguage, Status
from alianza.registry.months import add_months, first_of, month_index
from alianza.registry.pseudonyms import pseudonyms

PAUSED_EVERY = 50
"""One worker in so many has paused the registration, and is not matched."""


def enter_workers(people: Sequence[DemoWorker], today: date, progress: Callable[[str], object]) -> None:
    """Each is held by the ministry of the origin, which keeps the signed agreement."""
    registrars = {code: organisation(ministry(code)) for code in ORIGINS}
    taken: set[str] = set()
    profiles = [_profile(each, registrars[each.origin], today, taken) for each in people]
    names = [identity.name_form(profile.full_name or "", profile.birth_date or "") for profile in profiles]
    phones = [identity.phone_form(profile.phone or "") for profile in profiles]
    for profile, name, phone in zip(
        profiles, identity.indexes("name", names), identity.indexes("phone", phones), strict=True
    ):
        profile.name_index, profile.phone_index = name, phone
    progress(f"Entering {len(profiles):,} invented workers ...")
    Profile.objects.bulk_create(profiles, batch_size=1000)
    SpokenLanguage.objects.bulk_create(
        (
            SpokenLanguage(profile=profile, language=language, level=level)
            for profile, each in zip(profiles, people, strict=True)
            for language, level in each.languages.items()
        ),
        batch_size=4000,
    )
    for code, registrar in registrars.items():
        ours = [
            profile.person for profile in profiles if profile.origin == code and profile.status == Status.REGISTERED
        ]
        attest(ours, ["matching", "named", "statistics"], witness=registrar, language="en", by=account("luc"))


def _profile(each: DemoWorker, registrar: Organisation, today: date, taken: set[str]) -> Profile:
    code = uuid4()
    pseudonym = next(name for name in pseudonyms(code) if name not in taken)
    taken.add(pseudonym)
    paused = each.worker % PAUSED_EVERY == 0
    birth = date(today.year - each.age, each.worker % 12 + 1, each.worker % 28 + 1)
    wishes = (*each.wishes, "", "")
    entered = timezone.now() - timedelta(days=each.worker % 200, minutes=each.worker % 1440)
    words: dict[str, Any] = {
        "skills": each.skills,
        "recognised_in": each.recognised_in,
        "accepts": tuple(dict.fromkeys((*each.wishes, *each.accepts))),
    }
    return Profile(
        **words,
        code=code,
        pseudonym=pseudonym,
        person=code,
        registrar=registrar,
        reference=each.label,
        status=Status.WITHDRAWN if paused else Status.REGISTERED,
        full_name=each.name,
        phone=f"+999 00 {each.worker:05}",  # a number that is assigned to no country
        birth_date=birth.isoformat(),
        origin=each.origin,
        region=each.region,
        birth_year=birth.year,
        woman=each.woman,
        disadvantaged=each.disadvantaged,
        isco=each.isco,
        esco=each.esco,
        years=each.years,
        isco2=each.isco2,
        esco2=each.esco2,
        years2=each.years2,
        education=each.education,
        medical=each.medical,
        security=each.security,
        passport_until=add_months(today, each.passport_months) + timedelta(days=2),
        wish1=wishes[0],
        wish2=wishes[1],
        wish3=wishes[2],
        min_wage_minor=each.min_pay.minor,
        min_wage_currency=each.min_pay.currency,
        available_from=first_of(month_index(today) + each.available_in),
        created_at=entered,
        changed_at=entered,
        registered_at=entered,
        keep_until=retention_end(today),
    )


def enter_programmes(today: date) -> None:
    """The three programmes with the limits that their parties set."""
    named = {
        each.key: Programme.objects.create(
            name=each.name,
            summary=each.summary,
            demands_label=each.demands_label,
            opens_on=today - timedelta(days=45),
            closes_on=add_months(today, 14),
        )
        for each in PROGRAMMES
    }
    Quota.objects.bulk_create(
        Quota(
            programme=named[each.programme],
            origin=each.origin,
            destination=each.destination,
            permit=each.permit,
            places=each.places,
        )
        for each in quotas()
    )
    Cap.objects.bulk_create(
        Cap(programme=named[each.programme], origin=each.origin, sector=each.sector, places=each.places)
        for each in caps()
    )
    SectorMember.objects.bulk_create(
        SectorMember(programme=named[each.programme], isco=each.isco, sector=each.sector) for each in sectors()
    )
    Share.objects.bulk_create(
        Share(programme=named[each.programme], kind=each.kind, scope=each.scope, per_mille=each.per_mille)
        for each in shares()
    )


def programme(key: str) -> Programme:
    return Programme.objects.get(name=next(each.name for each in PROGRAMMES if each.key == key))


def enter_orders(today: date) -> None:
    """Most are open; offers that fail their sheet went back or never left the drawer; a few wait or are closed."""
    firms = {each.key: organisation(each.name) for each in employers()}
    programmes = {each.key: programme(each.key) for each in PROGRAMMES}
    luc = account("luc")
    JobOrder.objects.bulk_create(
        JobOrder(
            number=each.label,
            employer=firms[each.employer],
            programme=programmes[each.programme],
            state=(state := state_of(each)),
            approved_by=luc if state in {JobOrder.State.OPEN, JobOrder.State.CLOSED} else None,
            returned_because=RETURNED if state == JobOrder.State.RETURNED else "",
            created_at=timezone.now() - timedelta(days=1 + each.order % 40, minutes=each.order),
            **fields_of(each, today),
        )
        for each in orders()
    )


RETURNED = "The answers on the offer do not meet the conditions of the permit category. Correct them and send it again."


def state_of(order: DemoOrder) -> str:
    """Where the story finds an order; only sound offers of admitted employers are open."""
    labelled = {each.key: each.labelled for each in employers()}[order.employer]
    demanded = {each.key: each.demands_label for each in PROGRAMMES}[order.programme]
    if demanded and not labelled:
        return JobOrder.State.DRAFT
    if order.fault:
        return JobOrder.State.RETURNED if order.order % 3 else JobOrder.State.DRAFT
    if order.order % 41 == 0:
        return JobOrder.State.CLOSED
    return JobOrder.State.SUBMITTED if order.order % 37 == 0 else JobOrder.State.OPEN


def fields_of(order: DemoOrder, today: date) -> dict[str, object]:
    """The order's columns, but for employer, programme and state."""
    return {
        "destination": order.destination,
        "permit": order.permit,
        "isco": order.isco,
        "related_ok": order.related_ok,
        "posts": order.posts,
        "wage": order.wage,
        "currency": order.currency,
        "min_years": order.min_years,
        "lang1": order.lang1,
        "lang1_min": order.lang1_min,
        "lang2": order.lang2,
        "lang2_min": order.lang2_min,
        "min_education": order.min_education,
        "regulated": order.regulated,
        "age_min": order.age_min,
        "age_max": order.age_max,
        "origins": list(order.origins),
        "starts_on": first_of(month_index(today) + order.starts_in),
        "passport_min": order.passport_min,
        "essential": list(order.essential),
        "essential_min": order.essential_min,
        "optional": list(order.optional),
        "offer": dict(order.offer),
    }
