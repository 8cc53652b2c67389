from tools.write_data_reference import PAGE, page


def test_the_page_on_packaged_data_says_what_the_catalogue_says():
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python tools/write_data_reference.py"
