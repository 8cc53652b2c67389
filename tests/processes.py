"""Real processes of the platform on the database of the running test, for what only a process can show."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent


def surroundings() -> dict[str, str]:
    """The environment with which another process reaches the same instance. Needs `django_db(transaction=True)`."""
    from django.conf import settings
    from django.db import connection

    found = {**os.environ, "ALIANZA_DIR": str(settings.INSTANCE), "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    held = connection.settings_dict
    if connection.vendor == "postgresql":
        place = f"{held['USER']}:{quote(held['PASSWORD'], safe='')}@{held['HOST']}:{held['PORT']}"
        found["ALIANZA_DATABASE_URL"] = f"postgresql://{place}/{held['NAME']}"
    return found


def worker(**settings: str) -> subprocess.Popen[bytes]:
    """A background worker, as `alianza serve` starts one."""
    command = [sys.executable, "-m", "alianza.web.queue"]
    return subprocess.Popen(command, cwd=ROOT, env={**surroundings(), **settings}, stderr=subprocess.DEVNULL)


def alianza(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """The command line, run to its end."""
    command = [sys.executable, "-c", "from alianza.cli import main; main()", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env={**surroundings(), **settings}, capture_output=True, text=True, check=False, timeout=120
    )


def wait_until(holds: Callable[[], bool], *, seconds: float = 30) -> None:
    """Return as soon as it holds; fail when it does not in time."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"did not happen within {seconds} s"
        time.sleep(0.05)
