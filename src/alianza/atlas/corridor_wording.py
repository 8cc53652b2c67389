"""What a corridor's page says: every sentence is computed from what is held."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alianza.atlas.corridor_figures import ROUNDED, Corridor, Entrance, Estimates, Gap, Ways
from alianza.atlas.corridor_names import place
from alianza.atlas.corridor_work import Work
from alianza.observatory.figures import written

LAST_YEAR = 2024
"""In which the last period of our own estimates ends."""


def number(value: float, decimals: int = 0) -> str:
    """As the reader of the page writes it."""
    return written(value, decimals)


def names(origin: str, destination: str) -> dict[str, str]:
    start, end = place(origin), place(destination)
    return {
        "origin": start.name,
        "destination": end.name,
        "in_origin": start.located,
        "from_origin": start.leaving,
        "to_origin": start.reaching,
        "in_destination": end.located,
        "from_destination": end.leaving,
        "to_destination": end.reaching,
    }


def period_words(start: int) -> str:
    """From the middle of one year to the middle of another: "2015–2020"; the last period held has four years."""
    return f"{start}–{min(start + 5, LAST_YEAR)}"


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def stock_sentence(ways: Ways, origin: str, destination: str) -> str:
    """How many live at the destination, and since the first year held."""
    facts: dict[str, object] = dict(names(origin, destination))
    if ways.last is None or ways.first is None:
        return (
            _(
                "The United Nations give no number of people born %(in_origin)s who live %(in_destination)s: the "
                "census there does not publish this country of birth, or asks for none."
            )
            % facts
        )
    count, before = ways.forth[ways.last], ways.forth[ways.first]
    facts |= {"count": number(count), "year": ways.last, "first": ways.first, "before": number(before)}
    if count == before or ways.last == ways.first:
        said = ngettext(
            "In %(year)s, %(count)s person born %(in_origin)s lived %(in_destination)s.",
            "In %(year)s, %(count)s people born %(in_origin)s lived %(in_destination)s.",
            count,
        )
    elif count > before:
        said = ngettext(
            "In %(year)s, %(count)s person born %(in_origin)s lived %(in_destination)s, up from %(before)s in "
            "%(first)s.",
            "In %(year)s, %(count)s people born %(in_origin)s lived %(in_destination)s, up from %(before)s in "
            "%(first)s.",
            count,
        )
    else:
        said = ngettext(
            "In %(year)s, %(count)s person born %(in_origin)s lived %(in_destination)s, down from %(before)s in "
            "%(first)s.",
            "In %(year)s, %(count)s people born %(in_origin)s lived %(in_destination)s, down from %(before)s in "
            "%(first)s.",
            count,
        )
    return said % facts


def flow_sentence(ways: Ways, origin: str, destination: str) -> str:
    facts: dict[str, object] = dict(names(origin, destination))
    if not ways.known:
        return (
            _(
                "No estimate of moves %(from_origin)s %(to_destination)s is held: both need a migrant stock at two "
                "points in time."
            )
            % facts
        )
    last = max(ways.periods)
    forth, back = ways.forth.get(last), ways.back.get(last)
    facts |= {"period": period_words(last)}
    if forth is None or back is None:
        held, start, end = (forth, origin, destination) if back is None else (back, destination, origin)
        facts |= names(start, end) | {"count": number(round((held or 0) / ROUNDED) * ROUNDED)}
        return (
            _("An estimated %(count)s people moved %(from_origin)s %(to_destination)s in %(period)s; the way back is "
              "not estimated.")
            % facts
        )  # fmt: skip
    facts |= {"forth": _estimate(forth), "back": _estimate(back)}
    return (
        _("In %(period)s an estimated %(forth)s people moved %(from_origin)s %(to_destination)s, and %(back)s the "
          "other way.")
        % facts
    )  # fmt: skip


def interval_sentence(found: Estimates) -> str:
    """What errors of the stock do to the last period; "" where no interval is held."""
    if found.interval is None:
        return ""
    low, high = found.interval
    return _(
        "If each stock of migrants errs by about ten percent, the estimate of the last period lies between %(low)s and "
        "%(high)s people in eight of ten draws."
    ) % {"low": number(low), "high": number(high)}


def methods_sentence(found: Estimates, origin: str, destination: str) -> str:
    """How far the methods differ in the last period."""
    period = found.periods[-1]
    low, high = found.range_forth(period)
    facts = {
        **names(origin, destination),
        "period": period_words(period),
        "low": _estimate(low),
        "high": _estimate(high),
    }
    return (
        _(
            "By three methods, between %(low)s and %(high)s people moved %(from_origin)s %(to_destination)s in "
            "%(period)s."
        )
        % facts
    )


def _estimate(value: int) -> str:
    """In tens; what rounds to nothing is told as fewer than ten."""
    if 0 < value < ROUNDED:
        return _("fewer than %(ten)s") % {"ten": ROUNDED}
    return number(round(value / ROUNDED) * ROUNDED)


def lead(found: Corridor) -> str:
    """The sentence under the name of the corridor: the stock, else the flow, else that nothing is known."""
    if found.stock.forth:
        return stock_sentence(found.stock, found.origin, found.destination)
    if found.flows.known and max(found.flows.forth.values(), default=0) > 0:
        return flow_sentence(found.flows, found.origin, found.destination)
    return _(
        "No published source counts who was born %(in_origin)s and lives %(in_destination)s; what else is held "
        "of the two stands below."
    ) % names(found.origin, found.destination)


def back_sentence(ways: Ways, origin: str, destination: str) -> str:
    """The other way, in the last year held of it; empty where nothing is held."""
    last = max(ways.back, default=None)
    if last is None:
        return ""
    count = ways.back[last]
    return ngettext(
        "The other way, %(count)s person born %(in_destination)s lived %(in_origin)s in %(year)s.",
        "The other way, %(count)s people born %(in_destination)s lived %(in_origin)s in %(year)s.",
        count,
    ) % {**names(origin, destination), "count": number(count), "year": last}


def older_sentence(ways: Ways) -> str:
    """Why a page stands on the revision before the current one."""
    if not ways.older:
        return ""
    return _(
        "The current revision gives no number for this corridor, so both ways here are of the %(vintage)s revision; "
        "the two are never joined."
    ) % {"vintage": ways.entry.vintage}


def gap_sentence(gap: Gap, origin: str, destination: str, kind: str) -> str:
    """How far apart earnings ("wages") or income ("income") are in the last year that both have."""
    facts: dict[str, object] = dict(names(origin, destination))
    facts["missing"] = ", ".join(
        place(code).name for code, held in ((origin, gap.origin), (destination, gap.destination)) if not held
    )
    if gap.year is None or gap.ratio is None:
        if not facts["missing"]:
            return _("The two are held in no common year, and are not compared.")
        return (
            _("Average earnings are not held for %(missing)s; ILOSTAT has them where a labour force survey asks.")
            if kind == "wages"
            else _("Income per person is not held for %(missing)s; the World Bank has it where national accounts are "
                   "reported.")
        ) % facts  # fmt: skip
    more = gap.ratio >= 1
    facts |= {"year": gap.year, "times": number(gap.ratio if more else 1 / gap.ratio, 1)}
    if not more:
        facts |= names(destination, origin)
    if facts["times"] == number(1, 1):
        return (
            _("In %(year)s, employees earned about the same in both countries, prices considered.")
            if kind == "wages"
            else _("In %(year)s, income per person was about the same in both countries, prices considered.")
        ) % facts
    return (
        _("In %(year)s, an employee earned %(times)s times as much %(in_destination)s as %(in_origin)s, prices "
          "considered.")
        if kind == "wages"
        else _("In %(year)s, income per person %(in_destination)s was %(times)s times that %(in_origin)s, prices "
               "considered.")
    ) % facts  # fmt: skip


def entrance_sentence(found: Entrance, origin: str, destination: str) -> str:
    """What a short stay needs; always followed by the words that it is not work."""
    facts: dict[str, object] = {**names(origin, destination), "days": found.days}
    if found.requirement is None:
        return _("What a passport %(from_origin)s needs for a short stay %(in_destination)s is not held.") % facts
    if found.requirement == "visa free":
        if found.days is not None:
            return (
                ngettext(
                    "With a passport %(from_origin)s, a stay of up to %(days)s day %(in_destination)s needs no visa.",
                    "With a passport %(from_origin)s, a stay of up to %(days)s days %(in_destination)s needs no visa.",
                    found.days,
                )
                % facts
            )
        return _("With a passport %(from_origin)s, a short stay %(in_destination)s needs no visa.") % facts
    sentences = {
        "visa required": _("With a passport %(from_origin)s, a short stay %(in_destination)s needs a visa."),
        "visa on arrival": _(
            "With a passport %(from_origin)s, the visa for a short stay %(in_destination)s is given on arrival."
        ),
        "e-visa": _("With a passport %(from_origin)s, a short stay %(in_destination)s needs a visa asked for online."),
        "eta": _(
            "With a passport %(from_origin)s, a short stay %(in_destination)s needs an electronic authorisation before "
            "the journey."
        ),
        "no admission": _("A passport %(from_origin)s is not admitted %(in_destination)s."),
    }
    return sentences.get(found.requirement, found.requirement) % facts


def tie_words(found: Corridor) -> list[tuple[str, str]]:
    """Distance and ties as pairs of a name and a value; what GeoDist does not hold is left out."""
    ties = found.ties
    if not ties.known or ties.kilometres is None:
        return []
    yes, no = _("yes"), _("no")
    told: list[tuple[str, bool | None]] = [
        (_("Share a border"), ties.contiguous),
        (_("Share an official language"), ties.official_language),
        (_("Share a language that at least 9 % of both speak"), ties.spoken_language),
        (_("Were ever in a colonial tie"), ties.colonial),
    ]
    distance = _("%(kilometres)s km between their largest cities") % {"kilometres": number(ties.kilometres)}
    return [(_("Distance"), distance)] + [(name, yes if held else no) for name, held in told if held is not None]


def work_sentence(found: Work, origin: str, destination: str) -> str:
    facts: dict[str, object] = {**names(origin, destination), "posts": number(found.posts)}
    if not found.posts:
        return (
            _(
                "No job order %(in_destination)s is open to workers %(from_origin)s here today; employers place them, "
                "and an officer opens them."
            )
            % facts
        )
    return (
        ngettext(
            "%(posts)s post %(in_destination)s waits for workers %(from_origin)s.",
            "%(posts)s posts %(in_destination)s wait for workers %(from_origin)s.",
            found.posts,
        )
        % facts
    )


def placed_sentence(found: Work) -> str:
    if found.few:
        return _("Fewer than five workers took a place up through this platform; so small a number is not shown.")
    if not found.placed:
        return _("Nobody has taken a place up through this platform yet.")
    return ngettext(
        "%(count)s worker took a place up through this platform.",
        "%(count)s workers took a place up through this platform.",
        found.placed,
    ) % {"count": number(found.placed)}


def both_ways_sentence(ways: Ways, origin: str, destination: str) -> str:
    """The two ways beside each other, for the chart that shows both; falls back to what is held of one."""
    year = max(ways.forth.keys() & ways.back.keys(), default=None)
    if year is None or not ways.forth[year] or not ways.back[year]:
        if not ways.forth:
            return back_sentence(ways, origin, destination)
        facts: dict[str, object] = {**names(origin, destination), "first": ways.first, "last": ways.last}
        return _("People born %(in_origin)s who lived %(in_destination)s, %(first)s to %(last)s") % facts
    forth, back = ways.forth[year], ways.back[year]
    start, end = (destination, origin) if forth >= back else (origin, destination)
    facts = {**names(start, end), "year": year, "times": number(max(forth, back) / min(forth, back), 1)}
    return (
        _(
            "For each person born %(in_origin)s who lived %(in_destination)s in %(year)s, there were %(times)s the "
            "other way round."
        )
        % facts
    )
