"""Errors told by anybody of a line: by which path, with which code, in which clock, answered by whom."""

import copy
from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alianza.audit.models import Entry
from alianza.messages.models import Notice
from alianza.regulations import lines, staleness, upkeep
from alianza.regulations.actions import reports as actions
from alianza.regulations.forms.reports import token_of
from alianza.regulations.jobs import mail_answers
from alianza.regulations.lines import Since, in_words, line_at, since
from alianza.regulations.models import ANSWER_DAYS, ErrorReport, SheetVersion, Status
from alianza.regulations.notices import mail_answer
from alianza.regulations.sheets import seed_documents, seed_sheets
from alianza.vocabulary.criterion import Points, Test, walk
from tests.regulations.routes import LINE, philippine, report_on, version


def document(name="es-gecco-circular"):
    return copy.deepcopy(dict(seed_documents()[name]))


# the line -------------------------------------------------------------------------------------------------------------
def test_every_line_of_every_sheet_can_be_named_and_said():
    count = 0
    for name, sheet in seed_sheets().items():
        held = seed_documents()[name]
        paths = [path for path, _about, _standing in staleness.standings(sheet)]
        paths += [f"elements.{key}" for key in sheet.elements]
        paths += [f"cases[{number}]" for number in range(len(sheet.cases))]
        for node in walk(sheet.tree) if sheet.tree else ():
            paths += [f"eligibility.{node.id}"] if isinstance(node, Test | Points) else []
            paths += [f"eligibility.{item.id}" for item in getattr(node, "items", ())]
        for path in paths:
            line = line_at(held, path)
            assert line is not None, (name, path)
            assert in_words(line, "fr"), (name, path)
            assert since(held, held, path) is Since.SAME
        count += len(paths)
    assert count > 900, "statements, figures, elements, cases, conditions and items of the 26 sheets"


@pytest.mark.parametrize(
    "path",
    [
        "",
        "elements",
        "elements.permit.say[99]",
        "elements.permit.say[-1]",
        "elements.nothing",
        "elements.permit.items[0]",
        "parameters.none.values[0]",
        "parameters.posts_min.values[9]",
        "eligibility.none",
        "cases[9]",
        "notes[0]",
        "elements.permit.say[0]x",
        "x" * 201,
        "elements.permit.say[99999999]",
        "eligibility.",
        "\x00",
    ],
    ids=range(16),
)
def test_what_is_no_line_is_none(path):
    assert line_at(document(), path) is None


def test_a_dated_figure_is_said_with_its_days():
    line = line_at(document(), "parameters.posts_min.values[0]")
    assert in_words(line, "en") == "Fewest posts in an offer: 5 posts (1 January 2024 – 31 December 2024)"


def test_a_line_that_moved_has_not_changed_and_one_that_was_rewritten_has():
    then, now = document(), document()
    now["elements"]["permit"]["say"].insert(0, {"t": "New.", "lv": "official", "src": ["s1"]})
    assert since(then, now, "elements.permit.say[0]") is Since.SAME
    assert since(then, now, "elements.permit.say[1]") is Since.SAME, "it stands further down"
    now["elements"]["permit"]["say"] = [{"t": "New.", "lv": "official", "src": ["s1"]}]
    assert since(then, now, "elements.permit.say[0]") is Since.CHANGED
    assert since(then, now, "elements.permit.say[1]") is Since.GONE
    assert since(then, now, "elements.contacts.say[0]") is Since.SAME


def test_a_condition_changes_with_the_figure_that_it_compares_with_and_a_case_with_the_rule():
    then, now = document(), document()
    now["parameters"]["posts_min"]["values"][1]["v"] = 12
    assert since(then, now, "eligibility.posts") is Since.CHANGED
    assert since(then, now, "eligibility.housing") is Since.SAME
    assert since(then, now, "cases[0]") is Since.CHANGED
    now["eligibility"]["all"] = now["eligibility"]["all"][:1]
    assert since(then, now, "eligibility.posts") is Since.GONE


