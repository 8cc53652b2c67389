from io import BytesIO
from typing import Any

from alianza.registry.actions import intakes
from tests.registry.people import as_csv, ministry, registered, row
from tests.world import World


def arguments(world: World) -> dict[str, dict[str, Any]]:
    from django.utils import timezone

    from alianza.registry.actions.intakes import keep_people
    from alianza.registry.intake.examining import examine
    from alianza.registry.models import Profile

    if not Profile.objects.filter(user=world.ana).exists():
        registered(world.ana)
    service = ministry(world)
    today = timezone.localdate()
    found = examine(BytesIO(as_csv(row())), "one.csv", registrar=service, today=today)
    keep_people(found, service, leave_out=True, signed=["matching"], today=today, by=world.imani)
    worker = {"code": Profile.objects.get(registrar=service).code}
    bad = intakes.bring(service, BytesIO(as_csv(row(2, isco="9999"))), name="bad.csv", language="en", by=world.imani)
    intakes.check(bad)
    file = {"code": bad.code}
    return {
        "registry:profile-step": {"slug": "pay"},
        "registry:profile-step:POST": {"version": "3", "amount": "", "currency": ""},
        "registry:profile-export": {"form": "json"},
        "registry:profile-pause:POST": {"version": "1"},
        "registry:profile-remove:POST": {"version": "1"},
        "registry:profile-review:POST": {"version": "1"},
        "registry:profile-show": worker,
        "registry:profile-open": worker,
        "registry:profile-open:POST": {"purpose": "contact", "reason": "To ask for the missing certificate."},
        "registry:profile-end": worker,
        "registry:profile-end:POST": {"what": "withdraw"},
        "registry:intake-show": file,
        "registry:intake-report": file,
        "registry:intake-save": file,
        "registry:intake-save:POST": {"duplicates": "leave_out"},
        "registry:intake-discard": file,
    }
