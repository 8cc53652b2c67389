"""A response from the first visit to the receipt: Imani answers for the Philippines, a colleague helps, Luc asks."""

import io

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from alianza.accounts.models import User
from alianza.audit.actions import PLATFORM
from alianza.instruments import policy
from alianza.instruments.actions import answering, rounds, versions
from alianza.instruments.instrument import Role
from alianza.instruments.models import Disposition, InstrumentVersion, Origin, ResponseStatus, Submission
from alianza.instruments.queries.responses import whole_of
from alianza.vocabulary.refusal import Refusal
from tests.documents.contents import PNG
from tests.instruments.forms import item, survey
from tests.instruments.story import WHOLE, begun, invited, keep, opened, prepared, published

pytestmark = pytest.mark.django_db


def refused(code, deed, *arguments, **more):
    with pytest.raises(Refusal) as refusal:
        deed(*arguments, **more)
    assert refusal.value.code == code, refusal.value
    return refusal.value


def test_answers_are_kept_each_on_its_own_and_what_does_not_fit_is_told(world):
    response = begun(world)
    kept = keep(
        response, {"HAS_LAW": True, "ABROAD": "many", "SENT": {"amount": "12.345", "currency": "EUR"}}, by=world.imani
    )
    assert set(kept.unfit) == {"ABROAD", "SENT"}
    assert answering.answers_of(response) == {"HAS_LAW": True}


def test_the_second_of_two_people_sees_the_first_ones_answer_instead_of_overwriting_it(world):
    response = begun(world)
    keep(response, {"ABROAD": 10}, by=world.imani)
    kept = keep(response, {"ABROAD": 12}, by=world.imani)
    (clash,) = kept.clashes
    assert (clash.theirs, clash.yours, clash.edits) == (10, 12, 1)
    assert answering.answers_of(response)["ABROAD"] == 10
    assert keep(response, {"ABROAD": 12}, by=world.imani, ABROAD=1).clashes == ()
    assert answering.answers_of(response)["ABROAD"] == 12


def test_two_people_in_different_questions_do_not_disturb_each_other(world):
    response = begun(world)
    assert keep(response, {"ABROAD": 10}, by=world.imani).clashes == ()
    assert keep(response, {"WOMEN": 4}, by=world.imani).clashes == ()


def test_an_answer_is_taken_back_and_is_unknown_again(world):
    response = begun(world)
    keep(response, {"ABROAD": 10}, by=world.imani)
    keep(response, {"ABROAD": ""}, by=world.imani, ABROAD=1)
    assert answering.answers_of(response) == {}


def test_what_is_missing_is_named_before_anything_is_handed_in(world):
    response = begun(world)
    refusal = refused("instruments.response.not_complete", answering.hand_in, response, by=world.imani)
    assert "Is there a law?" in str(refusal)
    keep(response, {**WHOLE, "WOMEN": 500}, by=world.imani)
    refusal = refused("instruments.response.has_faults", answering.hand_in, response, by=world.imani)
    assert "More women than nurses." in str(refusal)
    assert not Submission.objects.exists()


def test_handing_in_locks_the_response_and_gives_a_receipt_that_can_be_checked(world):
    response = begun(world)
    keep(response, WHOLE, by=world.imani)
    submission = answering.hand_in(response, by=world.imani)
    assert versions.digest_of(submission.document) == submission.digest
    assert submission.document["answers"]["ABROAD"] == 120
    assert submission.document["computed"] == {"SHARE": "75"}
    invitation = invited(response.invitation.round)
    assert invitation.disposition == Disposition.COMPLETE
    refused("instruments.response.handed_in", keep, response, {"ABROAD": 1}, by=world.imani)
    refused("instruments.response.handed_in", answering.hand_in, response, by=world.imani)


def test_answers_that_no_longer_apply_are_not_handed_in(world):
    response = begun(world)
    keep(response, {**WHOLE}, by=world.imani)
    keep(response, {"HAS_LAW": False}, by=world.imani, HAS_LAW=1)
    submission = answering.hand_in(response, by=world.imani)
    assert "LAW_DAY" not in submission.document["answers"]
    assert "LAW_DAY" in submission.document["not_asked"]


def test_a_response_sent_back_is_answered_again_and_both_receipts_stand(world):
    response = begun(world)
    keep(response, WHOLE, by=world.imani)
    first = answering.hand_in(response, by=world.imani)
    refused("instruments.response.nothing_to_return", answering.send_back, response, {"": " "}, by=world.luc)
    answering.send_back(response, {"ABROAD": "Does this count midwives?"}, by=world.luc)
    response.refresh_from_db()
    assert response.status == ResponseStatus.RETURNED
    assert invited(response.invitation.round).disposition == Disposition.PARTIAL
    keep(response, {"ABROAD": 110}, by=world.imani, ABROAD=1)
    second = answering.hand_in(response, by=world.imani)
    assert [first.number, second.number] == [1, 2]
    assert Submission.objects.get(pk=first.pk).document["answers"]["ABROAD"] == 120
    assert not response.remarks.filter(settled_at=None).exists()


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE instruments_submission SET digest = 'x'",
        "UPDATE instruments_submission SET profile = '{}'",
        "DELETE FROM instruments_submission",
        "UPDATE instruments_instrumentversion SET document = '{}'",
        "UPDATE instruments_instrumentversion SET status = 'draft'",
        "DELETE FROM instruments_instrumentversion",
    ],
)
def test_the_database_itself_keeps_what_was_handed_in_and_what_was_asked(world, attack):
    response = begun(world)
    keep(response, WHOLE, by=world.imani)
    answering.hand_in(response, by=world.imani)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attack)


