"""Read what one person answered from a file: `person.*` at the top, what belongs to a place under `destinations`."""

from collections.abc import Collection, Mapping
from difflib import get_close_matches
from pathlib import Path

from alianza.regulations import dictionary
from alianza.regulations.pathways import Answers
from alianza.vocabulary.facts import COUNTRY, Answer, FactDictionary, Scope, UnfitAnswer
from alianza.written import Unreadable, read_yaml

PLACES = "destinations"


class UnfitAnswers(ValueError):
    """Answers that cannot be read. `sentences` holds one for each problem."""

    def __init__(self, sentences: Collection[str]) -> None:
        self.sentences = tuple(sentences)
        super().__init__("\n".join(self.sentences))


def read_answers(path: Path, *, places: Collection[str] = ()) -> Answers:
    """The answers in a YAML or JSON file; `places` are codes that sheets use besides countries'.

    Raises `UnfitAnswers` with every problem, each naming the file and the entry.
    """
    try:
        content = read_yaml(path)
    except Unreadable as unreadable:
        raise UnfitAnswers([str(unreadable)]) from None
    return answers_from(content, where=str(path), places=places)


def answers_from(
    content: object, *, where: str, places: Collection[str] = (), facts: FactDictionary | None = None
) -> Answers:
    """The answers in a mapping of the same form. Raises `UnfitAnswers`."""
    facts = dictionary.facts() if facts is None else facts
    problems: list[str] = []
    if content is None:
        content = {}
    if not isinstance(content, Mapping):
        raise UnfitAnswers([f"{where}: answers are written as `name: value`, one a line; this is something else."])
    everywhere: dict[str, Answer] = {}
    by_place: dict[str, dict[str, Answer]] = {}
    for name, answer in content.items():
        if name == PLACES:
            continue
        _accept(everywhere, name, answer, facts=facts, where=where, problems=problems)
    given = content.get(PLACES)
    if given is not None and not isinstance(given, Mapping):
        problems.append(f"{where}: {PLACES}: write places and their answers, such as {{DE: {{offer.exists: true}}}}.")
        given = None
    for place, entries in (given or {}).items():
        known = isinstance(place, str) and (place in places or place in dictionary.domains()[COUNTRY])
        if not known:
            problems.append(
                f"{where}: {PLACES}.{place}: this is neither a country's two-letter code in capitals, "
                "such as DE, nor a region with a sheet."
            )
            continue
        if entries is None:
            continue
        if not isinstance(entries, Mapping):
            problems.append(f"{where}: {PLACES}.{place}: write answers as `name: value`, one a line.")
            continue
        own: dict[str, Answer] = {}
        for name, answer in entries.items():
            if name in facts and facts[name].scope is Scope.PERSON:
                problems.append(
                    f"{where}: {PLACES}.{place}.{name}: this answer holds everywhere; write it at the top instead."
                )
                continue
            _accept(own, name, answer, facts=facts, where=f"{where}: {PLACES}.{place}", problems=problems)
        by_place[place] = own
    if problems:
        raise UnfitAnswers(problems)
    return Answers(everywhere, by_place)


def _accept(
    answers: dict[str, Answer], name: object, answer: object, *, facts: FactDictionary, where: str, problems: list[str]
) -> None:
    if not isinstance(name, str) or name not in facts:
        near = get_close_matches(str(name), list(facts), n=1)
        hint = f"did you mean {near[0]}?" if near else "look it up in docs/reference/sheets.md."
        problems.append(f"{where}: {str(name)[:80]}: no question of this name exists; {hint}")
        return
    if answer is None:
        return
    try:
        answers[name] = facts[name].accept(answer)
    except UnfitAnswer as unfit:
        problems.append(f"{where}: {name}: {unfit.sentence}")
