"""A worker's own profile, and the search for an occupation, over the API: same policy, same actions as the pages."""

from datetime import date
from typing import Annotated, Any, cast
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Field, Query, Router, Schema

from alianza.accounts.auth import person_with
from alianza.accounts.models import Scope, User
from alianza.registry import actions, policy
from alianza.registry.models import MOST_YEARS, Education, Profile
from alianza.search import occupations as search
from alianza.vocabulary.languages import CEFR
from alianza.vocabulary.languages import language as language_known
from alianza.vocabulary.occupations import UnknownOccupation, occupation
from alianza.vocabulary.places import country

router = Router()

READ, WRITE = person_with(Scope.REGISTRY_READ.value), person_with(Scope.REGISTRY_WRITE.value)
Text = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]


class OccupationOut(Schema):
    """An occupation found by name: ISCO-08 unit group and, where one was meant, the ESCO occupation."""

    isco: str
    esco_uri: str | None
    label: str
    language: str = Field(description="of the label; another one than asked for is a fallback")
    matched_on: str
    score: float


class ProfileOut(Schema):
    """A worker's own profile; codes as their agencies write them. Sealed values are shown to their worker alone."""

    code: UUID
    pseudonym: str
    status: str
    version: int
    keep_until: date
    origin: str
    birth_year: int | None
    isco: str
    years: int | None
    isco2: str
    years2: int | None
    education: int | None
    languages: dict[str, str]
    accepts: list[str]
    wishes: list[str]
    recognised_in: list[str]
    skills: list[str]
    medical: str
    security: str
    passport_until: date | None
    available_from: date | None
    full_name: str | None
    phone: str | None
    email: str | None

    @staticmethod
    def resolve_languages(profile: Profile) -> dict[str, str]:
        levels = {level.rank: level.value for level in CEFR}
        return {each.language: levels[each.level] for each in profile.languages.all()}


class ProfileIn(Schema):
    """What to change; leave out what stays. `version` is the one you read."""

    version: int = Field(ge=1, le=2_000_000_000)
    isco: str | None = Field(None, pattern=r"^[0-9]{4}$")
    years: int | None = Field(None, ge=0, le=MOST_YEARS)
    education: Education | None = None
    accepts: list[Annotated[str, Field(pattern=r"^[A-Z]{3}$")]] | None = Field(None, max_length=249)
    available_from: date | None = Field(None, description="the first day of the month counts")
    languages: dict[str, CEFR] | None = None


@router.get("occupations", response=list[OccupationOut], summary="Find an occupation by typing its name")
def occupations(
    request: HttpRequest,  # noqa: ARG001  ninja gives it
    q: Annotated[str, Query(min_length=1, max_length=100, description="a name, with typos, or an ISCO-08 code")],
    lang: Annotated[str, Query(pattern=r"^[a-z]{2,3}$")] = "en",
    limit: Annotated[int, Query(ge=1, le=50)] = 10,
) -> list[dict[str, Any]]:
    return [
        {
            "isco": match.isco,
            "esco_uri": match.esco_uri,
            "label": str(match.label),
            "language": match.label.language,
            "matched_on": match.matched_on,
            "score": match.score,
        }
        for match in search.find(q, lang, limit)
    ]


def _own(request: HttpRequest) -> tuple[User, Profile]:
    profile = policy.own_profile(request.user) if policy.may_have_profile(request.user) else None
    if profile is None:
        raise Http404
    return cast(User, request.user), profile


@router.get("me", response=ProfileOut, auth=READ, summary="My profile")
def mine(request: HttpRequest) -> Profile:
    return _own(request)[1]


@router.patch("me", response=ProfileOut, auth=WRITE, summary="Change my profile")
def change_mine(request: HttpRequest, change: ProfileIn) -> Profile:
    user, profile = _own(request)
    given = change.dict(exclude_unset=True)
    answers: dict[str, Any] = {name: given[name] for name in ("years", "education") if given.get(name) is not None}
    if given.get("isco"):
        group = occupation(given["isco"])
        if group.level != 4:
            raise UnknownOccupation.among({}, given["isco"])
        answers |= {"isco": group.code, "esco": ""}
        if group.code != profile.isco:
            answers["recognised_in"] = ()
    if given.get("accepts") is not None:
        answers["accepts"] = tuple(country(code).alpha3 for code in given["accepts"])
    if given.get("available_from"):
        answers["available_from"] = given["available_from"].replace(day=1)
    languages = given.get("languages")
    levels = (
        {language_known(code).code: level.rank for code, level in languages.items()} if languages is not None else None
    )
    return actions.save(profile, answers, languages=levels, version=change.version, by=user)