def test_sections_are_given_to_a_colleague_who_writes_there_and_cannot_sign(world):
    response = begun(world)
    colleague = User.objects.create(email="colleague@ministry.example")
    answering.delegate(response, "Colleague@ministry.example", ["numbers"], by=world.imani)
    keep(response, {"ABROAD": 7}, by=colleague)
    refused("instruments.response.not_yours", keep, response, {"HAS_LAW": True}, by=colleague)
    refused("instruments.response.not_signed", answering.hand_in, response, by=colleague)
    delegation = response.delegations.get()
    answering.end_delegation(delegation, by=world.imani)
    refused("instruments.response.not_yours", keep, response, {"ABROAD": 8}, by=colleague)


OF_SOME = {**WHOLE, "LAW_DAY": "1980-05-01"}
"""Answers after which the focal point, and nobody else, is asked why the law is so old (OLD_LAW)."""


def test_what_is_required_of_one_role_stops_that_role_and_no_other(world):
    named = User.objects.create(email="named@ministry.example")
    response = begun(world)
    response.invitation.person = named
    response.invitation.save(update_fields=["person"])
    keep(response, OF_SOME, by=world.imani)
    refusal = refused("instruments.response.not_complete", answering.hand_in, response, by=world.imani)
    assert "Why was it not changed since?" in str(refusal)
    assert whole_of(response, world.imani).missing == ("OLD_LAW",)
    assert whole_of(response, named).missing == ()
    answering.hand_in(response, by=named)
    assert Submission.objects.get().by == named


def test_who_is_named_for_the_round_and_holds_a_mandate_too_answers_what_both_have_to(world):
    response = begun(world)
    response.invitation.person = world.imani
    response.invitation.save(update_fields=["person"])
    assert policy.roles_in(world.imani, response) == {"focal_point", "contact"}
    keep(response, OF_SOME, by=world.imani)
    refused("instruments.response.not_complete", answering.hand_in, response, by=world.imani)
    keep(response, {"OLD_LAW": "Nobody asked."}, by=world.imani)
    answering.hand_in(response, by=world.imani)


def test_a_role_counts_only_for_the_respondent_for_whom_it_is_held(world):
    form = survey(respondent="organisation")
    item(form, "ABROAD")["required"] = ["employer"]
    campaign = prepared(world, published(world, form))
    rounds.invite_organisations(campaign, [world.finca_sol], by=PLATFORM)
    rounds.open_round(campaign, by=world.luc)
    response = answering.begin(campaign.invitations.get(), by=world.pilar)
    assert policy.roles_in(world.pilar, response) == {"employer"}
    assert policy.roles_in(world.mara, response) == policy.roles_in(world.imani, response) == frozenset()
    keep(response, {"HAS_LAW": False}, by=world.pilar)
    refusal = refused("instruments.response.not_complete", answering.hand_in, response, by=world.pilar)
    assert "Nurses abroad" in str(refusal)
    keep(response, {"ABROAD": 3}, by=world.pilar)
    answering.hand_in(response, by=world.pilar)


def test_every_role_that_answers_for_an_organisation_is_a_role_of_the_format():
    assert {role.value for role in policy.ANSWER_FOR} <= {role.value for role in Role}


def test_a_stranger_writes_nowhere(world):
    response = begun(world)
    refused("instruments.response.not_yours", keep, response, {"ABROAD": 7}, by=world.mara)


def test_a_file_is_an_answer_with_its_hash_and_another_ones_file_is_not(world):
    form = survey()
    form["items"].append({"id": "TEXT", "section": "law", "type": "file", "label": {"en": "The law"}})
    response = begun(world, opened(world, version=published(world, form)))
    with pytest.raises(Refusal):
        answering.attach(response, "TEXT", io.BytesIO(b""), name="law.pdf", by=world.imani)
    content = io.BytesIO(PNG)
    attachment = answering.attach(response, "TEXT", content, name="../../law<b>.png", by=world.imani)
    (entry,) = answering.answers_of(response)["TEXT"]
    assert entry["sha256"] == attachment.sha256
    assert "/" not in entry["name"]
    forged = {**entry, "sha256": "0" * 64}
    assert keep(response, {"TEXT": [forged]}, by=world.imani, TEXT=1).unfit


