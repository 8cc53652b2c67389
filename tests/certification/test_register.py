"""The public register: what it shows, on which day, and what it leaves out."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from alianza.certification.actions import labels
from alianza.certification.queries import register as queries
from alianza.certification.queries.register import entries, entry, found, public_fields, published_answers
from tests.certification.labelled import GRANTED, TODAY, labelled
from tests.certification.story import Case
from tests.world import World

LIST = "certification:register-list"


def suspended(world: World) -> Case:
    """Granted 100 days ago, suspended 60 days ago, regained 30 days ago."""
    case = labelled(world)
    labels.suspend(case.award, ground="other", reason="A fee was paid.", by=world.luc, on=TODAY - timedelta(days=60))
    labels.reinstate(
        case.award, ground="correction", reason="It was repaid.", by=world.luc, on=TODAY - timedelta(days=30)
    )
    return case


def get(case: Case, route: str = "register-show", **query: str) -> Any:
    address = reverse(f"certification:{route}", kwargs={"code": case.award.subject.code})
    return Client().get(address, query)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("days_ago", "state"), [(101, None), (100, "valid"), (61, "valid"), (60, "suspended"), (31, "suspended"), (30, "valid"), (0, "valid")]
)  # fmt: skip
def test_the_register_says_how_it_stood_on_any_day(world: World, days_ago: int, state: str | None) -> None:
    case = suspended(world)
    day = TODAY - timedelta(days=days_ago)
    shown = entry(case.award.subject, day)
    rows = entries(day)
    if state is None:
        assert shown is None
        assert rows == []
        assert "had no label" in get(case, on=day.isoformat()).content.decode()
    else:
        assert shown is not None
        assert shown.row.stands.state == state
        assert [row.stands.state.value for row in rows] == [state]


@pytest.mark.django_db
def test_history_tells_first_achieved_lost_and_regained(world: World) -> None:
    case = suspended(world)
    shown = entry(case.award.subject, TODAY)
    assert shown is not None
    assert shown.first_achieved == GRANTED
    assert [(step.state.value, step.since) for step in shown.history] == [
        ("valid", GRANTED),
        ("suspended", TODAY - timedelta(days=60)),
        ("valid", TODAY - timedelta(days=30)),
    ]
    page = get(case).content.decode()
    told = page[page.index("First achieved on") :]
    assert told.index("A fee was paid.") < told.index("It was repaid.")


@pytest.mark.django_db
def test_the_profile_is_by_principle_and_never_one_number(world: World) -> None:
    case = labelled(world)
    page = get(case).content.decode()
    for title in ("Law and rights at work", "No cost to the worker", "Complaint and remedy"):
        assert title in page
    assert "What the label does not mean" in page
    answer = Client().get(f"/api/v1/certification/register/{case.award.subject.code}").json()
    assert [each["section"] for each in answer["profile"]] == [
        "law", "conduct", "fees", "freedom", "terms", "data", "remedy",
    ]  # fmt: skip
    assert not {"total", "score", "rank"} & set(answer)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({}, 1),
        ({"q": "SOL fin"}, 1),
        ({"q": "nobody"}, 0),
        ({"country": "ESP"}, 1),
        ({"outcome": "self_declared"}, 1),
        ({"outcome": "self_declared", "standing": "suspended"}, 0),
        ({"standing": "valid"}, 1),
    ],
)
def test_search_narrows_by_name_country_result_and_standing(world: World, query: dict[str, str], count: int) -> None:
    case = suspended(world)
    case.award.subject.countries = ["ESP", "MAR"]
    type(case.award.subject).objects.filter(pk=case.award.subject.pk).update(countries=["ESP", "MAR"])
    page = Client().get(reverse(LIST), query)
    assert page.status_code == 200
    assert ("Finca Sol</a>" in page.content.decode()) == bool(count)
    api = Client().get("/api/v1/certification/register", query).json()
    assert (api["total"], len(api["entries"])) == (count, count)


@pytest.mark.django_db
@pytest.mark.parametrize("on", ["2026-02-30", "yesterday", (TODAY + timedelta(days=1)).isoformat(), "' OR 1=1"])
def test_a_day_that_is_none_or_is_not_yet_is_told_so(world: World, on: str) -> None:
    case = labelled(world)
    assert Client().get(reverse(LIST), {"on": on}).status_code == 400
    assert Client().get(reverse("certification:register-csv"), {"on": on}).status_code == 400
    assert Client().get("/api/v1/certification/register", {"on": on}).status_code == 422
    page = get(case, on=on)
    assert page.status_code == 400
    assert "Finca Sol" in page.content.decode()


@pytest.mark.django_db
def test_the_table_as_a_file_says_what_the_page_says_and_no_cell_is_a_formula(world: World) -> None:
    case = labelled(world)
    world.finca_sol.name = '=HYPERLINK("https://evil.example")'
    world.finca_sol.save()
    answer = Client().get(reverse("certification:register-csv"))
    (line,) = csv.DictReader(io.StringIO(answer.content.decode()))
    assert line["name"] == '\'=HYPERLINK("https://evil.example")'
    assert (line["standing"], line["label"], line["expires"]) == (
        "valid", case.award.number, case.award.expires_on.isoformat(),
    )  # fmt: skip
    assert tuple(line) == queries.HEADINGS


@pytest.mark.django_db
def test_only_what_the_scheme_names_is_public(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    case = labelled(world)
    version = case.award.application.version
    assert public_fields(version) == set(queries.PUBLIC)
    kept = type(version).document
    narrow = {"register": {"public": ["name", "outcome"]}}
    monkeypatch.setattr(type(version), "document", property(lambda self: {**kept.fget(self), **narrow}))
    shown = entry(case.award.subject, TODAY)
    assert shown is not None
    assert (shown.history, shown.licences, shown.has_answers, shown.row.serious) == ((), "", False, None)
    assert get(case, "register-answers").status_code == 404
    api = Client().get(f"/api/v1/certification/register/{case.award.subject.code}").json()
    assert (api["countries"], api["scope"], api["history"], api["open_serious_complaints"]) == (None, None, [], None)
    assert "Recruitment of seasonal workers" not in get(case).content.decode()


@pytest.mark.django_db
def test_published_answers_are_values_and_notes_of_criteria_alone(world: World) -> None:
    case = labelled(world)
    sections = published_answers(case.award)
    assert sum(len(answered) for _section, answered in sections) == 31
    page = get(case, "register-answers").content.decode()
    assert "See the policy." in page
    assert world.pilar.email not in page


@pytest.mark.django_db
def test_who_never_had_a_label_is_not_in_the_register(world: World) -> None:
    from alianza.certification.models import Subject

    unknown = Subject.objects.create(kind="firm", organisation=world.far_farms)
    address = reverse("certification:register-show", kwargs={"code": unknown.code})
    assert Client().get(address).status_code == 404
    assert Client().get(f"/api/v1/certification/register/{unknown.code}").status_code == 404
    assert found(entries(TODAY)) == []


@pytest.mark.django_db
def test_what_narrows_the_register_says_what_all_there_means(world: World) -> None:
    suspended(world)
    page = Client().get(reverse("certification:register-list")).content.decode()
    for everything in ("All countries", "All results", "All standings"):
        assert f'<option value="" selected>{everything}</option>' in page
