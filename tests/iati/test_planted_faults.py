"""One fault planted in a file that passes, and found under its name: the rule's, the codelist's, the schema's.

For each fault the whole set of what is found anew is written down: a check that cries at everything would fail here too.
"""

from collections.abc import Sequence

import pytest

from alianza.iati import Severity, standard
from tests.iati.files import (
    FUND,
    OFFICIAL_ORGANISATION,
    Change,
    add_after,
    add_inside,
    changed,
    checked,
    drop,
    drop_all,
    new_in,
    put,
    write,
)

A1, A2 = "iati-activity[1]", "iati-activity[2]"
T = f"{A2}/transaction[1]"
ERROR, WARNING = Severity.ERROR, Severity.WARNING
Fault = tuple[str, Sequence[Change], set[tuple[str, str]], Severity]

ACTIVITIES: Sequence[Fault] = [
    # what the schema refuses
    ("a misspelt element", [add_after(f"{A1}/activity-status", "<activity-statuss code='2'/>")], {("schema", "misplaced")}, ERROR),
    ("no activity status", [drop(f"{A1}/activity-status")], {("schema", "misplaced")}, ERROR),
    ("a budget without its value", [drop(f"{A1}/budget/value")], {("schema", "wants")}, ERROR),
    ("a thirteenth month", [put(f"{A1}/activity-date", iso_date="2024-13-01")], {("schema", "attribute value")}, ERROR),
    ("an amount with a comma", [write(f"{T}/value", "1,605,000.00")], {("schema", "value")}, ERROR),
    ("no value date", [drop(f"{T}/value", "value-date")], {("schema", "attribute missing")}, ERROR),
    ("an attribute of no standard", [put(f"{A1}/activity-scope", colour="blue")], {("schema", "attribute unknown")}, ERROR),
    # what the codelists do not have
    ("no such currency", [put(f"{T}/value", currency="EUX")], {("codelist", "Currency")}, ERROR),
    ("no such purpose", [put(f"{A1}/sector", code="15191")], {("codelist", "Sector")}, ERROR),
    ("earmarking of the wrong list", [put(f"{A1}/transaction[1]/aid-type", code="B04")], {("codelist", "EarmarkingCategory")}, ERROR),
    ("a withdrawn flow type", [put(f"{A1}/default-flow-type", code="20")], {("codelist", "FlowType")}, WARNING),
    ("a language of nobody", [put(A1, **{"{http://www.w3.org/XML/1998/namespace}lang": "xx"})], {("codelist", "Language")}, ERROR),
    # the fifteen rule types
    ("no start date", [put(f"{A1}/activity-date", type="3")], {("atleast_one", "6.11.1")}, ERROR),
    ("an organisation without a name or reference", [put(f"{A1}/participating-org[1]", ref=" "), drop(f"{A1}/participating-org[1]", "ref"), drop(f"{A1}/participating-org[1]/narrative")], {("atleast_one", "6.10.1")}, ERROR),
    ("a title without words", [write(f"{A1}/title/narrative", "")], {("atleast_one", "4.3.1")}, ERROR),
    ("an indicator that is measured, with a baseline that is not", [drop(f"{A2}/result/indicator/baseline", "value")], {("atleast_one", "8.8.1")}, ERROR),
    ("two kinds of aid at once", [add_after(f"{A1}/default-aid-type", "<default-aid-type code='C01'/>")], {("no_more_than_one", "107.1.2")}, WARNING),
    ("a reference at both levels", [add_after(f"{A2}/result/title", "<reference vocabulary='99' code='R1'/>"), add_after(f"{A2}/result/indicator/title", "<reference vocabulary='1' code='1'/>")], {("no_more_than_one", "8.11.1")}, ERROR),
    ("no language anywhere", [drop(A1, "{http://www.w3.org/XML/1998/namespace}lang")], {("one_or_all", "4.1.1")}, ERROR),
    ("no currency for one amount", [drop(A1, "default-currency"), drop(f"{A1}/transaction[3]/value", "currency")], {("one_or_all", "7.8.1")}, ERROR),
    ("updated tomorrow", [put(A1, last_updated_datetime="2026-10-02T00:00:00Z")], {("date_now", "11.1.1")}, ERROR),
    ("planned to end before it starts", [put(f"{A2}/activity-date[@type='3']", iso_date="2024-05-31")], {("date_order", "11.1.2")}, ERROR),
    ("the last transaction is tomorrow's", [put(f"{A2}/transaction[last()]/transaction-date", iso_date="2026-10-02")], {("date_order", "11.2.1")}, ERROR),
    ("a budget of thirteen months", [put(f"{A1}/budget/period-end", iso_date="2025-05-01")], {("time_limit", "7.5.3")}, ERROR),
    ("a stroke in the identifier", [write(f"{A1}/iati-identifier", "XI-EXAMPLE-ALIANZA-FUND/1")], {("regex_matches", "1.3.13")}, WARNING),
    ("a blank after a reference", [put(f"{A1}/related-activity", ref="XI-EXAMPLE-ALIANZA-P1 ")], {("no_spaces", "1.7.1")}, WARNING),
    ("an identifier of somebody else", [write(f"{A1}/iati-identifier", "XI-OTHER-FUND")], {("startswith", "1.1.21")}, WARNING),
    ("the identifier of the publisher itself", [write(f"{A1}/iati-identifier", "XI-EXAMPLE-ALIANZA")], {("unique", "1.1.3"), ("startswith", "1.1.21")}, ERROR),
    ("purposes that add up to 99", [put(f"{A2}/sector[@code='16070']", percentage="29")], {("strict_sum", "2.1.2")}, ERROR),
    ("countries that add up to 101", [put(f"{A2}/recipient-country[1]", percentage="61")], {("strict_sum", "3.1.2")}, ERROR),
    ("windows that add up to 90: a loop over vocabularies", [put(f"{A2}/sector[@vocabulary='99']", percentage="50"), add_after(f"{A2}/sector[@vocabulary='99']", "<sector vocabulary='99' code='W2' percentage='40'><narrative>Window 2</narrative></sector>")], {("strict_sum", "2.1.2")}, ERROR),
    ("one window of two without its share: a loop over vocabularies", [add_after(f"{A2}/sector[@vocabulary='99']", "<sector vocabulary='99' code='W2'><narrative>Window 2</narrative></sector>")], {("if_then", "2.1.1")}, ERROR),
    ("a share above the whole", [put(f"{A2}/recipient-country[1]", percentage="140"), put(f"{A2}/recipient-country[2]", percentage="-40")], {("range", "12.1.1")}, ERROR),
    ("a window without a name", [drop(f"{A2}/sector[@vocabulary='99']/narrative")], {("if_then", "2.2.1")}, ERROR),
    ("countries at both levels", [add_inside(f"{T}", "<recipient-country code='PH'/>")], {("if_then", "3.6.2")}, ERROR),
    ("no country at any level", [drop_all(f"{A2}/recipient-country")], {("if_then", "3.7.1"), ("if_then", "3.7.2")}, ERROR),
    ("a figure that is no number", [put(f"{A2}/result/indicator/period/target", value="about 600")], {("if_then", "8.9.2")}, WARNING),
    # what only the whole file can tell
    ("two activities of one name", [write(f"{A2}/iati-identifier", "XI-EXAMPLE-ALIANZA-FUND")], {("file", "1.1.2")}, ERROR),
]  # fmt: skip

