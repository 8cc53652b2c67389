"""What nobody rewrites with a client of the database: ballots, interests, scores, opinions, decisions, closed days."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from alianza.fund import record_guards
from alianza.fund.actions import closed_days, items, reviews, votes
from alianza.fund.actions.decisions import lapse
from alianza.fund.guards import GUARDS
from alianza.fund.models import Criterion, Decision, Item, Paper, Proposal, Review, Score
from alianza.fund.queries.tally import contradicted
from tests.fund import asking
from tests.fund.committee import AT, LAPSES, committee, drafted, fresh, opened
from tests.fund.story import DAY
from tests.world import World

HOUR = timedelta(hours=1)


def sql(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(text)


@pytest.fixture
def kept(world: World) -> dict[str, Any]:
    """A decision with everything that belongs to it, an item that still runs, and a proposal that was judged."""
    room = committee(world)
    closed = closed_days.close_day(date(2030, 5, 1), name="Labour Day", at=AT, by=world.luc)
    back = closed_days.close_day(date(2030, 5, 2), name="Bridge", at=AT, by=world.luc)
    closed_days.take_back(back, reason="It is none.", at=AT + HOUR, by=world.luc)
    item = drafted(room)
    owner = room.member("inge")
    items.propose_condition(item, text="Open an office.", owner=owner, due_on=date(2031, 1, 1), at=AT, by=world.luc)
    items.open_item(item, at=AT, by=world.luc)
    votes.declare_interest(item, reason="Its house.", at=AT + HOUR, by=room.people["uma"])
    votes.cast(item, "agree", at=AT + HOUR, by=room.people["kofi"])
    votes.ask(item, "Who pays?", at=AT + HOUR, by=room.people["kofi"])
    votes.answer(item, "The host.", at=AT + 2 * HOUR, by=world.luc)
    assert lapse(item, at=LAPSES) is not None
    running = opened(room)
    votes.cast(running, "agree", at=AT + HOUR, by=room.people["kofi"])
    votes.declare_interest(running, reason="Its house.", at=AT + HOUR, by=room.people["uma"])
    return {
        "decided": fresh(item).pk,
        "runs": running.pk,
        "judged": asking.screened(world).pk,
        "read": asking.read(world).pk,
        "closed": closed.pk,
        "back": back.pk,
    }


BALLOT = (
    "INSERT INTO fund_ballot (elector_id, choice, reason, attempt, cast_at, cast_by_id) "
    "SELECT elector_id, 'object', 'Late.', attempt, cast_at, cast_by_id FROM fund_ballot WHERE elector_id IN "
    "(SELECT id FROM fund_elector WHERE item_id = {item})"
)
ATTACKS: dict[str, tuple[str, str]] = {
    "a ballot turned round": ("a ballot stays", "UPDATE fund_ballot SET choice = 'object', reason = 'x'"),
    "a ballot given to somebody else": ("a ballot stays", "UPDATE fund_ballot SET cast_by_id = cast_by_id"),
    "a ballot deleted": ("a ballot stays", "DELETE FROM fund_ballot"),
    "a ballot slipped in after the closing": ("while its round runs", BALLOT.format(item="{decided}")),
    "an interest taken back": ("stays on record", "DELETE FROM fund_interest"),
    "an interest reworded": ("stays on record", "UPDATE fund_interest SET reason = 'None.'"),
    "a recusal taken back": (
        "a recusal stays",
        "UPDATE fund_elector SET recused_because = '' WHERE recused_because <> ''",
    ),
    "an elector exchanged": (
        "kept as it was frozen",
        "UPDATE fund_elector SET \"group\" = 'private' WHERE item_id = {runs} AND \"group\" <> 'private'",
    ),
    "an elector dropped": ("kept as it was frozen", "DELETE FROM fund_elector"),
    "an elector added": (
        "kept as it was frozen",
        (
            'INSERT INTO fund_elector (item_id, member_id, "group", recused_because) '
            "SELECT {runs}, min(id), 'expert', '' FROM network_organisation "
            "WHERE id NOT IN (SELECT member_id FROM fund_elector WHERE item_id = {runs})"
        ),
    ),
    "a notice dated back after the decision": (
        "kept as it was frozen",
        "UPDATE fund_elector SET notice_delivered_at = NULL WHERE item_id = {decided}",
    ),
    "an outcome turned round": ("superseded by another", "UPDATE fund_decision SET outcome = 'not_adopted'"),
    "the text of a decision": ("superseded by another", "UPDATE fund_decision SET text = 'Otherwise.'"),
    "the record of a decision": ("superseded by another", "UPDATE fund_decision SET tally = '{{}}'"),
    "a decision deleted": ("superseded by another", "DELETE FROM fund_decision"),
    "a decision about something else": (
        "keeps its question",
        "UPDATE fund_item SET subject = 'proposal:P-1' WHERE id = {decided}",
    ),
    "an open item about something else": (
        "keeps its question",
        "UPDATE fund_item SET kind = 'rules' WHERE id = {runs}",
    ),
    "an amount raised while it is decided": (
        "keeps its question",
        "UPDATE fund_item SET amount_minor = 5 WHERE id = {runs}",
    ),
    "a decided item opened again": ("keeps its question", "UPDATE fund_item SET state = 'open' WHERE id = {decided}"),
    "an item numbered anew": ("keeps its question", "UPDATE fund_item SET number = 'OC-9'"),
    "an item deleted": ("never removed", "DELETE FROM fund_item"),
    "a clock set back": ("as it was put", "UPDATE fund_round SET opened_at = '2030-01-01 00:00:00+00'"),
    "a round opened again": (
        "as it was closed",
        "UPDATE fund_round SET closed_at = NULL, status = '' WHERE item_id = {decided}",
    ),
    "a round deleted": ("never removed", "DELETE FROM fund_round"),
    "a question reworded": ("as it was asked", "UPDATE fund_question SET text = 'Why?'"),
    "an answer reworded": ("as it was answered", "UPDATE fund_question SET answer = 'Nobody.'"),
    "a question deleted": ("stays on record", "DELETE FROM fund_question"),
    "a condition reworded": ("as it was decided", "UPDATE fund_condition SET text = 'Nothing.'"),
    "a condition put off": ("as it was decided", "UPDATE fund_condition SET due_on = '2040-01-01'"),
    "a condition deleted": ("never removed", "DELETE FROM fund_condition"),
    "a paper exchanged": ("as it was published", "UPDATE fund_paper SET sha256 = 'x'"),
    "a paper deleted": ("as it was published", "DELETE FROM fund_paper"),
    "a score raised after the opinion": (
        "as the group read them",
        "UPDATE fund_score SET score = 5 WHERE review_id IN (SELECT id FROM fund_review WHERE proposal_id = {judged})",
    ),
    "a score given to another review": (
        "as the group read them",
        "UPDATE fund_score SET criterion = 'x' WHERE review_id IN (SELECT id FROM fund_review WHERE proposal_id = {read})",
    ),
    "a score slipped in": (
        "as the group read them",
        (
            "INSERT INTO fund_score (review_id, criterion, score, text) "
            "SELECT id, 'other', 1, 'x' FROM fund_review WHERE proposal_id = {judged}"
        ),
    ),
    "a score deleted": ("never removed", "DELETE FROM fund_score"),
    "a review reworded after the opinion": (
        "as the group read it",
        "UPDATE fund_review SET text = 'Poor.' WHERE proposal_id = {judged}",
    ),
    "a conflict declared after the opinion": (
        "as the group read it",
        "UPDATE fund_review SET submitted_at = NULL, conflict = TRUE WHERE proposal_id = {judged}",
    ),
    "a review given to somebody else": (
        "as the group read it",
        "UPDATE fund_review SET round = round + 1 WHERE proposal_id = {read}",
    ),
    "a review deleted": ("never removed", "DELETE FROM fund_review"),
    "an opinion turned round": ("as it was given", "UPDATE fund_opinion SET approved = NOT approved"),
    "an opinion deleted": ("as it was given", "DELETE FROM fund_opinion"),
    "a closed day moved": ("as it was entered", "UPDATE fund_closedday SET day = '2030-05-03'"),
    "a closed day known earlier": (
        "as it was entered",
        "UPDATE fund_closedday SET added_at = '2020-01-01 00:00:00+00' WHERE id = {closed}",
    ),
    "a day taken back closed again": (
        "as it was taken back",
        "UPDATE fund_closedday SET removed_at = NULL, removed_by_id = NULL, removed_because = '' WHERE id = {back}",
    ),
    "a closed day deleted": ("never removed", "DELETE FROM fund_closedday"),
}


@contextmanager
def refused(what: str, sentence: str, missed: list[str]) -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
            missed.append(f"{what}: was let through")
            transaction.set_rollback(True)
    except IntegrityError as said:
        if sentence not in str(said):
            missed.append(f"{what}: {said}")


@pytest.mark.django_db(transaction=True)
def test_the_database_refuses_to_rewrite_what_was_decided(kept: dict[str, Any]) -> None:
    missed: list[str] = []
    for what, (sentence, attack) in ATTACKS.items():
        with refused(what, sentence, missed):
            sql(attack.format(**kept))
    for table in record_guards.ONLY_ADDED | record_guards.KEPT:
        if connection.vendor == "postgresql":
            with refused(f"{table} emptied", "", missed):
                sql(f"TRUNCATE {table} CASCADE")
        else:
            with refused(f"{table} replaced", "", missed):
                sql(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} LIMIT 1")
    assert missed == []
    assert GUARDS.missing_from(connection) == []
    assert list(contradicted()) == []


@pytest.mark.django_db
def test_every_table_of_a_record_is_attacked() -> None:
    attacked = {word for _sentence, attack in ATTACKS.values() for word in attack.split() if word.startswith("fund_")}
    assert set(record_guards.ONLY_ADDED) | set(record_guards.KEPT) <= attacked
    assert set(record_guards.IDENTITY) == set(record_guards.ONLY_ADDED) | set(record_guards.KEPT)


@pytest.mark.django_db
def test_what_goes_on_goes_on(world: World) -> None:
    """A corrected ballot, scores handed in anew, a conflict found late, a second decision in place of the first."""
    room = committee(world)
    item = opened(room)
    votes.cast(item, "aside", at=AT + HOUR, by=room.people["kofi"])
    votes.cast(item, "agree", at=AT + 2 * HOUR, by=room.people["kofi"])
    items.publish_paper(
        item, asking_paper(), name="b.pdf", title="Annex", language="en", at=AT + 3 * HOUR, by=world.luc
    )
    assert Paper.objects.filter(item=item, title="Annex").count() == 1
    first = lapse(item, at=LAPSES + timedelta(days=20))
    assert first is not None
    again = items.draft_item(
        room.body, kind="other", subject=item.subject, title="T", text="Otherwise.", method="no_objection",
        supersedes=first, on=AT.date(), by=world.luc,
    )  # fmt: skip
    assert Item.objects.get(pk=again.pk).supersedes == first
    held: Proposal = asking.read(world)
    review = Review.objects.filter(proposal=held).first()
    assert review is not None
    anew = dict.fromkeys(Criterion.values, (2, "On second thoughts."))
    reviews.score(review, anew, advice="refuse", text="Weak.", by=review.reviewer)
    assert set(Score.objects.filter(review=review).values_list("score", flat=True)) == {2}
    reviews.declare(review, conflict=True, reason="A cousin.", by=review.reviewer)
    spare = asking.scored(world, held, asking.reviewer(world, "spare"))
    assert spare.submitted_at is not None
    reviews.give_opinion(held, text="Sound.", on=DAY, by=world.luc)
    assert Decision.objects.count() == 1


def asking_paper() -> Any:
    from tests.fund.committee import paper

    return paper("annex")
