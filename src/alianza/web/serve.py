"""The web server: granian over WSGI, with background jobs in a child process unless the operator moves them out."""

import os
import threading
import time


def run(*, host: str, port: int, workers: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces

    from alianza.web.environment import flag
    from alianza.web.queue import start_inside_server

    os.environ["ALIANZA_SERVER_PROCESS"] = str(os.getpid())
    if flag("ALIANZA_JOBS_IN_SERVER", default=True):
        start_inside_server()
    Granian(
        "alianza.web.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        workers_kill_timeout=10,
        log_access=False,
    ).serve()


def end_with_server() -> None:
    """Let this web worker end when the server that started it is gone: after a `kill -9` it would serve on for ever."""
    from alianza.web.environment import number

    server = number("ALIANZA_SERVER_PROCESS", 0)
    if not server or os.getppid() != server:
        return

    def watch() -> None:
        while os.getppid() == server:
            time.sleep(1)
        os._exit(0)

    threading.Thread(target=watch, daemon=True, name="server-watch").start()
