"""The addresses of an instance that is a demonstration: the house's, and the demonstration's own."""

from django.urls import include, path

from alianza.web.urls import handler400, handler403, handler404, handler500, urlpatterns

urlpatterns = [*urlpatterns, path("demo/", include("alianza.demo.urls"))]

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
