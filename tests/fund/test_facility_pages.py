"""Pages of the facility, through the doors people use."""

import csv
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.urls import reverse
from django.utils import timezone

from alianza.fund.actions import facility, fees
from alianza.fund.models import CountryRequest, FeeDue, Interest, Item, Operation
from tests.fund import facility_story as story
from tests.fund.story import usd
from tests.world import World

pytestmark = pytest.mark.django_db
DAY = story.DAY


def text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined, no-any-return]


def test_the_calculator_opens_with_its_usual_terms_and_the_grant_they_need(client) -> None:
    page = text(client.get(reverse("fund:facility-terms")))
    assert "$28,902,040.37" in page
    assert "$71,097,959.63" in page
    assert "3.46" in page
    assert "8.577%" in page
    assert "35.000%" in page
    assert "<svg" in page
    assert "no money of the Alliance" in page


def test_the_calculator_says_what_counts_as_aid_by_income_group(client) -> None:
    page = text(client.get(reverse("fund:facility-terms"), {"country": "KEN"}))
    for figure in ("35.096%", "23.434%", "16.465%"):
        assert figure in page
    assert page.count("falls short") == 3  # least developed, World Bank and IMF, multilateral
    assert "the rule for Kenya (FY26)" in page


@pytest.mark.parametrize(
    ("given", "sentence", "field"),
    [
        ({"rate": "1e9"}, "is not a number; write digits and a point", "rate"),
        ({"rate": "NaN"}, "is not a number", "rate"),
        ({"rate": "120"}, "Write a number from 0 to 100", "rate"),
        ({"grace": "20"}, "shorter than the maturity of 20 years; 20 is not", "grace"),
        ({"maturity": "20.25"}, "is not a whole number of payments at 2 a year", "maturity"),
        ({"frequency": "3"}, "Select a valid choice", "frequency"),
        ({"amount": "1.000"}, "can be read in two ways", "amount"),
        ({"amount": "-5"}, "Write an amount above zero", "amount"),
        ({"target": "0"}, "Write a grant element above 0", "target"),
        ({"parts": "21"}, "is paid out in 1 to 20 yearly parts", "parts"),
        ({"parts": "0"}, "Write a number from 1 to 100", "parts"),
        ({"parts": "2.5"}, "has more than 0 decimals", "parts"),
        ({"granted": "200000000"}, "A grant is no larger than loan and grant together", "granted"),
        ({"country": "XXX"}, "Select a valid choice", "country"),
        ({"rate": ""}, "This field is required", "rate"),
    ],
)
def test_what_cannot_be_is_one_sentence_at_its_field(client, given, sentence, field) -> None:
    answer = client.get(reverse("fund:facility-terms"), given)
    page = text(answer)
    slot = page.split(f'id="id_{field}_slot"')[1].split("</div>")[0]
    assert answer.status_code == 200
    assert sentence in slot
    assert slot.count("<li>") == 1
    file = client.get(reverse("fund:facility-terms-csv"), given)
    assert file.status_code == 400
    assert sentence in text(file).replace("&#x27;", "'")


def test_numbers_of_other_scripts_and_with_commas_are_understood(client) -> None:
    plain = text(client.get(reverse("fund:facility-terms"), {"rate": "3.6", "maturity": "32.5", "grace": "7"}))
    other = text(client.get(reverse("fund:facility-terms"), {"rate": "٣٫٦", "maturity": "32,5", "grace": "7"}))
    grant = plain.split("a grant of ")[1].split(" and")[0]
    assert f"a grant of {grant} and" in other


