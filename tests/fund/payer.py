"""A nursery of processes that pay what is authorised, to be killed: `python -m tests.fund.payer`.

For each line on its input, `MOST STEP`, it forks a process of its own that pays at most MOST tranches, each statement a
little late; with STEP above zero the process kills itself before that statement, counted from its first payment. It
prints the process's number, and once it ended, the signal that ended it (0: it came to its end).
"""

import os
import random
import signal
import sys
import time
from collections.abc import Callable
from typing import Any


def pay_all(most: int, step: int) -> None:
    from django.db import connection

    from alianza.accounts.models import User
    from alianza.fund.actions.tranches import pay
    from alianza.fund.models import Tranche
    from tests.fund.story import DAY

    left = step

    def late(execute: Callable[..., Any], *given: Any) -> Any:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(random.random() * 0.002)
        return execute(*given)

    officer = User.objects.get(email="luc@example.org")
    waiting = list(Tranche.objects.filter(state="authorised").order_by("number")[:most])
    with connection.execute_wrapper(late):
        for tranche in waiting:
            pay(tranche, bank_reference=f"B-{tranche.number}", on=DAY, by=officer)


def main() -> None:
    import django

    django.setup()
    import alianza.fund.actions.tranches  # noqa: F401  loaded once, not by each process
    import tests.fund.story  # noqa: F401

    for line in sys.stdin:
        most, step = (int(word) for word in line.split())
        pid = os.fork()
        if pid == 0:
            try:
                random.seed()
                pay_all(most, step)
                os._exit(0)
            except BaseException as error:  # noqa: BLE001  whatever it was, the test shall read it
                print(repr(error), file=sys.stderr, flush=True)
                os._exit(1)
        print(pid, flush=True)
        _pid, status = os.waitpid(pid, 0)
        print(os.WTERMSIG(status) if os.WIFSIGNALED(status) else -os.WEXITSTATUS(status), flush=True)


if __name__ == "__main__":
    main()
