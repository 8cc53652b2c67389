"""What countries say to a proposal: asked, endorsed with letter and plan, refused, withdrawn."""

from datetime import date

from django.db import transaction

from alianza.accounts.models import User
from alianza.audit.actions import record
from alianza.documents.models import StoredFile
from alianza.fund.actions.proposals import locked, move, roles_of, settle_endorsements
from alianza.fund.actions.proposals_told import country_answered, country_asked
from alianza.fund.lifecycles.proposals import ENDORSEMENT
from alianza.fund.models import Endorsement, Proposal
from alianza.fund.policy import proposals as policy
from alianza.fund.rules import rule
from alianza.network.models import Subject
from alianza.network.policy import is_focal_point
from alianza.vocabulary.days import months_later
from alianza.vocabulary.lifecycle import require
from alianza.vocabulary.refusal import Refusal, marked


class NothingToAsk(Refusal):
    code = "fund.endorsement.nothing_to_ask"
    message = marked(
        "An officer asks the countries concerned once the proposal is admissible and before it is decided."
    )


@transaction.atomic
def ask_endorsements(proposal: Proposal, *, on: date, by: User) -> list[Endorsement]:
    """Ask every country concerned that has not answered, and tell its focal points. Raises NothingToAsk."""
    held = locked(proposal)
    if "officer" not in roles_of(by, held) or held.state not in policy.ENDORSABLE:
        raise NothingToAsk
    waiting = []
    for country in held.countries.values_list("country", flat=True):
        row, _new = Endorsement.objects.get_or_create(proposal=held, country=country)
        run_out = row.state == Endorsement.State.GIVEN and row.valid_until is not None and row.valid_until < on
        if row.state == Endorsement.State.ASKED or run_out:
            waiting.append(row)
    settle_endorsements(held, on=on, by=by)
    record("fund.endorsement.asked", held, by=by, countries=[each.country for each in waiting])
    transaction.on_commit(lambda: [country_asked(each) for each in waiting] and None)
    return waiting


def _guards(
    row: Endorsement, *, plan: str = "", objective: str = "", page: str = "", letter: bool = False
) -> dict[str, bool | None]:
    return {
        "proposal_awaits": policy.awaits(row),
        "plan_is_named": all(part.strip() for part in (plan, objective, page)),
        "letter_is_there": letter,
    }


def _roles(by: User, country: str) -> frozenset[str]:
    return frozenset({"focal_point"}) if is_focal_point(by, country, Subject.FUND) else frozenset()


@transaction.atomic
def endorse(
    endorsement: Endorsement,
    *,
    plan: str,
    objective: str,
    page: str,
    letter: StoredFile | None,
    on: date,
    by: User,
    said: str = "",
) -> Endorsement:
    """The country stands behind it, for as long as the rules say. Raises NotYet."""
    held = locked(endorsement.proposal)
    row = Endorsement.objects.select_for_update(no_key=True).get(pk=endorsement.pk)
    file = letter or row.letter
    step = require(
        ENDORSEMENT,
        "give",
        row.state,
        _guards(row, plan=plan, objective=objective, page=page, letter=file is not None),
        _roles(by, row.country),
    )
    row.state, row.plan, row.objective, row.page, row.letter, row.said = step.target, plan, objective, page, file, said
    row.answered_by, row.answered_on = by, on
    row.valid_until = months_later(on, int(rule("endorsement_months", on, held.window.rules).value))
    row.save()
    settle_endorsements(held, on=on, by=by, role="focal_point")
    record("fund.endorsement.given", row, by=by, proposal=held.number, country=row.country, until=row.valid_until)
    transaction.on_commit(lambda: country_answered(row))
    return row


@transaction.atomic
def refuse(endorsement: Endorsement, *, reason: str, on: date, by: User) -> Endorsement:
    """The country does not stand behind it, and says why. Raises NotYet."""
    row = _take_back(endorsement, "refuse", reason, on, by)
    record("fund.endorsement.refused", row, by=by, proposal=row.proposal.number, country=row.country)
    return row


@transaction.atomic
def withdraw_endorsement(endorsement: Endorsement, *, reason: str, on: date, by: User) -> Endorsement:
    """Before the decision a country may take its endorsement back, and says why. Raises NotYet."""
    row = _take_back(endorsement, "withdraw", reason, on, by)
    record("fund.endorsement.withdrawn", row, by=by, proposal=row.proposal.number, country=row.country)
    return row


def _take_back(endorsement: Endorsement, name: str, reason: str, on: date, by: User) -> Endorsement:
    held = locked(endorsement.proposal)
    row = Endorsement.objects.select_for_update(no_key=True).get(pk=endorsement.pk)
    guards = {"proposal_awaits": policy.awaits(row)}
    step = require(ENDORSEMENT, name, row.state, guards, _roles(by, row.country), reason=reason)
    row.state, row.said, row.answered_by, row.answered_on, row.valid_until = step.target, reason, by, on, None
    row.save(update_fields=["state", "said", "answered_by", "answered_on", "valid_until"])
    if held.state == Proposal.State.ENDORSED:  # screened stays screened: the committee finds the gap
        move(held, "unendorse", {"focal_point"}, on=on, reason=reason)
    transaction.on_commit(lambda: country_answered(row))
    return row
