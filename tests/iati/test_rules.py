"""What single rules mean at their edges; that each is found in a real file is in test_planted_faults.py."""

from datetime import date

import pytest
from lxml import etree

from alianza.iati import standard
from alianza.iati.rules import RULES, _path, faults
from tests.iati.files import FUND, OFFICIAL_ACTIVITY, TODAY, add_after, changed, checked, names, put, write

SAID = {"id": "0", "severity": "error", "message": "No."}


def broken(rule, case, xml, *, publishers=()):
    """The tags of what breaks one rule, asked of the outermost element."""
    rules = {"/*": {rule: {"cases": [case | ({} if rule == "loop" else {"ruleInfo": SAID})]}}}
    tree = etree.fromstring(xml).getroottree()
    return [each.line for each in faults(tree, today=TODAY, publishers=publishers, rules=rules)]


def holds(rule, case, xml, **asked):
    return broken(rule, case, xml, **asked) == []


def test_fourteen_rule_types_and_the_loop_are_all_that_the_ruleset_has():
    types = {name for context in standard.ruleset().values() for name in context}
    assert types == {*RULES, "loop"}
    assert len(standard.ruleset()) == 25


def test_every_path_of_the_ruleset_can_be_asked():
    def paths(case):
        for key, value in case.items():
            if key == "do":
                yield from (path for told in value.values() for inner in told["cases"] for path in paths(inner))
            elif key == "paths" or (key == "prefix" and value != ["ORG-ID-PREFIX"]):
                yield from value
            elif key in {"condition", "if", "then", "one", "foreach", "less", "more", "date", "start", "end"}:
                yield value

    element = etree.parse(OFFICIAL_ACTIVITY).getroot().find("iati-activity")
    asked = 0
    for context in standard.ruleset().values():
        for told in context.values():
            for case in told["cases"]:
                for path in paths(case):
                    if path != "NOW":
                        _path(path)(element, group="1")
                        asked += 1
    assert asked > 150


@pytest.mark.parametrize(
    ("percentages", "good"),
    [
        (("100",), True),
        (("50", "50.0"), True),
        (("33.33", "33.33", "33.34"), True),
        (("33.33", "33.33", "33.33"), False),
        (("33.33333", "33.33333", "33.33333"), True),
        (("50", "fifty"), False),
        ((), False),
    ],
)
def test_a_strict_sum_is_exact_to_four_decimals_and_nothing_is_no_hundred(percentages, good):
    xml = "<a>" + "".join(f"<s p='{each}'/>" for each in percentages) + "</a>"
    assert holds("strict_sum", {"paths": ["s/@p"], "sum": 100}, xml) is good


@pytest.mark.parametrize(
    ("first", "last", "good"),
    [
        ("2025-01-01", "2025-12-31", True),
        ("2024-01-01", "2024-12-31", True),
        ("2025-01-01", "2026-01-01", True),
        ("2025-01-01", "2026-01-02", False),
        ("2025-01-01", "never", True),
    ],
)
def test_a_year_is_365_days_from_first_to_last(first, last, good):
    case = {"start": "@first", "end": "@last"}
    assert holds("time_limit", case, f"<a first='{first}' last='{last}'/>") is good


def test_dates_in_order_may_be_the_same_and_missing_ones_are_not_asked():
    case = {"less": "s/@d", "more": "e/@d"}
    assert holds("date_order", case, "<a><s d='2026-01-01'/><e d='2026-01-01'/></a>")
    assert holds("date_order", case, "<a><s d='2026-01-01'/></a>")
    assert holds("date_order", case, "<a><s d='2026-01-01'/><e d=''/></a>")
    assert broken("date_order", case, "<a>\n<s d='2026-01-01'/>\n<s d='2026-02-01'/><e d='2026-01-31'/></a>") == [3]


def test_today_is_not_the_future():
    for day, good in [(TODAY, True), (date(2026, 10, 2), False)]:
        assert holds("date_order", {"less": "@d", "more": "NOW"}, f"<a d='{day}'/>") is good
        assert holds("date_now", {"date": "@d"}, f"<a d='{day}T23:00:00Z'/>") is good
    assert holds("date_now", {"date": "@d"}, "<a d='2026-10-02T01:00:00+02:00'/>")


def test_between_two_dates_both_are_within():
    case = {"date": "@d", "start": "@s", "end": "@e"}
    for day, good in [("2025-01-01", True), ("2025-12-31", True), ("2024-12-31", False), ("2026-01-01", False)]:
        assert holds("between_dates", case, f"<a d='{day}' s='2025-01-01' e='2025-12-31'/>") is good
    assert holds("between_dates", case, "<a d='2025-01-01'/>")


def test_an_empty_text_is_not_asked_for_its_form():
    case = {"regex": "^[^/]+$", "paths": ["@r"]}
    assert holds("regex_matches", case, "<a r=''/>")
    assert holds("regex_matches", case, "<a/>")
    assert not holds("regex_matches", case, "<a r='x/y'/>")


