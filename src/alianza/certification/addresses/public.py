"""Addresses of what the public sees: the register, badges, checks and watches, and complaints."""

from typing import Any

from alianza.certification.addresses import complaints

urlpatterns: list[Any] = [*complaints.urlpatterns]
