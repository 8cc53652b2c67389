"""Keeping what was agreed before it changes."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max

from alianza.audit.actions import Actor
from alianza.fund.actions.moments import moment
from alianza.fund.models import Decision, Version


def keep_version(
    subject: str,
    kind: str,
    content: dict[str, Any],
    *,
    by: Actor,
    reason: str = "",
    decision: Decision | None = None,
    on: date | None = None,
) -> Version:
    """Add the next version of a subject (`proposal:P-2026-001`), in the caller's transaction and under its lock."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("keep_version() belongs inside the transaction of its deed.")
    last = Version.objects.filter(subject=subject).aggregate(last=Max("number"))["last"] or 0
    return Version.objects.create(
        subject=subject,
        number=last + 1,
        kind=kind,
        content=content,
        reason=reason,
        decision=decision,
        made_at=moment(on),
        made_by=by.code,
    )
