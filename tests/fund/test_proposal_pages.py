"""Proposals through the doors that people use: the form in steps, the desks, and one proposal from Paz to the books."""

import re
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from zlib import compress

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alianza.audit.actions import PLATFORM
from alianza.fund.actions import proposals, reviews
from alianza.fund.chart import AccountName
from alianza.fund.checks import problems
from alianza.fund.models import Body, Criterion, Elector, Item, Proposal, Review, Seat, Version
from alianza.fund.queries.ledger import balances
from alianza.fund.queries.proposals import overlapping
from alianza.messages.models import Notice
from alianza.network.models import Organisation
from tests.fund import asking, story
from tests.fund.story import usd
from tests.world import World


def page(client: Client, route: str, status: int = 200, **kwargs: Any) -> str:
    response = client.get(reverse(f"fund:{route}", kwargs=kwargs))
    assert response.status_code == status, response.content.decode()[-2000:]
    return response.content.decode()


def sent(client: Client, route: str, form: dict[str, Any], status: int = 302, **kwargs: Any) -> str:
    response = client.post(reverse(f"fund:{route}", kwargs=kwargs), form)
    text = response.content.decode()
    assert response.status_code == status, re.findall(r'class="errorlist.*?</ul>', text, re.DOTALL) or text[-1500:]
    return text


def step(client: Client, held: Proposal, slug: str, form: dict[str, Any], status: int = 302) -> str:
    held.refresh_from_db()
    form = {"version": str(held.version), "then": "next", **form}
    return sent(client, "proposal-edit", form, status, code=held.code, step=slug)


PARTNERS = {"country1": "PHL", "role1": "origin"}
RESULTS = {
    "objectives": "Nurses' certificates count on both sides.",
    "tasks": "Compare, agree, train.",
    "results": "Certificates recognised.",
    "level1": "output",
    "statement1": "Examiners are trained",
    "indicator1": "Examiners with a certificate",
    "unit1": "people",
    "baseline1": "",
    "target1": "40",
    "source1": "List of attendance",
}
RIGHTS = {
    "follows": "Forum 2008",
    "direct": "Trains migrants.",
    "additional": "In no aid programme.",
    "overlap": "Searched; none.",
    "benefits": "Examiners; nurses.",
    "risks": "Loss of nurses; numbers are capped.",
    "rights": "No fees from workers.",
    "gender_marker": "1",
    "rights_marker": "2",
    "child_marker": "0",
}


def basics(held: Proposal) -> dict[str, Any]:
    return {
        "name": held.title,
        "window": str(held.window_id),
        "kind": "pilot",
        "starts_on": (timezone.localdate() + timedelta(days=60)).isoformat(),
        "months": "24",
        "language": "en",
    }


def begun(world: World, client: Client) -> Proposal:
    form = {
        "applicant": str(world.puente.pk),
        "title": "Skills that count",
        "window": str(story.window().pk),
        "kind": "pilot",
        "language": "en",
    }
    sent(client, "proposal-draft", form)
    return Proposal.objects.get()


