"""What the page of the world says, computed from the picture chosen."""

from django.utils.translation import gettext as _

from alianza.atlas.corridor_names import language, place
from alianza.atlas.corridor_wording import number, period_words
from alianza.atlas.world import (
    ELSEWHERE,
    LIVING,
    OTHERS,
    PUBLISHED,
    Choice,
    Picture,
    Region,
    latest_stock,
)
from alianza.atlas.world import picture as picture_of
from alianza.observatory.packaged import Entry
from alianza.vocabulary.labels import pick
from alianza.vocabulary.places import region as region_by_code

MILLION = 1_000_000


def amount(value: int) -> str:
    """Millions with one decimal from one million on, else whole."""
    if value >= MILLION:
        return _("%(millions)s million") % {"millions": number(value / MILLION, 1)}
    return number(value)


def region_name(code: str) -> str:
    if code == ELSEWHERE:
        return _("Origin not specified")
    if code == OTHERS:
        return _("Its other countries")
    return str(region_by_code(code).name(language()))


def node_name(code: str, inside: str = "") -> str:
    """A region's name for a number, a country's for letters. Beside the countries of the region `inside`, the large
    region that holds it is what else there is of it.
    """
    if not code.isdigit() and code != OTHERS:
        return place(code).name
    if inside and region_by_code(inside).parent == code:
        return _("%(region)s, elsewhere") % {"region": region_name(code)}
    return region_name(code)


def choice_words(choice: Choice) -> str:
    if choice.is_stock:
        return _("Living abroad in %(year)s") % {"year": choice.year}
    return _("Moves in %(period)s") % {"period": period_words(choice.year)}


def kind_words(kind: str, entry: Entry) -> str:
    """A series and its method, as the choice of what to show names it."""
    if kind == PUBLISHED:
        return _("Moves, published estimates of Abel and Cohen")
    if kind == LIVING:
        return _("People living abroad, United Nations")
    titles = {code: str(told) for code, told in entry.codes["METHOD"][kind]["title"].items()}
    return _("Moves, estimated here: %(method)s") % {"method": pick(titles, language())}


def finding(picture: Picture, region: str = "") -> str:
    """The sentence that the drawings show."""
    if region:
        return _of_region(picture, region)
    pair = picture.largest_between
    if pair is None:
        return _("Nothing is held for this choice.")
    start, end, value = pair
    facts = {
        "total": amount(picture.total),
        "start": region_name(start),
        "end": region_name(end),
        "value": amount(value),
        "period": period_words(picture.choice.year),
        "year": picture.choice.year,
    }
    if not picture.choice.is_stock:
        return (
            _(
                "In %(period)s an estimated %(total)s people moved from one country to another; the largest flow "
                "between two regions is %(start)s → %(end)s, %(value)s."
            )
            % facts
        )
    return (
        _(
            "In %(year)s, %(total)s people lived outside the country they were born in; the most between two "
            "regions are %(start)s → %(end)s, %(value)s."
        )
        % facts
    )


def _of_region(picture: Picture, code: str) -> str:
    row = next((each for each in picture.regions if each.code == code), Region(code, 0, 0, 0))
    facts = {
        "region": region_name(code),
        "left": amount(row.left),
        "came": amount(row.came),
        "inside": amount(row.inside),
        "period": period_words(picture.choice.year),
        "year": picture.choice.year,
    }
    if not picture.choice.is_stock:
        return (
            _(
                "%(region)s in %(period)s: an estimated %(left)s people left for other regions, %(came)s came from "
                "them, and %(inside)s moved between its own countries."
            )
            % facts
        )
    return (
        _(
            "%(region)s in %(year)s: %(left)s people born there lived in other regions, %(came)s born elsewhere lived "
            "there, and %(inside)s in another of its own countries."
        )
        % facts
    )


def link_words(start: str, end: str, value: int, inside: str = "") -> str:
    """One flow or stock in words, for the pointer, the keyboard and a screen reader."""
    facts = {"start": node_name(start, inside), "end": node_name(end, inside), "value": amount(value)}
    return _("%(start)s → %(end)s: %(value)s") % facts


def headline() -> str:
    """One computed sentence about the world for the first page of the house; empty where no stock is held."""
    year = latest_stock()
    if year is None:
        return ""
    shown = picture_of(Choice(LIVING, year))
    largest = shown.largest(most=1)
    if not largest:
        return ""
    origin, destination, value = largest[0]
    facts = {
        "year": shown.choice.year,
        "total": amount(shown.total),
        "origin": place(origin).name,
        "destination": place(destination).name,
        "value": amount(value),
    }
    return (
        _(
            "In %(year)s, %(total)s people lived outside the country they were born in; the largest corridor is "
            "%(origin)s → %(destination)s, with %(value)s."
        )
        % facts
    )
