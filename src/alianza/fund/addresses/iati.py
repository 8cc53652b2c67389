"""Addresses of the fund's IATI files."""

from django.urls import path

from alianza.fund.views import iati

urlpatterns = [
    path("iati/", iati.iati, name="iati"),
    path("iati/activities.xml", iati.iati_activities, name="iati-activities"),
    path("iati/organisation.xml", iati.iati_organisation, name="iati-organisation"),
    path("iati/transactions.csv", iati.iati_transactions, name="iati-transactions"),
    path("iati/publish/", iati.iati_publish, name="iati-publish"),
    path("iati/identifiers/", iati.iati_identifiers, name="iati-identifiers"),
]
