"""Programmes in the states that their addresses are tried in."""

from datetime import timedelta
from typing import Any

from alianza.fund.actions import allegations, audits, changes, contracts, reports, tranches
from alianza.fund.models import Executant
from tests.fund import programmes_cast as cast
from tests.fund import story
from tests.fund.actions.test_audits import pdf
from tests.world import World

LATE = cast.DAY + timedelta(days=60)


def arguments(world: World) -> dict[str, dict[str, Any]]:
    contract = cast.running(world, number="P-2026-900")
    programme = {"code": contract.programme.code}
    Executant.objects.create(
        proposal=contract.programme.proposal, organisation=world.treasury, capacity_checked_on=cast.DAY
    )
    open_draft = contracts.draft_contract(
        contract.programme,
        world.treasury,
        story.usd(1),
        party="DRAFT",
        indirect_rate=contract.indirect_rate,
        clauses=cast.CLAUSES,
        by=world.luc,
    )
    version = changes.extend(
        contract.programme,
        contract.programme.ends_on + timedelta(days=5),  # type: ignore[operator]
        reason="Late.",
        on=cast.DAY,
        by=world.luc,
    )
    signed = {"code": contract.code}
    due = reports.open_report(contract, "narrative", LATE, on=LATE, by=world.paz)
    sent = reports.open_report(contract, "financial", LATE, on=LATE, by=world.paz)
    reports.save_report(
        sent,
        text="",
        certified_by="Office",
        lines=[reports.Line("staff", story.usd(1))],
        values=[],
        version=1,
        by=world.paz,
        file=pdf(world.paz),
    )
    reports.submit_report(sent, on=LATE, by=world.paz)
    audit = audits.receive_audit(
        contract, year=2026, auditor="Office", received_on=LATE, by=world.otto, file=pdf(world.otto)
    )
    finding = audits.add_finding(audit, risk="low", text="Late.", owner=world.puente, due_on=LATE, by=world.otto)
    announced = audits.announce_audit(year=2026, auditor="Office", expected_on=None, on=LATE, by=world.otto)
    told = allegations.submit(kind="fraud", text="Money.", programme=contract.programme)
    second = contract.tranches.get(number=2)
    tranches.request(second, on=LATE, by=world.paz)
    return {
        "fund:programme-show": programme,
        "fund:programme-move": {**programme, "move": "suspend"},
        "fund:programme-change": {**programme, "number": version.number},
        "fund:programme-alter": {**programme, "what": "extend"},
        "fund:contract-draft": programme,
        "fund:contract-show": signed,
        "fund:contract-change": {"code": open_draft.code},
        "fund:contract-move": {**signed, "move": "reduce"},
        "fund:tranche-plan": signed,
        "fund:tranche-plan:POST": {"plan-TOTAL_FORMS": "0", "plan-INITIAL_FORMS": "0"},
        "fund:report-open": signed,
        "fund:audit-receive": signed,
        "fund:tranche-move": {"code": second.code, "move": "check"},
        "fund:report-show": {"code": sent.code},
        "fund:report-fill": {"code": due.code},
        "fund:report-fill:POST": {"version": "x"},
        "fund:report-move": {"code": sent.code, "move": "return"},
        "fund:report-file": {"code": sent.code},
        "fund:audit-show": {"code": announced.code},
        "fund:audit-move": {"code": announced.code, "move": "receive"},
        "fund:finding-add": {"code": audit.code},
        "fund:audit-file": {"code": audit.code},
        "fund:finding-show": {"code": finding.code},
        "fund:finding-move": {"code": finding.code, "move": "close"},
        "fund:allegation-show": {"code": told.code},
        "fund:allegation-open": {"code": told.code},
        "fund:allegation-move": {"code": told.code, "move": "assess"},
    }
