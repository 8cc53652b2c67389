"""A whole life: Finca Sol applies, answers, is audited, gets the label, loses it over a fee, and gets it back."""

import io
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from alianza.audit.models import Entry
from alianza.certification.actions import (
    appeals,
    applying,
    auditing,
    correcting,
    interviewing,
    labels,
    panels,
    reviewing,
)
from alianza.certification.models import Finding, InterviewAnswer, Standing, Vote
from alianza.certification.queries.cases import heard
from alianza.certification.queries.labels import history_of, label_on, labels_on, stands, suspended_on
from alianza.certification.standing import State
from alianza.messages.models import Notice
from alianza.vocabulary.lifecycle import NotYet
from tests.certification import story
from tests.world import World

PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


@pytest.mark.django_db
def test_finca_sol_achieves_loses_and_regains_the_label(world: World) -> None:
    case = story.cast(world)
    on = case.on
    story.applied(case)
    with pytest.raises(NotYet, match="The self-assessment is handed in"):
        applying.submit(case.application, by=world.pilar)
    story.submitted(case, CON2="partly")
    with pytest.raises(NotYet, match="CON2"):  # what is missing is named
        reviewing.admit(case.application, by=world.luc)
    case.application = reviewing.return_application(
        case.application, {"CON2": "List the two villages."}, reason="CON2 must be met.", by=world.luc
    )
    response = story.response_of(case.application)
    assert response is not None
    assert response.remarks.count() == 2
    story.submitted(case)
    story.admitted(case)
    story.opened(case)
    findings = [
        story.found(case, Finding.Grade.MAJOR),
        story.found(case, Finding.Grade.MINOR, "DAT2", "Records are shown late."),
        story.found(case, Finding.Grade.OBSERVATION, "TER5", "Orientation is short."),
    ]
    assert [each.due_on for each in findings] == [on + timedelta(days=60), on + timedelta(days=180), None]
    story.heard(case)
    story.judged(case, CON2="partly")
    with pytest.raises(NotYet, match="critical and major finding is closed"):
        auditing.conclude(case.audit, summary="", by=world.otto)
    auditing.ask_corrections(case.audit, by=world.otto)
    correction = correcting.correct(
        findings[0], text="Both have terms now.", evidence=io.BytesIO(PDF), name="terms.pdf", by=world.pilar
    )
    assert len(correction.sha256) == 64
    correcting.answer_correction(correction, accepted=True, answer="Seen and whole.", by=world.otto)
    auditing.judge(case.audit, "CON2", "met", seen="Terms of both, signed.", by=world.otto)
    auditing.conclude(case.audit, summary="Sound but for two things.", by=world.otto)
    case.fresh()
    story.voted(case)
    award = panels.decide(case.application, reason="Two of three in favour.", by=world.luc)
    assert award is not None
    assert (award.outcome, award.number) == ("verified_leading", f"L-{on.year}-001")
    assert award.expires_on == auditing.labels.last_day(on, 36)
    assert [each.finding for each in award.conditions.all()] == [findings[1]], "the minor finding is a condition"
    label = label_on(world.finca_sol, on)
    assert label is not None
    assert (label.is_audited, label.until) == (True, award.expires_on)
    assert label_on(world.finca_sol, on - timedelta(days=1)) is None
    assert label_on(world.far_farms, on) is None

    later = on + timedelta(days=200)
    case.fresh()
    with pytest.raises(labels.NotYours):
        labels.meet_condition(award.conditions.get(), because="It says so itself.", by=world.pilar)
    labels.meet_condition(award.conditions.get(), because="Shown within two days.", by=world.luc, on=later)
    story.opened(case, kind="surveillance", on=later)
    story.heard(
        case, [{"W_FEE": "no"}] * 4 + [{"W_FEE": "yes", "W_REPAID": "no", "W_WORDS": "300 euros"}] * 5, on=later
    )
    told = heard(case.audit, later)
    assert [(point.criterion, point.against, point.answered) for point in told.points] == [
        ("FEE1", 5, 9),
        ("FEE4", 5, 5),
    ]
    assert told.words == ("300 euros",) * 5
    fee = auditing.find(case.audit, grade="critical", item="FEE1", text="Workers paid a fee.", by=world.otto, on=later)
    auditing.conclude(case.audit, summary="A fee was paid.", by=world.otto, on=later)
    assert label_on(world.finca_sol, later) is None
    lost = suspended_on(world.finca_sol, later)
    assert lost is not None
    assert (lost.reason, lost.ground, lost.since) == ("Workers paid a fee.", "surveillance", later)
    assert suspended_on(world.finca_sol, later - timedelta(days=1)) is None
    assert label_on(world.finca_sol, later - timedelta(days=1)) is not None
    assert labels_on([world.finca_sol, world.far_farms], on).keys() == {world.finca_sol.pk}

    event = award.events.get(kind="suspended")
    filed = appeals.appeal(case.application, event, grounds="It was an agent.", by=world.pilar, on=later)
    with pytest.raises(appeals.TookPart):
        appeals.vote_on_appeal(filed, "against", reason="I know the case.", by=world.rhea)
    with pytest.raises(appeals.TookPart):
        appeals.vote_on_appeal(filed, "against", reason="I audited it.", by=world.otto)
    with pytest.raises(NotYet, match="No appeal waits"):
        labels.reinstate(award, ground="correction", reason="Repaid.", by=world.luc, on=later)
    for member in case.others:
        auditing.declare(case.application, conflict=False, by=member)
        appeals.vote_on_appeal(filed, "against", reason="An agent acts for the firm.", by=member)
    assert appeals.decide_appeal(filed, reason="Nobody in favour.", by=world.luc, on=later).upheld is False
    assert stands(award.subject, later).state is State.SUSPENDED

    end = later + timedelta(days=30)
    with pytest.raises(NotYet, match="closed by its auditor"):
        labels.reinstate(award, ground="correction", reason="Repaid.", by=world.luc, on=end)
    repaid = correcting.correct(fee, text="Every worker was repaid.", by=world.pilar)
    correcting.answer_correction(repaid, accepted=True, answer="Bank records seen.", by=world.otto, on=end)
    labels.reinstate(award, ground="correction", reason="Every fee was repaid.", by=world.luc, on=end)
    assert label_on(world.finca_sol, end) is not None
    steps = history_of(award.subject, end)
    assert [(each.state.value, each.since) for each in steps] == [("valid", on), ("suspended", later), ("valid", end)]
    assert label_on(world.finca_sol, later) is None, "what was, was"

    assert labels.turn_calendar(award.expires_on) == 1, "one reminder, for the nearest step"
    assert labels.turn_calendar(award.expires_on) == 0
    assert labels.turn_calendar(award.expires_on + timedelta(days=3)) == 1
    assert labels.turn_calendar(award.expires_on + timedelta(days=3)) == 0
    assert award.events.latest("id").day == award.expires_on + timedelta(days=1)
    assert stands(award.subject, award.expires_on + timedelta(days=1)).state is State.EXPIRED


