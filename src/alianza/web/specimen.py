"""What the style page shows: every component with invented values, so that a change of the design is seen at once."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from alianza.charts.specimen import specimens
from alianza.vocabulary.money import Money
from alianza.vocabulary.text import Text


class SpecimenForm(forms.Form):
    occupation = forms.CharField(
        label=_("Occupation"), max_length=120, help_text=_("Type what you do, in your own words; typos do not matter.")
    )
    posts = forms.IntegerField(label=_("Posts"), min_value=1, max_value=9999, help_text=_("How many people you need."))
    starts_on = forms.DateField(
        label=_("First day of work"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    destination = forms.ChoiceField(
        label=_("Destination"), choices=[("", _("Choose a country")), ("DEU", "Deutschland"), ("ESP", "España")]
    )
    season = forms.ChoiceField(
        label=_("How long is the work?"),
        widget=forms.RadioSelect,
        choices=[("season", _("A season, up to nine months")), ("year", _("A year or two")), ("open", _("No end set"))],
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages on the site"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("en", "English"), ("es", "Español"), ("fr", "Français")],
        help_text=_("Tick all that are spoken."),
    )
    remarks = forms.CharField(
        label=_("Remarks"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    contract = forms.FileField(
        label=_("Model contract"), required=False, help_text=_("PDF, at most 5 MB; checked before anybody opens it.")
    )
    truth = forms.BooleanField(label=_("What I state here is true."), help_text=_("False statements end the order."))


GIVEN = {"occupation": "strawbery picker", "posts": "-3", "destination": "", "season": "season", "languages": ["es"]}


def context(request: HttpRequest) -> dict[str, Any]:
    rows = [
        {
            "code": f"A-{104 + place}",
            "origin": origin,
            "destination": destination,
            "posts": posts,
            "pay": Money(pay, currency),
        }
        for place, (origin, destination, posts, pay, currency) in enumerate(
            (
                ("MAR", "ESP", 120, 132_300, "EUR"),
                ("PHL", "DEU", 8, 297_550, "EUR"),
                ("GTM", "CAN", 1_450, 289_000, "CAD"),
                ("VUT", "NZL", 62, 412_000, "NZD"),
            )
        )
    ]
    page = Paginator(range(412), 25, error_messages={}).get_page(request.GET.get("page", "3"))
    day = date(2026, 3, 2)
    return {
        "form": SpecimenForm(GIVEN),
        "plain_form": SpecimenForm(initial={"season": "year"}, prefix="plain"),
        "rows": rows,
        "page": page,
        "journey": [
            {"name": _("Profile complete"), "state": "done", "note": day.isoformat()},
            {"name": _("Agreed to be shortlisted"), "state": "done", "note": (day + timedelta(9)).isoformat()},
            {"name": _("The employer reads the shortlist"), "state": "now", "note": _("the employer acts")},
            {"name": _("Offer"), "state": "next"},
            {"name": _("Visa"), "state": "next"},
        ],
        "score_parts": [
            {"label": _("Skills"), "points": 310, "of": 400},
            {"label": _("Experience"), "points": 180, "of": 250},
            {"label": _("Language"), "points": 152, "of": 200},
            {"label": _("Qualification"), "points": 100, "of": 150},
        ],
        "law": Text(
            {
                "en": "The employer pays the journey to the place of work and back.",
                "es": "La empresa paga el viaje de ida y vuelta al lugar de trabajo.",
            },
            unreviewed={"es"},
        ),
        "law_sources": [{"title": _("An invented gazette"), "url": "#sources", "dated": "2026-01"}],
        "only_english": Text({"en": "This text exists in English only."}),
        "as_of": date(2026, 1, 15),
        "pay": Money(132_350, "EUR"),
        "charts": specimens(),
        "skills": ["Pruning", "Harvesting by hand", "Grading fruit", "Forklift licence"],
        "tokens": ("paper", "raised", "sunk", "ink", "soft", "line", "edge"),
        "inks": ("origin", "destination", "good", "caution", "bad"),
    }
