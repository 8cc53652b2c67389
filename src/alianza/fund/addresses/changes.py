from django.urls import path

from alianza.fund.views import changes

urlpatterns = [
    path("programmes/<uuid:code>/changes/state/", changes.change_state, name="change-state"),
    path("changes/<uuid:code>/", changes.change_show, name="change-show"),
    path("changes/<uuid:code>/move/<slug:move>/", changes.change_move, name="change-move"),
]
