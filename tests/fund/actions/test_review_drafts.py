import pytest

from alianza.fund.actions import reviews
from alianza.fund.models import Criterion, Review, ReviewDraft
from alianza.fund.queries.proposals import draft_of
from tests.fund import asking
from tests.fund.story import DAY
from tests.world import World

pytestmark = pytest.mark.django_db
WHOLE = dict.fromkeys(Criterion.values, (4, "Because."))


@pytest.fixture
def review(world: World) -> Review:
    """Asked of Rhea, who declared to be free."""
    made = reviews.invite(asking.endorsed(world), world.rhea, by=world.luc)
    reviews.declare(made, conflict=False, by=world.rhea)
    return made


def test_a_draft_is_kept_sealed_until_it_is_handed_in(review: Review, world: World) -> None:
    reviews.save_draft(review, {"relevance_score": "4", "text": "Half of it."}, by=world.rhea)
    reviews.save_draft(review, {"relevance_score": "3", "text": "Half of it."}, by=world.rhea)
    assert draft_of(review) == {"relevance_score": "3", "text": "Half of it."}
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM fund_reviewdraft")
        (row,) = cursor.fetchall()
    assert b"Half" not in bytes(str(row[0]), "utf-8")
    assert not Review.objects.get(pk=review.pk).scores.exists()
    reviews.score(review, WHOLE, advice="approve", text="All of it.", by=world.rhea, on=DAY)
    assert not ReviewDraft.objects.exists()


def test_a_draft_is_the_reviewers_own(review: Review, world: World) -> None:
    for person in (world.luc, asking.reviewer(world, "other"), world.paz):
        with pytest.raises(reviews.NotYourReview):
            reviews.save_draft(review, {"text": "x"}, by=person)


def test_a_conflict_takes_the_draft_away_and_lets_none_come(review: Review, world: World) -> None:
    reviews.save_draft(review, {"text": "x"}, by=world.rhea)
    reviews.declare(review, conflict=True, reason="My sister works there.", by=world.rhea)
    assert not ReviewDraft.objects.exists()
    with pytest.raises(reviews.DeclaredConflict):
        reviews.save_draft(review, {"text": "x"}, by=world.rhea)


def test_nothing_is_written_before_the_declaration(world: World) -> None:
    review = reviews.invite(asking.endorsed(world), world.rhea, by=world.luc)
    with pytest.raises(reviews.DeclareFirst):
        reviews.save_draft(review, {"text": "x"}, by=world.rhea)


def test_the_opinion_ends_every_draft(world: World) -> None:
    held = asking.read(world)
    review = held.reviews.get(reviewer=world.rhea)
    reviews.save_draft(review, {"text": "I think again."}, by=world.rhea)
    reviews.give_opinion(held, text="Sound.", on=DAY, by=world.luc)
    assert not ReviewDraft.objects.exists()
    with pytest.raises(reviews.ReviewClosed):
        reviews.save_draft(review, {"text": "x"}, by=world.rhea)
