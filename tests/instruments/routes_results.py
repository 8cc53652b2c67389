"""What the addresses of results point to: a closed round whose results respondents see."""

from typing import Any

from alianza.instruments.actions import answering, results, rounds
from alianza.instruments.models import InstrumentVersion, OpenAnswer
from tests.instruments.forms import survey
from tests.instruments.story import WHOLE, invited, keep, opened, published
from tests.world import World


def open_survey() -> dict[str, Any]:
    form = survey(urn="urn:alianza:instrument:nurses-in-words", cases=[])
    form["items"].append({"id": "WHY", "section": "law", "type": "long_text", "label": {"en": "Why?"}})
    return form


def arguments(world: World) -> dict[str, dict[str, Any]]:
    held = InstrumentVersion.objects.filter(urn="urn:alianza:instrument:nurses-in-words").first()
    campaign = opened(world, version=held or published(world, open_survey()), name="Counted")
    response = answering.begin(invited(campaign), by=world.imani)
    keep(response, {**WHOLE, "WHY": "Because"}, by=world.imani)
    answering.hand_in(response, by=world.imani)
    rounds.close_round(campaign, by=world.luc)
    results.compute(campaign)
    at, law, why = ({"code": campaign.code, **more} for more in ({}, {"item": "HAS_LAW"}, {"item": "WHY"}))
    answer = OpenAnswer.objects.get(round=campaign)
    return {
        **{f"instruments:results-{page}": at for page in ("show", "csv", "xlsx", "report", "pdf")},
        "instruments:results-chart": {**at, "name": "answers-by-day.csv"},
        "instruments:results-question": law,
        "instruments:results-question-file": {**law, "name": "answers-0.svg"},
        "instruments:results-answers": why,
        "instruments:results-code-add": why,
        "instruments:results-sort": {**why, "answer": answer.pk},
        "instruments:results-code-add:POST": {"name": "Money"},
        "instruments:results-sort:POST": {"back": ""},
    }
