"""What held on a day: by hand on packaged sheets, and for versions that replaced one another."""

import json
from datetime import date, timedelta

import pytest
import typer
from django.urls import reverse
from django.utils import timezone
from typer.testing import CliRunner

from alianza.regulations import history, queries
from alianza.regulations.actions.sheets import digest_of, withdraw_sheet
from alianza.regulations.cli import register
from alianza.regulations.models import PermitCategory, SheetVersion, Status
from alianza.regulations.point_in_time import (
    Reach,
    Stood,
    as_data,
    figures_on,
    left,
    reach,
    shown_on,
    telling_on,
    undecided,
)
from alianza.regulations.sheets import seed_documents, seed_sheets
from tests.regulations.routes import version

app = typer.Typer()
register(app)

IN_2024, IN_2025 = date(2024, 6, 1), date(2025, 6, 1)


def held(name, on):
    return {each.series.name: each for each in figures_on(seed_sheets()[name], on)}


def test_on_1_june_2024_five_posts_were_enough_in_spain_and_in_2025_nobody_knows():
    sheet = seed_sheets()["es-gecco-circular"]
    figure = held("es-gecco-circular", IN_2024)["posts_min"]
    assert (figure.value.value, figure.tests) == (5, ("posts",))
    assert figure.amount("en") == "5 posts"
    unknown = held("es-gecco-circular", IN_2025)["posts_min"]
    assert not unknown.is_known
    assert (unknown.before, unknown.after) == (date(2024, 12, 31), date(2026, 1, 1))
    assert unknown.unknown("en", str) == (
        "unknown: the figure before ended on 31 December 2024, the next began on 1 January 2026"
    )
    assert undecided(figures_on(sheet, IN_2025)) == ("posts",)
    assert undecided(figures_on(sheet, IN_2024)) == ()


@pytest.mark.parametrize(
    ("on", "says"),
    [
        (date(2017, 12, 31), "unknown: the first figure began on 1 January 2018"),
        (date(2018, 1, 1), "52,000 euros a year"),
        (date(2019, 6, 1), "unknown: the figure before ended on 31 December 2018, the next began on 1 January 2020"),
        (date(2023, 11, 17), "58,400 euros a year"),
        (date(2023, 11, 18), "unknown: the figure before ended on 17 November 2023, the next began on 1 January 2024"),
        (date(2024, 6, 1), "45,300 euros a year"),
        (date(2026, 1, 1), "unknown: the last figure ended on 31 December 2025"),
    ],
    ids=str,
)
def test_the_german_threshold_day_by_day(on, says):
    figure = held("de-eu-blue-card", on)["salary_standard"]
    assert (figure.amount("en") or figure.unknown("en", str)) == says


SEED = Stood(1, False, date(2024, 1, 1), None, entered=date(2025, 5, 1), key="seed")
FIRST = Stood(2, True, date(2024, 1, 1), None, entered=date(2025, 9, 1), key="first")
SECOND = Stood(3, True, date(2026, 1, 1), None, entered=date(2026, 2, 1), key="second")
HISTORY = (SEED, FIRST, SECOND)


@pytest.mark.parametrize(
    ("on", "shown", "telling"),
    [
        (date(2023, 6, 1), None, 3),
        (date(2024, 6, 1), None, 2),
        (date(2025, 5, 1), 1, 2),
        (date(2025, 8, 31), 1, 2),
        (date(2025, 9, 1), 2, 2),
        (date(2026, 1, 15), 2, 3),
        (date(2026, 2, 1), 3, 3),
        (date(2030, 1, 1), 3, 3),
    ],
    ids=str,
)
def test_what_was_shown_then_and_what_tells_of_it_now(on, shown, telling):
    found = shown_on(HISTORY, on)
    assert (found and found.number) == shown
    assert telling_on(HISTORY, on).number == telling
    assert telling_on(tuple(reversed(HISTORY)), on).number == telling, "the order of the history does not matter"


def test_a_day_before_every_version_is_told_by_the_newest_and_said_to_be_another_time():
    telling = telling_on(HISTORY, date(2023, 6, 1))
    assert reach(telling, date(2023, 6, 1)) is Reach.OTHER_DAYS
    assert reach(FIRST, IN_2024) is Reach.THE_DAY
    assert reach(Stood(1, True, None, None, entered=IN_2024), IN_2024) is Reach.NO_BEGINNING
    assert reach(Stood(1, True, None, IN_2024, entered=IN_2024), IN_2025) is Reach.OTHER_DAYS


