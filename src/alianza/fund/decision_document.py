"""The decision file: what was decided, by whom and on which papers, as a tagged PDF with its fonts.

It says nothing that the public page does not say; times are in UTC, and the sum at its end is that of the record.
"""

import hashlib
import json
import logging
from datetime import UTC
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from alianza import __version__, charts
from alianza.fund.decision_rules import versions
from alianza.fund.models import Decision
from alianza.fund.record_shown import record_of
from alianza.vocabulary.refusal import Refusal, marked

STYLES = Path(__file__).parent / "static" / "fund" / "decision_paper.css"


class NoPango(Refusal):
    code = "fund.no_pango"
    message = marked(
        "A PDF needs the library Pango, which is not installed here (Debian and Ubuntu: apt install libpango-1.0-0 "
        "libpangoft2-1.0-0). The page of the decision says the same."
    )


def context_of(decision: Decision) -> dict[str, Any]:
    """What page and file of a decision show."""
    held = versions().get(decision.rules)
    return {
        "decision": decision,
        "item": decision.item,
        "record": record_of(decision),
        "conditions": decision.conditions.select_related("owner"),
        "superseded_by": getattr(decision, "superseded_by", None),
        "source": held.rules.source if held is not None else "",
        "sum": digest_of(decision),
    }


def digest_of(decision: Decision) -> str:
    """The sum of the whole record: two copies with the same are the same record."""
    held = {
        "number": decision.number,
        "outcome": decision.outcome,
        "method": decision.method,
        "text": decision.text,
        "decided_at": decision.decided_at.astimezone(UTC).isoformat(),
        "tally": decision.tally,
    }
    written = json.dumps(held, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def html(decision: Decision, lang: str, styles: str) -> str:
    with override(lang), timezone.override(UTC):
        context = {**context_of(decision), "lang": lang, "styles": styles, "program": __version__}
        return render_to_string("fund/decision_paper.html", context)


def pdf(decision: Decision, lang: str) -> bytes:
    """The decision file as PDF/UA-1, fonts embedded. Raises NoPango."""
    try:
        from weasyprint import HTML
    except OSError:
        raise NoPango from None
    for name in ("weasyprint", "fontTools"):  # each step and each font would be a line in the log
        logging.getLogger(name).setLevel(logging.WARNING)
    styles = charts.paper_styles() + STYLES.read_text(encoding="utf-8")
    made = HTML(string=html(decision, lang, styles)).write_pdf(pdf_variant="pdf/ua-1")
    return bytes(made or b"")
