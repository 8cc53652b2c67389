"""Work on files of people that a page does not wait for; safe to run twice."""

import logging

from django.db import DatabaseError
from django_tasks import task

from alianza.audit.actions import PLATFORM
from alianza.registry.actions import intakes
from alianza.registry.models import Intake
from alianza.vocabulary.refusal import Refusal

logger = logging.getLogger("alianza.registry")


@task()
def check_intake(code: str) -> str:
    """Examine a file; returns its state."""
    intake = Intake.objects.select_related("file", "report", "registrar", "brought_by").get(code=code)
    try:
        return str(intakes.check(intake).state)
    except Refusal as refusal:  # the intake is refused, and its page says so
        return refusal.code


@task()
def save_intake(code: str, signed: list[str]) -> str:
    """Save a file that was decided upon."""
    intake = Intake.objects.select_related("file", "report", "registrar", "brought_by").get(code=code)
    try:
        intakes.save(intake, signed=signed)
    except intakes.ChangedSince as refusal:
        return refusal.code
    except (Refusal, DatabaseError, OSError) as problem:
        logger.warning("intake %s was not saved: %s", code, type(problem).__name__)
        intakes.fail(intake, by=PLATFORM)
        raise
    return "saved"