def test_a_range_has_both_its_ends_and_only_numbers():
    case = {"paths": ["@p"], "min": 0.0, "max": 100.0}
    for value, good in [("0", True), ("100.0", True), ("100.01", False), ("-0.01", False), ("all", False)]:
        assert holds("range", case, f"<a p='{value}'/>") is good
    assert holds("range", case, "<a/>")


def test_an_identifier_starts_with_the_publisher_or_with_what_it_was_called_before():
    case = {"prefix": ["r/@ref", "o[@type='B1']/@ref"], "separator": "-", "paths": ["i"]}
    for identifier, good in [("NEW-1", True), ("OLD-1", True), ("NEW1", False), ("OTHER-1", False)]:
        xml = f"<a><r ref='NEW'/><o type='B1' ref='OLD'/><o type='A1' ref='OTHER'/><i>{identifier}</i></a>"
        assert holds("startswith", case, xml) is good


def test_a_publisher_starts_with_a_registered_agency_unless_it_is_registered_itself():
    case = {"idCondition": "NOT_EXISTING_ORG_ID", "prefix": ["ORG-ID-PREFIX"], "paths": ["@ref"]}
    assert holds("startswith", case, "<a ref='XM-DAC-47066'/>")
    assert not holds("startswith", case, "<a ref='XI-NOBODY-1'/>")
    assert holds("startswith", case, "<a ref='XI-NOBODY-1'/>", publishers=["XI-NOBODY-1"])


def test_a_registered_publishers_activities_may_look_as_they_like():
    case = {"idCondition": "NOT_EXISTING_ORG_ID_PREFIX", "regex": "^[^/]+$", "paths": ["@id"]}
    assert not holds("regex_matches", case, "<a id='X-1/2'/>")
    assert holds("regex_matches", case, "<a id='X-1/2'/>", publishers=["X"])
    assert not holds("regex_matches", case, "<a id='X-1/2'/>", publishers=["X-1"])


def test_one_is_enough_or_all_say_it():
    assert holds("one_or_all", {"one": "sector", "all": "sector"}, "<a><sector/><transaction/></a>")
    assert holds("one_or_all", {"one": "sector", "all": "sector"}, "<a><transaction><sector/></transaction></a>")
    some = "<a>\n<transaction><sector/></transaction>\n<transaction/></a>"
    assert broken("one_or_all", {"one": "sector", "all": "sector"}, some) == [3]
    money = "<a><forecast/>\n<b><value currency='EUR'/></b>\n<loan-status/></a>"
    assert broken("one_or_all", {"one": "@default-currency", "all": "currency"}, money) == [1, 3]


def test_a_condition_leaves_the_rule_out():
    case = {"condition": "@kind = '1'", "paths": ["@ref"]}
    assert holds("atleast_one", case, "<a kind='2'/>")
    assert not holds("atleast_one", case, "<a kind='1'/>")


def test_an_empty_set_of_nodes_is_false():
    """As XPath has it: in some languages an empty list is true, and 3.7.1 would never be broken."""
    assert not holds("if_then", {"if": "not(c)", "then": "t[c]", "paths": ["c"]}, "<a><t/></a>")
    assert holds("if_then", {"if": "@v", "then": "number(@v) = @v", "paths": ["@v"]}, "<a/>")


def test_a_loop_asks_once_for_each_value_and_a_value_is_never_a_command():
    case = {
        "foreach": "s/@v",
        "do": {"no_more_than_one": {"cases": [{"paths": ["s[@v = '$1']"], "ruleInfo": SAID}]}},
        "subs": ["paths"],
    }
    assert broken("loop", case, "<a><s v='1'/><s v='2'/></a>") == []
    assert broken("loop", case, "<a>\n<s v='1'/>\n<s v='1'/>\n<s v='1'/>\n<s v='2'/></a>") == [3, 4]
    assert broken("loop", case, """<a><s v="' or '1'='1"/><s v="x"/><s v='"'/></a>""") == []


def test_a_loop_puts_its_value_into_the_condition_too():
    """2.1.2 asks for it only in the paths; read to the letter, it would never be asked at all."""
    (loop,) = (
        case
        for case in standard.ruleset()["/iati-activities/iati-activity"]["loop"]["cases"]
        if "sector" in case["foreach"] and "strict_sum" in case["do"]
    )
    assert loop["subs"] == ["paths"]
    second = "<sector vocabulary='99' code='W2' percentage='1'><narrative>Window 2</narrative></sector>"
    source = changed(FUND, add_after("iati-activity[2]/sector[@vocabulary='99']", second))
    assert ("strict_sum", "2.1.2") in names(checked(source))


def test_every_date_is_looked_at_and_not_the_first_alone():
    source = changed(FUND, put("iati-activity[1]/transaction[8]/value", value_date="2027-01-01"))
    (found,) = checked(source).by_rule("date_order", "11.2.2")
    assert found.context == "/iati-activities/iati-activity[1]"


def test_blanks_are_seen_in_texts_too():
    source = changed(FUND, write("iati-activity[1]/iati-identifier", "\n XI-EXAMPLE-ALIANZA-FUND \n"))
    assert ("no_spaces", "1.3.1") in names(checked(source))
