"""Whether an instrument may be published: it can be read, and its worked cases come out as written."""

from collections.abc import Iterator

from alianza.instruments.answers import Written, accept
from alianza.instruments.instrument import Case, Instrument
from alianza.instruments.reading import NotAnInstrument, read_instrument
from alianza.instruments.scoring import profile
from alianza.instruments.standing import standing
from alianza.vocabulary.criterion_form import Problem
from alianza.vocabulary.facts import Answer, UnfitAnswer
from alianza.vocabulary.refusal import marked
from alianza.vocabulary.said import Said


def examine(document: object) -> tuple[Instrument | None, tuple[Problem, ...]]:
    """The instrument and what stands against publishing it; no instrument when it cannot be read."""
    try:
        instrument = read_instrument(document)
    except NotAnInstrument as unreadable:
        return None, unreadable.problems
    problems = [
        problem
        for number, case in enumerate(instrument.cases)
        for problem in _case(instrument, case, f"cases[{number}]")
    ]
    return instrument, tuple(problems)


def accepted(instrument: Instrument, answers: dict[str, object]) -> dict[str, Written]:
    """Answers by item id in their written form. Raises `UnfitAnswer` at the first that does not fit."""
    known = {item.id: item for item in instrument.items}
    read: dict[str, Written] = {}
    for name, given in answers.items():
        if name not in known:
            raise UnfitAnswer(name, Said(marked("this is not asked.")))
        answer = accept(known[name], given)
        if answer is not None:
            read[name] = answer
    return read


def _case(instrument: Instrument, case: Case, path: str) -> Iterator[Problem]:
    given: dict[str, Answer] = {}
    facts = {each.id: each.fact for each in instrument.given}
    try:
        answers = accepted(instrument, dict(case.answers))
        given = {name: facts[name].accept(value) for name, value in case.given.items()}
    except UnfitAnswer as unfit:
        yield Problem(f"{path}.answers", Said(marked("for %(item)s, %(what)s"), item=unfit.fact, what=unfit.sentence))
        return
    state = standing(instrument, answers, given)
    if case.outcome:
        outcome = profile(instrument, state).outcome
        found = outcome.id if outcome else "none"
        if found != case.outcome:
            yield Problem(
                path,
                Said(marked("the outcome is %(found)s and not %(wanted)s."), found=found, wanted=case.outcome),
            )
    for name in case.hidden:
        if name not in state.hidden:
            yield Problem(path, Said(marked("%(item)s is asked; the case expects it hidden."), item=name))
    if set(case.findings) != set(state.findings):
        yield Problem(
            path,
            Said(
                marked("the checks raise %(found)s and not %(wanted)s."),
                found=", ".join(state.findings) or "-",
                wanted=", ".join(case.findings) or "-",
            ),
        )
    if case.missing is not None:
        missing = state.missing(instrument)
        if set(missing) != set(case.missing):
            yield Problem(
                path,
                Said(
                    marked("what is missing is %(found)s and not %(wanted)s."),
                    found=", ".join(missing) or "-",
                    wanted=", ".join(case.missing) or "-",
                ),
            )
