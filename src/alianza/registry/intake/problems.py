"""What can be wrong in a file, as sentences: what is wrong, and what to do."""

import polars as pl
from django.utils.translation import gettext

from alianza.vocabulary.refusal import marked

SCHEMA = {"row": pl.Int64, "column": pl.String, "rule": pl.String, "value": pl.String, "detail": pl.String}
"""`value` is what stands in the cell (empty where it is personal), `detail` what the rule compares it with."""

RULES: dict[str, tuple[str, str]] = {
    "missing_column": (
        marked("The column %(column)s is missing."),
        marked("Add the heading %(column)s to the first row and its values below."),
    ),
    "missing_birth": (
        marked("No column says how old the workers are."),
        marked("Add a column birth_date, birth_year or age."),
    ),
    "unknown_column": (
        marked("No column is called %(value)s."),
        marked("Take the column out, or give it one of the known names: %(detail)s."),
    ),
    "ragged": (
        marked("The row has %(value)s fields, but there are %(detail)s headings."),
        marked("Look for a separator too few or too many, or a quotation mark that is opened and never closed."),
    ),
    "empty": (marked("%(column)s is empty."), marked("Write a value.")),
    "too_long": (marked("%(column)s is too long."), marked("Write at most %(detail)s characters.")),
    "control": (
        marked("%(column)s holds a character that does not print, such as NUL or a line break."),
        marked("Type the value anew."),
    ),
    "whole": (
        marked("%(column)s is not a whole number from %(detail)s: %(value)s."),
        marked("Write digits alone, inside these limits."),
    ),
    "flag": (marked("%(column)s is neither 0 nor 1: %(value)s."), marked("Write 1 for yes, 0 for no, or nothing.")),
    "country": (
        marked("%(value)s is not a country's code of ISO 3166."),
        marked("Write the three letters, for example PHL."),
    ),
    "countries": (
        marked("%(column)s holds something that is not a country's code: %(value)s."),
        marked("Write three-letter codes of ISO 3166, separated by spaces, for example DEU ESP."),
    ),
    "foreign": (
        marked("The worker is from %(value)s, but the service that brings the file registers workers of %(detail)s."),
        marked("Correct the origin, or leave the row to the service of that country."),
    ),
    "unit_group": (
        marked("%(value)s is not a unit group of ISCO-08."),
        marked("Write its four digits; keep a leading zero by formatting the column as text."),
    ),
    "esco": (
        marked("%(value)s is not an occupation of ESCO v1.2.0."),
        marked("Write its address or the identifier that ends it, or leave the cell empty."),
    ),
    "esco_elsewhere": (
        marked("The ESCO occupation in %(column)s does not belong to the unit group %(value)s."),
        marked("Correct one of the two, or leave the ESCO occupation out."),
    ),
    "skills": (
        marked("%(column)s holds something that is not a skill of ESCO v1.2.0: %(value)s."),
        marked("Write identifiers or addresses of ESCO skills, separated by spaces."),
    ),
    "too_many": (marked("%(column)s names more than %(detail)s skills."), marked("Keep the most important ones.")),
    "level": (
        marked("%(value)s is not a level of language."),
        marked("Write A1, A2, B1, B2, C1 or C2, or - for a language the worker does not know."),
    ),
    "unknown_language": (
        marked("%(column)s names no language of ISO 639."),
        marked("Write cefr_ and the language's code, for example cefr_de."),
    ),
    "choice": (marked("%(column)s is none of %(detail)s: %(value)s."), marked("Write one of these words.")),
    "day": (
        marked("%(column)s is not a day that exists%(value)s."),
        marked("Write year-month-day, for example 1990-05-31."),
    ),
    "day_range": (
        marked("%(column)s lies outside what can be%(value)s."),
        marked("It has to lie from %(detail)s."),
    ),
    "month": (
        marked("%(column)s is not a month: %(value)s."),
        marked("Write year-month, for example 2027-03, or the month's number counted from January of the year 0."),
    ),
    "pay": (
        marked("%(column)s is not an amount above zero: %(value)s."),
        marked("Write digits with a point for decimals, for example 1250 or 1250.50."),
    ),
    "pay_without_currency": (
        marked("The least pay has no currency."),
        marked("Write its three letters into min_wage_currency, for example EUR."),
    ),
    "currency": (
        marked("%(value)s is not a currency of ISO 4217."),
        marked("Write its three letters, for example EUR."),
    ),
    "phone": (
        marked("The phone is not a number."),
        marked("Write digits with the country's number, for example +63 912 345 6789."),
    ),
    "email": (
        marked("The e-mail address is not one."),
        marked("Write it like name@example.org, or leave it empty."),
    ),
    "passport": (
        marked("The passport number is not one."),
        marked("Write letters and digits alone, or leave it empty."),
    ),
    "no_birth": (
        marked("Nothing says how old the worker is."),
        marked("Fill birth_date, birth_year or age."),
    ),
    "second_without_years": (
        marked("The second occupation has no years."),
        marked("Fill years2, 0 if the worker is new to it."),
    ),
    "years_without_second": (
        marked("years2 is filled, but isco2 is empty."),
        marked("Fill isco2, or empty years2."),
    ),
    "wishes": (
        marked("The wishes repeat a country or leave a gap."),
        marked("Fill wish1, then wish2, then wish3, with different countries."),
    ),
    "twice": (
        marked("The worker %(value)s stands in more than one row; the first is row %(detail)s."),
        marked("Give each worker one row and one number."),
    ),
}


def sentences(row: dict[str, str]) -> tuple[str, str]:
    """What is wrong and what to do, in the language of the page."""
    wrong, remedy = RULES[row["rule"]]
    facts = {**row, "value": row["value"] or gettext("(not shown here)")}
    if row["rule"] in {"day", "day_range"}:
        facts["value"] = f": {row['value']}" if row["value"] else ""
    return gettext(wrong) % facts, gettext(remedy) % facts
