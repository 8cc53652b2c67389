"""Addresses of countries and of their migration profiles."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
