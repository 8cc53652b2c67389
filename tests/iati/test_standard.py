import hashlib

import pytest
from lxml import etree

from alianza.iati import standard
from alianza.iati.safe import Tree
from tests.iati.files import FUND

DATA_LIMIT = 600_000


def test_every_file_is_what_was_published_or_packed():
    assert all(each.is_intact() for each in standard.sources())
    listed = {each.file for each in standard.sources()}
    present = {path.name for path in standard.FOLDER.iterdir() if path.suffix not in {".py", ""}}
    assert present == listed | {"sources.json"}


def test_it_is_small_enough_to_carry():
    assert sum(each.bytes for each in standard.sources()) < DATA_LIMIT


def test_every_file_says_where_it_is_from_and_under_which_licence():
    for each in standard.sources():
        assert each.origin.startswith("IATI/")
        assert each.licence
        assert len(each.sha256) == len(hashlib.sha256().hexdigest())


def test_all_seventy_codelists_are_held_and_every_one_that_is_used():
    assert len(standard.codelists()) == 70
    assert {use.codelist for use in standard.uses()} <= set(standard.codelists())


def test_codes_have_names_in_english_and_french():
    safe_migration = standard.codelist("Sector").codes["15190"]
    assert safe_migration.name() == "Facilitation of orderly, safe, regular and responsible migration and mobility"
    assert safe_migration.name("fr").language == "fr"
    assert safe_migration.name("es").is_fallback
    assert safe_migration.category in standard.codelist(standard.codelist("Sector").categories).codes


def test_withdrawn_codes_stay_with_their_day():
    assert standard.codelist("FlowType").codes["20"].withdrawn == "2015-12-31"
    assert standard.codelist("FlowType").codes["10"].withdrawn == ""
    assert sum(bool(code.withdrawn) for each in standard.codelists().values() for code in each.codes.values()) == 140


def test_a_codelist_that_is_not_there_is_named_with_the_nearest():
    with pytest.raises(standard.UnknownCodelist, match="Sector"):
        standard.codelist("Sektor")


def test_the_schemas_load_without_a_network_and_accept_a_good_file():
    tree: Tree = etree.parse(FUND)
    assert standard.schema("iati-activities").validate(tree)
    assert not standard.schema("iati-organisations").validate(tree)
