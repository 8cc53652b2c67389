"""What the label asks for, how long it holds and who decides: for everybody."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from alianza.certification.actions.schemes import NoScheme, newest
from alianza.certification.confirming import criteria
from alianza.certification.lifecycle import APPLICATION, LABEL
from alianza.certification.majority import LEAST_MEMBERS
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
        "share": SHARE,
        "least": LEAST,
        "members": LEAST_MEMBERS,
    }
    return render(request, "certification/scheme_show.html", context)
