"""The record of a check on paper: a tagged PDF that says what the signed statement says, and nothing computed anew."""

import logging
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from alianza import __version__, charts
from alianza.certification.models import ActiveCheck
from alianza.certification.standing import STATES, State
from alianza.vocabulary.refusal import Refusal, marked

STYLES = Path(__file__).parent / "static" / "certification" / "check_paper.css"


class NoPango(Refusal):
    code = "certification.no_pango"
    message = marked(
        "A PDF needs the library Pango, which is not installed here (Debian and Ubuntu: apt install libpango-1.0-0 "
        "libpangoft2-1.0-0). The page of the check says the same."
    )


def html(check: ActiveCheck, lang: str, styles: str = "") -> str:
    with override(lang):
        context = {
            "check": check,
            "words": str(STATES[State(check.standing)]),
            "link": settings.PUBLIC_URL + reverse("certification:badge-verify", kwargs={"token": check.token}),
            "lang": lang,
            "styles": styles,
            "program": __version__,
        }
        return render_to_string("certification/check_paper.html", context)


def pdf(check: ActiveCheck, lang: str) -> bytes:
    """PDF/UA-1, fonts embedded. Raises NoPango."""
    try:
        from weasyprint import HTML
    except OSError:
        raise NoPango from None
    for name in ("weasyprint", "fontTools"):  # each step and each font would be a line in the log
        logging.getLogger(name).setLevel(logging.WARNING)
    styles = charts.paper_styles() + STYLES.read_text(encoding="utf-8")
    made = HTML(string=html(check, lang, styles)).write_pdf(pdf_variant="pdf/ua-1")
    return bytes(made or b"")
