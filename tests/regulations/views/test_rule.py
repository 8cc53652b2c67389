"""The rule of a draft is edited with plain forms, and its cases are tried at every step."""

import copy
import re

import pytest
from django.urls import reverse

from alianza.regulations.actions.sheets import change_draft, draft_sheet
from alianza.regulations.sheets import seed_documents

pytestmark = pytest.mark.django_db


def philippine(name="ph-new"):
    document = copy.deepcopy(dict(seed_documents()["ph-exit-clearance"]))
    document["id"] = name
    return document


@pytest.fixture
def draft(world):
    return draft_sheet(philippine(), by=world.imani)


@pytest.fixture
def imani(world):
    return world.signed_in(world.imani)


def url(name, version, query="", **more):
    return reverse(f"regulations:{name}", kwargs={"code": version.code, **more}) + query


def arrange(client, version, deed, edits=None, **more):
    version.refresh_from_db()
    data = {"edits": version.edits if edits is None else edits, "do": deed, **more}
    return client.post(url("rule-arrange", version), data)


def ids(version):
    version.refresh_from_db()
    return [part.get("id") for part in version.document["eligibility"]["all"]]


CONDITION = {
    "label": "Recruited by one employer for ten posts",
    "op": "gte",
    "way": "literal",
    "value": "10",
    "fix": "employer",
    "cite": ["s1"],
    "do": "keep",
}


def test_the_rule_is_shown_as_sentences_with_its_cases(imani, draft):
    page = imani.get(url("rule-show", draft)).content.decode()
    assert "All of these" in page
    assert "2 of 2 worked cases come out as written." in page
    assert "Can be changed by" in page and "Rests on:" in page
    assert page.count('name="do" value="remove') == len(draft.document["eligibility"]["all"])


def test_a_condition_is_added_without_code_and_the_cases_say_what_it_does(imani, draft):
    before = ids(draft)
    chooser = imani.get(url("rule-condition", draft, "?into=")).content.decode()
    assert "How many workers is the employer asking for together?" in chooser
    address = url("rule-condition", draft, "?into=&fact=offer.posts")
    page = imani.get(address).content.decode()
    assert "is at least" in page and "is one of" not in page, "only comparisons that fit the question"
    tried = imani.post(address, {**CONDITION, "edits": draft.edits, "do": "try"}).content.decode()
    assert "1 of 2 cases come out as written. Nothing is saved yet." in tried
    assert ids(draft) == before
    kept = imani.post(address, {**CONDITION, "edits": draft.edits})
    assert kept.status_code == 302 and kept["Location"].endswith(f"#part-{len(before)}")
    assert ids(draft) == [*before, "recruited_by_one_employer_for_ten_posts"]
    page = imani.get(url("rule-show", draft)).content.decode()
    assert "1 of 2 worked cases comes out as written." in page or "1 of 2 worked cases come out as written." in page
    assert "not as written" in page and "What is not answered:" in page


def test_a_sheet_whose_cases_fail_is_not_submitted(imani, draft):
    imani.post(url("rule-condition", draft, "?into=&fact=offer.posts"), {**CONDITION, "edits": draft.edits})
    response = imani.post(url("version-submit", draft))
    assert response.status_code == 409
    draft.refresh_from_db()
    assert draft.status == "draft"


def test_what_is_kept_wrongly_is_said_beside_the_field_and_the_words_stay(imani, draft):
    address = url("rule-condition", draft, "?into=&fact=offer.posts")
    answer = imani.post(address, {**CONDITION, "edits": draft.edits, "value": "many", "cite": []})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Write a number, such as 3 or 1200.50." in page
    assert "Name at least one source" in page
    assert "Recruited by one employer for ten posts" in page


def test_a_condition_is_changed_where_it_stands_and_keeps_its_id(imani, draft):
    tree = draft.document["eligibility"]["all"]
    at = next(n for n, part in enumerate(tree) if part["test"]["fact"] == "contract.verified")
    page = imani.get(url("rule-condition", draft, f"?at={at}")).content.decode()
    assert tree[at]["label"] in page
    sent = {"label": "Contract seen", "op": "is", "value": "true", "fix": "state", "cite": ["s1"], "edits": draft.edits}
    assert imani.post(url("rule-condition", draft, f"?at={at}"), {**sent, "do": "keep"}).status_code == 302
    draft.refresh_from_db()
    part = draft.document["eligibility"]["all"][at]
    assert (part["id"], part["label"], part["fix"]) == (tree[at]["id"], "Contract seen", "state")


def test_parts_move_and_are_put_together_and_taken_apart(imani, draft):
    first, second, *rest = ids(draft)
    arrange(imani, draft, "down 0")
    assert ids(draft) == [second, first, *rest]
    arrange(imani, draft, "up 1")
    arrange(imani, draft, "wrap", part=["0", "1"], together="any")
    assert ids(draft) == [None, *rest]
    arrange(imani, draft, "reshape 0", **{"form-0": "count", "at_least-0": "2"})
    assert draft.__class__.objects.get(pk=draft.pk).document["eligibility"]["all"][0]["count"]["at_least"] == 2
    page = imani.get(url("rule-show", draft)).content.decode()
    assert "At least 2 of these" in page
    arrange(imani, draft, "entitle 0", **{"title-0": "Both of these"})
    arrange(imani, draft, "unwrap 0")
    assert ids(draft) == [first, second, *rest]
    arrange(imani, draft, "remove 0")
    assert ids(draft) == [second, *rest]


