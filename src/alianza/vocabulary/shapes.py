"""Shapes of countries for maps: Natural Earth as TopoJSON, ids are M49 codes."""

from functools import cache
from types import MappingProxyType
from typing import Literal

from alianza.vocabulary._packaged import path

Scale = Literal["110m", "50m"]
"""110m holds 177 shapes and draws the world; many small States are only in 50m, which holds 241."""


def topojson(scale: Scale = "110m") -> bytes:
    """The file as packaged, to be served or embedded."""
    return path(f"land_{scale}.json").read_bytes()


@cache
def has_shape(scale: Scale = "110m") -> MappingProxyType[str, bool]:
    """For each M49 code of the list of countries, whether a shape of that scale exists."""
    import json

    from alianza.vocabulary.places import countries

    geometries = json.loads(topojson(scale))["objects"]["countries"]["geometries"]
    drawn = {str(shape["id"]).zfill(3) for shape in geometries if "id" in shape}
    return MappingProxyType({place.m49: place.m49 in drawn for place in countries()})
