#!/usr/bin/env python3
"""Prepare Alianza on a bare machine and run it: Python 3.11 or newer and a package index are all it needs.

    python3 bootstrap.py demo [--port 8000]     prepare what is missing, then the demonstration
    python3 bootstrap.py test [pytest options]  prepare what is missing, then the test suite
    python3 bootstrap.py                        prepare only, and say the two

Everything goes into .venv beside this file. Versions and hashes come from locks/ (docs/decisions/0001).
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  this file must answer plainly on the Python it is started with
    import shutil

    NEWER = [name for name in ("python3.13", "python3.12", "python3.11") if shutil.which(name)]
    sys.exit(
        "Alianza needs Python 3.11 or newer and this is %d.%d; %s."  # noqa: UP031
        % (
            sys.version_info[0],
            sys.version_info[1],
            "run it with: %s bootstrap.py" % NEWER[0] if NEWER else "install a newer one and run this with it",  # noqa: UP031
        )
    )

import ast
import hashlib
import importlib.util
import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
LOCKS = ROOT / "locks"
STAMP = VENV / "prepared"
"""Two lines: the folder the environment was made in, and what is installed, as `<set> <fingerprint>`."""


class Stuck(Exception):
    """Preparing cannot go on; the message says why and what to do."""


def fingerprint() -> str:
    """Of everything that decides what is installed."""
    digest = hashlib.sha256(sys.version.encode())
    for file in (*sorted(LOCKS.glob("*.txt")), ROOT / "pyproject.toml"):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def installed() -> tuple[str, str]:
    """What the stamp says: the set ("run" or "dev", or "" for none) and the fingerprint."""
    try:
        place, state = STAMP.read_text(encoding="utf-8").splitlines()
        group, mark = state.split()
    except (OSError, ValueError):
        return "", ""
    return (group, mark) if place == str(ROOT) else ("", "")


def say(sentence: str) -> None:
    """Progress, on stderr so that stdout belongs to what is run."""
    print(sentence, file=sys.stderr, flush=True)


def run(command: list[str], **settings: str) -> bool:
    """Whether the command succeeded; it says itself what went wrong."""
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **settings}, check=False).returncode == 0


def usable() -> bool:
    """Whether .venv stands here, starts, and has the Python that runs this file."""
    if not PYTHON.exists():
        return False
    if STAMP.exists() and STAMP.read_text(encoding="utf-8").splitlines()[:1] != [str(ROOT)]:
        return False  # the folder was moved: the commands in it point to the old place
    answer = subprocess.run(
        [str(PYTHON), "-c", "import sys; print(sys.version)"], capture_output=True, text=True, check=False
    )
    return answer.returncode == 0 and answer.stdout.strip() == sys.version.strip()


def pip() -> list[str]:
    """The pip that installs into .venv: its own, or that of the Python that runs this file."""
    own = [str(PYTHON), "-m", "pip"]
    if subprocess.run([*own, "--version"], capture_output=True, check=False).returncode == 0:
        return own
    return [sys.executable, "-m", "pip", "--python", str(PYTHON)]


def make_environment() -> None:
    """Create .venv, with pip inside where Python can do that."""
    if usable():
        return
    can_bring_pip = importlib.util.find_spec("ensurepip") is not None
    if importlib.util.find_spec("venv") is None or not (can_bring_pip or importlib.util.find_spec("pip")):
        name = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        raise Stuck(
            f"Python's venv module is incomplete here; install it (Debian, Ubuntu: sudo apt-get install {name})"
            " and run this again."
        )
    say(f"Making {VENV} ...")
    options = ["--clear"] if can_bring_pip else ["--clear", "--without-pip"]
    if not run([sys.executable, "-m", "venv", *options, str(VENV)]):
        raise Stuck(f"The environment could not be made in {VENV}: the lines above say why.")


def index_for_uv() -> dict[str, str]:
    """Hand uv the index of pip's settings, which it does not read itself, unless uv has settings of its own."""
    settings = {"UV_PYTHON_DOWNLOADS": "never", "VIRTUAL_ENV": str(VENV)}
    config = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "uv" / "uv.toml"
    if any(name in os.environ for name in ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "UV_CONFIG_FILE")) or config.exists():
        return settings
    answer = subprocess.run([*pip(), "config", "list"], capture_output=True, text=True, check=False)
    held = dict(line.split("=", 1) for line in answer.stdout.splitlines() if "=" in line)
    for name in ("global.index-url", "install.index-url", ":env:.index-url"):  # the later one rules
        if name in held:
            settings["UV_DEFAULT_INDEX"] = str(ast.literal_eval(held[name]))
    return settings


def install(group: str) -> None:
    """Install the locked set and then the project itself, with uv, or with pip where uv is not to be had."""
    lock = str(LOCKS / f"{group}.txt")
    quiet = [] if sys.stderr.isatty() else ["--quiet"]
    project = ["--no-deps", "--no-build-isolation", "--editable", str(ROOT)]
    say(f"Installing the locked packages (locks/{group}.txt); the first time takes a minute or more ...")
    if run([*pip(), "install", "--quiet", "--require-hashes", "-r", str(LOCKS / "uv.txt")]):
        uv = [str(BIN / "uv"), "pip", "install", *quiet, "--python", str(PYTHON)]
        settings = index_for_uv()
        if run([*uv, "--require-hashes", "-r", lock], **settings) and run([*uv, *project], **settings):
            return
    say("uv could not do it; trying the same list with pip, which is slower ...")
    with_pip = [*pip(), "install", *quiet]
    if not (run([*with_pip, "--require-hashes", "-r", lock]) and run([*with_pip, *project])):
        raise Stuck(
            "The packages could not be installed: the lines above say why. Check the network, the free space "
            "and pip's index settings, then run this again; it goes on where it stopped."
        )


def prepare(group: str) -> None:
    """Bring .venv to the locked state of `group` ("run", or "dev" which holds it)."""
    have, mark = installed()
    wanted = fingerprint()
    if mark == wanted and have in {group, "dev"} and usable():
        return
    make_environment()
    group = "dev" if have == "dev" else group  # an update keeps the checks that were there
    STAMP.unlink(missing_ok=True)
    install(group)
    STAMP.write_text(f"{ROOT}\n{group} {wanted}\n", encoding="utf-8")


def become(command: list[str]) -> int:
    """Run the command in place of this process, so that signals and the exit status are its own."""
    if os.name != "nt":
        sys.stdout.flush()
        os.execv(command[0], command)
    return subprocess.run(command, check=False).returncode


def main(arguments: list[str]) -> int:
    """Exit status 2 for what a person has to put right first."""
    job, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    if job in {"-h", "--help"}:
        print(__doc__)
        return 0
    if job not in {"", "demo", "test"}:
        say(f"{job!r} is not one of: demo, test. Run it without a word to prepare only.")
        return 2
    try:
        prepare("dev" if job == "test" else "run")
    except Stuck as problem:
        say(str(problem))
        return 2
    if job == "demo":
        return become([str(BIN / "alianza"), "demo", *rest])
    if job == "test":
        os.chdir(ROOT)
        # two processes suit the smallest machine that this is tested on; -n in `rest` overrides
        chosen = rest or ["-m", "not slow"]  # `.ci/run` runs the slow ones too
        return become([str(PYTHON), "-m", "pytest", "-n", str(min(os.cpu_count() or 1, 4)), *chosen])
    print("Ready. Now run one of:\n  python3 bootstrap.py demo\n  python3 bootstrap.py test")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        say("Stopped. Run it again to go on.")
        sys.exit(130)
