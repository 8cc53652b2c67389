"""What has to be true before a programme, a contract, a tranche or a report moves, and what exactly is missing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from alianza.accounts.models import User
from alianza.fund.chart import BASE_CURRENCY
from alianza.fund.lifecycles.tranches import PAYABLE
from alianza.fund.models import (
    Addendum,
    Allegation,
    Condition,
    Contract,
    Decision,
    Endorsement,
    Finding,
    IndicatorValue,
    Item,
    Opinion,
    Programme,
    Report,
    Suspension,
    Tranche,
)
from alianza.fund.queries.programmes import UNDER_WAY, held_by, held_in, open_high_findings, overdue
from alianza.fund.queries.single_audits import AuditNeeded, audits_needed, carriers
from alianza.fund.rules import rule
from alianza.vocabulary.money import Money
from alianza.vocabulary.refusal import marked
from alianza.vocabulary.said import Said, together

DONE = (Tranche.State.PAID, Tranche.State.ACKNOWLEDGED)
ANSWERED = (Report.State.ACCEPTED, Report.State.PUBLISHED)


@dataclass(slots=True)
class Gates:
    """Whether each guard holds, and for those that do not, what is missing."""

    held: dict[str, bool | None] = field(default_factory=dict)
    because: dict[str, Said] = field(default_factory=dict)

    def say(self, guard: str, holds: bool | None, missing: Said | None = None) -> None:
        self.held[guard] = holds
        if not holds and missing is not None:
            self.because[guard] = missing

    def only(self, *guards: str) -> "Gates":
        """Those of one lifecycle's move."""
        return Gates(
            {name: self.held[name] for name in guards if name in self.held},
            {name: said for name, said in self.because.items() if name in guards},
        )


# the programme ---------------------------------------------------------------------------------------------------


def programme_gates(
    programme: Programme, on: date, *, decision: Decision | None = None, allegation: Allegation | None = None
) -> Gates:
    """`decision` and `allegation` are what a move would rest on, where it rests on one."""
    gates, own = Gates(), programme.proposal.window.rules
    contracts = programme.contracts.all()
    signed = contracts.exclude(state=Contract.State.DRAFTED)
    tranches = Tranche.objects.filter(contract__programme=programme)
    gates.say("contract_signed", signed.exists())
    gates.say("tranche_paid", tranches.filter(state__in=DONE).exists())
    gates.say("nothing_signed", not signed.exists())
    waited, most = (on - programme.approved_on).days, int(rule("contracting_days", on, own).value)
    gates.say("contracting_over", waited > most, Said(marked("Day %(waited)s of %(most)s."), waited=waited, most=most))
    gates.say("no_payment_under_way", not tranches.filter(state__in=UNDER_WAY).exists())
    _of_suspension(gates, programme, decision, allegation)
    gates.say("ended_or_met", *_ended_or_met(programme, on))
    without = [
        contract.party
        for contract in signed
        if not contract.reports.filter(kind=Report.Kind.FINAL, state__in=ANSWERED).exists()
    ]
    gates.say("final_reports_accepted", not without, Said(marked("Missing of %(who)s."), who=together(without or [""])))
    held = held_in(programme)
    gates.say("advances_cleared", not held.outstanding, Said(marked("Open: %(amount)s."), amount=str(held.outstanding)))
    gates.say("refunds_received", not held.owed, Said(marked("Open: %(amount)s."), amount=str(held.owed)))
    open_findings = Finding.objects.filter(audit__contract__programme=programme, closed_on__isnull=True).count()
    gates.say("findings_closed", not open_findings, Said(marked("Open: %(count)s."), count=open_findings))
    gates.say("evaluation_published", bool(programme.evaluation))
    gates.say("single_audit", *_audited(audits_needed(carriers(signed.select_related("organisation")), on)))
    return gates


def _audited(needed: list[AuditNeeded]) -> tuple[bool, Said]:
    return not needed, Said(marked("%(which)s."), which=together([one.sentence for one in needed] or [""]))


def _of_suspension(
    gates: Gates, programme: Programme, decision: Decision | None, allegation: Allegation | None
) -> None:
    decided = decision is not None and concerns(decision, programme, Item.Kind.SUSPENSION)
    alleged = allegation is not None and allegation.programme_id == programme.pk
    gates.say("suspension_founded", decided or alleged)
    gates.say("termination_decided", decided)
    held = Suspension.objects.filter(programme=programme, lifted_on__isnull=True).select_related("allegation").first()
    settled = held is not None and held.allegation is not None and held.allegation.concluded
    newer = (
        decided and held is not None and (held.decision_id is None or held.decision_id != getattr(decision, "pk", 0))
    )
    gates.say("suspension_settled", settled or newer)


def concerns(decision: Decision, programme: Programme, *kinds: str) -> bool:
    """Whether a decision of one of these kinds was adopted about the programme and still stands."""
    return (
        decision.outcome == Decision.Outcome.ADOPTED
        and decision.item.subject == programme.subject
        and decision.item.kind in kinds
        and not Decision.objects.filter(supersedes=decision).exists()
    )


