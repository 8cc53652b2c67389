"""The cast: Ana the worker in Manila, Finca Sol the employer in Huelva, Luc the officer, Mara from elsewhere.

Invented people only. Mara is an agent of another employer: what she may not see must not exist for her.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

from django.contrib.auth.hashers import make_password
from django.test import Client

from alianza.accounts.models import User
from alianza.network.models import Mandate, Membership, Organisation, RoleCode, Subject
from alianza.web.middleware import SESSION_HAS_SECOND_FACTOR

PASSWORD = "correct horse battery staple"


@dataclass
class World:
    ana: User
    finca_sol: Organisation
    pilar: User
    """Agent of Finca Sol."""
    luc: User
    """Officer of the secretariat."""
    mara: User
    """Agent of an employer elsewhere."""
    far_farms: Organisation
    imani: User
    """Focal point of the Philippines for regulations and placement."""
    otto: User
    """Auditor."""
    dina: User
    """Donor's representative."""
    ada: User
    """Administrator."""
    secretariat: Organisation
    paz: User
    """Agent of Puente, a partner that applies to the fund and carries out programmes."""
    rhea: User
    """Reviewer in the advisory group."""
    maya: User
    """Norway's representative in the bodies."""
    lena: User
    """Officer who checks."""
    sami: User
    """Officer who authorises."""
    puente: Organisation
    norway: Organisation
    treasury: Organisation
    """The donor that Dina speaks for."""
    clients: dict[int, Client] = field(default_factory=dict)

    def signed_in(self, user: User | None) -> Client:
        """A browser in which that person is signed in, second factor shown; None is a visitor."""
        client = Client()
        if user is not None:
            client.force_login(user)
            session = client.session
            session[SESSION_HAS_SECOND_FACTOR] = True
            session.save()
        return client

    def visitor(self, kind: str) -> User | None:
        """The person who stands for a column of the role x page table."""
        return {
            "anonymous": None,
            "worker": self.ana,
            "employer": self.pilar,
            "stranger": self.mara,
            "focal_point": self.imani,
            "officer": self.luc,
            "auditor": self.otto,
            "donor": self.dina,
            "administrator": self.ada,
            "partner": self.paz,
            "reviewer": self.rhea,
            "member": self.maya,
        }[kind]


@cache
def _sealed_password() -> str:
    """Argon2 is slow on purpose: hashed once for everybody, not eight times for each test."""
    return make_password(PASSWORD)


def _person(name: str) -> User:
    return User.objects.create(email=f"{name}@example.org", password=_sealed_password())


def build() -> World:
    secretariat = Organisation.objects.create(
        name="Secretariat", actor_type="international_organisation", secretariat=True
    )
    finca_sol = Organisation.objects.create(name="Finca Sol", actor_type="employer", country="ESP")
    far_farms = Organisation.objects.create(name="Far Farms", actor_type="employer", country="CAN")
    ministry = Organisation.objects.create(name="Ministry of Labour", actor_type="state", country="PHL")
    treasury = Organisation.objects.create(name="Development Fund", actor_type="private_donor", country="NOR")
    puente = Organisation.objects.create(name="Puente", actor_type="ngo", country="PHL")
    norway = Organisation.objects.create(name="Norway", actor_type="state", country="NOR")
    today = date.today()
    names = ["ana", "pilar", "luc", "mara", "imani", "otto", "dina", "ada", "paz", "rhea", "maya", "lena", "sami"]
    people = {name: _person(name) for name in names}
    for name, organisation, role in (
        ("pilar", finca_sol, RoleCode.EMPLOYER),
        ("mara", far_farms, RoleCode.EMPLOYER),
        ("luc", secretariat, RoleCode.OFFICER),
        ("otto", secretariat, RoleCode.AUDITOR),
        ("dina", treasury, RoleCode.DONOR),
        ("ada", secretariat, RoleCode.ADMINISTRATOR),
        ("paz", puente, RoleCode.PARTNER),
        ("rhea", secretariat, RoleCode.REVIEWER),
        ("maya", norway, RoleCode.MEMBER),
        ("lena", secretariat, RoleCode.OFFICER),
        ("sami", secretariat, RoleCode.OFFICER),
    ):
        Membership.objects.create(user=people[name], organisation=organisation, role=role, begins_on=today)
    for subject in (Subject.REGULATIONS, Subject.PLACEMENT, Subject.FUND):
        Mandate.objects.create(
            user=people["imani"],
            organisation=ministry,
            country="PHL",
            subject=subject,
            begins_on=today - timedelta(days=30),
            ends_on=today + timedelta(days=300),
        )
    return World(
        finca_sol=finca_sol,
        far_farms=far_farms,
        secretariat=secretariat,
        puente=puente,
        norway=norway,
        treasury=treasury,
        **{name: people[name] for name in people},
    )
