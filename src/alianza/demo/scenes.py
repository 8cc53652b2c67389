"""What has happened so far, told through the same actions that the pages use.

Each scene assumes that the registry, the orders and the accounts are there.
"""

from dataclasses import dataclass, field
from datetime import date

from alianza.accounts.models import User
from alianza.consent.actions import give
from alianza.consent.models import Consent
from alianza.consent.purposes import purpose
from alianza.demo.cast import DOMAIN, FARM, HOSPITAL, account, employer, open_account
from alianza.demo.registry import programme
from alianza.demo.trades import skill_pool, trades
from alianza.network.models import Organisation
from alianza.placement.actions.orders import approve_order, draft_order, return_order, submit_order
from alianza.placement.actions.places import answer_place, offer_place
from alianza.placement.actions.proposals import answer, ask, draw_up, open_proposed_file
from alianza.placement.actions.runs import Limits, start_run, work_out
from alianza.placement.models import JobOrder, Proposal
from alianza.registry.actions import begin, register, save
from alianza.registry.models import Profile
from alianza.registry.months import add_months, first_of, month_index

SHORTLIST = 30
NURSES, PICKERS, WAITING, FEW = "O-KLINIK", "O-FRESA1", "O-FRESA2", "O-FRESA3"
"""Numbers of the orders that the scenes place."""


@dataclass(frozen=True)
class _Life:
    """A worker of the cast: occupation, answers to the profile's questions, and languages."""

    isco: str
    answers: dict[str, object]
    languages: dict[str, int]
    unknown_skills: int = 2
    """How many of the occupation's essential skills the worker does not have."""


_LIVES = {
    "ana": _Life(
        "2221",
        {
            "full_name": "Ana Mirelda",
            "phone": "+999 00 70001",
            "birth_date": "1994-05-17",
            "origin": "PHL",
            "region": 2,
            "woman": True,
            "years": 8,
            "education": 5,
            "recognised_in": ("DEU",),
            "medical": "fit",
            "security": "clear",
            "wish1": "DEU",
            "wish2": "GBR",
            "accepts": ("CAN",),
            "min_wage_minor": 2_600_00,
            "min_wage_currency": "EUR",
        },
        {"fil": 6, "en": 5, "de": 4},
    ),
    "nadia": _Life(
        "9211",
        {
            "full_name": "Nadia Orruka",
            "phone": "+999 00 70002",
            "birth_date": "1991-09-02",
            "origin": "MAR",
            "region": 4,
            "woman": True,
            "disadvantaged": True,
            "years": 11,
            "education": 1,
            "medical": "fit",
            "security": "clear",
            "wish1": "ESP",
            "min_wage_minor": 9_000_00,
            "min_wage_currency": "MAD",
        },
        {"ar": 6, "fr": 2, "es": 2},
        unknown_skills=0,
    ),
}


def register_workers(today: date) -> None:
    """The two workers of the cast fill in their profiles, agree to be matched and named, and register."""
    for key, life in _LIVES.items():
        user = account(key)
        for code in ("matching", "named", "mail"):
            give(user, code, version=purpose(code).current.version, language=user.language, by=user)
        pool = skill_pool(life.isco)
        known = pool.essential[: len(pool.essential) - life.unknown_skills]
        answers = {
            **life.answers,
            "email": user.email,
            "isco": life.isco,
            "esco": trades()[life.isco].esco.id,
            "skills": (*known, *pool.optional[:6]),
            "passport_until": add_months(today, 58),
            "available_from": first_of(month_index(today) + 1),
        }
        profile = begin(user, by=user)
        profile = save(profile, answers, languages=life.languages, version=profile.version, by=user)
        register(profile, version=profile.version, by=user)


@dataclass(frozen=True)
class _Season:
    """A job order of the cast; whatever is not said here is said in `_place`."""

    number: str
    isco: str
    posts: int
    starts_in: int
    months: int
    origins: tuple[str, ...] = ("COL", "MAR", "SEN")
    changed: dict[str, object] = field(default_factory=dict)


