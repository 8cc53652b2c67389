from lxml import etree

from alianza.iati.places import Places
from tests.iati.files import FUND, OFFICIAL_ORGANISATION


def test_paths_are_those_of_the_library():
    for file in (FUND, OFFICIAL_ORGANISATION):
        tree = etree.parse(file, etree.XMLParser(remove_comments=True))
        places = Places(tree)
        assert {places.path(element) for element in tree.iter()} == {tree.getpath(element) for element in tree.iter()}
        assert all(tree.xpath(places.path(element)) == [element] for element in tree.iter())
