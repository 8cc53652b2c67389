"""`alianza certification`: is a badge ours, and what does it say? Without a network, and without the database."""

import base64
import binascii
import os
from pathlib import Path
from typing import Annotated

import typer

from alianza.terminal import JSON, print_json, refuse

GIVEN = Annotated[str, typer.Argument(metavar="TOKEN|FILE.svg", help="A badge's token, its address, or its picture.")]
KEY = Annotated[
    list[str] | None,
    typer.Option(
        "--key", metavar="KEY|FILE", help="A public key in base64, or a file with one a line; else this instance's own."
    ),
]


def register(app: typer.Typer) -> None:
    """Add `alianza certification`."""
    group = typer.Typer(no_args_is_help=True, help="The fair-recruitment label: verify a badge offline.")
    group.command("verify", epilog="Example: alianza certification verify badge.svg --key keys.txt")(verify)
    group.command("keys", epilog="Example: alianza certification keys")(keys)
    app.add_typer(group, name="certification")


def verify(given: GIVEN, key: KEY = None, as_json: JSON = False) -> None:
    """Say what a badge says and whether its signature is right; no network is used.

    What became of the label since then stands in the public register alone. Exit 1 when the badge is not to be relied
    on, 2 when there is nothing to read.
    """
    from alianza.certification.tokens import Badge, read
    from alianza.vault.signing import key_id
    from alianza.vocabulary.refusal import Refusal

    token = _token(given)
    if key:
        public = {key_id(raw): raw for one in key for raw in _public(one)}
    else:
        public = _own()
    try:
        said = read(token, public)
    except Refusal as refused:
        if as_json:
            print_json({"valid": False, "code": refused.code, "sentence": str(refused)})
        else:
            typer.echo(str(refused), err=True)
        raise typer.Exit(1) from None
    facts = {name: str(value) if value is not None else None for name, value in vars(said).items()}
    if as_json:
        print_json({"valid": True, "kind": said.kind, **facts})
        return
    typer.echo("The signature is right." if isinstance(said, Badge) else "The signature of this check is right.")
    for name, value in facts.items():
        typer.echo(f"{name:>9}  {value or '-'}")
    typer.echo("Believe these words, not the picture. Whether the label holds today stands in the public register.")


def keys() -> None:
    """Print this instance's public keys in base64, the one in use first: what others verify badges with."""
    for raw in _own().values():
        typer.echo(base64.b64encode(raw).decode("ascii"))


def _own() -> dict[str, bytes]:
    """The public keys of this instance, from its folder of keys; an instance that is not there is not made."""
    from alianza.vault.keys import KeyFileProblem
    from alianza.vault.signing import signing_file, signing_keys

    home = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    place = Path(os.environ.get("ALIANZA_DIR") or home / "alianza")
    there = f"There is no signing key at {place}; give a public key with --key."
    if not place.is_dir():
        refuse(there)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alianza.web.settings")
    try:
        if not signing_file().is_file():
            refuse(there)
        return signing_keys().public()
    except (KeyFileProblem, OSError) as problem:
        refuse(str(problem))


def _token(given: str) -> str:
    """The token itself, or the one in an address or in a picture."""
    from alianza.certification.tokens import LARGEST_FILE, token_in

    if given.startswith(("http://", "https://")):
        return given.rstrip("/").rpartition("/")[2]
    if not given.lower().endswith(".svg"):
        return given.strip()
    try:
        with Path(given).open("rb") as stream:
            found = token_in(stream.read(LARGEST_FILE))
    except OSError as problem:
        refuse(f"{given}: {(problem.strerror or 'it cannot be opened').lower()}; check the path.")
    if found is None:
        refuse(f"{given} holds no badge of Alianza. Save the picture itself, not a copy of the screen.")
    return found


def _public(given: str) -> list[bytes]:
    path = Path(given)
    try:
        lines = path.read_text(encoding="ascii").split() if path.is_file() else [given]
    except (OSError, UnicodeDecodeError):
        refuse(f"{given}: this is no file of public keys; each line is one key in base64.")
    found = []
    for line in lines:
        try:
            raw = base64.b64decode(line, validate=True)
        except (ValueError, binascii.Error):
            raw = b""
        if len(raw) != 32:
            refuse(f"{line[:60]!r} is no public key: one is 32 bytes, written in base64 as 44 characters.")
        found.append(raw)
    return found
