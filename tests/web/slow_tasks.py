"""Tasks that a test can hold up: they say that they started and wait for a word to go on."""

import time
from pathlib import Path

from django_tasks import task


@task()
def enter_slowly(folder: str, name: str) -> None:
    """Enter an organisation once, after `go` appears in the folder; each start leaves a file there."""
    from alianza.network.models import Organisation

    place = Path(folder)
    (place / f"started-{time.monotonic_ns()}").touch()
    while not (place / "go").exists():
        time.sleep(0.05)
    Organisation.objects.get_or_create(name=name, country="", defaults={"actor_type": "employer"})


@task()
def break_off() -> None:
    """A task that fails for a reason of its own."""
    raise ValueError("It cannot be done.")
