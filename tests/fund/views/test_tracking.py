"""The pages of all migration finance."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from alianza.audit.actions import PLATFORM
from alianza.fund import background, jobs, panels, posting
from alianza.fund.actions.tracking import import_table
from alianza.fund.finance_tables import mapping
from alianza.fund.models import FinanceFile, FinanceImport, Flow
from tests.fund import story
from tests.fund.actions.test_imports import brought_file
from tests.fund.story import usd, written
from tests.world import World

ROWS = """reference,provider,provider_reference,currency,year,paid,sector,recipient,title,finance_type
B-1,Belgium,XM-DAC-2,EUR,2023,100.00,15190,PHL,Skills for nurses,
B-2,Belgium,XM-DAC-2,EUR,2026,40.00,15190,PHL,Not yet a rate,
B-3,Belgium,XM-DAC-2,EUR,2023,7.00,93010,PHL,At home,
B-4,Belgium,XM-DAC-2,EUR,2023,900.00,15190,,Loan for two,421
B-1,Other,,EUR,2023,100.00,15190,PHL,Skills for nurses,
"""
ABOUT = {"publisher": "Mechanism", "source": "https://example.org", "licence": "CC BY", "as_of": "2024-01-31"}


@pytest.fixture
def brought(world: World, tmp_path: Path) -> World:
    file = tmp_path / "finance.csv"
    file.write_text(ROWS, encoding="utf-8")
    import_table(
        file, mapping(""), publisher="Mechanism", source="here", licence="CC BY", as_of=date(2024, 1, 31), by=PLATFORM
    )
    return world


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.django_db
def test_countries_show_each_class_apart_and_amounts_without_a_rate_apart(brought: World) -> None:
    visitor = brought.signed_in(None)
    listed = page(visitor, "/fund/tracking/")
    assert "Philippines" in listed and "Several countries, or regional" in listed
    assert page(visitor, "/fund/tracking/?year=2026").count("Philippines") == 1
    shown = page(visitor, "/fund/tracking/PHL/")
    assert "Refugees in the donor country" in shown
    assert "There is no rate yet for some years" in shown
    assert "Not yet a rate" not in page(visitor, "/fund/tracking/PHL/?class=in_donor")
    assert "Loan for two" in page(visitor, "/fund/tracking/several/")
    assert visitor.get("/fund/tracking/XXX/").status_code == 404
    assert visitor.get("/fund/tracking/phl/").status_code == 302
    assert "No flow is known" in page(visitor, "/fund/tracking/NPL/")


@pytest.mark.django_db
def test_a_flow_says_its_reason_its_rate_and_its_source(brought: World) -> None:
    flow = Flow.objects.get(identifier="B-1", provider="Belgium")
    shown = page(brought.signed_in(None), f"/fund/tracking/flows/{flow.code}/")
    assert "Purpose codes of migration (15190) make up 100" in shown
    assert "International Monetary Fund" in shown
    assert "here" in shown


@pytest.mark.django_db
def test_every_flow_as_a_table(brought: World) -> None:
    visitor = brought.signed_in(None)
    lines = page(visitor, "/fund/tracking/flows.csv").splitlines()
    assert len(lines) == 1 + Flow.objects.count()
    assert len(page(visitor, "/fund/tracking/flows.csv?country=several").splitlines()) == 2
    assert visitor.get("/fund/tracking/flows.csv?country=nowhere").status_code == 404


@pytest.mark.django_db
def test_an_officer_brings_a_table_and_its_page_tells_what_is_wrong_with_it(world: World) -> None:
    luc = world.signed_in(world.luc)

    def bring(content: bytes, how: str = "") -> tuple[int, str]:
        told = {f"table-{name}": value for name, value in ABOUT.items()}
        told |= {"table-file": SimpleUploadedFile("x.csv", content), "table-mapping": how}  # type: ignore[dict-item]
        response = luc.post("/fund/tracking/files/table/", told)
        if response.status_code != 302:
            return response.status_code, response.content.decode()
        assert "waits to be read" in page(luc, response["Location"])
        background.read_import.call(str(FinanceImport.objects.latest("pk").code))
        return response.status_code, page(luc, response["Location"])

    code, said = bring(ROWS.replace("100.00", "1e9", 1).encode())
    assert code == 302 and "row 2, column paid" in said and "nothing of the file was brought in" in said
    code, said = bring(b"")
    assert code == 400 and "empty" in said
    code, said = bring(ROWS.encode(), "whatever")
    assert code == 400 and "Line 1" in said
    code, said = bring(b"%PDF-1.4\x00")
    assert code == 302 and "nothing of the file was brought in" in said
    assert not FinanceFile.objects.exists()
    assert "5 flows were brought in" in bring(ROWS.encode())[1]
    assert "5 flows were brought in" in page(world.signed_in(world.otto), _page_of_last())
    assert world.signed_in(world.mara).get(_page_of_last()).status_code == 404
    assert bring(ROWS.encode())[0] == 400
    luc.post(f"/fund/tracking/files/{FinanceFile.objects.get().code}/remove/")
    assert not Flow.objects.exists()


def _page_of_last() -> str:
    return f"/fund/tracking/imports/{FinanceImport.objects.latest('pk').code}/"


@pytest.mark.django_db
def test_an_officer_brings_an_iati_file_and_others_may_not(world: World) -> None:
    official = Path(__file__).parents[2] / "iati" / "examples" / "fund_and_programme.xml"
    told = {f"iati-{name}": value for name, value in ABOUT.items()}

    def bring(client: Client, content: bytes) -> tuple[int, str]:
        file = SimpleUploadedFile("x.xml", content)
        status = client.post("/fund/tracking/files/iati/", {**told, "iati-file": file}).status_code
        return status, background.read_import.call(str(held.code)) if (held := FinanceImport.objects.first()) else ""

    assert bring(world.signed_in(world.mara), official.read_bytes()) == (404, "")
    luc = world.signed_in(world.luc)
    assert bring(luc, b"<html><script>alert(1)</script></html>") == (302, "refused")
    assert bring(luc, official.read_bytes()) == (302, "done")
    assert Flow.objects.filter(identifier="XI-EXAMPLE-ALIANZA-P1").exists()


@pytest.mark.django_db
def test_an_import_that_broke_off_says_so_and_is_begun_anew(world: World) -> None:
    luc = world.signed_in(world.luc)
    held = brought_file(world, ROWS.encode())
    FinanceImport.objects.update(begun_at=timezone.now() - timedelta(hours=1))
    assert "broke off" in page(luc, f"/fund/tracking/imports/{held.code}/")
    assert FinanceImport.objects.get().state == "lost"
    assert luc.post(f"/fund/tracking/imports/{held.code}/anew/").status_code == 302
    assert luc.post(f"/fund/tracking/imports/{held.code}/anew/").status_code == 409
    background.read_import.call(str(held.code))
    assert "5 flows were brought in" in page(luc, f"/fund/tracking/imports/{held.code}/")
    assert world.signed_in(world.otto).post(f"/fund/tracking/imports/{held.code}/anew/").status_code == 404


@pytest.mark.django_db
def test_our_own_payments_come_by_the_clock_or_by_an_officer(world: World) -> None:
    made = story.programme(world)
    story.contract(world, made)
    written("tranche.paid", posting.tranche_paid(made.number, "PUENTE", usd(60_000)), subject=made.subject)
    assert [jobs.bring_own_payments.call() for _ in range(2)] == [1, 0]
    assert world.signed_in(world.luc).post("/fund/tracking/files/own/").status_code == 302
    assert "Skills that count on both sides" in page(world.signed_in(None), "/fund/tracking/PHL/")


@pytest.mark.django_db
def test_countries_and_corridors_of_the_atlas_have_their_part(brought: World) -> None:
    assert panels.country("NPL") is None
    assert panels.corridor("PHL", "PHL") is None
    assert panels.corridor("PHL", "DEU") is None
    (way,) = (panels.corridor("PHL", "BEL") or {})["finance_ways"]
    assert way[:2] == ("BEL", "PHL")
    visitor = brought.signed_in(None)
    assert "Every flow, with where it is from" in page(visitor, "/atlas/PHL/")
    assert "From organisations of Belgium to Philippines" in page(visitor, "/atlas/PHL/BEL/")


@pytest.mark.django_db
def test_programs_get_the_same(brought: World) -> None:
    visitor = brought.signed_in(None)
    totals = visitor.get("/api/v1/fund/tracking/totals").json()
    core = next(one for one in totals if one["country"] == "PHL" and one["class"] == "core")
    assert core["apart"] == [{"amount": "40.00", "currency": "EUR"}]
    flows = visitor.get("/api/v1/fund/tracking/flows", {"recipient": "PHL", "class": "core"}).json()
    assert flows["total"] == Flow.objects.filter(recipient="PHL", klass="core").count()
    one = flows["flows"][0]
    assert visitor.get(f"/api/v1/fund/tracking/flows/{one['code']}").json() == one
    assert visitor.get("/api/v1/fund/tracking/flows", {"recipient": "XXX"}).status_code == 404
