"""What people are told about the fund, by noun."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from alianza.fund.models import Endorsement, Proposal
from alianza.messages.kinds import Kind
from alianza.vocabulary.places import country


def _proposal_shown(facts: Mapping[str, Any], _lang: str) -> Mapping[str, Any]:
    return {**facts, "state": Proposal.State(str(facts["state"])).label}


def _country_shown(facts: Mapping[str, Any], lang: str) -> Mapping[str, Any]:
    shown = {**facts, "country": str(country(str(facts["country"])).name(lang))}
    if "state" in facts:
        shown["state"] = Endorsement.State(str(facts["state"])).label
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
    # programmes
    # facility
)
