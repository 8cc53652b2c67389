from django.urls import path, re_path

from alianza.registry.views import files, intakes, mine, openness

app_name = "registry"

urlpatterns = [
    path("me/", mine.profile_mine, name="profile-mine"),
    path("me/review/", mine.profile_review, name="profile-review"),
    re_path(r"^me/export/(?P<form>json|csv)/$", mine.profile_export, name="profile-export"),
    path("me/pause/", mine.profile_pause, name="profile-pause"),
    path("me/renew/", mine.profile_renew, name="profile-renew"),
    path("me/remove/", mine.profile_remove, name="profile-remove"),
    path("me/<slug:slug>/", mine.profile_step, name="profile-step"),
    path("occupations/", mine.occupation_suggestions, name="occupation-suggestions"),
    path("workers/", files.profile_list, name="profile-list"),
    path("workers/<uuid:code>/", files.profile_show, name="profile-show"),
    path("workers/<uuid:code>/open/", files.profile_open, name="profile-open"),
    path("workers/<uuid:code>/end/", files.profile_end, name="profile-end"),
    path("openness/", openness.openness, name="openness"),
    path("openness/openness.csv", openness.openness_file, name="openness-file"),
    path("intakes/", intakes.intake_list, name="intake-list"),
    path("intakes/bring/", intakes.intake_bring, name="intake-bring"),
    path("intakes/<uuid:code>/", intakes.intake_show, name="intake-show"),
    path("intakes/<uuid:code>/report/", intakes.intake_report, name="intake-report"),
    path("intakes/<uuid:code>/save/", intakes.intake_save, name="intake-save"),
    path("intakes/<uuid:code>/discard/", intakes.intake_discard, name="intake-discard"),
]
