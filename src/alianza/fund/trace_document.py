"""A trace as something to take away, and as lines for a terminal."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from alianza.fund import sheets
from alianza.fund.queries.trace import Step, Trace


def csv(found: Trace) -> str:
    headings = (
        "level", "name", "follows_from", "day", "amount", "currency", "part", "part_currency", "value", "target",
        "unit", "text", "journal", "end_of", "seal", "digest",
    )  # fmt: skip
    return sheets.written(
        headings,
        [
            (
                step.level,
                step.name,
                step.above,
                step.day,
                step.money,
                step.money.currency if step.money else None,
                step.part,
                step.part.currency if step.part else None,
                step.value,
                step.target,
                step.unit,
                step.text,
                step.journal,
                found.on,
                found.seal,
                found.digest,
            )
            for _level, _label, steps in found.levels()
            for step in steps
        ],
    )


def _step(step: Step) -> dict[str, Any]:
    return {
        "level": step.level,
        "key": step.key,
        "name": step.name,
        "follows_from": step.above or None,
        "day": step.day.isoformat() if step.day else None,
        "amount": f"{step.money.amount:f}" if step.money else None,
        "currency": step.money.currency if step.money else None,
        "part": f"{step.part.amount:f}" if step.part else None,
        "part_currency": step.part.currency if step.part else None,
        "value": f"{step.value:f}" if step.value is not None else None,
        "target": f"{step.target:f}" if step.target is not None else None,
        "unit": step.unit or None,
        "text": step.text or None,
        "journal": step.journal,
    }


def plain(found: Trace) -> dict[str, Any]:
    return {
        "asked": found.asked,
        "level": found.level,
        "end_of": found.on.isoformat(),
        "steps": [_step(step) for _level, _label, steps in found.levels() for step in steps],
        "seal": {"number": found.seal, "digest": found.digest},
    }


def told(found: Trace) -> Iterator[str]:
    for _level, label, steps in found.levels():
        yield _(label)
        for step in steps:
            amount = f"{step.money.amount:,f} {step.money.currency}" if step.money else ""
            part = f"({_('of it')} {step.part.amount:,f} {step.part.currency})" if step.part else ""
            reached = f"{step.value} / {step.target} {step.unit}" if step.value is not None else ""
            day = step.day.isoformat() if step.day else ""
            yield "  " + "  ".join(filter(None, (day, step.name, amount, part, reached, step.text)))
    yield _("End of %(day)s · books at seal %(number)s, %(digest)s") % {
        "day": found.on.isoformat(),
        "number": found.seal,
        "digest": found.digest[:16] or "–",
    }
