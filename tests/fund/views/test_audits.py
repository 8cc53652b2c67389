"""The pages of audits: how much of an audit of the whole fund who reads."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from alianza.fund.actions import audits
from alianza.fund.desk import items
from alianza.fund.models import Audit
from tests.fund.actions.test_audits import DAY, REPORT, announced, received
from tests.world import World

pytestmark = pytest.mark.django_db
TEXT = "Two lines of the bank were entered late."


def page(world: World, name: str, address: str) -> str:
    response = world.signed_in(getattr(world, name) if name else None).get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_an_auditor_announces_records_and_publishes_on_the_pages(world: World) -> None:
    otto = world.signed_in(world.otto)
    said = {"year": "2026", "auditor": "Court of audit", "expected_on": "2090-06-30"}
    assert otto.post("/fund/audits/announce/", {**said, "expected_on": "2020-01-01"}).status_code == 400
    assert otto.post("/fund/audits/announce/", said).status_code == 302
    assert "already audits" in otto.post("/fund/audits/announce/", said).content.decode()
    audit = Audit.objects.get()
    address = f"/fund/audits/{audit.code}/"
    assert "expected by 30 June 2090" in page(world, "", address)
    assert otto.get(f"{address}finding/").status_code == 409
    assert otto.post(f"{address}move/publish/", {"publish-summary": "x"}).status_code == 404
    bad = otto.post(f"{address}move/receive/", {"receive-file": SimpleUploadedFile("a.pdf", b"<script>")})
    assert bad.status_code == 409
    good = otto.post(f"{address}move/receive/", {"receive-file": SimpleUploadedFile("a.pdf", REPORT)})
    assert good.status_code == 302
    assert otto.post(f"{address}move/publish/", {"publish-summary": "Fair."}).status_code == 302
    assert Audit.objects.get().state == "published"


def test_everybody_reads_the_summary_and_the_hash_and_donors_the_report_and_the_findings(world: World) -> None:
    audit = received(world)
    address = f"/fund/audits/{audit.code}/"
    found = audits.add_finding(audit, risk="medium", text=TEXT, owner=world.secretariat, due_on=DAY, by=world.otto)
    anonymous = page(world, "", address)
    assert audit.sha256 not in anonymous
    assert "no summary is published" in anonymous
    for reader in ("dina", "otto", "luc"):
        shown = page(world, reader, address)
        assert TEXT in shown and audit.sha256 in shown and "overdue" in shown
        assert world.signed_in(getattr(world, reader)).get(f"{address}file/").status_code == 200
        assert TEXT in page(world, reader, f"/fund/findings/{found.code}/")
    audits.publish_summary(audit, "The statements are fair.", on=DAY, by=world.otto)
    shown = page(world, "mara", address)
    assert audit.sha256 in shown and "The statements are fair." in shown and "Medium risk" in shown
    assert TEXT not in shown
    mara = world.signed_in(world.mara)
    assert mara.get(f"{address}file/").status_code == 404
    assert mara.get(f"/fund/findings/{found.code}/").status_code == 404
    assert "Court of audit" in page(world, "", "/fund/audits/")
    assert "Audits of organisations" in page(world, "otto", "/fund/audits/")
    assert "Audits of organisations" not in page(world, "dina", "/fund/audits/")


def test_a_report_whose_day_has_passed_is_marked_and_on_the_desk(world: World) -> None:
    audit = announced(world)
    Audit.objects.update(expected_on=timezone.localdate() - timedelta(days=1))
    assert "its day has passed" in page(world, "", f"/fund/audits/{audit.code}/")
    for keeper in (world.otto, world.luc):
        assert any("audit of the fund is not here" in one["sentence"] for one in items(keeper))
    assert not any("audit of the fund" in one["sentence"] for one in items(world.dina))


def test_the_statement_leads_to_the_files_the_history_and_the_audits(world: World) -> None:
    shown = page(world, "", "/fund/")
    for address in ("/fund/iati/", "/fund/history/", "/fund/audits/"):
        assert f'href="{address}"' in shown
