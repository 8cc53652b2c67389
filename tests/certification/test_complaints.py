"""Complaints: told by anybody, read by few, answered within a clock, and safe to make."""

import re
from dataclasses import fields, replace
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from alianza.audit.models import Entry
from alianza.certification.actions import complaint_findings as findings
from alianza.certification.actions import complaints as actions
from alianza.certification.actions.complaints import Told
from alianza.certification.complaint_steps import MOVES, Clocks, Step, clocks_of, packaged_clocks, unfit_days
from alianza.certification.models import (
    Complaint,
    ComplaintFile,
    ComplaintFinding,
    ComplaintHandler,
    ComplaintMessage,
    ComplaintStep,
    Standing,
    Subject,
)
from alianza.certification.policy import complaints as policy
from alianza.certification.queries.complaints import by_code, criteria_for, open_serious
from alianza.certification.queries.labels import stands
from alianza.certification.return_codes import code_for, digits_of, grouped, index_of
from alianza.certification.standing import State
from alianza.certification.summaries import tells_too_much
from alianza.documents.queries import named_digests, opened
from alianza.instruments.packaged import packaged_documents
from alianza.messages.models import Notice
from alianza.vocabulary.refusal import Refusal
from tests.certification.labelled import labelled
from tests.documents.contents import PNG
from tests.world import World

TODAY = date.today()
TEXT = "On 3 May the agent took my passport in his office and asked 900 dollars for it. I am Ana Reyes."
SUMMARY = "It is said that papers of workers are kept in an office and given back against money."
SAID = "We look into it and ask the firm."


def told(world: World, **others: object) -> Told:
    given: dict[str, object] = {
        "category": Complaint.Category.PASSPORT,
        "text": TEXT,
        "contact": "Ana Reyes +63 917 555 0101",
        "subject": Subject.objects.filter(organisation=world.finca_sol).first(),
        "firm_may_know": Complaint.FirmMayKnow.SUMMARY,
    }
    return Told(**{**given, **others})  # type: ignore[arg-type]


def received(world: World, **others: object) -> tuple[Complaint, str]:
    return actions.submit(uuid4(), told(world, **others))


def admitted(world: World, **others: object) -> Complaint:
    complaint, _code = received(world, **others)
    actions.take(complaint, by=world.luc)
    return actions.admit(complaint, said=SAID, by=world.luc)


def released(world: World, **others: object) -> Complaint:
    complaint = admitted(world, **others)
    return findings.release(complaint, summary=SUMMARY, said=SAID, weighed=True, by=world.luc)


def founded(world: World, items: tuple[str, ...] = ("FRE1",), **others: object) -> Complaint:
    complaint = released(world, **others)
    findings.answer(complaint, "We keep no papers of anybody.", by=world.pilar)
    findings.find(complaint, outcome="founded", items=items, text="Three spoke of it.", said=SAID, by=world.luc)
    complaint.refresh_from_db()
    return complaint


# codes -------------------------------------------------------------------------------------------------------------
def test_a_code_is_found_again_however_it_is_typed() -> None:
    code = code_for(uuid4())
    assert len(code) == 18
    arabic = "".join(chr(0x660 + int(digit)) for digit in code)
    for typed in (grouped(code), grouped(code).replace(" ", "-"), f"  {code}\n", arabic, ".".join(code)):
        assert digits_of(typed) == code


def test_a_slip_of_the_finger_is_told_before_anything_is_looked_up() -> None:
    """Every wrong digit and every exchange of two neighbours."""
    code = code_for(UUID(int=5))
    for at, digit in enumerate(code):
        for other in "0123456789":
            if other != digit:
                assert digits_of(code[:at] + other + code[at + 1 :]) is None
        if at and code[at - 1] != digit:
            assert digits_of(code[: at - 1] + digit + code[at - 1] + code[at + 1 :]) is None
    for wrong in ("", "12", code[:-1], code + "1", "a" + code[1:]):
        assert digits_of(wrong) is None


def test_codes_of_ten_thousand_forms_are_all_different() -> None:
    assert len({code_for(UUID(int=each)) for each in range(10_000)}) == 10_000


