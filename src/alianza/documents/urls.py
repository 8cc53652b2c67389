from django.urls import path

from alianza.documents import views

app_name = "documents"

urlpatterns = [
    path("", views.file_list, name="file-list"),
    path("<uuid:code>/", views.file_download, name="file-download"),
    path("<uuid:code>/remove/", views.file_remove, name="file-remove"),
]
