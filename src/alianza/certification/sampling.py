"""How many workers an auditor speaks to."""

SHARE = 10
"""One in so many: inspectors of labour providers aim at about a tenth of the workers and pick them themselves."""
LEAST = 5
"""Fewer are never asked where there are as many: below five answers nothing can be shown without pointing at people."""


def interviews_to_hold(workers: int) -> int:
    """About one in ten, rounded up; at least five, or everybody where there are fewer.

    >>> [interviews_to_hold(workers) for workers in (0, 3, 5, 41, 50, 51, 200, 1001)]
    [0, 3, 5, 5, 5, 6, 20, 101]
    """
    if workers < 0:
        raise ValueError(f"A firm has no {workers} workers.")
    return min(workers, max(-(-workers // SHARE), LEAST))


def may_be_shown(answers: int) -> bool:
    """Whether counts of so many answers are shown: never of fewer than five."""
    return answers >= LEAST
