from django.urls import path

from alianza.observatory import views

app_name = "observatory"

urlpatterns = [
    path("", views.series_list, name="series-list"),
    path("<slug:series>/", views.series_show, name="series-show"),
    path("<slug:series>/data.<str:form>", views.series_file, name="series-file"),
]
