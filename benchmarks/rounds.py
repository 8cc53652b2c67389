"""How long does a reader wait for the results of a large round, and an officer for its table?

    python -m benchmarks.rounds                                     500 questions, 10,000 respondents, SQLite
    python -m benchmarks.rounds --database postgres://...           the same on PostgreSQL (an empty database)
    python -m benchmarks.rounds --questions 50 --respondents 1000

In an instance made for it: a questionnaire of that many questions (choices, numbers, yes or no, words), a round with
that many organisations invited, nine in ten of which answered. Seconds are the wall's, and pages go through every layer
of the platform; memory is the peak of the process. Target: every
page under 300 ms; counting is a job in the background.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from alianza.terminal import peak_mib

STATES = ("PHL", "ESP", "MEX", "KEN", "DEU", "NPL", "BRA", "FJI")


def _seconds(deed: Callable[[], object]) -> float:
    begun = time.perf_counter()
    deed()
    return time.perf_counter() - begun


def _questionnaire(questions: int) -> dict[str, Any]:
    kinds = ("select_one", "integer", "boolean", "long_text", "select_one")
    levels = [{"v": f"v{each}", "label": {"en": f"Level {each}"}} for each in range(5)]
    items = []
    for number in range(questions):
        kind = kinds[number % len(kinds)]
        asked: dict[str, Any] = {
            "id": f"Q{number}",
            "section": f"s{number // 50}",
            "type": kind,
            "label": {"en": f"What about matter {number}?"},
        }
        items.append(asked | ({"list": "levels"} if kind == "select_one" else {}))
    return {
        "schema": "alianza.instrument/0.2",
        "urn": "urn:alianza:instrument:large-round",
        "version": 1,
        "date": "2026-01-15",
        "kind": "questionnaire",
        "respondent": "organisation",
        "languages": ["en"],
        "title": {"en": "A large round"},
        "lists": {"levels": {"ordered": True, "values": levels}},
        "sections": [{"id": f"s{each}", "title": {"en": f"Part {each}"}} for each in range(-(-questions // 50))],
        "items": items,
    }


def _answers(questions: int, chance: random.Random) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for number in range(questions):
        if chance.random() < 0.1:
            continue
        kind = number % 5
        found[f"Q{number}"] = (
            f"v{chance.randrange(5)}"
            if kind in {0, 4}
            else chance.randrange(10_000)
            if kind == 1
            else chance.random() < 0.6
            if kind == 2
            else f"Because of reason {chance.randrange(100)}, as the ministry said before."
        )
    return found


def _open(folder: Path, database: str) -> None:
    os.environ["ALIANZA_DIR"] = str(folder)
    if database:
        os.environ["ALIANZA_DATABASE_URL"] = database


def prepare(folder: Path, database: str, questions: int, respondents: int) -> None:
    _open(folder, database)
    from alianza.web.instance import choose
    from alianza.web.instance import prepare as made

    made(choose(folder))
    from django.utils import timezone

    from alianza.accounts.models import User
    from alianza.audit.actions import PLATFORM
    from alianza.instruments.actions import rounds, versions
    from alianza.instruments.models import Invitation, Response, ResponseStatus, Submission
    from alianza.network.models import Membership, Organisation, RoleCode

    today, chance = timezone.localdate(), random.Random(7)
    officer = User.objects.create(email="officer@example.org")
    secretariat = Organisation.objects.create(name="Secretariat", actor_type="state", secretariat=True)
    Membership.objects.create(user=officer, organisation=secretariat, role=RoleCode.OFFICER, begins_on=today)
    draft = versions.draft_version(_questionnaire(questions), by=officer)
    version = versions.publish_version(draft, by=officer)
    campaign = rounds.prepare_round(
        version,
        name="Large",
        subject="regulations",
        opens_on=today,
        due_on=today.replace(year=today.year + 1, day=1),
        naming="named",
        audience="respondents",
        by=officer,
    )
    members = Organisation.objects.bulk_create(
        [
            Organisation(name=f"Member {each:05}", actor_type="ngo", country=STATES[each % len(STATES)])
            for each in range(respondents)
        ],
        batch_size=500,
    )
    rounds.invite_organisations(campaign, members, by=PLATFORM)
    rounds.open_round(campaign, by=officer)
    invitations = list(campaign.invitations.defer("address").order_by("pk"))
    answering = [each for number, each in enumerate(invitations) if number % 10]
    for at in range(0, len(answering), 250):
        some = answering[at : at + 250]
        responses = Response.objects.bulk_create(
            [Response(invitation=each, version=version, status=ResponseStatus.SUBMITTED) for each in some]
        )
        handed = []
        for response in responses:
            document = {"answers": _answers(questions, chance), "computed": {}, "not_asked": []}
            digest = versions.digest_of(document)
            handed.append(
                Submission(response=response, number=1, document=document, profile={}, digest=digest, by=officer)
            )
        Submission.objects.bulk_create(handed, batch_size=50)
    pks = [each.pk for each in answering]
    for at in range(0, len(pks), 500):
        Invitation.objects.filter(pk__in=pks[at : at + 500]).update(disposition="complete", answered_on=today)


def count(folder: Path, database: str, _questions: int, _respondents: int) -> None:
    _open(folder, database)
    from alianza.web.instance import open_instance

    open_instance(folder)
    from alianza.instruments.actions import results
    from alianza.instruments.models import Round

    campaign = Round.objects.select_related("version").get()
    print(
        f"counting           {_seconds(lambda: results.compute(campaign)):.1f} s, peak {peak_mib():.0f} MiB", flush=True
    )


def pages(folder: Path, database: str, _questions: int, _respondents: int) -> None:
    _open(folder, database)
    from alianza.web.instance import open_instance

    open_instance(folder)
    from django.test import Client
    from django.urls import reverse

    from alianza.accounts.models import User
    from alianza.instruments.models import Round
    from alianza.web.middleware import SESSION_HAS_SECOND_FACTOR

    browser, at = Client(), {"code": Round.objects.get().code}
    browser.force_login(User.objects.get(email="officer@example.org"))
    session = browser.session
    session[SESSION_HAS_SECOND_FACTOR] = True
    session.save()
    shown = {
        "results page": reverse("instruments:results-show", kwargs=at),
        "one question": reverse("instruments:results-question", kwargs={**at, "item": "Q0"}),
        "open answers": reverse("instruments:results-answers", kwargs={**at, "item": "Q3"}),
        "answers searched": reverse("instruments:results-answers", kwargs={**at, "item": "Q3"}) + "?typed=reason+42,",
        "invitations": reverse("instruments:round-show", kwargs=at),
        "invitations sorted": reverse("instruments:round-show", kwargs=at) + "?sort=-contact&region=142",
    }
    for name, address in shown.items():

        def view(address: str = address) -> None:
            response = browser.get(address)
            assert response.status_code == 200, (address, response.status_code)

        first = _seconds(view)
        took = [_seconds(view) for _ in range(15)]
        print(
            f"{name:<18} first {first:.2f} s, then {1000 * statistics.median(took):.0f} ms "
            f"(worst of 15: {1000 * max(took):.0f} ms)",
            flush=True,
        )


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--questions", type=int, default=500)
    ask.add_argument("--respondents", type=int, default=10_000)
    ask.add_argument("--database", default="", help="address of an empty PostgreSQL database; SQLite if left out")
    given = ask.parse_args()
    spawn = get_context("spawn")
    with tempfile.TemporaryDirectory() as scratch:
        for step in (prepare, count, pages):
            process = spawn.Process(
                target=step, args=(Path(scratch), given.database, given.questions, given.respondents)
            )
            process.start()
            process.join()
            if process.exitcode:
                return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