# summaries ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "summary",
    [
        "Passports were taken on 3 May.",
        "Passports were taken on 2026-05-03.",
        "Fue el 3 de mayo en la oficina.",
        "C'était le 1er mars.",
        "It happened on May 3rd.",
        "Ask the person at +63 917 555 0101.",
        "Write to ana@example.org about it.",
        "A worker named Reyes says so.",
        "We hear that the agent took my passport in his office.",
    ],
)
def test_a_summary_that_tells_who_or_when_is_held_back(summary: str) -> None:
    assert list(tells_too_much(summary, text=TEXT, contact="Ana Reyes +63 917 555 0101"))


def test_a_summary_may_name_sums_years_and_criteria() -> None:
    words = f"{SUMMARY} In 2026 up to 900 dollars were asked; twelve may be concerned; 5.5 % of pay was kept."
    assert list(tells_too_much(words, text=TEXT, contact="")) == []


# the way -----------------------------------------------------------------------------------------------------------
def test_the_steps_are_those_of_the_scheme() -> None:
    documents = {each["urn"]: each for each in packaged_documents()}
    document: Any = documents["urn:alianza:instrument:ethical-recruitment"]
    assert [step.value for step in Step] == document["complaints"]["steps"]
    assert set(document["complaints"]["who"]) == set(Complaint.Who.values)
    known = Clocks(
        received=10, urgent=3, admissible=14, answer_by_firm=21, finding=14, action=60, appeal=45, may_appeal=30
    )
    assert set(document["complaints"]["days"]) == {each.name for each in fields(Clocks)}, "the document names each"
    assert clocks_of(document) == packaged_clocks() == known
    assert clocks_of(None) == clocks_of({}) == known, "a version stored before has those of the packaged scheme"
    assert clocks_of({"complaints": {}}, action=44) == replace(known, action=44)
    unfit = {"complaints": {"days": {"received": 4, "appeal": 0, "x": 2, "action": True}}}
    assert clocks_of(unfit) == replace(known, received=4)
    assert unfit_days(unfit) == ["action", "appeal", "x"]
    assert {state.value for state in Step} == set(Complaint.State.values)


@pytest.mark.django_db
def test_a_complaint_goes_from_received_to_closed_and_each_step_has_its_day(world: World) -> None:
    labelled(world)
    complaint, code = received(world)
    assert complaint.due_on == TODAY + timedelta(days=packaged_clocks().urgent)
    assert by_code(code) == complaint
    actions.take(complaint, by=world.luc)
    complaint = actions.admit(complaint, said=SAID, by=world.luc)
    assert complaint.due_on == TODAY + timedelta(days=packaged_clocks().admissible)
    complaint = findings.release(complaint, summary=SUMMARY, said=SAID, weighed=False, by=world.luc)
    assert complaint.due_on == TODAY + timedelta(days=packaged_clocks().answer_by_firm)
    complaint = findings.answer(complaint, "We keep no papers.", by=world.pilar)
    findings.find(complaint, outcome="founded", items=["FRE3"], text="Shown.", said=SAID, by=world.luc)
    complaint = findings.act(complaint, demand="Give every paper back by 1 December.", said=SAID, by=world.luc)
    assert complaint.due_on == TODAY + timedelta(days=60)
    complaint = actions.close(complaint, said=SAID, by=world.luc)
    assert (complaint.due_on, complaint.closed_on) == (None, TODAY)
    assert [step.move for step in complaint.steps.all()] == [
        "received", "admit", "release", "answer", "find", "act", "close",
    ]  # fmt: skip
    assert stands(complaint.subject, TODAY).state is State.VALID  # type: ignore[arg-type]


@pytest.mark.django_db
def test_a_founded_complaint_over_a_critical_criterion_suspends_the_label(world: World) -> None:
    case = labelled(world)
    complaint = founded(world)
    finding = complaint.findings.get()
    assert finding.critical
    assert finding.suspension is not None
    assert (finding.suspension.kind, finding.suspension.ground, finding.suspension.award) == (
        "suspended", "complaint", case.award,
    )  # fmt: skip
    assert stands(case.award.subject, TODAY).state is State.SUSPENDED
    for word in ("passport", "Reyes", "900"):
        assert word not in finding.suspension.reason


