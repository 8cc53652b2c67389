from django.urls import path

from alianza.observatory.views import loads, series

app_name = "observatory"

urlpatterns = [
    path("", series.series_list, name="series-list"),
    path("loads/", loads.load_list, name="load-list"),
    path("loads/bring/", loads.load_bring, name="load-bring"),
    path("loads/<uuid:code>/", loads.load_show, name="load-show"),
    path("<slug:series>/", series.series_show, name="series-show"),
    path("<slug:series>/data.<str:form>", series.series_file, name="series-file"),
]
