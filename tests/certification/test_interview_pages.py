"""A worker answers on a phone, without an account; what was said reaches the auditor alone."""

import pytest
from django.test import Client
from django.urls import reverse

from alianza.certification.actions import interviewing
from alianza.certification.models import InterviewAnswer
from tests.certification import story
from tests.world import World

ENTER, ANSWER = "certification:interview-enter", "certification:interview-answer"


@pytest.mark.django_db
def test_a_worker_answers_one_question_to_a_screen_and_no_session_is_made(world: World) -> None:
    case = story.opened(story.admitted(story.submitted(story.applied(story.cast(world)))))
    (code,) = interviewing.issue_codes(case.audit, 1, by=world.otto)
    browser = Client()
    assert b"anonymous" in browser.get(reverse(ENTER)).content
    assert browser.post(reverse(ENTER), {"code": "AAAA-AAAA-AAAA"}).status_code == 400
    first = browser.post(reverse(ENTER), {"code": code}).content.decode()
    assert 'name="a-W_FEE"' in first
    assert 'name="a-W_PASSPORT"' not in first
    said = {"code": code, "at": "0", "a-W_FEE": "yes", "then": "next"}
    second = browser.post(reverse(ANSWER), said).content.decode()
    assert 'name="a-W_COSTS"' in second
    assert '<input type="hidden" name="a-W_FEE" value="yes">' in second
    whole = browser.post(reverse(ANSWER), {**said, "then": "all"}).content.decode()
    assert whole.count("<fieldset>") >= 9
    done = browser.post(reverse(ANSWER), {**said, "a-W_WORDS": "<b>300</b> euros", "then": "hand_in"})
    assert done.status_code == 200
    assert "sessionid" not in browser.cookies
    assert InterviewAnswer.objects.get().answers == {"W_FEE": "yes"}
    again = browser.post(reverse(ANSWER), {**said, "then": "hand_in"})
    assert again.status_code == 409
    assert InterviewAnswer.objects.count() == 1


@pytest.mark.django_db
def test_what_workers_said_is_shown_to_the_auditor_alone_and_escaped(world: World) -> None:
    case = story.opened(story.admitted(story.submitted(story.applied(story.cast(world)))))
    story.heard(case, [{"W_FEE": "yes", "W_WORDS": "<b>300</b> euros"}] * 6)
    page = reverse("certification:audit-show", kwargs={"code": case.audit.code})
    own = world.signed_in(world.otto).get(page).content.decode()
    assert "&lt;b&gt;300&lt;/b&gt; euros" in own
    assert "6 of 6 workers say otherwise" in own
    officers = world.signed_in(world.luc).get(page).content.decode()
    assert "euros" not in officers
    assert "say otherwise" not in officers
    for user in (world.pilar, world.rhea, world.mara):
        assert world.signed_in(user).get(page).status_code == 404
