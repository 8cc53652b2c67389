"""Any sequence of changes that the editor allows leaves a rule that is read, and what is put in can be taken out."""

import copy
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alianza.regulations import dictionary
from alianza.regulations import rule_editing as editing
from alianza.regulations.rule_editing import Ground, Leaf
from alianza.regulations.sheets import seed_documents
from alianza.vocabulary.criterion_form import operators_for, read_criterion
from alianza.vocabulary.facts import Kind
from alianza.vocabulary.refusal import Refusal

RULES = {name: each["eligibility"] for name, each in seed_documents().items() if "eligibility" in each}
OFFER = Leaf("Job offer", "offer.exists", "is", True, "employer")


def ground_of(name):
    return Ground(dictionary.facts(), tuple(seed_documents()[name].get("parameters", {})), tuple(dictionary.groups()))


def rule(name="gb-skilled-worker"):
    return copy.deepcopy(dict(RULES[name])), ground_of(name)


def random_leaf(rng, ground):
    fact = rng.choice(list(ground.facts.values()))
    op = rng.choice(operators_for(fact.kind))
    if fact.kind is Kind.BOOLEAN:
        value = rng.random() < 0.5
    elif fact.kind.is_number:
        value = rng.randint(0, 50)
    elif fact.kind is Kind.SCALE:
        value = rng.sample(fact.steps, 2) if op.wants_list else rng.choice(fact.steps)
    else:
        codes = sorted(fact.members)[:20]
        value = rng.sample(codes, 2) if op.wants_list else rng.choice(codes)
    fix = rng.choice(["self", "employer", "self_years", "state", "immutable"])
    return Leaf(rng.choice(["Pay", "Age", "Été à Québec", "资格", ""]), fact.id, str(op), value, fix)


def random_edit(rng, tree, ground):
    paths = [path for path, _node in editing.walk(tree)]
    path = rng.choice(paths)
    siblings = [each for each in paths if each and each[:-1] == path[:-1]] or [()]
    form, points = rng.choice(["all", "any", "count", "points"]), rng.randint(1, 4)
    leaf = random_leaf(rng, ground)
    deeds = [
        lambda: editing.insert(tree, path, leaf, ground=ground, at=rng.choice([None, 0, 1]))[0],
        lambda: editing.replace(tree, path, leaf, ground=ground),
        lambda: editing.insert_item(tree, path, leaf, points, ground=ground)[0],
        lambda: editing.insert_tier(tree, path, leaf, points, ground=ground)[0],
        lambda: editing.replace_tier(tree, path, leaf, points, ground=ground),
        lambda: editing.remove(tree, path, ground=ground),
        lambda: editing.wrap(tree, rng.sample(siblings, rng.randint(1, len(siblings))), form, ground=ground)[0],
        lambda: editing.unwrap(tree, path, ground=ground),
        lambda: editing.reshape(tree, path, form, ground=ground, at_least=points),
        lambda: editing.entitle(tree, path, leaf.label, ground=ground),
        lambda: editing.move(tree, path, rng.choice([-1, 1]), ground=ground)[0],
        lambda: editing.move_into(tree, path, rng.choice([-1, 1]), ground=ground)[0],
        lambda: editing.move_out(tree, path, ground=ground)[0],
    ]
    return rng.choice(deeds)()


def meanings(tree):
    found = {}
    for _path, node in editing.walk(tree):
        if editing.form_of(node) == "test":
            found[node["id"]] = editing.meaning_of(node["test"])
    return found


@given(st.sampled_from(sorted(RULES)), st.integers(0, 2**32 - 1))
@settings(max_examples=60, deadline=None)
def test_any_sequence_of_changes_leaves_a_rule_that_is_read_and_ids_that_keep_their_meaning(name, seed):
    rng = random.Random(seed)
    tree, ground = rule(name)
    stood = dict(meanings(tree))
    done = 0
    for _step in range(25):
        before = copy.deepcopy(tree)
        try:
            changed = random_edit(rng, tree, Ground(ground.facts, ground.parameters, ground.groups, frozenset(stood)))
        except Refusal:
            assert tree == before, "a refused change leaves the tree alone"
            continue
        assert tree == before, "a change leaves its own tree alone"
        done += 1
        read_criterion(changed, ground.facts, parameters=ground.parameters, groups=ground.groups)
        ids = editing.ids_of(changed)
        assert len(ids) == len(set(ids))
        for identity, meaning in meanings(changed).items():
            assert stood.setdefault(identity, meaning) == meaning, f"{identity} came to mean something else"
        tree = changed
    assert done, "25 attempts found nothing that may be done"


