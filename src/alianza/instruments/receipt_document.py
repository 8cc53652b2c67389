"""The receipt of a response: what was handed in, by whom and when, as a tagged PDF with its fonts, and as JSON.

Both say what the kept submission says; nothing is computed anew. Times are in the zone where it was answered.
"""

import logging
from datetime import UTC
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from alianza import __version__, charts
from alianza.instruments.models import Submission
from alianza.vocabulary.refusal import Refusal, marked

STYLES = Path(__file__).parent / "static" / "instruments" / "receipt_paper.css"


class NoPango(Refusal):
    code = "instruments.no_pango"
    message = marked(
        "A PDF needs the library Pango, which is not installed here (Debian and Ubuntu: apt install libpango-1.0-0 "
        "libpangoft2-1.0-0). The page of the receipt says the same."
    )


def answered(submission: Submission) -> list[dict[str, Any]]:
    """By section, the questions that were answered, with what was computed; in the order asked."""
    instrument = submission.response.version.instrument
    values = {**submission.document["answers"], **submission.document["computed"]}
    found = []
    for section in instrument.sections:
        rows = [(item, values[item.id]) for item in instrument.in_section(section.id) if item.id in values]
        if rows:
            found.append({"section": section, "rows": rows})
    return found


def receipt(submission: Submission) -> dict[str, Any]:
    """The receipt as it is downloaded in JSON: its hash is that of `document`, keys in order, without spaces."""
    return {
        "receipt": str(submission.code),
        "number": submission.number,
        "handed_in_at": submission.at.astimezone(UTC).isoformat(),
        "late": submission.late,
        "sha256": submission.digest,
        "document": submission.document,
        "profile": submission.profile,
    }


def html(submission: Submission, lang: str, styles: str) -> str:
    invitation = submission.response.invitation
    with override(lang), timezone.override(ZoneInfo(invitation.time_zone)):
        context = {
            "submission": submission,
            "invitation": invitation,
            "instrument": submission.response.version.instrument,
            "sections": answered(submission),
            "lang": lang,
            "starred": not submission.response.version.instrument.title.is_reviewed(lang),
            "styles": styles,
            "program": __version__,
        }
        return render_to_string("instruments/receipt_paper.html", context)


def pdf(submission: Submission, lang: str) -> bytes:
    """The receipt as PDF/UA-1, fonts embedded. Raises NoPango."""
    try:
        from weasyprint import HTML
    except OSError:
        raise NoPango from None
    for name in ("weasyprint", "fontTools"):  # each step and each font would be a line in the log
        logging.getLogger(name).setLevel(logging.WARNING)
    styles = charts.paper_styles() + STYLES.read_text(encoding="utf-8")
    made = HTML(string=html(submission, lang, styles)).write_pdf(pdf_variant="pdf/ua-1")
    return bytes(made or b"")
