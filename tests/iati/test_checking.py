from alianza.iati import check, vintage
from tests.iati.files import (
    FUND,
    OFFICIAL_ACTIVITY,
    OFFICIAL_ORGANISATION,
    TODAY,
    changed,
    checked,
    names,
    put,
)

OF_THE_OFFICIAL_ACTIVITY = {
    ("codelist", "CRSChannelCode"): "000000 stands for a channel code",
    ("codelist", "Region"): "616 is a region of the UN's list (vocabulary 2), told as one of the DAC's",
    ("strict_sum", "3.4.2"): "countries 50 and each region 25 make 75 in each vocabulary",
    ("if_then", "3.6.2"): "countries and regions are shown at both levels, on purpose",
    ("if_then", "6.6.2"): "sectors are shown at both levels, on purpose",
    ("atleast_one", "6.13.1"): "the marker of a list of one's own has no name",
    ("no_more_than_one", "8.11.1"): "references are shown for the result and for its indicator, on purpose",
}
"""The errors of the published example by the published rules, each with its reason."""


def test_the_fund_and_its_programme_pass():
    found = checked(FUND)
    assert found.passed
    # Invented publishers have no registered prefix; earmarking (vocabulary 2) stands there without a type of aid.
    assert names(found) == {("startswith", "1.14.8"), ("if_then", "107.2.1")}


def test_the_official_organisation_passes():
    found = checked(OFFICIAL_ORGANISATION)
    assert found.passed
    assert names(found) == {("startswith", "1.18.8")}


def test_the_official_activity_breaks_its_own_rules_where_it_holds_placeholders_and_nowhere_else():
    found = checked(OFFICIAL_ACTIVITY)
    assert {(each.rule, each.id) for each in found if each.severity == "error"} == set(OF_THE_OFFICIAL_ACTIVITY)
    assert found.errors == 8
    assert {(each.rule, each.id) for each in found if each.severity == "warning"} == {
        ("startswith", "1.14.8"),
        ("if_then", "102.1.1"),
    }


def test_a_finding_says_rule_place_and_sentence():
    found = checked(changed(FUND, put("iati-activity[2]/budget[2]/period-end", iso_date="2026-12-31")))
    (too_long,) = found.by_rule("time_limit")
    assert too_long.id == "7.5.3"
    assert too_long.context == "/iati-activities/iati-activity[2]/budget[2]"
    assert too_long.activity == "XI-EXAMPLE-ALIANZA-P1"
    assert too_long.line > 50
    assert too_long.sentence == "Budget Period must not be longer than one year."
    assert too_long.said.endswith("Budget Period must not be longer than one year. [time_limit 7.5.3]")
    assert too_long.link.startswith("https://iatistandard.org/")
    assert "time_limit 7.5.3" in str(found)


def test_findings_stand_in_the_order_of_the_file():
    lines = [each.line for each in checked(OFFICIAL_ACTIVITY)]
    assert lines == sorted(lines)


def test_today_is_given_and_not_looked_up():
    from datetime import date

    assert ("date_order", "11.2.1") in names(check(FUND, today=date(2024, 1, 1)))
    assert ("date_now", "11.1.1") in names(check(FUND, today=date(2026, 9, 30)))
    assert ("date_now", "11.1.1") not in names(check(FUND, today=date(2026, 10, 1)))


def test_registered_publishers_may_look_as_they_like():
    found = check(FUND, today=TODAY, publishers={"XI-EXAMPLE-ALIANZA"})
    assert ("startswith", "1.14.8") not in names(found)


def test_another_version_is_told():
    found = checked(changed(FUND, put(".", version="2.02")))
    (version,) = found.by_rule("file")
    assert "2.02" in version.sentence
    assert found.passed


def test_a_thousand_errors_are_kept_and_all_are_counted():
    found = checked(changed(FUND, lambda root: [root.append(_broken(number)) for number in range(600)]))
    assert found.errors > len(found.found) > 900
    assert "more" in str(found)


def _broken(number):
    from lxml import etree

    return etree.fromstring(f"<iati-activity><iati-identifier>{number}</iati-identifier></iati-activity>")


def test_the_vintage_names_schema_lists_and_rules():
    for repository in ("IATI-Schemas", "IATI-Codelists,", "IATI-Codelists-NonEmbedded", "IATI-Rulesets"):
        assert repository in vintage()
    assert checked(FUND).standard == vintage()
