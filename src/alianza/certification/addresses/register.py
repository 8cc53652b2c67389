"""Addresses of the register, of badges, of watches and of checks."""

from django.urls import path

from alianza.certification.views import badges, register, watching

ONE = "register/<uuid:code>/"

urlpatterns = [
    path("register/", register.register_list, name="register-list"),
    path("register/register.csv", register.register_csv, name="register-csv"),
    path(ONE, register.register_show, name="register-show"),
    path(f"{ONE}answers/", register.register_answers, name="register-answers"),
    path(f"{ONE}watch/", watching.watch_ask, name="watch-ask"),
    path(f"{ONE}check/", watching.check_make, name="check-make"),
    path("checks/<uuid:code>/", watching.check_show, name="check-show"),
    path("checks/<uuid:code>/pdf/", watching.check_pdf, name="check-pdf"),
    path("watches/<str:token>/confirm/", watching.watch_confirm, name="watch-confirm"),
    path("watches/<str:token>/stop/", watching.watch_stop, name="watch-stop"),
    path("badges/<uuid:code>/badge.<str:lang>.svg", badges.badge_svg, name="badge-svg"),
    path("verify/", badges.badge_ask, name="badge-ask"),
    path("verify/<str:token>/", badges.badge_verify, name="badge-verify"),
    path("keys/", badges.badge_keys, name="badge-keys"),
    path("keys/keys.txt", badges.badge_keys_text, name="badge-keys-text"),
]
