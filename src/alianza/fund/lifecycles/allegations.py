"""How an allegation moves: told by anybody, read by few, concluded with a reason."""

from alianza.fund.lifecycles.programmes import OFFICER
from alianza.fund.lifecycles.reports import AUDITOR
from alianza.vocabulary.lifecycle import Lifecycle, Move, State
from alianza.vocabulary.refusal import marked

_READERS = ("auditor", "officer")

ALLEGATION = Lifecycle(
    id="fund.allegation",
    states=(
        State("received", marked("Received")),
        State("assessed", marked("Assessed")),
        State("investigated", marked("Under investigation")),
        State("founded", marked("Founded")),
        State("unfounded", marked("Not founded")),
    ),
    moves=(
        Move("assess", marked("Assess"), ("received",), "assessed", _READERS, needs_reason=True),
        Move(
            "investigate", marked("Begin an investigation"), ("assessed",), "investigated", _READERS, needs_reason=True
        ),
        Move("uphold", marked("Conclude: founded"), ("investigated",), "founded", _READERS, needs_reason=True),
        Move(
            "dismiss",
            marked("Conclude: not founded"),
            ("assessed", "investigated"),
            "unfounded",
            _READERS,
            needs_reason=True,
        ),
    ),
    initial="received",
    finals=("founded", "unfounded"),
    roles=(OFFICER, AUDITOR),
)
