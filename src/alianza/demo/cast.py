"""Who is in the story: the accounts one can sign in as, their organisations, and what each can try first.

Nobody here exists. Addresses end in `.example`, which no mail server serves.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alianza.accounts.models import User
from alianza.demo.distributions import DESTINATIONS, ORIGINS
from alianza.demo.orders import DemoEmployer, employers
from alianza.network.models import Mandate, Membership, Organisation, RoleCode, Subject
from alianza.network.roles import BY_CODE
from alianza.vocabulary.places import country

DOMAIN = "alianza.example"
SECRETARIAT = "Secretariat of the Alliance"
HOSPITAL = "klinikum-ostelune"
FARM = "finca-sol"

PARTNERS = (
    ("local_authority", "City of Tavoro", "ESP"),
    ("regional_organisation", "Regional Dialogue of the Two Shores", ""),
    ("development_bank", "Bank for Shared Development", ""),
    ("employers_association", "Federation of Orchard Growers", "ESP"),
    ("professional_association", "Association of Nurses Abroad", "PHL"),
    ("recruitment_agency", "Kesumel Recruitment", "PHL"),
    ("immigration_law_firm", "Drumel and Partners", "GBR"),
    ("training_institution", "Language School Mirivel", "PHL"),
    ("money_transfer_company", "Zeloru Transfers", "GBR"),
    ("bank_or_microfinance", "Solinka Credit Union", "SEN"),
    ("trade_union", "Union of Field Workers", "ESP"),
    ("migrant_association", "House of Newcomers", "DEU"),
    ("diaspora_association", "Kenyan Engineers Abroad", "DEU"),
    ("ngo", "Fair Passage", "NPL"),
    ("academia", "Institute for Mobility Studies", "NZL"),
    ("parliament", "Parliamentary Group on Migration", "CAN"),
    ("human_rights_institution", "Office for Rights at Work", "MAR"),
    ("media", "The Corridor Review", "KEN"),
    ("youth", "Youth on the Move", "COL"),
    ("private_donor", "Halorru Foundation", "CAN"),
)
"""One invented organisation of each further kind that the founding papers name: kind, name, country."""


@dataclass(frozen=True)
class Account:
    """Somebody one can sign in as. `role` is a role's code, `place` where they belong, `task` what they came for."""

    key: str
    name: str
    role: str
    place: Promise
    task: Promise
    language: str = "en"
    fund: bool = False
    """Somebody of the fund's story, who is entered with it."""

    @property
    def email(self) -> str:
        return f"{self.key}@{DOMAIN}"

    @property
    def role_label(self) -> Promise:
        return BY_CODE[self.role].label

    @property
    def role_description(self) -> Promise:
        return BY_CODE[self.role].description


ACCOUNTS = (
    Account(
        "ana",
        "Ana",
        "worker",
        _("Nurse in Manila"),
        _("Sees which routes fit, which orders she is proposed for and why, and answers an employer."),
    ),
    Account(
        "nadia",
        "Nadia",
        "worker",
        _("Farm worker in Larache"),
        _("Is offered a place at Finca Sol: takes it up or declines it."),
    ),
    Account(
        "pilar",
        "Pilar",
        "employer",
        _("Finca Sol, strawberries, Huelva"),
        _("Places orders for the season, reads a shortlist and opens the file of a worker who agreed."),
    ),
    Account(
        "jonas",
        "Jonas",
        "employer",
        _("Klinikum Ostelune, a hospital in Germany"),
        _("Looks for nurses and sees what each condition costs in candidates."),
    ),
    Account(
        "mara",
        "Mara",
        "employer",
        _("A farm in Canada"),
        _("Sees her own orders and nothing of anybody else's."),
    ),
    Account(
        "luc",
        "Luc",
        "officer",
        _("Secretariat"),
        _("Approves an order that waits, compares two placement runs and accepts one."),
    ),
    Account(
        "imani",
        "Imani",
        "focal_point",
        _("Ministry of Labour, Philippines"),
        _("Keeps the sheet on departure from the Philippines and the workers' registry there."),
    ),
    Account("otto", "Otto", "auditor", _("Secretariat"), _("Reads who did what and when.")),
    Account("dina", "Dina", "donor", _("A foundation"), _("Follows what is done with the money.")),
    Account("ada", "Ada", "administrator", _("Secretariat"), _("Gives and ends roles; sees no personal file.")),
    Account(
        "paz",
        "Paz",
        "partner",
        _("Puente, an organisation in Manila"),
        _("Goes on with a draft, corrects what came back, reports, answers the auditors."),
        fund=True,
    ),
    Account(
        "rhea",
        "Rhea",
        "reviewer",
        _("An institute, for the advisory group"),
        _("Declares that she is free, reads a proposal and scores it with her reasons."),
        fund=True,
    ),
    Account(
        "maya",
        "Maya",
        "member",
        _("Norway"),
        _("Answers for Norway while an item's clock runs; no vote reads what Norway gave."),
        fund=True,
    ),
    Account(
        "inge",
        "Inge",
        "member",
        _("A regional dialogue"),
        _("Chairs the committee: states a text, closes a round, calls a vote."),
        fund=True,
    ),
    Account(
        "lena",
        "Lena",
        "officer",
        _("Secretariat"),
        _("Checks what others asked for; cannot authorise what she checked."),
        fund=True,
    ),
    Account(
        "sami",
        "Sami",
        "officer",
        _("Secretariat"),
        _("Authorises a tranche that Paz asked for and Lena checked."),
        fund=True,
    ),
)
BY_KEY = {account.key: account for account in ACCOUNTS}


