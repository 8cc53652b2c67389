"""Pages are made in their reader's time zone.

Only the making is: what a deed or a rule calls "today" is the platform's day for everybody. Were the reader's zone in
force around the whole request, whoever moved to another zone would get other last days, and the books two days at once.
"""

from typing import Any

from django.http import HttpRequest
from django.template import TemplateDoesNotExist
from django.template.backends.django import DjangoTemplates, Template, reraise
from django.utils import timezone

from alianza.accounts.time_zones import zone_named


class Page(Template):
    def render(self, context: Any = None, request: HttpRequest | None = None) -> Any:
        """Without a request, as in mail and papers, the zone stays the one that is in force."""
        if request is None:
            return super().render(context, request)
        with timezone.override(_zone_of(request)):
            return super().render(context, request)


class Pages(DjangoTemplates):
    """Django's own templates, drawn as `Page`."""

    def from_string(self, template_code: str) -> Page:
        return Page(self.engine.from_string(template_code), self)

    def get_template(self, template_name: str) -> Page:
        try:
            return Page(self.engine.get_template(template_name), self)
        except TemplateDoesNotExist as missing:
            reraise(missing, self)
            raise  # which `reraise` has done


def _zone_of(request: HttpRequest) -> Any:
    """The zone of the account; for visitors and for names that are no zone the platform's."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return timezone.get_default_timezone()
    return zone_named(user.time_zone) or timezone.get_default_timezone()
