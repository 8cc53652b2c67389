"""Operations of the facility as activities of IATI: our grant alone; the loan is the bank's to publish, never both."""

from dataclasses import replace
from datetime import date

from alianza.fund.models import Operation
from alianza.fund.queries.iati_names import Names, said
from alianza.fund.queries.iati_programmes import conditions
from alianza.fund.queries.iati_shapes import WHOLE, page, party
from alianza.iati.values import Activity, ActivityDate, Country, Description, RelatedActivity, say
from alianza.vocabulary.places import country

O = Operation.State
STATUS = {
    O.PROPOSED: "1",
    O.FROZEN: "1",
    O.SCREENED: "1",
    O.DECIDED: "1",
    O.COMMITTED: "2",
    O.BANK_APPROVED: "2",
    O.EFFECTIVE: "2",
    O.CLOSED: "4",
    O.LAPSED: "5",
    O.CANCELLED: "5",
    O.REJECTED: "5",
}


def filled_in(plain: Activity, operation: Operation, names: Names, on: date) -> Activity:
    """The activity of an operation as it stands today, with the transactions of the day it is of."""
    held = names.publisher
    loan = names.outside.get(f"operation:{operation.number}", "")
    state = O(operation.state)
    starts = operation.committed_on or operation.decided_on
    dates = [ActivityDate(kind="1", on=operation.decided_on or min(each.on for each in plain.dates))]
    if state in (O.EFFECTIVE, O.CLOSED) and operation.effective_on is not None and operation.effective_on <= on:
        dates.append(ActivityDate(kind="2", on=operation.effective_on))
    elif starts is not None and STATUS[state] in ("2", "4", "5") and operation.committed_on is not None:
        dates.append(ActivityDate(kind="2", on=operation.committed_on))
    if operation.ended_on is not None and operation.ended_on <= on and operation.ended_on > dates[-1].on:
        dates.append(ActivityDate(kind="4", on=operation.ended_on))
    decision = operation.decision
    return replace(
        plain,
        title=said("en", operation.title) or plain.title,
        descriptions=(
            *plain.descriptions,
            *(Description(kind="2", words=words) for words in (said("en", operation.direct),) if words is not None),
            Description(
                kind="4",
                words=say(
                    en="A grant that makes a development bank's loan concessional. The loan is published by the bank."
                ),
            ),
        ),
        parties=(
            party("1", names.own(activity=held.fund)),
            party("2", names.own()),
            party("3", names.own()),
            party("4", names.organisation(operation.bank, activity=loan)),
        ),
        status=STATUS[state],
        dates=tuple(dates),
        countries=(Country(code=country(operation.request.country).alpha2, percentage=WHOLE),),
        regions=(),
        documents=(
            *page(f"Operation {operation.number}", held.page("fund:operation-show", code=operation.code), "A12"),
            *(
                page(f"Decision {decision.number}", held.page("fund:decision-show", code=decision.code), "A05")
                if decision
                else ()
            ),
        ),
        conditions=conditions(decision) if decision else None,
        related=(*plain.related, *((RelatedActivity(ref=loan, kind="4"),) if loan else ())),
    )
