"""What a new version of the scheme brings, and the months in which it is not held against those who hold the label."""

import copy
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from alianza.audit.actions import PLATFORM
from alianza.certification.actions import auditing, panels, schemes
from alianza.certification.confirming import criteria
from alianza.certification.models import Application, Audit, SchemeVersion, Standing, Verdict
from alianza.certification.newness import asks_more
from alianza.certification.queries.cases import guards_of, instrument_of, result
from alianza.certification.queries.grace import asked_of, new_to, owed_by
from alianza.instruments.actions.versions import digest_of, publish_version
from alianza.instruments.models import InstrumentVersion
from alianza.instruments.packaged import packaged
from alianza.instruments.reading import read_instrument
from alianza.vocabulary.days import day_words, months_later
from alianza.vocabulary.lifecycle import NotYet
from tests.certification import story
from tests.certification.story import Case
from tests.world import World

TODAY = timezone.localdate()
FIRST = packaged()[schemes.LABEL]
NEW: dict[str, Any] = {
    "id": "FEE6",
    "section": "fees",
    "list": "met4",
    "level": "must",
    "label": {"en": "Nobody is asked for a gift."},
}


def later(number: int = 2, *, new: tuple[dict[str, Any], ...] = (NEW,), **changed: Any) -> dict[str, Any]:
    """The packaged document with further criteria; `changed` are other values of criteria that are there."""
    document: dict[str, Any] = copy.deepcopy(dict(FIRST.document))
    document["version"] = number
    document["items"] = [*({**item, **changed.get(item["id"], {})} for item in document["items"]), *new]
    for case in document["cases"]:
        if len(case["answers"]) > 1:
            case["answers"] |= {each["id"]: "met" for each in new}
    return document


def brought(document: dict[str, Any], *, on: date) -> SchemeVersion:
    """The next version of the scheme, open since a day."""
    version = InstrumentVersion.objects.create(
        urn=schemes.LABEL, number=int(str(document["version"])), document=document, digest=digest_of(document)
    )
    return schemes.open_version(publish_version(version, by=PLATFORM), by=PLATFORM, on=on)


def asked_more(**changes: Any) -> list[str]:
    return [item.id for item in asks_more(FIRST, read_instrument(later(**changes)))]


# the rule -------------------------------------------------------------------------------------------------------------
def test_what_is_new_is_found_and_a_translation_or_an_easier_criterion_is_not() -> None:
    label = FIRST.by_id["DAT2"].label.languages
    assert asked_more() == ["FEE6"]
    assert asked_more(new=(), DAT2={"label": {**label, "fr": "Autrement dit."}}) == []
    assert asked_more(new=(), DAT2={"label": {**label, "en": f"{label['en']} "}}) == []
    assert asked_more(new=(), DAT2={"label": {**label, "en": "Workers may correct their records."}}) == ["DAT2"]
    assert asked_more(new=(), LAW5={"level": "must"}, DAT2={"crit": True}) == ["LAW5", "DAT2"]
    assert asked_more(new=(), DAT2={"level": "should"}, LAW1={"crit": False}) == []
    named = [replace(item, id="DAT9", replaces="DAT2") if item.id == "DAT2" else item for item in FIRST.items]
    renamed = replace(FIRST, items=tuple(named))
    assert asks_more(FIRST, renamed) == [], "another name is nothing new"


# a label that holds ---------------------------------------------------------------------------------------------------
OPENED_IN_GRACE = next(day for n in range(200, 150, -1) if months_later(day := TODAY - timedelta(days=n), 6) > TODAY)
OPENED_BEFORE = next(day for n in range(150, 200) if months_later(day := TODAY - timedelta(days=n), 6) <= TODAY)


def test_the_last_day_of_grace_is_known() -> None:
    assert months_later(OPENED_BEFORE, 6) <= TODAY < months_later(OPENED_IN_GRACE, 6)
    assert (OPENED_IN_GRACE - OPENED_BEFORE).days <= 4, "the two stand on both sides of one night"


def held(world: World) -> Case:
    return story.granted(world, on=TODAY - timedelta(days=400))


def surveillance(case: Case) -> Audit:
    story.opened(case, kind="surveillance", on=TODAY)
    auditing.judge(case.audit, "LAW1", "met", seen="The licence.", by=case.auditor)
    audit: Audit = case.audit
    return audit


