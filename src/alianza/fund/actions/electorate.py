"""What every deed on an item needs: its row, its rules, its members, and telling them."""

from collections.abc import Iterable
from datetime import datetime

from django.db import models
from django.urls import reverse

from alianza.accounts.models import User
from alianza.fund.lifecycles.bodies import ITEM
from alianza.fund.models import Body, Interest, Item, Round
from alianza.fund.policy.bodies import may_fill, roles_in, speaks_for
from alianza.fund.queries.bodies import guards_of
from alianza.messages.actions import tell, tell_many
from alianza.network.models import Membership, Organisation, RoleCode
from alianza.vocabulary.lifecycle import Move, require

PREFIX = {Body.Kind.ASSEMBLY: "AS", Body.Kind.OVERSIGHT: "OC", Body.Kind.ADVISORY: "AG"}
"""How the numbers of a body's items and decisions begin."""


def locked(item: Item) -> Item:
    """The item's row, held until the transaction ends; whoever changes what belongs to it holds it first."""
    rows = Item.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("body", "meeting__chair__member").get(pk=item.pk)


def allowed(item: Item, move: str, at: datetime, by: User | frozenset[str], *, reason: str = "-") -> Move:
    """The move, where the lifecycle refuses nothing; raises NotYet with every reason."""
    held = guards_of(item, at)
    known = {each.id for each in ITEM.moves}
    if move not in known:  # a deed that leaves the item where it stands has a move for each state
        move = f"{move}:{item.state}" if f"{move}:{item.state}" in known else _first(move)
    roles = by if isinstance(by, frozenset) else roles_in(by, item)
    return require(ITEM, move, item.state, held.guards, roles, reason=reason, because=held.because)


def _first(deed: str) -> str:
    return next(each.id for each in ITEM.moves if each.id.startswith(f"{deed}:"))


def next_number(model: type[models.Model], start: str) -> str:
    """The number after the last that begins so; the caller holds the body's row."""
    taken = model._default_manager.filter(number__startswith=start).values_list("number", flat=True)
    return f"{start}{max((int(each.removeprefix(start)) for each in taken), default=0) + 1:03}"


def begin_round(item: Item, method: str, text: str, at: datetime) -> Round:
    return Round.objects.create(item=item, number=item.rounds.count() + 1, method=method, text=text, opened_at=at)


def recuse(item: Item, member: Organisation, ground: str, reason: str, at: datetime) -> Interest:
    """Take a member out of the item, with a reason that is public; kept once for each ground."""
    interest, _new = Interest.objects.get_or_create(
        item=item, member=member, ground=ground, defaults={"reason": reason, "since": at}
    )
    item.electorate.filter(member=member, recused_because="").update(recused_because=reason)
    return interest


def tell_electorate(item: Item, kind: str) -> None:
    """Tell whoever speaks for a member of the electorate, without recording delivery."""
    seats = speaks_for(item).values()
    people = {seat.person for seat in seats if seat.person is not None and may_fill(seat.person, seat)}
    tell_people(item, people, kind)


def tell_officers(item: Item, kind: str) -> None:
    held = Membership.objects.filter(role=RoleCode.OFFICER, ends_on__isnull=True, user__is_active=True)
    tell_people(item, {each.user for each in held.select_related("user")}, kind)


def tell_people(item: Item, people: Iterable[User], kind: str) -> None:
    tell_many(
        [(person, {"item": item.number}, page_of(item)) for person in sorted(people, key=lambda one: one.pk)], kind
    )


def page_of(item: Item) -> str:
    return reverse("fund:item-show", kwargs={"code": item.code})


def hand_out(item: Item, at: datetime, kind: str) -> int:
    """Tell every elector without a notice, through whoever fills its seat; nobody there, nothing delivered."""
    seats, told = speaks_for(item), 0
    for elector in item.electorate.filter(notice_delivered_at__isnull=True):
        seat = seats.get(elector.member_id)
        if seat is None or seat.person is None or not may_fill(seat.person, seat):
            continue
        tell(seat.person, kind, {"item": item.number}, page_of(item))
        elector.notice_delivered_at = at
        elector.save(update_fields=["notice_delivered_at"])
        told += 1
    return told
