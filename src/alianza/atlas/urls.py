from django.urls import path, register_converter

from alianza.atlas.views import corridors, countries, finding, occupations, papers, profiles, world

app_name = "atlas"


class PlaceCode:
    """Alpha-2 or alpha-3 in any case, or an area of the statistics: so short that no word is taken for a code."""

    regex = "[A-Za-z]{2,3}|AB9"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(PlaceCode, "placecode")

urlpatterns = [
    path("", world.world_show, name="world-show"),
    path("world.json", world.world_data, name="world-data"),
    path("world.csv", world.world_file, name="world-file"),
    path("land.json", world.world_land, name="world-land"),
    path("search/", finding.search, name="search"),
    path("search/suggestions/", finding.suggestions, name="search-suggestions"),
    path("occupations/<slug:isco>/", occupations.occupation_show, name="occupation-show"),
    path("countries/", countries.country_list, name="country-list"),
    path("<placecode:code>/", countries.country_show, name="country-show"),
    path("<placecode:code>/charts/<slug:key>.<str:form>", countries.country_chart, name="country-chart"),
    path("<placecode:code>/indicators.csv", countries.country_indicators, name="country-indicators"),
    path("<placecode:code>/profile.html", profiles.profile_page, name="profile-page"),
    path("<placecode:code>/profile.pdf", profiles.profile_pdf, name="profile-pdf"),
    path("<placecode:code>/papers/add/", papers.paper_add, name="paper-add"),
    path("<placecode:code>/papers/<uuid:paper>/", papers.paper_file, name="paper-file"),
    path("<placecode:code>/papers/<uuid:paper>/remove/", papers.paper_remove, name="paper-remove"),
    path("<placecode:origin>/<placecode:destination>/", corridors.corridor_show, name="corridor-show"),
    path(
        "<placecode:origin>/<placecode:destination>/charts/<slug:key>.<str:form>",
        corridors.corridor_chart,
        name="corridor-chart",
    ),
]
