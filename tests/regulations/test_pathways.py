from datetime import date

from alianza.regulations.pathways import Answers, Fit, law_on, nearest_first, pathways_for, places_of, seed_law
from alianza.regulations.sheets import seed_sheets

DAY = date(2026, 4, 1)
NURSE = {
    "person.nationalities": frozenset({"PH"}),
    "person.age": 29,
    "person.means_month_eur": 1100,
    "person.qualification": "bachelor",
    "person.qualification.valid_at_origin": True,
    "person.qualification.recognised": "none",
    "person.lang.de": "A1",
    "person.lang.en": "B2",
    "person.experience.last5": 3,
    "person.experience.last7": 3,
    "person.experience.total": 3,
    "person.it_specialist": False,
    "person.prior_stay_months": 0,
    "person.partner_also_qualifies": False,
    "offer.shortage": False,
    "offer.exists": False,
}


def routes(answers, on=DAY):
    return {pathway.sheet.id: pathway for pathway in pathways_for(answers, seed_law(on))}


def test_a_regional_frame_without_conditions_is_left_out():
    assert len(routes(Answers({}, {}))) == 25
    assert "eu-blue-card-directive" not in routes(Answers({}, {}))


def test_fits_open_almost_and_not():
    found = routes(Answers(NURSE, {}))
    assert found["de-opportunity-card"].fit is Fit.ALMOST
    assert found["de-opportunity-card"].result.shortfall == {"points": 2}
    assert found["kr-eps-e9"].fit is Fit.ALMOST
    assert found["au-palm"].fit is Fit.NOT, "nationality is changed by nobody"
    assert found["ca-express-entry-fsw"].fit is Fit.OPEN
    better = Answers({**NURSE, "person.lang.de": "B1"}, {})
    assert routes(better)["de-opportunity-card"].fit is Fit.FITS


def test_an_answer_for_one_destination_stays_there():
    found = routes(Answers(NURSE, {"GB": {"offer.exists": True}}))
    assert "offer" not in found["gb-skilled-worker"].result.unmet
    assert "offer" in found["de-eu-blue-card"].result.unmet


def test_the_side_of_origin_is_a_second_gate():
    found = routes(Answers(NURSE, {}))
    assert [name for name, pathway in found.items() if pathway.is_second_gate] == ["ph-exit-clearance"]


def test_what_fits_stands_first_and_what_never_can_last():
    ordered = nearest_first(pathways_for(Answers({**NURSE, "person.lang.de": "B1"}, {}), seed_law(DAY)))
    fits = [pathway.fit for pathway in ordered]
    assert fits[0] is Fit.FITS
    assert fits == sorted(fits, key=[Fit.FITS, Fit.OPEN, Fit.ALMOST, Fit.NOT].index)
    burdens = [pathway.result.burden for pathway in ordered if pathway.fit is Fit.ALMOST]
    assert burdens == sorted(burdens)


def test_a_miss_points_to_the_papers_that_would_prove_it():
    card = routes(Answers(NURSE, {}))["de-opportunity-card"]
    (points,) = card.result.alternatives[0]
    assert {paper.id for paper in card.papers_for(points)} == {"d_qual", "d_lang", "d_work"}
    pathway = routes(Answers({**NURSE, "offer.exists": True, "person.lang.en": "A1"}, {}))["gb-skilled-worker"]
    english = next(miss for miss in pathway.result.nearest_miss if miss.id == "english")
    assert [paper.id for paper in pathway.papers_for(english)] == ["d_english"]


def test_citations_are_the_sources_of_the_conditions():
    sources = routes(Answers({}, {}))["gb-skilled-worker"].citations
    assert [source.id for source in sources] == ["s1", "s3", "s4"]


def test_a_sheet_written_for_another_time_says_so():
    assert routes(Answers({}, {}), date(2025, 7, 1))["gb-skilled-worker"].describes_another_time
    assert not routes(Answers({}, {}), DAY)["gb-skilled-worker"].describes_another_time
    assert routes(Answers({}, {}), DAY)["ae-work-permit"].years_old == 3


def test_a_region_applies_in_its_members():
    sheets = seed_sheets()
    assert places_of(sheets["mercosur-residence"]) >= {"AR", "BR"}
    assert places_of(sheets["de-eu-blue-card"]) == {"DE"}


def test_the_law_of_a_day_is_made_ready_once():
    assert seed_law(DAY) is seed_law(DAY)
    assert set(law_on([seed_sheets()["nz-rse"]], DAY).bounds) == {"nz-rse"}
