"""A programme through its doors: what people click and read, from the draft of the contract to the published report."""

from io import BytesIO
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from alianza.fund.actions import allegations, contracts
from alianza.fund.models import Allegation, AllegationOpening, Contract, Finding, Programme, Report, Suspension, Tranche
from tests.fund import programmes_cast as cast
from tests.fund import story
from tests.world import World

pytestmark = pytest.mark.django_db


def post(client: Client, route: str, data: dict[str, Any] | None = None, **kwargs: Any) -> Any:
    return client.post(reverse(f"fund:{route}", kwargs=kwargs), data or {})


def page(client: Client, route: str, **kwargs: Any) -> str:
    answer = client.get(reverse(f"fund:{route}", kwargs=kwargs))
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_from_the_draft_to_the_published_report(world: World) -> None:
    programme = cast.approved(world)
    luc, lena, sami, paz = (world.signed_in(each) for each in (world.luc, world.lena, world.sami, world.paz))
    draft = {"organisation": world.puente.code, "party": "PUENTE", "money": "107000.00", "indirect_rate": "0.07"}
    assert post(luc, "contract-draft", {**draft, **cast.CLAUSES}, code=programme.code).status_code == 302
    contract = Contract.objects.get()
    for client in (luc, paz):
        assert post(client, "contract-move", code=contract.code, move="sign").status_code == 302
    assert (
        post(paz, "contract-move", {"account-details": "Bank 1"}, code=contract.code, move="account").status_code == 302
    )
    assert "Bank 1" not in page(luc, "contract-show", code=contract.code)
    assert post(luc, "contract-move", code=contract.code, move="call-back").status_code == 302
    plan = {
        "plan-TOTAL_FORMS": "2",
        "plan-INITIAL_FORMS": "0",
        "plan-0-planned_on": "2026-03-02",
        "plan-0-money": "64,200.00",
        "plan-1-planned_on": "2026-09-02",
        "plan-1-money": "42 800",
    }
    assert post(luc, "tranche-plan", plan, code=contract.code).status_code == 302
    first = contract.tranches.get(number=1)
    assert first.money == story.usd(64_200)
    assert post(paz, "tranche-move", code=first.code, move="request").status_code == 302
    assert str(first) in page(luc, "tranche-desk")
    assert post(luc, "tranche-move", {"from": "desk"}, code=first.code, move="check").url == reverse(
        "fund:tranche-desk"
    )
    desk = page(luc, "tranche-desk")
    assert "Nothing waits for you" in desk  # who checked does not authorise
    assert "for another hand" in desk
    assert post(lena, "tranche-move", code=first.code, move="authorise").status_code == 302
    post(sami, "tranche-move", {"pay-bank_reference": ""}, code=first.code, move="pay")
    assert Tranche.objects.get(pk=first.pk).state == "authorised"
    post(sami, "tranche-move", {"pay-bank_reference": "B-1"}, code=first.code, move="pay")
    assert Tranche.objects.get(pk=first.pk).state == "paid"
    assert Programme.objects.get().state == "active"
    shown = page(paz, "programme-show", code=programme.code)
    assert "$107,000" in shown
    assert "$64,200" in shown
    assert "Acknowledge receipt" in page(paz, "contract-show", code=contract.code)
    assert "acknowledge its receipt" in paz.get(reverse("web:home")).content.decode()


def lines(*rows: tuple[str, str], **more: str) -> dict[str, str]:
    data = {"lines-TOTAL_FORMS": str(len(rows)), "lines-INITIAL_FORMS": "0", "text": "Trained.", **more}
    for at, (category, money) in enumerate(rows):
        data |= {f"lines-{at}-category": category, f"lines-{at}-money": money, f"lines-{at}-country": "PHL"}
    return data


@pytest.fixture
def report(world: World) -> Report:
    from alianza.fund.actions.reports import open_report

    return open_report(cast.running(world), "financial", cast.DAY, on=cast.DAY, by=world.paz)


