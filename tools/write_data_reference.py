"""Write docs/reference/data.md from the catalogue of packaged data: `python tools/write_data_reference.py`."""

from pathlib import Path

from alianza.vocabulary.catalogue import DataSet, datasets

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "data.md"

HEAD = """\
# Packaged data

What the product carries: {count} data sets, {size:.1f} MB. Each is described in the same words at run time by
`alianza data list` and `alianza data show`, and `alianza data export` writes the tables out. Files are in
`src/alianza/vocabulary/data/`. This page is written by `tools/write_data_reference.py` from the catalogue there.

Names, codes and boundaries imply no opinion of the alliance on the legal status of any country, territory or area, of
its authorities, or on the course of its boundaries. This service uses the ESCO classification of the European
Commission.

| id | what | rows | vintage |
| --- | --- | ---: | --- |
{overview}
"""

SECTION = """
## {id}

{title}.

- **File**: `{file}`, {rows:,} rows, {bytes:,} bytes, SHA-256 `{sha256}`
- **Source**: {source}
- **Licence**: {licence}
- **Vintage**: {vintage}
- **Method**: {method}
- **Copied from**: {found_in}
"""


def page() -> str:
    """The whole page."""
    every = datasets()
    overview = "\n".join(
        f"| [`{each.id}`](#{each.id}) | {each.title()} | {each.rows:,} | {each.vintage} |" for each in every
    )
    head = HEAD.format(count=len(every), size=sum(each.bytes for each in every) / 1e6, overview=overview)
    return head + "".join(section(each) for each in every)


def section(each: DataSet) -> str:
    facts = {name: getattr(each, name) for name in ("id", "file", "rows", "bytes", "sha256", "source", "licence")}
    told = {name: getattr(each, name) for name in ("vintage", "method", "found_in")}
    return SECTION.format(**facts, **told, title=each.title()) + "".join(f"- **Note**: {note}\n" for note in each.notes)


if __name__ == "__main__":
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
