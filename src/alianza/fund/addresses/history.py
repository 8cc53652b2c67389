"""Addresses of another fund's history."""

from django.urls import path

from alianza.fund.views import history

urlpatterns = [
    path("history/", history.history_list, name="history-list"),
    path("history/decisions.csv", history.history_csv, name="history-csv"),
    path("history/decisions/<str:name>/", history.history_show, name="history-show"),
]
