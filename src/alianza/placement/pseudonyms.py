"""Numbers that people can read out and nobody can guess."""

import secrets

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Digits and capitals without those that look alike."""


def order_number() -> str:
    """A fresh number of a job order, for example O-7Q4K2M."""
    return "O-" + "".join(secrets.choice(ALPHABET) for _ in range(6))