def test_what_was_withdrawn_tells_of_the_days_before_and_brings_nothing_back():
    gone = Stood(3, True, date(2026, 1, 1), None, entered=date(2026, 2, 1), withdrawn=date(2026, 6, 1))
    history = (SEED, FIRST, gone)
    assert telling_on(history, date(2026, 5, 31)) is gone
    assert telling_on(history, date(2026, 6, 1)) is None
    assert shown_on(history, date(2026, 5, 31)) is gone
    assert shown_on(history, date(2026, 6, 1)) is None
    anew = Stood(4, True, date(2026, 7, 1), None, entered=date(2026, 7, 2))
    assert telling_on((*history, anew), date(2026, 7, 1)) is anew
    assert shown_on((*history, anew), date(2026, 6, 15)) is None


def test_a_seed_that_was_replaced_is_silent_about_later_days():
    later = Stood(2, True, date(2027, 1, 1), None, entered=date(2025, 9, 1))
    history = (SEED, later)
    assert telling_on(history, date(2025, 8, 31)) is SEED
    assert telling_on(history, date(2026, 6, 1)) is later, "although it begins in 2027"


def test_a_seed_loaded_beside_a_published_sheet_is_not_in_force():
    beside = Stood(9, False, date(2024, 1, 1), None, entered=date(2026, 3, 1))
    history = (*HISTORY, beside)
    assert shown_on(history, date(2026, 4, 1)) is SECOND
    assert left(SECOND, history) is None
    assert telling_on(history, date(2026, 4, 1)) is SECOND


def test_of_two_published_on_one_day_the_second_holds():
    one = Stood(1, True, None, None, entered=IN_2024)
    two = Stood(2, True, None, None, entered=IN_2024)
    assert shown_on((one, two), IN_2024) is two
    assert left(one, (one, two)) == IN_2024


def test_no_version_tells_of_nothing():
    assert telling_on((), IN_2024) is None
    assert shown_on((), IN_2024) is None


def test_as_data_an_unknown_figure_is_null_and_never_zero():
    sheet = seed_sheets()["es-gecco-circular"]
    data = as_data(sheet, IN_2025, shown=None, reached=Reach.OTHER_DAYS, language="en", translate=str)
    assert data["figures"][0]["value"] is None
    assert data["figures"][0]["conditions"] == ["posts"]
    assert (data["undecided"], data["written_for_the_day"], data["in_force_here_then"]) == (["posts"], False, None)


# the pages, the API, the command --------------------------------------------------------------------------------------
@pytest.fixture
def spain(db):
    """The packaged sheet as a seed, and nothing else."""
    document = dict(seed_documents()["es-gecco-circular"])
    category = PermitCategory.objects.create(name="es-gecco-circular", jurisdiction="ES", side="destination")
    return SheetVersion.objects.create(
        category=category,
        number=1,
        status=Status.SEED,
        document=document,
        digest=digest_of(document),
        effective_from="2026-01-01",
    )


def page(client, **query):
    return client.get(reverse("regulations:sheet-show", kwargs={"sheet": "es-gecco-circular"}), query)


def test_the_page_says_what_held_and_what_nobody_knows(client, spain):
    then = page(client, on="2024-06-01").content.decode()
    assert "What held on 1 June 2024" in then
    assert "5 posts" in then
    assert "On that day no version of this sheet was in force here." in then
    assert "It was written for other days" in then
    unknown = page(client, on="2025-06-01").content.decode()
    assert "unknown: the figure before ended on 31 December 2024" in unknown
    assert "These conditions cannot be decided for that day" in unknown
    assert "Enough posts in the offer" in unknown
    assert "What held on another day" in page(client).content.decode()


@pytest.mark.parametrize("day", ["2024-02-30", "junk", "2024", "'><script>"])
def test_a_day_that_does_not_exist_is_said_so(client, spain, day):
    response = page(client, on=day)
    assert response.status_code == 400
    assert "There is no such day" in response.content.decode()
    assert "<script>'" not in response.content.decode()
    assert client.get("/api/v1/regulations/sheets/es-gecco-circular", {"on": day}).status_code == 422