@pytest.mark.django_db
def test_a_firm_may_declare_itself_without_an_audit_and_only_for_twelve_months(world: World) -> None:
    case = story.submitted(story.applied(story.cast(world, on=date(2024, 2, 29)), audited=False))
    award = reviewing.enter_declaration(case.application, by=world.luc, on=case.on)
    assert (award.outcome, award.basis, award.expires_on) == ("self_declared", "declared", date(2025, 2, 27))
    label = label_on(world.finca_sol, date(2025, 2, 27))
    assert label is not None
    assert not label.is_audited
    assert label_on(world.finca_sol, date(2025, 2, 28)) is None


@pytest.mark.django_db
def test_what_was_handed_in_can_not_be_opened_again_once_it_is_audited(world: World) -> None:
    from alianza.instruments.actions.answering import NotOpen
    from alianza.instruments.actions.rounds import return_response

    case = story.admitted(story.submitted(story.applied(story.cast(world))))
    response = story.response_of(case.application)
    assert response is not None
    with pytest.raises(NotOpen):
        return_response(response, {"": "Once more."}, by=world.luc)


@pytest.mark.django_db
def test_a_label_given_anew_renews_the_one_that_holds_and_no_label_is_given_over_a_suspension(world: World) -> None:
    case = story.granted(world)
    first = case.award
    case.award = None
    story.admitted(story.submitted(story.applied(case)))
    story.concluded(story.opened(case))
    story.voted(case)
    labels.suspend(first, ground="complaint", reason="A complaint was founded.", by=world.luc)
    with pytest.raises(NotYet, match="No label of it is suspended"):
        panels.decide(case.application, reason="Two of three.", by=world.luc)
    labels.reinstate(first, ground="correction", reason="Settled.", by=world.luc)
    second = panels.decide(case.application, reason="Two of three.", by=world.luc)
    assert second is not None
    assert second.events.get().kind == Standing.Kind.RENEWED
    assert stands(second.subject, case.on).label == second.number
    with pytest.raises(labels.NothingHolds):
        labels.suspend(first, ground="other", reason="Too late.", by=world.luc)