@pytest.mark.django_db(transaction=True)
def test_one_proposal_from_the_applicants_form_to_the_books(world: World) -> None:
    story.money_in(story.window(), 500_000)
    paz, imani, luc = (world.signed_in(each) for each in (world.paz, world.imani, world.luc))
    # Paz writes, stops, and finds it again with what is missing
    held = begun(world, paz)
    step(paz, held, "basics", basics(held))
    assert "things</a>" in page(paz, "proposal-list")
    step(paz, held, "partners", {**PARTNERS, "organisation1": str(world.puente.pk)})
    step(paz, held, "results", RESULTS)
    cell = f"-{world.puente.pk}"
    step(paz, held, "budget", {f"staff{cell}": "60.000,00", f"travel{cell}": "33,457.94", f"indirect{cell}": "6542.06"})
    assert "$100,000" in page(paz, "proposal-edit", code=held.code, step="budget")
    step(paz, held, "rights", RIGHTS)
    assert "Nothing is missing" in page(paz, "proposal-review", code=held.code)
    for other in (world.imani, world.luc, world.rhea, world.mara):
        page(world.signed_in(other), "proposal-show", 404, code=held.code)  # a draft is the applicant's alone
    sent(paz, "proposal-submit", {}, code=held.code)
    assert Version.objects.get().subject == f"proposal:{held.number}"
    assert Notice.objects.filter(user=world.luc, kind="fund.proposal.submitted").exists()
    # Luc checks, admits, asks
    assert "Puente asks for $100,000" in page(luc, "proposal-show", code=held.code)
    page(imani, "proposal-show", 404, code=held.code)
    sent(luc, "proposal-capacity", {"executant": held.executants.get().pk, "text": "Sound."}, code=held.code)
    sent(luc, "proposal-admit", {"text": "Nothing of the kind."}, code=held.code)
    sent(luc, "proposal-ask", {}, code=held.code)
    # Imani endorses, with letter, plan, objective and page
    asked = held.endorsements.get()
    assert Notice.objects.filter(user=world.imani, kind="fund.endorsement.asked").exists()
    assert "1 proposal waits for the answer" in page(imani, "endorsement-list")
    letter = BytesIO(asking.PDF)
    letter.name = "letter.pdf"
    named = {"plan": "Development Plan", "objective": "Protect workers", "page": "112", "answer": "endorse"}
    sent(imani, "endorsement-answer", {**named, "letter": letter}, code=asked.code)
    held.refresh_from_db()
    assert held.state == "endorsed"
    # three reviewers: the conflict of interest first
    people = [world.rhea, asking.reviewer(world, "second"), asking.reviewer(world, "third")]
    for place, person in enumerate(people):
        sent(luc, "proposal-invite", {"reviewer": str(person.code)}, code=held.code)
        client = world.signed_in(person)
        review = Review.objects.get(reviewer=person)
        before = page(client, "review-show", code=review.code)
        assert "Declare" in before and "No fees from workers" not in before
        page(client, "proposal-show", 404, code=held.code)
        sent(client, "review-declare", {"conflict": "no"}, code=review.code)
        assert "No fees from workers" in page(client, "proposal-show", code=held.code)
        scores = {f"{each}_score": str(4 + place % 2) for each in Criterion.values}
        reasons = {f"{each}_text": f"Reason {place} on {each}." for each in Criterion.values}
        form = {**scores, **reasons, "advice": "approve", "text": "Well made."}
        sent(client, "review-show", form, code=review.code)
    assert "Reason 1 on cost." not in page(paz, "proposal-show", code=held.code), "before the opinion"
    sent(luc, "proposal-opinion", {"text": "Sound and needed."}, code=held.code)
    seen = page(paz, "proposal-show", code=held.code)
    assert "Place 1 of 1" in seen and "Reason 1 on cost." in seen and "Sound and needed." in seen
    assert world.rhea.email not in seen, "reviewers have no names for the applicant"
    # the committee
    proposals.record_decision(asking.fresh(held), asking.decided(world, held), by=PLATFORM)
    assert "Approved" in page(paz, "proposal-show", code=held.code)
    assert balances()[AccountName("8300", held.number)] == usd(-100_000)
    assert list(problems()) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "minor"),
    [("1.000,00", 100_000), ("1 000", 100_000), ("١٢٣٫٥٠", 12_350), ("0", None), ("", None), ("1000.5", 100_050)],
)
def test_an_amount_that_is_understood_is_kept_to_the_cent(typed: str, minor: int | None, world: World) -> None:
    client = world.signed_in(world.paz)
    held = begun(world, client)
    step(client, held, "budget", {f"staff-{world.puente.pk}": typed})
    assert held.budget.values_list("minor", flat=True).first() == minor


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["1e9", "-0", "NaN", "1,000", "1.000", "0.001", "ten", "9" * 13, "Infinity", "-5"])
def test_an_amount_that_is_not_is_refused_in_one_sentence_and_nothing_is_saved(typed: str, world: World) -> None:
    client = world.signed_in(world.paz)
    held = begun(world, client)
    cell = f"staff-{world.puente.pk}"
    text = step(client, held, "budget", {cell: typed, f"travel-{world.puente.pk}": "5"}, 400)
    (errors,) = re.findall(rf'<ul class="errorlist" id="id_{cell}_error">(.*?)</ul>', text, re.DOTALL)
    assert errors.count("<li>") == 1
    assert f'value="{typed}"' in text, "what was typed stays"
    assert not held.budget.exists()


