"""Who is in the fund's story besides the ten of the registry: partners, reviewers, members of the bodies, officers."""

from dataclasses import dataclass
from datetime import date, timedelta

from alianza.accounts.models import User
from alianza.demo.cast import ACCOUNTS, DOMAIN, SECRETARIAT, account, ministry, open_account, organisation
from alianza.demo.fund.days import Days
from alianza.network.models import Mandate, Membership, Organisation, RoleCode, Subject
from alianza.vocabulary.places import country

STATES = ("NOR", "DEU", "CAN", "PHL", "KEN", "NPL")
"""Members of the Assembly in the story: three that give, three in which programmes are carried out."""
NEW = (("ngo", "Puente", "PHL"),)


@dataclass(frozen=True, slots=True)
class Speaker:
    """A person's role in an organisation; a country's short name stands for its state."""

    key: str
    organisation: str
    role: RoleCode


SPEAKERS = (
    Speaker("lena", SECRETARIAT, RoleCode.OFFICER),
    Speaker("sami", SECRETARIAT, RoleCode.OFFICER),
    Speaker("paz", "Puente", RoleCode.PARTNER),
    Speaker("mila", "Language School Mirivel", RoleCode.PARTNER),
    Speaker("sita", "Fair Passage", RoleCode.PARTNER),
    Speaker("sita", "Fair Passage", RoleCode.MEMBER),
    Speaker("kip", "Kenyan Engineers Abroad", RoleCode.PARTNER),
    Speaker("nora", "Association of Nurses Abroad", RoleCode.PARTNER),
    Speaker("rhea", "Institute for Mobility Studies", RoleCode.REVIEWER),
    Speaker("rolf", "Institute for Mobility Studies", RoleCode.REVIEWER),
    Speaker("rosa", "Office for Rights at Work", RoleCode.REVIEWER),
    Speaker("remy", "Parliamentary Group on Migration", RoleCode.REVIEWER),
    Speaker("maya", "NOR", RoleCode.MEMBER),
    Speaker("bruno", "DEU", RoleCode.MEMBER),
    Speaker("celia", "CAN", RoleCode.MEMBER),
    Speaker("pia", "PHL", RoleCode.MEMBER),
    Speaker("kamau", "KEN", RoleCode.MEMBER),
    Speaker("nima", "NPL", RoleCode.MEMBER),
    Speaker("inge", "Regional Dialogue of the Two Shores", RoleCode.MEMBER),
    Speaker("fritz", "Federation of Orchard Growers", RoleCode.MEMBER),
    Speaker("uma", "House of Newcomers", RoleCode.MEMBER),
)
FOCAL_POINTS = {"imani": "PHL", "greta": "DEU", "kendi": "KEN", "asha": "NPL"}
"""Whom countries named for the fund."""
REVIEWERS = ("rhea", "rolf", "rosa")


def of(name: str) -> Organisation:
    """An organisation by its name, or a state by its country's code."""
    return state(name) if name in STATES else organisation(name)


def state(code: str) -> Organisation:
    return Organisation.objects.get(name=country(code).name(), country=code, actor_type="state")


def person(key: str) -> User:
    return User.objects.get(email=f"{key}@{DOMAIN}")


def enter(today: date) -> None:
    """The organisations, accounts, roles and mandates that the fund's story needs, in force since it began."""
    begins = Days(today).first - timedelta(days=30)
    Organisation.objects.bulk_create(
        [
            *(Organisation(name=name, actor_type=kind, country=place) for kind, name, place in NEW),
            *(Organisation(name=country(code).name(), actor_type="state", country=code) for code in STATES),
        ]
    )
    languages = {each.key: each.language for each in ACCOUNTS}
    for key in dict.fromkeys([*(each.key for each in SPEAKERS), *FOCAL_POINTS]):
        if not User.objects.filter(email=f"{key}@{DOMAIN}").exists():
            open_account(f"{key}@{DOMAIN}", languages.get(key, "en"))
    Membership.objects.bulk_create(
        Membership(user=person(each.key), organisation=of(each.organisation), role=each.role, begins_on=begins)
        for each in SPEAKERS
    )
    Membership.objects.filter(user__in=[account("luc"), account("otto"), account("dina")]).update(begins_on=begins)
    Mandate.objects.bulk_create(
        Mandate(
            user=person(key),
            organisation=organisation(ministry(code)),
            country=code,
            subject=Subject.FUND,
            begins_on=begins,
            ends_on=today + timedelta(days=305),
        )
        for key, code in FOCAL_POINTS.items()
    )
