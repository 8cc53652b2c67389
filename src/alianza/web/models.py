from django.db import models


class WorkerPulse(models.Model):
    """A background worker that lives says so every few seconds; one that was killed falls silent."""

    worker_id = models.CharField(max_length=64, primary_key=True)
    beaten_at = models.DateTimeField()
