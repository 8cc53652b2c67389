"""What a person said travels sealed, forgets itself, and opens only here."""

import time

import pytest

from alianza.regulations import trail as trails
from alianza.regulations.dictionary import facts
from alianza.regulations.trail import LARGEST_COOKIE, NO_OFFER, OFFER, Trail, opened, sealed
from alianza.vault.keys import add_key
from alianza.vault.seal import seal


def said(**answers):
    known = facts()
    trail = Trail(started=True)
    for fact, answer in answers.items():
        fact = fact.replace("__", ".")
        trail = trail.answered(fact, known[fact].accept(answer))
    return trail


def test_a_trail_comes_back_as_it_went():
    trail = said(person__age=29, person__nationalities=["PH", "MX"], person__lang__de="B1").with_offer("DE")
    trail = trail.differing("person.medical_fit").answered("person.medical_fit@KR", answer=True)
    assert opened(sealed(trail)) == trail


def test_the_cookie_tells_nothing_and_is_small():
    cookie = sealed(said(person__age=29, person__nationalities=["PH"]))
    assert "PH" not in cookie.partition(".")[2][:40] or len(cookie) > 100
    assert "age" not in cookie
    known = facts()
    everything = Trail()
    for fact in known.values():
        answer = fact.steps[-1] if fact.steps else True if fact.kind == "boolean" else 12345.67
        if fact.kind == "integer":
            answer = 1234567
        elif fact.kind == "set":
            answer = ["PH", "MX", "DE"]
        elif fact.kind == "code":
            answer = min(fact.members)
        everything = everything.answered(fact.id, fact.accept(answer))
    for place in ("DE", "GB", "KR", "AE", "SG"):
        everything = everything.answered(f"person.medical_fit@{place}", answer=True)
    assert len(sealed(everything.with_offer("DE"))) < LARGEST_COOKIE


@pytest.mark.parametrize(
    "cookie",
    [None, "", "k1.", "k9.AAAA", "nonsense", "k1.!!!", "k1.AAAA", "é", "k1." + "A" * 200, "x" * 5000, "."],
)
def test_what_is_no_trail_is_a_fresh_one(cookie):
    assert opened(cookie) == Trail()


def test_an_altered_or_moved_cookie_does_not_open():
    cookie = sealed(said(person__age=29))
    altered = cookie[:-6] + ("A" if cookie[-6] != "A" else "B") + cookie[-5:]
    assert opened(altered) == Trail()
    assert opened(seal("{}", place="another.place")) == Trail()
    for content in ("{}", "[]", "not base85 \u00e9", "1"):
        assert opened(seal(content, place="regulations.pathways.cookie")) == Trail()


def test_an_old_trail_is_forgotten(monkeypatch):
    cookie = sealed(said(person__age=29))
    later = time.time() + trails.KEPT_DAYS * 24 * 3600 + 10
    monkeypatch.setattr(trails.time, "time", lambda: later)
    assert opened(cookie) == Trail()


def test_a_trail_outlives_a_change_of_keys():
    cookie = sealed(said(person__age=29))
    add_key()
    assert opened(cookie).value("person.age") == 29


def test_an_answer_can_be_changed_and_taken_back():
    trail = said(person__age=29).answered("person.age", 30)
    assert trail.value("person.age") == 30
    assert trail.put == ("person.age",)
    trail = trail.answered("person.age", None)
    assert trail.value("person.age") is None
    assert trail.put == ("person.age",), "a skipped question is not put again"


def test_offers_hold_at_their_place_alone():
    trail = said(person__age=29, offer__salary_year=50000).with_offer("DE")
    trail = trail.answered("offer.salary_year", 46000)
    answers = trail.at()
    assert answers.at("DE") == {"person.age": 29, "offer.exists": True, "offer.salary_year": 46000}
    assert answers.at("GB") == {"person.age": 29, "offer.exists": False}


def test_another_offer_forgets_what_was_said_of_the_first():
    trail = Trail().with_offer("DE").answered("offer.salary_year", 46000).answered("person.age", 29)
    moved = trail.with_offer("GB")
    assert moved.value("offer.salary_year") is None
    assert moved.put == (OFFER, "person.age")
    assert trail.with_offer("DE").value("offer.salary_year") == 46000


def test_no_offer_is_no_everywhere_and_unknown_is_not_no():
    assert Trail().with_offer(NO_OFFER).at().at("DE") == {"offer.exists": False}
    assert Trail().with_offer("").at().at("DE") == {}


def test_an_answer_that_differs_is_kept_place_by_place():
    trail = said(person__insurance=True).differing("person.insurance")
    assert trail.value("person.insurance") is None
    trail = trail.answered("person.insurance@NZ", answer=False)
    assert trail.at().at("NZ")["person.insurance"] is False
    assert "person.insurance" not in trail.at().at("DE")
    again = trail.answered("person.insurance", answer=True)
    assert again.differs == frozenset()
    assert again.at().at("NZ")["person.insurance"] is True
