"""What people are told about questionnaires."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from alianza.messages.kinds import Kind
from alianza.vocabulary.text import Text


def _day_shown(facts: Mapping[str, Any], _lang: str) -> Mapping[str, Any]:
    return {**facts, "day": date_format(date.fromisoformat(str(facts["day"])), "DATE_FORMAT")}


def _sections_shown(facts: Mapping[str, Any], lang: str) -> Mapping[str, Any]:
    titles = [Text(each).in_language(lang)[0] for each in facts["sections"]]
    return {**_day_shown(facts, lang), "sections": ", ".join(titles)}


# rounds
ROUNDS: tuple[Kind, ...] = (
    Kind(
        "instruments.round.asked",
        _("You are asked to answer a questionnaire"),
        _("The round %(round)s asks for your answer by %(day)s."),
        duty=True,
        shown=_day_shown,
    ),
    Kind(
        "instruments.round.reminded",
        _("A questionnaire waits for your answer"),
        _("The round %(round)s has no answer of yours yet; its last day is %(day)s."),
        duty=True,
        shown=_day_shown,
    ),
    Kind(
        "instruments.round.overdue",
        _("A questionnaire is overdue"),
        _("The last day of the round %(round)s was %(day)s. An answer still counts."),
        duty=True,
        shown=_day_shown,
    ),
    Kind(
        "instruments.response.returned",
        _("Your answers came back with remarks"),
        _("The secretariat has remarks on your answers to the round %(round)s: look at them and hand in again."),
        duty=True,
    ),
)

# responses
RESPONSES: tuple[Kind, ...] = (
    Kind(
        "instruments.sections.given",
        _("A colleague gave you sections to answer"),
        _("In the round %(round)s, a colleague asks you to fill in by %(day)s: %(sections)s."),
        duty=True,
        shown=_sections_shown,
    ),
    Kind(
        "instruments.sections.taken_back",
        _("Sections were taken back"),
        _("In the round %(round)s, you need not fill in any more: %(sections)s."),
        duty=True,
        shown=_sections_shown,
    ),
)

KINDS: tuple[Kind, ...] = (*ROUNDS, *RESPONSES)