def page(case: Case) -> str:
    address = reverse("certification:application-show", kwargs={"code": case.application.code})
    return case.world.signed_in(case.world.pilar).get(address).content.decode()


@pytest.mark.django_db
def test_within_the_time_of_grace_a_missing_verdict_is_not_held_against_a_label(world: World) -> None:
    case = held(world)
    version = brought(later(), on=OPENED_IN_GRACE)
    (each,) = new_to(case.application, TODAY)
    until = months_later(OPENED_IN_GRACE, version.grace_months) - timedelta(days=1)
    assert (each.new.item.id, each.new.until, each.is_covered) == ("FEE6", until, False)
    shown = page(case)
    assert f"Until {day_words(until, 'en')} a missing verdict on it is not held against the label." in shown
    assert "Nobody is asked for a gift." in shown
    audit = surveillance(case)
    assert owed_by(audit, TODAY) == []
    auditing.conclude(audit, summary="As before.", by=case.auditor, on=TODAY)
    audit.refresh_from_db()
    assert audit.closed_at is not None
    assert owed_by(audit, until) == []
    assert owed_by(audit, until + timedelta(days=1)) == ["FEE6"]


@pytest.mark.django_db
def test_after_it_surveillance_has_to_cover_what_is_new(world: World) -> None:
    case = held(world)
    brought(later(), on=OPENED_BEFORE)
    ended = day_words(months_later(OPENED_BEFORE, 6) - timedelta(days=1), "en")
    assert f"its time of grace ended on {ended}: the next surveillance" in page(case)
    audit = surveillance(case)
    desk = reverse("certification:audit-show", kwargs={"code": audit.code})
    client = world.signed_in(world.otto)
    assert f"it may lack a verdict until {ended}" in client.get(desk).content.decode()
    with pytest.raises(auditing.NewOnesOpen, match="FEE6"):
        auditing.conclude(audit, summary="As before.", by=case.auditor, on=TODAY)
    audit.refresh_from_db()
    assert audit.closed_at is None
    told = client.post(reverse("certification:audit-conclude", kwargs={"code": audit.code}), {"summary": "As before."})
    assert told.status_code == 400
    assert "it needs a verdict: FEE6." in told.content.decode()
    one = reverse("certification:audit-criterion", kwargs={"code": audit.code, "item": "FEE6"})
    assert "That day is over" in client.get(one).content.decode()
    assert client.post(one, {"value": "met", "seen": "Ten workers were asked.", "then": "next"}).status_code == 302
    auditing.conclude(audit, summary="As before.", by=case.auditor, on=TODAY)
    assert [each.is_covered for each in new_to(case.application, TODAY)] == [True]
    assert "covered by an audit" in page(case)
    again = surveillance(case)
    auditing.conclude(again, summary="Covered the time before.", by=case.auditor, on=TODAY)


@pytest.mark.django_db
def test_a_finding_on_a_new_criterion_shows_its_words(world: World) -> None:
    case = held(world)
    brought(later(), on=OPENED_IN_GRACE)
    audit = surveillance(case)
    finding = auditing.find(audit, grade="minor", item="FEE6", text="A hen.", by=case.auditor, on=TODAY)
    address = reverse("certification:finding-show", kwargs={"code": finding.code})
    assert "Nobody is asked for a gift." in world.signed_in(world.otto).get(address).content.decode()
    with pytest.raises(auditing.NoCriterion):
        auditing.find(audit, grade="minor", item="FEE7", text="A goat.", by=case.auditor, on=TODAY)


@pytest.mark.django_db
def test_a_criterion_that_says_something_else_is_to_be_looked_at_anew(world: World) -> None:
    case = held(world)
    brought(later(new=(), DAT2={"label": {"en": "Workers may correct their records."}}), on=OPENED_BEFORE)
    (each,) = new_to(case.application, TODAY)
    assert (each.new.item.id, each.is_covered) == ("DAT2", False), "the verdict was on the words before"
    audit = surveillance(case)
    words = {item.id: str(item.label) for item in asked_of(case.application, audit, TODAY).items}
    assert words["DAT2"] == "Workers may correct their records."
    assert owed_by(audit, TODAY) == ["DAT2"]


@pytest.mark.django_db
def test_what_a_later_version_dropped_is_owed_no_more(world: World) -> None:
    case = held(world)
    brought(later(), on=OPENED_BEFORE - timedelta(days=30))
    assert [each.new.item.id for each in new_to(case.application, TODAY)] == ["FEE6"]
    brought(later(3, new=()), on=OPENED_BEFORE)
    assert new_to(case.application, TODAY) == []
    assert owed_by(surveillance(case), TODAY) == []


