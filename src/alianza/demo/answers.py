"""Invented answers to any questionnaire: what is asked is answered, so that skip logic and constraints hold."""

from datetime import date, timedelta

from alianza.demo.draws import Draws
from alianza.instruments.answers import Written, accept
from alianza.instruments.instrument import Instrument, Item, Type
from alianza.instruments.standing import standing

WORDS = (
    "Invented for the demonstration: the ministry is gathering the figures.",
    "Invented for the demonstration: the next budget decides.",
    "Invented for the demonstration: a pilot with one partner began last year.",
    "Invented for the demonstration: the two registers are being joined.",
)
COUNTRIES = ("DEU", "ESP", "USA", "SAU", "ARE", "CAN", "ITA", "GBR", "KOR", "JPN")
OCCUPATIONS = ("2221", "5321", "7126", "9211", "8332", "2512")
TRIES = 30


class NothingFits(RuntimeError):
    """No draw held the constraints: the instrument asks for more than chance finds."""


def invented(
    instrument: Instrument, draws: Draws, *, country: str, today: date, whole: bool = True
) -> dict[str, Written]:
    """Answers of one respondent. `whole` answers all that is required; otherwise the first half of what is asked.

    Raises NothingFits.
    """
    for _ in range(TRIES):
        answers: dict[str, Written] = {}
        for _round in range(len(instrument.items)):
            state = standing(instrument, answers)
            known = instrument.by_id
            open_ones = [
                known[name] for name in state.asked if name not in answers and known[name].type is not Type.COMPUTED
            ]
            wanted = [item for item in open_ones if item.required or draws.chance(0.02)]
            if not wanted:
                break
            item = wanted[0]
            answer = accept(item, _draw(item, draws, country, today))
            if answer is None:
                break
            answers[item.id] = answer
        state = standing(instrument, answers)
        if not whole:
            return dict(list(answers.items())[: max(1, len(answers) // 2)])
        if not state.missing(instrument) and not state.faults:
            return answers
    raise NothingFits(instrument.urn)


def _draw(item: Item, draws: Draws, country: str, today: date) -> object:
    kind = item.type
    least = int(item.least) if item.least is not None else 0
    most = int(item.most) if item.most is not None else least + 40
    listed = item.choices.values if item.choices else ()
    if kind is Type.BOOLEAN:
        return draws.chance(0.55)
    if kind is Type.INTEGER:
        return draws.between(least, min(most, least + 40))
    if kind is Type.DECIMAL:
        return f"{draws.spread(least, min(most, least + 12)):.1f}"
    if kind is Type.MONEY:
        return {"amount": str(draws.between(least, least + 500) * 1000), "currency": "USD"}
    if kind is Type.DATE:
        return (today - timedelta(days=draws.between(200, 4000))).isoformat()
    if kind is Type.PERIOD:
        return f"{draws.between(2008, 2022)}/.."
    if kind in {Type.SELECT_ONE, Type.CRITERION}:
        chosen = listed[draws.between(0, len(listed) - 1)]
        return {"value": chosen, "note": WORDS[0]} if kind is Type.CRITERION else chosen
    if kind is Type.SELECT_MULTIPLE:
        return [value for value in listed if draws.chance(0.4)] or [listed[0]]
    if kind is Type.MATRIX and item.rows is not None:
        return {row: listed[draws.between(0, len(listed) - 1)] for row in item.rows.values}
    if kind is Type.COUNTRY:
        named = [each for each in COUNTRIES if each != country and draws.chance(0.3)] or [_other(country)]
        return named if item.several else named[0]
    if kind is Type.OCCUPATION:
        codes = [each for each in OCCUPATIONS if draws.chance(0.4)] or [OCCUPATIONS[0]]
        return codes if item.several else codes[0]
    if kind is Type.CORRIDOR:
        corridor = f"{country}-{_other(country)}"
        return [corridor] if item.several else corridor
    if kind is Type.GEOPOINT:
        return ["14.5995", "120.9842"]
    if kind in {Type.TEXT, Type.LONG_TEXT}:
        return WORDS[draws.between(0, len(WORDS) - 1)]
    if kind is Type.REPEAT:
        return [{child.id: _draw(child, draws, country, today) for child in item.children if child.required}]
    return None


def _other(country: str) -> str:
    return next(each for each in COUNTRIES if each != country)