def test_htmx_gets_what_changes_and_the_page_works_without(client) -> None:
    address = reverse("fund:facility-terms")
    part = client.get(address, {"rate": "5", "grace": "99"}, headers={"HX-Request": "true"})
    assert "HX-Request" in part["Vary"]
    words = text(part)
    assert "<html" not in words
    assert 'id="result"' in words
    assert 'id="id_grace_slot" aria-live="polite" hx-swap-oob="true"' in words
    assert "shorter than the maturity" in words
    whole = text(client.get(address, {"rate": "5"}))
    assert '<form class="calculator__form" method="get"' in whole
    assert "style=" not in whole.replace('rel="stylesheet"', "")


def test_the_schedule_as_a_file_adds_up_to_the_cent(client) -> None:
    answer = client.get(reverse("fund:facility-terms-csv"), {"frequency": "4"})
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(StringIO(text(answer))))
    assert len(rows) == 81
    assert sum(Decimal(row["principal"]) for row in rows) == Decimal(rows[0]["paid_out"])
    assert (rows[-1]["outstanding"], rows[-1]["years"]) == ("0.00", "20")


def test_a_loan_paid_out_in_parts_is_computed_and_said_so(client) -> None:
    at_once = text(client.get(reverse("fund:facility-terms")))
    assert "at once, at the start" in at_once
    given = {"parts": "4"}
    page = text(client.get(reverse("fund:facility-terms"), given))
    assert "in 4 equal parts, one at the start of each year" in page
    assert "Each part is discounted from its own day" in page
    assert "$28,902,040.37" not in page
    rows = list(csv.DictReader(StringIO(text(client.get(reverse("fund:facility-terms-csv"), given)))))
    paid = [Decimal(row["paid_out"]) for row in rows if Decimal(row["paid_out"])]
    assert len(paid) == 4
    assert max(paid) - min(paid) <= Decimal("0.01")
    assert sum(Decimal(row["principal"]) for row in rows) == sum(paid)
    loan = page.split("a loan of ")[1].split(" reach")[0].strip("$").replace(",", "")
    assert sum(paid) == Decimal(loan)
    interest = sum(Decimal(row["interest"]) for row in rows[:3])
    assert interest == (paid[0] / 50).quantize(Decimal("0.01")) * 2  # two half-years on the first part alone


def test_a_smaller_grant_shows_what_it_reaches(client) -> None:
    page = text(client.get(reverse("fund:facility-terms"), {"granted": "20000000"}))
    assert "26.861%" in page
    assert "below what is aimed at" in page
    none = text(client.get(reverse("fund:facility-terms"), {"granted": "0"}))
    assert "no grant" in none
    whole = text(client.get(reverse("fund:facility-terms"), {"granted": "100000000"}))
    assert "100.000%" in whole


def test_a_loan_that_is_soft_already_needs_no_grant(client) -> None:
    page = text(client.get(reverse("fund:facility-terms"), {"rate": "0.75", "maturity": "38", "grace": "6"}))
    assert "no grant is needed" in page


@pytest.mark.parametrize(
    ("name", "figure"),
    [
        ("bond", "$20,130,244.20"),
        ("bond", "lose the money"),  # the warning that belongs beside every bond
        ("savings", "$2,351,998,656"),  # with a third as 33.3333 percent
        ("savings", "lose the money"),
        ("guarantee", "$100,000,000"),
    ],
)
def test_the_smaller_calculators_open_with_known_answers(client, name, figure) -> None:
    page = text(client.get(reverse(f"fund:facility-{name}")))
    assert figure in page
    assert "no money of the Alliance" in page


@pytest.mark.parametrize(("name", "field"), [("bond", "years"), ("savings", "saved"), ("guarantee", "default")])
def test_the_smaller_calculators_refuse_at_the_field(client, name, field) -> None:
    answer = client.get(reverse(f"fund:facility-{name}"), {field: "1000"})
    assert answer.status_code == 200
    assert "Write a number from" in text(answer).split(f'id="id_{field}_slot"')[1].split("</div>")[0]


