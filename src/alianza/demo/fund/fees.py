"""Member fees of one year: assessed by parts, most of them paid, one in arrears."""

from datetime import timedelta

from alianza.demo.fund.begins import usd
from alianza.demo.fund.days import Days, at_work
from alianza.demo.fund.people import person
from alianza.fund.actions import contributions, fees
from alianza.fund.models import FeeDue
from alianza.vocabulary.money import Money

BUDGET = 120_000
WAITED = 60
"""Days since the fees were assessed and invoiced."""
PAID = {"NOR": 9, "DEU": 15, "PHL": 21, "NPL": 24}
"""After how many days whose fee arrived in full."""
HALF = {"KEN": 30}
IN_ARREARS = "CAN"


def assess_a_year(day: Days) -> None:
    luc, lena = person("luc"), person("lena")
    on = day.ago(WAITED)
    year = fees.assess(on.year, usd(BUDGET), on=on, by=luc)
    for due in year.dues.select_related("member").order_by("number"):
        fees.invoice(due, on=on, by=luc)
        country = due.member.country
        after = PAID.get(country) or HALF.get(country)
        if after:
            money = due.money if country in PAID else Money(due.minor // 2, due.money.currency)
            arrived = at_work(on + timedelta(days=after), day.today)
            line = contributions.enter_bank_line(
                reference=f"BANK-{arrived:%Y%m%d}-{due.number}",
                value_on=arrived,
                money=money,
                text=f"Fee {due.number}",
                by=lena,
            )
            fees.pay(FeeDue.objects.get(pk=due.pk), line, by=lena)
