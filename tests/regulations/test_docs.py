"""What the reference says stands in the product, and the other way round."""

import doctest
from importlib import import_module
from pathlib import Path

import pytest

from alianza.regulations import dictionary
from alianza.vocabulary.criterion import Fix, Operator

DOCS = Path(__file__).parents[2] / "docs"


def test_every_fact_sector_and_operator_is_in_the_reference():
    text = (DOCS / "reference" / "sheets.md").read_text("utf-8")
    for fact in dictionary.facts().values():
        assert f"| `{fact.id}` |" in text
        assert str(fact.ask) in text
    for sector in dictionary.words()["sectors"]:
        assert sector in text
    for operator in Operator:
        assert f"`{operator}`" in text


def test_the_explanation_states_the_weights_that_the_engine_uses():
    text = (DOCS / "explanation" / "eligibility.md").read_text("utf-8")
    for fix in Fix:
        row = next(line for line in text.splitlines() if line.startswith(f"| `{fix}`"))
        assert row.rstrip("| ").endswith(str(fix.burden))


@pytest.mark.parametrize(
    "module",
    [
        "engines.eligibility._result",
        "regulations.costs",
        "regulations.dictionary",
        "regulations.forms.finder",
        "regulations.wording",
        "vocabulary.criterion",
        "vocabulary.text",
    ],
)
def test_examples_in_docstrings_run(module):
    done = doctest.testmod(import_module(f"alianza.{module}"))
    assert done.attempted
    assert not done.failed