def ministry(code: str) -> str:
    return f"Ministry of Labour of {country(code).name()}"


def enter_organisations() -> None:
    """Governments of every country in the story, its employers, and one organisation of each further kind."""
    Organisation.objects.bulk_create(
        [
            Organisation(name=SECRETARIAT, actor_type="international_organisation", secretariat=True),
            *(
                Organisation(name=ministry(code), actor_type="state", country=code)
                for code in sorted({*ORIGINS, *DESTINATIONS})
            ),
            *(Organisation(name=name, actor_type=kind, country=place) for kind, name, place in PARTNERS),
            *(
                Organisation(
                    name=each.name,
                    actor_type="employer",
                    country=each.country,
                )
                for each in employers()
            ),
        ]
    )


def organisation(name: str) -> Organisation:
    return Organisation.objects.get(name=name)


def employer(key: str) -> Organisation:
    return organisation(employer_named(key).name)


def employer_named(key: str) -> DemoEmployer:
    return next(each for each in employers() if each.key == key)


def elsewhere() -> str:
    """The key of Mara's employer: the first farm in Canada."""
    return next(each.key for each in employers() if each.route == "ca-sawp")


def account(key: str) -> User:
    return User.objects.get(email=BY_KEY[key].email)


def open_account(email: str, language: str = "en") -> User:
    """An account without a password, its address confirmed: one signs in with a click, and only here."""
    user = User.objects.create(email=email, language=language, password=make_password(None))
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def open_accounts(today: date) -> None:
    """The cast with their roles and mandates, in force for a year."""
    for each in ACCOUNTS:
        if not each.fund:
            open_account(each.email, each.language)
    secretariat = organisation(SECRETARIAT)
    begins = today - timedelta(days=60)
    Membership.objects.bulk_create(
        Membership(user=account(key), organisation=place, role=role, begins_on=begins)
        for key, place, role in (
            ("pilar", employer(FARM), RoleCode.EMPLOYER),
            ("jonas", employer(HOSPITAL), RoleCode.EMPLOYER),
            ("mara", employer(elsewhere()), RoleCode.EMPLOYER),
            ("luc", secretariat, RoleCode.OFFICER),
            ("otto", secretariat, RoleCode.AUDITOR),
            ("ada", secretariat, RoleCode.ADMINISTRATOR),
            ("dina", organisation("Halorru Foundation"), RoleCode.DONOR),
        )
    )
    Mandate.objects.bulk_create(
        Mandate(
            user=account("imani"),
            organisation=organisation(ministry("PHL")),
            country="PHL",
            subject=subject,
            begins_on=begins,
            ends_on=today + timedelta(days=305),
        )
        for subject in (Subject.REGULATIONS, Subject.PLACEMENT)
    )
