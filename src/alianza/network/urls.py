from django.urls import path

from alianza.network import views

app_name = "network"

urlpatterns = [
    path("organisations/", views.organisation_list, name="organisation-list"),
    path("organisations/enter/", views.organisation_enter, name="organisation-enter"),
    path("organisations/<uuid:code>/", views.organisation_show, name="organisation-show"),
    path("organisations/<uuid:code>/roles/", views.role_give, name="role-give"),
    path("memberships/<uuid:code>/end/", views.role_end, name="role-end"),
    path("mandates/", views.mandate_list, name="mandate-list"),
    path("mandates/name/", views.mandate_name, name="mandate-name"),
    path("mandates/<uuid:code>/delegate/", views.mandate_delegate, name="mandate-delegate"),
    path("mandates/<uuid:code>/revoke/", views.mandate_revoke, name="mandate-revoke"),
]
