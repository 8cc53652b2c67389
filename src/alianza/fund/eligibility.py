"""Whether a proposal is what the founding papers let the fund pay for: checks, each with the paragraphs it rests on.

Papers: who may ask and who may execute (MC/INF/284 §32), support of every country concerned and consistency with its
national plans (the same), additional to aid and direct to migration (GFMD-2020-RT6 footnote 14). A check that has not
been made yet is None, which is not the same as failed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from alianza.fund.models import Endorsement, Executant, Proposal
from alianza.network.models import Organisation
from alianza.vocabulary.initiative import entries
from alianza.vocabulary.refusal import marked
from alianza.vocabulary.said import Said

OTHER = "other"
"""A kind of project that the papers do not name; their lists are examples."""

APPLICANTS: Mapping[str, frozenset[str]] = {
    "government": frozenset({"state", "local_authority", "parliament", "human_rights_institution"}),
    "firm": frozenset(
        {
            "employer",
            "employers_association",
            "recruitment_agency",
            "immigration_law_firm",
            "money_transfer_company",
            "bank_or_microfinance",
            "media",
        }
    ),
    "civil society organisation": frozenset(
        {
            "ngo",
            "trade_union",
            "migrant_association",
            "diaspora_association",
            "professional_association",
            "training_institution",
            "academia",
            "youth",
        }
    ),
    "participating international organisation": frozenset({"international_organisation", "regional_organisation"}),
}
"""Which of the papers' types of actors each of their four words for applicants and executors covers: our reading."""


@dataclass(frozen=True, slots=True)
class Check:
    """`name` and `found` can be said in other languages; `sources` are paragraphs of the founding papers."""

    id: str
    name: Said
    met: bool | None
    found: Said
    sources: tuple[str, ...]


def _row(name: str, of: str) -> Mapping[str, Any]:
    return next(row for row in entries(name) if row["id"] == of)


def project_kinds() -> tuple[Mapping[str, Any], ...]:
    """What the papers name as projects of the fund, with label and source."""
    return tuple(row for row in entries("eligible_project_kinds") if "fund" in row["in"])


def may_apply(organisation: Organisation) -> bool:
    """Government, firm or civil society; international organisations execute, and ask together with one of these."""
    asked = set(entries("eligible_applicants")["fund"])
    return any(organisation.actor_type in kinds for word, kinds in APPLICANTS.items() if word in asked)


def is_international(organisation: Organisation) -> bool:
    return organisation.actor_type in APPLICANTS["participating international organisation"]


def is_local(organisation: Organisation, countries: Iterable[str]) -> bool:
    """An organisation of a country concerned."""
    return bool(organisation.country) and organisation.country in set(countries)


def may_execute(executant: Executant) -> bool:
    return executant.local or is_international(executant.organisation)


def endorsed_in_full(proposal: Proposal, on: date) -> tuple[str, ...]:
    """Countries concerned whose endorsement is missing or has run out on that day."""
    valid = {
        each.country
        for each in proposal.endorsements.all()
        if each.state == Endorsement.State.GIVEN and each.valid_until is not None and each.valid_until >= on
    }
    return tuple(each.country for each in proposal.countries.all() if each.country not in valid)


def checks(proposal: Proposal, on: date) -> tuple[Check, ...]:
    """Every check of the papers on a day."""
    conditions = tuple(entries("project_conditions")["src"])
    aid = _row("financing_rules", "additional_to_aid")
    outcome = _row("financing_rules", "outcome_or_complementary")
    applicants, executors = entries("eligible_applicants"), entries("eligible_executors")
    executants = list(proposal.executants.select_related("organisation"))
    fit = [each for each in executants if may_execute(each)]
    lacking = endorsed_in_full(proposal, on)
    countries = list(proposal.countries.all())
    plans = [each for each in proposal.endorsements.all() if each.state == Endorsement.State.GIVEN]
    asked = Said("%(organisation)s", organisation=proposal.applicant.name)
    return (
        Check(
            "applicant",
            Said(marked("A government, a firm or a civil society organisation asks")),
            may_apply(proposal.applicant),
            asked,
            tuple(applicants["src"]),
        ),
        Check(
            "executors",
            Said(marked("International organisations or local partners carry it out")),
            (len(fit) == len(executants)) if executants else None,
            Said(marked("%(fit)s of %(all)s organisations"), fit=len(fit), all=len(executants)),
            tuple(executors["src"]),
        ),
        Check(
            "endorsed",
            Said(marked("Endorsed by every country concerned")),
            (not lacking) if countries else None,
            Said(marked("%(given)s of %(all)s countries"), given=len(countries) - len(lacking), all=len(countries)),
            conditions,
        ),
        Check(
            "consistent",
            Said(marked("Consistent with national development plans")),
            (not lacking and all(each.plan and each.objective and each.page for each in plans)) if plans else None,
            Said("%(plans)s", plans="; ".join(f"{each.plan}, {each.page}" for each in plans) or "–"),
            conditions,
        ),
        Check(
            "additional",
            Said(marked("Additional to aid")),
            bool(proposal.additional.strip()) or None,
            Said("%(words)s", words=proposal.additional or "–"),
            tuple(aid["src"]),
        ),
        Check(
            "direct",
            Said(marked("Direct to migration")),
            bool(proposal.direct.strip()) or None,
            Said("%(words)s", words=proposal.direct or "–"),
            tuple(aid["src"]),
        ),
        Check(
            "follows",
            Said(marked("Follows an outcome of the Forum, or serves its aims")),
            bool(proposal.follows.strip()) or None,
            Said("%(words)s", words=proposal.follows or "–"),
            tuple(outcome["src"]),
        ),
    )
