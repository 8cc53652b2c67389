"""Organisations that spent more in a year than the rule `single_audit_above` lets pass without an audit."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from alianza.fund.chart import BASE_CURRENCY
from alianza.fund.models import Audit, Contract, Entry
from alianza.fund.rules import rule
from alianza.network.models import Organisation
from alianza.vocabulary.money import Money
from alianza.vocabulary.refusal import marked
from alianza.vocabulary.said import Said

RULE = "single_audit_above"
SPENT = ("5100", "5190")
"""Accepted cost of programmes, direct and indirect."""


@dataclass(frozen=True, slots=True)
class AuditNeeded:
    organisation: Organisation
    year: int
    spent: Money
    above: Money

    @property
    def sentence(self) -> Said:
        return Said(
            marked(
                "%(who)s spent %(spent)s in %(year)s, more than the %(above)s of the rule “%(rule)s”, and no audit for "
                "%(year)s is recorded"
            ),
            who=self.organisation.name,
            spent=str(self.spent),
            year=self.year,
            above=str(self.above),
            rule=RULE,
        )


def spent_by_year(organisation: Organisation) -> dict[int, Money]:
    """Accepted cost of all its contracts, indirect cost included, in the year in which the period reported on ends.

    What was later found ineligible was spent all the same, and stays in.
    """
    found: dict[int, int] = defaultdict(int)
    for report in ("journal__report", "journal__overspend__report"):
        rows = (
            Entry.objects.filter(
                **{f"{report}__contract__organisation": organisation},
                account__chart__in=SPENT,
                account__currency=BASE_CURRENCY,
            )
            .order_by()
            .values_list(f"{report}__to_on__year")
            .annotate(minor=Sum("minor"))
        )
        for year, minor in rows:
            found[year] += int(minor)
    return {year: Money(minor, BASE_CURRENCY) for year, minor in found.items()}


def audits_needed(organisations: Iterable[Organisation], on: date) -> list[AuditNeeded]:
    """Each organisation and year without the audit that the rule asks for, by name and year."""
    found = []
    above = Money.of(rule(RULE, on).value, rule(RULE, on).unit)
    for organisation in organisations:
        audited = set(
            Audit.objects.filter(contract__organisation=organisation, received_on__lte=on).values_list(
                "year", flat=True
            )
        )
        found += [
            AuditNeeded(organisation, year, spent, above)
            for year, spent in spent_by_year(organisation).items()
            if spent > above and year not in audited
        ]
    return sorted(found, key=lambda one: (one.organisation.name, one.year))


def carriers(contracts: Iterable[Contract]) -> list[Organisation]:
    """The organisations of these contracts, each once."""
    return list({one.organisation_id: one.organisation for one in contracts}.values())
