"""The committee room as members, the recused and strangers find it; decisions as everybody does."""

import hashlib
from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alianza.accounts.models import User
from alianza.fund.actions import items, votes
from alianza.fund.actions.decisions import lapse
from alianza.fund.decision_document import digest_of, html
from alianza.fund.models import Decision, Item, Paper
from tests.fund.committee import Committee, committee, drafted, fresh, opened, paper
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(world: World) -> Committee:
    return committee(world)


def page(room: Committee, item: Item, by: str | User) -> str:
    user = room.people[by] if isinstance(by, str) else by
    answer = room.world.signed_in(user).get(reverse("fund:item-show", kwargs={"code": item.code}))
    assert answer.status_code == 200
    return str(answer.content.decode())


def now_open(room: Committee) -> Item:
    return fresh(opened(room, at=timezone.now()))


def test_papers_are_closed_to_whoever_is_recused(room: Committee) -> None:
    item = now_open(room)
    items.publish_paper(
        item,
        paper("notes"),
        name="notes.pdf",
        title="Notes of the secretariat",
        language="en",
        restricted=True,
        at=timezone.now(),
        by=room.world.luc,
    )
    notes = Paper.objects.get(title="Notes of the secretariat")
    kofi, uma = room.world.signed_in(room.people["kofi"]), room.world.signed_in(room.people["uma"])
    for each in item.papers.all():
        address = reverse("fund:paper-file", kwargs={"code": each.code})
        assert kofi.get(address).status_code == uma.get(address).status_code == 200
    votes.declare_interest(item, reason="Its house.", at=timezone.now(), by=room.people["uma"])
    for each in item.papers.all():
        address = reverse("fund:paper-file", kwargs={"code": each.code})
        assert (kofi.get(address).status_code, uma.get(address).status_code) == (200, 404)
    seen, hidden = page(room, item, "kofi"), page(room, item, "uma")
    assert notes.title in seen and notes.sha256 in seen
    assert notes.title not in hidden and notes.sha256 not in hidden
    assert "Your member is recused" in hidden
    assert "Its house." in seen and "Its house." in hidden  # the reason is public


def test_a_paper_comes_as_it_was_published(room: Committee) -> None:
    item = now_open(room)
    held = item.papers.get(language="es")
    answer = room.world.signed_in(room.people["kofi"]).get(reverse("fund:paper-file", kwargs={"code": held.code}))
    assert hashlib.sha256(b"".join(answer.streaming_content)).hexdigest() == held.sha256  # type: ignore[attr-defined]


def test_who_joined_later_sees_the_item_and_not_its_papers(room: Committee) -> None:
    from alianza.network.models import Organisation
    from tests.fund.committee import sits
    from tests.world import _person

    item = now_open(room)
    kenya = Organisation.objects.create(name="Kenya", country="KEN", actor_type="state")
    sits(room, "kenya", kenya, "beneficiary_government", _person("wanjiru"))
    assert "for the members of its electorate" in page(room, item, "kenya")
    one = item.papers.first()
    assert one is not None
    address = reverse("fund:paper-file", kwargs={"code": one.code})
    assert room.world.signed_in(room.people["kenya"]).get(address).status_code == 404


def test_ballots_are_seen_after_the_closing(room: Committee) -> None:
    item = now_open(room)
    client = room.world.signed_in(room.people["kofi"])
    sent = client.post(
        reverse("fund:item-ballot", kwargs={"code": item.code}), {"choice": "aside", "reason": "Not our field."}
    )
    assert sent.status_code == 302
    assert "Not our field." in page(room, item, "kofi")
    for other in ("uma", room.world.luc, room.world.otto):
        assert "Not our field." not in page(room, item, other)
    assert lapse(item, at=timezone.now() + timedelta(days=40)) is not None
    for other in ("uma", room.world.luc, room.world.otto):
        assert "Not our field." in page(room, item, other)


def test_an_objection_without_a_reason_comes_back_with_the_form(room: Committee) -> None:
    item = now_open(room)
    client = room.world.signed_in(room.people["kofi"])
    answer = client.post(reverse("fund:item-ballot", kwargs={"code": item.code}), {"choice": "object", "reason": ""})
    assert answer.status_code == 400
    assert "so it says why" in answer.content.decode()


def test_the_deadline_is_in_the_readers_zone_with_the_rule(room: Committee) -> None:
    from alianza.fund.actions.items import open_item

    item = drafted(room, at=timezone.now())
    open_item(item, at=timezone.now(), by=room.world.luc)
    User.objects.filter(pk=room.people["kofi"].pk).update(time_zone="Asia/Manila")
    User.objects.filter(pk=room.people["uma"].pk).update(time_zone="Nowhere/Atlantis")
    room.people["kofi"].refresh_from_db()
    room.people["uma"].refresh_from_db()
    seen = page(room, item, "kofi")
    assert "20:00" in seen  # noon in UTC
    assert "over everywhere on Earth (UTC-12)" in seen
    assert "12:00" in page(room, item, "uma")


def test_a_file_that_is_none_is_refused_in_one_sentence(room: Committee) -> None:
    item = drafted(room, papers=False)
    client = room.world.signed_in(room.world.luc)
    address = reverse("fund:item-paper", kwargs={"code": item.code})
    form = {"paper-title": "Note", "paper-language": "en"}
    for content in (b"", b"<script>alert(1)</script>", b"MZ\x90\x00"):
        file = BytesIO(content)
        file.name = "note.pdf"
        assert client.post(address, {**form, "paper-file": file}).status_code in {400, 409}
    assert not Paper.objects.exists()


