from django.urls import path

from alianza.messages import views

app_name = "messages"

urlpatterns = [
    path("", views.notice_list, name="notice-list"),
    path("read/", views.notice_read_all, name="notice-read-all"),
    path("<uuid:code>/", views.notice_open, name="notice-open"),
]
