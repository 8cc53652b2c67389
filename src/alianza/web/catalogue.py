"""The one catalogue per language: extract marked strings, compare, compile. Pure Python, no gettext tools needed."""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

SOURCE = Path(__file__).resolve().parent.parent
LOCALE = SOURCE / "locale"
LANGUAGES = ("es", "fr")
HEADING = {"es": "Alianza's pages in Spanish.", "fr": "Alianza's pages in French."}
STAMPS = (
    "POT-Creation-Date|PO-Revision-Date|Report-Msgid-Bugs-To|Last-Translator|Language-Team|Generated-By"
    "|Project-Id-Version"
)
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "marked": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def _from_python(code: bytes) -> Iterator[tuple[int, str | tuple[str, ...], str | None]]:
    # Babel's own type asks for its table of keywords; the function reads their names alone
    for line, function, arguments, _comments in extract_python(io.BytesIO(code), cast("Any", KEYWORDS), [], {}):
        places = KEYWORDS[str(function or "_")] or (1,)
        held = cast("Any", arguments)  # a word, or several
        given: tuple[str | None, ...] = (held,) if isinstance(held, str) else tuple(held or ())
        context = None
        texts: list[str] = []
        for place in places:
            at = place[0] if isinstance(place, tuple) else place
            text = given[at - 1] if len(given) >= at else None
            if text is None:
                break
            if isinstance(place, tuple):
                context = text
            else:
                texts.append(text)
        else:
            if texts and texts[0]:
                yield line, (texts[0] if len(texts) == 1 else tuple(texts)), context


def _from_template(text: str) -> Iterator[tuple[int, str | tuple[str, ...], str | None]]:
    from django.utils.translation.template import templatize

    # templatize writes u'' literals for xgettext; Babel's reader of Python knows plain ones
    code = re.sub(r"\bu(?=['\"])", "", templatize(text))
    yield from _from_python(code.encode("utf-8"))


def extracted() -> Catalog:
    """Every marked string of the source, with where it stands (file only: line numbers would churn)."""
    catalogue = Catalog(project="Alianza", charset="utf-8")
    for file in sorted([*SOURCE.rglob("*.py"), *SOURCE.rglob("*.html"), *SOURCE.rglob("*.txt")]):
        where = file.relative_to(SOURCE).as_posix()
        if "/templates/" not in where and file.suffix != ".py":
            continue
        found = (
            _from_python(file.read_bytes())
            if file.suffix == ".py"
            else _from_template(file.read_text(encoding="utf-8"))
        )
        for _line, message, context in found:
            flags = ("python-format",) if "%(" in str(message) else ()
            catalogue.add(message, locations=[(where, 0)], flags=flags, context=context)
    return catalogue


def read(language: str) -> Catalog:
    path = LOCALE / language / "LC_MESSAGES" / "django.po"
    if not path.exists():
        return Catalog(locale=language, project="Alianza", charset="utf-8")
    with path.open("rb") as stream:
        return read_po(stream, locale=language)


def update(language: str) -> Catalog:
    """Bring the catalogue file in step with the source: keep translations, add new strings, drop dead ones."""
    held, template = read(language), extracted()
    fresh = Catalog(
        locale=language, project="Alianza", charset="utf-8", fuzzy=False, header_comment=f"# {HEADING[language]}"
    )
    for message in template:
        if not message.id:
            continue
        known = held.get(message.id, context=message.context)
        fresh.add(
            message.id,
            known.string if known else None,
            locations=message.locations,
            flags=message.flags,
            context=message.context,
        )
    path = LOCALE / language / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as stream:
        write_po(stream, fresh, sort_output=True, width=120, omit_header=False, include_lineno=False)
    # Babel stamps the time of writing and its own version, which would change the file without a cause
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(rf'"({STAMPS}): .*\\n"\n', "", text), encoding="utf-8")
    return fresh


def missing(language: str, source: Catalog | None = None) -> list[str]:
    """Strings of the source (read anew, if it is not given) without a translation in `language`."""
    held = read(language)
    wanting = []
    for message in extracted() if source is None else source:
        if not message.id:
            continue
        known = held.get(message.id, context=message.context)
        filled = known is not None and (all(known.string) if isinstance(known.string, tuple) else bool(known.string))
        if not filled:
            wanting.append(message.id if isinstance(message.id, str) else message.id[0])
    return wanting


def compile_catalogues() -> None:
    """Write the binary catalogues beside the sources when these are newer; they are not kept in git."""
    for language in LANGUAGES:
        source = LOCALE / language / "LC_MESSAGES" / "django.po"
        if not source.exists():
            continue
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        buffer = io.BytesIO()
        write_mo(buffer, read(language))
        beside = target.with_suffix(".mo.new")
        beside.write_bytes(buffer.getvalue())
        beside.replace(target)


def main() -> None:
    import sys

    command = sys.argv[1] if len(sys.argv) > 1 else ""
    if command == "compile":
        compile_catalogues()
    elif command == "update":
        for language in LANGUAGES:
            update(language)
    elif command == "missing":
        for language in LANGUAGES:
            for text in missing(language):
                sys.stdout.write(f"{language}\t{text!r}\n")
    else:
        sys.exit("Say compile, update or missing.")


if __name__ == "__main__":
    main()
