"""The key file: `{"current": "k1", "keys": {"k1": "<base64>"}, "index": "<base64>"}`, readable by its owner only."""

import base64
import json
import os
import secrets
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path


class KeyFileProblem(RuntimeError):
    """The key file is missing a key that stored values need, or is not a key file."""


@dataclass(frozen=True)
class Keys:
    current: str
    by_name: dict[str, bytes]
    index: bytes
    """Key of the blind index; not rotated, or look-up would need every row rewritten at once."""

    def named(self, name: str) -> bytes:
        try:
            return self.by_name[name]
        except KeyError:
            raise KeyFileProblem(
                f"The key file has no key named {name!r}, which stored values need; put back the key file of that time."
            ) from None


def key_file() -> Path:
    from django.conf import settings

    return Path(settings.KEYS) / "vault.json"


def write_key_file(path: Path, document: dict[str, object]) -> None:
    """Written beside, then renamed; readable by its owner only. Of two first writers, the first one's keys stand."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        json.dump(document, stream, indent=1)
        stream.flush()
        os.fsync(stream.fileno())
    if path.exists():
        beside.replace(path)
        return
    try:
        os.link(beside, path)  # two processes starting at once: the first one's keys stand
    except FileExistsError:
        pass
    finally:
        beside.unlink()


def _fresh() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode("ascii")


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int) -> Keys:
    try:
        document = json.loads(path.read_text(encoding="ascii"))
        by_name = {name: base64.b64decode(key, validate=True) for name, key in document["keys"].items()}
        keys = Keys(document["current"], by_name, base64.b64decode(document["index"], validate=True))
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise KeyFileProblem(f"{path.name} in the keys folder is not a key file of Alianza: {problem!r}.") from None
    if keys.current not in by_name or any(len(key) != 32 for key in by_name.values()):
        raise KeyFileProblem(f"{path.name} in the keys folder names a current key it does not hold, or a short key.")
    return keys


def load_keys() -> Keys:
    """The instance's keys; made on first use."""
    path = key_file()
    if not path.exists():
        write_key_file(path, {"current": "k1", "keys": {"k1": _fresh()}, "index": _fresh()})
    return _read(path, path.stat().st_mtime_ns)


def add_key() -> str:
    """Add a fresh key and make it the current one; older keys stay so that older values open."""
    keys = load_keys()
    name = f"k{1 + max(int(known.removeprefix('k')) for known in keys.by_name)}"
    held = {known: base64.b64encode(key).decode("ascii") for known, key in keys.by_name.items()}
    write_key_file(
        key_file(),
        {"current": name, "keys": {**held, name: _fresh()}, "index": base64.b64encode(keys.index).decode("ascii")},
    )
    return name
