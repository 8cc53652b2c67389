"""The web server: granian over WSGI, with background jobs inside the process unless the operator moves them out."""

import os


def run(*, host: str, port: int, workers: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces

    from alianza.web.queue import start_inside_server

    if os.environ.get("ALIANZA_JOBS_IN_SERVER", "1") not in {"0", "false", "no", "off"}:
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
