"""Services side by side, once a workbook of quotes is loaded. The workbook is an imitation of the publisher's layout."""

from pathlib import Path

import openpyxl
import pytest

from alianza.audit.actions import PLATFORM
from alianza.observatory.actions import load_vintage
from alianza.observatory.importing.formats import Layout
from alianza.remittances import prices, queries
from tests.world import World

NAMES = (
    "id",
    "period",
    "source_code",
    "destination_code",
    "firm",
    "firm_type",
    "product",
    "speed actual",
    "transparent",
    "cc1 lcu fee",
    "cc1 fx margin",
    "cc1 total cost %",
    "cc2 lcu fee",
    "cc2 fx margin",
    "cc2 total cost %",
)
REACH = {"Old": "High", "Bank": "High", "Shop": "low", "Phone": "High", "Van": "Medium", "Hidden": "High"}  # fmt: skip
QUOTES = (
    ("Old", "2022_4Q", "Same day", "yes", 0.5, 0.4),
    ("Bank", "2023_1Q", "3-5 days", "yes", 9.0, 6.0),
    ("Shop", "2023_1Q", "Less than one hour", "yes", 4.0, 3.5),
    ("Phone", "2023_1Q", "Same day", "yes", 2.0, 1.5),
    ("Van", "2023_1Q", "2 days", "yes", 3.0, 2.5),
    ("Hidden", "2023_1Q", "Same day", "no", 0.1, 0.1),
)


def _load(tmp_path: Path, names: tuple[str, ...] = NAMES, reach: dict[str, str] | None = None) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Dataset"
    sheet.append(names)
    for number, (firm, period, speed, shown, small, large) in enumerate(QUOTES, 1):
        sheet.append(
            [number, period, "ARE", "PHL", firm, "MTO", "Cash", speed, shown, 1.0, 0.5, small, 1.0, 0.5, large]
            + ([reach[firm]] if reach else [])
        )
    file = tmp_path / "rpw.xlsx"
    book.save(file)
    load_vintage(file, layout=Layout.RPW, vintage="2023-Q1", by=PLATFORM)


@pytest.fixture
def quotes(tmp_path: Path, db: None) -> None:
    _load(tmp_path)


@pytest.mark.django_db(transaction=True)
def test_the_three_cheapest_of_the_last_quarter_and_what_arrives(quotes: None) -> None:
    found = prices.comparison("ARE", "PHL", 200.0)
    assert found is not None and found.period == "2023-Q1"
    assert [each.provider for each in found.services] == ["Phone", "Van", "Shop"]
    assert found.services[0].arrives == pytest.approx(196.0) and found.services[0].cost == pytest.approx(2.0)
    assert (found.offered, found.hidden) == (4, 1) and found.mean == pytest.approx(4.5)
    assert prices.comparison("ARE", "PHL", 300.0) is None


@pytest.mark.django_db(transaction=True)
def test_five_hundred_dollars_are_known_once_quotes_are_loaded(quotes: None, world: World) -> None:
    way = queries.direction("ARE", "PHL")
    assert {each.amount: each.mean for each in way.quoted} == {200.0: pytest.approx(4.5), 500.0: pytest.approx(3.375)}
    page = world.signed_in(None).get("/remittances/PHL/ARE/?amount=500").content.decode()
    assert "Phone" in page and "492.50" in page and "1 hide" in page
    assert "Costs of sending 500 US dollars are not held" not in page.split("The other way")[0]


@pytest.mark.django_db(transaction=True)
def test_smart_is_the_mean_of_the_three_cheapest_within_reach(tmp_path: Path, world: World) -> None:
    _load(tmp_path, (*NAMES, "receiving network coverage"), REACH)
    found = prices.comparison("ARE", "PHL", 200.0)
    assert found is not None and found.ranked == 4
    assert found.qualifying == 3, "the shop's network is ranked low, one hides its rate, one is of another quarter"
    assert found.smart == pytest.approx((9.0 + 2.0 + 3.0) / 3)
    client = world.signed_in(None)
    told = client.get("/api/v1/remittances/PHL/ARE").json()["home"]["quoted"]
    assert [(each["amount"], each["qualifying"]) for each in told] == [(200.0, 3), (500.0, 3)]
    assert told[0]["smart"] == pytest.approx(found.smart)
    page = client.get("/remittances/PHL/ARE/").content.decode()
    assert "4.67" in page and "its own figure may differ" in page


@pytest.mark.django_db(transaction=True)
def test_with_fewer_than_three_within_reach_there_is_no_smart(tmp_path: Path, world: World) -> None:
    _load(tmp_path, (*NAMES, "coverage"), {**REACH, "Van": "Main city", "Bank": "Nationwide"})
    found = prices.comparison("ARE", "PHL", 200.0)
    assert found is not None and (found.smart, found.qualifying) == (None, 2)
    assert "fewer than three qualify" in world.signed_in(None).get("/remittances/PHL/ARE/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_without_a_word_on_reach_smart_is_not_guessed(quotes: None, world: World) -> None:
    found = prices.comparison("ARE", "PHL", 200.0)
    assert found is not None and (found.smart, found.ranked) == (None, 0)
    assert "do not tell how far the network" in world.signed_in(None).get("/remittances/PHL/ARE/").content.decode()
