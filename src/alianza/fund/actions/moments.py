"""When a deed was done, where only its day is known."""

from datetime import date, datetime, time

from django.utils import timezone


def moment(on: date | None = None) -> datetime:
    """Now, where the day is today or was not said; else noon of the day on which it is said to have been done."""
    if on is None or on == timezone.localdate():
        return timezone.now()
    return timezone.make_aware(datetime.combine(on, time(12)))
