"""Few questions in the order that decides most, and how routes stand with and without an offer."""

from datetime import date

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from alianza.engines.eligibility import Eligibility
from alianza.regulations import finder
from alianza.regulations.dictionary import facts
from alianza.regulations.finder import next_question, outlooks, questions
from alianza.regulations.pathways import Fit, seed_law
from alianza.regulations.sheets import seed_sheets
from alianza.regulations.trail import NO_OFFER, OFFER, Trail
from alianza.vocabulary.criterion import facts_of

DAY = date(2026, 4, 1)
LAW = seed_law(DAY)
NURSE = {
    "person.nationalities": ["PH"],
    "person.age": 29,
    "person.qualification": "bachelor",
    "person.lang.de": "B1",
    "person.lang.en": "B2",
    "person.english_ok": True,
    "person.medical_fit": True,
    "person.means_month_eur": 1200,
    "person.qualification.valid_at_origin": True,
    "person.qualification.recognised": "none",
    "person.it_specialist": False,
    "person.experience.total": 4,
    "person.experience.last5": 3,
    "person.experience.last7": 3,
}
JOB = {"offer.sector": "care", "employer.approval": True, "offer.skill_ok": True, "offer.salary_year": 45000}


def walk(person, offer, places=()):
    """Answer every question that is put; what the person does not know is skipped."""
    trail, asked, known = Trail(places=places, started=True), [], facts()
    while (question := next_question(LAW, trail)) is not None:
        assert question not in asked, "each question is put once"
        asked.append(question)
        if question == OFFER:
            trail = trail.with_offer(offer)
        else:
            answer = person.get(question)
            trail = trail.answered(question, None if answer is None else known[question].accept(answer))
        assert len(asked) < 80
    return trail, asked


def fits(trail):
    return {each.sheet.id: each.fit for each in outlooks(LAW, trail)}


def test_a_worker_without_an_offer_learns_which_routes_an_offer_would_open():
    trail, asked = walk(NURSE, NO_OFFER)
    found = fits(trail)
    assert found["gb-skilled-worker"] is Fit.ALMOST
    assert found["ae-work-permit"] is Fit.ALMOST
    assert found["au-palm"] is Fit.NOT
    britain = next(each for each in outlooks(LAW, trail) if each.sheet.id == "gb-skilled-worker")
    assert britain.misses == ()
    assert [miss.id for miss in britain.offer_must] == ["offer", "sponsor", "job", "pay"]
    assert britain.offer_must[-1].needed == 41700
    about_offers = [fact for fact in asked if finder.is_of_the_offer(fact) and fact != OFFER]
    assert about_offers == ["offer.shortage"], "only the permit to look for work asks about the occupation"


def test_a_worker_with_an_offer_is_asked_about_it_and_fits():
    trail, asked = walk({**NURSE, **JOB}, "GB", ("GB", "DE"))
    found = fits(trail)
    assert found["gb-skilled-worker"] is Fit.FITS
    assert found["gb-health-care-worker"] is Fit.FITS
    assert found["de-eu-blue-card"] is Fit.ALMOST, "the offer is elsewhere"
    assert found["gb-seasonal-worker"] is not Fit.FITS, (
        "a job in care is not one in a harvest: it would be another offer"
    )
    assert "offer.salary_year" in asked
    assert asked.index("agency.licensed") > asked.index("offer.salary_year"), "leaving home comes after the routes"


def test_sensitive_questions_come_last():
    _, asked = walk(NURSE, NO_OFFER)
    sensitive = [facts()[fact].sensitive for fact in asked]
    assert sensitive == sorted(sensitive)


def test_a_sensitive_question_is_not_asked_for_a_route_that_is_out():
    _, asked = walk({**NURSE, "person.age": 45}, NO_OFFER, ("KR",))
    assert "person.never_removed" not in asked
    assert "person.never_removed" in walk(NURSE, NO_OFFER, ("KR",))[1]


def test_what_can_be_changed_does_not_end_the_questions():
    _, asked = walk({**NURSE, "person.test.ko": False}, NO_OFFER, ("KR",))
    assert "person.test.ko" in asked
    assert "person.medical_fit" in asked, "the test can be taken, so the rest matters"


def test_fewer_destinations_mean_fewer_questions():
    assert len(walk(NURSE, NO_OFFER, ("AE",))[1]) < len(walk(NURSE, NO_OFFER, ("AE", "DE"))[1])
    assert len(walk(NURSE, NO_OFFER, ("AE", "DE"))[1]) < len(walk(NURSE, NO_OFFER)[1])


