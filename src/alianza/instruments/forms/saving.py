"""What came in from a page, kept: only what the person changed, each question on its own."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from alianza.accounts.models import User
from alianza.instruments.actions.answering import Clash, Kept, keep_answers
from alianza.instruments.answers import accept
from alianza.instruments.forms.fields import Fields, given_of, named, seen_of, stamp_of
from alianza.instruments.forms.questions import files_in
from alianza.instruments.instrument import Item, Type
from alianza.instruments.models import GivenAnswer
from alianza.instruments.queries.responses import Whole
from alianza.vocabulary.facts import UnfitAnswer
from alianza.vocabulary.refusal import Refusal, marked

MOST_CHANGES = 600
MOST_BEFORE = 20


class NotAChange(Refusal):
    code = "instruments.response.not_a_change"
    message = marked("What was sent is not a change of answers. Load the page again.")


@dataclass(frozen=True, slots=True)
class Change:
    """One changed question: the fields that show it, and the counter that the page had before it.

    `before` are earlier states of the fields that were sent and never acknowledged: when the connection drops on the
    way back, the person's own last change would otherwise look like somebody else's.
    """

    fields: Fields
    seen: int
    before: tuple[Fields, ...] = ()


def changes_in(items: Iterable[Item], fields: Fields, *, confirmed: Collection[str]) -> dict[str, Change]:
    """By item: what a page sent back differs from what it was made with, or is confirmed."""
    found: dict[str, Change] = {}
    for item in items:
        sent = fields.get(f"seen-{item.id}")
        if not sent or item.type in {Type.FILE, Type.COMPUTED}:
            continue
        counter, stamp = seen_of(sent[0])
        if item.id in confirmed or stamp_of(given_of(item, fields)) != stamp:
            found[item.id] = Change(fields, counter)
    return found


def keep(whole: Whole, changes: Mapping[str, Change], *, by: User) -> Kept | None:
    """Keep the changes; None when there are none. Raises what `keep_answers` raises."""
    if not changes:
        return None
    known = {item.id: item for item in whole.instrument.items}
    given: dict[str, object] = {}
    seen: dict[str, int] = {}
    for name, change in changes.items():
        item, held = known.get(name), whole.held.get(name)
        if item is None:
            given[name] = None  # refused by name
            continue
        given[name] = _with_files(item, given_of(item, change.fields), held)
        seen[name] = held.edits if held is not None and _is_own(item, change, held, by) else change.seen
    return keep_answers(whole.response, given, seen=seen, by=by)


def _with_files(item: Item, given: object, held: GivenAnswer | None) -> object:
    """Files come and go by themselves; a value and a note leave them as they are."""
    files = files_in(held.value, item) if held is not None and item.type is Type.CRITERION else ()
    if not files:
        return given
    return {**(given if isinstance(given, dict) else {}), "files": list(files)}


def _is_own(item: Item, change: Change, held: GivenAnswer, by: User) -> bool:
    """Whether what is held is what the same person sent a moment ago without hearing that it arrived."""
    if held.edits == change.seen or held.by_code != by.code:
        return False
    for fields in change.before:
        try:
            if accept(item, _with_files(item, given_of(item, fields), held)) == held.value:
                return True
        except UnfitAnswer:
            continue
    return False


def sent_changes(body: object) -> dict[str, Change]:
    """Changes as the script sends them: `{item: {"value": [[name, value], ...], "seen": 3, "before": [...]}}`.

    Raises NotAChange.
    """
    if not isinstance(body, dict) or not 0 < len(body) <= MOST_CHANGES:
        raise NotAChange
    found = {}
    for name, sent in body.items():
        if not isinstance(sent, dict) or not isinstance(seen := sent.get("seen", 0), int) or isinstance(seen, bool):
            raise NotAChange
        before = sent.get("before", [])
        if not isinstance(before, list):
            raise NotAChange
        fields = _fields(sent.get("value"), name)
        found[name] = Change(fields, seen, tuple(_fields(each, name) for each in before[-MOST_BEFORE:]))
    return found


def _fields(pairs: object, item: str) -> Fields:
    fields: Fields = {}
    prefix = named(item)
    for pair in pairs if isinstance(pairs, list) else [None]:
        if not isinstance(pair, list) or len(pair) != 2 or not all(isinstance(part, str) for part in pair):
            raise NotAChange
        name, value = pair
        if name == prefix or name.startswith(f"{prefix}-"):
            fields.setdefault(name, []).append(value)
    return fields


def without_row(fields: Fields, item: str, number: int) -> Fields:
    """The fields with one row of a group taken out and those after it moved up."""
    prefix = named(item)
    form = re.compile(re.escape(prefix) + r"-(\d{1,4})(-.+)?")
    found: Fields = {}
    for name, values in fields.items():
        match = form.fullmatch(name)
        if match is None:
            found[name] = values
            continue
        row = int(match[1])
        if row != number:
            found[f"{prefix}-{row - (row > number)}{match[2] or ''}"] = values
    rows = (fields.get(f"{prefix}-rows") or ["0"])[0]
    if rows.isdecimal() and len(rows) < 6 and number < int(rows):
        found[f"{prefix}-rows"] = [str(int(rows) - 1)]
    return found


def unkept(kept: Kept | None, among: Sequence[str]) -> tuple[dict[str, str], tuple[Clash, ...]]:
    """What of the questions on a page does not fit, and which were answered by somebody else meanwhile."""
    if kept is None:
        return {}, ()
    return (
        {name: sentence for name, sentence in kept.unfit.items() if name in among},
        tuple(clash for clash in kept.clashes if clash.item in among),
    )
