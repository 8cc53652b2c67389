from lxml import etree

from alianza.iati import standard
from alianza.iati.codes import _places
from tests.iati.files import FUND, OFFICIAL_ACTIVITY, OFFICIAL_ORGANISATION, add_inside, changed, checked, put

SECTOR = "iati-activity[2]/sector[@code='W1']"


def test_each_place_is_looked_up_where_the_mapping_says():
    """The paths start at the root to be quick; they find the same values as those of the mapping."""
    for file in (FUND, OFFICIAL_ACTIVITY, OFFICIAL_ORGANISATION):
        tree = etree.parse(file)
        for (find, use), published in zip(_places(), standard.uses(), strict=True):
            element, _, value = published.path.rpartition("/")
            condition = f"[{published.condition}]" if published.condition else ""
            assert find(tree) == tree.xpath(f"{element}{condition}/{value}"), use.path


def test_a_code_of_ones_own_vocabulary_is_not_looked_for_in_the_official_list():
    assert checked(FUND).by_rule("codelist") == ()
    found = checked(changed(FUND, put(SECTOR, vocabulary="1")))
    assert found.by_rule("codelist", "Sector")
    without = checked(changed(FUND, lambda root: root.xpath(SECTOR)[0].attrib.pop("vocabulary")))
    assert without.by_rule("codelist", "Sector")


def test_vocabularies_lead_to_their_own_lists():
    inside = "iati-activity[1]/transaction[1]"
    cash = checked(changed(FUND, add_inside(inside, "<aid-type vocabulary='4' code='9'/>")))
    assert cash.by_rule("codelist", "CashandVoucherModalities")
    target = checked(changed(FUND, put("iati-activity[2]/tag", code="10.77")))
    assert target.by_rule("codelist", "UNSDG-Targets")


def test_a_withdrawn_code_is_a_warning_with_its_day():
    (found,) = checked(changed(FUND, put("iati-activity[1]/default-flow-type", code="20"))).by_rule("codelist")
    assert found.severity == "warning"
    assert "withdrawn" in found.sentence
    assert "2015-12-31" in found.sentence


def test_a_finding_shows_value_place_and_list():
    (found,) = checked(changed(FUND, put("iati-activity[1]/transaction[2]/value", currency="usd"))).by_rule("codelist")
    assert found.sentence == "'usd' is not a code of the list Currency (value/@currency)."
    assert found.context == "/iati-activities/iati-activity[1]/transaction[2]/value"


def test_an_incomplete_list_is_named_as_one():
    (found,) = checked(changed(FUND, put("iati-activity[2]/recipient-country[1]", code="ZZ"))).by_rule("codelist")
    assert "incomplete" in found.sentence


def test_a_long_value_is_shown_in_short():
    (found,) = checked(changed(FUND, put("iati-activity[1]/activity-scope", code="9" * 500))).by_rule("codelist")
    assert len(found.sentence) < 150
