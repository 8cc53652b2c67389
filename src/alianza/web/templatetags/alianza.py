"""The design system's tags and filters: `{% load alianza %}`. The page /style/ shows each with its result.

Filters turn values into what a reader sees in the language of the page; tags draw components. A text that had to fall
back to another language says so, in words and in its `lang` attribute.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from html import unescape
from typing import Any

from django import template
from django.http import HttpRequest
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.template.loader_tags import BLOCK_CONTEXT_KEY, BlockNode
from django.utils.html import format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from alianza.web import ribbon as drawing
from alianza.web import values

register = template.Library()


# the frame ---------------------------------------------------------------------------------------------------------
class BlockText(template.Node):
    """What a block says, as plain text: the title in the browser's tab is the title on the page."""

    def __init__(self, name: str, target: str) -> None:
        self.name, self.target = name, target

    def render(self, context: Context) -> SafeString:
        words = ""
        if context.render_context.get(BLOCK_CONTEXT_KEY) is not None:
            words = " ".join(strip_tags(BlockNode(self.name, NodeList()).render(context)).split())
        context[self.target] = SafeString(words)  # the block has escaped its values
        return SafeString("")


@register.tag
def block_text(_parser: Parser, token: Token) -> BlockText:
    """`{% block_text "title" as page_title %}`"""
    try:
        _tag, name, _as, target = token.split_contents()
    except ValueError:
        raise template.TemplateSyntaxError('Write {% block_text "name" as variable %}.') from None
    return BlockText(name.strip("\"'"), target)


@register.simple_tag
def mark() -> SafeString:
    """The logo: the ribbon that turns."""
    return drawing.band(44, 28, broad=11, climb=14, turn=1, classes="mark", stretch=False)


@register.simple_tag
def rule() -> SafeString:
    """The ribbon as the line under the head of every page."""
    return drawing.band(1000, 5, broad=5, turn=0.12, classes="head__rule")


@register.simple_tag
def hero_ribbon() -> SafeString:
    return drawing.band(1440, 136, broad=64, climb=60, turn=0.46, classes="hero__ribbon")


@register.simple_tag
def plain_band() -> SafeString:
    """The straight ribbon of a corridor's heading, for pages that lay the heading out themselves."""
    return drawing.band(300, 20, broad=20, turn=0.4)


@register.simple_tag
def symbol(name: str) -> SafeString:
    """`{% symbol "good" %}`; names: see `alianza.web.ribbon.SYMBOLS`."""
    return drawing.symbol(name)


# values ------------------------------------------------------------------------------------------------------------
for _filter in values.FILTERS:
    register.filter(_filter.__name__, _filter)


# corridors, steps --------------------------------------------------------------------------------------------------
@register.simple_tag
def corridor(origin: Any, destination: Any) -> SafeString:
    """`{% corridor "PHL" "DEU" %}`: the head of a page about a corridor, as its `h1`; put it in the block `heading`."""
    return format_html(
        '<h1 class="corridor"><span class="corridor__origin"><span class="corridor__role">{}</span> {}</span>{}'
        '<span class="corridor__destination"><span class="corridor__role">{}</span> {}</span></h1>',
        gettext("Origin"),
        values.country(origin),
        plain_band(),
        gettext("Destination"),
        values.country(destination),
    )


@register.simple_tag
def corridor_line(origin: Any, destination: Any) -> SafeString:
    """`{% corridor_line "PHL" "DEU" %}`: a corridor inside a line of text or a table."""
    return format_html(
        '<span class="corridor corridor--line"><span>{}</span>{}<span class="hidden"> {} </span><span>{}</span></span>',
        values.country(origin),
        drawing.band(56, 14, broad=14, turn=0.6),
        pgettext("between origin and destination", "to"),
        values.country(destination),
    )


@register.simple_tag
def progress(done: int, steps: int, name: Any = "") -> SafeString:
    """`{% progress 2 6 "Your occupation" %}`: step 2 of 6 is the one being filled in; the ribbon shows what is done."""
    words = gettext("Step %(done)s of %(steps)s") % {"done": done, "steps": steps}
    return format_html(
        '<div class="progress"><p class="progress__words"><span>{}</span>{}</p>{}</div>',
        words,
        format_html("<b>{}</b>", name) if name else "",
        drawing.progress_band(done, steps),
    )


