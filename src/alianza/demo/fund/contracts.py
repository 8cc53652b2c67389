"""The life of one contract: signed by both, paid in tranches through three people, reported, and paid again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from alianza.accounts.models import User
from alianza.demo.cast import organisation
from alianza.demo.fund.begins import usd
from alianza.demo.fund.days import at_work
from alianza.demo.fund.people import person
from alianza.demo.fund.proposals import WORKS_ON
from alianza.fund.actions import contracts, reports, tranches
from alianza.fund.actions.reports import Line, Value
from alianza.fund.models import Contract, Programme, Report, Tranche
from alianza.fund.queries.programmes import held_by
from alianza.vocabulary.money import Money

INDIRECT = Decimal("0.07")
ANSWERED_AFTER = timedelta(days=40)
"""How long after its period a planned report of the story is with the secretariat and accepted."""
QUIET = Fraction(35, 100)
"""Share of what is outstanding that a yearly report of the story accounts for."""


@dataclass(slots=True)
class Life:
    """A contract of the story and who acts for its organisation. Days go forward; `today` is the last one."""

    contract: Contract
    agent: User
    today: date

    @classmethod
    def begins(
        cls,
        programme: Programme,
        name: str,
        party: str,
        agent: str,
        plan: Sequence[tuple[date, int]],
        *,
        on: date,
        today: date,
    ) -> "Life":
        """Drafted, signed by both sides, the account confirmed by a call, tranches planned."""
        luc, mate = person("luc"), person(agent)
        asked = programme.proposal
        money = usd(sum(amount for _day, amount in plan))
        clauses = {
            "objectives": asked.objectives,
            "tasks": asked.tasks,
            "results": asked.results,
            "refund_clause": "What is not spent returns within 90 days of the final statement.",
        }
        made = contracts.draft_contract(
            programme, organisation(name), money, party=party, indirect_rate=INDIRECT, clauses=clauses, by=luc
        )
        contracts.change_account(made, f"Invented bank, account of {name}", on=on, by=mate)
        contracts.sign_contract(made, on=on, by=luc)
        made = contracts.sign_contract(made, on=on, by=mate)
        contracts.call_back(made, on=at_work(on + timedelta(days=3), today), by=person("lena"))
        contracts.plan_tranches(made, [(day, usd(amount)) for day, amount in plan], by=luc)
        return cls(Contract.objects.get(pk=made.pk), mate, today)

    @classmethod
    def found(cls, number: str, party: str, agent: str, today: date) -> "Life":
        """One that was begun in an earlier chapter."""
        return cls(Contract.objects.get(programme__proposal__number=number, party=party), person(agent), today)

    # money -------------------------------------------------------------------------------------------------------

    def paid(self, number: int, on: date) -> Tranche:
        """Requested, checked, authorised, paid and acknowledged."""
        self.catch_up(on)
        tranche = self.checked(number, at_work(on - timedelta(days=9), self.today))
        tranches.authorise(tranche, on=at_work(on - timedelta(days=2), self.today), by=person("sami"))
        reference = f"PAY-{on:%Y%m%d}-{self.contract.party}-{number}"
        tranches.pay(tranche, bank_reference=reference, on=on, by=person("luc"))
        return tranches.acknowledge(tranche, on=at_work(on + timedelta(days=3), self.today), by=self.agent)

    def checked(self, number: int, on: date) -> Tranche:
        """Requested by the partner, checked by Lena a few days later: it waits for somebody else to authorise it."""
        tranche = self.requested(number, on)
        return tranches.check(tranche, on=at_work(on + timedelta(days=3), self.today), by=person("lena"))

    def requested(self, number: int, on: date) -> Tranche:
        tranche = self.contract.tranches.get(number=number)
        return tranches.request(tranche, on=on, by=self.agent)

    # reports -----------------------------------------------------------------------------------------------------

    def catch_up(self, until: date, after: timedelta = ANSWERED_AFTER) -> None:
        """Every planned report whose period was over so long before is submitted and accepted."""
        waiting = self.contract.reports.filter(state=Report.State.DUE, interim=False, to_on__lte=until - after)
        for report in waiting.exclude(kind=Report.Kind.FINAL).order_by("to_on", "-kind"):
            on = min(max(at_work(report.to_on + after, self.today), self._last_payment()), until)
            text = (
                f"From {report.from_on} to {report.to_on} the work went on as agreed; the figures follow once a year."
            )
            self._answered(report, on, text if report.kind == Report.Kind.NARRATIVE else "", QUIET, {})

    def _last_payment(self) -> date:
        """Nothing is accounted for on a day before money of a later one came."""
        days = [each.paid_on for each in self.contract.tranches.all() if each.paid_on is not None]
        return max(days, default=self.contract.signed_on or self.today)

    def accounts(
        self, on: date, text: str, share: Fraction, values: Mapping[int, tuple[int, str]] | None = None
    ) -> None:
        """Two reports before their term, narrative and figures, so that the next tranche can be asked for.

        `share` of what is outstanding was spent; `values` are indicators with their evidence, by number of the result.
        """
        self.catch_up(on, timedelta(days=12))
        to_on = on - timedelta(days=12)
        for kind in (Report.Kind.NARRATIVE, Report.Kind.FINANCIAL):
            opened = at_work(on - timedelta(days=9), self.today)
            report = reports.open_report(self.contract, kind, to_on, on=opened, by=self.agent)
            self._answered(report, on, text, share, values or {} if kind == Report.Kind.NARRATIVE else {})

    def _answered(
        self, report: Report, on: date, text: str, share: Fraction, values: Mapping[int, tuple[int, str]]
    ) -> None:
        figures = report.kind == Report.Kind.FINANCIAL
        results = {each.number: each for each in self.contract.programme.proposal.expected.all()}
        report = reports.save_report(
            report,
            text=text,
            certified_by=f"Accounts office of {self.contract.organisation.name}" if figures else "",
            lines=self._lines(share) if figures else (),
            values=[
                Value(results[number], Decimal(value), report.to_on, evidence)
                for number, (value, evidence) in values.items()
            ],
            version=report.version,
            by=self.agent,
        )
        sent = max(report.to_on + timedelta(days=1), at_work(on - timedelta(days=5), self.today))
        reports.submit_report(report, on=min(sent, on), by=self.agent)
        reports.accept_report(report, on=on, by=person("lena"), said="Read and held against the contract.")
        if report.kind == Report.Kind.NARRATIVE:
            reports.publish_report(report, on=on, by=person("lena"))

    def _lines(self, share: Fraction) -> list[Line]:
        """Direct cost by category in the proportions of the budget, for the country of origin and each one's result."""
        proposal = self.contract.programme.proposal
        outstanding = held_by(self.contract).outstanding
        direct = int(outstanding.minor * share / (1 + Fraction(INDIRECT)))
        budget = proposal.budget.filter(organisation=self.contract.organisation, minor__gt=0).exclude(
            category="indirect"
        )
        lines = list(budget.order_by("pk"))
        works_on = WORKS_ON[proposal.title, self.contract.organisation.name]
        results = {each.number: each for each in proposal.expected.all()}
        origin = proposal.countries.exclude(role="destination").order_by("country").first()
        parts = Money(direct, outstanding.currency).allocate([each.minor for each in lines])
        return [
            Line(line.category, part, origin.country if origin else "", results[number])
            for line, part, number in zip(lines, parts, works_on, strict=True)
        ]
