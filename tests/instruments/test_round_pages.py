"""The secretariat's pages of rounds, as Luc uses them."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from alianza.audit.actions import PLATFORM
from alianza.instruments.actions import answering, rounds
from alianza.instruments.models import Remark, ResponseStatus, Round, RoundStatus
from alianza.messages.models import Notice
from alianza.network.models import Organisation
from tests.instruments.story import WHOLE, begun, invited, keep, opened, prepared, published
from tests.world import World

pytestmark = pytest.mark.django_db


def at(name: str, thing: object) -> str:
    return reverse(f"instruments:{name}", kwargs={"code": thing.code})  # type: ignore[attr-defined]


def test_luc_prepares_invites_opens_moves_and_closes_a_round(world: World) -> None:
    client, version = world.signed_in(world.luc), published(world)
    today = timezone.localdate()
    form = {
        "version": version.code,
        "name": "Nurses 2026",
        "subject": "regulations",
        "opens_on": today.isoformat(),
        "due_on": (today + timedelta(days=60)).isoformat(),
        "naming": "anonymous",
        "audience": "respondents",
        "reminders": "-7, \u22122; 3",
        "previous": "",
    }
    wrong = client.post(reverse("instruments:round-prepare"), form | {"reminders": "soon", "due_on": "2020-01-01"})
    assert wrong.status_code == 400
    assert b"Write whole numbers with commas" in wrong.content
    assert client.post(reverse("instruments:round-prepare"), form).status_code == 302
    campaign = Round.objects.get()
    assert campaign.reminders == [-7, -2, 3]
    assert b"Nobody is invited yet." in client.get(at("round-show", campaign)).content
    bad = client.post(at("round-invite", campaign), {"invite-whom": "some", "invite-states": "Germny"})
    assert bad.status_code == 400
    assert b"Germny" in bad.content
    some = {"invite-whom": "some", "invite-states": "PHL; Spain\nM\u00e9xico"}
    client.post(at("round-invite", campaign), some)
    assert set(campaign.invitations.values_list("country", flat=True)) == {"PHL", "ESP", "MEX"}
    firms = {"invite-whom": "organisations", "invite-organisations": [world.finca_sol.code]}
    client.post(at("round-invite", campaign), firms)
    client.post(at("round-invite", campaign), {"invite-whom": "all"})
    assert campaign.invitations.count() == 196
    client.post(at("round-open", campaign))
    shown = client.get(at("round-show", campaign)).content.decode()
    assert "0 of 196 have answered" in shown
    assert "60 days are left." in shown
    later = campaign.due_on + timedelta(days=5)
    stale = client.post(at("round-move", campaign), {"deadline-due_on": later.isoformat(), "deadline-edits": "3"})
    assert stale.status_code == 409
    client.post(at("round-move", campaign), {"deadline-due_on": later.isoformat(), "deadline-edits": "0"})
    client.post(at("round-close", campaign))
    campaign.refresh_from_db()
    assert (campaign.due_on, campaign.status) == (later, RoundStatus.CLOSED)


def test_the_table_is_chosen_and_sorted_without_script(world: World) -> None:
    client = world.signed_in(world.luc)
    campaign = opened(world, states=("PHL", "ESP", "MEX", "CHE"))
    rounds.settle(invited(campaign, "ESP"), "refused", reason="By letter", by=world.luc)
    rounds.give_more_time(invited(campaign, "MEX"), campaign.due_on + timedelta(days=9), reason="x", by=world.luc)

    def who(query: str) -> list[str]:
        page = client.get(at("round-show", campaign) + query)
        assert page.status_code == 200
        return [row.invitation.country for row in page.context["rows"]]

    assert who("") == ["MEX", "PHL", "ESP", "CHE"]
    assert who("?sort=-who") == ["CHE", "ESP", "PHL", "MEX"]
    assert who("?sort=-deadline")[0] == "MEX"
    assert who("?sort=-disposition")[0] == "ESP"
    assert who("?region=150") == ["ESP", "CHE"]
    assert who("?disposition=refused") == ["ESP"]
    for odd in ("?region=zz", "?disposition=x", "?sort=x", "?page=-1", "?sort=-contact", "?sort=progress"):
        assert who(odd)


def test_ten_thousand_invitations_cost_as_many_queries_as_ten(world: World, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    campaign = prepared(world)
    made = Organisation.objects.bulk_create(
        Organisation(name=f"Member {number:05}", actor_type="ngo", country="PHL") for number in range(1000)
    )
    rounds.invite_organisations(campaign, made, by=PLATFORM)
    client = world.signed_in(world.luc)
    client.get(at("round-show", campaign))
    for sort in ("who", "-contact", "progress"):
        with django_assert_max_num_queries(40):
            page = client.get(at("round-show", campaign) + f"?sort={sort}&page=3")
    assert len(page.context["rows"]) == 50


def test_files_hold_no_person_and_no_formula(world: World) -> None:
    evil = Organisation.objects.create(name='=HYPERLINK("http://evil.example";"x")', actor_type="ngo", country="PHL")
    campaign = prepared(world)
    rounds.invite_organisations(campaign, [evil], by=PLATFORM)
    rounds.invite_states(campaign, ["ESP"], by=PLATFORM)
    rounds.open_round(campaign, by=world.luc)
    spain = invited(campaign, "ESP")
    rounds.name_contact(spain, "unit@ministry.example", language="es", time_zone="Europe/Madrid", by=world.luc)
    rounds.settle(spain, "refused", reason="Mrs Somebody said so", by=world.luc)
    client = world.signed_in(world.luc)
    text = client.get(at("round-csv", campaign)).content.decode()
    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows) == 3
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    assert "'=HYPERLINK" in text
    book = load_workbook(io.BytesIO(client.get(at("round-xlsx", campaign)).content))
    cells = [cell for row in book["invitations"].iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert any(str(cell.value).startswith("=HYPERLINK") and cell.data_type == "s" for cell in cells)
    for kept in (text, " ".join(str(cell.value) for cell in cells)):
        assert "unit@ministry" not in kept
        assert "Somebody" not in kept


def test_one_invitation_is_addressed_extended_settled_and_logged(world: World) -> None:
    client = world.signed_in(world.luc)
    campaign = opened(world)
    spain = invited(campaign, "ESP")
    wrong = client.post(
        at("invitation-contact", spain),
        {"contact-address": "nobody", "contact-language": "es", "contact-time_zone": "Mars/Base"},
    )
    assert wrong.status_code == 400
    given = {"contact-address": "unit@ministry.example", "contact-language": "es", "contact-time_zone": "Europe/Madrid"}
    assert client.post(at("invitation-contact", spain), given).status_code == 302
    early = {"extend-until": campaign.due_on.isoformat(), "extend-reason": "Elections"}
    assert client.post(at("invitation-extend", spain), early).status_code == 409
    later = {"extend-until": (campaign.due_on + timedelta(days=9)).isoformat(), "extend-reason": "Elections"}
    assert client.post(at("invitation-extend", spain), later).status_code == 302
    silent = {"settle-disposition": "refused", "settle-reason": ""}
    assert client.post(at("invitation-settle", spain), silent).status_code == 400
    assert client.post(at("invitation-settle", spain), silent | {"settle-reason": "By letter"}).status_code == 302
    called = {"log-channel": "call", "log-state": "spoken", "log-note": "She asks for a form in French"}
    assert client.post(at("invitation-log", spain), called).status_code == 302
    page = client.get(at("invitation-show", spain)).content.decode()
    for words in ("unit@ministry.example", "Elections", "By letter", "a form in French", "Telephone call"):
        assert words in page
    read = world.signed_in(world.otto).get(at("invitation-show", spain)).content.decode()
    assert "unit@ministry.example" not in read
    assert "a form in French" not in read


def test_a_response_is_read_and_sent_back_with_remarks_and_the_respondent_is_told(world: World) -> None:
    response = begun(world)
    keep(response, {**WHOLE, "TO": ["DEU"]}, by=world.imani)
    answering.hand_in(response, by=world.imani)
    client, invitation = world.signed_in(world.luc), response.invitation
    page = client.get(at("invitation-show", invitation)).content.decode()
    assert "Germany" in page
    assert "Is there a law?" in page
    assert client.post(at("invitation-return", invitation), {"whole": "  "}).status_code == 400
    remark = {"whole": "", "item-ABROAD": "Does this count midwives?"}
    assert client.post(at("invitation-return", invitation), remark).status_code == 302
    response.refresh_from_db()
    assert response.status == ResponseStatus.RETURNED
    assert Remark.objects.get().item == "ABROAD"
    assert Notice.objects.get(user=world.imani).kind == "instruments.response.returned"
    assert client.post(at("invitation-return", invitation), remark).status_code == 409