@given(st.sampled_from(sorted(RULES)), st.integers(0, 2**32 - 1))
@settings(max_examples=60, deadline=None)
def test_what_is_put_in_and_taken_out_leaves_the_equal_rule(name, seed):
    rng = random.Random(seed)
    tree, ground = rule(name)
    groups = [path for path, node in editing.walk(tree) if editing.form_of(node) in editing.GROUPS]
    changed, path = editing.insert(
        tree, rng.choice(groups), random_leaf(rng, ground), ground=ground, at=rng.choice([None, 0])
    )
    assert changed != tree
    assert editing.remove(changed, path, ground=ground) == tree


@given(st.sampled_from(sorted(RULES)), st.integers(0, 2**32 - 1), st.sampled_from(["all", "any", "count", "points"]))
@settings(max_examples=60, deadline=None)
def test_what_is_wrapped_and_unwrapped_is_the_equal_rule(name, seed, form):
    tree, ground = rule(name)
    paths = [path for path, node in editing.walk(tree) if editing.form_of(node) == "test"]
    path = random.Random(seed).choice(paths)
    wrapped, at = editing.wrap(tree, [path], form, ground=ground)
    assert editing.form_of(editing.part_at(wrapped, at)) == form
    assert editing.unwrap(wrapped, at, ground=ground) == tree


@given(st.sampled_from(sorted(RULES)), st.integers(0, 2**32 - 1))
@settings(max_examples=40, deadline=None)
def test_what_moves_can_move_back(name, seed):
    tree, ground = rule(name)
    path = random.Random(seed).choice([path for path, _node in editing.walk(tree)])
    for by in (-1, 1):
        try:
            moved, now = editing.move(tree, path, by, ground=ground)
        except editing.NoPlaceThere:
            continue
        assert editing.move(moved, now, -by, ground=ground) == (tree, path)


def test_a_condition_keeps_its_id_while_it_means_the_same():
    tree, ground = rule()
    pay = next(path for path, node in editing.walk(tree) if node.get("id") == "pay")
    same = Leaf("Pay of 50,000 a year", "offer.salary_year", "gte", 50000, "employer", ("s3",))
    changed = editing.replace(tree, pay, same, ground=ground)
    assert editing.part_at(changed, pay) == {
        "id": "pay",
        "label": "Pay of 50,000 a year",
        "test": {"fact": "offer.salary_year", "op": "gte", "value": 50000},
        "fix": "employer",
        "cite": ["s3"],
    }


@pytest.mark.parametrize(
    "other",
    [
        Leaf("Pay", "offer.salary_year", "lte", 50000, "employer"),
        Leaf("Pay", "offer.hours_week", "gte", 30, "employer"),
    ],
    ids=["the other direction", "another fact"],
)
def test_a_condition_that_means_something_else_gets_another_id(other):
    tree, ground = rule()
    pay = next(path for path, node in editing.walk(tree) if node.get("id") == "pay")
    assert editing.part_at(editing.replace(tree, pay, other, ground=ground), pay)["id"] == "pay_2"


def test_no_id_is_given_again_that_another_version_used():
    tree, ground = rule()
    known = Ground(ground.facts, ground.parameters, ground.groups, frozenset({"job_offer"}))
    changed, path = editing.insert(tree, (), OFFER, ground=known)
    assert editing.part_at(changed, path)["id"] == "job_offer_2"


def test_two_conditions_become_a_choice_where_the_first_stood():
    tree, ground = rule()
    changed, at = editing.wrap(tree, [(4,), (1,)], "any", ground=ground)
    assert at == (1,)
    assert [part["id"] for part in changed["all"][1]["any"]] == ["offer", "pay"]
    assert [part.get("id") for part in changed["all"]] == ["nationality_open", None, "sponsor", "job", "english"]


