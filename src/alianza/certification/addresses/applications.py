from django.urls import path

from alianza.certification.views import applications as views
from alianza.certification.views import people, schemes

ONE = "applications/<uuid:code>/"

urlpatterns = [
    path("scheme/", schemes.scheme_show, name="scheme-show"),
    path("applications/", views.application_list, name="application-list"),
    path("applications/start/", views.application_start, name="application-start"),
    path(ONE, views.application_show, name="application-show"),
    path(f"{ONE}submit/", views.application_submit, name="application-submit"),
    path(f"{ONE}withdraw/", views.application_withdraw, name="application-withdraw"),
    path(f"{ONE}return/", views.application_return, name="application-return"),
    path(f"{ONE}admit/", views.application_admit, name="application-admit"),
    path(f"{ONE}enter/", views.application_enter, name="application-enter"),
    path(f"{ONE}papers/", views.application_papers, name="application-papers"),
    path(f"{ONE}files/<uuid:file>/", views.application_file, name="application-file"),
    path(f"{ONE}declare/", views.application_declare, name="application-declare"),
    path("accreditations/", people.accreditation_list, name="accreditation-list"),
    path("accreditations/<uuid:code>/end/", people.accreditation_end, name="accreditation-end"),
]