@pytest.mark.django_db
def test_the_known_criteria_and_which_of_them_are_critical(world: World) -> None:
    labelled(world)
    criteria = criteria_for(Subject.objects.get(organisation=world.finca_sol))
    assert len(criteria) == 31
    assert [item.id for item in criteria if item.critical] == [
        "LAW1", "LAW2", "FEE1", "FEE2", "FRE1", "FRE2", "TER2", "REM2",
    ]  # fmt: skip


@pytest.mark.django_db
def test_nothing_is_founded_before_the_firm_was_heard(world: World) -> None:
    labelled(world)
    complaint = admitted(world)
    with pytest.raises(findings.FirmNotHeard):
        findings.find(complaint, outcome="founded", items=["FRE1"], text="x", said=SAID, by=world.luc)
    complaint = findings.release(complaint, summary=SUMMARY, said=SAID, weighed=True, by=world.luc)
    with pytest.raises(findings.WaitForAnswer):
        findings.find(complaint, outcome="founded", items=["FRE1"], text="x", said=SAID, by=world.luc)
    after = TODAY + timedelta(days=packaged_clocks().answer_by_firm + 1)
    found = findings.find(complaint, outcome="founded", items=["FRE1"], text="x", said=SAID, by=world.luc, today=after)
    assert found.suspension is not None


@pytest.mark.django_db
def test_a_founded_complaint_names_criteria_of_the_label(world: World) -> None:
    labelled(world)
    complaint = released(world)
    findings.answer(complaint, "No.", by=world.pilar)
    for items in ((), ("FRE1", "NONE9")):
        with pytest.raises(findings.NoCriterion):
            findings.find(complaint, outcome="founded", items=items, text="x", said=SAID, by=world.luc)
    complaint.refresh_from_db()
    assert complaint.state == Complaint.State.ANSWER_BY_FIRM
    assert not Standing.objects.filter(kind="suspended").exists()


@pytest.mark.django_db
def test_each_move_is_refused_from_every_step_it_does_not_start_from(world: World) -> None:
    labelled(world)
    complaint = admitted(world)
    for name, move in MOVES.items():
        for step in Step:
            if step in move.start:
                continue
            complaint.state = step.value
            with pytest.raises(actions.NotThatStep):
                actions.moved(complaint, name, TODAY)


# who sees what -----------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_an_officer_reads_it_only_after_taking_it_and_that_stands_on_record(world: World) -> None:
    labelled(world)
    complaint, _code = received(world)
    page = reverse("certification:complaint-show", kwargs={"code": complaint.code})
    client = world.signed_in(world.luc)
    before = client.get(page).content.decode()
    for secret in ("900 dollars", "Reyes", "555 0101"):
        assert secret not in before
    assert client.post(reverse("certification:complaint-take", kwargs={"code": complaint.code})).status_code == 302
    after = client.get(page).content.decode()
    assert "900 dollars" in after
    assert "555 0101" in after
    assert "900 dollars" not in world.signed_in(world.lena).get(page).content.decode()
    assert Entry.objects.filter(deed="certification.complaint.taken", actor=world.luc.code).count() == 1


@pytest.mark.django_db
def test_an_officer_with_a_tie_to_the_firm_sees_no_complaint_about_it(world: World) -> None:
    from alianza.network.models import Membership, RoleCode

    labelled(world)
    complaint, _code = received(world)
    Membership.objects.create(user=world.lena, organisation=world.finca_sol, role=RoleCode.PARTNER, begins_on=TODAY)
    assert not policy.listed_for(world.lena).exists()
    page = reverse("certification:complaint-show", kwargs={"code": complaint.code})
    assert world.signed_in(world.lena).get(page).status_code == 404
    assert world.lena not in policy.officers_for(complaint)
    with pytest.raises(actions.MayNotTake):
        actions.take(complaint, by=world.lena)


