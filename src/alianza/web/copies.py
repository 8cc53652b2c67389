"""Consistent copies of an instance while it runs, and putting one back.

A copy holds the database, the files and a manifest with hashes. Keys are left out on purpose: they live outside the
database's backups, or a stolen copy would open itself. On PostgreSQL the operator's own backup (pg_dump, base backup
and WAL) covers the database; then the copy says so and holds the files only.
"""

import hashlib
import json
import shutil
import sqlite3
import tarfile
import tempfile
import zlib
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

DATABASE = "alianza.sqlite3"
MANIFEST = "manifest.json"


class CopyProblem(RuntimeError):
    """The copy cannot be written or put back; the message says why and what to do."""


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def back_up(target: Path) -> str:
    """Write the copy to `target` (a .tar.gz); the instance may be in use."""
    if target.exists():
        raise CopyProblem(f"{target} exists already; name a new file.")
    if not target.parent.is_dir():
        raise CopyProblem(f"{target.parent} is not a folder; make it first.")
    try:
        return _write(target)
    except (OSError, sqlite3.Error) as problem:
        raise CopyProblem(f"The copy could not be written: {problem}. Nothing was left at {target}.") from None


def _write(target: Path) -> str:
    from django.conf import settings

    from alianza import __version__

    instance = Path(settings.INSTANCE)
    on_sqlite = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
        room = Path(scratch)
        members: dict[str, Path] = {}
        if on_sqlite:
            members[DATABASE] = room / DATABASE
            with closing(sqlite3.connect(settings.DATABASES["default"]["NAME"], timeout=30)) as source:
                source.execute("VACUUM INTO ?", [str(members[DATABASE])])
            with closing(sqlite3.connect(members[DATABASE])) as copy:
                if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                    raise CopyProblem("The copy of the database did not pass its integrity check; nothing was written.")
        for file in sorted(path for kept in ("files", "series") for path in (instance / kept).rglob("*")):
            if file.is_file():
                members[str(file.relative_to(instance))] = file
        for name in ("DEMONSTRATION",):
            if (instance / name).exists():
                members[name] = instance / name
        manifest = {
            "alianza": __version__,
            "made_at": datetime.now(tz=UTC).isoformat(timespec="seconds"),
            "database": "sqlite" if on_sqlite else "left to PostgreSQL's own backup",
            "sha256": {name: _digest(path) for name, path in members.items()},
        }
        (room / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
        beside = room / "copy.tar.gz"
        with tarfile.open(beside, "w:gz") as archive:
            archive.add(room / MANIFEST, MANIFEST)
            for name, path in members.items():
                archive.add(path, name)
        beside.replace(target)
    note = "" if on_sqlite else " The database is on PostgreSQL: back it up with pg_dump."
    return f"Wrote {target}: {len(members)} files.{note} The keys are not in it; keep them elsewhere."


def put_back(source: Path, folder: Path) -> str:
    """Unpack a copy into an empty folder, after checking every hash."""
    if not source.is_file():
        raise CopyProblem(f"{source} is not a file.")
    if folder.exists() and any(entry.name != "keys" for entry in folder.iterdir()):
        raise CopyProblem(f"{folder} is not empty; restore into a new folder and then point the service to it.")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        room = Path(scratch)
        try:
            with tarfile.open(source) as archive:
                archive.extractall(room, filter="data")
            manifest = json.loads((room / MANIFEST).read_text(encoding="utf-8"))
            hashes: dict[str, str] = manifest["sha256"]
        except (tarfile.TarError, zlib.error, EOFError, OSError, ValueError, KeyError, TypeError) as problem:
            raise CopyProblem(f"{source} is not a whole copy of an instance: {problem}.") from None
        for name, expected in hashes.items():
            if not (room / name).resolve().is_relative_to(room.resolve()):
                raise CopyProblem(f"{source} names a file outside the copy, {name}; nothing was restored.")
            if not (room / name).is_file() or _digest(room / name) != expected:
                raise CopyProblem(f"{name} in {source} is damaged; nothing was restored.")
        for name in hashes:
            destination = folder / name
            destination.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(room / name, destination)
    return f"Restored {len(hashes)} files into {folder}. Put the keys back beside it, then run: alianza check"
