"""The migration profile of a country as a document: HTML that needs nothing else, and a tagged PDF with its fonts.

It is made from the same material as the country's page. It carries a version (the state of the data and of the
program), a date and a line to sign; nobody has approved it until somebody signs.
"""

import base64
import hashlib
import logging
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from alianza import __version__, charts
from alianza.atlas import country, country_charts, country_shown
from alianza.atlas import country_wording as wording
from alianza.atlas.corridor_names import place
from alianza.atlas.country import CountryProfile
from alianza.atlas.indicators import Line, core
from alianza.atlas.profile_notes import Notes
from alianza.charts.tabular import shown_rows
from alianza.observatory import queries
from alianza.observatory.figures import Note
from alianza.vocabulary.refusal import Refusal, marked

STYLES = Path(__file__).parent / "static" / "atlas" / "profile.css"
LANGUAGES = ("en", "es", "fr")
_WEB_FONTS = (
    ("IBM Plex Sans", 400, "IBMPlexSans-Regular"),
    ("IBM Plex Sans", 600, "IBMPlexSans-SemiBold"),
    ("IBM Plex Serif", 600, "IBMPlexSerif-SemiBold"),
)
_RANGES = {
    "Latin1": "U+0000-00FF, U+0131, U+0152-0153, U+02C6, U+02DA, U+02DC, U+2013-2014, U+2018-201E, U+2020-2022, "
    "U+2026, U+2030, U+2039-203A, U+2044, U+20AC, U+2122, U+2212",
    "Latin2": "U+0100-0130, U+0132-0151, U+0154-017F, U+0218-021B, U+1E80-1E85",
}


class NoPango(Refusal):
    code = "atlas.no_pango"
    message = marked(
        "A PDF needs the library Pango, which is not installed here (Debian and Ubuntu: apt install libpango-1.0-0 "
        "libpangoft2-1.0-0); write .html instead, or install it."
    )


def html(code: str, lang: str, *, on: date, whole: bool = False, records: bool = True) -> str:
    """The profile in HTML. `whole`: with styles and fonts in it, as a file; else with links, for a page of ours.

    Without `records` no database is asked: routes and posts are left out.
    """
    styles = ""
    if whole:
        styles = _embedded_fonts() + STYLES.read_text(encoding="utf-8")
    return _rendered(code, lang, on, styles, records)


def pdf(code: str, lang: str, *, on: date, records: bool = True) -> bytes:
    """The profile as PDF/UA-1, fonts embedded. Raises NoPango."""
    try:
        from weasyprint import HTML
    except OSError:
        raise NoPango from None
    for name in ("weasyprint", "fontTools"):  # each step and each font would be a line in the log
        logging.getLogger(name).setLevel(logging.WARNING)
    styles = charts.paper_styles() + _serif() + STYLES.read_text(encoding="utf-8")
    made = HTML(string=_rendered(code, lang, on, styles, records)).write_pdf(pdf_variant="pdf/ua-1")
    return bytes(made or b"")


def _serif() -> str:
    folder = _fonts()
    return "".join(
        f'@font-face {{ font-family: "IBM Plex Serif"; font-weight: 600; src: url("{file.as_uri()}") format("woff2"); '
        f"unicode-range: {_RANGES[part]}; }}\n"
        for part in _RANGES
        if (file := folder / f"IBMPlexSerif-SemiBold-{part}.woff2").is_file()
    )


def _fonts() -> Path:
    """The fonts of the pages; they belong to the design system, which stands above, and are found as files."""
    from django.contrib.staticfiles import finders

    found = finders.find("web/fonts/IBMPlexSerif-SemiBold-Latin1.woff2")
    return Path(str(found)).parent if found else Path()


@cache
def _embedded_fonts() -> str:
    rules = []
    for family, weight, face in _WEB_FONTS:
        for part, characters in _RANGES.items():
            file = _fonts() / f"{face}-{part}.woff2"
            if file.is_file():
                content = base64.b64encode(file.read_bytes()).decode()
                rules.append(
                    f'@font-face {{ font-family: "{family}"; font-weight: {weight}; unicode-range: {characters}; '
                    f'src: url("data:font/woff2;base64,{content}") format("woff2"); }}'
                )
    return "\n".join(rules) + "\n"


