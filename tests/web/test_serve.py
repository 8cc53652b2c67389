"""`alianza serve` as a process: it answers, it stops when told, and nothing of it outlives it."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.processes import ROOT, wait_until

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for processes in /proc")]


def _free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


def _children(parent: int) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1]) == parent:
                found.append(int(entry.name))
        except OSError:
            continue
    return found


def _lives(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


class Server:
    """A server on an instance of its own, on SQLite."""

    def __init__(self, folder: Path) -> None:
        self.port = _free_port()
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("ALIANZA_", "DJANGO_"))}
        command = [sys.executable, "-c", "from alianza.cli import main; main()", "serve", "--port", str(self.port)]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env={**kept, "ALIANZA_DIR": str(folder)}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )  # fmt: skip
        self.family: list[int] = []

    def answers(self) -> bool:
        assert self.process.poll() is None or self.family, "the server did not start"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            response = connection.getresponse()
            return (response.status, json.loads(response.read())) == (200, {"status": "ok"})
        except OSError:
            return False
        finally:
            connection.close()


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Served by one test after another, as by one start after another."""
    return tmp_path_factory.mktemp("served") / "instance"


@pytest.fixture
def server(instance: Path) -> Iterator[Server]:
    started = Server(instance)
    try:
        wait_until(started.answers, seconds=120)
        started.family = _children(started.process.pid)
        yield started
    finally:
        for process in (started.process.pid, *started.family):
            if _lives(process):
                os.kill(process, signal.SIGKILL)
        started.process.wait()


def test_the_server_has_a_web_worker_and_a_background_worker_and_stops_with_both(server: Server) -> None:
    assert len(server.family) == 2
    server.process.terminate()
    assert server.process.wait(timeout=30) == 0
    wait_until(lambda: not any(_lives(process) for process in server.family))


def test_nothing_outlives_a_server_that_was_killed(server: Server) -> None:
    server.process.kill()
    server.process.wait()
    wait_until(lambda: not any(_lives(process) for process in server.family))
    assert not server.answers()