COUNTRY = "iati-organisation/recipient-country-budget"
ORGANISATIONS: Sequence[Fault] = [
    ("a line valued after its period", [put(f"{COUNTRY}/budget-line/value", value_date="2015-01-01")], {("between_dates", "11.3.1")}, ERROR),
    ("a line valued before its period", [put(f"{COUNTRY}/budget-line/value", value_date="2013-12-31")], {("between_dates", "11.3.1")}, ERROR),
    ("a budget that ends before it begins", [put("iati-organisation/total-budget/period-end", iso_date="2013-12-31")], {("date_order", "8.6.3")}, ERROR),
    ("spending of two years at once", [put("iati-organisation/total-expenditure/period-end", iso_date="2015-12-31")], {("time_limit", "7.5.3")}, ERROR),
    ("an organisation with a question mark", [write("iati-organisation/organisation-identifier", "AA-AAA?1")], {("regex_matches", "1.12.13")}, WARNING),
    ("no such country", [put(f"{COUNTRY}/recipient-country", code="ZZ")], {("codelist", "Country")}, ERROR),
    ("updated next year", [put("iati-organisation", last_updated_datetime="2027-01-01T00:00:00Z")], {("date_now", "11.4.1")}, ERROR),
]  # fmt: skip


def ids(faults: Sequence[Fault]) -> list[str]:
    return [fault[0] for fault in faults]


@pytest.mark.parametrize(("told", "changes", "expected", "severity"), ACTIVITIES, ids=ids(ACTIVITIES))
def test_a_fault_planted_in_activities_is_found_under_its_name(told, changes, expected, severity):
    found = new_in(changed(FUND, *changes), checked(FUND))
    assert {(each.rule, each.id) for each in found} == expected
    assert {each.severity for each in found if (each.rule, each.id) in expected} >= {severity}
    assert all(each.line and each.sentence and each.context for each in found)


@pytest.mark.parametrize(("told", "changes", "expected", "severity"), ORGANISATIONS, ids=ids(ORGANISATIONS))
def test_a_fault_planted_in_organisations_is_found_under_its_name(told, changes, expected, severity):
    found = new_in(changed(OFFICIAL_ORGANISATION, *changes), checked(OFFICIAL_ORGANISATION))
    assert {(each.rule, each.id) for each in found} == expected
    assert {each.severity for each in found} == {severity}


def test_every_rule_type_of_the_ruleset_has_a_planted_fault():
    """`loop` has no finding of its own: what it finds goes by the name of the rule inside, in two faults above."""
    types = {name for context in standard.ruleset().values() for name in context}
    assert len(types) == 15
    caught = {rule for _, _, expected, _ in (*ACTIVITIES, *ORGANISATIONS) for rule, _ in expected}
    assert types - caught == {"loop"}
    assert sum("loop" in told for told, *_ in ACTIVITIES) == 2
