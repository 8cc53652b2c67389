from uuid import uuid4

from django.db import models
from django.utils import timezone

from alianza.instruments.models.responses import Submission
from alianza.instruments.models.rounds import Round


class OpenCode(models.Model):
    """An entry of the codebook of one open question: what answers are sorted under."""

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    round = models.ForeignKey(Round, models.PROTECT, related_name="codebook")
    item = models.CharField(max_length=60)
    name = models.CharField(max_length=80)
    meaning = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["round", "item", "name"]
        constraints = [
            models.UniqueConstraint(fields=["round", "item", "name"], name="a_code_of_a_codebook_has_its_own_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Coding(models.Model):
    """One answer sorted under one code."""

    entry = models.ForeignKey(OpenCode, models.CASCADE, related_name="codings")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="codings")
    by_code = models.UUIDField()
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "submission"], name="an_answer_is_sorted_under_a_code_once"),
        ]


class OpenAnswer(models.Model):
    """An answer in words, taken out of what was handed in so that answers to one question are read side by side.

    Computed from submissions, never the source. `place` orders the answers to a question in a way that says nothing of
    who gave them. Personal data: what a person answered may name them; shown by the round's own rule.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="+")
    submission = models.ForeignKey(Submission, models.CASCADE, related_name="+")
    item = models.CharField(max_length=60)
    place = models.CharField(max_length=16)
    words = models.TextField()

    class Meta:
        ordering = ["item", "place"]
        indexes = [models.Index(fields=["round", "item", "place"], name="open_answers_to_a_question")]
        constraints = [
            models.UniqueConstraint(fields=["submission", "item"], name="an_answer_is_taken_out_once"),
        ]
