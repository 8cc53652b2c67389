"""Two kinds of notices as a context would declare them; no context of the platform tells these."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from alianza.messages import kinds
from alianza.messages.kinds import Kind
from alianza.vocabulary.places import country


def named(facts: Mapping[str, Any], lang: str) -> Mapping[str, Any]:
    return {**facts, "country": country(facts["country"]).name(lang)}


NEWS = Kind("test.news", "A route has changed", "The rules of %(country)s have changed.", shown=named)
DUTY = Kind("test.duty", "Something waits for your decision", "Order %(order)s waits for approval.", duty=True)


@pytest.fixture(autouse=True)
def _kinds(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    known = {**kinds.kinds(), NEWS.code: NEWS, DUTY.code: DUTY}
    monkeypatch.setattr(kinds, "kinds", lambda: known)
    for module in ("notices", "queries", "checks"):
        monkeypatch.setattr(f"alianza.messages.{module}.kinds", lambda: known)
    return
