"""`{% load fund %}`: the fund's codes in words."""

from django import template

from alianza.fund.events import EVENTS

register = template.Library()


@register.filter
def fund_event(code: str) -> str:
    """`{{ journal.event|fund_event }}`: "Tranche paid"."""
    return str(EVENTS.get(code, code))
