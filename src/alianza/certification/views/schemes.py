"""What the label asks for, how long it holds and who decides: for everybody."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from alianza.certification.actions.schemes import NoScheme, newest
from alianza.certification.complaint_steps import clocks_of
from alianza.certification.confirming import criteria
from alianza.certification.lifecycle import APPLICATION, LABEL
from alianza.certification.majority import LEAST_MEMBERS
from alianza.certification.models import Complaint, SchemeVersion
from alianza.certification.moves import moves_shown
from alianza.certification.sampling import LEAST, SHARE
from alianza.instruments.instrument import Instrument


def _sections(instrument: Instrument) -> list[tuple[object, list[object]]]:
    asked = criteria(instrument)
    return [
        (section, [item for item in asked if item.section == section.id])
        for section in instrument.sections
        if any(item.section == section.id for item in asked)
    ]


def _clocks(version: SchemeVersion) -> list[tuple[str, int]]:
    """Days of each step of a complaint, in the order of the steps."""
    clocks, state = clocks_of(version.document, action=version.major_days), Complaint.State
    return [
        (str(state.RECEIVED.label), clocks.received),
        (_("Received, where somebody is afraid, held or without papers"), clocks.urgent),
        (str(state.ADMISSIBLE.label), clocks.admissible),
        (str(state.ANSWER_BY_FIRM.label), clocks.answer_by_firm),
        (str(state.FINDING.label), clocks.finding),
        (str(state.ACTION.label), clocks.action),
        (str(state.APPEAL.label), clocks.appeal),
        (_("After the close, until an appeal is no longer open"), clocks.may_appeal),
    ]


@require_GET
def scheme_show(request: HttpRequest) -> HttpResponse:
    try:
        version = newest()
    except NoScheme:
        raise Http404 from None
    instrument = version.instrument.instrument
    steps = [
        (state, moves_shown(APPLICATION, state.id, {}, (), {}))
        for state in APPLICATION.states
        if state.id not in APPLICATION.finals
    ]
    label = [
        (state, moves_shown(LABEL, state.id, {}, (), {})) for state in LABEL.states if state.id not in LABEL.finals
    ]
    context = {
        "version": version,
        "instrument": instrument,
        "sections": _sections(instrument),
        "count": len(criteria(instrument)),
        "outcomes": instrument.outcomes,
        "steps": steps,
        "label_steps": label,
        "clocks": _clocks(version),
        "share": SHARE,
        "least": LEAST,
        "members": LEAST_MEMBERS,
    }
    return render(request, "certification/scheme_show.html", context)