# the deed -------------------------------------------------------------------------------------------------------------
@pytest.fixture
def kept(world):
    return version(
        world,
        "ph-kept",
        Status.PUBLISHED,
        submitted_by=world.imani,
        confirmed_by=world.luc,
        confirmed_at=timezone.now() - timedelta(days=40),
    )


def corrected(world, held: SheetVersion, words="Corrected.") -> SheetVersion:
    """A newer published version in which the first statement reads otherwise."""
    SheetVersion.objects.filter(pk=held.pk).update(status=Status.SUPERSEDED)
    newer = version(
        world,
        held.category.name,
        Status.PUBLISHED,
        submitted_by=world.imani,
        confirmed_by=world.luc,
        confirmed_at=timezone.now(),
    )
    if words:
        changed = copy.deepcopy(newer.document)
        changed["elements"]["permit"]["say"][0]["t"] = words
        SheetVersion.objects.filter(pk=newer.pk).update(document=changed)
    newer.refresh_from_db()
    return newer


def test_what_was_told_is_sealed_and_whoever_told_is_not_recorded(world, kept):
    code = actions.new_code()
    report = report_on(
        kept, text="Maria paid 900.", code=code, mail="maria@example.org", source="https://example.org/x"
    )
    row = ErrorReport.objects.filter(pk=report.pk).values().get()
    assert "Maria" not in str(row["text"])[:30]
    assert "maria" not in str(dict(row, text=None, mail=None, source=None))
    assert code not in str(row)
    entry = Entry.objects.filter(deed="regulations.report.received").get()
    assert entry.actor.int == 0
    assert entry.facts == {"sheet": "ph-kept", "number": 1, "path": LINE}
    told = Notice.objects.filter(kind="regulations.report.received")
    assert {notice.user for notice in told} == {world.imani}, "the focal point of the country"
    assert "Maria" not in str([notice.facts for notice in told])


def test_a_region_without_a_focal_point_tells_the_officers(world):
    held = version(world, "mercosur-x", Status.SEED)
    type(held.category).objects.filter(pk=held.category_id).update(jurisdiction="MERCOSUR")
    report_on(SheetVersion.objects.select_related("category").get(pk=held.pk))
    told = Notice.objects.filter(kind="regulations.report.received")
    assert {notice.user for notice in told} == {world.luc, world.lena, world.sami}


def test_the_code_leads_back_however_it_is_typed(world, kept):
    code = actions.new_code()
    report = report_on(kept, code=code)
    assert len(code.replace("-", "")) == 24
    for typed in (code, code.lower(), code.replace("-", ""), f"  {code.replace('-', ' ')} "):
        assert upkeep.report_of(typed) == report
    assert upkeep.report_of(code[:-1] + ("A" if code[-1] != "A" else "B")) is None
    assert upkeep.report_of("") is None


def test_the_same_sent_twice_is_one_report(world, kept):
    code = actions.new_code()
    assert report_on(kept, code=code) == report_on(kept, code=code, text="Sent again.")
    assert ErrorReport.objects.count() == 1


def test_a_draft_has_no_line_for_anybody_to_report(world):
    with pytest.raises(actions.NoSuchLine):
        report_on(version(world, "ph-new", Status.DRAFT))
    with pytest.raises(actions.NoSuchLine):
        report_on(version(world, "ph-seed", Status.SEED), "elements.permit.say[77]")


def test_from_received_to_corrected_in_the_version_that_corrects_it(world, kept):
    report = report_on(kept)
    actions.take_up_report(report, by=world.imani)
    with pytest.raises(actions.TakenUpAlready):
        actions.take_up_report(report, by=world.luc)
    with pytest.raises(actions.NotACorrection):
        actions.answer_corrected(report, number=1, by=world.imani)
    newer = corrected(world, kept)
    answered = actions.answer_corrected(report, number=newer.number, by=world.imani)
    assert (answered.state, answered.corrected_in, answered.is_open) == ("corrected", newer, False)
    with pytest.raises(actions.NotTheirReport):
        actions.answer_no_error(report, reason="late", by=world.luc)
    deeds = Entry.objects.filter(deed__startswith="regulations.report").values_list("deed", flat=True)
    assert [deed.split(".")[-1] for deed in deeds] == ["received", "taken_up", "corrected"]


