"""Telling a person something, and what the person does with it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from alianza.accounts.models import User
from alianza.messages.kinds import kind as kind_named
from alianza.messages.models import Notice
from alianza.messages.notices import mail_notices


def tell(user: User, kind: str, facts: Mapping[str, Any] | None = None, url: str = "") -> Notice:
    """Put a notice on the person's page and, once that is safe, call to it by mail if they want mail.

    `kind` is declared in a context's `notices.py`; `facts` are plain values (codes rather than names of people); `url`
    is a path of the platform. Call it inside the transaction of the deed that it tells of.
    """
    return tell_many([(user, facts or {}, url)], kind)[0]


def tell_many(told: Iterable[tuple[User, Mapping[str, Any], str]], kind: str) -> list[Notice]:
    """The same to many people at once, each with their own facts and page: one insert, one job."""
    known = kind_named(kind)
    notices = []
    for user, facts, url in told:
        if url and (not url.startswith("/") or url.startswith("//")):
            raise ValueError("A notice leads to a page of the platform: give a path that begins with one slash.")
        str(known.sentence) % (
            known.shown(facts, "en") if known.shown else facts
        )  # a missing fact shows now, not later
        notices.append(Notice(user=user, kind=kind, facts=dict(facts), url=url))
    Notice.objects.bulk_create(notices, batch_size=500)
    codes = [str(notice.code) for notice in notices]
    if codes:
        transaction.on_commit(lambda: _mail(codes))
    return notices


def _mail(codes: list[str]) -> None:
    for at in range(0, len(codes), 100):
        mail_notices.enqueue(codes[at : at + 100])


def mark_read(notice: Notice) -> None:
    Notice.objects.filter(pk=notice.pk, read_at__isnull=True).update(read_at=timezone.now())


def mark_all_read(user: User) -> int:
    """Returns how many notices that were not read now count as read."""
    return Notice.objects.filter(user=user, read_at__isnull=True).update(read_at=timezone.now())
