"""What a round came to, and who sees how much of it."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from alianza.accounts.models import User
from alianza.audit.actions import PLATFORM
from alianza.instruments import jobs
from alianza.instruments import results_shown as shown
from alianza.instruments.actions import answering, results, rounds
from alianza.instruments.instrument import Item, Type
from alianza.instruments.models import Coding, Invitation, OpenAnswer, Results, Round
from alianza.instruments.queries.results import stamp_of
from alianza.instruments.units import unit_words
from alianza.network.models import Mandate, Organisation, Subject
from alianza.observatory.packaged import table
from alianza.vocabulary.text import Text
from tests.instruments.routes_results import open_survey
from tests.instruments.story import invited, opened, prepared, published
from tests.world import World

pytestmark = pytest.mark.django_db
STATES = ("PHL", "ESP", "MEX", "CHE", "KEN", "DEU", "FRA", "NPL")


def answered(world: World, answers: dict[str, dict[str, Any]], **changes: Any) -> Round:
    """A round to which each of these states gave its answers."""
    campaign = opened(world, states=STATES, version=published(world, open_survey()), **changes)
    for state, given in answers.items():
        person = User.objects.filter(email=f"{state.lower()}@ministry.example").first()
        if person is None:
            person = User.objects.create(email=f"{state.lower()}@ministry.example")
            ministry = Organisation.objects.create(name=f"Ministry {state}", actor_type="state", country=state)
            today = timezone.localdate()
            Mandate.objects.create(
                user=person,
                organisation=ministry,
                country=state,
                subject=Subject.REGULATIONS,
                begins_on=today,
                ends_on=today.replace(year=today.year + 1, day=1),
            )
        response = answering.begin(invited(campaign, state), by=person)
        answering.keep_answers(response, given, seen={}, by=person)
        answering.hand_in(response, by=person)
    return campaign


YES = {"HAS_LAW": True, "LAW_DAY": "2010-05-01", "WHY": "To protect nurses"}
NO: dict[str, Any] = {"HAS_LAW": False}
MIXED: dict[str, dict[str, Any]] = {
    "ESP": YES | {"ABROAD": 10, "TO": ["DEU", "FRA"], "WHO_PAYS": {"visa": "worker"}},
    "MEX": YES | {"ABROAD": 30, "TO": ["DEU"], "SENT": {"amount": "5.00", "currency": "EUR"}},
    "CHE": YES | {"ABROAD": 20, "SENT": {"amount": "7.00", "currency": "CHF"}},
    "KEN": NO | {"ABROAD": 40},
}


def at(page: str, campaign: Round, /, **more: Any) -> str:
    return reverse(f"instruments:{page}", kwargs={"code": campaign.code, **more})


def test_shares_stand_beside_bounds_and_what_was_not_asked_is_not_missing(world: World) -> None:
    told = results.compute(answered(world, MIXED)).document
    assert (told["respondents"], told["rates"]["eligible"], told["rates"]["rr"]) == (4, 8, 0.5)
    yes, no = told["items"]["HAS_LAW"]["options"]
    assert (yes[0], yes[1], yes[2], yes[5], yes[6]) == ("yes", 3, 0.75, 0.375, 0.875)
    assert (no[0], no[1]) == ("no", 1)
    assert told["items"]["LAW_DAY"]["not_asked"] == 1
    assert told["items"]["LAW_DAY"]["rate"] == 1.0
    assert told["items"]["WHY"]["rate"] == 0.75
    assert told["items"]["ABROAD"]["median"] == 25.0
    assert {code: each["mean"] for code, each in told["items"]["SENT"]["currencies"].items()} == {
        "CHF": 7.0,
        "EUR": 5.0,
    }
    assert [row[:2] for row in told["items"]["TO"]["options"]] == [["DEU", 2], ["FRA", 1]]
    assert told["items"]["WHO_PAYS"]["rows"][0][1]["answered"] == 1
    assert told["cumulative"][-1] == 4
    assert {row[0]: row[1]["eligible"] for row in told["by_region"]} == {"002": 1, "019": 1, "142": 2, "150": 4}


def test_results_are_counted_again_only_when_something_changed(world: World) -> None:
    campaign = answered(world, {"ESP": YES})
    first = results.compute(campaign).computed_at
    assert results.compute(campaign).computed_at == first
    rounds.settle(invited(campaign, "NPL"), "refused", reason="By letter", by=world.luc)
    assert results.compute(campaign).computed_at > first
    assert Results.objects.get(round=campaign).stamp == stamp_of(campaign)


def test_a_second_answer_replaces_the_first_in_every_count(world: World) -> None:
    campaign = answered(world, {"ESP": YES})
    results.compute(campaign)
    response = invited(campaign, "ESP").response
    answering.send_back(response, {"": "Look again."}, by=world.luc)
    assert results.compute(campaign).document["respondents"] == 1, "what was handed in stands while it is looked at"
    person = User.objects.get(email="esp@ministry.example")
    answering.keep_answers(response, {"WHY": "For safety"}, seen={"WHY": 1}, by=person)
    answering.hand_in(response, by=person)
    assert results.compute(campaign).document["respondents"] == 1
    assert OpenAnswer.objects.get(round=campaign).words == "For safety"


def test_a_round_without_an_answer_has_results_all_the_same(world: World) -> None:
    campaign = answered(world, {})
    told = results.compute(campaign).document
    assert told["rates"]["rr"] == 0.0
    assert told["weights"] is None
    assert world.signed_in(world.luc).get(at("results-show", campaign)).status_code == 200
    assert world.signed_in(world.luc).get(at("results-report", campaign)).status_code == 200


def test_the_page_opens_with_what_was_counted_and_says_that_more_came(world: World) -> None:
    campaign = answered(world, {"ESP": YES})
    client = world.signed_in(world.luc)
    assert b"being counted for the first time" in client.get(at("results-show", campaign)).content
    assert jobs.count_round.call(str(campaign.code)) == 1
    assert b"Newer answers are being counted" not in client.get(at("results-show", campaign)).content
    rounds.settle(invited(campaign, "NPL"), "refused", reason="By letter", by=world.luc)
    page = client.get(at("results-show", campaign)).content
    assert b"Newer answers are being counted" in page
    assert b"1 of 8 have answered" in page


@pytest.mark.parametrize(
    ("audience", "status", "sees"),
    [
        ("secretariat", "closed", set()),
        ("respondents", "closed", {"respondent"}),
        ("respondents", "open", set()),
        ("everybody", "closed", {"respondent", "silent", "visitor"}),
        ("everybody", "open", set()),
    ],
)
def test_the_audience_of_a_round_is_its_own_rule(world: World, audience: str, status: str, sees: set[str]) -> None:
    campaign = answered(world, {"ESP": YES}, audience=audience)
    if status == "closed":
        rounds.close_round(campaign, by=world.luc)
    results.compute(campaign)
    people = {"respondent": User.objects.get(email="esp@ministry.example"), "silent": world.imani, "visitor": None}
    routes = {"results-show": {}, "results-csv": {}, "results-answers": {"item": "WHY"}, "results-report": {}}
    for name, person in people.items():
        client = world.signed_in(person)
        for route, more in routes.items():
            assert client.get(at(route, campaign, **more)).status_code == (200 if name in sees else 404), (name, route)
    assert world.signed_in(world.luc).get(at("results-show", campaign)).status_code == 200


def test_small_numbers_are_hidden_where_answers_have_no_names_and_sums_do_not_give_them_away() -> None:
    assert shown.hidden([5, 1, 4]) == {1, 2}
    assert shown.hidden([5, 1, 2]) == {1, 2}
    assert shown.hidden([5, 0, 4]) == frozenset()
    assert shown.hidden([2, 0]) == {0}


def test_without_names_nobody_is_recognised_and_the_secretariat_sees_all(world: World) -> None:
    campaign = answered(world, MIXED, naming="anonymous")
    rounds.close_round(campaign, by=world.luc)
    results.compute(campaign)
    spain = world.signed_in(User.objects.get(email="esp@ministry.example"))
    page = spain.get(at("results-answers", campaign, item="WHY")).content.decode()
    assert page.count("To protect nurses") == 3
    main = page.partition("<article")[2]
    assert not any(name in main for name in ("Spain", "Mexico", "Switzerland"))
    one = spain.get(at("results-answers", campaign, item="WHY") + "?region=019").content.decode()
    assert "To protect nurses" not in one
    assert "too few to show" in spain.get(at("results-question", campaign, item="HAS_LAW")).content.decode()
    sheet = spain.get(at("results-csv", campaign)).content.decode()
    assert ",Least," not in sheet
    assert ",Germany," in sheet
    assert ",Germany,2," not in sheet
    luc = world.signed_in(world.luc)
    assert "Spain" in luc.get(at("results-answers", campaign, item="WHY")).content.decode().partition("<article")[2]
    assert ",Germany,2," in luc.get(at("results-csv", campaign)).content.decode()


def test_named_answers_are_read_with_names_and_searched(world: World) -> None:
    campaign = answered(world, MIXED | {"MEX": YES | {"WHY": "Because of the =SUM(1) treaty"}})
    rounds.close_round(campaign, by=world.luc)
    results.compute(campaign)
    client = world.signed_in(User.objects.get(email="esp@ministry.example"))
    found = client.get(at("results-answers", campaign, item="WHY") + "?typed=treaty").content.decode()
    assert "Mexico" in found.partition("<article")[2]
    assert "To protect nurses" not in found


def test_answers_in_words_are_sorted_under_a_codebook(world: World) -> None:
    campaign = answered(world, MIXED)
    results.compute(campaign)
    client = world.signed_in(world.luc)
    add = at("results-code-add", campaign, item="WHY")
    assert client.post(add, {"name": "Safety", "meaning": "Nurses or patients"}).status_code == 302
    assert client.post(add, {"name": "Safety"}).status_code == 400
    entry = campaign.codebook.get()
    answer = OpenAnswer.objects.filter(round=campaign).first()
    assert answer is not None
    sort = at("results-sort", campaign, item="WHY", answer=answer.pk)
    for _twice in range(2):
        assert client.post(sort, {"entries": [entry.code], "back": "page=1"}).status_code == 302
    assert Coding.objects.count() == 1
    client.post(sort, {"back": ""})
    assert not Coding.objects.exists()


def test_a_whole_number_is_said_as_one_and_in_the_readers_language() -> None:
    persons = Item(id="STAFF", type=Type.INTEGER, label=Text({"en": "Staff"}), section="", unit="persons")
    told = {"kind": "numbers", "answered": 9, "asked": 9, "median": 14.0}
    assert "gave 14 persons or more" in shown.finding(persons, told, "en", full=True)
    assert "gave 1,234.5 persons or more" in shown.finding(persons, told | {"median": 1234.5}, "en", full=True)
    assert "1.234,5 persons" in shown.finding(persons, told | {"median": 1234.5}, "de", full=True)


def test_a_share_is_rounded_as_in_the_tables_and_no_answer_stands_out_where_several_are_as_frequent() -> None:
    assert [shown.percent(share) for share in (0.6667, 0.2292, None)] == ["67%", "23%", "–"]
    with translation.override("es"):
        assert shown.percent(0.6667) == "67\xa0%"
    item = Item(id="ASK", type=Type.BOOLEAN, label=Text({"en": "Asked?"}), section="")
    told = {"kind": "counted", "answered": 6, "asked": 9, "options": [
        ["yes", 4, 0.667, 0.667, 0.0, 0.1, 0.9], ["no", 2, 0.333, 0.333, 0.0, 0.1, 0.9],
    ]}  # fmt: skip
    assert shown.finding(item, told, "en", full=True).startswith("Yes: 67% of those who answered")
    told["options"] = [[value, 3, 0.5, 0.5, 0.0, 0.1, 0.9] for value in ("yes", "no")]
    assert shown.finding(item, told, "en", full=True) == "6 of 9 asked have answered."


def test_a_unit_is_a_word_of_the_page_and_one_of_something_is_singular() -> None:
    item = Item(id="STAFF", type=Type.INTEGER, label=Text({"en": "Staff"}), section="", unit="persons")
    told = {"kind": "numbers", "answered": 9, "asked": 9, "median": 1.0}
    assert "gave 1 person or more" in shown.finding(item, told, "en", full=True)
    assert [unit_words(unit) for unit in ("percentage_points", "bushels", "")] == ["percentage points", "bushels", ""]


def test_an_occupation_is_named_and_not_numbered() -> None:
    asked = Item(id="WHOM", type=Type.OCCUPATION, label=Text({"en": "Whom?"}), section="")
    told = {"kind": "several", "answered": 9, "asked": 9, "options": [["9211", 9, 1.0, None, None, 0.5, 1.0]]}
    assert [each.label for each in shown.options(asked, told, "en", full=True)] == ["Crop farm labourers"]


def test_every_question_has_its_chart_and_files_and_the_report_is_a_pdf(world: World) -> None:
    campaign = answered(world, MIXED)
    results.compute(campaign)
    client = world.signed_in(world.luc)
    for item in campaign.version.instrument.items:
        assert client.get(at("results-question", campaign, item=item.id)).status_code == 200
    files = at("results-question-file", campaign, item="HAS_LAW", name="answers-0.csv")
    assert b"Yes,75" in client.get(files).content
    assert client.get(files.replace(".csv", ".svg")).content.startswith(b"<svg")
    assert client.get(at("results-chart", campaign, name="rates-by-region.csv")).status_code == 200
    assert client.get(at("results-chart", campaign, name="nothing.csv")).status_code == 404
    assert client.get(at("results-pdf", campaign)).content.startswith(b"%PDF")
    for language in ("es", "fr"):
        assert client.get(at("results-show", campaign), headers={"accept-language": language}).status_code == 200


def test_the_results_page_costs_as_many_queries_for_many_as_for_few(world: World) -> None:
    campaign = answered(world, MIXED)
    results.compute(campaign)
    client = world.signed_in(world.luc)
    client.get(at("results-show", campaign))
    with CaptureQueriesContext(connection) as seen:
        client.get(at("results-show", campaign))
    assert len(seen) < 30


def test_responding_states_cover_a_share_of_the_worlds_migrants_and_emigrants(world: World) -> None:
    campaign = answered(world, MIXED)
    told = results.compute(campaign).document["coverage"]
    here, abroad = told
    assert [each["key"] for each in told] == ["migrants", "emigrants"]
    assert (here["year"], here["vintage"], here["source"]) == (
        "2024",
        "2024",
        "UN DESA, International Migrant Stock 2024",
    )
    assert here["total"] == abroad["total"] == 304_021_813, "the world total that the United Nations publish"
    stock = table("migrant-stock", "2024").to_pylist()
    for size, end in ((here, "DESTINATION"), (abroad, "ORIGIN")):
        own = sum(row["OBS_VALUE"] for row in stock if row["TIME_PERIOD"] == 2024 and row[end] in MIXED)
        assert size["covered"] == own
        assert size["share"] == pytest.approx(own / 304_021_813, abs=1e-6)
        assert size["unknown"] == 0
    page = world.signed_in(world.luc).get(at("results-show", campaign)).content.decode()
    assert "UN DESA, International Migrant Stock 2024" in page
    assert "304,021,813" in page
    assert "count in the whole and for no country" in page


def test_a_round_of_organisations_covers_no_share_of_the_world(world: World) -> None:
    campaign = prepared(world, published(world, open_survey()))
    rounds.invite_organisations(campaign, [world.finca_sol], by=PLATFORM)
    assert results.compute(rounds.open_round(campaign, by=world.luc)).document["coverage"] == []


def test_who_was_silent_in_the_round_before_is_compared_with_who_was_not(world: World) -> None:
    first = answered(world, dict.fromkeys(("ESP", "MEX", "CHE"), YES))
    rounds.settle(invited(first, "NPL"), "not_eligible", reason="Not concerned", by=world.luc)
    rounds.close_round(first, by=world.luc)
    assert results.compute(first).document["previous"] is None
    second = opened(world, states=STATES, version=first.version, name="Nurses 2027", previous=first)
    for state, given in {"ESP": YES, "MEX": YES, "PHL": NO, "KEN": NO, "NPL": YES}.items():
        person = world.imani if state == "PHL" else _person(state)
        response = answering.begin(invited(second, state), by=person)
        seen = {answer.item: answer.edits for answer in response.answers.all()}
        answering.keep_answers(response, given, seen=seen, by=person)
        answering.hand_in(response, by=person)
    told = results.compute(second).document
    assert told["previous"] == {
        "both": 2, "only_now": 2, "only_before": 1, "neither": 2, "not_before": 1, "won": 0.5, "kept": 0.666667,
    }  # fmt: skip
    law = told["items"]["HAS_LAW"]["previous"]
    assert (law["answered"], law["silent"], law["counts"], law["of"]) == (1.0, 0.0, [2, 2], "yes")
    client = world.signed_in(world.luc)
    page = client.get(at("results-show", second)).content.decode()
    assert "Of 4 who were silent in the round Nurses 2026, 2 have answered now." in page
    assert "Of 3 who answered then, 2 have answered again." in page
    assert "1 was not asked then." in page
    question = client.get(at("results-question", second, item="HAS_LAW")).content.decode()
    assert "Those who answered the round before gave" in question
    Round.objects.filter(pk=first.pk).update(audience="secretariat")
    assert "silent in the round" not in client.get(at("results-show", second)).content.decode()


def _person(state: str) -> User:
    """Whoever answered for the state before, or a contact named now."""
    person, new = User.objects.get_or_create(email=f"{state.lower()}@ministry.example")
    if new:
        Invitation.objects.filter(round__name="Nurses 2027", country=state).update(person=person)
    return person
