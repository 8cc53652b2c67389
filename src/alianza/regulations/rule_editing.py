"""Changing a rule part by part: the written tree of conditions in, another tree or a refusal out.

A part is found by its path from the root: `(0, 2)` is the third part of the first part, `()` the whole rule. The parts
of a points system are its items, those of an item its tiers. Every function leaves its own tree alone, and gives only
what `criterion_form` reads; what would not be read is refused.

An id never changes its meaning. A condition that comes to test another fact, in another direction, or the other answer
of a yes-or-no question gets a new id, and no id is given that another version of the sheet has used.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import reduce
from typing import Any

from alianza.vocabulary.criterion_form import Problem, UnreadableCriterion, read_criterion
from alianza.vocabulary.facts import Fact
from alianza.vocabulary.refusal import Refusal, marked
from alianza.vocabulary.said import Said

Tree = dict[str, Any]
Path = tuple[int, ...]
GROUPS = ("all", "any", "count")
LONGEST_ID = 40
_FORMS = (*GROUPS, "test", "points")
_ORDER = ("id", "label", "note", *_FORMS, "fix", "cite", "proof")


class RuleRefused(Refusal):
    """What would come out is no rule. `problems` says why, one by one."""

    code = "regulations.rule.refused"
    message = marked("The rule cannot be changed like this: %(problems)s")

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        sentences = [problem.sentence for problem in problems[:3]]
        super().__init__(problems=reduce(lambda one, other: Said("%(one)s %(other)s", one=one, other=other), sentences))


class NoSuchPart(Refusal):
    code = "regulations.rule.no_such_part"
    message = marked("This part of the rule is not there any more. Load the page again.")


class WouldBeEmpty(Refusal):
    code = "regulations.rule.would_be_empty"
    message = marked("A group needs at least one part. Remove the group, or add another part first.")


class TooFewLeft(Refusal):
    code = "regulations.rule.too_few_left"
    message = marked(
        "The group asks for %(wanted)s of its parts, and only %(left)s would be left. Ask for fewer first."
    )


class NotAGroup(Refusal):
    code = "regulations.rule.not_a_group"
    message = marked("Only a group of conditions can do this.")


class NotTogether(Refusal):
    code = "regulations.rule.not_together"
    message = marked("Choose parts that stand in one group.")


class NoPlaceThere(Refusal):
    code = "regulations.rule.no_place_there"
    message = marked("The part cannot be moved there.")


class CannotUnwrap(Refusal):
    code = "regulations.rule.cannot_unwrap"
    message = marked("This cannot be taken apart: take out or merge its parts until one is left.")


class OnlyTests(Refusal):
    code = "regulations.rule.only_tests"
    message = marked("A points system adds up single conditions, not groups of them.")


@dataclass(frozen=True, slots=True)
class Ground:
    """What a rule may refer to, and the ids that mean something in other versions of the sheet."""

    facts: Mapping[str, Fact]
    parameters: Collection[str] = ()
    groups: Collection[str] = ()
    taken: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Leaf:
    """One condition as a person writes it. `value` is a literal, `{"param": name}` or `{"group": name}`."""

    label: str
    fact: str
    op: str
    value: Any
    fix: str
    cite: tuple[str, ...] = ()
    proof: tuple[str, ...] = ()
    note: str = ""

    def test(self) -> dict[str, Any]:
        return {"fact": self.fact, "op": self.op, "value": deepcopy(self.value)}


# where things stand


def written_path(path: Path) -> str:
    """A path as addresses carry it.

    >>> written_path((0, 2)), path_of("0-2"), path_of("")
    ('0-2', (0, 2), ())
    """
    return "-".join(map(str, path))


def path_of(written: str) -> Path:
    """Raises NoSuchPart."""
    if written == "":
        return ()
    if not re.fullmatch(r"[0-9]{1,3}(-[0-9]{1,3}){0,40}", written):
        raise NoSuchPart
    return tuple(int(step) for step in written.split("-"))


def form_of(node: object) -> str:
    """all, any, count, test, points, item or tier; empty for what is none."""
    if not isinstance(node, Mapping):
        return ""
    if "pts" in node:
        return "tier"
    if "best_of" in node:
        return "item"
    return next((form for form in _FORMS if form in node), "")


def parts_of(node: Mapping[str, Any]) -> list[Any]:
    """The parts of a group, the items of a points system, the tiers of an item; the list itself."""
    form = form_of(node)
    held: Any = []
    if form in {"all", "any"}:
        held = node[form]
    elif form == "count" and isinstance(node["count"], Mapping):
        held = node["count"].get("of")
    elif form == "points" and isinstance(node["points"], Mapping):
        held = node["points"].get("items")
    elif form == "item":
        held = node["best_of"]
    return held if isinstance(held, list) else []


def part_at(tree: Mapping[str, Any], path: Path) -> Any:
    """The part that stands there. Raises NoSuchPart."""
    node: Any = tree
    for step in path:
        held = parts_of(node)
        if step >= len(held):
            raise NoSuchPart
        node = held[step]
    return node


def walk(tree: object, path: Path = ()) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """Every part with its path, items and tiers of points too, in the order written."""
    if isinstance(tree, Mapping):
        yield path, tree
        for number, part in enumerate(parts_of(tree)):
            yield from walk(part, (*path, number))


def ids_of(tree: object) -> tuple[str, ...]:
    """Every id in the tree, in the order written."""
    return tuple(str(node["id"]) for _path, node in walk(tree) if isinstance(node.get("id"), str) and node["id"])


def meaning_of(test: Mapping[str, Any]) -> tuple[Any, ...]:
    """What an id stands for: the fact, how it is compared, and the answer wanted of a yes-or-no question."""
    value = test.get("value")
    return test.get("fact"), test.get("op"), value if isinstance(value, bool) else None


def fresh_id(label: str, used: Collection[str]) -> str:
    """A new id made of the words of a label.

    >>> fresh_id("Pay reaches the threshold", {"pay_reaches_the_threshold"})
    'pay_reaches_the_threshold_2'
    """
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:LONGEST_ID].strip("_") or "condition"
    name, number = stem, 1
    while name in used:
        number += 1
        name = f"{stem}_{number}"
    return name


# changes


def begin(leaf: Leaf, *, ground: Ground) -> Tree:
    """The first condition of a sheet that has none."""
    return _read({"all": [_new_leaf(leaf, ground.taken)]}, ground)


def insert(
    tree: Mapping[str, Any], into: Path, leaf: Leaf, *, ground: Ground, at: int | None = None
) -> tuple[Tree, Path]:
    """One more condition in a group, last unless `at` says where; and where it stands."""
    changed = _copy(tree)
    group = part_at(changed, into)
    if form_of(group) not in GROUPS:
        raise NotAGroup
    held = parts_of(group)
    place = len(held) if at is None else min(at, len(held))
    held.insert(place, _new_leaf(leaf, {*ids_of(tree), *ground.taken}))
    return _read(changed, ground), (*into, place)


def replace(tree: Mapping[str, Any], path: Path, leaf: Leaf, *, ground: Ground) -> Tree:
    """Another condition in the place of one. It keeps its id while that means the same."""
    changed = _copy(tree)
    node = part_at(changed, path)
    if form_of(node) != "test":
        raise NoSuchPart
    new = _new_leaf(leaf, {*ids_of(tree), *ground.taken})
    if isinstance(node.get("id"), str) and node["id"] and meaning_of(node["test"]) == meaning_of(new["test"]):
        new["id"] = node["id"]
    for key in ("note", "cite", "proof"):
        if node.get(key) in ("", []) and key not in new:
            new[key] = node[key]
    node.clear()
    node.update(new)
    return _read(changed, ground)


def insert_item(
    tree: Mapping[str, Any], into: Path, leaf: Leaf, points: int, *, ground: Ground, at: int | None = None
) -> tuple[Tree, Path]:
    """One more item in a points system, with its first tier; of the leaf only label, test and fix are used."""
    changed = _copy(tree)
    node = part_at(changed, into)
    if form_of(node) != "points":
        raise NotAGroup
    held = parts_of(node)
    place = len(held) if at is None else min(at, len(held))
    name = fresh_id(leaf.label, {*ids_of(tree), *ground.taken})
    held.insert(place, {"id": name, "best_of": [{"pts": points, "test": leaf.test()}], "fix": leaf.fix})
    return _read(changed, ground), (*into, place)


def insert_tier(
    tree: Mapping[str, Any], into: Path, leaf: Leaf, points: int, *, ground: Ground, at: int | None = None
) -> tuple[Tree, Path]:
    """One more tier of an item: the best that is met counts."""
    changed = _copy(tree)
    node = part_at(changed, into)
    if form_of(node) != "item":
        raise NotAGroup
    held = parts_of(node)
    place = len(held) if at is None else min(at, len(held))
    held.insert(place, {"pts": points, "test": leaf.test()})
    return _read(changed, ground), (*into, place)


def replace_tier(tree: Mapping[str, Any], path: Path, leaf: Leaf, points: int, *, ground: Ground) -> Tree:
    """Other points or another condition in the place of a tier. Its item gets a new id with another meaning."""
    changed = _copy(tree)
    if len(path) < 2 or form_of(part_at(changed, path)) != "tier":
        raise NoSuchPart
    item = part_at(changed, path[:-1])
    before = {meaning_of(tier["test"])[0] for tier in item["best_of"]}
    item["best_of"][path[-1]] = {"pts": points, "test": leaf.test()}
    after = {meaning_of(tier["test"])[0] for tier in item["best_of"]}
    if not before & after:
        item["id"] = fresh_id(leaf.label or str(item.get("id", "")), {*ids_of(tree), *ground.taken})
    return _read(changed, ground)


def remove(tree: Mapping[str, Any], path: Path, *, ground: Ground) -> Tree:
    """The rule without one part and what stands in it."""
    changed = _copy(tree)
    part_at(changed, path)
    if not path:
        raise WouldBeEmpty
    parent = part_at(changed, path[:-1])
    held = parts_of(parent)
    if len(held) == 1:
        raise WouldBeEmpty
    _leaves_enough(parent, len(held) - 1)
    del held[path[-1]]
    return _read(changed, ground)


def wrap(
    tree: Mapping[str, Any], paths: Sequence[Path], form: str, *, ground: Ground, at_least: int = 1
) -> tuple[Tree, Path]:
    """Parts of one group as a group of their own, where the first of them stood; and where that is.

    `form` is all, any, count or points; `at_least` how many of a count, or the mark of a points system, of which each
    part then gives one point, or all of them when it stands alone.
    """
    if form not in {*GROUPS, "points"} or not paths:
        raise NotAGroup
    chosen = sorted(set(paths))
    if len({path[:-1] for path in chosen}) > 1 or len({len(path) for path in chosen}) > 1:
        raise NotTogether
    changed = _copy(tree)
    parts = [part_at(changed, path) for path in chosen]
    if any(form_of(part) in {"item", "tier"} for part in parts):
        raise NotAGroup
    group = _points_of(parts, at_least, ground, tree) if form == "points" else _group_of(parts, form, at_least)
    first = chosen[0]
    if not first:
        return _read(group, ground), ()
    parent = part_at(changed, first[:-1])
    held = parts_of(parent)
    _leaves_enough(parent, len(held) - len(parts) + 1)
    for path in reversed(chosen):
        del held[path[-1]]
    held.insert(first[-1], group)
    return _read(changed, ground), first


def _group_of(parts: list[Any], form: str, at_least: int) -> Tree:
    return {"count": {"at_least": at_least, "of": parts}} if form == "count" else {form: parts}


def _points_of(parts: list[Any], at_least: int, ground: Ground, tree: Mapping[str, Any]) -> Tree:
    if any(form_of(part) != "test" for part in parts):
        raise OnlyTests
    each = at_least if len(parts) == 1 else 1
    items = [
        {"id": part.get("id", ""), "best_of": [{"pts": each, "test": part["test"]}], "fix": part.get("fix", "self")}
        for part in parts
    ]
    used = {*ids_of(tree), *ground.taken}
    for item, part in zip(items, parts, strict=True):
        if not item["id"]:
            item["id"] = fresh_id(str(part.get("label", "")), used)
            used.add(item["id"])
    first = parts[0]
    label = str(first.get("label", ""))
    node = {
        "id": fresh_id(f"{label} points", used),
        "label": label,
        "points": {"at_least": at_least, "items": items},
        "fix": first.get("fix", "self"),
    }
    if "note" in first and len(parts) == 1:
        node["note"] = first["note"]
    for key in ("cite", "proof"):
        named = [name for part in parts for name in part.get(key, ())]
        if any(key in part for part in parts):
            node[key] = list(dict.fromkeys(named)) if len(parts) > 1 else list(named)
    return _in_order(node)


def unwrap(tree: Mapping[str, Any], path: Path, *, ground: Ground) -> Tree:
    """The parts of a group in its place. A points system becomes a condition when one item with one tier is left."""
    changed = _copy(tree)
    node = part_at(changed, path)
    form = form_of(node)
    if form == "points":
        items = parts_of(node)
        if len(items) != 1 or len(parts_of(items[0])) != 1:
            raise CannotUnwrap
        item = items[0]
        leaf = {key: node[key] for key in ("label", "note", "cite", "proof") if key in node}
        fix = item.get("fix", node.get("fix"))
        leaf |= {"id": item["id"], "test": item["best_of"][0]["test"], **({"fix": fix} if fix else {})}
        parts: list[Any] = [_in_order(leaf)]
    elif form in GROUPS:
        parts = parts_of(node)
    else:
        raise NotAGroup
    if not path:
        if len(parts) != 1:
            raise CannotUnwrap
        return _read(parts[0], ground)
    held = parts_of(part_at(changed, path[:-1]))
    held[path[-1] : path[-1] + 1] = parts
    return _read(changed, ground)


def reshape(tree: Mapping[str, Any], path: Path, form: str, *, ground: Ground, at_least: int = 1) -> Tree:
    """The group with all, any or so many of its parts asked for; a points system with another mark."""
    changed = _copy(tree)
    node = part_at(changed, path)
    if form_of(node) == "points":
        if form != "points":
            raise NotAGroup
        node["points"]["at_least"] = at_least
        return _read(changed, ground)
    if form_of(node) not in GROUPS or form not in GROUPS:
        raise NotAGroup
    parts = parts_of(node)
    if form == "count" and at_least > len(parts):
        raise TooFewLeft(wanted=at_least, left=len(parts))
    kept = {key: value for key, value in node.items() if key not in _FORMS}
    node.clear()
    node.update(_in_order({**kept, **_group_of(parts, form, at_least)}))
    return _read(changed, ground)


def entitle(tree: Mapping[str, Any], path: Path, label: str, *, ground: Ground) -> Tree:
    """The group or points system under a heading; a group may go without."""
    changed = _copy(tree)
    node = part_at(changed, path)
    if form_of(node) not in {*GROUPS, "points"} or (form_of(node) == "points" and not label):
        raise NotAGroup
    kept = {key: value for key, value in node.items() if key != "label"}
    node.clear()
    node.update(_in_order({**kept, **({"label": label} if label else {})}))
    return _read(changed, ground)


def move(tree: Mapping[str, Any], path: Path, by: int, *, ground: Ground) -> tuple[Tree, Path]:
    """One part before (-1) or after (1) its neighbour; and where it then stands."""
    changed = _copy(tree)
    part_at(changed, path)
    if not path:
        raise NoPlaceThere
    held = parts_of(part_at(changed, path[:-1]))
    at, to = path[-1], path[-1] + by
    if abs(by) != 1 or not 0 <= to < len(held):
        raise NoPlaceThere
    held[at], held[to] = held[to], held[at]
    return _read(changed, ground), (*path[:-1], to)


def move_into(tree: Mapping[str, Any], path: Path, by: int, *, ground: Ground) -> tuple[Tree, Path]:
    """One part into the group that stands before (-1, as its last) or after it (1, as its first)."""
    changed = _copy(tree)
    node = part_at(changed, path)
    if not path or abs(by) != 1 or form_of(node) in {"item", "tier"}:
        raise NoPlaceThere
    parent = part_at(changed, path[:-1])
    held, at = parts_of(parent), path[-1]
    if not 0 <= at + by < len(held) or form_of(held[at + by]) not in GROUPS:
        raise NoPlaceThere
    _leaves_enough(parent, len(held) - 1)
    inside = parts_of(held[at + by])
    to = len(inside) if by < 0 else 0
    inside.insert(to, node)
    del held[at]
    return _read(changed, ground), (*path[:-1], at + by if by < 0 else at, to)


def move_out(tree: Mapping[str, Any], path: Path, *, ground: Ground) -> tuple[Tree, Path]:
    """One part out of its group, to stand right after it."""
    changed = _copy(tree)
    node = part_at(changed, path)
    if len(path) < 2 or form_of(node) in {"item", "tier"}:
        raise NoPlaceThere
    parent, outer = part_at(changed, path[:-1]), part_at(changed, path[:-2])
    held = parts_of(parent)
    if len(held) == 1:
        raise WouldBeEmpty
    _leaves_enough(parent, len(held) - 1)
    del held[path[-1]]
    to = path[-2] + 1
    parts_of(outer).insert(to, node)
    return _read(changed, ground), (*path[:-2], to)


# the ground under every change


def _leaves_enough(parent: Mapping[str, Any], left: int) -> None:
    if form_of(parent) == "count":
        wanted = parent["count"].get("at_least", 1)
        if isinstance(wanted, int) and wanted > left:
            raise TooFewLeft(wanted=wanted, left=left)


def _new_leaf(leaf: Leaf, used: Collection[str]) -> Tree:
    node = {
        "id": fresh_id(leaf.label, used),
        "label": leaf.label,
        "test": leaf.test(),
        "fix": leaf.fix,
        "note": leaf.note,
        "cite": list(leaf.cite),
        "proof": list(leaf.proof),
    }
    return _in_order({key: value for key, value in node.items() if value or key in {"id", "label", "test", "fix"}})


def _in_order(node: Mapping[str, Any]) -> Tree:
    return {key: node[key] for key in _ORDER if key in node}


def _copy(tree: Mapping[str, Any]) -> Tree:
    return deepcopy(dict(tree))


def _read(tree: Tree, ground: Ground) -> Tree:
    """The tree, once it has been read as a rule. Raises RuleRefused."""
    try:
        read_criterion(tree, ground.facts, parameters=ground.parameters, groups=ground.groups)
    except UnreadableCriterion as unreadable:
        raise RuleRefused(unreadable.problems) from None
    return tree


def with_rule(document: Mapping[str, Any], tree: Mapping[str, Any]) -> dict[str, Any]:
    """The sheet with another rule. Papers prove what is there: an id that is gone leaves their lists, and a condition
    that comes to name a paper, or names it no more, is added there or taken out.
    """
    before, after = document.get("eligibility"), tree
    gone = set(ids_of(before)) - set(ids_of(after))
    old, new = _proofs(before), _proofs(after)
    changed = deepcopy(dict(document))
    changed["eligibility"] = deepcopy(dict(tree))
    changed.pop("framework_only", None)
    elements = changed.get("elements")
    for element in elements.values() if isinstance(elements, Mapping) else ():
        papers = element.get("items") if isinstance(element, Mapping) else None
        for paper in papers if isinstance(papers, list) else ():
            if not isinstance(paper, dict) or not isinstance(paper.get("id"), str):
                continue
            held = [name for name in paper.get("proves") or () if isinstance(name, str)]
            was = {name for name, named in old.items() if paper["id"] in named}
            named_now = [name for name, named in new.items() if paper["id"] in named]
            out = gone | (was - set(named_now))
            kept = [name for name in held if name not in out]
            proves = [*kept, *(name for name in named_now if name not in was and name not in kept)]
            if proves != held:
                paper["proves"] = proves
    return changed


def _proofs(tree: object) -> dict[str, tuple[str, ...]]:
    return {
        str(node["id"]): tuple(name for name in node.get("proof") or () if isinstance(name, str))
        for _path, node in walk(tree)
        if isinstance(node.get("id"), str)
    }
