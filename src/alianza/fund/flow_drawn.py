"""The flow of money as ribbons: four columns of bars and the bands between them. Whole numbers throughout."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from alianza.fund.chart import BASE_CURRENCY
from alianza.fund.queries.flow import FACILITY, INTEREST, NOT_SPENT, REST, UNNAMED, Link
from alianza.fund.statement_document import countries_name
from alianza.vocabulary.money import Money

WIDTH, HEIGHT, TOP, BAR, GAP = 1000, 460, 40, 12, 10
COLUMNS = 4
_STRIDE = (WIDTH - 240 - BAR) // (COLUMNS - 1)


@dataclass(frozen=True, slots=True)
class Bar:
    """`label` stands at (`text_x`, `text_y`)."""

    x: int
    y: int
    height: int
    label: str
    money: Money
    text_x: int
    text_y: int


@dataclass(frozen=True, slots=True)
class Band:
    path: str
    title: str


@dataclass(frozen=True, slots=True)
class Drawn:
    bars: tuple[Bar, ...]
    bands: tuple[Band, ...]
    heads: tuple[tuple[int, str], ...]
    rows: tuple[tuple[str, str, Money], ...]
    """The table behind: from, to, amount."""
    total: Money
    width: int = WIDTH
    height: int = HEIGHT + TOP
    bar: int = BAR


def name_of(item: tuple[str, str], areas: dict[str, str], lang: str) -> str:
    kind, name = item
    fixed = {
        INTEREST: _("Interest"),
        FACILITY: _("Concessional facility"),
        NOT_SPENT: _("Not yet spent"),
        UNNAMED: _("Spent, no result named"),
        "loans": _("Applied to loans"),
    }
    if kind in fixed:
        return fixed[kind]
    if kind == REST:
        rest = {"donors": _("Other donors"), "countries": _("Other countries"), "results": _("Other results")}
        return rest[name]
    if kind == "window":
        return areas.get(name, name)
    return countries_name(tuple(name.split()), lang) if kind == "countries" else name


def drawn(links: Sequence[Link], areas: dict[str, str], lang: str) -> Drawn | None:
    """Bars and bands for these links; None where nothing has flowed yet. `areas`: names of the windows by number."""
    if not links:
        return None
    ins: list[dict[tuple[str, str], int]] = [defaultdict(int) for _column in range(COLUMNS)]
    outs: list[dict[tuple[str, str], int]] = [defaultdict(int) for _column in range(COLUMNS)]
    for link in links:
        outs[link.column][link.source] += link.minor
        ins[link.column + 1][link.target] += link.minor
    sizes = [
        {item: max(ins[at].get(item, 0), outs[at].get(item, 0)) for item in {*ins[at], *outs[at]}}
        for at in range(COLUMNS)
    ]
    order = [sorted(size, key=lambda item, size=size: (-size[item], item)) for size in sizes]  # type: ignore[misc]
    most = max(len(items) for items in order)
    whole = max(sum(size.values()) for size in sizes)
    room = HEIGHT - GAP * (most - 1)
    bars: list[Bar] = []
    tops: list[dict[tuple[str, str], int]] = []
    for at, items in enumerate(order):
        y, top = TOP, {}
        for item in items:
            height = max(2, sizes[at][item] * room // whole)
            top[item] = y
            x = at * _STRIDE
            label = name_of(item, areas, lang)
            money = Money(sizes[at][item], BASE_CURRENCY)
            bars.append(Bar(x, y, height, _short(label), money, x + BAR + 6, y + height // 2 + 4))
            y += max(height, 24) + GAP
        tops.append(top)
    bands, rows = _bands(links, tops, room, whole, areas, lang)
    heads = (_("Donors"), _("Windows"), _("Countries"), _("Results"))
    bottom = max((bar.y + max(bar.height, 24) for bar in bars), default=HEIGHT)
    return Drawn(
        tuple(bars),
        tuple(bands),
        tuple((at * _STRIDE, words) for at, words in enumerate(heads)),
        tuple(rows),
        Money(sum(outs[0].values()), BASE_CURRENCY),
        height=bottom + 10,
    )


def _short(words: str) -> str:
    return words if len(words) <= 30 else f"{words[:29].rstrip()}…"


def _bands(
    links: Sequence[Link],
    tops: Sequence[dict[tuple[str, str], int]],
    room: int,
    whole: int,
    areas: dict[str, str],
    lang: str,
) -> tuple[list[Band], list[tuple[str, str, Money]]]:
    left: dict[tuple[int, tuple[str, str]], int] = defaultdict(int)
    right: dict[tuple[int, tuple[str, str]], int] = defaultdict(int)
    bands, rows = [], []
    for link in links:
        names = name_of(link.source, areas, lang), name_of(link.target, areas, lang)
        money = Money(link.minor, BASE_CURRENCY)
        rows.append((*names, money))
        start, end = (link.column, link.source), (link.column + 1, link.target)
        x1, x2 = link.column * _STRIDE + BAR, (link.column + 1) * _STRIDE
        middle = (x1 + x2) // 2
        # edges are rounded, not heights, so that the bands of a bar lie close
        y1 = tops[link.column][link.source] + left[start] * room // whole
        y2 = tops[link.column + 1][link.target] + right[end] * room // whole
        left[start] += link.minor
        right[end] += link.minor
        y3 = max(tops[link.column + 1][link.target] + right[end] * room // whole, y2 + 1)
        y4 = max(tops[link.column][link.source] + left[start] * room // whole, y1 + 1)
        path = f"M{x1} {y1}C{middle} {y1} {middle} {y2} {x2} {y2}V{y3}C{middle} {y3} {middle} {y4} {x1} {y4}Z"
        bands.append(Band(path, f"{names[0]} → {names[1]}: {money}"))
    return bands, rows
