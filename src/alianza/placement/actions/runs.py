"""Deeds on placement runs: start, work out, accept, discard."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from alianza.accounts.models import User
from alianza.audit.actions import PLATFORM, record
from alianza.placement import notices, policy, wording
from alianza.placement.actions.places import give_place, hold
from alianza.placement.models import JobOrder, Placement, Programme, Run, RunPlace
from alianza.placement.programme_limits import Broken, broken_by
from alianza.placement.queued import is_lost
from alianza.placement.solving import Outcome, Progress, solve
from alianza.registry.queries import matchable
from alianza.vocabulary.refusal import Refusal, marked


class MayNotRun(Refusal):
    code = "placement.run.not_allowed"
    message = marked("Only a secretariat officer runs placements.")


class RunUnderWay(Refusal):
    code = "placement.run.under_way"
    message = marked("A run of %(programme)s is under way; wait until it is done.")


class NotDone(Refusal):
    code = "placement.run.not_done"
    message = marked("Only a run that is done can be accepted or discarded, and only once.")


class StillWorking(Refusal):
    code = "placement.run.still_working"
    message = marked("This run is still being worked on; wait until it is done before you put it aside.")


class OutOfDate(Refusal):
    code = "placement.run.out_of_date"
    message = marked(
        "The registry or the orders changed since this run: %(order)s has fewer free posts than the run would fill. "
        "Nothing was accepted; start a new run."
    )


class WorkerGone(Refusal):
    code = "placement.run.worker_gone"
    message = marked(
        "%(count)s workers of this run withdrew or hold a place by now. Nothing was accepted; start a new run."
    )


class LimitUsedUp(Refusal):
    code = "placement.run.limit_used_up"
    message = marked(
        "Places were given or limits changed since this run was worked out. With it, %(limit)s would have %(used)s "
        "places where %(allowed)s are agreed: %(over)s too many. Nothing was accepted; start a new run."
    )


class ShareMissed(Refusal):
    code = "placement.run.share_missed"
    message = marked(
        "Workers or limits changed since this run was worked out. %(limit)s asks for %(least)s per thousand at least, "
        "and the run now has %(met)s of %(all)s places. Nothing was accepted; start a new run."
    )


LOST = marked("The background work on this run stopped before it was done and was given up. Start a new run.")


@dataclass(frozen=True)
class Limits:
    """Which of the programme's limits a run keeps."""

    quotas: bool = True
    caps: bool = True
    shares: bool = True


@transaction.atomic
def start_run(programme: Programme, limits: Limits, *, by: User) -> Run:
    """Queue a run; at most one is under way per programme."""
    if not policy.may_run(by):
        raise MayNotRun
    held = Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    if held.runs.filter(state__in=(Run.State.WAITING, Run.State.WORKING)).exists():
        raise RunUnderWay(programme=held.name)
    last = held.runs.aggregate(last=Max("ordinal"))["last"] or 0
    run = Run.objects.create(
        programme=held,
        ordinal=last + 1,
        with_quotas=limits.quotas,
        with_caps=limits.caps,
        with_shares=limits.shares,
        started_by=by,
    )
    record(
        "placement.run.started", run, by=by, programme=held.code,
        quotas=limits.quotas, caps=limits.caps, shares=limits.shares,
    )  # fmt: skip
    return run


def work_out(pk: int) -> None:
    """Solve a queued run and keep its outcome. Safe to run twice: only an unfinished run is worked on.

    The solving happens outside any transaction; the registry as it was read is named by its digest.
    """
    taken = Run.objects.filter(pk=pk, state__in=(Run.State.WAITING, Run.State.WORKING)).update(state=Run.State.WORKING)
    if not taken:
        return
    run = Run.objects.select_related("programme").get(pk=pk)

    def progress(step: Progress) -> None:
        Run.objects.filter(pk=pk, state=Run.State.WORKING).update(phase=step.phase, permille=step.permille)

    try:
        outcome = solve(run, on=timezone.localdate(), progress=progress)
    except Refusal as refusal:
        _give_up(run, refusal.message % refusal.facts)
        return
    except Exception as problem:
        _give_up(run, f"{type(problem).__name__}: {problem}"[:1000])
        raise
    _keep(run, outcome)


@transaction.atomic
def _give_up(run: Run, sentence: str) -> None:
    held = Run.objects.select_for_update(no_key=True).get(pk=run.pk)
    if not held.is_under_way:
        return
    held.state = Run.State.FAILED
    held.failed_because = sentence[:1000]
    held.finished_at = timezone.now()
    held.save(update_fields=["state", "failed_because", "finished_at"])
    record("placement.run.failed", held, by=PLATFORM)


