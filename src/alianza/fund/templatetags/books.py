"""Amounts as a statement of accounts shows them: all decimals, always, so that columns align."""

from django import template

from alianza.texts import page_language
from alianza.vocabulary.money import Money

register = template.Library()


@register.filter
def exact(money: Money) -> str:
    """`{{ line.money|exact }}`: "$7,832.00" where the filter `money` would write "$7,832"."""
    from babel.numbers import format_currency

    return str(format_currency(money.amount, money.currency, locale=page_language()))
