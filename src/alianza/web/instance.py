"""Bring up Django for a command on an instance: one folder, migrated, with its static files collected."""

import os
from pathlib import Path


def choose(folder: Path | None) -> Path:
    """Make `folder` (or ALIANZA_DIR, or the user's data folder) the instance of this process."""
    if folder is not None:
        os.environ["ALIANZA_DIR"] = str(folder.expanduser().resolve())
    from alianza.web.environment import instance_folder

    return instance_folder()


def open_instance(folder: Path | None) -> Path:
    """Start Django on the instance; afterwards models may be imported."""
    chosen = choose(folder)
    chosen.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alianza.web.settings")
    import django

    django.setup()
    return chosen


def prepare(folder: Path | None) -> Path:
    """Open the instance, migrate it, and lay out static files and catalogues."""
    chosen = open_instance(folder)
    from django.core.management import call_command

    from alianza.web.catalogue import compile_catalogues

    compile_catalogues()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    return chosen
