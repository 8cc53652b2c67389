"""Addresses of corridors, the world, home and search."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
