"""What a command can reach: the packaged series always, and what an instance has loaded where there is one.

Commands that only read work without an instance and then never start Django.
"""

import os
from collections.abc import Sequence
from pathlib import Path

from alianza.observatory import packaged
from alianza.observatory.packaged import Entry

DATABASE = "alianza.sqlite3"


def instance_is_there(folder: Path | None = None) -> bool:
    """Whether there is a database to look into: --dir, ALIANZA_DIR or the usual place, or a server's."""
    if folder is not None:
        os.environ["ALIANZA_DIR"] = str(folder.expanduser().resolve())
    named = os.environ.get("ALIANZA_DIR")
    home = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    place = Path(named) if named else home / "alianza"
    if os.environ.get("ALIANZA_DATABASE_URL"):
        return place.is_dir()  # an instance keeps files and keys in its folder, wherever its database is
    return (place / DATABASE).is_file()


def start() -> None:
    """Start Django on the instance; afterwards models may be imported."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alianza.web.settings")
    import django

    django.setup()


def entries(folder: Path | None = None) -> Sequence[Entry]:
    """Every vintage of every series that can be reached."""
    if not instance_is_there(folder):
        return packaged.catalogue()
    start()
    from django.db import DatabaseError

    from alianza.observatory import queries

    try:
        return queries.entries()
    except DatabaseError:  # an instance that was never migrated to this version has loaded nothing
        return packaged.catalogue()


def find(series: str, among: Sequence[Entry]) -> Entry | None:
    """A series by its id, or by `id@vintage`; None if no series is called so.

    Raises UnknownVintage if the series is known and the vintage is not.
    """
    name, _, vintage = series.partition("@")
    same = [each for each in among if each.id == name]
    if not same:
        return None
    for each in same:
        if each.vintage == vintage or (not vintage and each.current):
            return each
    raise packaged.UnknownVintage.among({each.name: [] for each in same}, series)