@pytest.mark.django_db
def test_a_condition_not_met_in_time_lets_the_label_lapse(world: World) -> None:
    case = story.opened(story.admitted(story.submitted(story.applied(story.cast(world)))))
    finding = story.found(case, Finding.Grade.MINOR, "DAT2", "Records are shown late.")
    story.concluded(case)
    story.voted(case)
    award = panels.decide(case.application, reason="Two of three.", by=world.luc)
    assert award is not None
    assert finding.due_on is not None
    assert labels.turn_calendar(finding.due_on) == 0
    assert labels.turn_calendar(finding.due_on + timedelta(days=9)) == 1
    assert labels.turn_calendar(finding.due_on + timedelta(days=9)) == 0
    assert stands(award.subject, finding.due_on).is_valid
    assert stands(award.subject, finding.due_on + timedelta(days=1)).state is State.LAPSED


@pytest.mark.django_db
def test_an_appeal_that_is_upheld_lifts_the_suspension(world: World) -> None:
    case = story.granted(world)
    event = labels.suspend(case.award, ground="complaint", reason="A complaint was founded.", by=world.luc)
    filed = appeals.appeal(case.application, event, grounds="It concerns another firm.", by=world.pilar)
    with pytest.raises(appeals.NothingToAppeal):
        appeals.appeal(case.application, event, grounds="Again.", by=world.pilar)
    for member in case.others[:2]:
        auditing.declare(case.application, conflict=False, by=member)
        appeals.vote_on_appeal(filed, "in_favour", reason="It does.", by=member)
    with pytest.raises(appeals.TooFew):
        appeals.decide_appeal(filed, reason="Two in favour.", by=world.luc)
    auditing.declare(case.application, conflict=False, by=case.others[2])
    appeals.vote_on_appeal(filed, "abstain", reason="I am not sure.", by=case.others[2])
    appeals.decide_appeal(filed, reason="Two in favour.", by=world.luc)
    assert label_on(world.finca_sol, case.on) is not None
    assert case.award.events.latest("id").ground == "appeal"


@pytest.mark.django_db
def test_a_code_opens_once_and_nothing_is_left_that_leads_from_an_answer_to_it(world: World) -> None:
    case = story.opened(story.admitted(story.submitted(story.applied(story.cast(world)))))
    before = Entry.objects.count()
    (code,) = interviewing.issue_codes(case.audit, 1, by=world.otto)
    interviewing.answer_interview(code.lower().replace("-", " "), {"W_FEE": "yes", "W_WORDS": "They kept 300."})
    for wrong in (code, "AAAA-BBBB-CCCC", "", "\x00"):
        with pytest.raises(interviewing.CodeUnknown):
            interviewing.answer_interview(wrong, {"W_FEE": "no"})
    answer = InterviewAnswer.objects.get()
    assert {each.name for each in InterviewAnswer._meta.fields} == {
        "code", "audit", "version", "answers", "words", "day",
    }  # fmt: skip
    assert (answer.day, answer.words, answer.answers) == (case.on, "They kept 300.", {"W_FEE": "yes"})
    assert Entry.objects.count() == before + 1, "the issue is recorded, the answer is not: it would say when"
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM certification_interviewanswer")
        assert "They kept" not in cursor.fetchone()[0]
    told = heard(case.audit, case.on)
    assert (told.held, told.counts, told.words) == (1, None, ())


