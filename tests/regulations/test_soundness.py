import copy

import pytest

from alianza.regulations.sheets import seed_documents
from alianza.regulations.soundness import examine
from alianza.vocabulary.said import Said


@pytest.fixture
def sheet():
    return copy.deepcopy(dict(seed_documents()["es-gecco-circular"]))


def put(document, path, value):
    *way, last = path
    for step in way:
        document = document[step]
    if value is ...:
        del document[last]
    else:
        document[last] = value


def first_test(document):
    return document["eligibility"]["all"][0]


@pytest.mark.parametrize(
    ("path", "value", "where", "says"),
    [
        (["id"], ..., "sheet", "'id' is missing"),
        (["colour"], "red", "sheet", "'colour' was unexpected"),
        (["status"], "holy", "status", "'holy' is not one of seed, draft"),
        (["version"], True, "version", "quotes"),
        (["as_of"], "2026", "as_of", "is not integer"),
        (["jurisdiction", "code"], False, "jurisdiction.code", "read as true or false"),
        (["jurisdiction", "code"], "ZZ", "jurisdiction.code", "not a country's two-letter code"),
        (["profile", "sectors"], ["moon"], "profile.sectors", "'moon' is not a known sector"),
        (["effective_from"], "2026-02-30", "effective_from", "not a date that exists"),
        (["effective_from"], "January", "effective_from", "not a date that exists"),
        (["sources", 0, "url"], "javascript:alert(1)", "sources[0].url", "begins with http"),
        (["sources", 1, "id"], "s1", "sources", "used twice"),
        (["elements", "permit"], ..., "elements", "'permit' is missing"),
        (["elements", "permit", "say", 0, "lv"], "hearsay", "elements.permit.say[0].lv", "not one of official"),
        (["elements", "permit", "say", 0, "src"], ["s77"], "elements.permit.say[0].src", "'s77' is not among"),
        (["elements", "permit", "say", 0, "src"], [], "elements.permit.say[0]", "must name its source"),
        (["elements", "recognition", "say", 0, "as_of"], ..., "elements.recognition.say[0]", "year it refers to"),
        (["elements", "permit", "say", 0, "from"], "2026-13-01", "elements.permit.say[0].from", "not a date"),
        (["elements", "permit", "say", 0, "t"], "a\0b", "elements.permit.say[0].t", "NUL"),
        (["elements", "permit", "say", 0, "t"], "x" * 4001, "elements.permit.say[0].t", "4,000 are the most"),
        (["elements", "application", "steps", 0, "by"], "god", "elements.application.steps[0].by", "not one of"),
        (["parameters", "posts_min", "values", 0, "v"], "five", "parameters.posts_min.values[0].v", "offer.posts"),
        (["parameters", "posts_min", "values", 0, "to"], "2026-06-01", "parameters.posts_min", "both hold on"),
        (["parameters", "posts_min", "values", 0, "to"], "2023-06-01", "parameters.posts_min.values[0]", "before it"),
        (["parameters", "posts_min", "values", 0, "colour"], 1, "parameters.posts_min.values[0]", "unexpected"),
        (["parameters"], ..., "eligibility.all[2].test.value", "not among the parameters"),
        (["eligibility"], ..., "sheet", "conditions are missing"),
        (["eligibility", "all", 0, "cite"], ["s9"], "eligibility (outside).cite", "'s9' is not among the sources"),
        (["eligibility", "all", 0, "proof"], ["d9"], "eligibility (outside).proof", "'d9' is not among the documents"),
        (["eligibility", "all", 0, "fix"], ..., "eligibility (outside)", "fix missing"),
        (["eligibility", "all", 0, "id"], ..., "eligibility (Outside Spain)", "id missing"),
        (["eligibility", "all", 0, "test", "op"], "like", "eligibility.all[0].test.op", "not an operator"),
        (["eligibility", "all", 0, "test", "fact"], "person.height", "eligibility.all[0].test.fact", "dictionary"),
        (["framework_only"], True, "eligibility", "carries no conditions"),
        (["cases", 0, "date"], "2026-02-30", "cases[0].date", "not a date"),
        (["cases", 0, "facts"], {"person.heigth": 3}, "cases[0].facts.person.heigth", "no question of this name"),
        (["cases", 0, "facts"], {"offer.posts": "12"}, "cases[0].facts.offer.posts", "whole number"),
        (["cases", 0, "expect"], "maybe", "cases[0].expect", "not one of eligible"),
    ],
)
def test_what_is_wrong_with_a_sheet_is_said_with_its_place(sheet, path, value, where, says):
    put(sheet, path, value)
    found, problems = examine(sheet)
    assert found is None
    assert any(problem.path == where and says in problem.sentence for problem in problems), [str(p) for p in problems]
    for problem in problems:  # each can be said in the reader's language too
        assert isinstance(problem.sentence, Said), problem
        assert problem.sentence.translated(lambda message: message) == problem.sentence


def test_an_unquoted_no_among_nationalities_is_refused(sheet):
    first_test(sheet)["test"] = {"fact": "person.nationalities", "op": "disjoint", "value": ["PH", False]}
    _, problems = examine(sheet)
    assert 'write "NO" in quotes' in str(problems[0])


def test_a_case_that_does_not_come_out_as_written_is_told_with_what_was_found(sheet):
    sheet["cases"][2]["expect"] = "eligible"
    sheet["cases"][3]["ask"] = ["offer.posts"]
    found, problems = examine(sheet)
    assert found is not None, "a sheet with failing cases can be read, but not published"
    said = [str(problem) for problem in problems]
    assert len(said) == 2
    assert "cases[2] (Offer of 6 posts: too few in 2026): on 2026-03-01 the case expects eligible" in said[0]
    assert "unmet: posts" in said[0]
    assert "ask should be offer.posts, but is empty" in said[1]
    spanish = {
        "%(name)s should be %(expected)s, but is %(found)s.": "%(name)s debería ser %(expected)s y es %(found)s."
    }
    assert problems[1].sentence.translated({**spanish, "empty": "vacío"}.__getitem__) == (
        "ask debería ser offer.posts y es vacío."
    )


def test_shortfall_and_alternatives_of_a_case_are_checked_too():
    card = copy.deepcopy(dict(seed_documents()["de-opportunity-card"]))
    card["cases"][1] |= {"shortfall": {"points": 3}, "alternatives": [["points", "means"]]}
    _, problems = examine(card)
    said = " ".join(str(problem) for problem in problems)
    assert "the shortfall should be {'points': 3}, but is {'points': 2}" in said
    assert "the alternatives should be means, points, but are points" in said


@pytest.mark.parametrize("document", [None, 3, "sheet", [], [{}]])
def test_what_is_no_sheet_at_all_is_said_once(document):
    found, problems = examine(document)
    assert found is None
    assert len(problems) == 1


def test_an_empty_sheet_names_everything_that_is_missing():
    _, problems = examine({})
    assert len(problems) >= 12


def test_a_tree_problem_and_a_form_problem_are_reported_together(sheet):
    first_test(sheet)["test"]["op"] = "like"
    sheet["as_of"] = "recently"
    _, problems = examine(sheet)
    assert {problem.path for problem in problems} == {"as_of", "eligibility.all[0].test.op"}


def test_a_document_proving_a_condition_that_is_not_there_is_told(sheet):
    sheet["elements"]["documents"]["items"] = [{"id": "d1", "name": "Paper", "from": "worker", "proves": ["nothing"]}]
    _, problems = examine(sheet)
    assert "'nothing' is not an id in the conditions" in str(problems[0])
