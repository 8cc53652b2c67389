"""The public pages of the books, their files, their API and their commands."""

import contextlib
import csv
import io
import json
import re
import zlib
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from alianza.fund.models import Donor, Journal
from alianza.network.models import Organisation
from tests.fund import life
from tests.fund.story import usd
from tests.processes import alianza
from tests.world import World, build

NOW = "2026-11-21"
pytestmark = pytest.mark.django_db


@pytest.fixture
def held(world: World) -> life.Life:
    return life.of_a_year(world)


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_an_empty_fund_has_its_page(client: Client) -> None:
    page = text(client, "/fund/")
    assert "were left" in page
    assert "Nothing has been received yet." in page
    assert "flow__drawing" not in page


def test_the_page_begins_with_what_was_paid_sent_and_left(held: life.Life, client: Client) -> None:
    page = text(client, f"/fund/?on={NOW}")
    assert "By the end of 21 November 2026, donors had paid $7,832; $935 had gone to organisations and banks" in page
    assert "$6,828.68" in page
    assert Journal.objects.order_by("-number").first().number.digest in page
    assert "Expenditure of 2026 is incomplete" in page
    assert "P-2026-001.1 Examiners are trained" in page
    assert " style=" not in page
    assert "Ministry Abroad" in page


def test_every_table_on_the_page_adds_up(held: life.Life, client: Client) -> None:
    page = text(client, f"/fund/?on={NOW}")
    found = 0
    for table in re.findall(r"<table.*?</table>", page, re.DOTALL):
        rows = re.findall(r"<tr(?P<total>[^>]*)>(?P<cells>.*?)</tr>", table, re.DOTALL)
        sums: list[Decimal] | None = None
        for total, cells in rows:
            amounts = [
                Decimal(each.replace("$", "").replace(",", "").replace("\u2212", "-"))
                for each in re.findall(r'class="number">(?:<b>)?(-?\$[\d,.]+)', cells)
            ]
            if "total" in total and sums is not None and len(amounts) == len(sums) and any(sums):
                assert amounts == sums, table[:200]
                found += 1
            if not amounts:
                sums = None
            else:
                sums = (
                    [a + b for a, b in zip(sums or [Decimal(0)] * len(amounts), amounts, strict=True)]
                    if (sums is None or len(sums) == len(amounts))
                    else amounts
                )
            if "total" in total:
                sums = None
    assert found >= 6


@pytest.mark.parametrize("day", ["31.12.2026", "x" * 500, "2026-02-30", "9999-99-99"])
def test_a_day_that_is_none_is_said_and_today_is_shown(day: str, held: life.Life, client: Client) -> None:
    response = client.get("/fund/", {"on": day})
    assert response.status_code == 200
    assert "Write the day as 2026-03-31." in response.content.decode()
    assert client.get("/fund/statement.csv", {"on": day}).status_code == 404


def test_a_day_to_come_has_no_statement(client: Client) -> None:
    day = (timezone.localdate() + timedelta(days=2)).isoformat()
    assert "not over yet" in text(client, f"/fund/?on={day}")
    assert client.get(f"/api/v1/fund/statement?on={day}").status_code == 400


def test_the_csv_has_every_number_with_its_day_and_seal(held: life.Life, client: Client) -> None:
    rows = list(csv.DictReader(io.StringIO(text(client, f"/fund/statement.csv?on={NOW}"))))
    assert {row["end_of"] for row in rows} == {NOW}
    assert {row["currency"] for row in rows} == {"USD"}
    assert {row["seal"] for row in rows} == {str(Journal.objects.count())}
    sources = [Decimal(row["amount"]) for row in rows if row["part"] == "sources"]
    assert sum(sources[:-1]) == sources[-1] == Decimal("7842.00")
    stands = [Decimal(row["amount"]) for row in rows if row["part"] == "windows"]
    assert sum(stands) == Decimal("7842.00")


def test_a_name_that_a_spreadsheet_would_run_is_only_a_name(held: life.Life, client: Client) -> None:
    Organisation.objects.filter(name="Ministry Abroad").update(name="=1+1")
    assert "'=1+1 CAN-1" in text(client, "/fund/statement.csv")


def test_the_pdf_is_one_that_a_ministry_can_file(held: life.Life, client: Client) -> None:
    response = client.get(f"/fund/statement.pdf?on={NOW}")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="statement-2026-11-21.pdf"'
    assert response.content.startswith(b"%PDF-1.7")
    flat = bytearray()
    for stream in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", response.content, re.DOTALL):
        with contextlib.suppress(zlib.error):
            flat += zlib.decompress(stream.group(1))
    assert b"/StructTreeRoot" in flat
    assert b"pdfuaid:part" in flat
    assert len(response.content) < 400_000


