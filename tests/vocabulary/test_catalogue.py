import pytest

from alianza.vocabulary import _packaged
from alianza.vocabulary.catalogue import UnknownDataSet, dataset, datasets


def test_every_packaged_file_is_in_the_catalogue_and_unchanged():
    files = {path.name for path in _packaged.FOLDER.iterdir()} - {"catalogue.json"}
    assert {each.file for each in datasets()} == files
    for each in datasets():
        assert each.is_intact(), f"{each.file} is not what the catalogue describes: run the tool that packs it"
        assert each.path.stat().st_size == each.bytes


def test_every_data_set_says_source_licence_vintage_and_method():
    for each in datasets():
        assert each.source
        assert each.licence
        assert each.vintage
        assert each.method
        assert each.found_in
        assert each.rows > 0
        for lang in ("en", "es", "fr"):
            assert not each.title(lang).is_fallback


def test_the_whole_stays_small():
    assert sum(each.bytes for each in datasets()) < 8_000_000


def test_tables_have_the_rows_the_catalogue_counts():
    for each in datasets():
        columns = each.table()
        assert bool(columns) == each.is_table
        assert all(len(values) == each.rows for values in columns.values())
        assert each.country_column is None or each.country_column in columns


def test_tables_speak_in_identifiers_not_in_row_numbers():
    relations = dataset("esco-occupation-skills").table()
    assert relations["occupation"][0] == "00030d09-2b3a-4efd-87cc-c4ea39d27c34"
    assert relations["skill"][0] == "05bc7677-5a64-4e0c-ade3-0140348d4125"
    names = dataset("occupation-names").table()
    assert set(names["kind"]) == {"preferred", "alternative", "isco_title", "everyday"}
    assert None in names["occupation"]


def test_namibia_survives_the_catalogue_s_table():
    table = dataset("countries").table()
    assert table["alpha2"][list(table["alpha3"]).index("NAM")] == "NA"


def test_an_unknown_data_set_is_refused():
    with pytest.raises(UnknownDataSet, match="countries"):
        dataset("countrys")
    with pytest.raises(UnknownDataSet, match="alianza data list"):
        dataset("zzzz")