def place_orders(today: date) -> None:
    """Finca Sol's four orders and the hospital's: open, waiting for the officer, returned, and a draft that fails."""
    pilar, jonas, luc = account("pilar"), account("jonas"), account("luc")
    farm = employer(FARM)
    for season in (
        _Season(PICKERS, "9211", 24, starts_in=3, months=7),
        _Season(WAITING, "9213", 30, starts_in=4, months=8),
        _Season(FEW, "9214", 6, starts_in=3, months=6),  # too few posts for a collective offer in 2026
        _Season("O-FRESA4", "9211", 18, starts_in=5, months=6, changed={"min_years": 9, "lang1": "es", "lang1_min": 4}),
    ):
        order = _place(season, farm, today, by=pilar)
        if season.number != FEW:
            submit_order(order, by=pilar)
        if season.number == PICKERS:
            approve_order(order, by=luc)
        if season.number == "O-FRESA4":
            reason = "Nine years and fluent Spanish for picking would exclude nearly everybody. Please ask for less."
            return_order(order, reason=reason, by=luc)
    pool = skill_pool("2221")
    nurses = draft_order(
        employer(HOSPITAL),
        {
            "number": NURSES,
            "programme": programme("professions"),
            "destination": "DEU",
            "permit": "de-eu-blue-card",
            "isco": "2221",
            "posts": 5,
            "wage": 4350,
            "currency": "EUR",
            "min_years": 2,
            "lang1": "de",
            "lang1_min": 3,
            "min_education": 5,
            "regulated": True,
            "origins": ["COL", "IND", "KEN", "MEX", "PHL", "TUN"],
            "starts_on": first_of(month_index(today) + 5),
            "passport_min": 12,
            "essential": list(pool.essential[:8]),
            "essential_min": 4,
            "optional": list(pool.optional[:5]),
            "offer": {"offer.matches_qualification": True, "offer.shortage": True, "offer.months": 36},
        },
        by=jonas,
    )
    submit_order(nurses, by=jonas)
    approve_order(nurses, by=luc)


def _place(season: _Season, farm: Organisation, today: date, *, by: User) -> JobOrder:
    pool = skill_pool(season.isco)
    return draft_order(
        farm,
        {
            "number": season.number,
            "programme": programme("seasons"),
            "destination": "ESP",
            "permit": "es-gecco-circular",
            "isco": season.isco,
            "related_ok": True,
            "posts": season.posts,
            "wage": 1640,
            "currency": "EUR",
            "origins": list(season.origins),
            "starts_on": first_of(month_index(today) + season.starts_in),
            "passport_min": 12,
            "essential": list(pool.essential[:6]),
            "essential_min": 3,
            "optional": list(pool.optional[:4]),
            "offer": {"offer.housing": True, "offer.months": season.months},
            **season.changed,
        },
        by=by,
    )


def draw_up_shortlists() -> None:
    """Two shortlists: some workers asked, some agreed, one declined; one place taken and one offered."""
    pilar, jonas = account("pilar"), account("jonas")
    pickers, nurses = JobOrder.objects.get(number=PICKERS), JobOrder.objects.get(number=NURSES)
    draw_up(pickers, places=SHORTLIST, by=pilar)
    draw_up(nurses, places=SHORTLIST, by=jonas)

    three = [_given_account(each, f"worker{at}") for at, each in enumerate(_best(pickers, 3), start=1)]
    nadia = _proposal(pickers, account("nadia"))
    ask([*three, *([nadia] if nadia else [])], by=pilar)
    for proposal, agreed in zip(three, (True, True, False), strict=False):
        answer(proposal, agreed=agreed, by=_holder(proposal))
    if three:
        taken = offer_place(pickers, three[0].profile, by=pilar)
        answer_place(taken, take=True, by=_holder(three[0]))
        open_proposed_file(three[0], reason="To arrange the journey and the contract.", by=pilar)
    if nadia:
        answer(nadia, agreed=True, by=account("nadia"))
        offer_place(pickers, nadia.profile, by=pilar)

    two = [_given_account(each, f"nurse{at}") for at, each in enumerate(_best(nurses, 2), start=1)]
    ana = _proposal(nurses, account("ana"))
    ask([*two, *([ana] if ana else [])], by=jonas)
    for proposal in two[:1]:
        answer(proposal, agreed=True, by=_holder(proposal))


def _best(order: JobOrder, count: int) -> list[Proposal]:
    """The best on the list whose files a service holds."""
    return list(order.proposals.filter(profile__user__isnull=True).select_related("profile", "order")[:count])


def _proposal(order: JobOrder, user: User) -> Proposal | None:
    return order.proposals.filter(profile__user=user).select_related("profile", "order").first()


def _holder(proposal: Proposal) -> User:
    user = Profile.objects.select_related("user").get(pk=proposal.profile_id).user
    if user is None:
        raise LookupError(f"{proposal.profile} has no account.")
    return user


def _given_account(proposal: Proposal, name: str) -> Proposal:
    """The worker took over the profile that the service held, with an account of their own."""
    user = open_account(f"{name}@{DOMAIN}")
    profile = proposal.profile
    Consent.objects.filter(person=profile.person).update(person=user.code, witness=None)
    Profile.objects.filter(pk=profile.pk).update(user=user, registrar=None, reference=None, person=user.code)
    profile.refresh_from_db()
    return proposal


def run_placements() -> None:
    """Two finished runs of the seasonal programme, with and without its shares, for the officer to compare."""
    luc = account("luc")
    for limits in (Limits(), Limits(shares=False)):
        work_out(start_run(programme("seasons"), limits, by=luc).pk)
