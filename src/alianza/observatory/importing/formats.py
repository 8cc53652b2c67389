"""The layouts by name, as commands, jobs and pages call them."""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

from alianza.observatory.importing import normlex, plain, rpw, sdmx, un_stock, wpp
from alianza.observatory.importing.brought import Brought, Definition


class Layout(StrEnum):
    """What a file is laid out as."""

    CSV = "csv"
    UN_STOCK = "un-stock"
    WPP = "wpp"
    RPW = "rpw"
    NORMLEX = "normlex"
    SDMX_CSV = "sdmx-csv"
    SDMX_ML = "sdmx-ml"


def read(
    path: Path,
    layout: Layout,
    *,
    dataflow: str,
    vintage: str,
    known: Definition | None = None,
    mapping: Path | None = None,
    dimensions: Sequence[str] = (),
) -> Brought:
    """Read a file in its layout; `known` is what the store says of the series. Raises UnfitFile."""
    match layout:
        case Layout.CSV:
            return plain.read(path, mapping)
        case Layout.UN_STOCK:
            return un_stock.read(path)
        case Layout.WPP:
            return wpp.read(path, dataflow=dataflow, vintage=vintage)
        case Layout.RPW:
            return rpw.read(path)
        case Layout.NORMLEX:
            return normlex.read(path)
        case Layout.SDMX_CSV:
            return sdmx.read_csv(path, dimensions=dimensions, known=known)
        case Layout.SDMX_ML:
            return sdmx.read_ml(path, dimensions=dimensions, known=known)