@pytest.mark.django_db
def test_the_firm_sees_nothing_before_a_summary_is_released_and_then_the_summary_alone(world: World) -> None:
    labelled(world)
    complaint = admitted(world, afraid=True)
    firm = world.signed_in(world.pilar)
    page = reverse("certification:complaint-asked", kwargs={"code": complaint.code})
    assert firm.get(page).status_code == 404
    assert "No" in firm.get(reverse("certification:complaint-asked-list")).content.decode()
    assert not Notice.objects.filter(user=world.pilar, kind__startswith="certification.complaint").exists()
    findings.release(complaint, summary=SUMMARY, said=SAID, weighed=True, by=world.luc)
    Complaint.objects.filter(pk=complaint.pk).update(since=date(2001, 2, 3))
    with connection.cursor() as cursor:  # as if it had been received long ago
        from alianza.certification.guards import GUARDS

        GUARDS.lift_from(connection)
        cursor.execute("UPDATE certification_complaint SET received_at = '2001-02-03 10:11:12+00:00'")
        GUARDS.raise_on(connection)
    shown = firm.get(page)
    words = shown.content.decode()
    assert shown.status_code == 200
    assert SUMMARY in words
    for secret in (
        "900 dollars",
        "Reyes",
        "555 0101",
        "3 May",
        "February 2001",
        SAID,
        world.luc.email,
        "Worker",
        "afraid",
    ):
        assert secret not in words
    assert world.signed_in(world.mara).get(page).status_code == 404
    assert firm.get(reverse("certification:complaint-show", kwargs={"code": complaint.code})).status_code == 404


@pytest.mark.django_db
def test_where_the_firm_may_know_nothing_no_officer_can_tell_it(world: World) -> None:
    labelled(world)
    complaint, code = received(world, firm_may_know=Complaint.FirmMayKnow.NOTHING)
    actions.take(complaint, by=world.luc)
    complaint = actions.admit(complaint, said=SAID, by=world.luc)
    with pytest.raises(findings.FirmMayKnowNothing):
        findings.release(complaint, summary=SUMMARY, said=SAID, weighed=True, by=world.luc)
    with pytest.raises(DatabaseError), transaction.atomic():
        Complaint.objects.filter(pk=complaint.pk).update(released_on=TODAY)
    subject = complaint.subject
    assert subject is not None
    assert open_serious([subject], TODAY) == {}
    held = by_code(code)
    assert held is not None
    actions.allow_summary(held)
    findings.release(complaint, summary=SUMMARY, said=SAID, weighed=True, by=world.luc)
    assert open_serious([subject], TODAY) == {subject.pk: 1}
    with pytest.raises(actions.NotThatStep):
        actions.forbid_summary(held)


@pytest.mark.django_db
def test_fear_of_reprisal_has_to_be_weighed_before_a_release(world: World) -> None:
    labelled(world)
    complaint = admitted(world, afraid=True)
    with pytest.raises(findings.NotWeighed):
        findings.release(complaint, summary=SUMMARY, said=SAID, weighed=False, by=world.luc)
    with pytest.raises(findings.SummaryTellsTooMuch, match="Reyes|reyes"):
        findings.release(complaint, summary=f"{SUMMARY} So says Reyes.", said=SAID, weighed=True, by=world.luc)
    complaint.refresh_from_db()
    assert complaint.released_on is None


@pytest.mark.django_db
def test_what_was_told_stands_nowhere_in_the_clear(world: World) -> None:
    """Neither in the rows, nor in the trail, nor in notices."""
    labelled(world)
    complaint = founded(world)
    actions.write_back(complaint, "My cousin Benita saw it.", form=uuid4())
    with connection.cursor() as cursor:
        rows = []
        for table in ("complaint", "complaintstep", "complaintmessage", "complaintfinding"):
            cursor.execute(f"SELECT * FROM certification_{table}")
            rows += cursor.fetchall()
    trail = [str(each) for each in Entry.objects.values_list("deed", "facts", "subject")]
    notices = [str(each) for each in Notice.objects.values_list("kind", "facts", "url")]
    for secret in ("900 dollars", "Reyes", "555 0101", "Benita", "papers of workers", "Three spoke", "We keep no"):
        assert not [row for row in map(str, rows) if secret in row]
        assert not [each for each in trail + notices if secret in each]


