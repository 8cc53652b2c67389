"""Addresses of what the public sees: the register, badges, checks and watches, and complaints."""

from typing import Any

from alianza.certification.addresses import complaints, register

urlpatterns: list[Any] = [*register.urlpatterns, *complaints.urlpatterns]
