from collections import Counter
from datetime import date

import pytest
from django.test import Client

from alianza.audit.models import Entry
from alianza.demo import fund
from alianza.demo.cast import ACCOUNTS, account
from alianza.demo.orders import orders
from alianza.demo.registry import RETURNED, state_of
from alianza.demo.scenes import FEW, NURSES, PICKERS, WAITING
from alianza.demo.story import TOLD, address_book, tell
from alianza.demo.walk import steps
from alianza.placement.models import JobOrder, Placement, Programme, Proposal, Run
from alianza.placement.permit import check_offer
from alianza.registry.models import Profile, Status
from alianza.registry.queries import matchable
from alianza.web.middleware import SESSION_HAS_SECOND_FACTOR

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
PEOPLE = 1500
"""As many of the ten thousand as a test needs."""


class Interrupted(Exception):
    pass


def told(*_sentences):
    return None


def counts():
    return {
        model.__name__: model.objects.count()
        for model in (Profile, Programme, JobOrder, Proposal, Placement, Run, Entry)
    }


def test_the_story_is_told_once_and_goes_on_where_it_was_interrupted():
    def stop_at_the_shortlists(sentence):
        if "shortlists" in sentence:
            raise Interrupted

    with pytest.raises(Interrupted):
        tell(progress=stop_at_the_shortlists, people=PEOPLE)
    assert Profile.objects.count() == PEOPLE + 2
    assert not Proposal.objects.exists()

    tell(progress=told, people=PEOPLE)
    after = counts()
    assert after["Run"] == 2
    tell(progress=told, people=PEOPLE)
    assert counts() == after

    _registry_can_be_matched()
    _orders_stand_in_every_state()
    _shortlists_have_every_answer()
    _runs_are_done_with_their_proof()
    assert [step.account.key for step in steps() if step.account] == [
        "ana",
        "jonas",
        "pilar",
        "luc",
        "luc",
        "imani",
        "otto",
        *("paz", "imani", "rhea", "maya", "sami", "lena"),
    ]
    assert Entry.objects.filter(deed=TOLD).count() == 19 + len(fund.chapters(date.today()))
    _every_stop_of_the_walk_opens()


def _registry_can_be_matched():
    paused = Profile.objects.filter(status=Status.WITHDRAWN).count()
    assert paused == PEOPLE // 50
    assert matchable(date.today()).count() == PEOPLE + 2 - paused
    assert account("ana").profile.full_name == "Ana Mirelda"


def _orders_stand_in_every_state():
    states = Counter(JobOrder.objects.values_list("state", flat=True))
    assert set(states) == set(JobOrder.State.values)
    assert states["open"] > 300
    returned = JobOrder.objects.filter(state="returned", returned_because=RETURNED)
    assert all(check_offer(order, on=date.today()).sheet for order in returned)
    assert JobOrder.objects.get(number=WAITING).state == "submitted"
    assert check_offer(JobOrder.objects.get(number=FEW), on=date(2026, 11, 21)).unmet[0][0] == "posts"


def _shortlists_have_every_answer():
    pickers, nurses = JobOrder.objects.get(number=PICKERS), JobOrder.objects.get(number=NURSES)
    assert {"waiting", "agreed", "declined"} <= set(pickers.proposals.values_list("answer", flat=True))
    assert nurses.proposals.get(profile__user=account("ana")).answer == "asked"
    assert Counter(Placement.objects.values_list("state", flat=True)) == {"taken": 1, "offered": 1}
    assert pickers.filled == 2


def _runs_are_done_with_their_proof():
    for run in Run.objects.all():
        assert run.state == Run.State.DONE
        assert run.objective > 0
        assert run.gap < 0.01
        assert run.places.count() > 50


def _every_stop_of_the_walk_opens():
    for step in steps():
        browser = Client()
        if step.account:
            browser.force_login(account(step.account.key))
            session = browser.session
            session[SESSION_HAS_SECOND_FACTOR] = True
            session.save()
        assert browser.get(step.url).status_code == 200, step


def test_only_sound_offers_of_admitted_employers_are_open():
    for order in orders():
        if state_of(order) in {"open", "submitted", "closed"}:
            assert not order.fault


def test_the_terminal_names_the_address_and_everybody():
    book = address_book(port=8123)
    assert "http://127.0.0.1:8123/demo/" in book
    assert all(each.email in book for each in ACCOUNTS)