def test_a_report_is_saved_resumed_and_submitted(report: Report, world: World) -> None:
    paz, luc = world.signed_in(world.paz), world.signed_in(world.luc)
    assert luc.get(reverse("fund:report-show", kwargs={"code": report.code})).status_code == 404  # not yet sent
    value = {"value1-value": "12", "value1-on": "2026-03-02", "value1-evidence": "List 4"}
    data = lines(("staff", "1000.50"), ("travel", "10"), version="1", **value)
    assert post(paz, "report-fill", data, code=report.code).status_code == 302
    shown = page(paz, "report-fill", code=report.code)
    assert 'value="1000.50"' in shown
    assert "List 4" in shown
    data = lines(("staff", "1000.50"), version="2", then="submit")
    answer = paz.post(reverse("fund:report-fill", kwargs={"code": report.code}), data, follow=True)
    assert "certified by an office" in answer.content.decode()  # saved all the same
    data = lines(("staff", "1000.50"), version="3", certified_by="Audit office", then="submit")
    assert post(paz, "report-fill", data, code=report.code).url == reverse(
        "fund:report-show", kwargs={"code": report.code}
    )
    line = report.lines.get()
    refused = post(luc, "report-move", {f"line{line.pk}": "1000.51"}, code=report.code, move="accept")
    assert refused.status_code == 409
    assert "no more can be accepted" in refused.content.decode()
    post(luc, "report-move", {f"line{line.pk}": "900", "said": "Taxi not."}, code=report.code, move="accept")
    post(luc, "report-move", code=report.code, move="publish")
    assert Report.objects.get(pk=report.pk).state == "published"
    assert "$900" in page(paz, "report-show", code=report.code)


@pytest.mark.parametrize(
    ("amount", "sentence"),
    [
        ("1e9", "is not an amount"),
        ("-0", "above zero"),
        ("NaN", "is not an amount"),
        ("1.000", "two ways"),
        ("1,2,3", "is not an amount"),
        ("1000000000000", "more than the books can hold"),
    ],
)
def test_an_amount_is_understood_or_refused_in_a_sentence(
    amount: str, sentence: str, report: Report, world: World
) -> None:
    answer = post(world.signed_in(world.paz), "report-fill", lines(("staff", amount), version="1"), code=report.code)
    assert answer.status_code == 400
    assert sentence in answer.content.decode()
    assert not report.lines.exists()


@pytest.mark.parametrize("amount", ["1.000,00", "١٠٠٠٫٠٠", "1 000", "1’000.00"])
def test_amounts_are_typed_in_many_ways(amount: str, report: Report, world: World) -> None:
    answer = post(world.signed_in(world.paz), "report-fill", lines(("staff", amount), version="1"), code=report.code)
    assert answer.status_code == 302
    assert report.lines.get().minor == 100_000


def _file(content: bytes, name: str = "paper.pdf") -> BytesIO:
    file = BytesIO(content)
    file.name = name
    return file


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b"<html><script>alert(1)</script></html>", "whatever its name says"),
        (b"MZ\x90\x00" + b"\0" * 100, "NUL character"),
        (b"%PDF-1.4\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n%%EOF\n", "holds a script"),
        (b"%PDF-1.4\n" + b"0" * (21 << 20), "at most 20 MB"),
    ],
)
def test_a_paper_that_is_empty_large_or_not_what_it_says_is_refused(
    content: bytes, sentence: str, report: Report, world: World
) -> None:
    data: dict[str, Any] = {**lines(("staff", "5"), version="1"), "file": _file(content)}
    answer = post(world.signed_in(world.paz), "report-fill", data, code=report.code)
    assert answer.status_code == 400
    assert sentence in answer.content.decode()
    assert not report.lines.exists()


def test_a_programme_is_suspended_on_its_page_and_says_so(world: World) -> None:
    programme = cast.running(world).programme
    told = allegations.submit(kind="fraud", text="Money.", programme=programme)
    luc = world.signed_in(world.luc)
    empty = post(luc, "programme-move", {"suspend-reason": "Asked."}, code=programme.code, move="suspend")
    assert empty.status_code == 409
    assert "rests on a decision or on an allegation" in empty.content.decode()
    data = {"suspend-reason": "An enquiry is under way.", "suspend-allegation": told.code}
    assert post(luc, "programme-move", data, code=programme.code, move="suspend").status_code == 302
    assert Suspension.objects.get().allegation == told
    assert "An enquiry is under way." in page(world.signed_in(world.paz), "programme-show", code=programme.code)


def test_what_a_change_changed_stands_beside_what_was(world: World) -> None:
    programme = cast.running(world).programme
    luc = world.signed_in(world.luc)
    data = {"ends_on": "2028-06-01", "reason": "Visas came late."}
    assert post(luc, "programme-alter", data, code=programme.code, what="extend").status_code == 302
    shown = page(world.signed_in(world.paz), "programme-change", code=programme.code, number=2)
    assert "2028-03-01" in shown
    assert "2028-06-01" in shown
    late = post(luc, "programme-alter", {**data, "ends_on": "2030-01-01"}, code=programme.code, what="extend")
    assert "Without a decision it ends by 2028-09-01" in late.content.decode()
    for what in ("shift", "restructure"):
        assert (
            luc.get(reverse("fund:programme-alter", kwargs={"code": programme.code, "what": what})).status_code == 200
        )


