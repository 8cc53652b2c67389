"""What the database keeps of questionnaires: versions, rounds, invitations, answers, what was handed in."""

from alianza.instruments.models.coding import Coding, OpenAnswer, OpenCode
from alianza.instruments.models.responses import (
    Attachment,
    Delegation,
    GivenAnswer,
    Origin,
    Remark,
    Response,
    ResponseStatus,
    Submission,
)
from alianza.instruments.models.rounds import (
    LADDER,
    SETTLED,
    Audience,
    Channel,
    Contact,
    Disposition,
    Doubt,
    Invitation,
    Naming,
    Results,
    Round,
    RoundStatus,
    Sent,
)
from alianza.instruments.models.versions import InstrumentVersion, VersionStatus

__all__ = [
    "LADDER",
    "SETTLED",
    "Attachment",
    "Audience",
    "Channel",
    "Coding",
    "Contact",
    "Delegation",
    "Disposition",
    "Doubt",
    "GivenAnswer",
    "InstrumentVersion",
    "Invitation",
    "Naming",
    "OpenAnswer",
    "OpenCode",
    "Origin",
    "Remark",
    "Response",
    "ResponseStatus",
    "Results",
    "Round",
    "RoundStatus",
    "Sent",
    "Submission",
    "VersionStatus",
]
