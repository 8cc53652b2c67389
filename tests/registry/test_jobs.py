from datetime import timedelta

from django.utils import timezone

from alianza.audit.models import Entry
from alianza.messages.models import Notice
from alianza.registry import checks, jobs
from alianza.registry.models import Profile
from tests.registry.people import draft, long_ago, registered
from tests.world import World


def test_a_worker_is_warned_once_and_removed_after_the_last_day(world: World) -> None:
    held = registered(world.ana)
    assert jobs.obey_retention.call() == 0
    Profile.objects.filter(pk=held.pk).update(keep_until=timezone.localdate() + timedelta(days=20))
    for _ in range(2):
        assert jobs.obey_retention.call() == 0
    assert Notice.objects.filter(user=world.ana, kind="registry.profile.ending").count() == 1
    long_ago(held)
    assert jobs.obey_retention.call() == 1
    assert jobs.obey_retention.call() == 0
    assert not Profile.objects.exists()
    assert Notice.objects.filter(user=world.ana, kind="registry.profile.removed").count() == 1
    assert Entry.objects.get(deed="registry.profile.removed").facts == {"term_over": True}


def test_a_draft_leaves_quietly(world: World) -> None:
    long_ago(draft(world.ana))
    assert jobs.obey_retention.call() == 1
    assert not Notice.objects.exists()


def test_checks_find_profiles_that_stay_too_long(world: World) -> None:
    held = registered(world.ana)
    assert list(checks.problems()) == []
    long_ago(held, days=10)
    assert any("past their last day" in problem for problem in checks.problems())


def test_checks_find_a_pseudonym_that_is_not_of_its_code(world: World) -> None:
    held = registered(world.ana)
    Profile.objects.filter(pk=held.pk).update(pseudonym="W-XXXXXX")
    assert any("pseudonym" in problem for problem in checks.problems())
