from datetime import date, timedelta
from hashlib import sha256
from io import BytesIO

import pytest

from alianza.accounts.models import User
from alianza.documents.actions import store
from alianza.documents.models import Kind, StoredFile
from alianza.fund.actions import audits
from alianza.fund.models import Audit, Finding
from alianza.messages.models import Notice
from alianza.network.models import Membership, RoleCode
from alianza.vocabulary.lifecycle import NotYet
from tests.fund import programmes_cast as cast
from tests.world import World

pytestmark = pytest.mark.django_db
DAY = cast.DAY


REPORT = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def pdf(owner: User) -> StoredFile:
    content = BytesIO(REPORT)
    until = date.today() + timedelta(days=9)
    return store(owner, Kind.FUND, content, name="paper.pdf", keep_until=until, by=owner)


def announced(world: World) -> Audit:
    return audits.announce_audit(
        year=2026, auditor="Court of audit", expected_on=DAY + timedelta(days=90), on=DAY, by=world.otto
    )


def received(world: World) -> Audit:
    return audits.receive_report(announced(world), pdf(world.otto), on=DAY, by=world.otto)


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


def test_an_audit_of_the_fund_is_announced_received_and_published_with_its_hash(world: World) -> None:
    audit = announced(world)
    assert audit.state == "announced"
    with pytest.raises(audits.NotYetReceived):
        audits.add_finding(audit, risk="low", text="x", owner=world.secretariat, due_on=DAY, by=world.otto)
    with pytest.raises(NotYet, match="It stands at: Announced"):
        audits.publish_summary(audit, "Sound.", on=DAY, by=world.otto)
    audit = audits.receive_report(audit, pdf(world.otto), on=DAY, by=world.otto)
    assert (audit.state, audit.sha256) == ("received", sha256(REPORT).hexdigest())
    with pytest.raises(NotYet, match="There is a summary"):
        audits.publish_summary(audit, "  ", on=DAY, by=world.otto)
    audits.publish_summary(audit, "The statements are fair.", on=DAY, by=world.otto)
    assert Audit.objects.get().state == "published"
    with pytest.raises(NotYet, match="It stands at: Published"):
        audits.publish_summary(audit, "Something else.", on=DAY, by=world.otto)


def test_a_report_that_is_not_kept_and_an_audit_of_an_organisation_are_not_published(world: World) -> None:
    without = audits.receive_audit(None, year=2025, auditor="Office", received_on=DAY, by=world.otto)
    with pytest.raises(NotYet, match="with its hash"):
        audits.publish_summary(without, "Sound.", on=DAY, by=world.otto)
    own = audits.receive_audit(
        cast.running(world), year=2025, auditor="Office", received_on=DAY, by=world.otto, file=pdf(world.otto)
    )
    with pytest.raises(NotYet, match="audit of the whole fund"):
        audits.publish_summary(own, "Sound.", on=DAY, by=world.otto)


def test_an_office_audits_the_fund_once_a_year_and_not_into_the_past(world: World) -> None:
    announced(world)
    with pytest.raises(audits.AnnouncedAlready, match="Court of audit already audits the fund for 2026"):
        announced(world)
    with pytest.raises(audits.AnnouncedAlready):
        audits.receive_audit(None, year=2026, auditor="Court of audit", received_on=DAY, by=world.otto)
    with pytest.raises(audits.ExpectedBefore):
        audits.announce_audit(year=2025, auditor="X", expected_on=DAY - timedelta(days=1), on=DAY, by=world.otto)
    for other in (world.paz, world.dina, world.mara):
        with pytest.raises(NotYet, match="Announce an audit"):
            audits.announce_audit(year=2025, auditor="X", expected_on=None, on=DAY, by=other)


def test_the_secretariat_is_told_what_was_found_in_it(world: World) -> None:
    audits.add_finding(received(world), risk="low", text="x", owner=world.secretariat, due_on=DAY, by=world.otto)
    told = Notice.objects.filter(kind="fund.finding.made")
    assert {one.user for one in told} >= {world.luc, world.lena, world.sami}