def _rendered(code: str, lang: str, on: date, styles: str, records: bool) -> str:
    with override(lang), queries.one_catalogue(packaged_alone=not records):
        found = country.profile(code, year=on.year, records=records)
        return render_to_string("atlas/profile.html", {**_context(found, lang, on), "styles": styles})


def version(found: CountryProfile) -> str:
    """Eight characters that change with the data or the program: two copies with the same are the same profile."""
    held = "\n".join(f"{each.name} {each.sha256}" for each in queries.entries() if each.current)
    return hashlib.sha256(f"{found.code}\n{__version__}\n{held}".encode()).hexdigest()[:8]


def _context(found: CountryProfile, lang: str, on: date) -> dict[str, Any]:
    known = found.statistics
    lines = {each.line.indicator.code: each for part in country_shown.parts(found) for each in part.lines}
    sections = {each.code: [lines[code] for code in each.indicators] for each in core().outline}
    drawn = country_charts.made(known)
    return {
        **country_shown.context(found),
        "lang": lang,
        "notes": Notes(),
        "on": on,
        "version": version(found),
        "program": __version__,
        "cut_off": max((each.date for each in queries.entries() if each.current and each.date), default=""),
        "charts": drawn,
        "chart_notes": _chart_notes(found),
        "tables": [(chart, shown_rows(chart, lang)) for chart in drawn.values()],
        "sections": {name: [each for each in rows if each.readings] for name, rows in sections.items()},
        "findings": findings(found),
        "gaps": gaps(found.lines, lang),
    }


def _chart_notes(found: CountryProfile) -> Mapping[str, Note]:
    known = found.statistics
    stock = known.stock.histories[0].note
    held: dict[str, Note] = {"stock": stock, "destinations": stock, "origins": stock}
    if len(known.stock.histories) > 1:
        held["stock-before"] = known.stock.histories[1].note
    for key, each in zip(("flows", "flows-otherwise"), known.flows, strict=False):
        held[key] = each.note
    for key, part in (
        ("ages", known.ages),
        ("received", known.remittances),
        ("labour", known.labour),
        ("displacement", known.displacement),
    ):
        if part is not None:
            held[key] = part.note
    return held


def findings(found: CountryProfile) -> list[str]:
    """Findings by rule, for the body in charge to edit: each from figures that stand in the document."""
    code, known = found.code, found.statistics
    told = (
        [wording.history(code, known.stock)] if known.stock.histories[0].abroad or known.stock.histories[0].here else []
    )
    told += [
        wording.ranking(code, each) for each in (known.stock.destinations, known.stock.origins) if each and each.rows
    ]
    if known.flows:
        told.append(wording.flows(code, known.flows[0]))
    if known.remittances:
        told.append(wording.remittances(code, known.remittances))
    if known.labour:
        told += [wording.labour(code, known.labour), wording.labour_needed(known.labour)]
    if known.displacement:
        told.append(wording.displacement(code, known.displacement))
    if known.policy:
        told.append(wording.policy(known.policy))
    told.append(wording.treaties(known.treaties))
    return [each if each.endswith(".") else f"{each}." for each in told if each]


def gaps(lines: tuple[Line, ...], lang: str) -> list[tuple[str, list[str]]]:
    """What is not known, by the body that could first supply it; bodies with the most gaps first."""
    by_body: dict[str, list[str]] = {}
    for each in lines:
        if each.indicator.required and not each.known:
            body = each.indicator.bodies[0].in_language(lang)[0] if each.indicator.bodies else _("Not known")
            by_body.setdefault(body, []).append(each.indicator.name.in_language(lang)[0])
    return sorted(by_body.items(), key=lambda pair: (-len(pair[1]), pair[0]))


__all__ = ["LANGUAGES", "NoPango", "findings", "gaps", "html", "pdf", "place", "version"]
