"""A run decides who gets which place, within every limit, with a proof; accepting it is all or nothing."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from alianza.audit.models import Entry
from alianza.placement import checks, jobs, wording
from alianza.placement.actions import orders, places, programmes, proposals, runs
from alianza.placement.limits_files import read_limits
from alianza.placement.models import JobOrder, Placement, Programme, Run
from alianza.placement.solving import solve
from alianza.registry.actions import profiles
from alianza.registry.models import Profile, Status
from alianza.tabular import InputProblems
from alianza.vocabulary.rates import years
from alianza.vocabulary.refusal import Refusal
from alianza.web.catalogue import extracted
from alianza.web.queue import reap, work_until_stopped
from tests.placement import scene
from tests.world import World, build


@pytest.fixture
def programme(world: World) -> Programme:
    return _peopled(world)


def _peopled(world: World) -> Programme:
    """Three free posts of twelve in Spain (the sheet asks for ten); four Filipinos and two Moroccans who fit."""
    order = scene.opened(scene.strawberries(world.finca_sol, filled=9), world.luc)
    for number in range(4):
        scene.profile(registrar=world.secretariat, reference=f"p{number}", years=3 + number, woman=number == 0)
    for number in range(2):
        scene.profile(registrar=world.secretariat, reference=f"m{number}", origin="MAR", years=1, woman=True)
    return order.programme


def _run(programme: Programme, world: World, **limits: bool) -> Run:
    run = runs.start_run(programme, runs.Limits(**limits), by=world.luc)
    runs.work_out(run.pk)
    run.refresh_from_db()
    assert run.state == Run.State.DONE, run.failed_because
    return run


def test_without_limits_the_best_get_the_places_and_the_bound_is_reached(programme: Programme, world: World) -> None:
    run = _run(programme, world)
    assert run.places.count() == 3
    assert run.objective == run.upper_bound == sum(run.places.values_list("score", flat=True))
    assert {place.profile.origin for place in run.places.all()} == {"PHL"}
    assert run.gap == 0
    assert run.certificate


def test_quotas_and_shares_are_kept_and_the_binding_ones_have_a_price(programme: Programme, world: World) -> None:
    limits = programmes.LimitsTable(quotas=[("PHL", "ESP", "es-gecco-circular", 1)], shares=[("women", "ESP", 600)])
    programmes.set_limits(programme, limits, by=world.luc)
    run = _run(programme, world)
    placed = [place.profile for place in run.places.all()]
    assert sum(profile.origin == "PHL" for profile in placed) <= 1
    assert sum(bool(profile.woman) for profile in placed) * 1000 >= 600 * len(placed)
    assert len(placed) == 3
    assert any(limit["kind"] == "quota" for limit in run.report["binding"])
    free = _run(programme, world, quotas=False, caps=False, shares=False)
    assert free.objective > run.objective


def test_a_quota_of_zero_closes_the_corridor(programme: Programme, world: World) -> None:
    programmes.set_limits(
        programme, programmes.LimitsTable(quotas=[("PHL", "ESP", "es-gecco-circular", 0)]), by=world.luc
    )
    run = _run(programme, world)
    assert {place.profile.origin for place in run.places.all()} == {"MAR"}


def test_places_given_before_count_against_quotas_and_caps(programme: Programme, world: World) -> None:
    limits = programmes.LimitsTable(
        quotas=[("PHL", "ESP", "es-gecco-circular", 2)], caps=[("PHL", "farms", 1)], sectors=[("9211", "farms")]
    )
    programmes.set_limits(programme, limits, by=world.luc)
    runs.accept_run(_run(programme, world, caps=False), by=world.luc)
    scene.opened(scene.strawberries(world.finca_sol), world.luc)
    for more in (_run(programme, world, caps=False), _run(programme, world, quotas=False)):
        assert more.places.exists()
        assert "PHL" not in {place.profile.origin for place in more.places.all()}


def _apart(programme: Programme, world: World, **limits: bool) -> tuple[Run, Run]:
    """Two runs worked out on the same registry, with different workers for different posts."""
    order, workers = JobOrder.objects.get(programme=programme), Profile.objects.filter(origin="PHL").order_by("pk")
    other = scene.opened(scene.strawberries(world.finca_sol, isco="9212"), world.luc)
    JobOrder.objects.filter(pk=order.pk).update(filled=10)
    Profile.objects.filter(pk__in=workers.values("pk")[2:]).update(isco="9212")
    JobOrder.objects.filter(pk=other.pk).update(state=JobOrder.State.CLOSED)
    first = _run(programme, world, **limits)
    JobOrder.objects.filter(pk=other.pk).update(state=JobOrder.State.OPEN)
    JobOrder.objects.filter(pk=order.pk).update(state=JobOrder.State.CLOSED)
    second = _run(programme, world, **limits)
    JobOrder.objects.filter(pk=order.pk).update(state=JobOrder.State.OPEN)
    held = [set(run.places.values_list("profile", flat=True)) for run in (first, second)]
    assert [len(each) for each in held] == [2, 2]
    assert not held[0] & held[1]
    return first, second


@pytest.mark.parametrize(
    ("limits", "sentence"),
    [
        (
            programmes.LimitsTable(quotas=[("PHL", "ESP", "es-gecco-circular", 3)]),
            "Quota \\(Philippines to Spain, .*\\) would have 4 places where 3 are agreed: 1 too many",
        ),
        (
            programmes.LimitsTable(caps=[("PHL", "field work", 2)], sectors=[("9211", "field work"), ("9212", "field work")]),
            "Cap \\(Philippines, field work\\) would have 4 places where 2 are agreed: 2 too many",
        ),
    ],
)  # fmt: skip
def test_two_runs_on_one_registry_do_not_exceed_a_limit_together(
    programme: Programme, world: World, limits: programmes.LimitsTable, sentence: str
) -> None:
    programmes.set_limits(programme, limits, by=world.luc)
    Profile.objects.filter(origin="MAR").update(status=Status.WITHDRAWN)
    first, second = _apart(programme, world)
    assert runs.accept_run(first, by=world.luc) == 2
    with pytest.raises(runs.LimitUsedUp, match=sentence):
        runs.accept_run(second, by=world.luc)
    assert Placement.objects.count() == 2
    runs.discard_run(second, reason="too late", by=world.luc)
    again = _run(programme, world)
    runs.accept_run(again, by=world.luc)
    assert Placement.objects.count() == sum(each.places for each in (*programme.quotas.all(), *programme.caps.all()))


def test_a_limit_lowered_since_the_run_is_held(programme: Programme, world: World) -> None:
    run = _run(programme, world)
    programmes.set_limits(
        programme, programmes.LimitsTable(quotas=[("PHL", "ESP", "es-gecco-circular", 2)]), by=world.luc
    )
    with pytest.raises(runs.LimitUsedUp, match="3 places where 2"):
        runs.accept_run(run, by=world.luc)
    free = _run(programme, world, quotas=False)
    assert runs.accept_run(free, by=world.luc) == 3  # the officer chose to leave the quotas aside


def test_a_share_that_no_longer_holds_is_refused(programme: Programme, world: World) -> None:
    programmes.set_limits(programme, programmes.LimitsTable(shares=[("women", "ESP", 600)]), by=world.luc)
    run = _run(programme, world)
    Profile.objects.filter(origin="MAR").update(woman=False)
    with pytest.raises(runs.ShareMissed, match="600 per thousand at least, and the run now has 1 of"):
        runs.accept_run(run, by=world.luc)
    assert not Placement.objects.exists()


def test_a_removed_worker_leaves_a_run_which_is_then_not_accepted(programme: Programme, world: World) -> None:
    run = _run(programme, world)
    somebody = run.places.first()
    assert somebody is not None
    profiles.remove(somebody.profile, by=world.luc)
    assert not any("run" in problem for problem in checks.problems())
    with pytest.raises(runs.WorkerGone):
        runs.accept_run(run, by=world.luc)


def test_a_worker_who_leaves_while_a_run_is_worked_out_does_not_stop_it(programme: Programme, world: World) -> None:
    run = runs.start_run(programme, runs.Limits(), by=world.luc)
    outcome = solve(run, on=timezone.localdate(), progress=lambda _step: None)
    profiles.remove(Profile.objects.get(pk=outcome.places[0][1]), by=world.luc)
    Run.objects.filter(pk=run.pk).update(state=Run.State.WORKING)
    runs._keep(run, outcome)
    run.refresh_from_db()
    assert (run.state, run.places.count()) == (Run.State.DONE, 2)
    assert not any("run" in problem for problem in checks.problems())


def test_accepting_offers_every_place_once(programme: Programme, world: World) -> None:
    run = _run(programme, world)
    assert runs.accept_run(run, by=world.luc) == 3
    order = JobOrder.objects.get()
    assert order.filled == 12
    assert Placement.objects.filter(state=Placement.State.OFFERED).count() == 3
    with pytest.raises(runs.NotDone):
        runs.accept_run(run, by=world.luc)
    assert Entry.objects.filter(deed="placement.place.offered").count() == 3


def test_a_run_that_no_longer_fits_is_refused_whole(programme: Programme, world: World) -> None:
    run = _run(programme, world)
    somebody = run.places.first()
    assert somebody is not None
    somebody.profile.status = Status.WITHDRAWN
    somebody.profile.save()
    with pytest.raises(runs.WorkerGone):
        runs.accept_run(run, by=world.luc)
    assert Placement.objects.count() == 0
    somebody.profile.status = Status.REGISTERED
    somebody.profile.save()
    places.offer_place(JobOrder.objects.get(), scene.ana(world), by=world.luc)
    with pytest.raises(runs.OutOfDate):
        runs.accept_run(run, by=world.luc)
    assert Placement.objects.count() == 1


def test_the_same_registry_gives_the_same_run(programme: Programme, world: World) -> None:
    first, second = _run(programme, world), _run(programme, world)
    assert first.input_digest == second.input_digest
    assert list(first.places.values_list("profile", "order")) == list(second.places.values_list("profile", "order"))
    assert first.certificate == second.certificate


def test_a_run_names_the_year_of_each_older_rate(programme: Programme, world: World) -> None:
    scene.profile(registrar=world.secretariat, reference="sos", min_wage_minor=1_000_000, min_wage_currency="SOS")
    run = _run(programme, world)
    assert run.report["rates_year"] == years("EUR")[-1]
    assert run.report["older_rates"] == {"SOS": years("SOS")[-1]}
    page = world.signed_in(world.luc).get(f"/placement/runs/{run.code}/").content.decode()
    assert f"SOS: {years('SOS')[-1]}, its newest" in page


def test_one_run_at_a_time(programme: Programme, world: World) -> None:
    runs.start_run(programme, runs.Limits(), by=world.luc)
    with pytest.raises(runs.RunUnderWay):
        runs.start_run(programme, runs.Limits(), by=world.luc)


def test_only_officers_run(programme: Programme, world: World) -> None:
    for other in (world.pilar, world.ana, world.ada):
        with pytest.raises(runs.MayNotRun):
            runs.start_run(programme, runs.Limits(), by=other)


def test_an_empty_programme_gives_an_empty_run(world: World) -> None:
    run = _run(scene.programme(name="Nobody yet"), world)
    assert (run.objective, run.upper_bound, run.places.count()) == (0, 0, 0)


def test_limits_with_faults_change_nothing_and_name_each(programme: Programme, world: World) -> None:
    client = world.signed_in(world.luc)
    quotas = SimpleUploadedFile(
        "q.csv", b"origin,dest,permit,quota\nPHL,ESP,es-gecco-circular,-4\nXXQ,ESP,nonsense,7\n"
    )
    answer = client.post(f"/placement/programmes/{programme.code}/limits/", {"quotas": quotas})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "row 2" in page
    assert "row 3" in page
    assert "whole number from 0" in page
    assert not programme.quotas.exists()
    good = SimpleUploadedFile("q.csv", b"quota,permit,dest,origin\n7,es-gecco-circular,ESP,PHL\n")
    assert client.post(f"/placement/programmes/{programme.code}/limits/", {"quotas": good}).status_code == 302
    assert programme.quotas.get().places == 7


def test_what_is_not_given_stays_and_an_empty_form_removes_nothing(programme: Programme, world: World) -> None:
    limits = programmes.LimitsTable(
        quotas=[("PHL", "ESP", "es-gecco-circular", 2)], caps=[("PHL", "farms", 1)], sectors=[("9211", "farms")],
        shares=[("women", "ESP", 600)],
    )  # fmt: skip
    programmes.set_limits(programme, limits, by=world.luc)
    client, address = world.signed_in(world.luc), f"/placement/programmes/{programme.code}/limits/"

    def held() -> list[int]:
        rows = (programme.quotas, programme.caps, programme.sector_members, programme.shares)
        return [each.count() for each in rows]

    answer = client.post(address, {})
    assert answer.status_code == 200
    assert b"at least one table" in answer.content
    assert held() == [1, 1, 1, 1]
    caps = SimpleUploadedFile("c.csv", b"origin,sector,cap\nPHL,farms,7\nMAR,farms,3\n")
    assert client.post(address, {"caps": caps}).status_code == 302
    assert held() == [1, 2, 1, 1]
    none = SimpleUploadedFile("s.csv", b"kind,scope,per_mille\n")
    assert client.post(address, {"shares": none}).status_code == 302
    assert held() == [1, 2, 1, 0]
    homeless = SimpleUploadedFile("s.csv", b"isco,sector\n9212,gardens\n")
    answer = client.post(address, {"sectors": homeless})
    assert answer.status_code == 200
    assert b"No occupation is listed for the capped sector farms" in answer.content
    assert held() == [1, 2, 1, 0]
    assert client.post(f"{address}remove/").status_code == 302
    assert held() == [0, 0, 0, 0]
    assert Entry.objects.filter(deed="placement.programme.limits_removed").count() == 1


def test_limits_that_bind_are_told_in_words(programme: Programme, world: World) -> None:
    limits = programmes.LimitsTable(
        quotas=[("PHL", "ESP", "es-gecco-circular", 1)], shares=[("women", "ESP", 600), ("disadvantaged", "all", 0)]
    )
    programmes.set_limits(programme, limits, by=world.luc)
    run = _run(programme, world)
    Run.objects.filter(pk=run.pk).update(
        report={
            **run.report,
            "binding": [
                {"kind": "quota", "keys": ["PHL", "ESP", "es-gecco-circular"], "price": 7},
                {"kind": "cap", "keys": ["PHL", "field", "work"], "price": 6},
                {"kind": "share", "keys": ["women", "ESP"], "price": 5},
                {"kind": "share", "keys": ["disadvantaged", "all"], "price": 4},
            ],
        }
    )
    page = world.signed_in(world.luc).get(f"/placement/runs/{run.code}/").content.decode()
    for words in (
        "Philippines to Spain, Collective", "Philippines, field work", "Women, per destination, Spain",
        "Disadvantaged people, over all</td>",
    ):  # fmt: skip
        assert words in page
    for code in ("es-gecco-circular", ">women", "PHL"):
        assert code not in page
    assert "es-gecco-circular" not in world.signed_in(world.luc).get(
        f"/placement/programmes/{programme.code}/"
    ).content.decode().replace("/regulations/", "")


def test_every_phase_of_a_run_has_words(programme: Programme, world: World) -> None:
    seen: list[str] = []
    run = runs.start_run(programme, runs.Limits(), by=world.luc)
    solve(run, on=timezone.localdate(), progress=lambda step: seen.append(step.phase))
    assert set(seen) == set(wording.PHASES)
    Run.objects.filter(pk=run.pk).update(state=Run.State.WORKING, phase="pairs")
    DBTaskResult.objects.create(
        task_path="alianza.placement.jobs.solve_run", args_kwargs={"args": [run.pk], "kwargs": {}}, status="RUNNING",
        run_after=timezone.now(), backend_name="default",
    )  # fmt: skip
    client = world.signed_in(world.luc)
    for address in ("", "progress/"):
        page = client.get(f"/placement/runs/{run.code}/{address}").content.decode()
        assert "Working: finding who fits which order" in page


def test_what_is_wrong_with_limits_is_said_in_sentences_of_the_catalogue(programme: Programme) -> None:
    tables = {
        "quotas": b"origin,dest,permit,quota\nXX,ESP,no-such,-1\nXX,ESP,no-such,99999999\n",
        "caps": b"origin,cap\nPHL,1\n",
        "sectors": b"isco,sector\n0,\n1,2,3\n",
        "shares": b"kind,scope,per_mille\nmen,ESP,1\nwomen,all,1\nregion,all,1\ndisadvantaged,ESP,1001\n",
    }
    with pytest.raises(InputProblems) as caught:
        read_limits({name: SimpleUploadedFile(f"{name}.csv", text) for name, text in tables.items()})
    found = caught.value.found
    assert {each.file for each in found} == {"quotas.csv", "caps.csv", "sectors.csv", "shares.csv"}
    known = {message.id for message in extracted()}
    assert {each.message for each in found} <= known
    told = wording.problems(caught.value)
    assert told == str(caught.value).splitlines()
    assert "quotas.csv, row 2, column quota: '-1' is not a whole number from 0 to 10000000." in told
    assert "caps.csv: the column sector is missing; add what is missing. The header names 'origin, cap'." in told


def _queued(programme: Programme, world: World) -> tuple[Run, DBTaskResult]:
    """A run that was started on the page, and its job, which a worker took and then fell silent over."""
    world.signed_in(world.luc).post(f"/placement/programmes/{programme.code}/run/", {})
    run, job = Run.objects.get(), DBTaskResult.objects.get(task_path__endswith="solve_run")
    job.claim("silent")
    DBTaskResult.objects.filter(pk=job.pk).update(started_at=timezone.now() - timedelta(hours=1))
    Run.objects.filter(pk=run.pk).update(state=Run.State.WORKING, phase="pairs")
    return run, job


def test_a_run_whose_worker_is_lost_for_good_has_failed_and_blocks_nothing(programme: Programme, world: World) -> None:
    run, job = _queued(programme, world)
    reap()
    run.refresh_from_db()
    assert run.state == Run.State.WORKING, "put back once, it may yet be done"
    DBTaskResult.objects.filter(pk=job.pk).update(status="RUNNING", worker_ids=["a", "b", "c"])
    reap()
    run.refresh_from_db()
    assert run.state == Run.State.FAILED
    assert run.finished_at is not None
    page = world.signed_in(world.luc).get(f"/placement/runs/{run.code}/").content.decode()
    assert "stopped before it was done" in page
    assert f"/placement/runs/{run.code}/discard/" in page
    assert Entry.objects.filter(deed="placement.run.failed", subject=str(run.code)).count() == 1
    assert _run(programme, world).ordinal == 2


def test_only_a_run_that_nobody_works_on_is_put_aside_before_its_end(programme: Programme, world: World) -> None:
    run, job = _queued(programme, world)
    client = world.signed_in(world.luc)
    address = f"/placement/runs/{run.code}/"
    assert f"{address}discard/" not in client.get(address).content.decode()
    with pytest.raises(runs.StillWorking):
        runs.discard_run(run, reason="impatient", by=world.luc)
    DBTaskResult.objects.filter(pk=job.pk).update(status="READY")
    with pytest.raises(runs.StillWorking):
        runs.discard_run(run, reason="impatient", by=world.luc)
    DBTaskResult.objects.filter(pk=job.pk).delete()  # as where a copy was put back without its queue
    assert f"{address}discard/" in client.get(address).content.decode()
    assert "hx-trigger" not in client.get(address).content.decode()
    assert client.post(f"{address}discard/", {"reason": "its worker was lost"}).status_code == 302
    run.refresh_from_db()
    assert run.state == Run.State.DISCARDED
    assert client.get(address).status_code == 200
    runs.work_out(run.pk)
    run.refresh_from_db()
    assert run.state == Run.State.DISCARDED
    assert _run(programme, world).ordinal == 2


@pytest.mark.django_db(transaction=True)
def test_a_run_started_on_the_page_is_worked_out_in_the_background() -> None:
    world = build()
    order = scene.opened(scene.strawberries(world.finca_sol, filled=11), world.luc)
    scene.profile(registrar=world.secretariat, reference="1")
    client = world.signed_in(world.luc)
    answer = client.post(f"/placement/programmes/{order.programme.code}/run/", {"quotas": "on"})
    run = Run.objects.get()
    assert answer.status_code == 302
    assert b"hx-trigger" in client.get(f"/placement/runs/{run.code}/").content
    work_until_stopped(batch=True)
    run.refresh_from_db()
    assert (run.state, run.places.count()) == (Run.State.DONE, 1)
    for address in ("", "certificate.csv", "places.csv"):
        assert client.get(f"/placement/runs/{run.code}/{address}").status_code == 200
    jobs.solve_run.call(run.pk)
    run.refresh_from_db()
    assert run.finished_at is not None
    assert run.finished_at <= timezone.now()


@pytest.mark.django_db(transaction=True)
def test_two_officers_who_accept_two_runs_at_once_while_workers_change_and_leave_lock_nobody_out() -> None:
    world = build()
    order = scene.opened(scene.strawberries(world.finca_sol), world.luc)
    people = [scene.profile(registrar=world.secretariat, reference=f"p{number}") for number in range(6)]
    first, second = (_run(order.programme, world) for _ in range(2))
    broken: list[BaseException] = []

    def attempt(deed: Callable[[], object]) -> None:
        try:
            deed()
        except Refusal:
            pass
        except BaseException as problem:  # noqa: BLE001  looked at below, in the main thread
            broken.append(problem)
        finally:
            connection.close()

    deeds: list[Callable[[], object]] = [
        lambda: runs.accept_run(first, by=world.luc),
        lambda: runs.accept_run(second, by=world.luc),
        lambda: profiles.renew(people[4], by=world.luc),
        lambda: profiles.renew(people[0], by=world.luc),
        lambda: profiles.remove(people[5], by=world.luc),
        lambda: proposals.draw_up(order, places=10, by=world.pilar),
        lambda: places.offer_place(order, people[5], by=world.luc),
        lambda: orders.close_order(order, reason="enough", by=world.luc),
    ]
    threads = [threading.Thread(target=attempt, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert broken == []
    assert list(checks.problems()) == []


@pytest.mark.django_db(transaction=True)
def test_of_two_runs_accepted_at_once_only_as_many_are_offered_as_the_quota_has() -> None:
    world = build()
    programme = _peopled(world)
    limits = programmes.LimitsTable(quotas=[("PHL", "ESP", "es-gecco-circular", 3)])
    programmes.set_limits(programme, limits, by=world.luc)
    Profile.objects.filter(origin="MAR").update(status=Status.WITHDRAWN)
    outcomes: list[str] = []
    start = threading.Barrier(2)

    def accept(run: Run) -> None:
        start.wait()
        try:
            runs.accept_run(run, by=world.luc)
            outcomes.append("accepted")
        except runs.LimitUsedUp:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=accept, args=(run,)) for run in _apart(programme, world)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["accepted", "refused"]
    assert Placement.objects.count() == 2
