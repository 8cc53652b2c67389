"""Drawings on disk: found by a new process, never needed."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches

from alianza import charts
from alianza.charts import drawing
from alianza.charts.chart import Series
from alianza.charts.kept import kept


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    """A cache of its own."""
    place = tmp_path / "drawings"
    settings.CACHES = {**settings.CACHES, "drawings": {**settings.CACHES["drawings"], "LOCATION": str(place)}}
    return place


def _never() -> str:
    raise AssertionError("it was drawn again")


def test_what_was_drawn_is_found_by_a_process_that_has_drawn_nothing(folder: Path) -> None:
    chart = charts.line("stock", "People", "people", series=[Series("A", [(2020, 1), (2024, 3)])])
    first = charts.svg(chart, "page", "en")
    drawing._svg.cache_clear()
    (file,) = folder.iterdir()
    before = file.stat().st_mtime_ns
    assert charts.svg(chart, "page", "en") == first
    assert [each.stat().st_mtime_ns for each in folder.iterdir()] == [before]
    charts.svg(chart, "page", "fr")
    assert len(list(folder.iterdir())) == 2


def test_each_look_language_and_content_has_its_own(folder: Path) -> None:
    asked = [("a", "page", "en"), ("b", "page", "en"), ("a", "narrow", "en"), ("a", "page", "fr")]
    for number, each in enumerate(asked):
        assert kept(*each, lambda number=number: f"<svg>{number}</svg>") == f"<svg>{number}</svg>"
    for number, each in enumerate(asked):
        assert kept(*each, _never) == f"<svg>{number}</svg>"


@pytest.mark.parametrize("content", [b"", b"<svg>", b"\x80\x04K\x01.x", b"x" * 5000])
def test_a_file_that_is_no_drawing_is_drawn_over(folder: Path, content: bytes) -> None:
    kept("a", "page", "en", lambda: "<svg>1</svg>")
    (file,) = folder.iterdir()
    file.write_bytes(content)
    assert kept("a", "page", "en", lambda: "<svg>2</svg>") == "<svg>2</svg>"
    assert kept("a", "page", "en", _never) == "<svg>2</svg>"


def test_the_folder_may_vanish_and_may_refuse(folder: Path) -> None:
    kept("a", "page", "en", lambda: "<svg>1</svg>")
    shutil.rmtree(folder)
    assert kept("a", "page", "en", lambda: "<svg>2</svg>") == "<svg>2</svg>"
    shutil.rmtree(folder)
    folder.write_text("a file where the folder should be")
    assert kept("a", "page", "en", lambda: "<svg>3</svg>") == "<svg>3</svg>"


def test_it_does_not_grow_without_end(settings: Any, folder: Path) -> None:
    settings.CACHES = {
        **settings.CACHES, "drawings": {**settings.CACHES["drawings"], "OPTIONS": {"MAX_ENTRIES": 10}}
    }  # fmt: skip
    assert caches["drawings"]._max_entries == 10
    for number in range(40):
        kept(str(number), "page", "en", lambda: "<svg/>")
    assert len(list(folder.iterdir())) <= 10
