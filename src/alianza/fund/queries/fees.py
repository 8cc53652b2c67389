"""Who pays which fee, and what is left to be paid. No vote reads any of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, Sum

from alianza.engines.concessionality import Fees, part_year, two_tier_fees, whole_months
from alianza.fund.chart import BASE_CURRENCY
from alianza.fund.models import BankLine, Body, FeeDue, FeePayment, FeeYear, Journal, Receipt, Seat
from alianza.fund.posting import key_of
from alianza.fund.queries.facility import income_group
from alianza.fund.rules import rule
from alianza.network.models import Organisation
from alianza.vocabulary.money import Money

GROUPS = {"L": 1, "LM": 2, "UM": 3, "H": 4}
"""Income groups of the World Bank, from low to high, as the rule counts them."""


@dataclass(frozen=True, slots=True)
class Tier:
    """Which part a member is in and why; `months` are those of the year it is a member for. `full`: it was one on the
    first of January, so the budget is covered with it.
    """

    member: Organisation
    part: int
    ground: FeeDue.Ground
    income_group: str
    months: int
    joined: date

    @property
    def full(self) -> bool:
        return self.months == 12


def members(year: int) -> list[tuple[Organisation, date]]:
    """Members of the Assembly at some time in a year that are states, with the day they joined, by name.

    Others than states have no income group, so the paper's two parts say nothing of them.
    """
    seats = (
        Seat.objects.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=date(year, 1, 1)),
            body__kind=Body.Kind.ASSEMBLY,
            begins_on__lte=date(year, 12, 31),
            member__actor_type="state",
        )
        .exclude(member__country="")
        .select_related("member")
        .order_by("member__name", "begins_on")
    )
    found: dict[int, tuple[Organisation, date]] = {}
    for seat in seats:  # who fills the seat may change: a member joined with the first of them
        found.setdefault(seat.member_id, (seat.member, seat.begins_on))
    return list(found.values())


def tiers(year: int, *, on: date, choosing: Iterable[Organisation] = ()) -> list[Tier]:
    """Each member's part for a year, from the published income group.

    Who was in Part II the year before and is in Part I now moves up by half a step; who chose Part I stays in it.
    `choosing` are those who choose it now.
    """
    chosen = {member.pk for member in choosing}
    from_group = int(rule("fee_part_one_from", on).value)
    before = {due.member_id: due for due in FeeDue.objects.filter(year__year=year - 1)}
    found = []
    for member, joined in members(year):
        months = 12 if joined.year < year else whole_months(joined)
        if not months:
            continue  # it joined after the first of December: its first fee is next year's
        group, _vintage = income_group(member.country)
        last = before.get(member.pk)
        high = GROUPS.get(group, 0) >= from_group
        part, ground = (1 if high else 2), FeeDue.Ground.INCOME if group else FeeDue.Ground.UNKNOWN
        if member.pk in chosen or (last is not None and last.ground == FeeDue.Ground.CHOSEN):
            part, ground = 1, FeeDue.Ground.CHOSEN
        elif high and last is not None and last.part == 2:
            ground = FeeDue.Ground.MOVING
        found.append(Tier(member, part, ground, group, months, joined))
    return found


def computed(budget: Money, weight: int, found: Iterable[Tier]) -> Fees:
    """The fees of a year: those who join during it come on top, so they are not counted.

    Raises AmountOutside, CountOutside, WeightOutside.
    """
    full = [tier for tier in found if tier.full]
    moving = sum(tier.ground == FeeDue.Ground.MOVING for tier in full)
    one = sum(tier.part == 1 for tier in full) - moving
    return two_tier_fees(budget, part_one=one, part_two=len(full) - one - moving, weight=weight, moving_up=moving)


def fee_of(tier: Tier, fees: Fees) -> Money:
    if tier.ground == FeeDue.Ground.MOVING:
        whole = fees.moving_up
    else:
        whole = fees.part_one if tier.part == 1 else fees.part_two
    return whole if tier.full else part_year(whole, joined=tier.joined)


def year_sums(year: FeeYear) -> Mapping[str, Money]:
    """What of a year is assessed, paid, waived and still to be paid."""
    dues = year.dues
    sums = dues.aggregate(assessed=Sum("minor"), paid=Sum("paid_minor"))
    waived = dues.filter(state=FeeDue.State.WAIVED).aggregate(all=Sum("minor"), paid=Sum("paid_minor"))
    assessed, paid = int(sums["assessed"] or 0), int(sums["paid"] or 0)
    dropped = int(waived["all"] or 0) - int(waived["paid"] or 0)
    parts = {"assessed": assessed, "paid": paid, "waived": dropped, "left": assessed - paid - dropped}
    return {name: Money(minor, BASE_CURRENCY) for name, minor in parts.items()}


def to_reserve(due: FeeDue, money: Money) -> Money:
    """Of a payment, what comes on top of the year's budget: it goes to the reserve."""
    paid = year_sums(due.year)["paid"]
    zero = Money.zero(BASE_CURRENCY)
    return min(max(paid + money - due.year.budget, zero), money)


def arrears(on: date) -> list[FeeDue]:
    """Fees that were invoiced by that day and are not paid, the oldest first. They change nothing."""
    return list(
        FeeDue.objects.filter(state__in=[FeeDue.State.INVOICED, FeeDue.State.PART], invoiced_on__lte=on)
        .select_related("member", "year")
        .order_by("year__year", "member__name")
    )


def free_lines() -> list[BankLine]:
    """Lines that brought money in the fund's currency and pay nothing yet, the latest first."""
    used = set(Receipt.objects.values_list("line", flat=True)) | set(FeePayment.objects.values_list("line", flat=True))
    found = [line for line in BankLine.objects.filter(minor__gt=0, currency=BASE_CURRENCY) if line.pk not in used]
    keys = {key_of("interest.received", line.code): line for line in found}
    explained = set(Journal.objects.filter(key__in=keys).values_list("key", flat=True))
    return [line for key, line in keys.items() if key not in explained]


def line_free(line: BankLine) -> bool:
    """Whether the line brought money in and pays nothing yet."""
    return any(one.pk == line.pk for one in free_lines())
