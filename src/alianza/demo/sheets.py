"""Three sheets of law in review, drafted by the focal points of their countries.

What they changed is invented for the demonstration and says so; the law of the packaged sheets stays as it was.
"""

from copy import deepcopy
from datetime import date, timedelta
from typing import Any

from alianza.accounts.models import User
from alianza.demo.cast import DOMAIN, account, ministry, open_account, organisation
from alianza.network.models import Mandate, Subject
from alianza.regulations import figures_editing
from alianza.regulations.actions.sheets import draft_sheet, submit_sheet, take_up_sheet
from alianza.regulations.models import SheetVersion
from alianza.regulations.queries import versions_in_force

INVENTED = "Invented for the demonstration."
FOCAL_POINTS = {"greta": "DEU", "kendi": "KEN", "anouk": "CAN"}
"""Who keeps the sheets of a country beside Imani, who keeps those of the Philippines."""
Document = dict[str, Any]


def play(today: date) -> None:
    """Each drafts the next version of a sheet in force and hands it in; Luc has all three on his table."""
    luc = account("luc")
    for key, name, change in (
        ("greta", "de-eu-blue-card", _next_threshold),
        ("kendi", "ke-class-d", _asked_about_appeals),
        ("anouk", "ca-sawp", _one_more_case),
    ):
        keeper = _keeper(key, today)
        draft = draft_sheet(change(_in_force(name), today), by=keeper)
        take_up_sheet(submit_sheet(draft, by=keeper), by=luc)


def _keeper(key: str, today: date) -> User:
    email = f"{key}@{DOMAIN}"
    user = User.objects.filter(email=email).first() or open_account(email)
    country = FOCAL_POINTS[key]
    Mandate.objects.create(
        user=user,
        organisation=organisation(ministry(country)),
        country=country,
        subject=Subject.REGULATIONS,
        begins_on=today - timedelta(days=60),
        ends_on=today + timedelta(days=305),
    )
    return user


def _in_force(name: str) -> Document:
    version: SheetVersion = versions_in_force().get(category__name=name)
    return deepcopy(version.document)


def _next_threshold(document: Document, today: date) -> Document:
    """The pay asked after the last known year; the gap it fills is no longer listed."""
    name = "salary_standard"
    figure = figures_editing.figures(document)[name]
    held = figures_editing.values(figure)[-1]
    first = date.fromisoformat(held["to"]) + timedelta(days=1)
    value = {"from": first.isoformat(), "to": None, "v": round(held["v"] * 1.03, -2), "lv": "unverified"}
    document = figures_editing.with_value(document, name, None, {**value, "as_of": today.year})
    gaps = [gap for gap in figure.get("gaps", []) if not gap.endswith(first.isoformat())]
    about = {"unit": figure["unit"], "gaps": gaps, "note": f"The value from {first}: {INVENTED}"}
    return figures_editing.with_figure(document, name, "", about)


def _asked_about_appeals(document: Document, _today: date) -> Document:
    """An element that is still empty says whom one has asked."""
    document["elements"]["review_appeal"]["gap"] = f"Asked of the Directorate of Immigration Services. {INVENTED}"
    return document


def _one_more_case(document: Document, _today: date) -> Document:
    """Somebody whose country is not in the programme."""
    fits = next(case for case in document["cases"] if case["expect"] == "eligible")
    facts = {**fits["facts"], "person.nationalities": ["KE"]}
    document["cases"].append(
        {"name": f"From Kenya. {INVENTED}", "date": fits["date"], "facts": facts, "expect": "not_eligible"}
    )
    return document