STEP_STATES = {"done": ("good", _("done")), "now": ("half", _("now")), "next": ("open", _("still to come"))}


@register.simple_tag
def steps(items: Iterable[Mapping[str, Any]]) -> SafeString:
    """`{% steps journey %}`: what happened and what comes; each item has `name`, `state` (done, now, next) and, where
    it helps, `note` (a day, who acts).
    """
    rows = []
    for item in items:
        state = str(item.get("state", "next"))
        shape, word = STEP_STATES.get(state, STEP_STATES["next"])
        note = item.get("note")
        rows.append(
            format_html(
                '<li class="steps__{}"{}><span class="steps__mark">{}</span><span class="steps__name">{}</span> '
                '<span class="steps__state">({}{})</span></li>',
                state,
                mark_safe(' aria-current="step"') if state == "now" else "",
                drawing.symbol({"done": "full"}.get(state, shape)),
                item["name"],
                word,
                format_html(" · {}", note) if note else "",
            )
        )
    return format_html('<ol class="steps">{}</ol>', format_html_join("", "{}", ((row,) for row in rows)))


# short marks -------------------------------------------------------------------------------------------------------
@register.simple_tag
def badge(kind: str, words: Any, shape: str = "") -> SafeString:
    """`{% badge "good" "Approved" %}`; kinds: good, caution, bad, quiet, origin, destination; `shape` overrides the
    symbol (waiting, stopped, unknown, half, full, open).
    """
    return format_html(
        '<span class="badge badge--{}">{}<span>{}</span></span>', kind, drawing.symbol(shape or kind), words
    )


LEVELS = {
    "official": ("good", "full", _("Official"), _("Read on a stored copy of a page of the responsible authority.")),
    "official_mirror": ("good", "half", _("Official, copied"), _("Read on somebody else's copy of an official page.")),
    "secondary": ("caution", "open", _("Secondary"), _("Read on a page by others: lawyers, press, other bodies.")),
    "unverified": ("bad", "unknown", _("Unverified"), _("General knowledge of the compiler; check before any use.")),
}


@register.simple_tag
def level(code: str) -> SafeString:
    """`{% level "official" %}`: how well a statement of law is founded."""
    kind, shape, words, meaning = LEVELS.get(code, ("quiet", "unknown", code, ""))
    return format_html(
        '<span class="badge badge--{}" title="{}">{}<span>{}</span></span>', kind, meaning, drawing.symbol(shape), words
    )


VERDICTS = {
    "eligible": ("good", "good", _("Fits")),
    "nearly": ("caution", "half", _("Almost fits")),
    "not_eligible": ("bad", "bad", _("Does not fit")),
    "undetermined": ("quiet", "unknown", _("Not yet clear")),
}


UNCONFIRMED = {
    "eligible": _("Would fit, unconfirmed"),
    "nearly": _("Would almost fit, unconfirmed"),
    "not_eligible": _("Would not fit, unconfirmed"),
}


@register.simple_tag
def verdict(code: str, *, unconfirmed: bool = False) -> SafeString:
    """`{% verdict "eligible" unconfirmed=True %}`: "Would fit, unconfirmed" when nobody has confirmed the law."""
    kind, shape, words = VERDICTS.get(code, ("quiet", "unknown", code))
    if unconfirmed and code in UNCONFIRMED:
        kind, words = "quiet" if code == "not_eligible" else "destination", UNCONFIRMED[code]
    return format_html(
        '<span class="badge badge--{} verdict">{}<span>{}</span></span>', kind, drawing.symbol(shape), words
    )


@register.simple_tag
def tags(items: Iterable[Any]) -> SafeString:
    """`{% tags skills %}`: short words in a row."""
    rows = format_html_join("", "<li>{}</li>", ((item,) for item in items))
    return format_html('<ul class="tags" role="list">{}</ul>', rows)


# law and facts -----------------------------------------------------------------------------------------------------
@register.inclusion_tag("web/parts/statement.html")
def statement(words: Any, level: str, sources: Iterable[Any] = (), as_of: Any = None) -> dict[str, Any]:
    """`{% statement line.text line.level line.sources line.as_of %}`: one line of law. A source is a mapping with
    `title` and, where there is one, `url` and `dated`; `as_of` is a date or the words of the sheet.
    """
    return {"words": values.shown(words), "level": level, "sources": list(sources or ()), "as_of": as_of}


