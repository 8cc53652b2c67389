"""The firm is asked, answers, and what is found: the steps of a complaint that reach the firm and its label."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from alianza.accounts.models import User
from alianza.audit.actions import record
from alianza.certification.actions.complaints import (
    NotThatStep,
    NotYours,
    by_handler,
    moved,
    said_enough,
    told_firm,
    told_handlers,
)
from alianza.certification.actions.labels import suspend
from alianza.certification.models import Award, Complaint, ComplaintFinding, Standing
from alianza.certification.policy import complaints as policy
from alianza.certification.queries import labels
from alianza.certification.queries.complaints import criteria_for
from alianza.certification.summaries import tells_too_much
from alianza.vocabulary.refusal import Refusal, marked
from alianza.vocabulary.said import Said

SHORTEST_SUMMARY = 30
Outcome = ComplaintFinding.Outcome


class FirmMayKnowNothing(Refusal):
    code = "certification.complaint.firm_may_know_nothing"
    message = marked(
        "The complainant did not allow that the firm learns anything. Ask in a message whether a summary may be shown; "
        "what you know may lead to an unannounced audit instead."
    )


class NobodyToAsk(Refusal):
    code = "certification.complaint.nobody_to_ask"
    message = marked("It is not said yet which firm or programme it is about. Name it first.")


class NotWeighed(Refusal):
    code = "certification.complaint.not_weighed"
    field = "weighed"
    message = marked("The complainant fears reprisal. Weigh what the summary may set off, and confirm that you did.")


class SummaryTooShort(Refusal):
    code = "certification.complaint.summary_too_short"
    field = "summary"
    message = marked("Write at least %(least)s characters, so that the firm knows what it has to answer.")


class SummaryTellsTooMuch(Refusal):
    code = "certification.complaint.summary_tells_too_much"
    field = "summary"
    message = marked("The summary tells more than the firm may know. %(why)s")


class FirmNotHeard(Refusal):
    code = "certification.complaint.firm_not_heard"
    message = marked(
        "A complaint is founded only after the firm was asked, and answered or let its time go by. Until then it can "
        "be found not founded, or not established."
    )


class WaitForAnswer(Refusal):
    code = "certification.complaint.wait_for_answer"
    message = marked("The firm has until %(day)s to answer. Make the finding after that day, or once it has answered.")


class NoCriterion(Refusal):
    code = "certification.complaint.no_criterion"
    field = "items"
    message = marked("Say which criteria of the label were not met; these are none of them: %(items)s.")


class FoundBefore(Refusal):
    code = "certification.complaint.found_before"
    message = marked("After an appeal that was upheld, somebody else makes the finding. Let another officer take it.")


@transaction.atomic
def release(
    complaint: Complaint, *, summary: str, said: str, weighed: bool, by: User, today: date | None = None
) -> Complaint:
    """Show the firm a summary and ask it to answer. From here its clock runs, not from the day of the complaint.

    Raises FirmMayKnowNothing, NobodyToAsk, NotWeighed, SummaryTooShort, SummaryTellsTooMuch, NotYours, NotThatStep.
    """
    held = by_handler(complaint, by)
    day = today or timezone.localdate()
    if held.firm_may_know != Complaint.FirmMayKnow.SUMMARY:
        raise FirmMayKnowNothing
    if held.released_on is not None:
        raise NotThatStep
    if held.subject is None:
        raise NobodyToAsk
    if held.afraid and not weighed:
        raise NotWeighed
    words = summary.strip()
    if len(words) < SHORTEST_SUMMARY:
        raise SummaryTooShort(least=SHORTEST_SUMMARY)
    held.summary = _safe(held, words)
    held.released_on = day
    moved(held, "release", day, said=said_enough(said), by=by)
    told_firm(held)
    record("certification.complaint.released", held, by=by, afraid=held.afraid)
    return held


class EmptyAnswer(Refusal):
    code = "certification.complaint.empty_answer"
    field = "answer"
    message = marked("Write what you answer to the summary.")


@transaction.atomic
def answer(complaint: Complaint, text: str, *, by: User, today: date | None = None) -> Complaint:
    """The firm answers, once. Raises NotYours, NotThatStep, EmptyAnswer."""
    held = Complaint.objects.select_for_update(no_key=True).get(pk=complaint.pk)
    if not policy.asked_of(by).filter(pk=held.pk).exists():
        raise NotYours
    if held.answered_on is not None or held.state != Complaint.State.ANSWER_BY_FIRM:
        raise NotThatStep
    if not text.strip():
        raise EmptyAnswer
    day = today or timezone.localdate()
    held.answer, held.answered_on, held.answered_by = text.strip(), day, by
    moved(held, "answer", day, by=by)
    told_handlers(held, "certification.complaint.answered")
    record("certification.complaint.answered", held, by=by)
    return held


@transaction.atomic
def find(
    complaint: Complaint,
    *,
    outcome: str,
    items: Sequence[str] = (),
    text: str,
    said: str,
    by: User,
    today: date | None = None,
) -> ComplaintFinding:
    """What was found, with the criteria that were not met. A critical one suspends the label that holds today.

    Raises FirmNotHeard, WaitForAnswer, NoCriterion, FoundBefore, NotYours, NotThatStep, SayWhy.
    """
    held = by_handler(complaint, by)
    day = today or timezone.localdate()
    if held.findings.filter(by=by).exists():
        raise FoundBefore
    if held.state == Complaint.State.ANSWER_BY_FIRM and held.answered_on is None and day <= (held.due_on or day):
        raise WaitForAnswer(day=held.due_on.isoformat() if held.due_on else "")
    founded = outcome == Outcome.FOUNDED
    if founded and held.released_on is None:
        raise FirmNotHeard
    critical = _criteria(held, items) if founded else False
    moved(held, "find", day, said=said_enough(said), by=by)
    suspension = _suspended(held, items, by=by, today=day) if critical else None
    finding = ComplaintFinding.objects.create(
        complaint=held,
        outcome=outcome,
        items=list(items) if founded else [],
        critical=critical,
        text=text.strip(),
        day=day,
        by=by,
        suspension=suspension,
    )
    record(
        "certification.complaint.found", held, by=by, outcome=outcome, items=finding.items, critical=critical,
        suspended=suspension is not None,
    )  # fmt: skip
    return finding


def _criteria(complaint: Complaint, items: Sequence[str]) -> bool:
    """Whether one of the named criteria is critical. Raises NoCriterion."""
    known = {item.id: item for item in criteria_for(complaint.subject)}
    strange = [each for each in items if each not in known]
    if strange or not items:
        raise NoCriterion(items=", ".join(strange) or "-")
    return any(known[each].critical for each in items)


def _suspended(complaint: Complaint, items: Sequence[str], *, by: User, today: date) -> Standing | None:
    """Suspend the label that holds; None where none does. The public reason names criteria and nothing of the case."""
    assert complaint.subject is not None
    now = labels.stands(complaint.subject, today)
    if not now.is_valid:
        return None
    reason = gettext("A complaint was founded: not met are %(items)s.") % {"items": ", ".join(items)}
    award = Award.objects.get(number=now.label)
    return suspend(award, ground=Standing.Ground.COMPLAINT, reason=reason, by=by, on=today)


@transaction.atomic
def act(complaint: Complaint, *, demand: str, said: str, by: User, today: date | None = None) -> Complaint:
    """Say what the firm has to put right, in words that the firm reads.

    Raises SummaryTellsTooMuch, NobodyToAsk, NotYours, NotThatStep, SayWhy.
    """
    held = by_handler(complaint, by)
    if held.released_on is None:
        raise NobodyToAsk
    held.demand = _safe(held, demand, days=False)
    moved(held, "act", today or timezone.localdate(), said=said_enough(said), by=by)
    told_firm(held)
    record("certification.complaint.acted", held, by=by)
    return held


def _safe(complaint: Complaint, words: str, *, days: bool = True) -> str:
    """What the firm may read. Raises SummaryTellsTooMuch. A demand names the day until when: `days` is then false."""
    for why, found in tells_too_much(words, text=complaint.text or "", contact=complaint.contact or "", days=days):
        raise SummaryTellsTooMuch(why=Said(why, words=found))
    return words.strip()
