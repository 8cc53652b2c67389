"""Charts: a finding drawn from the numbers that stand in the table behind it.

A maker (`line`, `bars`, `ribbons`, `pyramid`) takes numbers and words and gives a `Chart`, a plain value. `svg` draws
it through Vega-Lite, in the page's own colours; `png` and `csv` are what a reader takes away; `{% chart %}` puts it on
a page with its source and its table.

Always true here: a missing value is a gap, never zero. The title is the finding. An estimate or a projection is drawn
otherwise than an observation and says so in words. Nothing drawn carries a style attribute, a script or a link.
"""

from alianza.charts.chart import Chart, Series, Source
from alianza.charts.drawing import download, png, svg, vega_lite
from alianza.charts.makers import bars, line, pyramid, ribbons
from alianza.charts.tabular import csv
from alianza.charts.theme import FONTS, paper_styles

__all__ = [
    "FONTS",
    "Chart",
    "Series",
    "Source",
    "bars",
    "csv",
    "download",
    "line",
    "paper_styles",
    "png",
    "pyramid",
    "ribbons",
    "svg",
    "vega_lite",
]
