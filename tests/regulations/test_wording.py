from datetime import date

import pytest

from alianza.regulations import wording
from alianza.regulations.costs import charges, waits
from alianza.regulations.dictionary import facts, text_of
from alianza.regulations.pathways import Answers, pathways_for, seed_law
from alianza.regulations.report import units_of
from alianza.regulations.sheets import seed_sheets
from alianza.vocabulary.days import day_words

DAY = date(2025, 6, 1)


def route(name, **answers):
    known = facts().accept({fact.replace("__", "."): answer for fact, answer in answers.items()})
    return next(each for each in pathways_for(Answers(known, {}), seed_law(DAY)) if each.sheet.id == name)


@pytest.mark.parametrize(
    ("fact", "answer", "language", "said"),
    [
        ("person.age", 29, "en", "29 years"),
        ("person.age", 1, "fr", "1 an"),
        ("offer.exists", True, "es", "Sí"),
        ("person.lang.de", "B1", "en", "B1 (intermediate)"),
        ("person.qualification", "bachelor", "fr", "Licence universitaire"),
        ("person.nationalities", ["PH", "MX"], "es", "Filipinas, México"),
        ("person.nationalities", [], "en", "-"),
        ("person.residence", "DE", "fr", "Allemagne"),
        ("offer.sector", "care", "en", "Health and care"),
        ("person.funds_gbp", 1270, "en", "1,270 pounds"),
    ],
)
def test_an_answer_is_said_as_a_person_would(fact, answer, language, said):
    known = facts()[fact]
    assert wording.answer_words(known, known.accept(answer), language) == said


def test_a_miss_says_what_would_cure_it_with_its_unit():
    card = route(
        "de-eu-blue-card",
        **{"person.nationalities": ["KE"], "offer.exists": True, "offer.matches_qualification": True},
        **{"person.qualification": "bachelor", "person.qualification.recognised": "full", "offer.shortage": False},
        **{"offer.salary_year": 46000, "person.graduated_years_ago": 9, "person.it_specialist": False},
    )
    (miss,) = card.result.nearest_miss
    assert wording.miss_words(miss, "en", units=units_of(card)) == "Gross yearly pay: 48,300 euros a year or more"
    assert wording.miss_words(miss, "fr", units=units_of(card)).startswith("Salaire annuel brut : ")


def test_nothing_is_more_than_the_last_step():
    card = route("de-opportunity-card", **{"person.qualification.recognised": "none", "person.lang.de": "A1"})
    (recognised,) = [miss for miss in card.result.nearest_miss if miss.id == "skilled_worker"] or [None]
    if recognised:
        assert wording.miss_words(recognised, "en") == "Recognition in the destination: Fully recognised"


def test_a_long_list_of_countries_is_called_by_its_group():
    korea = route("kr-eps-e9", **{"person.nationalities": ["KE"]})
    (miss,) = korea.result.nearest_miss
    assert "Sending states of the Korean" in wording.miss_words(miss, "en")
    filipino = route("ph-exit-clearance", **{"person.nationalities": ["KE"]})
    assert wording.miss_words(filipino.result.nearest_miss[0], "es") == "Nacionalidades: al menos uno de: Filipinas"


def test_charges_and_waits_are_said_whole():
    sheets = seed_sheets()
    said = [wording.charge_words(charge, "en") for charge in charges(sheets["nz-rse"], DAY)]
    assert said == ["Fee from: 325 New Zealand dollars; the sheet does not say who pays"]
    assert wording.wait_words(waits(sheets["nz-rse"], DAY)[0], "es") == (
        "Plazo en que se decide el 80 por ciento: 1 semana"
    )


def test_a_place_is_said_by_name_and_a_region_by_its_code():
    assert wording.place_words("PH", "es") == "Filipinas"
    assert wording.place_words("MERCOSUR", "es") == "MERCOSUR"


def test_dates_and_numbers_follow_the_language():
    assert day_words(date(2026, 4, 1), "en") == "1 April 2026"
    assert day_words(date(2026, 4, 1), "es") == "1 de abril de 2026"
    assert wording.amount_words(7, "month", "en", "any 11 months") == "7 months in any 11 months"
    assert wording.amount_words(3, "furlong", "en") == "3 furlong"
    assert text_of("Outside Spain").in_language("es")[1] == "es"