def _decision(room: Committee) -> Decision:
    item = drafted(room, at=timezone.now())
    items.propose_condition(
        item,
        text="Publish the calendar.",
        owner=room.member("inge"),
        due_on=timezone.localdate(),
        at=timezone.now(),
        by=room.world.luc,
    )
    items.open_item(item, at=timezone.now(), by=room.world.luc)
    votes.declare_interest(item, reason="Its house.", at=timezone.now(), by=room.people["uma"])
    votes.ask(item, "A question for members alone?", at=timezone.now(), by=room.people["kofi"])
    made = lapse(item, at=timezone.now() + timedelta(days=60))
    assert made is not None
    return made


def test_everybody_reads_a_decision_with_what_it_rests_on(room: Committee) -> None:
    decision = _decision(room)
    seen = Client().get(reverse("fund:decision-show", kwargs={"code": decision.code})).content.decode()
    for expected in ("Adopted", "Publish the calendar.", "Union of Migrants", "Its house.", "oversight-1"):
        assert expected in seen
    for held in decision.item.papers.all():
        assert held.sha256 in seen
    assert "A question for members alone?" not in seen
    assert "@example.org" not in seen
    listed = Client().get(reverse("fund:decision-list"), {"body": "oversight", "outcome": "adopted"})
    assert decision.number in listed.content.decode()
    other = Client().get(reverse("fund:decision-list"), {"body": "assembly"}).content.decode()
    assert "No decision yet" in other


def test_a_decision_without_a_record_is_shown_all_the_same(world: World) -> None:
    from tests.fund.story import decision

    made = decision(world, "proposal:P-2026-001")
    for name in ("decision-show", "decision-file"):
        assert Client().get(reverse(f"fund:{name}", kwargs={"code": made.code})).status_code == 200


def test_the_decision_file_is_tagged_and_carries_its_fonts(room: Committee) -> None:
    decision = _decision(room)
    answer = Client().get(reverse("fund:decision-file", kwargs={"code": decision.code}))
    assert answer["Content-Type"] == "application/pdf"
    made = answer.content
    assert made.startswith(b"%PDF-")
    flat = made + b"".join(_inflated(made))
    assert b"/StructTreeRoot" in flat and b"pdfuaid:part" in flat and b"/FontFile" in flat
    assert b"/Lang" in flat
    assert decision.number.encode() in html(decision, "en", "").encode()
    written = html(decision, "en", "")
    assert digest_of(decision) in written
    assert all(each["sha256"] in written for each in decision.tally["papers"])


def _inflated(made: bytes) -> list[bytes]:
    """The streams of a PDF, unpacked where they are packed."""
    import re
    import zlib

    found = []
    for packed in re.findall(rb"stream\r?\n(.*?)endstream", made, re.DOTALL):
        try:
            found.append(zlib.decompressobj().decompress(packed))
        except zlib.error:
            continue
    return found


def test_the_chair_leads_an_item_through_the_pages(room: Committee) -> None:
    from tests.fund.committee import meeting

    met = meeting(room, begun=True)
    item = drafted(room, method="consensus", met=met, at=timezone.now() - timedelta(days=60))
    luc, inge = room.world.signed_in(room.world.luc), room.world.signed_in(room.people["inge"])
    assert luc.post(reverse("fund:item-open", kwargs={"code": item.code})).status_code == 302
    put = reverse("fund:item-put", kwargs={"code": item.code})
    assert luc.post(put, {"put-text": "So be it.", "method": "consensus"}).status_code == 404  # no vote, no chair
    assert inge.post(put, {"put-text": "So be it.", "method": "consensus"}).status_code == 302
    assert "Close the round" in page(room, item, "inge")
    here = [room.member(name).pk for name in ("maya", "sven", "pia", "kofi")]
    closed = inge.post(reverse("fund:item-close", kwargs={"code": item.code}), {"close-present": here})
    assert closed.status_code == 302
    assert Decision.objects.get(item=item).text == "So be it."


def test_seats_are_given_and_changed_by_officers(room: Committee) -> None:
    luc = room.world.signed_in(room.world.luc)
    address = reverse("fund:body-seats", kwargs={"code": room.body.code})
    taken = luc.post(address, {"member": room.member("maya").pk, "group": "donor_government"})
    assert taken.status_code == 200 and "has a seat in this body already" in taken.content.decode()
    unknown = {"member": room.world.finca_sol.pk, "group": "private", "person": "nobody@example.org"}
    assert "There is no account with this address" in luc.post(address, unknown).content.decode()
    wrong = {**unknown, "person": "pilar@example.org"}
    assert "does not hold the role that speaks for Finca Sol" in luc.post(address, wrong).content.decode()


def test_everything_that_stands_against_a_deed_is_a_list(room: Committee) -> None:
    item = drafted(room, kind="override", papers=False)
    answer = room.world.signed_in(room.world.luc).post(reverse("fund:item-open", kwargs={"code": item.code}))
    seen = answer.content.decode()
    assert answer.status_code == 409
    assert "reasons stand against it" in seen
    assert "<li>Still to be met: Every paper is published in every working language, and there is one." in seen
    assert seen.count("<li>Still to be met:") > 1
