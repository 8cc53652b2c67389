"""The page of routes open to registered workers: who sees it, whom it counts, what it keeps back."""

import csv
import io
import re
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from alianza.audit.actions import PLATFORM
from alianza.registry.actions.intakes import keep_people
from alianza.registry.intake.examining import examine
from alianza.regulations.actions.sheets import load_seed_sheets
from tests.registry.people import as_csv, ministry, row
from tests.world import World

pytestmark = pytest.mark.django_db


def bring(world: World, count: int, *, signed: list[str], first: int = 1, **more: Any) -> None:
    today = timezone.localdate()
    rows = [row(number, **more) for number in range(first, first + count)]
    found = examine(io.BytesIO(as_csv(*rows)), "people.csv", registrar=ministry(world), today=today)
    assert not found.problems.height, found.problems
    keep_people(found, ministry(world), leave_out=False, signed=signed, today=today, by=world.imani)


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_nobody_is_counted_who_did_not_agree_to_it(world: World) -> None:
    load_seed_sheets(by=PLATFORM)
    bring(world, 6, signed=["matching"])
    assert "Nobody can be counted yet" in text(world.signed_in(world.luc).get(reverse("registry:openness")))


def test_routes_are_counted_for_an_occupation_and_small_numbers_are_kept_back(world: World) -> None:
    load_seed_sheets(by=PLATFORM)
    bring(world, 8, signed=["matching", "statistics"], recognised_in="DEU")
    bring(world, 7, signed=["matching", "statistics"], recognised_in="ESP", first=9)
    bring(world, 2, signed=["matching", "statistics"], education="3", recognised_in="DEU", first=16)
    page = world.signed_in(world.luc)
    shown = text(page.get(reverse("registry:openness"), {"occupation": "2221"}))
    assert "17 workers" in shown
    assert "is open to the most workers" in shown or "routes are open to the most workers" in shown
    rows = list(csv.DictReader(io.StringIO(page.get(reverse("registry:openness-file")).content.decode())))
    card = {each["condition"]: each for each in rows if each["sheet"] == "de-eu-blue-card"}
    assert (card["qual"]["people"], card["qual"]["not_eligible"]) == ("17", "9")
    assert card["qual_recognised"]["nearest"] == "7"
    assert card["qual"]["nearest"] == ""  # two people: kept back
    assert "Degree recognised or comparable" in shown


def test_fewer_than_five_are_not_told_at_all(world: World) -> None:
    load_seed_sheets(by=PLATFORM)
    bring(world, 4, signed=["matching", "statistics"])
    page = world.signed_in(world.luc)
    assert "Too few to tell" in text(page.get(reverse("registry:openness")))
    content = page.get(reverse("registry:openness-file")).content.decode()
    assert len(content.splitlines()) == 1


def test_a_focal_point_counts_the_workers_of_the_own_country(world: World) -> None:
    load_seed_sheets(by=PLATFORM)
    bring(world, 6, signed=["matching", "statistics"])
    page = world.signed_in(world.imani)
    assert "6 workers" in text(page.get(reverse("registry:openness")))
    assert page.get(reverse("registry:openness"), {"occupation": "<script>"}).status_code == 200
    assert world.signed_in(world.mara).get(reverse("registry:openness")).status_code == 404