def test_what_the_rule_does_not_bear_is_told_in_one_sentence(imani, draft):
    arrange(imani, draft, "wrap", part=["0", "1"], together="any")
    arrange(imani, draft, "remove 0-0")
    arrange(imani, draft, "remove 0-0")
    page = imani.get(url("rule-show", draft)).content.decode()
    assert "A group needs at least one part." in page


@pytest.mark.parametrize("deed", ["remove 99", "up x", "fly 0", "remove 0-0-0", "reshape "])
def test_nonsense_changes_nothing(imani, draft, deed):
    before = copy.deepcopy(draft.document)
    assert arrange(imani, draft, deed).status_code in {302, 404}
    draft.refresh_from_db()
    assert draft.document == before


@pytest.mark.parametrize("query", ["?at=99", "?at=x", "?into=0", "?at=", "?at=0-0"])
def test_a_place_that_is_not_there_has_no_page(imani, draft, query):
    assert imani.get(url("rule-condition", draft, query)).status_code == 404


def test_two_people_notice_each_other(imani, draft, world):
    change_draft(draft, philippine(), edits=0, by=world.imani)
    assert arrange(imani, draft, "remove 0", edits=0).status_code == 409
    address = url("rule-condition", draft, "?into=&fact=offer.posts")
    answer = imani.post(address, {**CONDITION, "edits": 0})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Somebody else changed this draft meanwhile." in page and 'value="10"' in page
    edits = re.search(r'name="edits" value="(\d+)"', page)[1]
    assert imani.post(address, {**CONDITION, "edits": edits}).status_code == 302
    assert ids(draft)[-1] == "recruited_by_one_employer_for_ten_posts"


def test_a_case_is_written_with_the_questions_of_the_finder(imani, draft):
    page = imani.get(url("rule-case-add", draft)).content.decode()
    assert "Has the contract been verified by the labour office?" in page
    case = {
        "name": "Nothing verified",
        "on": "2025-06-01",
        "expect": "not_eligible",
        "asked-contract.verified": "false",
        "edits": draft.edits,
    }
    tried = imani.post(url("rule-case-add", draft), {**case, "do": "try"}).content.decode()
    assert "as written" in tried and "not as written" not in tried
    assert imani.post(url("rule-case-add", draft), {**case, "do": "keep"}).status_code == 302
    draft.refresh_from_db()
    assert draft.document["cases"][-1] == {
        "name": "Nothing verified",
        "date": "2025-06-01",
        "facts": {"contract.verified": False},
        "expect": "not_eligible",
    }
    assert imani.get(url("rule-case", draft, at=2)).status_code == 200
    assert imani.post(url("rule-case-remove", draft, at=2), {"edits": draft.edits}).status_code == 302
    draft.refresh_from_db()
    assert len(draft.document["cases"]) == 2
    assert imani.get(url("rule-case", draft, at=9)).status_code == 404


def test_a_case_without_answers_or_day_is_refused(imani, draft):
    answer = imani.post(
        url("rule-case-add", draft), {"name": "x", "on": "", "expect": "eligible", "edits": draft.edits, "do": "keep"}
    )
    assert answer.status_code == 400
    answer = imani.post(
        url("rule-case-add", draft),
        {"name": "x", "on": "2025-06-01", "expect": "eligible", "edits": draft.edits, "do": "keep"},
    )
    assert "A case needs the answer to one question at least." in answer.content.decode()


def test_a_case_that_is_saved_unchanged_stays_as_it_was(imani, draft):
    case = draft.document["cases"][1]
    page = imani.get(url("rule-case", draft, at=1)).content.decode()
    sent = {"name": case["name"], "on": case["date"], "expect": case["expect"], "unmet": case.get("unmet", [])}
    for fact, answer in case["facts"].items():
        sent[f"asked-{fact}"] = "\n".join(answer) if isinstance(answer, list) else str(answer).lower()
        assert f'name="asked-{fact}"' in page
    assert imani.post(url("rule-case", draft, at=1), {**sent, "edits": draft.edits, "do": "keep"}).status_code == 302
    draft.refresh_from_db()
    assert draft.document["cases"][1] == case


def test_a_sheet_without_a_rule_begins_with_a_first_condition(imani, world):
    document = philippine("ph-empty")
    del document["eligibility"], document["cases"]
    version = draft_sheet(document, by=world.imani)
    assert "Write the first condition" in imani.get(url("rule-show", version)).content.decode()
    address = url("rule-condition", version, "?into=&fact=offer.posts")
    assert imani.post(address, {**CONDITION, "edits": 0}).status_code == 302
    assert ids(version) == ["recruited_by_one_employer_for_ten_posts"]


def test_a_rule_that_cannot_be_read_says_so_and_is_not_edited(imani, world):
    document = philippine("ph-broken")
    document["eligibility"] = {"all": [{"test": {"fact": "no.such", "op": "is", "value": True}}]}
    version = draft_sheet(document, by=world.imani)
    page = imani.get(url("rule-show", version)).content.decode()
    assert "is not in the dictionary of facts" in page
    assert imani.get(url("rule-condition", version, "?into=")).status_code == 404
