"""Every move of programmes, contracts, tranches, reports, findings and allegations, tried by everybody.

Each move is tried where every guard holds: whom the table names succeeds, all others are refused with that reason.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from alianza.accounts.models import User
from alianza.fund.actions import allegations, audits, contracts, programmes, proposals, reports, tranches
from alianza.fund.lifecycles.allegations import ALLEGATION
from alianza.fund.lifecycles.programmes import CONTRACT, PROGRAMME
from alianza.fund.lifecycles.reports import AUDIT, FINDING, REPORT
from alianza.fund.lifecycles.tranches import TRANCHE
from alianza.fund.models import Allegation, Audit, Contract, Finding, Programme, Report, Tranche
from alianza.vocabulary.lifecycle import Lifecycle, NotYet
from alianza.web.access import VISITORS
from tests.fund import changes_cast, story
from tests.fund import programmes_cast as cast
from tests.fund.actions.test_audits import announced, finding, pdf, received
from tests.fund.actions.test_programmes import END, ready
from tests.fund.actions.test_reports import Line, opened, saved, submitted
from tests.world import World

DAY = cast.DAY
UNTIL = DAY + timedelta(days=100)
Door = tuple[Callable[[World], Any], Callable[[Any, User], object]]


def _suspended(world: World) -> Programme:
    programme = cast.running(world).programme
    decision = cast.decided(programme, "suspension", "D-1")
    programmes.suspend(programme, reason="As decided.", decision=decision, on=DAY, by=world.luc)
    cast.decided(programme, "suspension", "D-2")
    return Programme.objects.get()


def _decided(world: World) -> Programme:
    programme = cast.running(world).programme
    cast.decided(programme, "suspension", "D-2")
    return programme


def _decision(programme: Programme) -> Any:
    from alianza.fund.models import Decision

    return Decision.objects.get(number="D-2")


def _terminated(world: World) -> Contract:
    contract = cast.signed(world, cast.approved(world))
    programme = contract.programme
    Programme.objects.update(state="active")
    decision = cast.decided(programme, "suspension", "D-2")
    programmes.terminate(programme, decision, reason="Fraud.", on=DAY, by=world.luc)
    return contract


def _checked(world: World) -> Tranche:
    tranche = cast.requested(world, cast.signed(world))
    return tranches.check(tranche, on=DAY, by=world.lena)


def _filled(world: World) -> Report:
    report = opened(world, cast.running(world))
    return saved(world, report, Line("staff", story.usd(1)))


def _sent(world: World) -> Report:
    return submitted(world, cast.running(world), Line("staff", story.usd(1)))


def _returned(world: World) -> Report:
    return reports.return_report(_sent(world), reason="Again.", on=UNTIL, by=world.luc)


def _accepted(world: World) -> Report:
    return reports.accept_report(_sent(world), on=UNTIL, by=world.luc)


def _told(state: str) -> Callable[[World], Allegation]:
    def told(world: World) -> Allegation:
        made = allegations.submit(kind="fraud", text="Money.", programme=cast.running(world).programme)
        Allegation.objects.update(state=state)
        return made

    return told


def _concluded(move: str) -> Callable[[Any, User], object]:
    return lambda told, by: allegations.move_allegation(told, move, outcome="Found.", by=by)


def _save(report: Report, by: User) -> object:
    version = Report.objects.get(pk=report.pk).version
    return reports.save_report(report, text="x", certified_by="", lines=[], values=[], version=version, by=by)


DOORS: dict[tuple[str, str], Door] = {
    ("fund.programme", "lapse"): (
        cast.approved,
        lambda one, by: proposals.lapse(one, on=DAY + timedelta(days=181), by=by),
    ),
    ("fund.programme", "suspend"): (
        _decided,
        lambda one, by: programmes.suspend(one, reason="x", decision=_decision(one), on=DAY, by=by),
    ),
    ("fund.programme", "resume"): (
        _suspended,
        lambda one, by: programmes.resume(one, reason="x", decision=_decision(one), on=DAY, by=by),
    ),
    ("fund.programme", "terminate"): (
        _decided,
        lambda one, by: programmes.terminate(one, _decision(one), reason="x", on=DAY, by=by),
    ),
    ("fund.programme", "close_operationally"): (
        lambda world: cast.running(world).programme,
        lambda one, by: programmes.close_operationally(one, on=END, by=by),
    ),
    ("fund.programme", "say_evaluation"): (
        ready,
        lambda one, by: programmes.publish_evaluation(one, "https://example.org/", by=by),
    ),
    ("fund.programme", "close_financially"): (
        ready,
        lambda one, by: programmes.close_financially(one, on=END, by=by),
    ),
    ("fund.contract", "change"): (
        lambda world: cast.drafted(world, cast.approved(world)),
        lambda one, by: contracts.change_contract(
            one, money=story.usd(1), indirect_rate=one.indirect_rate, clauses=cast.CLAUSES, by=by
        ),
    ),
    ("fund.contract", "tell_account"): (
        lambda world: cast.drafted(world, cast.approved(world)),
        lambda one, by: contracts.change_account(one, "Bank 1", on=DAY, by=by),
    ),
    ("fund.contract", "sign"): (
        lambda world: cast.drafted(world, cast.approved(world)),
        lambda one, by: contracts.sign_contract(one, on=DAY, by=by),
    ),
    ("fund.contract", "reduce"): (
        cast.signed,
        lambda one, by: contracts.reduce_contract(one, story.usd(1), reason="x", on=DAY, by=by),
    ),
    ("fund.contract", "sign_addendum"): (
        lambda world: changes_cast.carried_out(world).programme.contracts.get(),
        lambda one, by: contracts.sign_addendum(one, on=DAY, by=by),
    ),
    ("fund.contract", "plan"): (cast.signed, lambda one, by: contracts.plan_tranches(one, [], by=by)),
    ("fund.contract", "change_account"): (
        cast.signed,
        lambda one, by: contracts.change_account(one, "Bank 2", on=DAY, by=by),
    ),
    ("fund.contract", "call_back"): (cast.signed, lambda one, by: contracts.call_back(one, on=DAY, by=by)),
    ("fund.contract", "end"): (_terminated, lambda one, by: contracts.end_contract(one, on=DAY, by=by)),
    ("fund.tranche", "request"): (
        lambda world: cast.signed(world).tranches.get(number=1),
        lambda one, by: tranches.request(one, on=DAY, by=by),
    ),
    ("fund.tranche", "check"): (
        lambda world: cast.requested(world, cast.signed(world)),
        lambda one, by: tranches.check(one, on=DAY, by=by),
    ),
    ("fund.tranche", "authorise"): (_checked, lambda one, by: tranches.authorise(one, on=DAY, by=by)),
    ("fund.tranche", "pay"): (
        lambda world: cast.authorised(world, cast.signed(world)),
        lambda one, by: tranches.pay(one, bank_reference="B", on=DAY, by=by),
    ),
    ("fund.tranche", "acknowledge"): (
        lambda world: cast.running(world).tranches.get(number=1),
        lambda one, by: tranches.acknowledge(one, on=DAY, by=by),
    ),
    ("fund.tranche", "refuse"): (_checked, lambda one, by: tranches.refuse(one, reason="x", on=DAY, by=by)),
    ("fund.report", "fill"): (_filled, _save),
    ("fund.report", "correct"): (_returned, _save),
    ("fund.report", "submit"): (_filled, lambda one, by: reports.submit_report(one, on=UNTIL, by=by)),
    ("fund.report", "return"): (_sent, lambda one, by: reports.return_report(one, reason="x", on=UNTIL, by=by)),
    ("fund.report", "accept"): (_sent, lambda one, by: reports.accept_report(one, on=UNTIL, by=by)),
    ("fund.report", "publish"): (_accepted, lambda one, by: reports.publish_report(one, on=UNTIL, by=by)),
    ("fund.finding", "answer"): (finding, lambda one, by: audits.answer_finding(one, "x", by=by)),
    ("fund.finding", "close"): (finding, lambda one, by: audits.close_finding(one, "x", on=DAY, by=by)),
    ("fund.audit", "receive"): (announced, lambda one, by: audits.receive_report(one, pdf(by), on=DAY, by=by)),
    ("fund.audit", "publish"): (received, lambda one, by: audits.publish_summary(one, "Sound.", on=DAY, by=by)),
    ("fund.allegation", "assess"): (_told("received"), _concluded("assess")),
    ("fund.allegation", "investigate"): (_told("assessed"), _concluded("investigate")),
    ("fund.allegation", "uphold"): (_told("investigated"), _concluded("uphold")),
    ("fund.allegation", "dismiss"): (_told("investigated"), _concluded("dismiss")),
}
BY_ITSELF = {("fund.programme", "start")}
"""Moves that nobody makes: the first payment does."""
CYCLES: tuple[Lifecycle, ...] = (PROGRAMME, CONTRACT, TRANCHE, REPORT, FINDING, AUDIT, ALLEGATION)
KINDS = {"officer": "officer", "partner": "partner", "auditor": "auditor", "owner": "partner"}
STATES: dict[str, Callable[[Any], str]] = {
    "fund.finding": lambda one: Finding.objects.get(pk=one.pk).state,
    "fund.audit": lambda one: Audit.objects.get(pk=one.pk).state,
}


class _UndoneError(Exception):
    pass


def test_every_move_is_tried() -> None:
    moves = {(cycle.id, move.id) for cycle in CYCLES for move in cycle.moves}
    assert set(DOORS) | BY_ITSELF == moves


@pytest.mark.django_db
@pytest.mark.parametrize(("cycle", "move"), DOORS)
def test_whom_the_table_names_moves_it_and_nobody_else(cycle: str, move: str, world: World) -> None:
    prepare, deed = DOORS[cycle, move]
    thing = prepare(world)
    table = next(one for one in CYCLES if one.id == cycle)
    allowed = {KINDS[actor] for actor in table.move(move).actors if actor in KINDS}
    done = set()
    for visitor in VISITORS:
        person = world.visitor(visitor)
        if person is None:
            continue
        try:
            with transaction.atomic():
                deed(type(thing).objects.get(pk=thing.pk), person)
                done.add(visitor)
                state = STATES.get(cycle, lambda one: type(one).objects.get(pk=one.pk).state)(thing)
                if move != "sign":  # the first of two signatures moves nothing
                    assert state == table.move(move).target
                raise _UndoneError
        except _UndoneError:
            pass
        except NotYet as refused:
            if "is for" not in str(refused):
                raise
        except allegations.MayNotRead:
            assert cycle == "fund.allegation"
    assert done == allowed
