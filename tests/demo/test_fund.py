"""Two years of a fund, told: they add up, everybody finds work, and any day of the year will do."""

from collections import Counter
from datetime import date

import pytest
from django.utils import timezone

from alianza.audit.models import Entry as Deed
from alianza.demo import fund
from alianza.demo.cast import ACCOUNTS, enter_organisations, open_accounts
from alianza.demo.fund.begins import GERMANY, NORWAY
from alianza.demo.fund.days import Days
from alianza.demo.fund.papers import INVENTED, note
from alianza.demo.fund.people import person
from alianza.demo.fund.proposals import CERTIFICATES, HOUSE, LINE, MENTORS
from alianza.demo.story import _tell_once
from alianza.fund.checks import problems
from alianza.fund.desk import items
from alianza.fund.models import (
    Allegation,
    Decision,
    FeeDue,
    Finding,
    Interest,
    Item,
    Journal,
    LoanPayment,
    Operation,
    Programme,
    Proposal,
    Report,
    Tranche,
    Version,
)
from alianza.fund.queries.facility import figures
from alianza.fund.queries.programmes import overdue, reached
from alianza.fund.queries.statement import statement
from alianza.fund.queries.trace import trace
from alianza.vocabulary.money import Money

pytestmark = pytest.mark.django_db


def told(today: date) -> None:
    for name, sentence, play in fund.chapters(today):
        _tell_once(name, sentence, play, lambda _sentence: None)


@pytest.fixture
def began(db):
    enter_organisations()
    open_accounts(timezone.localdate())


def programme(asked) -> Programme:
    return Programme.objects.get(proposal__title=asked.title)


def test_two_years_are_told_once_and_every_cent_adds_up(began):
    today = timezone.localdate()
    told(today)
    assert list(problems()) == []
    _the_statement_says_what_came_and_went(today)
    _proposals_stand_in_every_state()
    _one_programme_was_restructured_and_one_stopped(today)
    _the_committee_decided_in_all_three_ways()
    _the_facility_gave_less_than_was_needed()
    _fees_are_paid_in_part_and_in_arrears()
    _somebody_waits_for_everybody(today)
    _donors_money_is_followed_to_certificates(today)
    journals, deeds = Journal.objects.count(), Deed.objects.count()
    told(today)
    assert (Journal.objects.count(), Deed.objects.count()) == (journals, deeds)


def _the_statement_says_what_came_and_went(today):
    found = statement(today)
    assert found.adds_up
    assert found.total_sources == Money.of("7623614.49", "USD")
    assert found.balance == Money.of("4810669.49", "USD")
    for month in range(0, 25, 4):  # on no day of the two years was more spent than had come
        past = statement(Days(today)(month))
        assert past.adds_up
        assert past.balance.minor >= 0


def _proposals_stand_in_every_state():
    states = Counter(Proposal.objects.values_list("state", flat=True))
    assert states == {
        "approved": 1,
        "conditional": 1,
        "screened": 1,
        "endorsed": 1,
        "admissible": 1,
        "returned": 1,
        "draft": 1,
    }
    assert Proposal.objects.get(title=HOUSE.title).said
    assert Proposal.objects.get(title=MENTORS.title).state == "screened"
    days = Proposal.objects.exclude(state="draft").values_list("moved_at", "submitted_at")
    assert all(submitted.date() <= moved.date() <= timezone.localdate() for moved, submitted in days)


def _one_programme_was_restructured_and_one_stopped(today):
    one, other = programme(CERTIFICATES), programme(LINE)
    assert (one.state, other.state) == ("active", "suspended")
    assert Version.objects.get(subject=one.subject, kind="restructured").decision.method == "no_objection"
    third = one.proposal.expected.get(number=3)
    assert (third.original_target, third.target) == (300, 220)
    assert reached(one)[third.pk].value == 119
    assert other.suspensions.get().allegation.state == "investigated"
    assert Finding.objects.get(risk="high").disallowed is not None
    assert Tranche.objects.filter(contract__programme=other, state="refused").count() == 1
    paid = Tranche.objects.filter(state__in=["paid", "acknowledged"])
    assert all(len({each.requested_by_id, each.checked_by_id, each.authorised_by_id}) == 3 for each in paid)
    assert [each.contract.party for each in overdue(today)] == ["PUENTE"]
    assert Report.objects.filter(state="published").count() > 5


def _the_committee_decided_in_all_three_ways():
    decided = Counter(Decision.objects.values_list("item__body__kind", "method"))
    assert decided == {
        ("oversight", "consensus"): 2,
        ("oversight", "formal"): 1,
        ("oversight", "no_objection"): 1,
        ("assembly", "consensus"): 1,
    }
    vote = Decision.objects.get(method="formal")
    assert (vote.tally["outcome"]["yes"], vote.tally["outcome"]["no"], vote.tally["outcome"]["recused"]) == (6, 2, 1)
    assert Interest.objects.filter(ground="declared").count() == 1
    waits = Item.objects.get(state="open")
    assert waits.deadline_at > timezone.now()


def _the_facility_gave_less_than_was_needed():
    operation = Operation.objects.get()
    assert operation.state == "effective"
    assert figures(operation).less_than_needed
    assert Counter(operation.payments.values_list("state", flat=True)) == {"applied": 2, "noted": 1}
    assert {each.grant for each in LoanPayment.objects.filter(state="applied")} == {
        Money.of("900000", "USD"),
        Money.of("1200000", "USD"),
    }


def _fees_are_paid_in_part_and_in_arrears():
    assert Counter(FeeDue.objects.values_list("state", flat=True)) == {"paid": 4, "part": 1, "invoiced": 1}


def _somebody_waits_for_everybody(today):
    for key in ("luc", "lena", "sami", "otto", "dina", "imani", "paz", "rhea", "maya", "inge"):
        assert items(person(key)), key
    for each in ACCOUNTS:
        assert person(each.key).is_active
    tranche = Tranche.objects.get(state="checked")
    assert {tranche.requested_by, tranche.checked_by} == {person("paz"), person("lena")}
    assert Allegation.objects.filter(state="received").count() == 1


def _donors_money_is_followed_to_certificates(today):
    for agreement in (GERMANY, NORWAY):
        levels = {step.level for step in trace(agreement, today).steps}
        assert {"receipt", "programme", "tranche", "report_line", "output", "value"} <= levels


@pytest.mark.slow
@pytest.mark.parametrize("today", [date(2027, 1, 4), date(2028, 2, 29)])
def test_the_story_can_be_told_on_any_day(began, today):
    told(today)
    assert list(problems()) == []
    assert [each.contract.party for each in overdue(today)] == ["PUENTE"]
    assert Counter(Programme.objects.values_list("state", flat=True)) == {"active": 1, "suspended": 1}


@pytest.mark.parametrize("today", [date(2026, 11, day) for day in range(16, 23)])
def test_no_day_of_the_story_is_a_weekend_or_still_to_come(today):
    day = Days(today)
    for month in range(25):
        for days in (0, 3, 14):
            found = day(month, days)
            assert found.weekday() < 5
            assert found <= today or (month == 24 and days)
    assert all(day.ago(days).weekday() < 5 and day.ago(days) <= today for days in range(90))
    assert all(day.ahead(days).weekday() < 5 and day.ahead(days) >= today for days in range(1, 90))


def test_every_paper_says_that_it_is_invented():
    for language, words in INVENTED.items():
        content = note(language, "P-1: Title (draft)", "The text.").read().decode("cp1252")
        assert content.startswith("%PDF-1.4")
        assert words[:30].replace("(", r"\(") in content
        assert r"Title \(draft\)" in content