def test_no_day_breaks_the_page(client, spain):
    for day in ("0001-01-01", "9999-12-31"):
        assert page(client, on=day).status_code == 200
        assert client.get("/api/v1/regulations/sheets/es-gecco-circular", {"on": day}).status_code == 200


def test_the_api_tells_the_day_too(client, spain):
    told = client.get("/api/v1/regulations/sheets/es-gecco-circular", {"on": "2025-06-01", "lang": "es"}).json()
    assert told["on"]["figures"][0]["value"] is None
    assert told["on"]["undecided"] == ["posts"]
    assert client.get("/api/v1/regulations/sheets/es-gecco-circular").json()["on"] is None
    assert client.get("/api/v1/regulations/sheets/none", {"on": "2025-06-01"}).status_code == 404


def test_a_version_that_was_replaced_still_tells_of_its_days(client, world, spain):
    confirmed = {"submitted_by": world.luc, "confirmed_by": world.lena}
    category = spain.category
    document = dict(spain.document)
    now = timezone.now()
    SheetVersion.objects.update(status=Status.SUPERSEDED)
    versions = ((2, Status.SUPERSEDED, "2024-01-01", 300), (3, Status.PUBLISHED, "2026-06-01", 9))
    for number, status, begins, ago in versions:
        SheetVersion.objects.create(
            category=category,
            number=number,
            status=status,
            document={**document, "effective_from": begins},
            digest=f"{number}",
            effective_from=begins,
            confirmed_at=now - timedelta(days=ago),
            **confirmed,
        )
    told = history.sheet_told_on("es-gecco-circular", IN_2024)
    assert (told.number, told.shown, told.reach, told.sheet.is_confirmed) == (2, None, Reach.THE_DAY, True)
    yesterday = timezone.localdate() - timedelta(days=1)
    assert history.sheet_told_on("es-gecco-circular", yesterday).shown == 3
    assert "As known today, version 2 tells of this day." in page(client, on="2024-06-01").content.decode()
    law = history.law_told_on(IN_2024).sheets["es-gecco-circular"]
    assert (law.version, law.is_confirmed) == (2, True)
    assert queries.sheet_in_force("es-gecco-circular").version == 3


def test_what_was_withdrawn_tells_of_the_days_before(client, world):
    held = version(world, "ph-gone", Status.PUBLISHED, confirmed_by=world.luc, confirmed_at=timezone.now())
    withdraw_sheet(held, reason="Repealed", by=world.imani)
    address = reverse("regulations:sheet-show", kwargs={"sheet": "ph-gone"})
    assert client.get(address).status_code == 404
    assert client.get(address, {"on": timezone.localdate().isoformat()}).status_code == 404
    assert client.get(address, {"on": "2025-01-01"}).status_code == 200


def test_the_finder_asks_of_a_chosen_day(client, spain):
    address = reverse("regulations:pathways-result")
    then = client.get(address, {"on": "2025-06-01"}).content.decode()
    assert "On 1 June 2025" in then
    assert "The sheet has no figure for that day:" in then
    assert "?on=2025-06-01" in then
    assert client.get(address, {"on": "2025-06-31"}).status_code == 400


def test_the_command_tells_of_a_day_in_the_packaged_sheets():
    runner = CliRunner()
    told = runner.invoke(app, ["sheets", "show", "es-gecco-circular", "--on", "2024-06-01"])
    assert told.exit_code == 0
    assert "Fewest posts in an offer: 5 posts" in told.output
    asked = ["sheets", "show", "es-gecco-circular", "--on", "2025-06-01", "--json"]
    data = json.loads(runner.invoke(app, asked).output)
    assert data["figures"][0]["value"] is None
    assert data["undecided"] == ["posts"]
    assert data["stale_points"][0]["kind"] == "no_value"
    for wrong, says in (
        (["sheets", "show", "es-nothing"], "near: es-gecco-circular"),
        (["sheets", "show", "nz-rse", "--on", "2024-13-01"], "there is no such day"),
    ):
        refused = runner.invoke(app, wrong)
        assert refused.exit_code == 2
        assert says in refused.output