def test_the_cases_show_sources_contradictions_and_our_inference_as_ours(client) -> None:
    page = text(client.get(reverse("fund:facility-cases")))
    assert "None of it is money of the Alliance" in page
    assert page.count("Contradiction") == 3
    assert "Our inference, not the method of that facility" in page
    assert "3.63 %" in page
    assert "3.56 %" in page
    assert page.count("our inference</span>") == 2
    assert page.count("https://") >= 10


def test_what_is_not_decided_is_for_the_few(world: World) -> None:
    made = story.operation(world, "screened")
    address = reverse("fund:operation-show", kwargs={"code": made.code})
    statuses = {
        name: world.signed_in(getattr(world, name) if name else None).get(address).status_code
        for name in ("", "ana", "mara", "imani", "luc", "otto", "dina", "maya", "paz")
    }
    assert {name for name, status in statuses.items() if status == 200} == {"imani", "luc", "otto"}
    assert {status for status in statuses.values() if status != 200} == {404}
    story.pool("any", 90_000_000)
    facility.decide_operation(made, story.decision(made.subject, Item.Kind.OPERATION), on=DAY, by=world.luc)
    assert world.signed_in(None).get(address).status_code == 200


def test_who_decides_sees_the_operation_unless_recused(world: World) -> None:
    made = story.operation(world, "screened")
    said = story.decision(made.subject, Item.Kind.OPERATION)
    body = said.item.body
    body.seats.create(member=world.norway, group="donor_government", person=world.maya, begins_on=DAY)
    said.item.electorate.create(member=world.norway, group="donor_government")
    address = reverse("fund:operation-show", kwargs={"code": made.code})
    assert world.signed_in(world.maya).get(address).status_code == 200
    Interest.objects.create(
        item=said.item, member=world.norway, ground="declared", reason="A cousin.", since=said.decided_at
    )
    assert world.signed_in(world.maya).get(address).status_code == 404


def test_an_operation_from_proposal_to_closing_by_its_pages(world: World) -> None:
    request = story.eligible(world)
    luc, lena, sami = (world.signed_in(person) for person in (world.luc, world.lena, world.sami))
    given = {**story.WORDS, "bank": story.bank().pk, "bank_name": "DEVBANK", "amount": "100000000", "rate": "4"}
    given |= {"maturity": "20", "grace": "5", "frequency": "2", "front_fee": "0", "discount": "5", "target": "35"}
    luc.post(reverse("fund:operation-propose", kwargs={"code": request.code}), given)
    made = Operation.objects.get()

    def step(client, name, **said) -> None:
        values = {f"{name}-{key}": value for key, value in {"on": DAY.isoformat(), **said}.items()}
        answer = client.post(reverse("fund:operation-step", kwargs={"code": made.code, "step": name}), values)
        assert answer.status_code == 302, text(answer)

    step(luc, "freeze")
    checks = {f"{check}_{part}": value for check in ("direct", "additional", "adaptable")
              for part, value in (("held", "yes"), ("found", "Seen."))}  # fmt: skip
    step(lena, "screen", **checks)
    story.pool("any", 90_000_000)
    facility.decide_operation(made, story.decision(made.subject, Item.Kind.OPERATION), on=DAY, by=world.luc)
    for name in ("commit", "bank_approve", "sign", "take_effect"):
        step(luc, name)
    step(luc, "payment", amount="71,097,959.63", reference="B-1")
    payment = made.payments.get()
    for client, name in ((lena, "check"), (sami, "transfer"), (luc, "apply")):
        assert client.post(reverse("fund:payment-step", kwargs={"code": payment.code, "step": name})).status_code == 302
    today = timezone.localdate().isoformat()  # the grant went out today, so it is not closed before
    step(luc, "close", reason="12,000 people trained.", on=today)
    made.refresh_from_db()
    assert made.state == "closed"
    page = text(world.signed_in(None).get(reverse("fund:operation-show", kwargs={"code": made.code})))
    assert "$28,902,040.37" in page
    assert "12,000 people trained." in page
    assert "35.000%" in page


