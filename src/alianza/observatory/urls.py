from django.urls import path

from alianza.observatory import load_views, views

app_name = "observatory"

urlpatterns = [
    path("", views.series_list, name="series-list"),
    path("loads/", load_views.load_list, name="load-list"),
    path("loads/bring/", load_views.load_bring, name="load-bring"),
    path("loads/<uuid:code>/", load_views.load_show, name="load-show"),
    path("<slug:series>/", views.series_show, name="series-show"),
    path("<slug:series>/data.<str:form>", views.series_file, name="series-file"),
]