@pytest.mark.django_db
def test_counts_appear_when_no_code_is_open_and_none_is_issued_afterwards(world: World) -> None:
    case = story.opened(story.admitted(story.submitted(story.applied(story.cast(world)))))
    codes = interviewing.issue_codes(case.audit, 7, by=world.otto)
    for code in codes[:6]:
        interviewing.answer_interview(code, {"W_FEE": "no"})
    assert heard(case.audit, case.on).counts is None
    assert interviewing.end_interviews(case.audit, by=world.otto) == 1
    assert heard(case.audit, case.on).counts is not None
    with pytest.raises(interviewing.CodeUnknown):
        interviewing.answer_interview(codes[6], {"W_FEE": "yes"})
    with pytest.raises(interviewing.Counted):
        interviewing.issue_codes(case.audit, 1, by=world.otto)


@pytest.mark.django_db
def test_an_auditor_with_a_tie_or_a_conflict_is_refused_and_stays_out(world: World) -> None:
    from alianza.network.models import Membership

    case = story.admitted(story.submitted(story.applied(story.cast(world))))
    with pytest.raises(auditing.NotAccredited):
        auditing.assign(case.application, world.mara, by=world.luc)
    tie = Membership.objects.create(user=world.otto, organisation=world.finca_sol, role="auditor", begins_on=case.on)
    with pytest.raises(auditing.Tied):
        auditing.assign(case.application, world.otto, by=world.luc)
    tie.delete()
    audit = auditing.assign(case.application, world.otto, by=world.luc)
    with pytest.raises(auditing.DeclareFirst):
        auditing.open_audit(audit, workers=10, by=world.otto)
    with pytest.raises(auditing.SayWhichConflict):
        auditing.declare(case.application, conflict=True, by=world.otto)
    auditing.declare(case.application, conflict=True, reason="My sister works there.", by=world.otto)
    with pytest.raises(auditing.ConflictStays):
        auditing.declare(case.application, conflict=False, by=world.otto)
    with pytest.raises(auditing.NotYourAudit):
        auditing.open_audit(audit, workers=10, by=world.otto)
    with pytest.raises(auditing.Tied):
        auditing.assign(case.application, world.otto, by=world.luc)


@pytest.mark.django_db
def test_no_vote_of_the_auditor_none_twice_none_for_a_label_that_the_audit_does_not_bear(world: World) -> None:
    case = story.opened(story.admitted(story.submitted(story.applied(story.cast(world)))))
    reviewing.accredit(
        world.otto, "panelist", languages=[], begins_on=case.on, ends_on=case.on + timedelta(days=9), by=world.luc
    )
    story.concluded(case, CON1="partly")
    with pytest.raises(panels.NotOnThePanel):
        panels.vote(case.application, "in_favour", reason="It is good.", by=world.otto)
    with pytest.raises(panels.DeclareFirst):
        panels.vote(case.application, "against", reason="CON1.", by=world.rhea)
    auditing.declare(case.application, conflict=False, by=world.rhea)
    with pytest.raises(panels.NothingToGrant):
        panels.vote(case.application, "in_favour", reason="Nearly.", by=world.rhea)
    with pytest.raises(NotYet, match="At least three members"):
        panels.decide(case.application, reason="One against.", by=world.luc)
    story.voted(case, ("against", "against", "abstain"))
    with pytest.raises(panels.VotedAlready):
        panels.vote(case.application, "abstain", reason="I changed my mind.", by=world.rhea)
    assert panels.decide(case.application, reason="Nobody in favour.", by=world.luc) is None
    assert case.fresh().state == "refused"
    filed = appeals.appeal(case.application, grounds="CON1 is met.", by=world.pilar)
    with pytest.raises(IntegrityError, match="took no part"), transaction.atomic():
        Vote.objects.create(appeal=filed, member=world.rhea, choice="against", reason="Once more.")
    with pytest.raises(IntegrityError, match="auditor of a case"), transaction.atomic():
        Vote.objects.create(application=case.application, member=world.otto, choice="abstain", reason="Me too.")


@pytest.mark.django_db
def test_people_are_told(world: World) -> None:
    case = story.granted(world)
    kinds = set(Notice.objects.filter(user=world.pilar).values_list("kind", flat=True))
    assert {"certification.application.moved", "certification.label.changed"} <= kinds
    assert Notice.objects.filter(user=world.rhea, kind="certification.application.before_panel").count() == 1
    assert Notice.objects.filter(user=world.otto, kind="certification.audit.assigned").count() == 1
    assert not Notice.objects.filter(user=world.mara).exists()
    assert case.application.state == "granted"