def lose_run(pk: int) -> None:
    """The queue gave up a run's job: the run has failed, unless it had come to its end before."""
    run = Run.objects.filter(pk=pk, state__in=(Run.State.WAITING, Run.State.WORKING)).first()
    if run is not None:
        _give_up(run, LOST)


@transaction.atomic
def _keep(run: Run, outcome: Outcome) -> None:
    held = Run.objects.select_for_update(no_key=True).get(pk=run.pk)
    if held.state != Run.State.WORKING:
        return
    held.places.all().delete()
    present = hold(profile for _order, profile, _score in outcome.places)  # some may have left while it was worked out
    RunPlace.objects.bulk_create(
        [
            RunPlace(run=held, order_id=order, profile_id=profile, score=score)
            for order, profile, score in outcome.places
            if profile in present
        ],
        batch_size=2000,
    )
    held.state = Run.State.DONE
    held.phase, held.permille = "", 1000
    held.workers, held.orders, held.candidates = outcome.workers, outcome.orders, outcome.candidates
    held.objective, held.upper_bound = outcome.objective, outcome.upper_bound
    held.report = {**outcome.report, "placed": len(outcome.places)}
    held.certificate, held.input_digest = outcome.certificate, outcome.input_digest
    held.finished_at = timezone.now()
    held.save()
    record(
        "placement.run.finished", held, by=PLATFORM,
        objective=outcome.objective, upper_bound=outcome.upper_bound, placed=len(outcome.places),
        input=outcome.input_digest,
    )  # fmt: skip
    transaction.on_commit(lambda: notices.run_finished(held))


@transaction.atomic
def accept_run(run: Run, *, by: User) -> int:
    """Offer every place of the run, or none. Returns how many.

    Each post and each worker must still be free, and the limits that the run keeps must hold, as they are today, for
    its places together with those given since. So acceptances of one programme, and changes of its limits, go one at a
    time: its lock comes before all others.
    """
    if not policy.may_run(by):
        raise MayNotRun
    Programme.objects.select_for_update(no_key=True).get(pk=run.programme_id)
    held = Run.objects.select_for_update(no_key=True).get(pk=run.pk)
    if held.state != Run.State.DONE:
        raise NotDone
    # every profile, order and post is locked before the first deed is recorded: see `places`
    hold(held.places.values_list("profile_id", flat=True))
    places = list(held.places.select_related("profile", "order").order_by("order_id", "id"))
    orders = {
        order.pk: order
        for order in JobOrder.objects.select_for_update(no_key=True)
        .filter(pk__in=held.places.values("order"))
        .order_by("pk")
    }
    busy = Placement.objects.filter(
        profile__in=held.places.values("profile"), state__in=(Placement.State.OFFERED, Placement.State.TAKEN)
    ).count()
    present = set(matchable(timezone.localdate()).values_list("pk", flat=True))
    gone = sum(each.profile_id not in present for each in places)
    gone += held.report.get("placed", len(places)) - len(places)  # their profiles were removed
    if busy or gone:
        raise WorkerGone(count=busy + gone)
    for broken in broken_by(held, places):
        raise _refused(broken)
    for each in places:
        order = orders[each.order_id]
        if order.state != JobOrder.State.OPEN or order.filled >= order.posts:
            raise OutOfDate(order=str(order))
        give_place(order, each.profile, run=held, by=by)
    held.state = Run.State.ACCEPTED
    held.save(update_fields=["state"])
    record("placement.run.accepted", held, by=by, placed=len(places))
    transaction.on_commit(lambda: notices.run_accepted(held))
    return len(places)


def _refused(broken: Broken) -> Refusal:
    limit = wording.limit(broken.kind, broken.keys)
    if broken.kind == "share":
        return ShareMissed(limit=limit, least=broken.allowed, met=broken.used, all=broken.of)
    return LimitUsedUp(limit=limit, used=broken.used, allowed=broken.allowed, over=broken.used - broken.allowed)


@transaction.atomic
def discard_run(run: Run, *, reason: str, by: User) -> None:
    """Put a run aside that is finished, or on which nobody works any more; it stays readable for comparison."""
    if not policy.may_run(by):
        raise MayNotRun
    held = Run.objects.select_for_update(no_key=True).get(pk=run.pk)
    if held.is_under_way and not is_lost(held):
        raise StillWorking
    if not held.is_under_way and held.state not in {Run.State.DONE, Run.State.FAILED}:
        raise NotDone
    held.state = Run.State.DISCARDED
    held.save(update_fields=["state"])
    record("placement.run.discarded", held, by=by, reason=reason)
