"""Addresses of corridors, the world, home and search. A code is three letters, so that no word is taken for one."""

from django.urls import path, register_converter

from alianza.atlas import corridor_views, finding_views, world_views


class Alpha3:
    """The code of a country or area, in any case."""

    regex = "[A-Za-z]{3}|AB9"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Alpha3, "alpha3")

urlpatterns = [
    path("", world_views.world_show, name="world-show"),
    path("world.json", world_views.world_data, name="world-data"),
    path("world.csv", world_views.world_file, name="world-file"),
    path("land.json", world_views.world_land, name="world-land"),
    path("search/", finding_views.search, name="search"),
    path("search/suggestions/", finding_views.suggestions, name="search-suggestions"),
    path("<alpha3:origin>/<alpha3:destination>/", corridor_views.corridor_show, name="corridor-show"),
    path(
        "<alpha3:origin>/<alpha3:destination>/charts/<slug:key>.<str:form>",
        corridor_views.corridor_chart,
        name="corridor-chart",
    ),
]
