"""Addresses of countries and of their migration profiles. A code has two or three letters, so that no word is one."""

from django.urls import path, register_converter

from alianza.atlas import country_views, papers_views, profile_views


class PlaceCode:
    """Alpha-2 or alpha-3 in any case, or the code of an area of the statistics."""

    regex = "[A-Za-z]{2,3}|AB9"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(PlaceCode, "placecode")

urlpatterns = [
    path("countries/", country_views.country_list, name="country-list"),
    path("<placecode:code>/", country_views.country_show, name="country-show"),
    path("<placecode:code>/charts/<slug:key>.<str:form>", country_views.country_chart, name="country-chart"),
    path("<placecode:code>/indicators.csv", country_views.country_indicators, name="country-indicators"),
    path("<placecode:code>/profile.html", profile_views.profile_page, name="profile-page"),
    path("<placecode:code>/profile.pdf", profile_views.profile_pdf, name="profile-pdf"),
    path("<placecode:code>/papers/add/", papers_views.paper_add, name="paper-add"),
    path("<placecode:code>/papers/<uuid:paper>/", papers_views.paper_file, name="paper-file"),
    path("<placecode:code>/papers/<uuid:paper>/remove/", papers_views.paper_remove, name="paper-remove"),
]
