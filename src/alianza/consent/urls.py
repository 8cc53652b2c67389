from django.urls import path

from alianza.consent import views

app_name = "consent"

urlpatterns = [
    path("", views.consent_list, name="consent-list"),
    path("<slug:purpose>/give/", views.consent_give, name="consent-give"),
    path("<slug:purpose>/withdraw/", views.consent_withdraw, name="consent-withdraw"),
]
