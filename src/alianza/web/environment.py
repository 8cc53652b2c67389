"""Small typed readers of the environment that fail loudly: a wrong setting stops the start with one sentence."""

import os
import re
from pathlib import Path
from typing import Any


class WrongSetting(SystemExit):
    """The environment holds something that cannot be used; the message says which and what to do."""


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def openid_connect() -> dict[str, Any]:
    """Sign-in through the OpenID Connect provider of the surroundings, by code and PKCE; empty where there is none."""
    issuer = text("ALIANZA_OIDC_URL")
    if not issuer:
        return {}
    app = {
        "provider_id": "alliance",
        "name": text("ALIANZA_OIDC_NAME", "OpenID Connect"),
        "client_id": text("ALIANZA_OIDC_CLIENT"),
        "secret": text("ALIANZA_OIDC_SECRET"),
        "settings": {"server_url": issuer, "oauth_pkce_enabled": True},
    }
    return {"openid_connect": {"APPS": [app]}}


def flag(name: str, *, default: bool = False) -> bool:
    """`1`, `true`, `yes`, `on` or their opposites; anything else is refused rather than read as false."""
    raw = os.environ.get(name)
    if raw is None or raw == "":
        return default
    if raw.lower() in {"1", "true", "yes", "on"}:
        return True
    if raw.lower() in {"0", "false", "no", "off"}:
        return False
    raise WrongSetting(f"{name}={raw!r} is neither yes nor no; write 1 or 0.")


def number(name: str, default: int, *, least: int = 0) -> int:
    raw = os.environ.get(name)
    if raw is None or raw == "":
        return default
    try:
        value = int(raw)
    except ValueError:
        raise WrongSetting(f"{name}={raw!r} is not a whole number.") from None
    if value < least:
        raise WrongSetting(f"{name}={value} is below {least}.")
    return value


def matching(name: str, default: str, pattern: str, meaning: str) -> str:
    """A text that has to look like `pattern`, as a whole; `meaning` says in words what that is."""
    value = text(name) or default
    if not re.fullmatch(pattern, value):
        raise WrongSetting(f"{name}={value!r} is not {meaning}.")
    return value


def listed(name: str, default: tuple[str, ...] = ()) -> list[str]:
    raw = os.environ.get(name)
    return [part.strip() for part in raw.split(",") if part.strip()] if raw else list(default)


def instance_folder() -> Path:
    """Where this instance keeps its database, uploads and keys: `ALIANZA_DIR`, else the user's data folder."""
    raw = os.environ.get("ALIANZA_DIR")
    if raw:
        return Path(raw).expanduser().resolve()
    data_home = os.environ.get("XDG_DATA_HOME")
    return (Path(data_home) if data_home else Path.home() / ".local" / "share") / "alianza"


def secret(name: str, file: Path) -> str:
    """A secret from the environment, else from its file, which is made on first use and readable by its owner only."""
    given = os.environ.get(name)
    if given:
        return given
    if file.exists():
        return file.read_text(encoding="ascii").strip()
    import secrets

    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = secrets.token_urlsafe(64)
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # another process was quicker: its secret is the secret
        return file.read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.write(fresh)
    return fresh


def database(folder: Path) -> dict[str, object]:
    """SQLite in the instance's folder, or the PostgreSQL that `ALIANZA_DATABASE_URL` names.

    `ALIANZA_DATABASE_POOL` is the most connections that one server process holds; 0 opens one per request instead.
    """
    raw = os.environ.get("ALIANZA_DATABASE_URL", "")
    if not raw:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(folder / "alianza.sqlite3"),
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",  # readers that later write must not fail half-way
                "timeout": 10,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
                    "PRAGMA mmap_size=134217728; PRAGMA journal_size_limit=67108864; "
                    "PRAGMA cache_size=-20000; PRAGMA temp_store=MEMORY"
                ),
            },
        }
    from urllib.parse import parse_qsl, unquote, urlsplit

    parts = urlsplit(raw)
    try:
        port = str(parts.port or "")
    except ValueError:
        port = "wrong"
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/") or port == "wrong":
        raise WrongSetting("ALIANZA_DATABASE_URL must look like postgresql://user:password@host:5432/name.")
    try:
        import psycopg  # noqa: F401  only to say early and plainly that it is missing
    except ImportError:
        raise WrongSetting('PostgreSQL needs the extra "postgres": pip install "alianza[postgres]".') from None
    options: dict[str, object] = dict(parse_qsl(parts.query))
    most = number("ALIANZA_DATABASE_POOL", 8)
    if most:
        options["pool"] = {"min_size": 1, "max_size": most}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": port,
        "CONN_MAX_AGE": 0,
        "OPTIONS": options,
    }
