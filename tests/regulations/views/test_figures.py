"""Figures and sources of a draft, edited by small forms."""

import pytest
from django.urls import reverse

from alianza.regulations.actions.sheets import draft_sheet
from tests.regulations.routes import philippine

pytestmark = pytest.mark.django_db


def test_a_source_a_figure_and_its_value_are_written_and_removed(world):
    draft = draft_sheet(philippine("ph-new"), by=world.imani)
    imani = world.signed_in(world.imani)

    def url(name, query=""):
        return reverse(f"regulations:{name}", kwargs={"code": draft.code}) + query

    def post(name, query="", /, **data):
        draft.refresh_from_db()
        return imani.post(url(name, query), {"edits": draft.edits, **data})

    count = len(draft.document["sources"])
    source = {"kind": "official", "publisher": "Gazette", "url": "https://example.org/law", "dated": "2026-03-24"}
    assert post("source-edit", **source, dated_basis="date on page").status_code == 302
    assert post("figure-edit", label="Processing fee", unit="PHP", payer="worker").status_code == 302
    value = {"value": "400", "first": "2026-01-01", "level": "unverified", "as_of": "2026"}
    assert post("value-edit", "?name=processing_fee", **value).status_code == 302
    draft.refresh_from_db()
    assert draft.document["parameters"]["processing_fee"] == {
        "unit": "PHP",
        "payer": "worker",
        "values": [{"from": "2026-01-01", "to": None, "v": 400, "lv": "unverified", "as_of": 2026}],
    }
    page = imani.get(url("figure-list")).content.decode()
    assert "Processing fee" in page and "from 1 January 2026, open end" in page and "Gazette" in page
    assert imani.get(url("value-edit", "?name=processing_fee&at=0")).status_code == 200
    stale = imani.post(url("value-edit", "?name=processing_fee&at=0"), {**value, "edits": 0})
    assert stale.status_code == 409 and "Somebody else changed" in stale.content.decode()
    moved = post("value-edit", "?name=processing_fee&at=0", **value, was="2020-01-01")
    assert moved.status_code == 409, "another value stands there now"
    for query in ("?name=processing_fee&at=7", "?name=none", "?name=processing_fee&at=x"):
        assert imani.get(url("value-edit", query)).status_code == 404
    assert post("figure-remove", what="source", name="s1").status_code == 302
    assert "is still used by" in imani.get(url("figure-list")).content.decode()
    assert post("figure-remove", what="figure", name="processing_fee").status_code == 302
    draft.refresh_from_db()
    assert "processing_fee" not in draft.document["parameters"]
    assert len(draft.document["sources"]) == count + 1
