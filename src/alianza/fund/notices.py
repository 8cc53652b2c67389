"""What people are told about the fund, by noun."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from babel.numbers import format_currency
from django.utils.translation import gettext_lazy as _

from alianza.fund.models import (
    CountryRequest,
    Endorsement,
    FinanceImport,
    Operation,
    Programme,
    Proposal,
    Report,
    Tranche,
    Version,
)
from alianza.messages.kinds import Kind
from alianza.vocabulary.days import day_words
from alianza.vocabulary.places import country


def _proposal_shown(facts: Mapping[str, Any], _lang: str) -> Mapping[str, Any]:
    return {**facts, "state": Proposal.State(str(facts["state"])).label}


def _country_shown(facts: Mapping[str, Any], lang: str) -> Mapping[str, Any]:
    shown = {**facts, "country": str(country(str(facts["country"])).name(lang))}
    if "state" in facts:
        shown["state"] = Endorsement.State(str(facts["state"])).label
    return shown


def _tranche_shown(facts: Mapping[str, Any], _lang: str) -> Mapping[str, Any]:
    return {**facts, "state": Tranche.State(str(facts["state"])).label}


def _report_shown(facts: Mapping[str, Any], _lang: str) -> Mapping[str, Any]:
    shown = {**facts, "kind": Report.Kind(str(facts["kind"])).label}
    if "state" in facts:
        shown["state"] = Report.State(str(facts["state"])).label
    return shown


def _request_shown(facts: Mapping[str, Any], lang: str) -> Mapping[str, Any]:
    name = str(country(str(facts["country"])).name(lang))
    return {"country": name, "state": CountryRequest.State(str(facts["state"])).label}


def _operation_shown(facts: Mapping[str, Any], _lang: str) -> Mapping[str, Any]:
    return {**facts, "state": Operation.State(str(facts["state"])).label}


def _lapse_shown(facts: Mapping[str, Any], lang: str) -> Mapping[str, Any]:
    language = lang.partition("-")[0]
    shown = {**facts, "day": day_words(date.fromisoformat(str(facts["day"])), language)}
    if "grant" in facts:
        amount, currency = str(facts["grant"]).split()
        shown["grant"] = format_currency(Decimal(amount), currency, locale=language)
    return shown


def _reminder_shown(facts: Mapping[str, Any], lang: str) -> Mapping[str, Any]:
    language = lang.partition("-")[0]
    shown = dict(facts)
    if "day" in facts:
        shown["day"] = day_words(date.fromisoformat(str(facts["day"])), language)
    for name in ("money", "spent", "above"):
        if name in facts:
            amount, currency = str(facts[name]).split()
            shown[name] = format_currency(Decimal(amount), currency, locale=language)
    return shown


KINDS: tuple[Kind, ...] = (
    # proposals
    Kind(
        "fund.proposal.submitted",
        _("A proposal came in"),
        _("Proposal %(proposal)s was submitted: look whether it is admissible."),
        duty=True,
    ),
    Kind(
        "fund.proposal.moved",
        _("An answer to your proposal"),
        _("Proposal %(proposal)s is now: %(state)s."),
        duty=True,
        shown=_proposal_shown,
    ),
    Kind(
        "fund.endorsement.asked",
        _("Your country is asked for an endorsement"),
        _("Proposal %(proposal)s concerns %(country)s: endorse it or refuse."),
        duty=True,
        shown=_country_shown,
    ),
    Kind(
        "fund.endorsement.answered",
        _("A country answered on your proposal"),
        _("%(country)s on proposal %(proposal)s: %(state)s."),
        duty=True,
        shown=_country_shown,
    ),
    Kind(
        "fund.review.asked",
        _("A proposal to review"),
        _("You are asked to review proposal %(proposal)s. Declare first whether you have a conflict of interest."),
        duty=True,
    ),
    # bodies
    Kind(
        "fund.item.opened",
        _("A body asks for your answer"),
        _("Item %(item)s is before your body. Read its papers and answer for your member."),
        duty=True,
    ),
    Kind(
        "fund.item.papers_changed",
        _("A paper has changed"),
        _("A paper of item %(item)s was published anew, so its clock starts again."),
        duty=True,
    ),
    Kind(
        "fund.item.put",
        _("The chair puts an item to the members"),
        _("Item %(item)s is being put to the members now."),
        duty=True,
    ),
    Kind(
        "fund.item.question_asked",
        _("A member asks a question"),
        _("A question on item %(item)s has stopped its clock: answer it."),
        duty=True,
    ),
    Kind(
        "fund.item.question_answered",
        _("A question was answered"),
        _("The question on item %(item)s is answered, and its clock runs on."),
        duty=True,
    ),
    Kind(
        "fund.item.moved",
        _("An item moved to the next meeting"),
        _("Item %(item)s was not decided and waits for the next meeting."),
        duty=True,
    ),
    Kind(
        "fund.item.taken_up",
        _("An item stands on an agenda"),
        _("Item %(item)s stands on the agenda of a meeting."),
        duty=True,
    ),
    Kind(
        "fund.item.referred",
        _("An item goes to the Assembly"),
        _("Too few members without an interest are left to decide item %(item)s; the Assembly takes it up."),
        duty=True,
    ),
    Kind("fund.item.decided", _("An item is decided"), _("Item %(item)s is decided: read the decision."), duty=True),
    Kind(
        "fund.item.stuck",
        _("A decision cannot take effect"),
        _("The time of item %(item)s is over, but what follows from it is refused: look at what is missing."),
        duty=True,
    ),
    # programmes
    Kind(
        "fund.contract.to_sign",
        _("A contract waits for your signature"),
        _("The other side signed the contract of programme %(programme)s; it waits for yours."),
        duty=True,
    ),
    Kind(
        "fund.contract.reduced",
        _("Your contract was reduced"),
        _("The contract of programme %(programme)s was reduced."),
        duty=True,
    ),
    Kind(
        "fund.contract.account_changed",
        _("Account details were changed"),
        _("The account to which programme %(programme)s is paid was changed: confirm it by a call."),
        duty=True,
    ),
    Kind(
        "fund.tranche.moved",
        _("A tranche moved"),
        _("Tranche %(tranche)s is now: %(state)s."),
        duty=True,
        shown=_tranche_shown,
    ),
    Kind(
        "fund.report.submitted",
        _("A report came in"),
        _("%(kind)s report of %(contract)s: read it and accept or return it."),
        duty=True,
        shown=_report_shown,
    ),
    Kind(
        "fund.report.answered",
        _("An answer to your report"),
        _("%(kind)s report of %(contract)s is now: %(state)s."),
        duty=True,
        shown=_report_shown,
    ),
    Kind(
        "fund.overspend.answered",
        _("An answer to your overspend"),
        _("%(kind)s report of %(contract)s: what stood above the advance was answered."),
        duty=True,
        shown=_report_shown,
    ),
    Kind(
        "fund.report.late",
        _("A report is late"),
        _("%(kind)s report of %(contract)s is %(days)s days late. It is due since %(day)s."),
        duty=True,
        shown=_report_shown,
    ),
    Kind(
        "fund.report.blocks",
        _("A late report blocks the next payment"),
        _("%(kind)s report of %(contract)s is %(days)s days late: the next tranche waits for it."),
        duty=True,
        shown=_report_shown,
    ),
    Kind(
        "fund.report.listed",
        _("A late report is on the committee's list"),
        _("%(kind)s report of %(contract)s is %(days)s days late: the programme is listed as stuck."),
        duty=True,
        shown=_report_shown,
    ),
    Kind(
        "fund.reminder.refund_asked",
        _("What was not spent has to be returned"),
        _("The final report of %(contract)s is accepted: %(money)s have to be back by %(day)s."),
        duty=True,
        shown=_reminder_shown,
    ),
    Kind(
        "fund.reminder.refund_soon",
        _("The day of a refund is near"),
        _("%(money)s of %(contract)s have to be back by %(day)s."),
        duty=True,
        shown=_reminder_shown,
    ),
    Kind(
        "fund.reminder.refund_late",
        _("A refund is overdue"),
        _("%(money)s of %(contract)s had to be back by %(day)s and have not arrived."),
        duty=True,
        shown=_reminder_shown,
    ),
    Kind(
        "fund.reminder.audit_needed",
        _("An audit is needed before the next payment"),
        _(
            "%(spent)s were spent in %(year)s, more than %(above)s: the next tranche of %(contract)s, and its closure, "
            "wait for an audit for that year."
        ),
        duty=True,
        shown=_reminder_shown,
    ),
    Kind(
        "fund.programme.moved",
        _("Your programme moved"),
        _("Programme %(programme)s is now: %(state)s."),
        duty=True,
        shown=lambda facts, _lang: {**facts, "state": Programme.State(str(facts["state"])).label},
    ),
    Kind(
        "fund.programme.changed",
        _("A programme was changed"),
        _("Programme %(programme)s: %(kind)s. See what is different."),
        duty=True,
        shown=lambda facts, _lang: {**facts, "kind": Version.Kind(str(facts["kind"])).label},
    ),
    Kind(
        "fund.finding.made",
        _("An audit found something that you have to answer"),
        _("Answer it, and act, by %(day)s."),
        duty=True,
    ),
    Kind(
        "fund.allegation.received",
        _("An allegation was received"),
        _("Somebody told of fraud, abuse or a violation of rights. Open it for a reason that is kept."),
        duty=True,
    ),
    Kind(
        "fund.finance.ended",
        _("Your file of migration finance was read"),
        _("The file of %(publisher)s is now: %(state)s."),
        shown=lambda facts, _lang: {**facts, "state": FinanceImport.State(str(facts["state"])).label},
    ),
    # facility
    Kind(
        "fund.country_request.decided",
        _("The Assembly decided on your country's request"),
        _("The request of %(country)s for the facility is now: %(state)s."),
        duty=True,
        shown=_request_shown,
    ),
    Kind(
        "fund.operation.decided",
        _("The committee decided on an operation of your country"),
        _("Operation %(operation)s is now: %(state)s."),
        duty=True,
        shown=_operation_shown,
    ),
    Kind(
        "fund.operation.lapses",
        _("A commitment of the facility lapses soon"),
        _("Operation %(operation)s lapses without the bank's approval by %(day)s: its grant then goes back."),
        duty=True,
        shown=_lapse_shown,
    ),
    Kind(
        "fund.operation.lapsed",
        _("A commitment of the facility lapsed"),
        _("Operation %(operation)s lapsed on %(day)s: %(grant)s of grant went back to the pools."),
        duty=True,
        shown=_lapse_shown,
    ),
)
