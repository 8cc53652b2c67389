"""`{% load fund %}`: the fund's codes in words."""

from django import template
from django.utils.translation import gettext

from alianza.fund.events import EVENTS
from alianza.texts import page_language
from alianza.vocabulary.places import country, region
from alianza.vocabulary.unknown import UnknownCode

register = template.Library()


@register.filter
def fund_event(code: str) -> str:
    """`{{ journal.event|fund_event }}`: "Tranche paid"."""
    return str(EVENTS.get(code, code))


@register.filter
def pool_name(earmark: str) -> str:
    """`{{ "142"|pool_name }}`: "Asia"; a country's, a region's or the unearmarked pool of the facility."""
    language = page_language()
    if earmark == "any":
        return gettext("unearmarked")
    try:
        found = country(earmark) if earmark.isalpha() else region(earmark)
    except UnknownCode:
        return earmark
    return str(found.name(language))
