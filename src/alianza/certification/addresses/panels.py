from django.urls import path

from alianza.certification.views import appeals, labels
from alianza.certification.views import panels as views

urlpatterns = [
    path("applications/<uuid:code>/panel/", views.panel_show, name="panel-show"),
    path("applications/<uuid:code>/vote/", views.panel_vote, name="panel-vote"),
    path("applications/<uuid:code>/decide/", views.panel_decide, name="panel-decide"),
    path("labels/<uuid:code>/suspend/", labels.label_suspend, name="label-suspend"),
    path("labels/<uuid:code>/reinstate/", labels.label_reinstate, name="label-reinstate"),
    path("labels/<uuid:code>/withdraw/", labels.label_withdraw, name="label-withdraw"),
    path("conditions/<uuid:code>/meet/", labels.condition_meet, name="condition-meet"),
    path("applications/<uuid:code>/appeal/", appeals.appeal_file, name="appeal-file"),
    path("appeals/<uuid:code>/", appeals.appeal_show, name="appeal-show"),
    path("appeals/<uuid:code>/vote/", appeals.appeal_vote, name="appeal-vote"),
    path("appeals/<uuid:code>/decide/", appeals.appeal_decide, name="appeal-decide"),
]
