from django.urls import path

from alianza.demo import views

app_name = "demo"

urlpatterns = [
    path("", views.home, name="home"),
    path("sign-in/", views.sign_in, name="sign-in"),
    path("mail/", views.mail_list, name="mail-list"),
]
"""Mounted by `web.urls` at /demo/, and only in a demonstration."""