@pytest.mark.django_db
def test_a_version_to_come_asks_nothing_yet(world: World) -> None:
    case = held(world)
    brought(later(), on=TODAY + timedelta(days=1))
    assert new_to(case.application, TODAY) == []
    assert "New in the scheme" not in page(case)


# an application on the way, and a renewal -----------------------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.parametrize(("opened", "open_ones"), [(OPENED_IN_GRACE, ()), (OPENED_BEFORE, ("FEE6",))])
def test_an_application_on_the_way_covers_it_after_the_time_of_grace(
    world: World, opened: date, open_ones: tuple[str, ...]
) -> None:
    case = story.opened(
        story.admitted(story.submitted(story.applied(story.cast(world, on=opened - timedelta(days=9)))))
    )
    brought(later(), on=opened)
    story.heard(case)
    story.judged(case)
    guards = guards_of(case.fresh(), TODAY)
    assert guards.held["every_criterion_has_a_verdict"] is (not open_ones)
    if open_ones:
        with pytest.raises(NotYet, match="FEE6"):
            auditing.conclude(case.audit, summary="Sound.", by=case.auditor, on=TODAY)
        auditing.judge(case.audit, "FEE6", "not_met", seen="A hen each.", by=case.auditor)
        assert result(case.fresh(), audited=True)["outcome"] is None, "what is owed and not met is held against it"
        auditing.judge(case.audit, "FEE6", "met", seen="Hens were given back.", by=case.auditor)
    else:
        auditing.judge(case.audit, "FEE6", "not_met", seen="A hen each.", by=case.auditor)
    auditing.conclude(case.audit, summary="Sound.", by=case.auditor, on=TODAY)
    assert result(case.fresh(), audited=True)["outcome"] == "verified_leading"


def renewed(world: World, opened: date) -> Case:
    """Finca Sol holds the label of version 1 and is audited for the next one, under version 2."""
    case = held(world)
    brought(later(), on=opened)
    case.on = TODAY
    story.opened(story.admitted(story.submitted(story.applied(case))))
    assert case.application.version.number == 2
    story.heard(case)
    Verdict.objects.bulk_create(
        Verdict(audit=case.audit, item=item.id, value="met", seen=story.SEEN)
        for item in criteria(instrument_of(case.application))
        if item.id != "FEE6"
    )
    return case


@pytest.mark.django_db
def test_a_renewal_within_the_time_of_grace_may_leave_it_open_and_surveillance_covers_it_later(world: World) -> None:
    case = renewed(world, OPENED_IN_GRACE)
    auditing.conclude(case.audit, summary="Sound.", by=case.auditor, on=TODAY)
    case.fresh()
    story.voted(case)
    award = panels.decide(case.application, reason="In favour.", by=world.luc, on=TODAY)
    assert award is not None
    assert (award.outcome, award.events.get().kind) == ("verified_leading", Standing.Kind.RENEWED)
    (each,) = new_to(case.fresh(), TODAY)
    assert (each.new.item.id, each.is_covered) == ("FEE6", False)
    audit = surveillance(case)
    assert owed_by(audit, TODAY) == []
    assert owed_by(audit, each.new.until + timedelta(days=1)) == ["FEE6"]


@pytest.mark.django_db
def test_a_renewal_after_the_time_of_grace_covers_everything(world: World) -> None:
    case = renewed(world, OPENED_BEFORE)
    with pytest.raises(NotYet, match="FEE6"):
        auditing.conclude(case.audit, summary="Sound.", by=case.auditor, on=TODAY)
    auditing.judge(case.audit, "FEE6", "met", seen="Ten workers were asked.", by=case.auditor)
    auditing.conclude(case.audit, summary="Sound.", by=case.auditor, on=TODAY)
    assert Application.objects.get(pk=case.application.pk).state == Application.State.PANEL
    assert new_to(case.fresh(), TODAY) == []


@pytest.mark.django_db
def test_who_holds_no_label_has_no_time_of_grace_in_the_version_applied_under(world: World) -> None:
    case = story.cast(world)
    brought(later(), on=TODAY)
    story.opened(story.admitted(story.submitted(story.applied(case))))
    assert case.application.version.number == 2
    assert "FEE6" in asked_of(case.application, case.audit, TODAY).required
