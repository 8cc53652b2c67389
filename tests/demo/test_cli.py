from typer.testing import CliRunner

from alianza.cli import app


def test_a_real_instance_is_never_made_a_demonstration(tmp_path, monkeypatch):
    monkeypatch.setenv("ALIANZA_DIR", str(tmp_path))  # the command sets it; it is put back afterwards
    (tmp_path / "alianza.sqlite3").write_bytes(b"")
    done = CliRunner().invoke(app, ["demo", "--no-serve", "--dir", str(tmp_path)])
    assert done.exit_code == 2
    assert "holds a real instance" in done.stderr
    assert "--dir" in done.stderr
    assert not (tmp_path / "DEMONSTRATION").exists()


def test_a_port_that_does_not_exist_is_refused():
    done = CliRunner().invoke(app, ["demo", "--port", "70000"])
    assert done.exit_code == 2
