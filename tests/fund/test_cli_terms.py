"""The commands `alianza fund grant-element` and `alianza fund needed-grant`."""

import json
from decimal import Decimal

import pytest
import typer
from typer.testing import CliRunner

from alianza.fund import cli_terms

TERMS = ("--rate", "4", "--maturity", "20", "--grace", "5")
BLEND = "34.857597132558"


def run(*arguments: str) -> tuple[int, str, str]:
    app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False)
    cli_terms.register(app)
    answer = CliRunner().invoke(app, arguments)
    return answer.exit_code, answer.stdout, answer.stderr


def told(*arguments: str) -> dict[str, Decimal]:
    code, said, noted = run(*arguments, "--json")
    assert (code, noted) == (0, "")
    return json.loads(said, parse_float=Decimal)


def test_the_grant_element_in_percent():
    report = told("grant-element", *TERMS)
    assert round(report["grant_element"], 6) == Decimal("8.576842")
    assert (report["rate"], report["frequency"], report["discount"], report["fee"]) == (4, 2, 5, 0)
    assert told("grant-element", *TERMS, "--fee", "0.25")["grant_element"] == report["grant_element"] - Decimal("0.25")
    again = told("grant-element", "--rate", "4.0", "--maturity", "20.0", "--grace", "+5", "--frequency", "2.0")
    assert again["grant_element"] == report["grant_element"]


def test_the_answer_has_its_decimals_even_where_they_are_zeros():
    _code, said, _noted = run("grant-element", *TERMS[2:], "--rate", "5", "--frequency", "1", "--json")
    assert '"grant_element": 0.000000000000,' in said


def test_steps_give_the_unrounded_target():
    steps = ("--step", "6-25:3.3", "--step", "26-30:6.8")
    report = told("grant-element", "--rate", "2", "--maturity", "30", "--grace", "5", *steps)
    assert report["grant_element"] == Decimal(BLEND)
    assert report["steps"] == [
        {"first": 6, "last": 25, "percent": Decimal("3.3")},
        {"first": 26, "last": 30, "percent": Decimal("6.8")},
    ]


@pytest.mark.parametrize(
    ("target", "grant"),
    [(BLEND, "28746278.01"), ("34.858", "28746718.67"), ("53.174086557531", "48781124.56"), ("35", "28902040.37")],
)
def test_the_needed_grant_to_the_cent(target, grant):
    report = told("needed-grant", "--amount", "100000000", *TERMS, "--target-grant-element", target)
    assert (report["grant"], report["loan"]) == (Decimal(grant), 100000000 - Decimal(grant))
    assert report["reached_grant_element"] >= Decimal(target)
    assert report["concessional_already"] is False


def test_amounts_beyond_what_a_float_holds_keep_their_cents():
    report = told("needed-grant", "--amount", "90071992547409931.23", *TERMS, "--target-grant-element", "35")
    assert report["grant"] + report["loan"] == Decimal("90071992547409931.23")


def test_a_loan_that_is_concessional_already_needs_nothing():
    arguments = ("needed-grant", "--amount", "100", *TERMS, "--target-grant-element", "5")
    report = told(*arguments)
    assert (report["grant"], report["loan"], report["leverage"]) == (0, 100, None)
    assert report["concessional_already"] is True
    assert "concessional already: no grant is needed" in run(*arguments)[1]


def test_people_read_it_with_its_currency_and_terms():
    code, said, _noted = run("needed-grant", "--amount", "100000000", *TERMS, "--target-grant-element", BLEND)
    assert code == 0
    assert "Grant: 28746278.01 USD" in said and "Loan: 71253721.99 USD" in said and "Leverage: 3.48" in said
    code, said, _noted = run("grant-element", *TERMS)
    assert said.startswith("Grant element: 8.576842 %\n(4 % interest, 20 years, 5 of grace, payments a year: 2;")
    assert (
        "Grant: 29 JPY"
        in run("needed-grant", "--amount", "100", *TERMS, "--target-grant-element", "35", "--currency", "jpy")[1]
    )


def test_the_help_says_that_a_target_counts_with_all_its_decimals():
    said = " ".join(run("needed-grant", "--help")[1].split())
    assert "The target counts with every decimal given" in said and BLEND in said and "28,746,278.01" in said
    assert "Example: alianza fund needed-grant" in said
    assert "Example: alianza fund grant-element" in " ".join(run("grant-element", "--help")[1].split())


UNREAD = ["4,5", "nan", "NaN", "inf", "-Infinity", "1e9", "1.000,00", "1 000", "1_000", "٤", "", ".", "4.", "0x4", "4%"]


@pytest.mark.parametrize("text", UNREAD)
@pytest.mark.parametrize("option", ["--rate", "--maturity", "--grace", "--frequency", "--discount", "--fee"])
def test_what_is_no_number_is_refused_in_one_sentence(option, text):
    code, said, noted = run("grant-element", *TERMS, f"{option}={text}")
    assert (code, said) == (2, "")
    assert noted.startswith(f"{option}: ") and "is not a number as it is read here" in noted
    assert noted.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--rate", "-1"), "An interest rate is from 0 to 100 percent a year"),
        (("--rate", "9" * 40), "An interest rate is from 0 to 100 percent a year"),
        (("--maturity", "-20"), "A maturity is above 0"),
        (("--maturity", "20.3"), "20.3 years is not a whole number of payments"),
        (("--grace", "20"), "shorter than the maturity of 20 years; 20 is not"),
        (("--frequency", "7"), "7 is none of these"),
        (("--frequency", "2.5"), "2.5 is none of these"),
        (("--discount", "101"), "A discount rate is from 0 to 100"),
        (("--fee", "-1"), "A front-end fee is from 0 to 100"),
        (("--step", "6-20"), "--step: '6-20' is not years and a percentage"),
        (("--step", "6-20:1e1"), "--step: '6-20:1e1' is not years and a percentage"),
        (("--step", "6-20:5"), "these repay 75 percent in the years 6-20"),
    ],
)
def test_terms_that_cannot_be_are_refused_in_one_sentence(arguments, words):
    code, said, noted = run("grant-element", *TERMS, *arguments)
    assert (code, said) == (2, "")
    assert words in noted and noted.count("\n") == 1


def test_each_problem_has_a_sentence_of_its_own():
    code, _said, noted = run("grant-element", *TERMS, "--rate", "4,5", "--fee", "nan")
    assert code == 2
    assert [line.split(":")[0] for line in noted.splitlines()] == ["--rate", "--fee"]


@pytest.mark.parametrize(
    ("option", "text", "words"),
    [
        ("--amount", "1e9", "--amount: '1e9' is not a number"),
        ("--amount", "-0", "An amount is above 0"),
        ("--amount", "-5", "An amount is above 0"),
        ("--amount", "0.001", "more decimals than USD"),
        ("--amount", "9" * 30, "is not an amount in USD"),
        ("--currency", "EURO", "'EURO' is not a currency of ISO 4217"),
        ("--target-grant-element", "101", "at most 100 percent; 101 is not"),
        ("--target-grant-element", "0", "above 0 and at most 100 percent; 0 is not"),
    ],
)
def test_packages_and_targets_that_cannot_be_are_refused(option, text, words):
    given = {"--amount": "100", "--target-grant-element": "35", option: text}
    code, said, noted = run("needed-grant", *TERMS, *(word for pair in given.items() for word in pair))
    assert (code, said) == (2, "")
    assert words in noted and noted.count("\n") == 1