def test_a_region_is_chosen_by_a_member_too():
    assert finder.chosen(LAW, ["AR"]) == ["mercosur-residence", "ph-exit-clearance"]
    assert "de-eu-blue-card" in finder.chosen(LAW, ["DE"])
    assert len(finder.chosen(LAW, [])) == 25
    assert "MERCOSUR" in finder.places_offered(LAW)
    assert "PH" not in finder.places_offered(LAW), "a clearance to leave is no destination"


def test_the_second_gate_concerns_its_own_nationals():
    known = facts()
    kenyan = Trail().answered("person.nationalities", known["person.nationalities"].accept(["KE"]))
    assert "ph-exit-clearance" not in fits(kenyan)
    assert "ph-exit-clearance" in fits(Trail())


def test_the_second_gate_asks_for_the_offer_abroad():
    trail, _ = walk(
        {**NURSE, **JOB, "agency.licensed": True, "contract.verified": True, "person.orientation_done": True},
        "GB",
        ("GB",),
    )
    assert fits(trail)["ph-exit-clearance"] is Fit.FITS


def test_an_answer_that_differs_by_country_is_asked_for_each():
    trail = Trail(places=("KR", "SG", "AE"), started=True).with_offer(NO_OFFER)
    assert finder.may_differ(LAW, trail, "person.medical_fit")
    assert not finder.may_differ(LAW, trail, "person.age")
    assert not finder.may_differ(LAW, Trail(places=("KR",)), "person.medical_fit")
    trail = trail.differing("person.medical_fit")
    assert questions(LAW, trail) == tuple(f"person.medical_fit@{place}" for place in ("AE", "KR", "SG"))
    trail = trail.answered("person.medical_fit@AE", answer=True)
    assert next_question(LAW, trail) == "person.medical_fit@KR"


def test_a_person_can_go_back_to_a_question():
    trail, _ = walk(NURSE, NO_OFFER, ("AE",))
    from dataclasses import replace

    assert next_question(LAW, trail) is None
    assert next_question(LAW, replace(trail, asking="person.age")) == "person.age"


def test_the_conditions_of_the_person_are_those_of_the_sheet_without_the_offer():
    sheets = seed_sheets()
    assert finder.without_offer(sheets["us-h2b"].tree) is None
    person = finder.without_offer(sheets["de-eu-blue-card"].tree)
    assert not any(finder.is_of_the_offer(fact) for fact in facts_of(person))
    assert set(facts_of(person)) == {
        "person.nationalities",
        "person.qualification",
        "person.qualification.recognised",
        "person.it_specialist",
        "person.experience.total",
    }
    assert not finder.wants_offer(sheets["de-opportunity-card"])
    assert not finder.wants_offer(sheets["eu-blue-card-directive"])


def test_an_outlook_never_calls_fit_what_the_whole_conditions_do_not():
    for offer in (NO_OFFER, "GB", "DE", ""):
        for each in outlooks(LAW, walk({**NURSE, **JOB}, offer)[0]):
            assert (each.fit is Fit.FITS) == (each.pathway.result.verdict is Eligibility.ELIGIBLE)


def _answer(fact, number):
    if fact.kind == "boolean":
        return number % 2 == 0
    if fact.steps:
        return fact.steps[number % len(fact.steps)]
    if fact.kind.is_number:
        return (0, 3, 9, 19, 40, 1300, 60000)[number % 7]
    if fact.kind == "set":
        return [("PH", "BO", "KE", "NP", "TO", "DE", "MX")[number % 7]]
    return sorted(fact.members)[number % len(fact.members)]


@given(st.data())
@settings(max_examples=25, deadline=None, phases=[Phase.explicit, Phase.generate])
def test_whoever_answers_the_questions_ends_with_every_route_clear_but_for_gaps_in_the_law(data):
    known = facts()
    person = {
        fact.id: _answer(fact, data.draw(st.integers(0, 6), label=fact.id))
        for fact in known.values()
        if fact.kind != "code" or fact.members
    }
    places = tuple(data.draw(st.sets(st.sampled_from(finder.places_offered(LAW)), max_size=4)))
    offer = data.draw(st.sampled_from([NO_OFFER, *(places or ("GB", "DE"))]))
    trail, _ = walk(person, offer, places)
    for each in outlooks(LAW, trail):
        if each.fit is Fit.OPEN and each.sheet.side != "origin":  # the second gate opens after an offer
            left = [fact for fact in each.open_questions if not finder.is_of_the_offer(fact)]
            assert each.missing_parameters or not left, (each.sheet.id, left)


@pytest.mark.parametrize("day", [date(1990, 1, 1), date(2100, 1, 1)])
def test_any_day_can_be_asked_about(day):
    law = seed_law(day)
    assert len(outlooks(law, Trail())) == 25
    assert next_question(law, Trail()) is not None