@register.simple_tag
def gap(words: Any = "") -> SafeString:
    """`{% gap element.gap %}`: what is not known is shown as such."""
    return format_html(
        '<p class="gap">{}{}</p>', gettext("Not yet known."), format_html(" {}", values.shown(words)) if words else ""
    )


@register.simple_tag
def facts(pairs: Iterable[Sequence[Any]]) -> SafeString:
    """`{% facts pairs %}`: pairs of a name and a value, as a definition list."""
    rows = format_html_join("", "<div><dt>{}</dt><dd>{}</dd></div>", ((pair[0], pair[1]) for pair in pairs))
    return format_html('<dl class="facts">{}</dl>', rows)


@register.simple_tag(takes_context=True)
def answer(
    context: Context,
    words: Any,
    *,
    unit: Any = "",
    year: Any = "",
    source: Any = "",
    vintage: Any = "",
    method: Any = "",
    href: str = "",
    interval: Any = "",
) -> SafeString:
    """`{% answer 312|number unit="permits" year=2024 source="..." vintage="..." method="..." %}`: a number that says,
    under the pointer and on focus, what it is; `href` leads to its series. With `interval` it is an estimate.
    """
    told = [
        (gettext("Unit"), unit),
        (gettext("Year"), year),
        (gettext("Source"), source),
        (gettext("Vintage"), vintage),
        (gettext("Method"), method),
    ]
    rows = format_html_join("", "<span>{}: {}</span>", ((name, value) for name, value in told if value))
    request = context.get("request")
    place = getattr(request, "_answers", 0)
    if isinstance(request, HttpRequest):
        request._answers = place + 1  # type: ignore[attr-defined]
    name = f"answer-{place}-{hashlib.blake2s(f'{words}{rows}'.encode(), digest_size=4).hexdigest()}"
    opening = (
        format_html('<a class="answer__number" href="{}" aria-describedby="{}">', href, name)
        if href
        else format_html('<button class="answer__number" type="button" aria-describedby="{}">', name)
    )
    return format_html(
        '<span class="answer{}">{}{}{}{}<span class="answer__facts" role="tooltip" id="{}">{}</span></span>{}',
        " answer--estimate" if interval else "",
        opening,
        SafeString("≈\u202f") if interval else "",
        words,
        SafeString("</a>") if href else SafeString("</button>"),
        name,
        rows,
        format_html(' <span class="answer__interval">({})</span>', interval) if interval else "",
    )


@register.simple_tag
def score(total: int, of: int, parts: Iterable[Mapping[str, Any]], title: Any = "") -> SafeString:
    """`{% score 742 1000 parts %}`: whole points; a part has `label`, `points` and `of`."""
    known = list(parts)
    bar = drawing.score_bar([(place, int(part["points"])) for place, part in enumerate(known, start=1)], of)
    rows = format_html_join(
        "",
        '<li><svg viewBox="0 0 12 12" aria-hidden="true" focusable="false">'
        '<rect class="part--{}" width="12" height="12"/>'
        "</svg><span>{}</span><span>{}</span></li>",
        (
            (
                min(place, 6),
                part["label"],
                gettext("%(points)s of %(of)s")
                % {"points": values.number(part["points"]), "of": values.number(part["of"])},
            )
            for place, part in enumerate(known, start=1)
        ),
    )
    words = gettext("%(points)s of %(of)s points") % {"points": values.number(total), "of": values.number(of)}
    return format_html(
        '<div class="score"><p class="score__total">{}<b>{}</b></p>{}'
        '<ul class="score__parts" role="list">{}</ul></div>',
        format_html("{} ", title) if title else "",
        words,
        bar,
        rows,
    )


# tables ------------------------------------------------------------------------------------------------------------
def _address(request: HttpRequest | None, **changes: Any) -> str:
    """The page's own query with some values changed; None takes one out."""
    query = request.GET.copy() if request is not None else None
    if query is None:
        from django.http import QueryDict

        query = QueryDict(mutable=True)
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = str(value)
    return "?" + query.urlencode()


