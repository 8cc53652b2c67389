"""The versions of a sheet and what changed between them, on pages."""

import pytest
from django.urls import reverse

from alianza.audit.actions import PLATFORM
from alianza.regulations.actions.sheets import draft_sheet, load_seed_sheets
from tests.regulations.routes import philippine

pytestmark = pytest.mark.django_db


def test_what_a_draft_changes_is_told_in_words_to_those_who_may_see_it(world, client):
    load_seed_sheets(by=PLATFORM)
    document = philippine("ph-exit-clearance")
    document["elements"]["contacts"]["say"][0]["t"] = "Department of Migrant Workers, Mandaluyong."
    draft = draft_sheet(document, by=world.imani)
    imani = world.signed_in(world.imani)
    history = imani.get(reverse("regulations:sheet-versions", args=["ph-exit-clearance"])).content.decode()
    assert "There are 2 versions." in history and "3 February 2022" in history
    page = imani.get(reverse("regulations:sheet-difference", args=["ph-exit-clearance"]) + "?from=1&to=2")
    assert "1 thing differs." in page.content.decode()
    assert "Mandaluyong" in page.content.decode()
    assert "What changed" in imani.get(reverse("regulations:version-show", args=[draft.code])).content.decode()
    history = client.get(reverse("regulations:sheet-versions", args=["ph-exit-clearance"])).content.decode()
    assert "There is 1 version." in history
    address = reverse("regulations:sheet-difference", args=["ph-exit-clearance"])
    assert "Nothing differs." in client.get(address).content.decode()
    for query in ("?to=2", "?from=9", "?from=x", "?to=-1"):
        assert client.get(address + query).status_code == 404
    assert client.get(reverse("regulations:sheet-versions", args=["no-sheet"])).status_code == 404