def test_one_donor(held: life.Life, client: Client) -> None:
    page = text(client, f"/fund/statement/donors/NOR/?on={NOW}")
    assert "had paid $5,832; $1,182.75 of it had gone to programmes" in page
    assert "€3,600" in page
    other = text(client, f"/fund/statement/donors/CAN/?on={NOW}")
    assert "$700" in other
    rows = list(csv.DictReader(io.StringIO(text(client, f"/fund/statement/donors/NOR/csv/?on={NOW}"))))
    stand = ("fee_and_charges", "core_and_reserve", "unallocated", "free_in_pools", "returned", "given to P-2026-001")
    amounts = {row["measure"]: Decimal(row["amount"]) for row in rows}
    assert sum(amounts[name] for name in stand) == amounts["paid"] == Decimal("5832.00")
    assert client.get("/fund/statement/donors/NOBODY/").status_code == 404


def test_a_trace_from_both_ends(held: life.Life, client: Client) -> None:
    page = text(client, "/fund/trace/NOR-1/")
    for words in ("P-2026-001", "Puente", "$722.25", "Examiners who passed", "Register of examiners"):
        assert words in page
    back = text(client, f"/fund/trace/{held.result.code}/")
    assert "NOR-1" in back
    assert "CAN-1" in back
    rows = list(csv.DictReader(io.StringIO(text(client, "/fund/trace/NOR-1/csv/"))))
    assert [row["level"] for row in rows][-1] == "value"
    assert client.get("/fund/trace/", {"name": "NOR-1"}).headers["Location"] == "/fund/trace/NOR-1/"
    assert "Nothing in the books is called" in text(client, "/fund/trace/?name=unknown")
    assert "without a slash" in text(client, "/fund/trace/?name=a%2Fb")
    for name in ("unknown", "9" * 100, str(held.contract.tranches.get(number=2).code)):
        assert client.get(f"/fund/trace/{name}/").status_code == 404


def test_the_forecast_is_for_those_who_decide_give_keep_and_examine(held: life.Life, world: World) -> None:
    for person, status in (
        (world.luc, 200), (world.otto, 200), (world.dina, 200), (world.maya, 200), (world.mara, 404), (world.ana, 404),
    ):  # fmt: skip
        assert world.signed_in(person).get("/fund/forecast/").status_code == status
    page = text(world.signed_in(world.luc), "/fund/forecast/")
    assert "EUR: 1.080000" in page
    assert "not covered" not in page


def test_the_api_says_the_same_as_text(held: life.Life, client: Client) -> None:
    told = json.loads(text(client, f"/api/v1/fund/statement?on={NOW}"))
    assert (told["balance"], told["bank"], told["adds_up"]) == ("6828.68", "6828.68", True)
    assert told["uses"]["refunds"] == "-28.00"
    donor = json.loads(text(client, f"/api/v1/fund/statement/donors/NOR?on={NOW}"))
    assert donor["agreements"][0]["usd"]["given"] == "1182.75"
    steps = json.loads(text(client, f"/api/v1/fund/trace/NOR-1?on={NOW}"))["steps"]
    assert steps[-1]["value"] == "12.00"
    assert client.get("/api/v1/fund/trace/unknown").status_code == 404
    assert client.get("/api/v1/fund/statement/donors/unknown").status_code == 404
    assert client.get("/api/v1/fund/statement?on=yesterday").status_code == 422


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_commands_say_the_same(tmp_path: Path) -> None:
    life.of_a_year(build())
    answer = alianza("fund", "statement", "--on", NOW, "--json")
    assert answer.returncode == 0, answer.stderr
    assert json.loads(answer.stdout)["balance"] == "6828.68"
    words = alianza("fund", "statement", "--on", NOW).stdout
    assert "Total sources" in words
    assert "6,828.68" in words
    for name in ("s.csv", "s.pdf"):
        assert alianza("fund", "statement", "--on", NOW, "--out", str(tmp_path / name)).returncode == 0
    assert (tmp_path / "s.pdf").read_bytes().startswith(b"%PDF")
    assert "6828.68" in (tmp_path / "s.csv").read_text(encoding="utf-8")
    assert "Examiners who passed" in alianza("fund", "trace", "NOR-1", "--on", NOW).stdout
    assert json.loads(alianza("fund", "trace", "P-2026-001", "--json").stdout)["level"] == "programme"
    for arguments, sentence in (
        (("statement", "--on", "yesterday"), "'yesterday' is not a date; write it as 2026-03-31."),
        (("statement", "--out", "s.doc"), "s.doc: write to a file that ends in .csv or .pdf."),
        (("trace", "unknown"), "Nothing in the books is called 'unknown'"),
    ):
        refused = alianza("fund", *arguments)
        assert (refused.returncode, refused.stdout) == (2, "")
        assert sentence in refused.stderr
        assert "Traceback" not in refused.stderr


def test_where_there_is_no_instance_none_is_made(tmp_path: Path, transactional_db: None) -> None:
    answer = alianza("fund", "statement", ALIANZA_DIR=str(tmp_path / "none"), ALIANZA_DATABASE_URL="")
    assert answer.returncode == 2
    assert "There is no instance at" in answer.stderr
    assert not (tmp_path / "none").exists()


def test_numbers_are_of_their_day(held: life.Life, client: Client) -> None:
    assert "donors had paid $0" in text(client, "/fund/?on=2026-02-28")
    assert Donor.objects.count() == 2
    assert usd(0) == usd("0.00")
    assert date(2026, 3, 1).isoformat() in text(client, "/fund/trace/NOR-1/csv/")
