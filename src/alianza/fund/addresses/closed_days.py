from django.urls import path

from alianza.fund.views import closed_days

urlpatterns = [
    path("closed-days/", closed_days.closed_day_list, name="closed-day-list"),
    path("closed-days/add/", closed_days.closed_day_add, name="closed-day-add"),
    path("closed-days/<uuid:code>/take-back/", closed_days.closed_day_take_back, name="closed-day-take-back"),
]
