from django.urls import path

from alianza.remittances import views

app_name = "remittances"

urlpatterns = [
    path("", views.corridor_find, name="corridor-find"),
    path("fall/", views.fall, name="fall"),
    path("<str:origin>/<str:destination>/", views.corridor_show, name="corridor-show"),
]