def test_a_version_in_which_the_line_stands_as_it_did_corrects_nothing(world, kept):
    report = report_on(kept)
    newer = corrected(world, kept, words="")
    with pytest.raises(actions.LineIsUnchanged):
        actions.answer_corrected(report, number=newer.number, by=world.imani)
    report.refresh_from_db()
    assert report.state == "received"


def test_that_it_is_no_error_needs_a_reason(world, kept):
    report = report_on(kept)
    with pytest.raises(actions.ReasonMissing):
        actions.answer_no_error(report, reason="  ", by=world.imani)
    assert actions.answer_no_error(report, reason="Article 5 says so.", by=world.luc).state == "no_error"


def test_nobody_but_its_keepers_answers(world, kept):
    report = report_on(kept)
    for person in (world.ana, world.mara, world.otto, world.dina, world.ada):
        with pytest.raises(actions.NotTheirReport):
            actions.take_up_report(report, by=person)
        with pytest.raises(actions.NotTheirReport):
            actions.answer_no_error(report, reason="no", by=person)


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "holy"},
        {"path": ""},
        {"state": "corrected"},
        {"state": "no_error", "reason": ""},
        {"state": "in_review"},
        {"reason": "early"},
        {"taken_up_at": timezone.now()},
        {"mailed_at": timezone.now()},
    ],
    ids=range(8),
)
def test_the_database_holds_what_must_never_be_false_of_a_report(world, kept, wrong):
    report = report_on(kept, mail="x@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        ErrorReport.objects.filter(pk=report.pk).update(**wrong)


def test_the_clock_runs_fourteen_days_and_then_says_so(world, kept):
    report = report_on(kept)
    on = report.received_on
    assert report.due_on == on + timedelta(days=ANSWER_DAYS)
    assert not report.is_overdue(report.due_on)
    assert report.is_overdue(report.due_on + timedelta(days=1))
    report_on(kept)
    counted = upkeep.open_reports(on + timedelta(days=15))["ph-kept"]
    assert (counted.open, counted.oldest_days, counted.overdue) == (2, 15, 2)
    actions.answer_no_error(report, reason="Right.", by=world.luc)
    assert upkeep.open_reports(on)["ph-kept"].open == 1
    report.refresh_from_db()
    assert not report.is_overdue(on + timedelta(days=99)), "answered is answered"


def test_the_answer_is_mailed_once_and_the_address_erased(world, kept, settings):
    report = report_on(kept, mail="maria@example.org", language="es")
    assert mail_answer.call(str(report.code)) == 0, "nothing to say yet"
    actions.answer_no_error(report, reason="Secret reason.", by=world.luc)
    assert mail_answers.call() == 1
    assert mail_answers.call() == 0
    assert mail_answer.call(str(report.code)) == 0
    (letter,) = mail.outbox
    assert letter.to == ["maria@example.org"]
    assert "Secret" not in letter.body
    assert reverse("regulations:report-follow") in letter.body
    report.refresh_from_db()
    assert report.mail is None


def test_a_mail_server_that_refuses_leaves_the_address_for_the_next_day(world, kept, monkeypatch):
    report = report_on(kept, mail="maria@example.org")
    actions.answer_no_error(report, reason="Right.", by=world.luc)

    def refuse(*_args, **_kwargs):
        raise OSError("closed")

    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMessage.send", refuse)
        assert mail_answers.call() == 0
    assert mail_answers.call() == 1
    assert len(mail.outbox) == 1


# the pages ------------------------------------------------------------------------------------------------------------
def here(held: SheetVersion, line=LINE) -> str:
    where = {"sheet": held.category.name, "number": held.number, "line": line}
    return reverse("regulations:report-tell", kwargs=where)


def test_anybody_tells_from_a_link_beside_the_line_and_follows_with_the_code(world, kept):
    client = Client()
    page = client.get(reverse("regulations:sheet-show", kwargs={"sheet": "ph-kept"})).content.decode()
    assert here(kept) in page
    assert "Report an error" in page
    code = actions.new_code()
    sent = {"text": "It says otherwise.", "source": "https://example.org/law", "token": token_of(code)}
    received = client.post(here(kept), sent)
    assert code in received.content.decode()
    assert client.post(here(kept), sent).status_code == 200, "sent again by a reload"
    assert ErrorReport.objects.count() == 1
    follow = reverse("regulations:report-follow")
    assert client.post(follow, {"code": "AAAA-AAAA"}).status_code == 400
    shown = client.post(follow, {"code": code.lower()}).content.decode()
    assert "Received" in shown
    assert "The line stands as it did." in shown
    assert "It says otherwise." not in shown, "who finds the code reads no more than the state"
    sheet = client.get(reverse("regulations:sheet-show", kwargs={"sheet": "ph-kept"})).content.decode()
    assert "1 report of an error is open" in sheet
    assert f"answered within {ANSWER_DAYS} days" in sheet


def test_when_the_line_changed_since_the_page_says_so(world, kept):
    code = actions.new_code()
    report = report_on(kept, code=code)
    corrected(world, kept, words="<b>Corrected</b> text.")
    shown = Client().post(reverse("regulations:report-follow"), {"code": code}).content.decode()
    assert "The line has changed since; in version 2 it says:" in shown
    assert "&lt;b&gt;Corrected" in shown
    imani = world.signed_in(world.imani)
    address = reverse("regulations:report-answer", kwargs={"code": report.code})
    assert imani.post(address, {"do": "corrected", "number": "7"}).status_code == 400
    assert imani.post(address, {"do": "corrected", "number": "2"}).status_code == 302
    shown = Client().post(reverse("regulations:report-follow"), {"code": code}).content.decode()
    assert "in version 2" in shown


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"text": ""}, "This field is required"),
        ({"source": "javascript:alert(1)"}, "https:// or http://"),
        ({"website": "https://spam.example"}, "Programs fill this field in"),
        ({"mail": "nobody"}, "email"),
        ({"token": "forged"}, "open for too long"),
        ({"text": "x" * 4001}, "4000"),
    ],
    ids=["empty", "script", "trap", "mail", "token", "long"],
)
def test_what_does_not_fit_is_refused_with_a_sentence_and_keeps_the_text(world, kept, wrong, says):
    sent = {"text": "My long text.", "token": token_of(actions.new_code())} | wrong
    response = Client().post(here(kept), sent)
    assert response.status_code == 400
    assert says in response.content.decode()
    if "text" not in wrong:
        assert "My long text." in response.content.decode()
    assert not ErrorReport.objects.exists()


