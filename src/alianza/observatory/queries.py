"""Reading the store: what series there are, and their observations. What is loaded goes before what is packaged."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from alianza.observatory import packaged, reading
from alianza.observatory.models import FLOW, NAME, Vintage
from alianza.observatory.packaged import Entry, UnknownDataflow, UnknownVintage

if TYPE_CHECKING:
    import pyarrow as pa


def _as_entry(vintage: Vintage) -> Entry:
    """A loaded vintage described as a packaged one is."""
    flow = vintage.dataflow
    return Entry(
        id=flow.name,
        vintage=vintage.name,
        current=vintage.current,
        agency=flow.agency,
        titles=flow.titles,
        dimensions=flow.dimensions,
        measures=tuple(flow.measures),
        attributes=tuple(vintage.attributes),
        unit=flow.unit,
        unit_multiplier=flow.unit_multiplier,
        kind=flow.kind,
        may_be_negative=flow.may_be_negative,
        source=vintage.source,
        citation=vintage.citation,
        licence=vintage.licence,
        url=vintage.url,
        found_in="",
        date=vintage.released,
        method=vintage.method,
        notes=tuple(vintage.notes),
        codes=flow.codes,
        rows=vintage.rows,
        bytes=vintage.size,
        sha256=vintage.digest,
        file=str(vintage.path),
        provenance=vintage.provenance,
        loaded_at=vintage.loaded_at.isoformat(timespec="seconds"),
    )


_held: ContextVar[Mapping[tuple[str, str], Entry] | None] = ContextVar("held", default=None)


def entries() -> tuple[Entry, ...]:
    """Every vintage of every series, loaded and packaged, by id; the one that is meant without a name is current."""
    if (kept := _held.get()) is not None:
        return tuple(each for (_, vintage), each in kept.items() if vintage)
    loaded = [_as_entry(each) for each in Vintage.objects.select_related("dataflow")]
    chosen = {each.id for each in loaded if each.current}
    held = {(each.id, each.vintage) for each in loaded}
    rest = [
        each.without_being_current() if each.id in chosen else each
        for each in packaged.catalogue()
        if (each.id, each.vintage) not in held
    ]
    return tuple(sorted([*loaded, *rest], key=lambda each: (each.id, not each.current, each.vintage)))


@contextmanager
def one_catalogue(*, packaged_alone: bool = False) -> Iterator[None]:
    """Within it the catalogue is read once, so that a page of many small queries asks the database once.

    What is loaded meanwhile is not seen within it: all figures of the page come from one state of the store. One
    inside another is the outer one. `packaged_alone`: what comes with the product, without asking any database.
    """
    if _held.get() is not None:
        yield
        return
    found: dict[tuple[str, str], Entry] = {}
    for each in packaged.catalogue() if packaged_alone else entries():
        found[each.id, each.vintage] = each
        if each.current:
            found[each.id, ""] = each
    token = _held.set(found)
    try:
        yield
    finally:
        _held.reset(token)


def entry(dataflow: str, vintage: str | None = None) -> Entry:
    """One vintage of a series; the current one if none is named.

    Raises UnknownDataflow or UnknownVintage.
    """
    held = _held.get()
    if held is not None and (dataflow, vintage or "") in held:
        return held[dataflow, vintage or ""]
    if FLOW.fullmatch(dataflow) and (not vintage or NAME.fullmatch(vintage)):
        rows = Vintage.objects.filter(dataflow__name=dataflow).select_related("dataflow")
        found = rows.filter(name=vintage).first() if vintage else rows.filter(current=True).first()
        if found is not None:
            return _as_entry(found)
    try:
        return packaged.entry(dataflow, vintage or "")
    except UnknownDataflow:
        known = entries()
        same = [each for each in known if each.id == dataflow]
        if not same:
            raise UnknownDataflow.among({each.id: [str(each.title())] for each in known}, dataflow) from None
        raise UnknownVintage.among({each.name: [] for each in same}, f"{dataflow}@{vintage or ''}") from None


def holds(dataflow: str) -> bool:
    """Whether any vintage of a series is held; cheaper than to ask for it and be told what else was meant."""
    held = _held.get()
    if held is not None:
        return (dataflow, "") in held or any(name == dataflow for name, _vintage in held)
    if any(each.id == dataflow for each in packaged.catalogue()):
        return True
    return Vintage.objects.filter(dataflow__name=dataflow).exists()


def observations(dataflow: str, vintage: str | None = None, **dimensions: object) -> list[dict[str, Any]]:
    """Rows of a series as dictionaries, in the order of its keys; a missing value is None.

    A dimension is given one value or a collection of them: `observations("migrant-stock", DESTINATION="DEU",
    TIME_PERIOD=(2020, 2024))`. AREA_KIND may be given likewise. Raises UnknownDataflow, UnknownVintage,
    UnknownDimension.
    """
    found = entry(dataflow, vintage)
    names, rows = reading.select(found.sha256, found.path, dimensions, dataflow=found.name)
    return [dict(zip(names, row, strict=True)) for row in rows]


def table(dataflow: str, vintage: str | None = None, **dimensions: object) -> "pa.Table":
    """The same as an Arrow table, for calculation."""
    found = entry(dataflow, vintage)
    return reading.select_arrow(found.sha256, found.path, dimensions, dataflow=found.name)


def page(
    found: Entry, dimensions: Mapping[str, object], *, limit: int, offset: int = 0
) -> tuple[list[str], list[tuple[Any, ...]], int]:
    """Columns, rows of one page, and how many rows there are in all."""
    total = reading.count(found.sha256, found.path, dimensions, dataflow=found.name)
    names, rows = reading.select(found.sha256, found.path, dimensions, dataflow=found.name, limit=limit, offset=offset)
    return names, rows, total


class NotOneSeries(ValueError):
    """Two values for one period: a dimension was left open."""


def series(
    dataflow: str,
    vintage: str | None = None,
    *,
    measure: str = "OBS_VALUE",
    along: str = "TIME_PERIOD",
    **dimensions: object,
) -> dict[Any, Any]:
    """Value by period, in order. Every other dimension must be fixed; raises NotOneSeries where one was left open."""
    found = entry(dataflow, vintage)
    _, rows = reading.select(found.sha256, found.path, dimensions, dataflow=found.name, columns=(along, measure))
    values: dict[Any, Any] = {}
    for period, value in rows:
        if period in values:
            raise NotOneSeries(f"{found.name}: more than one value for {along} {period}; fix the other dimensions.")
        values[period] = value
    return dict(sorted(values.items()))


def latest(
    dataflow: str, vintage: str | None = None, *, measure: str = "OBS_VALUE", **dimensions: Any
) -> tuple[Any, Any] | None:
    """The last period with a known value, and the value; None if there is none."""
    known = {
        period: value
        for period, value in series(dataflow, vintage, measure=measure, **dimensions).items()
        if value is not None
    }
    if not known:
        return None
    last = max(known)
    return last, known[last]


@dataclass(frozen=True, slots=True)
class Total:
    """A sum: `value` is None where nothing is known; `missing` says how many of the values summed are not known."""

    value: Any
    known: int
    missing: int


def totals(
    dataflow: str,
    vintage: str | None = None,
    *,
    by: str | Sequence[str] = (),
    measure: str = "OBS_VALUE",
    **dimensions: object,
) -> dict[Any, Total]:
    """Sums over what is not named in `by`, keyed by its values (a tuple if `by` names several, () if none).

    `totals("migrant-stock", by="ORIGIN", DESTINATION="DEU", TIME_PERIOD=2024)` adds the sexes of each origin. Rows
    that are sums of countries already never count; ask with AREA_KIND for something else.
    """
    found = entry(dataflow, vintage)
    names = (by,) if isinstance(by, str) else tuple(by)
    rows = reading.sums(found.sha256, found.path, dimensions, measure=measure, by=names, dataflow=found.name)
    keyed = {}
    for row in rows:
        *key, value, known, missing = row
        keyed[key[0] if isinstance(by, str) else tuple(key)] = Total(value, known, missing)
    return keyed


def values_of(dataflow: str, dimension: str, vintage: str | None = None) -> list[Any]:
    """The different values of a dimension, in order."""
    found = entry(dataflow, vintage)
    return reading.distinct(found.sha256, found.path, dimension, dataflow=found.name)
