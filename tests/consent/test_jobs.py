from datetime import timedelta

from django.utils import timezone

from alianza.consent import actions, jobs
from alianza.consent.models import Consent
from tests.world import World


def test_proof_leaves_years_after_the_withdrawal_and_not_before(world: World) -> None:
    for purpose in ("mail", "matching", "named"):
        actions.give(world.ana, purpose, version=1, language="en", by=world.ana)
    actions.withdraw(world.ana, "mail", by=world.ana)
    actions.withdraw(world.ana, "matching", by=world.ana)
    long_ago = timezone.now() - timedelta(days=6 * 366)
    Consent.objects.filter(purpose="mail").update(given_at=long_ago, withdrawn_at=long_ago)
    assert jobs.forget_old_proof.call() == 1
    assert jobs.forget_old_proof.call() == 0
    assert set(Consent.objects.values_list("purpose", flat=True)) == {"matching", "named"}
