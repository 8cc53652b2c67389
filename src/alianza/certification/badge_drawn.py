"""The badge as a picture: one SVG that stands alone, with the ribbon, three lines of words, its token and its link.

It uses no script, no style sheet and no font file, so it may be shown on any page. The words are dark ink on paper in
both themes: a badge that changed its ground would be read on grounds that nobody checked.
"""

from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape

from django.utils import translation
from django.utils.translation import gettext as _

from alianza.certification.tokens import plain_name
from alianza.charts.theme import FAMILY, width, wrapped
from alianza.vocabulary.days import day_words

BROAD, MARGIN = 320, 18
PAPER, INK, SOFT, EDGE = "#faf6ee", "#1d1a16", "#5c554a", "#857c6d"
ORIGIN, DESTINATION = "#b8472a", "#0f6b6f"
RIBBON = (
    "M0 0H120C134.5 0 147 2.439 160 5C147 7.561 134.5 10 120 10H0Z",
    "M320 0H200C185.5 0 173 2.439 160 5C173 7.561 185.5 10 200 10H320Z",
)
"""The ribbon of every page, 320 by 10, turning in a quarter of its length."""
_FONTS = f"'{FAMILY}', 'Noto Sans', 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"


@dataclass(frozen=True)
class Face:
    """What the badge says, in words of the language it is drawn in."""

    label: str
    """Name of the scheme."""
    outcome: str
    name: str
    expires: date
    issued: date


def _line(words: str, *, at: int, size: int, ink: str = INK, bold: bool = False, most: int = 2) -> tuple[str, int]:
    """Words as lines of text below `at`, and where the last one ends."""
    made = ""
    for one in wrapped(words, BROAD - 2 * MARGIN, size, bold=bold, lines=most):
        at += round(size * 1.35)
        broad = width(one, size, bold=bold)
        # another font than ours is pressed into the room there is
        fit = f' textLength="{broad:.0f}" lengthAdjust="spacingAndGlyphs"' if broad > BROAD - 3 * MARGIN else ""
        weight = ' font-weight="600"' if bold else ""
        made += f'<text x="{MARGIN}" y="{at}" font-size="{size}" fill="{ink}"{weight}{fit}>{escape(one)}</text>'
    return made, at


def drawn(face: Face, *, token: str, link: str, lang: str) -> str:
    """The badge as SVG. `link` is where it is verified."""
    with translation.override(lang):
        until = _("Until %(day)s") % {"day": day_words(face.expires, lang)}
        issued = _("Badge of %(day)s. Whether it still holds: follow the link.") % {"day": day_words(face.issued, lang)}
    name = plain_name(face.name)
    parts, at = [], 14
    for words, size, ink, bold, most in (
        (face.label, 12, SOFT, False, 2),
        (face.outcome, 19, INK, True, 2),
        (name, 15, INK, False, 3),
        (until, 13, INK, True, 1),
        (issued, 11, SOFT, False, 2),
    ):
        made, at = _line(words, at=at + 3, size=size, ink=ink, bold=bold, most=most)
        parts.append(made)
    high = at + 14
    told = escape(f"{face.label}: {face.outcome}. {name}. {until}.")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {BROAD} {high}" width="{BROAD}" height="{high}" '
        f'role="img" lang="{lang}" aria-label="{escape(told, {chr(34): "&quot;"})}" font-family="{_FONTS}">'
        f"<title>{told}</title><desc>{escape(issued)} {escape(link)}</desc>"
        f'<metadata id="alianza-badge">{escape(token)}</metadata>'
        f'<a href="{escape(link, {chr(34): "&quot;"})}" target="_top">'
        f'<rect x="0.5" y="0.5" width="{BROAD - 1}" height="{high - 1}" fill="{PAPER}" stroke="{EDGE}"/>'
        f'<path fill="{ORIGIN}" d="{RIBBON[0]}"/><path fill="{DESTINATION}" d="{RIBBON[1]}"/>'
        f"{''.join(parts)}</a></svg>\n"
    )