def test_the_round_before_is_carried_over_and_counts_once_it_is_confirmed(world):
    first = opened(world)
    response = begun(world, first)
    keep(response, {**WHOLE, "TO": ["DEU", "ESP"]}, by=world.imani)
    answering.hand_in(response, by=world.imani)
    rounds.close_round(first, by=world.luc)
    second = opened(world, version=first.version, name="Nurses 2027", previous=first)
    again = begun(world, second)
    carried = {answer.item: answer for answer in again.answers.all()}
    assert carried["TO"].value == ["DEU", "ESP"]
    assert carried["TO"].origin == Origin.CARRIED
    assert answering.answers_of(again) == {}
    keep(again, {"TO": ["DEU", "ESP"]}, by=world.imani, TO=1)
    assert answering.answers_of(again) == {"TO": ["DEU", "ESP"]}


def test_a_new_version_carries_what_its_author_says_and_nothing_else(world):
    first = opened(world)
    response = begun(world, first)
    keep(response, WHOLE, by=world.imani)
    answering.hand_in(response, by=world.imani)
    rounds.close_round(first, by=world.luc)
    form = survey(carries={"version": 1, "answers": {"NURSES": "ABROAD"}}, cases=[])
    form["items"] = [
        {"id": "NURSES", "section": "numbers", "type": "integer", "label": {"en": "Nurses"}},
        {"id": "HAS_LAW", "section": "law", "type": "boolean", "label": {"en": "Law?"}},
    ]
    form["checks"] = []
    second = opened(world, version=published(world, form), name="Next", previous=first)
    again = begun(world, second)
    assert {answer.item: answer.value for answer in again.answers.all()} == {"NURSES": 120}


def test_a_closed_round_takes_nothing_and_what_was_begun_is_broken_off(world):
    response = begun(world)
    keep(response, {"ABROAD": 1}, by=world.imani)
    rounds.close_round(response.invitation.round, by=world.luc)
    refused("instruments.response.not_open", keep, response, {"ABROAD": 2}, by=world.imani)
    assert invited(response.invitation.round).disposition == Disposition.BREAK_OFF


def test_a_draft_is_not_asked_and_a_published_one_is_not_changed(world):
    draft = versions.draft_version(survey(), by=world.luc)
    refused("instruments.round.not_published", prepared, world, draft)
    versions.publish_version(draft, by=world.luc)
    refused("instruments.version.not_a_draft", versions.change_version, draft, survey(), edits=0, by=world.luc)
    nxt = versions.draft_version(survey(), by=world.luc)
    assert (nxt.number, nxt.document["version"]) == (2, 2)
    refused("instruments.version.being_drafted", versions.draft_version, survey(), by=world.luc)


def test_an_instrument_with_problems_is_not_published(world):
    form = survey()
    form["cases"][0]["expect"] = {"missing": ["ABROAD"]}
    draft = versions.draft_version(form, by=world.luc)
    refused("instruments.version.has_problems", versions.publish_version, draft, by=world.luc)
    assert InstrumentVersion.objects.get(pk=draft.pk).status == "draft"


def test_a_day_ends_where_it_is_answered_also_when_the_clocks_change(world):
    from datetime import UTC, date, datetime

    campaign = opened(world, states=("PHL", "ESP"), opens_on=date(2026, 1, 1), due_on=date(2028, 2, 29))
    assert invited(campaign, "PHL").deadline == datetime(2028, 2, 29, 16, 0, tzinfo=UTC)
    assert invited(campaign, "ESP").deadline == datetime(2028, 2, 29, 23, 0, tzinfo=UTC)
    spring = opened(
        world, version=campaign.version, states=("ESP",), name="b", opens_on=date(2026, 1, 1), due_on=date(2026, 3, 29)
    )
    assert invited(spring, "ESP").deadline == datetime(2026, 3, 29, 22, 0, tzinfo=UTC)


def test_all_of_the_united_nations_are_one_frame(world):
    campaign = prepared(world)
    assert rounds.invite_states(campaign, by=world.luc) == 195
    assert rounds.invite_states(campaign, by=world.luc) == 0
    assert invited(campaign, "NAM").time_zone == "Africa/Windhoek"


def test_more_time_and_silence_have_a_reason(world):
    campaign = opened(world)
    spain = invited(campaign, "ESP")
    later = campaign.due_on.replace(year=campaign.due_on.year + 1)
    refused("instruments.invitation.reason_missing", rounds.give_more_time, spain, later, reason=" ", by=world.luc)
    refused(
        "instruments.invitation.earlier_than_due",
        rounds.give_more_time,
        spain,
        campaign.due_on,
        reason="x",
        by=world.luc,
    )
    assert rounds.give_more_time(spain, later, reason="Elections", by=world.luc).due_on == later
    refused("instruments.invitation.reason_missing", rounds.settle, spain, "refused", reason="", by=world.luc)
    assert rounds.settle(spain, "refused", reason="Said so by letter", by=world.luc).disposition == "refused"


def test_an_answer_after_the_last_day_is_marked_late(world):
    from datetime import timedelta

    today = timezone.localdate()
    response = begun(world, opened(world, opens_on=today - timedelta(days=9), due_on=today - timedelta(days=3)))
    keep(response, WHOLE, by=world.imani)
    assert answering.hand_in(response, by=world.imani).late
