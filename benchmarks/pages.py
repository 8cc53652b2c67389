"""How long does a reader wait for a country's page, a search and a migration profile?

    python -m benchmarks.pages                          the Philippines
    python -m benchmarks.pages --country MEX --rounds 50

Each in a process of its own, on an instance made for it with the sheets of law that come with the product: the page of a
country through every layer of the platform (the first view of a new instance, the first of a new process, and the median
once warm), searches with and without typos (median of all rounds), and the profile as a PDF by the command, from the
start of the process to the written file. Seconds are the wall's; memory is the peak of the process. Targets: warm page
under 150 ms, search under 50 ms, PDF under 10 s.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path

from alianza.terminal import peak_mib

TYPED = ("enfermera", "philipines germny", "welder", "work permit canada", "remittance costs", "mexico uni")


def _open(folder: Path) -> None:
    os.environ["ALIANZA_DIR"] = str(folder)
    from alianza.web.instance import open_instance

    open_instance(folder)


def _seconds(deed: Callable[[], object]) -> float:
    begun = time.perf_counter()
    deed()
    return time.perf_counter() - begun


def prepare(folder: Path, _country: str, _rounds: int) -> None:
    from alianza.web.instance import choose
    from alianza.web.instance import prepare as made

    made(choose(folder))
    from alianza.audit.actions import PLATFORM
    from alianza.regulations.actions.sheets import load_seed_sheets

    load_seed_sheets(by=PLATFORM)


def page(folder: Path, country: str, rounds: int) -> None:
    _open(folder)
    from django.test import Client

    browser = Client()

    def view() -> None:
        assert browser.get(f"/atlas/{country}/").status_code == 200

    first = _seconds(view)
    took = [_seconds(view) for _ in range(rounds)]
    print(
        f"country page   first {first:.2f} s, then {1000 * statistics.median(took):.0f} ms "
        f"(worst of {rounds}: {1000 * max(took):.0f} ms), peak {peak_mib():.0f} MiB"
    )


def search(folder: Path, _country: str, rounds: int) -> None:
    _open(folder)
    from alianza.atlas import finding

    first = _seconds(lambda: finding.find(TYPED[0]))
    took = [_seconds(lambda typed=typed: finding.find(typed)) for _ in range(rounds) for typed in TYPED]
    print(
        f"search         first {first:.2f} s, then {1000 * statistics.median(took):.0f} ms "
        f"(worst of {len(took)}: {1000 * max(took):.0f} ms), peak {peak_mib():.0f} MiB"
    )


def paper(folder: Path, country: str, _rounds: int) -> None:
    import resource

    file = folder / "profile.pdf"
    command = [sys.executable, "-c", "from alianza.cli import main; main()", "profile", country, "--lang", "es"]
    for state in ("first", "again"):
        took = _seconds(
            lambda: subprocess.run([*command, "--out", file, "--dir", folder], check=True, stdout=subprocess.DEVNULL)
        )
        held = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / (
            1 << 20 if sys.platform == "darwin" else 1 << 10
        )
        print(f"profile, PDF   {state} {took:.1f} s, {file.stat().st_size / 1000:.0f} kB, peak {held:.0f} MiB")


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--country", default="PHL", help="alpha-3 code")
    ask.add_argument("--rounds", type=int, default=30)
    given = ask.parse_args()
    spawn = get_context("spawn")
    with tempfile.TemporaryDirectory() as scratch:
        for step in (prepare, paper, page, page, search):  # the second page finds what the first drew
            process = spawn.Process(target=step, args=(Path(scratch), given.country, given.rounds))
            process.start()
            process.join()
            if process.exitcode:
                return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
