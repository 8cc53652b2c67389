import json

import pytest

from alianza.vocabulary.places import country
from alianza.vocabulary.shapes import has_shape, topojson


@pytest.mark.parametrize(("scale", "count"), [("110m", 177), ("50m", 241)])
def test_shapes_are_topojson_with_the_published_number_of_countries(scale, count):
    atlas = json.loads(topojson(scale))
    assert atlas["type"] == "Topology"
    assert len(atlas["objects"]["countries"]["geometries"]) == count


def test_small_states_have_a_shape_at_the_finer_scale_only():
    malta = country("MLT").m49
    assert has_shape("50m")[malta]
    assert not has_shape("110m")[malta]
    assert has_shape("110m")[country("DEU").m49]
    assert len(has_shape("50m")) == 249
