"""`{% load answers %}`: what somebody answered, as a person reads it."""

from typing import Any

from django import template
from django.template.context import Context

from alianza.instruments import units
from alianza.instruments.instrument import Item
from alianza.instruments.reading_out import lines_of
from alianza.instruments.roles import roles_named
from alianza.texts import page_language

register = template.Library()


@register.inclusion_tag("instruments/_answer.html", takes_context=True)
def answer(context: Context, item: Item, value: Any) -> dict[str, Any]:
    """`{% answer item value %}`: the answer in words; "No answer" where there is none."""
    return {"lines": lines_of(item, value), "response": context.get("response")}


@register.filter
def unit_words(unit: str) -> str:
    """`{{ item.unit|unit_words }}`: "persons" in the page's language."""
    return units.unit_words(unit)


@register.filter
def held(mapping: Any, key: Any) -> Any:
    """`{{ holders|held:name }}`: what a mapping holds under a key that is only known in the template."""
    return mapping.get(key) if mapping else None


@register.filter
def roles(codes: Any) -> str:
    """`{{ item.required_of|roles }}`: roles of the format in words."""
    return roles_named(codes)


@register.filter
def plain_number(value: Any) -> str:
    """`{{ "12.50"|plain_number }}`: the digits as they were given, grouped as the page's language does."""
    from decimal import Decimal, InvalidOperation

    from babel.numbers import format_decimal

    try:
        exact = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    language = page_language()
    places = max(0, -int(exact.as_tuple().exponent)) if exact.is_finite() else 0
    return str(format_decimal(round(exact, min(places, 6)), decimal_quantization=False, locale=language))