@pytest.mark.django_db
def test_two_who_write_at_once_do_not_overwrite_each_other(world: World) -> None:
    client = world.signed_in(world.paz)
    held = begun(world, client)
    first = {"version": str(held.version), **basics(held), "name": "First"}
    sent(client, "proposal-edit", first, code=held.code, step="basics")
    second = {**first, "name": "Second"}
    assert "was changed by somebody else" in sent(client, "proposal-edit", second, 409, code=held.code, step="basics")
    held.refresh_from_db()
    assert held.title == "First"


@pytest.mark.django_db
def test_what_is_missing_is_listed_with_the_page_to_write_it_on(world: World) -> None:
    client = world.signed_in(world.paz)
    held = begun(world, client)
    text = sent(client, "proposal-submit", {}, 409, code=held.code)
    assert "things are missing" in text
    assert reverse("fund:proposal-edit", kwargs={"code": held.code, "step": "budget"}) in text


@pytest.mark.django_db
def test_half_a_result_is_asked_for_whole_and_an_unknown_baseline_is_not_zero(world: World) -> None:
    client = world.signed_in(world.paz)
    held = begun(world, client)
    assert "Every expected result needs this." in step(client, held, "results", {**RESULTS, "target1": ""}, 400)
    step(client, held, "results", RESULTS)
    assert held.expected.get().baseline is None
    assert "unknown" in page(client, "proposal-show", code=held.code)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "letter.pdf", "empty"),
        (b"<html><script>alert(1)</script></html>", "letter.pdf", "none of"),
        (b"MZ\x90\x00" + b"\x00" * 100, "letter.pdf", "none of"),
        (b"%PDF-1.4\n1 0 obj<</S/JavaScript/JS(app.alert(1))>>endobj\n%%EOF", "letter.pdf", "holds a script"),
        (b"%PDF-1.4\n1 0 obj<</S/J#61vaScript>>endobj\n%%EOF", "letter.pdf", "holds a script"),
        (
            b"%PDF-1.5\n1 0 obj<</Type/ObjStm>>stream\n" + compress(b"<</S/Launch>>") + b"\nendstream\n%%EOF",
            "letter.pdf",
            "holds a script",
        ),
        (b"%PDF-1.4\n" + b"x" * (21 << 20) + b"\n%%EOF", "letter.pdf", "at most 20 MB"),
    ],
)
def test_a_letter_that_is_none_is_refused_on_the_form(content: bytes, name: str, words: str, world: World) -> None:
    held = asking.admitted(world)
    asked = held.endorsements.get()
    file = BytesIO(content)
    file.name = name
    form = {"plan": "Plan", "objective": "Objective", "page": "1", "answer": "endorse", "letter": file}
    assert words in sent(world.signed_in(world.imani), "endorsement-answer", form, 400, code=asked.code)
    asked.refresh_from_db()
    assert asked.state == "asked"


@pytest.mark.django_db
def test_a_focal_point_refuses_and_says_why(world: World) -> None:
    asked = asking.admitted(world).endorsements.get()
    client = world.signed_in(world.imani)
    sent(client, "endorsement-answer", {"answer": "refuse", "text": ""}, 400, code=asked.code)
    sent(client, "endorsement-answer", {"answer": "refuse", "text": "Not in our plan."}, code=asked.code)
    assert "Not in our plan." in page(world.signed_in(world.paz), "proposal-show", code=asked.proposal.code)


