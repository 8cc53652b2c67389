from django.urls import path

from alianza.fund.views import windows

urlpatterns = [
    path("windows/", windows.window_list, name="window-list"),
    path("windows/open/", windows.window_open, name="window-open"),
    path("windows/<uuid:code>/rules/", windows.window_rules, name="window-rules"),
    path("windows/<uuid:code>/close/", windows.window_close, name="window-close"),
]