def test_no_line_no_page_and_no_draft(world, kept):
    assert Client().get(here(kept, "elements.permit.say[88]")).status_code == 404
    draft = version(world, "ph-kept", Status.DRAFT)
    assert world.signed_in(world.imani).get(here(draft)).status_code == 404


def test_a_flood_from_one_connection_is_stopped(world, kept, settings):
    settings.ACCOUNT_RATE_LIMITS = {"error_report": "1/h/ip"}
    client = Client(REMOTE_ADDR="203.0.113.7")
    for status in (200, 429):
        sent = {"text": "Wrong.", "token": token_of(actions.new_code())}
        assert client.post(here(kept), sent).status_code == status
    assert ErrorReport.objects.count() == 1


def test_the_page_of_a_report_is_its_keepers_alone_and_shows_markup_as_text(world, kept):
    report = report_on(kept, text="<script>alert(1)</script>")
    address = reverse("regulations:report-show", kwargs={"code": report.code})
    for person in (world.ana, world.mara, world.ada):
        assert world.signed_in(person).get(address).status_code == 404
    page = world.signed_in(world.imani).get(address).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
    assert (
        world.signed_in(world.luc)
        .post(reverse("regulations:report-answer", kwargs={"code": report.code}), {"do": "no_error", "reason": ""})
        .status_code
        == 400
    )


def test_words_of_parts_are_complete():
    assert set(lines.PART_WORDS) == set(lines.Part)
    assert philippine("ph-x")["elements"]["permit"]["say"]