def _ended_or_met(programme: Programme, on: date) -> tuple[bool, Said]:
    ended = programme.ends_on is not None and programme.ends_on <= on
    missed = [str(result.number) for result in programme.proposal.expected.all() if not _met(result.pk, result.target)]
    met = not missed and programme.proposal.expected.exists()
    until = programme.ends_on.isoformat() if programme.ends_on else "?"
    return ended or met, Said(
        marked("It ends on %(day)s; results whose target is not met: %(results)s."),
        day=until,
        results=together(missed) if missed else "-",
    )


def _met(result: int, target: Decimal) -> bool:
    """By the last value that an accepted report gives; a target below the baseline is met from above."""
    last = (
        IndicatorValue.objects.filter(result=result, report__state__in=ANSWERED)
        .select_related("result")
        .order_by("-on", "-pk")
        .first()
    )
    if last is None:
        return False
    falling = last.result.baseline is not None and target < last.result.baseline
    return last.value <= target if falling else last.value >= target


# the contract ----------------------------------------------------------------------------------------------------


def contract_gates(contract: Contract, on: date, *, reduce_by: Money | None = None) -> Gates:
    gates, programme = Gates(), contract.programme
    clauses = {
        marked("objectives"): contract.objectives,
        marked("tasks"): contract.tasks,
        marked("expected results"): contract.results,
        marked("refund clause"): contract.refund_clause,
    }
    empty = [Said(name) for name, text in clauses.items() if not text.strip()]
    gates.say("clauses_complete", not empty, Said(marked("Empty: %(which)s."), which=together(empty or [""])))
    # as the books hold it: what was taken off a signed contract went back to the window, and is approved no more
    room = held_in(programme).uncontracted
    if contract.state == Contract.State.DRAFTED:
        room -= contract.money
    gates.say("within_approved", room.minor >= 0, Said(marked("Above by %(amount)s."), amount=str(-room)))
    executant = programme.proposal.executants.filter(organisation=contract.organisation).first()
    gates.say("executes", executant is not None)
    gates.say("capacity_checked", executant is not None and executant.capacity_checked_on is not None)
    cap = rule("indirect_cap", on, programme.proposal.window.rules).value
    gates.say(
        "indirect_within_cap",
        contract.indirect_rate <= cap,
        Said(marked("At most %(cap)s of direct cost."), cap=str(cap)),
    )
    decisions = Q(decision=programme.decision_id) | Q(decision__larger_change__programme=programme)
    unmet = Condition.objects.filter(decisions, met_on__isnull=True, due_on__lte=on).count()
    gates.say("conditions_met", not unmet, Said(marked("Not met: %(count)s."), count=unmet))
    gates.say("programme_open", programme.state in (Programme.State.CONTRACTING, Programme.State.ACTIVE))
    gates.say("other_side_signed", bool(contract.signed_for_fund_id and contract.signed_for_party_id))
    bound_minor = sum(_tranches_that_count(contract).values_list("minor", flat=True))
    taken = reduce_by or Money.zero(BASE_CURRENCY)
    left = contract.money - taken
    gates.say(
        "not_below_tranches",
        left.minor >= bound_minor,
        Said(marked("Paid or under way: %(amount)s."), amount=str(Money(bound_minor, BASE_CURRENCY))),
    )
    held = held_by(contract)
    gates.say("cleared", not (held.outstanding or held.owed or held.committed))
    gates.say("programme_ended", programme.state in (Programme.State.FINANCIALLY_CLOSED, Programme.State.TERMINATED))
    return gates


def addendum_gates(contract: Contract, addendum: Addendum | None, on: date) -> Gates:
    """What has to be true before money is added to a signed contract; `addendum` is the one that waits."""
    gates, programme = Gates(), contract.programme
    gates.say("addendum_there", addendum is not None)
    room = held_in(programme).uncontracted
    fits = addendum is not None and addendum.money <= room
    gates.say("addendum_within_approved", fits, Said(marked("Approved and not bound: %(room)s."), room=room))
    return Gates(gates.held | contract_gates(contract, on).only("conditions_met", "programme_open").held, gates.because)


def waiting_addendum(contract: Contract) -> Addendum | None:
    return contract.addenda.filter(signed_on__isnull=True).first()


def _tranches_that_count(contract: Contract) -> QuerySet[Tranche]:
    return contract.tranches.filter(state__in=(*UNDER_WAY, *DONE))


# the tranche -----------------------------------------------------------------------------------------------------