@pytest.mark.django_db
def test_whoever_declares_a_conflict_sees_the_papers_no_more(world: World) -> None:
    held = asking.endorsed(world)
    review = reviews.invite(held, world.rhea, by=world.luc)
    client = world.signed_in(world.rhea)
    form = {"conflict": "yes", "reason": "My sister works there."}
    sent(client, "review-declare", {"conflict": "yes"}, 400, code=review.code)
    sent(client, "review-declare", form, code=review.code)
    page(client, "proposal-show", 404, code=held.code)
    assert "conflict of interest declared" in page(client, "review-desk")
    assert "Skills that count" not in page(client, "review-show", code=review.code)


@pytest.mark.django_db
def test_a_member_reads_what_is_on_the_agenda_unless_recused(world: World) -> None:
    held = asking.screened(world)
    body = Body.objects.create(kind=Body.Kind.OVERSIGHT, rules="oversight-1")
    item = Item.objects.create(
        body=body, number="OC-1", kind="approval", subject=held.subject, title="T", text="T.", method="consensus",
        state="open", opened_at=timezone.now(),
    )  # fmt: skip
    Seat.objects.create(
        body=body, member=world.norway, group="donor_government", person=world.maya, begins_on=date(2024, 1, 1)
    )
    client = world.signed_in(world.maya)
    page(client, "proposal-show", 404, code=held.code)
    elector = Elector.objects.create(item=item, member=world.norway, group="donor_government")
    page(client, "proposal-show", code=held.code)
    elector.recused_because = "Pays for it elsewhere."
    elector.save()
    page(client, "proposal-show", 404, code=held.code)


@pytest.mark.django_db
def test_possible_double_funding_is_shown_and_stops_nothing(world: World) -> None:
    one, other = asking.submitted(world), asking.submitted(world)
    elsewhere = story.proposal(world, "P-2026-800", state="submitted", country="MAR")
    assert overlapping(other) == [one]
    assert elsewhere not in overlapping(other)
    assert one.number in page(world.signed_in(world.luc), "proposal-show", code=other.code)


@pytest.mark.django_db
def test_the_pipeline_names_what_stands_too_long(world: World) -> None:
    held, quick = asking.submitted(world), asking.submitted(world)
    Proposal.objects.filter(pk=held.pk).update(moved_at=timezone.now() - timedelta(days=30))
    Proposal.objects.filter(pk=quick.pk).update(moved_at=timezone.now())
    client = world.signed_in(world.luc)
    board = page(client, "proposal-pipeline")
    assert "1 of 2 proposals stands longer" in board
    assert board.index(held.number) < board.index(quick.number), "what is stuck comes first"
    response = client.get(reverse("fund:proposal-pipeline") + "?as=list")
    assert "30" in response.content.decode()


@pytest.mark.django_db
def test_versions_show_what_changed(world: World) -> None:
    held = asking.submitted(world)
    proposals.return_proposal(held, reason="Say who trains.", by=world.luc)
    client = world.signed_in(world.paz)
    step(client, held, "results", {**RESULTS, "tasks": "Puente trains the examiners."})
    sent(client, "proposal-submit", {}, code=held.code)
    text = page(client, "proposal-versions", code=held.code)
    assert "between version 1 and version 2" in text and "Say who trains." in text
    assert "<ins>" in text and "<del>" in text


@pytest.mark.django_db
def test_places_are_shared_by_equals_and_a_withdrawn_one_leaves(world: World) -> None:
    from alianza.fund.queries.screening import place_of

    best, one, other = (asking.screened(world, *points) for points in ((5, 5, 5), (4, 4, 4), (4, 4, 4)))
    places = [place_of(each) for each in (best, one, other)]
    assert [(each.place, each.of) for each in places if each] == [(1, 3), (2, 3), (2, 3)]
    proposals.withdraw(best, by=world.paz)
    again = place_of(one)
    assert again is not None and (again.place, again.of) == (1, 2)


@pytest.mark.django_db
def test_only_organisations_with_an_agent_can_be_chosen(world: World) -> None:
    client = world.signed_in(world.paz)
    held = begun(world, client)
    stranger = Organisation.objects.get(pk=world.far_farms.pk)
    step(client, held, "partners", {**PARTNERS, "organisation1": str(stranger.pk)}, 400)
