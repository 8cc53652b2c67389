"""Readers of the environment: a wrong setting stops the start with one sentence."""

from pathlib import Path

import pytest

from alianza.web import environment as env


def test_a_setting_that_is_not_given_has_its_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ALIANZA_X", raising=False)
    assert env.text("ALIANZA_X", "there") == "there"
    assert env.flag("ALIANZA_X", default=True)
    assert env.number("ALIANZA_X", 7) == 7
    assert env.listed("ALIANZA_X", ("a",)) == ["a"]


@pytest.mark.parametrize(("given", "meant"), [("1", True), ("Yes", True), ("on", True), ("0", False), ("FALSE", False)])
def test_a_flag_is_yes_or_no(monkeypatch: pytest.MonkeyPatch, given: str, meant: bool) -> None:
    monkeypatch.setenv("ALIANZA_X", given)
    assert env.flag("ALIANZA_X", default=not meant) is meant


def test_a_flag_that_is_neither_is_refused_rather_than_read_as_no(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALIANZA_X", "maybe")
    with pytest.raises(env.WrongSetting, match="ALIANZA_X='maybe' is neither yes nor no; write 1 or 0"):
        env.flag("ALIANZA_X")


@pytest.mark.parametrize(
    ("given", "sentence"), [("ten", "not a whole number"), ("1.5", "not a whole"), ("0", "below 1")]
)
def test_a_number_that_cannot_be_is_refused(monkeypatch: pytest.MonkeyPatch, given: str, sentence: str) -> None:
    monkeypatch.setenv("ALIANZA_X", given)
    with pytest.raises(env.WrongSetting, match=sentence):
        env.number("ALIANZA_X", 3, least=1)


def test_a_list_is_split_at_commas_and_trimmed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALIANZA_X", " one.example, two.example ,,")
    assert env.listed("ALIANZA_X") == ["one.example", "two.example"]


def test_the_instance_is_where_the_setting_says_else_in_the_data_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ALIANZA_DIR", str(tmp_path / "here"))
    assert env.instance_folder() == tmp_path / "here"
    monkeypatch.delenv("ALIANZA_DIR")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert env.instance_folder() == tmp_path / "alianza"
    monkeypatch.delenv("XDG_DATA_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert env.instance_folder() == tmp_path / ".local" / "share" / "alianza"


def test_a_secret_is_made_once_and_readable_by_its_owner_only(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("ALIANZA_X", raising=False)
    file = tmp_path / "keys" / "secret"
    first = env.secret("ALIANZA_X", file)
    assert len(first) >= 64
    assert env.secret("ALIANZA_X", file) == first
    assert file.stat().st_mode & 0o077 == 0
    monkeypatch.setenv("ALIANZA_X", "given")
    assert env.secret("ALIANZA_X", file) == "given"


def test_without_an_address_the_database_is_a_file_of_the_instance(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("ALIANZA_DATABASE_URL", raising=False)
    found = env.database(tmp_path)
    assert found["NAME"] == str(tmp_path / "alianza.sqlite3")
    assert "journal_mode=WAL" in str(found["OPTIONS"])


def test_an_address_of_postgresql_is_read_whole(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ALIANZA_DATABASE_URL", "postgresql://me:p%40ss@db.example:6543/all%20iance?sslmode=require")
    monkeypatch.setenv("ALIANZA_DATABASE_POOL", "4")
    found = env.database(tmp_path)
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"]) == ("me", "p@ss", "db.example", "6543")
    assert found["NAME"] == "all iance"
    assert found["OPTIONS"] == {"sslmode": "require", "pool": {"min_size": 1, "max_size": 4}}
    monkeypatch.setenv("ALIANZA_DATABASE_POOL", "0")
    assert env.database(tmp_path)["OPTIONS"] == {"sslmode": "require"}


@pytest.mark.parametrize("given", ["mysql://me@host/name", "postgresql://host", "alianza", "postgresql://host:port/x"])
def test_an_address_that_is_not_postgresql_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, given: str
) -> None:
    monkeypatch.setenv("ALIANZA_DATABASE_URL", given)
    with pytest.raises(env.WrongSetting, match="postgresql://user:password@host:5432/name"):
        env.database(tmp_path)