# appeals -----------------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_an_appeal_is_decided_by_somebody_who_took_no_part(world: World) -> None:
    labelled(world)
    complaint, code = received(world)
    actions.take(complaint, by=world.luc)
    complaint = actions.refuse(complaint, said="This is for the police, not for us.", by=world.luc)
    complaint = actions.appeal(complaint, said="The police sent me to you.")
    with pytest.raises(actions.MayNotTake):
        actions.take(complaint, by=world.luc)
    with pytest.raises(DatabaseError), transaction.atomic():
        ComplaintHandler.objects.create(complaint=complaint, user=world.luc, part="appeal")
    with pytest.raises(actions.NotYours):
        actions.decide_appeal(complaint, upheld=True, said=SAID, by=world.luc)
    actions.take(complaint, by=world.lena)
    complaint = actions.decide_appeal(complaint, upheld=True, said=SAID, by=world.lena)
    assert complaint.state == Complaint.State.ADMISSIBLE
    assert by_code(code) == complaint


@pytest.mark.django_db
def test_the_database_itself_refuses_an_appeal_to_whoever_found(world: World) -> None:
    labelled(world)
    complaint = founded(world)
    with connection.cursor() as cursor:
        from alianza.certification.guards import GUARDS

        GUARDS.lift_from(connection)
        cursor.execute("DELETE FROM certification_complainthandler")
        GUARDS.raise_on(connection)
    with pytest.raises(DatabaseError, match="took no part"), transaction.atomic():
        ComplaintHandler.objects.create(complaint=complaint, user=world.luc, part="appeal")


@pytest.mark.django_db
def test_after_an_upheld_appeal_somebody_else_finds(world: World) -> None:
    labelled(world)
    complaint = founded(world, items=("FRE3",))
    complaint = actions.object_to(complaint, said="Nobody asked us for the register.", by=world.pilar)
    actions.take(complaint, by=world.lena)
    complaint = actions.decide_appeal(complaint, upheld=True, said=SAID, by=world.lena)
    with pytest.raises(findings.FoundBefore):
        findings.find(complaint, outcome="unfounded", text="x", said=SAID, by=world.luc)
    actions.take(complaint, by=world.sami)
    findings.find(complaint, outcome="unfounded", text="The register was sound.", said=SAID, by=world.sami)
    assert [each.outcome for each in complaint.findings.all()] == ["founded", "unfounded"]


@pytest.mark.django_db
def test_an_appeal_comes_within_its_days(world: World) -> None:
    labelled(world)
    complaint, _code = received(world)
    actions.take(complaint, by=world.luc)
    complaint = actions.refuse(complaint, said=SAID, by=world.luc)
    last = TODAY + timedelta(days=packaged_clocks().may_appeal)
    with pytest.raises(actions.TooLateToAppeal):
        actions.appeal(complaint, said="It is not over for me.", today=last + timedelta(days=1))
    assert actions.appeal(complaint, said="It is not over for me.", today=last).state == Complaint.State.APPEAL


# the public pages --------------------------------------------------------------------------------------------------
def form(**others: object) -> dict[str, object]:
    return {
        "form": str(uuid4()), "category": "fee", "text": "They asked 500.", "firm_may_know": "nothing", "who": "worker",
        "named": "", "website": "", **others,
    }  # fmt: skip


def code_on(page: str) -> str:
    found = re.search(r'id="code">.*?</span>([\d\s\u00a0\u202f]+)</p>', page, re.DOTALL)
    assert found, page
    return found.group(1)