def tranche_gates(tranche: Tranche, on: date, by: User | None = None) -> Gates:
    """Everything that has to be true before it is paid, and who may still act; `by` is whoever would act."""
    gates, contract = Gates(), tranche.contract
    programme = contract.programme
    own = programme.proposal.window.rules
    gates.say("contract_signed", contract.state == Contract.State.SIGNED)
    gates.say("programme_runs", programme.state in (Programme.State.CONTRACTING, Programme.State.ACTIVE))
    waiting = contract.tranches.filter(number__lt=tranche.number).exclude(state__in=(*DONE, Tranche.State.REFUSED))
    gates.say("before_paid", not waiting.exists())
    gates.say("decided", _decided(programme))
    gates.say("screened", _screened(programme))
    unendorsed = _unendorsed(programme)
    gates.say("endorsed", unendorsed == [], Said(marked("Missing: %(which)s."), which=together(unendorsed or [""])))
    gates.say("expenditure_accepted", *_enough_accepted(contract, on, own))
    gates.say("narrative_accepted", _narrative_accepted(contract, on))
    gates.say("no_high_finding", not open_high_findings(contract).exists())
    blocks = int(rule("overdue_block_days", on, own).value)
    late = overdue(on, days=blocks - 1).filter(contract=contract).first()
    gates.say(
        "no_report_overdue",
        late is None,
        Said(marked("Due since %(day)s."), day=late.due_on.isoformat() if late else ""),
    )
    gates.say("single_audit", *_audited(audits_needed([contract.organisation], on)))
    gates.say("account_known", bool(contract.bank_details))
    gates.say("called_back", _called_back(contract, on, own))
    bound = sum(_tranches_that_count(contract).exclude(pk=tranche.pk).values_list("minor", flat=True)) + tranche.minor
    gates.say("within_contract", bound <= contract.money.minor)
    gates.say("not_requester", by is None or tranche.requested_by_id != by.pk)
    gates.say("not_checker", by is None or tranche.checked_by_id != by.pk)
    return gates


def payable(tranche: Tranche, on: date) -> Gates:
    """What the page shows as missing before the payment, whatever the state."""
    return tranche_gates(tranche, on).only(*PAYABLE)


def _decided(programme: Programme) -> bool:
    decision = programme.decision
    last = Decision.objects.filter(supersedes=decision).first() or decision
    return (
        decision.item.subject == f"proposal:{programme.number}"
        and decision.outcome == Decision.Outcome.ADOPTED
        and last.outcome == Decision.Outcome.ADOPTED
    )


def _screened(programme: Programme) -> bool:
    # what the group says of a later change does not take back what it said of the programme
    last = Opinion.objects.filter(proposal=programme.proposal, change__isnull=True).order_by("-round").first()
    if last is not None and last.approved:
        return True
    return (
        last is not None
        and Decision.objects.filter(
            item__kind=Item.Kind.OVERRIDE,
            item__subject=f"proposal:{programme.number}",
            method=Item.Method.FORMAL,
            outcome=Decision.Outcome.ADOPTED,
        ).exists()
    )


def _unendorsed(programme: Programme) -> list[str]:
    """Countries concerned without an endorsement that was in force when the programme was approved."""
    given = set(
        Endorsement.objects.filter(
            proposal=programme.proposal, state=Endorsement.State.GIVEN, valid_until__gte=programme.approved_on
        ).values_list("country", flat=True)
    )
    wanted = list(programme.proposal.countries.order_by("country").values_list("country", flat=True))
    return [country for country in wanted if country not in given] if wanted else ["?"]


def _enough_accepted(contract: Contract, on: date, own: Mapping[str, str]) -> tuple[bool, Said]:
    held, share = held_by(contract), rule("next_tranche_at", on, own).value
    return held.accepted.minor >= share * held.advanced.minor, Said(
        marked("Accepted %(accepted)s of %(advanced)s; needed is a share of %(share)s."),
        accepted=str(held.accepted),
        advanced=str(held.advanced),
        share=str(share),
    )


def _narrative_accepted(contract: Contract, on: date) -> bool:
    """Those due are accepted and, once something was paid, one reaches beyond the last payment."""
    told = contract.reports.filter(kind__in=(Report.Kind.NARRATIVE, Report.Kind.FINAL))
    if told.filter(due_on__lt=on).exclude(state__in=ANSWERED).exists():
        return False
    last = contract.tranches.filter(state__in=DONE).order_by("-paid_on").first()
    return last is None or told.filter(state__in=ANSWERED, to_on__gte=last.paid_on).exists()


def _called_back(contract: Contract, on: date, own: Mapping[str, str]) -> bool:
    changed = contract.bank_details_changed_on
    if changed is None or (on - changed).days >= int(rule("bank_details_days", on, own).value):
        return True
    return contract.called_back_on is not None and contract.called_back_on >= changed


# reports and findings --------------------------------------------------------------------------------------------


def report_gates(report: Report, on: date) -> Gates:
    gates = Gates()
    figures = report.kind in (Report.Kind.FINANCIAL, Report.Kind.FINAL)
    gates.say("contract_signed", report.contract.state == Contract.State.SIGNED)
    gates.say("period_over", report.to_on <= on, Said(marked("It ends on %(day)s."), day=report.to_on.isoformat()))
    gates.say("told", report.kind == Report.Kind.FINANCIAL or bool(report.text.strip()))
    gates.say("certified", not figures or bool(report.certified_by.strip()))
    gates.say("figures_given", not figures or report.lines.exists())
    earlier = report.contract.reports.filter(
        kind__in=(Report.Kind.FINANCIAL, Report.Kind.FINAL), to_on__lt=report.to_on, state=Report.State.SUBMITTED
    )
    gates.say("earlier_figures_answered", not figures or not earlier.exists())
    return gates