def test_a_single_condition_in_points_gives_all_the_points_asked_for():
    tree, ground = rule()
    changed, at = editing.wrap(tree, [(4,)], "points", ground=ground, at_least=6)
    node = editing.part_at(changed, at)
    assert (node["points"]["at_least"], node["points"]["items"][0]["best_of"][0]["pts"]) == (6, 6)
    assert node["label"] == "Pay reaches the general threshold" and node["fix"] == "employer"
    changed, tier = editing.insert_tier(changed, (*at, 0), OFFER, 3, ground=ground)
    assert tier == (*at, 0, 1)
    with pytest.raises(editing.CannotUnwrap):
        editing.unwrap(changed, at, ground=ground)
    with pytest.raises(editing.RuleRefused, match="no answers could reach 9 points"):
        editing.reshape(changed, at, "points", ground=ground, at_least=9)


def test_what_would_leave_nothing_or_too_few_is_refused():
    tree, ground = rule()
    single = editing.begin(OFFER, ground=ground)
    with pytest.raises(editing.WouldBeEmpty):
        editing.remove(single, (0,), ground=ground)
    with pytest.raises(editing.WouldBeEmpty):
        editing.remove(tree, (), ground=ground)
    counted = editing.reshape(tree, (), "count", ground=ground, at_least=6)
    with pytest.raises(editing.TooFewLeft):
        editing.remove(counted, (0,), ground=ground)
    with pytest.raises(editing.TooFewLeft):
        editing.wrap(counted, [(0,), (1,)], "any", ground=ground)
    with pytest.raises(editing.TooFewLeft):
        editing.reshape(tree, (), "count", ground=ground, at_least=7)


@pytest.mark.parametrize("path", [(9,), (0, 0), (0, 0, 0)])
def test_a_part_that_is_not_there_is_refused(path):
    tree, ground = rule()
    for deed in (editing.remove, editing.unwrap, editing.move_out):
        with pytest.raises(editing.NoSuchPart):
            deed(tree, path, ground=ground)
    with pytest.raises(editing.NoSuchPart):
        editing.insert(tree, path, OFFER, ground=ground)


@pytest.mark.parametrize("written", ["-", "1-", "x", "1.2", "9" * 9, "0-" * 50 + "0", "-1"])
def test_an_address_that_is_no_path_is_refused(written):
    with pytest.raises(editing.NoSuchPart):
        editing.path_of(written)


def test_a_value_that_does_not_fit_its_fact_is_refused():
    tree, ground = rule()
    with pytest.raises(editing.RuleRefused, match="write a whole number"):
        editing.insert(tree, (), Leaf("Age", "person.age", "gte", "old", "immutable"), ground=ground)
    with pytest.raises(editing.RuleRefused, match="not among the parameters"):
        editing.insert(tree, (), Leaf("Pay", "offer.salary_year", "gte", {"param": "x"}, "employer"), ground=ground)


def test_a_tree_does_not_grow_beyond_what_is_read():
    tree, ground = rule()
    at = (0,)
    with pytest.raises(editing.RuleRefused, match="too large"):
        for _level in range(40):
            tree, at = editing.wrap(tree, [at], "all", ground=ground)


def test_papers_follow_what_they_prove():
    document = seed_documents()["gb-skilled-worker"]
    tree, ground = rule()
    papers = lambda held: {paper["id"]: paper["proves"] for paper in held["elements"]["documents"]["items"]}  # noqa: E731
    new = Leaf("Offer in writing", "offer.exists", "is", True, "employer", ("s1",), ("d_english",))
    changed, path = editing.insert(tree, (), new, ground=ground)
    added = editing.with_rule(document, changed)
    assert papers(added) == {"d_cos": ["sponsor", "offer"], "d_english": ["english", "offer_in_writing"]}
    assert editing.with_rule(added, editing.remove(changed, path, ground=ground)) == document
    without = editing.with_rule(document, editing.remove(tree, (1,), ground=ground))
    assert papers(without)["d_cos"] == ["sponsor"]