@pytest.mark.django_db
def test_without_account_and_script_somebody_tells_and_comes_back(world: World) -> None:
    labelled(world)
    client = Client(enforce_csrf_checks=False)
    tell, back = reverse("certification:complaint-tell"), reverse("certification:complaint-return")
    answer = client.post(tell, form(named="finca  sol"))
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    code = code_on(answer.content.decode())
    complaint = Complaint.objects.get()
    assert complaint.subject is not None
    assert complaint.subject.organisation == world.finca_sol
    assert complaint.return_index == index_of(digits_of(code) or "")
    shown = client.post(back, {"code": code})
    assert shown.status_code == 200
    assert "They asked 500." not in shown.content.decode()
    given = {"code": code, "deed": "write", "form": str(uuid4()), "text": "It was in June.", "website": ""}
    for _again in range(2):
        assert "It was in June." in client.post(back, given).content.decode()
    assert ComplaintMessage.objects.count() == 1
    actions.take(complaint, by=world.luc)
    actions.write(complaint, "Thank you. Have you a receipt?", by=world.luc)
    assert "Have you a receipt?" in client.post(back, {"code": code}).content.decode()


@pytest.mark.django_db
def test_the_same_form_sent_twice_is_one_complaint_with_one_code(world: World) -> None:
    client, given = Client(), form()
    pages = [client.post(reverse("certification:complaint-tell"), given).content.decode() for _ in range(2)]
    assert code_on(pages[0]) == code_on(pages[1])
    assert Complaint.objects.count() == 1
    from alianza.certification.guards import GUARDS

    GUARDS.lift_from(connection)
    Complaint.objects.update(received_at=Complaint.objects.get().received_at - timedelta(hours=25))
    GUARDS.raise_on(connection)
    late = client.post(reverse("certification:complaint-tell"), given)
    assert late.status_code == 400
    assert "received already" in late.content.decode()
    assert 'id="code"' not in late.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("others", "sentence"),
    [
        ({"text": ""}, "This field is required"),
        ({"category": "sport"}, "valid choice"),
        ({"website": "https://buy.example"}, "has to stay empty"),
        ({"form": "7"}, "valid UUID"),
        ({"text": "x" * 10_001}, "10000"),
    ],
    ids=["no_text", "no_such_kind", "trap", "no_number", "too_long"],
)
def test_what_cannot_be_taken_is_said_in_one_sentence_and_nothing_is_kept(
    db: None, others: dict[str, object], sentence: str
) -> None:
    answer = Client().post(reverse("certification:complaint-tell"), form(**others))
    assert answer.status_code == 400
    assert sentence in answer.content.decode()
    assert not Complaint.objects.exists()


@pytest.mark.django_db
def test_a_wrong_code_says_whether_it_was_mistyped(world: World) -> None:
    back = reverse("certification:complaint-return")
    missing = Client().post(back, {"code": grouped(code_for(uuid4()))})
    assert (missing.status_code, "There is no complaint" in missing.content.decode()) == (400, True)
    slipped = Client().post(back, {"code": "123 456 789 012 345 678"})
    assert (slipped.status_code, "A digit is wrong" in slipped.content.decode()) == (400, True)


@pytest.mark.django_db
def test_codes_cannot_be_tried_without_end(world: World, settings: object) -> None:
    from django.core.cache import cache

    cache.clear()
    client, back = Client(REMOTE_ADDR="203.0.113.7"), reverse("certification:complaint-return")
    answers = [client.post(back, {"code": "1"}).status_code for _ in range(62)]
    assert answers[:60] == [400] * 60
    assert answers[60:] == [429, 429]
    cache.clear()


@pytest.mark.django_db
def test_files_are_known_by_their_content_sealed_and_only_for_handlers(world: World) -> None:
    tell = reverse("certification:complaint-tell")
    bad = SimpleUploadedFile("invoice.pdf", b"MZ\x90\x00 not a pdf", content_type="application/pdf")
    answer = Client().post(tell, form(papers=bad))
    assert answer.status_code == 400
    assert not Complaint.objects.exists()
    good = SimpleUploadedFile("../../paid\u202egnp.exe", PNG, content_type="image/png")
    answer = Client().post(tell, form(papers=[good]))
    assert answer.status_code == 200, answer.content.decode()
    file = ComplaintFile.objects.get()
    assert file.digest in named_digests()
    assert opened(file).read() == PNG
    complaint = file.complaint
    address = reverse("certification:complaint-file", kwargs={"code": complaint.code, "file": file.code})
    client = world.signed_in(world.luc)
    assert client.get(address).status_code == 404
    actions.take(complaint, by=world.luc)
    down = client.get(address)
    assert down.status_code == 200
    assert "attachment" in down["Content-Disposition"]


