from datetime import date

import pytest

from alianza.engines.eligibility import evaluate
from alianza.regulations import dictionary
from alianza.regulations.sheets import seed_documents, seed_sheets
from alianza.regulations.soundness import examine, failed_cases
from alianza.vocabulary.criterion import Any, DatedValue

SHEETS = seed_sheets()


def test_all_twenty_six_seed_sheets_are_here_and_sixty_two_cases():
    assert len(SHEETS) == 26
    assert sum(len(sheet.cases) for sheet in SHEETS.values()) == 62
    assert [name for name, sheet in SHEETS.items() if sheet.tree is None] == ["eu-blue-card-directive"]


@pytest.mark.parametrize("name", SHEETS)
def test_a_seed_sheet_is_sound_and_its_cases_come_out_as_written(name):
    sheet, problems = examine(seed_documents()[name])
    assert problems == ()
    assert sheet == SHEETS[name]
    assert failed_cases(sheet) == ()


@pytest.mark.parametrize("name", SHEETS)
def test_no_seed_passes_for_confirmed(name):
    assert SHEETS[name].status == "seed"
    assert not SHEETS[name].is_confirmed


@pytest.mark.parametrize("name", SHEETS)
def test_every_sheet_has_the_twelve_elements_in_order_and_shows_its_gaps(name):
    elements = list(SHEETS[name].elements.values())
    assert [element.n for element in elements] == list(range(1, 13))
    for element in elements:
        assert element.is_filled or element.gap


def test_lines_carry_their_level_their_sources_and_their_dates():
    card = SHEETS["de-eu-blue-card"]
    line = card.elements["review_appeal"].lines[0]
    assert line.standing.level == "official"
    assert [source.publisher for source in line.standing.sources] == ["German Embassy Dublin"]
    assert line.standing.last == date(2025, 6, 30)
    assert line.standing.holds_on(date(2025, 6, 30))
    assert not line.standing.holds_on(date(2025, 7, 1))
    assert line.text.in_language("fr")[1] == "fr"
    degree = card.elements["documents"].papers[0]
    assert (degree.by, degree.proves) == ("worker", ("qual",))


def test_dated_parameters_keep_their_standing():
    series = SHEETS["es-gecco-circular"].parameters["posts_min"]
    assert series.values[0] == DatedValue(5, date(2024, 1, 1), date(2024, 12, 31))
    assert [str(gap) for gap in series.gaps] == ["2025"]
    assert all(standing.level == "secondary" for _, standing in series.entries)


def test_a_route_is_tied_to_a_job_when_a_condition_concerns_one():
    assert SHEETS["gb-skilled-worker"].needs_an_offer
    assert not SHEETS["mercosur-residence"].needs_an_offer
    assert not SHEETS["eu-blue-card-directive"].needs_an_offer


def test_the_rule_of_a_day_differs_for_the_same_person():
    sheet = SHEETS["gb-skilled-worker"]
    person = dict(sheet.cases[1].facts)

    def verdict(day):
        return evaluate(sheet.tree, person, parameters=sheet.series(), groups=dictionary.groups(), on=day).verdict

    assert verdict(date(2025, 7, 21)) == "eligible"
    assert verdict(date(2025, 7, 22)) == "not_eligible"


def test_the_blue_card_offers_two_ways_of_different_burden():
    card = SHEETS["de-eu-blue-card"]
    assert isinstance(card.tree.parts[3], Any)
    case = card.cases[1]
    result = evaluate(card.tree, case.facts, parameters=card.series(), groups=dictionary.groups(), on=case.on)
    assert result.unmet == ("pay",)
    assert [[miss.id for miss in way] for way in result.alternatives] == [["shortage"], ["it"]]
    (miss,) = result.nearest_miss
    assert miss.needed == 48300
