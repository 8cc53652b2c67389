from django.urls import path

from alianza.regulations.views import desk, finder, sheets

app_name = "regulations"

urlpatterns = [
    path("sheets/", sheets.sheet_list, name="sheet-list"),
    path("sheets/<slug:sheet>/", sheets.sheet_show, name="sheet-show"),
    path("sheets/<slug:sheet>/sheet.yaml", sheets.sheet_file, name="sheet-file"),
    path("pathways/", finder.pathways, name="pathways"),
    path("pathways/question/", finder.pathways_question, name="pathways-question"),
    path("pathways/back/", finder.pathways_back, name="pathways-back"),
    path("pathways/change/", finder.pathways_change, name="pathways-change"),
    path("pathways/answers/", finder.pathways_answers, name="pathways-answers"),
    path("pathways/answers/file/", finder.pathways_file, name="pathways-file"),
    path("pathways/forget/", finder.pathways_forget, name="pathways-forget"),
    path("pathways/result/", finder.pathways_result, name="pathways-result"),
    path("pathways/compare/", finder.pathways_compare, name="pathways-compare"),
    path("versions/", desk.version_list, name="version-list"),
    path("versions/draft/", desk.version_draft, name="version-draft"),
    path("versions/<uuid:code>/", desk.version_show, name="version-show"),
    path("versions/<uuid:code>/change/", desk.version_change, name="version-change"),
    path("versions/<uuid:code>/submit/", desk.version_submit, name="version-submit"),
    path("versions/<uuid:code>/take-up/", desk.version_take_up, name="version-take-up"),
    path("versions/<uuid:code>/publish/", desk.version_publish, name="version-publish"),
    path("versions/<uuid:code>/return/", desk.version_return, name="version-return"),
    path("versions/<uuid:code>/withdraw/", desk.version_withdraw, name="version-withdraw"),
]
