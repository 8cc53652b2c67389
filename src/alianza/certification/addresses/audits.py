from django.urls import path

from alianza.certification.views import audits as views
from alianza.certification.views import findings, interviews

ONE = "audits/<uuid:code>/"

urlpatterns = [
    path("applications/<uuid:code>/assign/", views.audit_assign, name="audit-assign"),
    path(ONE, views.audit_show, name="audit-show"),
    path(f"{ONE}open/", views.audit_open, name="audit-open"),
    path(f"{ONE}visit/", views.audit_visit, name="audit-visit"),
    path(f"{ONE}criteria/<slug:item>/", views.audit_criterion, name="audit-criterion"),
    path(f"{ONE}find/", views.audit_find, name="audit-find"),
    path(f"{ONE}ask/", views.audit_ask, name="audit-ask"),
    path(f"{ONE}conclude/", views.audit_conclude, name="audit-conclude"),
    path(f"{ONE}codes/", interviews.audit_codes, name="audit-codes"),
    path(f"{ONE}interviews/end/", interviews.audit_interviews_end, name="audit-interviews-end"),
    path("interview/", interviews.interview_enter, name="interview-enter"),
    path("interview/answer/", interviews.interview_answer, name="interview-answer"),
    path("findings/<uuid:code>/", findings.finding_show, name="finding-show"),
    path("findings/<uuid:code>/correct/", findings.finding_correct, name="finding-correct"),
    path("corrections/<uuid:code>/answer/", findings.correction_answer, name="correction-answer"),
    path("corrections/<uuid:code>/file/", findings.correction_file, name="correction-file"),
]
