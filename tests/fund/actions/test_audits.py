from datetime import date, timedelta
from io import BytesIO

import pytest

from alianza.accounts.models import User
from alianza.documents.actions import store
from alianza.documents.models import Kind, StoredFile
from alianza.fund.actions import audits
from alianza.fund.models import Finding
from alianza.network.models import Membership, RoleCode
from alianza.vocabulary.lifecycle import NotYet
from tests.fund import programmes_cast as cast
from tests.world import World

pytestmark = pytest.mark.django_db
DAY = cast.DAY


def pdf(owner: User) -> StoredFile:
    content = BytesIO(b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n")
    until = date.today() + timedelta(days=9)
    return store(owner, Kind.FUND, content, name="paper.pdf", keep_until=until, by=owner)


def finding(world: World, *, of_secretariat: bool = False) -> Finding:
    contract = cast.running(world)
    audit = audits.receive_audit(contract, year=2026, auditor="Office", received_on=DAY, by=world.otto)
    owner = world.secretariat if of_secretariat else world.puente
    return audits.add_finding(audit, risk="high", text="No receipts.", owner=owner, due_on=DAY, by=world.otto)


def test_the_owner_answers_and_somebody_else_closes_with_evidence(world: World) -> None:
    found = finding(world)
    for other in (world.luc, world.mara, world.otto):
        with pytest.raises(NotYet, match="The organisation that has to act"):
            audits.answer_finding(found, "Sent.", by=other)
    audits.answer_finding(found, "Receipts sent.", by=world.paz)
    with pytest.raises(NotYet, match="is for"):
        audits.close_finding(found, "Sent.", on=DAY, by=world.paz)
    with pytest.raises(NotYet, match="There is evidence"):
        audits.close_finding(found, " ", on=DAY, by=world.luc)
    audits.close_finding(found, "Receipts 1 to 9 seen.", on=DAY, by=world.luc)
    assert Finding.objects.get().state == "closed"


def test_nobody_closes_what_was_found_at_home_but_an_auditor(world: World) -> None:
    found = finding(world, of_secretariat=True)
    audits.answer_finding(found, "Changed the procedure.", by=world.luc)
    with pytest.raises(NotYet, match="is for"):
        audits.close_finding(found, "Seen.", on=DAY, by=world.luc)
    audits.close_finding(found, "New procedure read.", on=DAY, by=world.otto)


def test_an_officer_with_an_interest_records_no_audit(world: World) -> None:
    contract = cast.running(world)
    Membership.objects.create(user=world.lena, organisation=world.puente, role=RoleCode.PARTNER, begins_on=DAY)
    for other in (world.lena, world.paz, world.dina):
        with pytest.raises(NotYet, match="Record an audit"):
            audits.receive_audit(contract, year=2026, auditor="Office", received_on=DAY, by=other)
