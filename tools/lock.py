"""Make the locks anew: exact versions with hashes, for every supported Python and platform, naming no registry.

    python tools/lock.py [--upgrade]

Run by `just lock`. Each lock starts from the one before it, so what runs and what is tested are the same versions.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ROOT / "locks"
OPTIONS = (
    "--quiet", "--universal", "--python-version", "3.11", "--fork-strategy", "fewest", "--generate-hashes",
    "--no-emit-index-url", "--no-annotate", "--no-header",
)  # fmt: skip
RUN = ("pyproject.toml", "--extra", "postgres", "--group", "build")
DEV = (*RUN, "--extra", "relational", "--group", "dev")
SETS = {
    "uv": ("what installs the rest", (), ("locks/uv.in",)),
    "run": ("what the demonstration, the commands and a served instance need", (), RUN),
    "dev": ("the same and the checks", ("run",), DEV),
    "bench": ("the same and the peers that the benchmarks measure against", ("dev",), (*DEV, "--group", "bench")),
}


def main(arguments: list[str]) -> int:
    for name, (meaning, under, sources) in SETS.items():
        target = LOCKS / f"{name}.txt"
        constraints = [part for lower in under for part in ("--constraints", f"locks/{lower}.txt")]
        command = ["uv", "pip", "compile", *OPTIONS, *constraints, *arguments, *sources, "--output-file", str(target)]
        if subprocess.run(
            [sys.executable, "-m", *command], cwd=ROOT, check=False, stdout=subprocess.DEVNULL
        ).returncode:
            return 1
        pins = target.read_text(encoding="utf-8")
        target.write_text(
            f"# {meaning[0].upper()}{meaning[1:]}. Made by `just lock`; do not edit.\n{pins}", encoding="utf-8"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
