from django.urls import path

from alianza.accounts import views

app_name = "accounts"

urlpatterns = [
    path("time-zone/", views.time_zone, name="time-zone"),
    path("tokens/", views.token_list, name="token-list"),
    path("tokens/<uuid:code>/end/", views.token_end, name="token-end"),
]
