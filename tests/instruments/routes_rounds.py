"""What the secretariat's addresses of rounds point to."""

from typing import Any

from django.utils import timezone

from alianza.audit.actions import PLATFORM
from alianza.instruments.actions import answering, rounds
from alianza.instruments.models import Channel, Contact, Sent
from tests.instruments.story import WHOLE, invited, keep, opened, prepared
from tests.world import World


def arguments(world: World) -> dict[str, dict[str, Any]]:
    running = opened(world, name="Running")
    closing = opened(world, version=running.version, name="Closing")
    draft = prepared(world, version=running.version, name="Draft")
    rounds.invite_states(draft, ["PHL"], by=PLATFORM)
    invitation, answered = invited(running, "ESP"), invited(running, "PHL")
    response = answering.begin(answered, by=world.imani)
    keep(response, WHOLE, by=world.imani)
    answering.hand_in(response, by=world.imani)
    mail, letter = (
        Contact.objects.create(invitation=invitation, channel=channel, state=state, by_code=PLATFORM.code)
        for channel, state in ((Channel.MAIL, Sent.SENT), (Channel.LETTER, Sent.WAITING))
    )
    own = Contact.objects.create(invitation=answered, state=Sent.SENT, by_code=PLATFORM.code)
    later = timezone.localdate().replace(year=timezone.localdate().year + 2, day=1)
    at = {"code": running.code}
    one = {"code": invitation.code}
    return {
        **{f"instruments:round-{page}": at for page in ("show", "invite", "move", "remind", "csv", "xlsx")},
        **{f"instruments:invitation-{page}": one for page in ("show", "contact", "confirm", "extend", "settle", "log")},
        "instruments:round-open": {"code": draft.code},
        "instruments:round-close": {"code": closing.code},
        "instruments:invitation-return": {"code": answered.code},
        "instruments:contact-open": {"code": own.code},
        "instruments:contact-bounced": {"code": mail.code},
        "instruments:contact-posted": {"code": letter.code},
        "instruments:round-invite:POST": {"invite-whom": "some", "invite-states": "Germany"},
        "instruments:round-move:POST": {"deadline-due_on": later.isoformat(), "deadline-edits": "0"},
        "instruments:invitation-contact:POST": {
            "contact-address": "unit@ministry.example",
            "contact-language": "es",
            "contact-time_zone": "Europe/Madrid",
        },
        "instruments:invitation-extend:POST": {
            "extend-until": later.replace(year=later.year + 1).isoformat(),
            "extend-reason": "Elections",
        },
        "instruments:invitation-settle:POST": {"settle-disposition": "refused", "settle-reason": "By letter"},
        "instruments:invitation-log:POST": {"log-channel": "call", "log-state": "spoken", "log-note": "Next week"},
        "instruments:invitation-return:POST": {"whole": "Please look at it again."},
    }