@register.simple_tag(takes_context=True)
def sort_th(context: Context, key: str, words: Any, *, number: bool = False, default: str = "") -> SafeString:
    """`{% sort_th "pay" _("Monthly pay") number=True %}` in a `thead`: a heading that sorts by `?sort=pay` and, once
    more, by `?sort=-pay`; `default` is the sort in force when the query names none. The view must obey a known list.
    """
    request = context.get("request")
    now = (request.GET.get("sort") if request is not None else None) or default
    state, shape = {key: ("ascending", "up"), f"-{key}": ("descending", "down")}.get(now, ("", "both"))
    following = f"-{key}" if now == key else key
    return format_html(
        '<th scope="col"{}{}><a href="{}">{}{}</a></th>',
        mark_safe(' class="number"') if number else "",
        format_html(' aria-sort="{}"', state) if state else "",
        _address(request, sort=following, page=None),
        words,
        drawing.symbol(shape),
    )


@register.inclusion_tag("web/parts/pages.html", takes_context=True)
def pages(context: Context, page: Any) -> dict[str, Any]:
    """`{% pages page_obj %}`: a way to the neighbouring pages of a Django paginator."""
    request = context.get("request")
    return {
        "page": page,
        "count": values.number(page.paginator.count),
        "first": values.number(page.start_index()),
        "last": values.number(page.end_index()),
        "before": _address(request, page=page.number - 1) if page.has_previous() else "",
        "after": _address(request, page=page.number + 1) if page.has_next() else "",
    }


# blocks of words ---------------------------------------------------------------------------------------------------
@register.simple_block_tag
def notice(content: SafeString, kind: str = "info") -> SafeString:
    """`{% notice "caution" %}<p>…</p>{% endnotice %}`; kinds: info, good, caution, bad."""
    return format_html('<div class="notice notice--{}">{}<div>{}</div></div>', kind, drawing.symbol(kind), content)


@register.simple_block_tag
def empty(content: SafeString, title: Any) -> SafeString:
    """`{% empty _("No job orders yet") %}<p>what to do next, and who can do it</p>{% endempty %}`"""
    return format_html('<div class="empty"><h2>{}</h2>{}</div>', title, content)


@register.simple_block_tag
def more(content: SafeString, title: Any, *, open: bool = False) -> SafeString:  # noqa: A002  the element's own word
    """`{% more _("How this was computed") %}…{% endmore %}`: opens without script."""
    return format_html(
        '<details class="more"{}><summary>{}</summary><div>{}</div></details>',
        mark_safe(" open") if open else "",
        title,
        content,
    )


@register.simple_block_tag
def table_scroll(content: SafeString, title: Any) -> SafeString:
    """`{% table_scroll _("Job orders") %}<table class="table">…</table>{% endtable_scroll %}`: a wide table scrolls in
    a region that the keyboard reaches too.
    """
    if isinstance(title, SafeString):
        title = unescape(strip_tags(title))  # a text that says its language is marked up; a name is words
    return format_html('<div class="table-scroll" role="region" tabindex="0" aria-label="{}">{}</div>', title, content)


# forms -------------------------------------------------------------------------------------------------------------
@register.simple_tag
def field(bound: Any) -> SafeString:
    """`{% field form.pay %}`: label, hint, error and input, tied together. A whole form: `{{ form }}`."""
    return SafeString(bound.as_field_group())


@register.inclusion_tag("web/parts/summary.html")
def error_summary(form: Any) -> dict[str, Any]:
    """`{% error_summary form %}` above a form laid out by hand: what is wrong, each with a link to its field."""
    return {"form": form}


# the role x page table ---------------------------------------------------------------------------------------------
ANSWERS = {
    200: ("good", "good", _("opens")),
    302: ("quiet", "arrow", _("leads on")),
    400: ("caution", "caution", _("asks to correct")),
    409: ("caution", "stopped", _("refuses")),
}


@register.filter
def access_badge(status: int) -> SafeString:
    """What an address answers, in a word: opens, leads on, does not exist."""
    if status == 404:
        none = gettext("does not exist")
        return format_html('<span class="badge badge--quiet">–<span class="hidden"> {}</span></span>', none)
    kind, shape, words = ANSWERS.get(status, ("quiet", "unknown", str(status)))
    return badge(kind, words, shape)


@register.filter
def visitor_name(code: str) -> Any:
    """The role's name; visitors without an account and agents of another employer have names of their own."""
    from alianza.network.roles import BY_CODE

    others = {"anonymous": _("Without account"), "stranger": _("Another employer's agent")}
    return others.get(code) or (BY_CODE[code].label if code in BY_CODE else code)
