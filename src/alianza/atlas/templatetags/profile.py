"""Tags of the printed profile: `{% load profile %}`."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from alianza import charts
from alianza.atlas.profile_notes import Notes
from alianza.observatory.figures import Note

register = template.Library()


@register.filter
def cited(where: Note, notes: Notes) -> SafeString:
    """`{{ figure.note|cited:notes }}`: the number of its source note, a link to it."""
    number = notes.number(where)
    words = gettext("Source note %(number)s") % {"number": number}
    return format_html('<sup class="cite"><a href="#note-{}" aria-label="{}">{}</a></sup>', number, words, number)


@register.filter
def printed(chart: charts.Chart, language: str) -> SafeString:
    """The drawing in fixed colours; every text in it is escaped by who drew it."""
    return SafeString(charts.svg(chart, "print", language))
