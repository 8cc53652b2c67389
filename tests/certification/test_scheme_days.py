"""The days of corrections and complaints stand in the scheme's document, and versions without them still work."""

import copy
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from alianza.audit.actions import PLATFORM
from alianza.certification.actions import auditing, schemes
from alianza.certification.models import SchemeVersion
from alianza.certification.queries.complaints import clocks_for
from alianza.instruments.actions.versions import digest_of, publish_version
from alianza.instruments.models import InstrumentVersion
from alianza.instruments.packaged import packaged
from tests.certification import story
from tests.world import World

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def opened(correction: dict[str, Any] | None, days: dict[str, Any] | None, number: int = 2) -> SchemeVersion:
    """A scheme whose document says these days; None leaves the entry out, as documents stored before do."""
    document: dict[str, Any] = copy.deepcopy(dict(packaged()[schemes.LABEL].document))
    document["version"] = number
    document["lifecycle"]["corrective_action"] = {"major_days": 60, "minor_days": 180} | (correction or {})
    del document["complaints"]["days"]
    if days is not None:
        document["complaints"]["days"] = days
    version = InstrumentVersion.objects.create(
        urn=schemes.LABEL, number=number, document=document, digest=digest_of(document)
    )
    return schemes.open_version(publish_version(version, by=PLATFORM), by=PLATFORM, on=TODAY)


def due(world: World) -> dict[str, int | None]:
    """Days of a finding of each grade, of an audit under the newest version."""
    case = story.opened(story.admitted(story.submitted(story.applied(story.cast(world)))))
    found = {grade: story.found(case, grade) for grade in ("critical", "major", "minor", "observation")}
    return {grade: each.due_on and (each.due_on - TODAY).days for grade, each in found.items()}


def test_a_critical_finding_is_due_sooner_than_a_major_one(world: World) -> None:
    assert due(world) == {"critical": 30, "major": 60, "minor": 180, "observation": None}


def test_a_version_without_the_entries_works_as_before(world: World) -> None:
    schemes.load_scheme(by=PLATFORM, on=TODAY)
    version = opened(None, None)
    assert (version.critical_days, version.major_days) == (60, 60)
    assert due(world)["critical"] == 60
    clocks = clocks_for(None)
    assert (clocks.received, clocks.urgent, clocks.action) == (10, 3, 60)


def test_a_version_carries_its_own_days(world: World, client: Any) -> None:
    schemes.load_scheme(by=PLATFORM, on=TODAY)
    opened({"critical_days": 14, "major_days": 50}, {"received": 5, "appeal": 41})
    assert due(world) == {"critical": 14, "major": 50, "minor": 180, "observation": None}
    clocks = clocks_for(None)
    assert (clocks.received, clocks.appeal, clocks.action, clocks.finding) == (5, 41, 50, 14)
    shown = client.get(reverse("certification:scheme-show")).content.decode()
    assert all(f"{days} days" in shown for days in (14, 50, 180, 5, 41, 3))


@pytest.mark.parametrize(
    ("correction", "days", "named"),
    [
        ({"critical_days": 61}, None, "critical_days"),
        ({"critical_days": 0}, None, "critical_days"),
        ({"critical_days": "soon"}, None, "critical_days"),
        ({"major_days": 4000}, None, "major_days"),
        (None, {"received": 0}, "complaints.days.received"),
        (None, {"admissible": True, "recieved": 3}, "complaints.days.admissible, complaints.days.recieved"),
    ],
)
def test_days_that_nobody_could_count_are_refused(
    correction: dict[str, Any] | None, days: dict[str, Any] | None, named: str
) -> None:
    with pytest.raises(schemes.NoSuchDays) as refused:
        opened(correction, days)
    assert refused.value.facts["names"] == named
    assert not SchemeVersion.objects.exists()


def test_the_finding_of_a_day_stays_as_it_was_dated(world: World) -> None:
    case = story.opened(story.admitted(story.submitted(story.applied(story.cast(world)))))
    opened({"critical_days": 7}, None)
    finding = auditing.find(case.audit, grade="critical", item="FEE1", text="A fee.", by=case.auditor, on=TODAY)
    assert finding.due_on == TODAY + timedelta(days=30), "what was applied for under a version stays under it"
