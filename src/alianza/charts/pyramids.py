from collections.abc import Mapping
from typing import Any

from alianza.charts.layers import Layer, Sheet


def pyramid_chart(spec: Mapping[str, Any], unit: str, sheet: Sheet, *, estimate: bool) -> Layer:
    raise NotImplementedError
