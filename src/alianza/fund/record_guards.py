"""What the triggers hold of decisions: what was said, asked, scored, declared and decided is never rewritten.

`fund.guards` puts them in place beside those of the ledger. What does go on, goes on: a round closes once, a notice is
delivered, a question is answered, scores are handed in anew until the group gives its opinion.

Conditions say `IS DISTINCT FROM` where a column may be empty; SQLite writes the same as `IS NOT`.
"""

from alianza.audit.triggers import Condition, changed

ONLY_ADDED = {
    "fund_ballot": "a ballot stays as it was cast: a correction is another ballot",
    "fund_interest": "an interest that was declared or ruled stays on record",
    "fund_decision": "a decision stays as it was taken: it is superseded by another",
    "fund_opinion": "an opinion stays as it was given: another round has its own",
    "fund_paper": "a paper stays as it was published: a change is another version",
}
KEPT = {
    "fund_item": "items are withdrawn, never removed",
    "fund_elector": "an electorate is kept as it was frozen",
    "fund_round": "rounds are kept, never removed",
    "fund_question": "a question stays on record",
    "fund_condition": "conditions of decisions are kept, never removed",
    "fund_review": "reviews are kept, never removed",
    "fund_score": "scores are kept, never removed",
    "fund_closedday": "a closed day is taken back, never removed",
}
IDENTITY = {
    "fund_ballot": "id = NEW.id",
    "fund_interest": "id = NEW.id OR (item_id = NEW.item_id AND member_id = NEW.member_id AND ground = NEW.ground)",
    "fund_decision": "id = NEW.id OR code = NEW.code OR number = NEW.number OR item_id = NEW.item_id"
    " OR supersedes_id = NEW.supersedes_id",
    "fund_opinion": "id = NEW.id OR code = NEW.code OR (proposal_id = NEW.proposal_id AND round = NEW.round)",
    "fund_paper": "id = NEW.id OR code = NEW.code OR (item_id = NEW.item_id AND title = NEW.title"
    " AND language = NEW.language AND version = NEW.version)",
    "fund_item": "id = NEW.id OR code = NEW.code OR number = NEW.number",
    "fund_elector": "id = NEW.id OR (item_id = NEW.item_id AND member_id = NEW.member_id)",
    "fund_round": "id = NEW.id OR (item_id = NEW.item_id AND (number = NEW.number"
    " OR (closed_at IS NULL AND NEW.closed_at IS NULL)))",
    "fund_question": "id = NEW.id OR item_id = NEW.item_id",
    "fund_condition": "id = NEW.id OR code = NEW.code",
    "fund_review": "id = NEW.id OR code = NEW.code OR (proposal_id = NEW.proposal_id"
    " AND reviewer_id = NEW.reviewer_id AND round = NEW.round)",
    "fund_score": "id = NEW.id OR (review_id = NEW.review_id AND criterion = NEW.criterion)",
    "fund_closedday": "id = NEW.id OR code = NEW.code"
    " OR (day = NEW.day AND removed_at IS NULL AND NEW.removed_at IS NULL)",
}


_CONCLUDED = (
    "EXISTS (SELECT 1 FROM fund_opinion o JOIN fund_review r ON r.proposal_id = o.proposal_id AND r.round = o.round "
    "WHERE r.id = {review})"
)
_CONFLICT = "EXISTS (SELECT 1 FROM fund_review r WHERE r.id = NEW.review_id AND r.conflict IS TRUE)"

CONDITIONS = (
    Condition(
        "fund_ballot_is_of_a_running_round",
        "INSERT ON fund_ballot",
        (
            "NOT EXISTS (SELECT 1 FROM fund_round r JOIN fund_elector e ON e.item_id = r.item_id "
            "WHERE e.id = NEW.elector_id AND r.number = NEW.attempt AND r.closed_at IS NULL)"
        ),
        "a ballot is cast while its round runs",
    ),
    Condition(
        "fund_elector_joins_before_anything_is_put",
        "INSERT ON fund_elector",
        "EXISTS (SELECT 1 FROM fund_round WHERE item_id = NEW.item_id)",
        "an electorate is kept as it was frozen",
    ),
    Condition(
        "fund_elector_keeps_its_part",
        "UPDATE ON fund_elector",
        (
            # a recusal is never taken back, and after the decision nothing is known that was not known before
            changed("id", "item_id", "member_id", '"group"')
            + f" OR (OLD.recused_because <> '' AND {changed('recused_because')})"
            + " OR EXISTS (SELECT 1 FROM fund_decision WHERE item_id = OLD.item_id)"
        ),
        "an electorate is kept as it was frozen, and a recusal stays",
    ),
    Condition(
        "fund_round_closes_once",
        "UPDATE ON fund_round",
        "OLD.closed_at IS NOT NULL OR " + changed("id", "item_id", "number", "method", "text", "opened_at"),
        "a round stays as it was put, and as it was closed",
    ),
    Condition(
        "fund_item_keeps_its_question",
        "UPDATE ON fund_item",
        (
            # its number is known from the first day; what it asks is frozen with the electorate
            changed("id", "code", "number", "body_id", "created_at")
            + " OR (OLD.opened_at IS NOT NULL AND "
            + changed(
                *("kind", "subject", "title", "language", "wide", "rules", "conditions"),
                *("supersedes_id", "amount_minor", "defers", "opened_at"),
            )
            + ") OR (OLD.opened_at IS NOT NULL AND OLD.state IN ('decided', 'referred', 'withdrawn') AND "
            + changed("state", "text", "method", "meeting_id", "deadline_at", "consensus_attempts")
            + ")"
        ),
        "an item that was opened keeps its question, and one that is closed its outcome",
    ),
    Condition(
        "fund_question_is_answered_once",
        "UPDATE ON fund_question",
        changed("id", "item_id", "elector_id", "text", "asked_at")
        + f" OR (OLD.answered_at IS NOT NULL AND {changed('answer', 'answered_at')})",
        "a question stays as it was asked, and as it was answered",
    ),
    Condition(
        "fund_condition_is_met_once",
        "UPDATE ON fund_condition",
        changed("id", "code", "decision_id", "text", "owner_id", "due_on")
        + f" OR (OLD.met_on IS NOT NULL AND {changed('met_on', 'evidence')})",
        "a condition stays as it was decided, and as it was met",
    ),
    Condition(
        "fund_review_stays_with_the_opinion",
        "UPDATE ON fund_review",
        changed("id", "code", "proposal_id", "change_id", "reviewer_id", "round", "asked_at")
        + f" OR OLD.conflict IS TRUE OR {_CONCLUDED.format(review='OLD.id')}",
        "a review stays as the group read it, and a declared conflict on record",
    ),
    Condition(
        "fund_score_comes_before_the_opinion",
        "INSERT ON fund_score",
        f"{_CONCLUDED.format(review='NEW.review_id')} OR {_CONFLICT}",
        "scores stay as the group read them",
    ),
    Condition(
        "fund_score_stays_with_the_opinion",
        "UPDATE ON fund_score",
        changed("id", "review_id", "criterion") + f" OR {_CONCLUDED.format(review='OLD.review_id')} OR {_CONFLICT}",
        "scores stay as the group read them",
    ),
    Condition(
        "fund_closedday_is_taken_back_once",
        "UPDATE ON fund_closedday",
        "OLD.removed_at IS NOT NULL OR NEW.removed_at IS NULL OR "
        + changed("id", "code", "day", "name", "added_at", "added_by_id"),
        "a closed day stays as it was entered, and as it was taken back",
    ),
)