def test_at_most_three_files_go_with_a_complaint(db: None) -> None:
    with pytest.raises(actions.TooManyFiles):
        actions.submit(uuid4(), Told(category="fee", text="x"), files=[("a.png", BytesIO(PNG))] * 4)


@pytest.mark.django_db
def test_the_queue_shows_what_is_overdue_first(world: World) -> None:
    labelled(world)
    received(world)
    actions.submit(uuid4(), told(world, category="wages"), today=TODAY - timedelta(days=40))
    page = world.signed_in(world.luc).get(reverse("certification:complaint-list")).content.decode()
    assert "2 complaints are open" in page
    assert "1 is past its day" in page
    assert page.index("Pay, hours or lodging") < page.index("A passport or other papers")


# the database ------------------------------------------------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM certification_complaint",
        "DELETE FROM certification_complaintmessage",
        "DELETE FROM certification_complaintstep",
        "DELETE FROM certification_complaintfinding",
        "DELETE FROM certification_complainthandler",
        "UPDATE certification_complaintfinding SET outcome = 'unfounded', critical = false",
        "UPDATE certification_complaintstep SET day = '2001-01-01'",
        "UPDATE certification_complaintmessage SET side = 'secretariat'",
        "UPDATE certification_complaint SET released_on = '2001-01-01'",
        "UPDATE certification_complaint SET return_index = 'x'",
        "UPDATE certification_complaint SET firm_may_know = 'nothing'",
        "UPDATE certification_complaint SET state = 'closed'",
        "UPDATE certification_complaint SET due_on = NULL",
    ],
)
def test_what_must_not_happen_is_refused_by_the_database_itself(world: World, statement: str) -> None:
    labelled(world)
    complaint = founded(world)
    actions.write_back(complaint, "Thank you.", form=uuid4())
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db
def test_sealed_words_are_sealed_anew_when_keys_are_changed(world: World) -> None:
    from alianza.vault.fields import reseal
    from alianza.vault.keys import add_key

    labelled(world)
    complaint = founded(world)
    add_key()
    for model in (Complaint, ComplaintStep, ComplaintFinding):
        assert reseal(model) > 0
    assert Complaint.objects.get(pk=complaint.pk).text == TEXT


def test_every_refusal_of_complaints_has_a_code_of_its_own() -> None:
    found = [each for module in (actions, findings) for each in vars(module).values() if isinstance(each, type)]
    codes = [each.code for each in set(found) if issubclass(each, Refusal) and each.code.startswith("certification.c")]
    assert len(codes) == len(set(codes)) > 15


# when its time is over ---------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_five_years_after_the_close_what_was_told_is_empty_and_that_it_was_stays(world: World) -> None:
    complaint, code = actions.submit(
        uuid4(), Told(category="fee", text=TEXT, contact="Ana"), files=[("paid.png", BytesIO(PNG))]
    )
    actions.take(complaint, by=world.luc)
    actions.write(complaint, "Tell us more, please.", by=world.luc)
    actions.refuse(complaint, said="This is for the police, not for us.", by=world.luc)
    digest = complaint.files.get().digest
    assert actions.forget(TODAY + timedelta(days=5 * 366)) == 0
    later = TODAY + timedelta(days=5 * 366 + 1)
    assert (actions.forget(later), actions.forget(later)) == (1, 0)
    held = by_code(code)
    assert held is not None
    assert (held.text, held.contact, held.category, held.closed_on) == ("", "", "fee", TODAY)
    assert [each.text for each in held.messages.all()] == [""]
    assert [(each.move, each.said) for each in held.steps.all()] == [("received", ""), ("refuse", "")]
    assert digest not in named_digests()
