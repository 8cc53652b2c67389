"""The catalogues: whole, and each translation keeps the named places of its English."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from alianza.web import catalogue

PLACES = re.compile(r"%\((\w+)\)[a-z]|%%|\{(\w*)\}")


def forms(text: str | tuple[str, ...] | list[str]) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


def places(text: str) -> set[str]:
    return {match.group() for match in PLACES.finditer(text)}


def test_the_catalogues_hold_every_string_of_the_source_and_nothing_else() -> None:
    source = catalogue.extracted()  # the longest part: once for both languages and both questions
    said = {(message.id, message.context) for message in source if message.id}
    for language in catalogue.LANGUAGES:
        wanting = catalogue.missing(language, source)
        assert wanting == [], f"{language}: {len(wanting)} strings; run: just catalogue"
        held = {(message.id, message.context) for message in catalogue.read(language) if message.id}
        assert held - said == set(), f"{language} has what nobody says; run: just catalogue"


@pytest.mark.parametrize("language", catalogue.LANGUAGES)
def test_a_translation_keeps_the_named_places(language: str) -> None:
    wrong: list[str] = []
    for message in catalogue.read(language):
        if not message.id:
            continue
        allowed = set().union(*(places(form) for form in forms(message.id)))
        needed = set.intersection(*(places(form) for form in forms(message.id)))
        # a plural form may leave a place out where one of the English forms does, and may never bring a new one
        wrong += [form for form in forms(message.string) if form and not needed <= places(form) <= allowed]
    assert wrong == []


@pytest.mark.parametrize("language", catalogue.LANGUAGES)
def test_no_translation_is_marked_as_a_guess(language: str) -> None:
    assert [message.id for message in catalogue.read(language) if message.id and message.fuzzy] == []


def test_strings_are_found_in_templates_and_in_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "place" / "templates" / "place"
    page.mkdir(parents=True)
    (page / "a.html").write_text(
        '{% translate "Plain" %}{% translate "May" context "month" %}'
        "{% blocktranslate trimmed count n=n %}\n One {{ n }}\n{% plural %}\n Many {{ n }}\n{% endblocktranslate %}",
        encoding="utf-8",
    )
    (tmp_path / "place" / "b.py").write_text(
        '_("Called")\nngettext("One thing", "%(n)s things", n)\nmarked("Marked %(x)s")\nother("Not marked")\n',
        encoding="utf-8",
    )
    monkeypatch.setattr(catalogue, "SOURCE", tmp_path)
    found = {(message.id, message.context) for message in catalogue.extracted() if message.id}
    assert found == {
        ("Plain", None),
        ("May", "month"),
        (("One %(n)s", "Many %(n)s"), None),
        ("Called", None),
        (("One thing", "%(n)s things"), None),
        ("Marked %(x)s", None),
    }


def test_an_update_keeps_translations_and_changes_nothing_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, locale = tmp_path / "source", tmp_path / "locale"
    source.mkdir()
    (source / "a.py").write_text('_("Kept")\n_("Gone")\n', encoding="utf-8")
    monkeypatch.setattr(catalogue, "SOURCE", source)
    monkeypatch.setattr(catalogue, "LOCALE", locale)
    catalogue.update("es")
    file = locale / "es" / "LC_MESSAGES" / "django.po"
    file.write_text(file.read_text(encoding="utf-8").replace('msgid "Kept"\nmsgstr ""', 'msgid "Kept"\nmsgstr "Queda"'))
    (source / "a.py").write_text('_("Kept")\n_("Fresh")\n', encoding="utf-8")
    catalogue.update("es")
    held: Catalog = catalogue.read("es")
    assert {message.id: message.string for message in held if message.id} == {"Kept": "Queda", "Fresh": ""}
    assert catalogue.missing("es") == ["Fresh"]
    before = file.read_bytes()
    catalogue.update("es")
    assert file.read_bytes() == before
