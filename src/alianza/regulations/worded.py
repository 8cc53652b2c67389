"""Problems of a sheet in the language of the reader."""

from django.utils.translation import gettext

from alianza.vocabulary.criterion_form import Problem
from alianza.vocabulary.said import Said


def worded(problem: Problem) -> str:
    """Its place in the document, and what is wrong in the language of the moment."""
    sentence = problem.sentence
    return f"{problem.path}: {sentence.translated(gettext) if isinstance(sentence, Said) else sentence}"