def test_a_finding_is_answered_and_closed_on_its_page(world: World) -> None:
    contract = cast.running(world)
    otto, paz = world.signed_in(world.otto), world.signed_in(world.paz)
    data = {"year": "2026", "auditor": "Audit office", "received_on": "2026-03-02"}
    answer = post(otto, "audit-receive", data, code=contract.code)
    found = {"risk": "high", "text": "No receipts.", "owner": world.puente.code, "due_on": "2026-03-02"}
    assert otto.post(answer.url, found).status_code == 302
    one = Finding.objects.get()
    assert "waits for your answer" in paz.get(reverse("web:home")).content.decode()
    assert post(paz, "finding-move", {"answer-answer": "Sent."}, code=one.code, move="answer").status_code == 302
    assert post(paz, "finding-move", {"close-evidence": "Sent."}, code=one.code, move="close").status_code == 404
    assert post(otto, "finding-move", {"close-evidence": "Seen."}, code=one.code, move="close").status_code == 302
    assert Finding.objects.get().closed_on is not None


# allegations -----------------------------------------------------------------------------------------------------

TOLD = {"kind": "abuse", "text": "Trainees are beaten.", "contact": "maria@example.org"}


def test_anybody_tells_without_an_account_and_nothing_of_it_stands_in_an_address(world: World) -> None:
    cache.clear()
    programme = cast.running(world).programme
    answer = post(Client(), "allegation-tell", {**TOLD, "programme": programme.code})
    assert answer.url == reverse("fund:allegation-received")
    told = Allegation.objects.get()
    assert (told.programme, told.text) == (programme, "Trainees are beaten.")
    assert "sealed" in page(Client(), "allegation-received")
    shown = page(Client(), "allegation-tell")
    assert "beaten" not in shown


def test_after_ten_in_an_hour_the_form_waits(world: World) -> None:
    cache.clear()
    for _each in range(10):
        assert post(Client(), "allegation-tell", TOLD).status_code == 302
    answer = post(Client(), "allegation-tell", TOLD)
    assert answer.status_code == 429
    assert "Keep your text" in answer.content.decode()
    assert "Trainees are beaten." in answer.content.decode()  # what was typed is not lost
    assert Allegation.objects.count() == 10
    cache.clear()


def test_an_allegation_is_read_once_for_a_reason_and_the_next_reader_sees_who_read_it(world: World) -> None:
    told = allegations.submit(kind="abuse", text="Trainees are beaten.", programme=cast.running(world).programme)
    otto = world.signed_in(world.otto)
    assert "beaten" not in page(otto, "allegation-show", code=told.code)
    short = post(otto, "allegation-open", {"reason": "so"}, code=told.code)
    assert short.status_code == 400
    assert "beaten" not in short.content.decode()
    read = post(otto, "allegation-open", {"reason": "Assessing it today."}, code=told.code)
    assert "Trainees are beaten." in read.content.decode()
    assert "no-store" in read["Cache-Control"]
    assert AllegationOpening.objects.count() == 1
    assert "Assessing it today." in page(world.signed_in(world.luc), "allegation-show", code=told.code)
    assert post(otto, "allegation-move", {"outcome": "Plausible."}, code=told.code, move="assess").status_code == 302
    assert Allegation.objects.get().state == "assessed"


def test_a_partner_sees_its_own_contract_and_not_the_other(world: World) -> None:
    contract = cast.running(world)
    from alianza.fund.models import Executant

    Executant.objects.create(
        proposal=contract.programme.proposal, organisation=world.treasury, capacity_checked_on=cast.DAY
    )
    other = contracts.draft_contract(
        contract.programme,
        world.treasury,
        story.usd(1),
        party="OTHER",
        indirect_rate=contract.indirect_rate,
        clauses=cast.CLAUSES,
        by=world.luc,
    )
    paz = world.signed_in(world.paz)
    assert paz.get(reverse("fund:contract-show", kwargs={"code": other.code})).status_code == 404
    assert other.organisation.name not in page(paz, "programme-show", code=contract.programme.code)
