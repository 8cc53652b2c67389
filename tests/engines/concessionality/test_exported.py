"""The public list of the engine is honest, and its arithmetic knows no float."""

import ast
from pathlib import Path

import pytest

from alianza.engines import concessionality

FILES = sorted(Path(concessionality.__file__).parent.glob("*.py"))


def test_everything_listed_exists_and_everything_imported_is_listed():
    assert len(set(concessionality.__all__)) == len(concessionality.__all__)
    public = {
        name
        for name, value in vars(concessionality).items()
        if not name.startswith("_")
        and not hasattr(value, "__path__")
        and getattr(value, "__module__", "").startswith("alianza")
    }
    assert public <= set(concessionality.__all__)
    assert all(hasattr(concessionality, name) for name in concessionality.__all__)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_no_float_is_written_or_made(file: Path):
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), node.lineno
        assert not (isinstance(node, ast.Name) and node.id in {"float", "math"}), node.lineno


def test_refusals_have_codes_of_their_own():
    from alianza.vocabulary.refusal import Refusal

    said = [
        value
        for name in concessionality.__all__
        if isinstance(value := getattr(concessionality, name), type) and issubclass(value, Refusal)
    ]
    assert len({each.code for each in said}) == len(said) > 20
    assert all(each.code.startswith("concessionality.") and each.message.endswith(".") for each in said)
