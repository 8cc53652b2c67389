"""bootstrap.py and its locks: what a newcomer meets before anything is installed."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

import bootstrap

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PIN = re.compile(r"^([a-z0-9-]+)(?:\[[^\]]*\])?==([^ ;\\]+)([^\\]*)", re.MULTILINE)


def pins(name: str) -> dict[str, set[str]]:
    """Package to its versions (one, or several where platforms differ)."""
    found: dict[str, set[str]] = {}
    for package, version, _marker in PIN.findall((ROOT / "locks" / f"{name}.txt").read_text(encoding="utf-8")):
        found.setdefault(package, set()).add(version)
    return found


def wanted(name: str) -> list[Requirement]:
    groups, extras = PROJECT["dependency-groups"], PROJECT["project"]["optional-dependencies"]
    lines = [*PROJECT["project"]["dependencies"], *extras["postgres"], *groups["build"]]
    if name in {"dev", "bench"}:
        lines += [*groups["dev"], *extras["relational"]]
    if name == "bench":
        lines += groups["bench"]
    return [Requirement(line) for line in lines]


@pytest.mark.parametrize("name", ["run", "dev", "bench"])
def test_a_lock_has_everything_that_the_project_asks_for(name: str) -> None:
    held = pins(name)
    for requirement in wanted(name):
        package = re.sub(r"[-_.]+", "-", requirement.name).lower()
        assert package in held, f"{package} is not locked; run: just lock"
        for version in held[package]:
            assert requirement.specifier.contains(Version(version)), f"{package} {version}; run: just lock"


def test_what_is_tested_is_what_runs() -> None:
    run, dev, bench = pins("run"), pins("dev"), pins("bench")
    assert {package: dev[package] for package in run} == run
    assert {package: bench[package] for package in dev} == dev


@pytest.mark.parametrize("name", ["uv", "run", "dev", "bench"])
def test_a_lock_has_a_hash_for_each_package_and_names_no_registry(name: str) -> None:
    text = (ROOT / "locks" / f"{name}.txt").read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^(-i|--index|--extra-index|--find-links|--trusted)", text, re.MULTILINE)
    for entry in re.split(r"\n(?=[a-z0-9])", text)[1:]:
        assert re.match(r"[a-z0-9-]+==", entry), entry
        assert "--hash=sha256:" in entry, entry


def test_the_file_can_be_read_by_an_old_python_so_that_it_can_answer() -> None:
    ast.parse((ROOT / "bootstrap.py").read_text(encoding="utf-8"), feature_version=(3, 7))


def test_a_job_it_does_not_know_is_refused_in_one_sentence() -> None:
    answer = subprocess.run(
        [sys.executable, ROOT / "bootstrap.py", "tset"], capture_output=True, text=True, check=False
    )
    assert answer.returncode == 2
    assert answer.stderr == "'tset' is not one of: demo, test. Run it without a word to prepare only.\n"


def test_help_says_the_two_commands() -> None:
    answer = subprocess.run(
        [sys.executable, ROOT / "bootstrap.py", "--help"], capture_output=True, text=True, check=True
    )
    assert "python3 bootstrap.py demo" in answer.stdout
    assert "python3 bootstrap.py test" in answer.stdout


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a blank in its name, as if the project lay there."""
    root = tmp_path / "my copy"
    root.mkdir()
    for name, value in {"ROOT": root, "VENV": root / ".venv", "BIN": root / ".venv/bin"}.items():
        monkeypatch.setattr(bootstrap, name, value)
    monkeypatch.setattr(bootstrap, "PYTHON", root / ".venv/bin/python")
    monkeypatch.setattr(bootstrap, "STAMP", root / ".venv/prepared")
    return root


def test_an_environment_is_usable_only_where_it_was_made(elsewhere: Path) -> None:
    assert not bootstrap.usable()
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", elsewhere / ".venv"], check=True)
    assert bootstrap.usable()
    bootstrap.STAMP.write_text(f"{elsewhere}\nrun abc\n", encoding="utf-8")
    assert bootstrap.usable()
    assert bootstrap.installed() == ("run", "abc")
    bootstrap.STAMP.write_text("/another/place\nrun abc\n", encoding="utf-8")
    assert not bootstrap.usable()
    assert bootstrap.installed() == ("", "")


def test_without_venv_and_pip_the_missing_package_is_named(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(bootstrap.Stuck, match=r"sudo apt-get install python3\.\d+-venv\) and run this again"):
        bootstrap.make_environment()
    assert not (elsewhere / ".venv").exists()


def test_uv_is_given_pips_index_unless_it_has_its_own(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", elsewhere / ".venv"], check=True)
    for name in [name for name in os.environ if name.startswith(("UV_", "PIP_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    assert "UV_DEFAULT_INDEX" not in bootstrap.index_for_uv()
    monkeypatch.setenv("PIP_INDEX_URL", "https://packages.example/simple")
    assert bootstrap.index_for_uv()["UV_DEFAULT_INDEX"] == "https://packages.example/simple"
    monkeypatch.setenv("UV_INDEX_URL", "https://own.example/simple")
    assert "UV_DEFAULT_INDEX" not in bootstrap.index_for_uv()
    assert bootstrap.index_for_uv()["UV_PYTHON_DOWNLOADS"] == "never"