def test_the_page_says_every_reason_at_once_and_keeps_what_was_typed(world: World) -> None:
    made = story.operation(world, "frozen")
    said = {"screen-on": DAY.isoformat()}
    for check in ("direct", "additional", "adaptable"):
        said |= {f"screen-{check}_held": "no", f"screen-{check}_found": f"A road, {check}."}
    answer = world.signed_in(world.luc).post(
        reverse("fund:operation-step", kwargs={"code": made.code, "step": "screen"}), said
    )
    page = text(answer)
    for sentence in ("Somebody else proposed it", "reaches migration directly", "additional to official aid"):
        assert sentence in page
    assert "A road, adaptable." in page


def test_a_day_that_has_not_come_is_refused(world: World) -> None:
    made = story.operation(world)
    answer = world.signed_in(world.luc).post(
        reverse("fund:operation-step", kwargs={"code": made.code, "step": "freeze"}), {"freeze-on": "2099-01-01"}
    )
    assert "This day has not come yet" in text(answer)


def test_a_swap_curve_is_read_line_by_line(world: World) -> None:
    made = story.operation(world, **story.VARIABLE)
    address = reverse("fund:operation-step", kwargs={"code": made.code, "step": "freeze"})
    client = world.signed_in(world.luc)
    said = {"freeze-on": DAY.isoformat(), "freeze-source": "made up", "freeze-frequency": "1"}
    wrong = text(client.post(address, {**said, "freeze-points": "1 2.00\nten 3"}))
    assert "&#x27;ten 3&#x27; is not years and percent" in wrong
    falling = text(client.post(address, {**said, "freeze-points": "10 3\n5 2"}))
    assert "at rising tenors" in falling
    assert client.post(address, {**said, "freeze-points": "1 2.00\n10: 3,00 %\n30;3.5"}).status_code == 302
    made.refresh_from_db()
    assert made.curve["points"] == [["1", "2.00"], ["10", "3.00"], ["30", "3.5"]]
    assert "made up" in text(client.get(reverse("fund:operation-show", kwargs={"code": made.code})))


def test_a_focal_point_asks_and_ends_by_pages(world: World) -> None:
    client = world.signed_in(world.imani)
    answer = client.post(reverse("fund:request-ask"), {"country": "PHL", "need": "Many return."})
    held = CountryRequest.objects.get()
    assert answer["Location"] == reverse("fund:request-show", kwargs={"code": held.code})
    again = text(client.post(reverse("fund:request-ask"), {"country": "PHL", "need": "Again."}))
    assert "has asked already" in again
    client.post(
        reverse("fund:request-end", kwargs={"code": held.code}), {"end-on": DAY.isoformat(), "end-reason": "No."}
    )
    held.refresh_from_db()
    assert held.state == "ended"


def test_fees_by_their_pages(world: World) -> None:
    story.member("Ministry of Labour", "PHL")
    story.member("Norway", "NOR")
    luc = world.signed_in(world.luc)
    year = date.today().year
    page = text(luc.get(reverse("fund:fee-assess")))
    assert "Part I" in page
    luc.post(reverse("fund:fee-assess"), {"year": year, "budget": "9000"})
    luc.post(reverse("fund:fee-invoice", kwargs={"year": year}))
    due = FeeDue.objects.get(number=f"{year}-NOR")
    assert due.money == usd(8000)
    line = story.bank_line(3000)
    luc.post(reverse("fund:fee-pay", kwargs={"code": due.code}), {"line": line.pk})
    page = text(luc.get(reverse("fund:fee-year", kwargs={"year": year})))
    assert "World Bank, country classifications by income level, FY26" in page
    assert "Paid in part" in page
    behind = text(world.signed_in(world.maya).get(reverse("fund:fee-list")))
    assert "$6,000" in behind
    assert "no vote" in behind
    assert fees.FeeDue.objects.count() == 2
