"""The founding papers as lists: actor types, objectives, bodies, principles, financing rules and more."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Any

from alianza.vocabulary._packaged import path
from alianza.vocabulary.labels import Label, pick
from alianza.vocabulary.refusal import marked
from alianza.vocabulary.unknown import UnknownCode


class UnknownList(UnknownCode):
    code = "vocabulary.unknown_list"
    message = marked("%(given)s is not a list of the founding papers. Did you mean %(nearest)s?")
    alone = marked("%(given)s is not a list of the founding papers.")


class UnknownActorType(UnknownCode):
    code = "vocabulary.unknown_actor_type"
    message = marked("%(given)s is not a type of actor. Did you mean %(nearest)s?")
    alone = marked("%(given)s is not a type of actor of the founding papers.")


@dataclass(frozen=True, slots=True)
class ActorType:
    """A kind of actor that takes part, with the paragraphs that name it."""

    id: str
    labels: Mapping[str, str] = field(repr=False, hash=False, compare=False)
    sources: tuple[str, ...] = field(repr=False)
    note: str | None = field(repr=False)

    def label(self, lang: str = "en") -> Label:
        return pick(self.labels, lang)

    def __str__(self) -> str:
        return self.id


@cache
def initiative() -> Mapping[str, Any]:
    """All lists as written in `initiative.yaml`, read-only: mappings, tuples, text, numbers and dates."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    lists: Mapping[str, Any] = _frozen(yaml.load(path("initiative.yaml").read_text(encoding="utf-8"), loader))  # noqa: S506 - both are safe loaders
    return lists


def _frozen(value: Any) -> Any:
    if isinstance(value, dict):
        return MappingProxyType({key: _frozen(each) for key, each in value.items()})
    if isinstance(value, list):
        return tuple(_frozen(each) for each in value)
    return value


def list_names() -> tuple[str, ...]:
    """The names under which `entries` finds something: "principles", "governance_bodies", "objectives" ..."""
    return tuple(name for name, value in initiative().items() if not isinstance(value, str))


def entries(name: str) -> Any:
    """One list of the papers, in their order (a tuple of mappings, or a mapping of such tuples). Raises UnknownList.

    >>> entries("means")[0]["id"]
    'convene'
    """
    if name not in list_names():
        raise UnknownList.among({each: [each] for each in list_names()}, name)
    return initiative()[name]


def label(entry: Mapping[str, Any], lang: str = "en") -> Label:
    """The label of an entry in en, es or fr; of an entry that has none, its text in English."""
    return pick(entry.get("label") or {"en": entry.get("text") or entry.get("rule")}, lang)


@cache
def _actor_types() -> Mapping[str, ActorType]:
    return MappingProxyType(
        {
            entry["id"]: ActorType(entry["id"], entry["label"], tuple(entry["src"]), entry.get("note"))
            for entry in entries("actor_types")
        }
    )


def actor_types() -> tuple[ActorType, ...]:
    """The kinds of actors, in the order of the papers.

    >>> actor_types()[0].label("fr")
    'Gouvernement'
    """
    return tuple(_actor_types().values())


def actor_type(name: str) -> ActorType:
    """The actor type of an id such as "trade_union". Raises UnknownActorType."""
    found = _actor_types().get(name)
    if found is None:
        known = {each.id: [each.labels["en"]] for each in actor_types()}
        raise UnknownActorType.among(known, name)
    return found
