"""`alianza fund iati`: both files or none, and what is wrong in sentences."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from alianza.fund import cli
from alianza.iati import read, read_organisations
from tests.fund import story
from tests.world import World


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch) -> typer.Typer:
    """The commands on the database that the test has open."""
    monkeypatch.setattr(cli, "_open", lambda _folder: None)
    app = typer.Typer()
    app.callback()(lambda: None)
    cli.register(app)
    return app


def run(command: typer.Typer, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(command, ["fund", "iati", *arguments])
    return result.exit_code, result.output


@pytest.mark.django_db
def test_both_files_are_written_when_all_checks_pass(world: World, command: typer.Typer, tmp_path: Path) -> None:
    story.contract(world, story.programme(world))
    code, said = run(command, "--out", str(tmp_path / "files"), "--check", "--json")
    assert code == 0, said
    report = json.loads(said)
    assert report["passed"] is True
    assert report["errors"] == []
    assert sorted(path.name for path in (tmp_path / "files").iterdir()) == ["activities.xml", "organisation.xml"]
    assert len(read(tmp_path / "files" / "activities.xml")) == 2
    assert len(read_organisations(tmp_path / "files" / "organisation.xml")) == 1


@pytest.mark.django_db
def test_a_failing_check_writes_nothing_and_ends_with_1(world: World, command: typer.Typer, tmp_path: Path) -> None:
    story.contract(world, story.programme(world))
    assert run(command, "--out", str(tmp_path))[0] == 0
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    world.puente.name = ""
    world.puente.save()
    code, said = run(command, "--out", str(tmp_path), "--check")
    assert code == 1
    assert "[atleast_one 6.10.1]" in said
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


@pytest.mark.django_db
def test_a_place_that_cannot_be_written_to_is_said_in_one_sentence(command: typer.Typer, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert run(command, "--out", str(tmp_path / "file")) == (
        2,
        f"{tmp_path / 'file'}: is a file; give the name of a folder.\n",
    )
    code, said = run(command, "--out", str(tmp_path / "no" / "where"))
    assert code == 2
    assert said.startswith(str(tmp_path / "no" / "where"))
