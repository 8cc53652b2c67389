"""What people are told about orders, proposals, runs and places."""

from collections.abc import Iterable

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alianza.accounts.models import User
from alianza.messages.actions import tell, tell_many
from alianza.messages.kinds import Kind
from alianza.network.models import Membership, Organisation, RoleCode
from alianza.placement.models import JobOrder, Placement, Proposal, Run

KINDS = (
    Kind(
        "placement.order.answered",
        _("An answer to your job order"),
        _("%(order)s is now: %(state)s."),
        duty=True,
        shown=lambda facts, _lang: {**facts, "state": JobOrder.State(str(facts["state"])).label},
    ),
    Kind(
        "placement.proposal.asked",
        _("An employer would like to know you"),
        _("You are on the shortlist of job order %(order)s. Do you agree that the employer sees your name?"),
    ),
    Kind(
        "placement.proposal.answered",
        _("A worker answered"),
        _("%(worker)s answered for job order %(order)s."),
        duty=True,
    ),
    Kind(
        "placement.place.offered",
        _("A place is offered to you"),
        _("A place on job order %(order)s is offered to you. Take it up or decline it."),
    ),
    Kind(
        "placement.run.finished",
        _("A placement run is done"),
        _("Run %(run)s of %(programme)s is done: look at its result."),
        duty=True,
    ),
)


def _agents(employer: Organisation) -> Iterable[User]:
    held = Membership.objects.filter(organisation=employer, role=RoleCode.EMPLOYER, ends_on__isnull=True)
    return [membership.user for membership in held.select_related("user")]


@transaction.atomic
def order_answered(order: JobOrder) -> None:
    url = reverse("placement:order-show", kwargs={"code": order.code})
    facts = {"order": order.number, "state": str(order.state)}
    tell_many([(agent, facts, url) for agent in _agents(order.employer)], "placement.order.answered")


@transaction.atomic
def worker_asked(proposal: Proposal) -> None:
    if proposal.profile.user is not None:
        tell(
            proposal.profile.user,
            "placement.proposal.asked",
            {"order": proposal.order.number},
            reverse("placement:mine"),
        )


@transaction.atomic
def worker_answered(proposal: Proposal) -> None:
    url = reverse("placement:shortlist-show", kwargs={"code": proposal.order.code})
    facts = {"worker": proposal.profile.pseudonym, "order": proposal.order.number}
    tell_many([(agent, facts, url) for agent in _agents(proposal.order.employer)], "placement.proposal.answered")


@transaction.atomic
def place_offered(placement: Placement) -> None:
    if placement.profile.user is not None:
        facts = {"order": placement.order.number}
        tell(placement.profile.user, "placement.place.offered", facts, reverse("placement:mine"))


@transaction.atomic
def run_finished(run: Run) -> None:
    url = reverse("placement:run-show", kwargs={"code": run.code})
    facts = {"run": str(run.ordinal), "programme": run.programme.name}
    tell(run.started_by, "placement.run.finished", facts, url)


@transaction.atomic
def run_accepted(run: Run) -> None:
    """Everybody with an account to whom the run gave a place is told."""
    offered = run.placements.filter(profile__user__isnull=False).select_related("profile__user", "order")
    url = reverse("placement:mine")
    tell_many(
        [(each.profile.user, {"order": each.order.number}, url) for each in offered if each.profile.user],
        "placement.place.offered",
    )
