"""The web server: granian over WSGI, with background jobs inside the process unless the operator moves them out."""


def run(*, host: str, port: int, workers: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces

    from alianza.web.environment import flag
    from alianza.web.queue import start_inside_server

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
