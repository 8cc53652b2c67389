"""One mail on its way: what the server made of it."""

from datetime import timedelta
from enum import StrEnum
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused

from django.core.mail import EmailMessage

CLAIM = timedelta(minutes=30)
"""After this long, a mail that somebody began to send and did not finish is taken up by the next."""
PERMANENT = 500
"""SMTP replies from here on mean that trying again is of no use."""


class Outcome(StrEnum):
    LEFT = "left"
    REFUSED = "refused for good"
    LATER = "refused for the moment"
    DOWN = "no server"


def leave(message: EmailMessage) -> Outcome:
    """Send it over its connection. `REFUSED` means the address, `DOWN` that the next one would fare no better."""
    try:
        message.send()
    except (SMTPRecipientsRefused, SMTPDataError) as problem:
        return Outcome.REFUSED if _is_permanent(problem) else Outcome.LATER
    except (OSError, SMTPException):
        return Outcome.DOWN
    return Outcome.LEFT


def _is_permanent(problem: SMTPRecipientsRefused | SMTPDataError) -> bool:
    if isinstance(problem, SMTPDataError):
        return problem.smtp_code >= PERMANENT
    return all(code >= PERMANENT for code, _said in problem.recipients.values())
