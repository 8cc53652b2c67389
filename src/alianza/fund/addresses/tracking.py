"""Addresses of all migration finance."""

from django.urls import path

from alianza.fund.views import tracking

urlpatterns = [
    path("tracking/", tracking.tracking_list, name="tracking-list"),
    path("tracking/flows.csv", tracking.tracking_csv, name="tracking-csv"),
    path("tracking/flows/<uuid:code>/", tracking.tracking_flow, name="tracking-flow"),
    path("tracking/files/", tracking.tracking_files, name="tracking-files"),
    path("tracking/files/iati/", tracking.tracking_bring_iati, name="tracking-bring-iati"),
    path("tracking/files/table/", tracking.tracking_bring_table, name="tracking-bring-table"),
    path("tracking/files/own/", tracking.tracking_bring_own, name="tracking-bring-own"),
    path("tracking/imports/<uuid:code>/", tracking.tracking_import, name="tracking-import"),
    path("tracking/imports/<uuid:code>/anew/", tracking.tracking_import_anew, name="tracking-import-anew"),
    path("tracking/files/<uuid:code>/remove/", tracking.tracking_remove, name="tracking-remove"),
    path("tracking/<str:country>/", tracking.tracking_country, name="tracking-country"),
]
