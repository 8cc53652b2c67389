"""Sizes of countries offered to rounds of questionnaires: how many of the world's migrants those who answer have."""

from django.utils.translation import gettext_lazy as _

from alianza.instruments.sizes import Held, Size
from alianza.observatory import queries
from alianza.observatory.packaged import UnknownDataflow

STOCK = "migrant-stock"


def _state() -> str:
    try:
        found = queries.entry(STOCK)
    except UnknownDataflow:
        return ""
    return f"{found.name} {found.sha256}"


def _by(dimension: str) -> Held | None:
    try:
        found = queries.entry(STOCK)
        years = queries.values_of(STOCK, "TIME_PERIOD")
    except UnknownDataflow:
        return None
    if not years:
        return None
    year = max(years)
    totals = queries.totals(STOCK, by=dimension, TIME_PERIOD=year)
    known = {place: float(total.value) for place, total in totals.items() if total.value is not None}
    return Held(known, str(year), found.source, found.vintage)


_METHOD = _(
    "Migrants of both sexes, whole world. Those whose origin is not specified count in the whole and for no country; a "
    "pair of countries that the source does not estimate counts nowhere."
)

SIZES = (
    Size("migrants", _("migrants who live there"), _METHOD, lambda: _by("DESTINATION"), _state),
    Size("emigrants", _("emigrants who come from there"), _METHOD, lambda: _by("ORIGIN"), _state),
)
