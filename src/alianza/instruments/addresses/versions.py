"""Addresses of instruments: published ones for everybody, drafts for the secretariat."""

from django.urls import path

from alianza.instruments.views import drafts, versions

ONE = "versions/<uuid:code>/"
EDIT = f"{ONE}edit/"

urlpatterns = [
    path("versions/", versions.version_list, name="version-list"),
    path("versions/load/", drafts.version_load, name="version-load"),
    path("versions/begin/", drafts.version_begin, name="version-begin"),
    path(ONE, versions.version_show, name="version-show"),
    path(f"{ONE}instrument.yaml", versions.version_yaml, name="version-yaml"),
    path(f"{ONE}instrument.xlsx", versions.version_xlsform, name="version-xlsform"),
    path(f"{ONE}compare/", versions.version_compare, name="version-compare"),
    path(f"{ONE}try/", versions.version_preview, name="version-preview"),
    path(f"{ONE}draft/", drafts.version_again, name="version-again"),
    path(f"{ONE}publish/", drafts.version_publish, name="version-publish"),
    path(f"{ONE}withdraw/", drafts.version_withdraw, name="version-withdraw"),
    path(EDIT, drafts.version_edit, name="version-edit"),
    path(f"{EDIT}discard/", drafts.version_discard, name="version-discard"),
    path(f"{EDIT}about/", drafts.version_about, name="version-about"),
    path(f"{EDIT}text/", drafts.version_text, name="version-text"),
    path(f"{EDIT}arrange/", drafts.version_arrange, name="version-arrange"),
    path(f"{EDIT}items/add/", drafts.version_item_add, name="version-item-add"),
    path(f"{EDIT}items/<int:at>/", drafts.version_item, name="version-item"),
    path(f"{EDIT}items/<int:at>/add/", drafts.version_item_add, name="version-part-add"),
    path(f"{EDIT}items/<int:at>/<int:child>/", drafts.version_item, name="version-part"),
    path(f"{EDIT}sections/add/", drafts.version_section, name="version-section-add"),
    path(f"{EDIT}sections/<int:at>/", drafts.version_section, name="version-section"),
    path(f"{EDIT}lists/add/", drafts.version_choices, name="version-choices-add"),
    path(f"{EDIT}lists/<str:name>/", drafts.version_choices, name="version-choices"),
]
