"""What addresses of the committee room point to: Maya speaks for Norway and chairs."""

from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from alianza.fund.actions import items, votes
from alianza.fund.actions.decisions import lapse
from alianza.fund.models import Item, Paper
from tests.fund.committee import committee, drafted, meeting, paper
from tests.world import World


def arguments(world: World) -> dict[str, dict[str, Any]]:
    now = timezone.now()
    room = committee(world)
    begun, planned = meeting(room, chair="maya", begun=True), meeting(room, chair="maya", held_on=now.date())
    to_end = meeting(room, chair="maya", begun=True)

    def opened(at_days: int = 0) -> Item:
        item = drafted(room, at=now - timedelta(days=at_days))
        return items.open_item(item, at=now - timedelta(days=at_days), by=world.luc)

    shown, to_ask, asked, to_rule, to_leave = (opened() for _each in range(5))
    votes.ask(asked, "Who pays?", at=now, by=room.people["uma"])
    moved = opened()
    votes.cast(moved, "object", reason="Too soon.", at=now, by=room.people["kofi"])
    draft, to_open, to_withdraw = drafted(room), drafted(room, at=now), drafted(room, papers=False)
    put = drafted(room, method="consensus", met=begun, at=now)
    items.open_item(put, at=now, by=world.luc)
    to_close = drafted(room, method="consensus", met=begun, at=now - timedelta(days=60))
    items.open_item(to_close, at=now, by=world.luc)
    votes.state_text(to_close, "As it stands.", at=now, by=world.maya)
    over = drafted(room, at=now)
    items.open_item(over, at=now, by=world.luc)
    decision = lapse(over, at=now + timedelta(days=40))
    assert decision is not None
    body, one = {"code": room.body.code}, lambda thing: {"code": thing.code}
    text = {"kind": "other", "title": "T", "text": "T.", "language": "en", "method": "no_objection"}
    return {
        "fund:body-show": body,
        "fund:body-seats": body,
        "fund:body-seats:POST": {"member": world.finca_sol.pk, "group": "private"},
        "fund:meeting-plan": body,
        "fund:meeting-plan:POST": {"held_on": "2031-04-01", "place": "Quito", "chair": room.seats["inge"].pk},
        "fund:item-draft": body,
        "fund:item-draft:POST": text,
        "fund:seat-change": one(room.seats["fritz"]),
        "fund:seat-change:POST": {"deed": "end", "on": "2031-04-01"},
        "fund:meeting-show": one(begun),
        "fund:meeting-chair": one(planned),
        "fund:meeting-chair:POST": {"chair": room.seats["maya"].pk},
        "fund:meeting-begin": one(planned),
        "fund:meeting-end": one(to_end),
        "fund:item-show": one(shown),
        "fund:item-edit": one(draft),
        "fund:item-edit:POST": text,
        "fund:item-condition": one(draft),
        "fund:item-condition:POST": {
            "condition-text": "Open an office.",
            "condition-owner": world.puente.pk,
            "condition-due_on": "2031-04-01",
        },
        "fund:item-paper": one(draft),
        "fund:item-paper:POST": {
            "paper-title": "Annex",
            "paper-language": "en",
            "paper-file": SimpleUploadedFile("annex.pdf", paper("annex").read(), "application/pdf"),
        },
        "fund:item-open": one(to_open),
        "fund:item-deliver": one(shown),
        "fund:item-agenda": one(moved),
        "fund:item-agenda:POST": {"agenda-meeting": begun.pk},
        "fund:item-withdraw": one(to_withdraw),
        "fund:item-withdraw:POST": {"withdraw-reason": "Not needed."},
        "fund:item-ballot": one(shown),
        "fund:item-ballot:POST": {"choice": "agree"},
        "fund:item-ask": one(to_ask),
        "fund:item-ask:POST": {"question-text": "Who pays?"},
        "fund:item-answer": one(asked),
        "fund:item-answer:POST": {"answer-text": "The host."},
        "fund:item-rule": one(to_rule),
        "fund:item-rule:POST": {"rule-member": room.member("uma").pk, "rule-reason": "It owns the house."},
        "fund:item-put": one(put),
        "fund:item-put:POST": {"put-text": "As it stands.", "method": "consensus"},
        "fund:item-close": one(to_close),
        "fund:item-close:POST": {"close-present": [room.member(name).pk for name in ("maya", "sven", "pia", "kofi")]},
        "fund:item-interest": one(to_leave),
        "fund:item-interest:POST": {"interest-reason": "Ours."},
        "fund:paper-file": one(Paper.objects.filter(item=shown).first()),
        "fund:decision-show": one(decision),
        "fund:decision-file": one(decision),
    }
