"""The profile in small steps: each form is one page on a phone, and knows which answers of the profile it holds."""

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from alianza.registry.forms import choices
from alianza.registry.forms.step import Day, StepForm
from alianza.registry.forms.wishes import WishesForm
from alianza.registry.models import (
    EARLIEST_BIRTH,
    MOST_LANGUAGES,
    MOST_SKILLS,
    MOST_YEARS,
    Education,
    Medical,
    Profile,
    Security,
)
from alianza.texts import page_language
from alianza.vocabulary.money import Money
from alianza.vocabulary.occupations import (
    SkillNeed,
    esco_occupation,
    occupation,
    skill,
    skills_of,
    skills_of_group,
)
from alianza.vocabulary.places import country
from alianza.vocabulary.refusal import Refusal

YOUNGEST = 14
SUGGESTED_SKILLS = 24
"""How many essential, and how many optional, skills of an occupation are offered."""
_NO_SUCH_DAY = {"invalid": _("There is no such day. Write year-month-day, for example 1990-05-31.")}


class OccupationForm(StepForm):
    """The first occupation: found by typing, chosen among what was found."""

    slug = "occupation"
    title = _("Your occupation")
    lead = _("Type what you work as, in your own words, and choose the closest title.")
    template = "registry/profile_occupation.html"
    required: ClassVar[bool] = True
    names: ClassVar[tuple[str, str, str]] = ("isco", "esco", "years")

    q = forms.CharField(label=_("What do you work as?"), max_length=100, required=False)
    choice = forms.CharField(max_length=60, required=False)
    years = forms.IntegerField(
        label=_("For how many years have you done this work?"), min_value=0, max_value=MOST_YEARS, required=False
    )

    def __init__(self, data: Any = None, *, profile: Profile | None) -> None:
        super().__init__(data, profile=profile)
        self.fields["years"].required = self.required

    def held(self, profile: Profile) -> dict[str, Any]:
        isco, esco, years = (getattr(profile, name) for name in self.names)
        return {"choice": f"{isco}|{esco}" if esco else isco, "years": years}

    def clean_choice(self) -> tuple[str, str]:
        isco, _bar, esco = self.cleaned_data["choice"].partition("|")
        if not isco:
            return "", ""
        try:
            group = occupation(isco)
            precise = esco_occupation(esco) if esco else None
        except Refusal:
            group, precise = None, None
        if group is None or group.level != 4 or (esco and (precise is None or precise.isco != isco)):
            raise forms.ValidationError(_("Choose one of the occupations found. Search again if none fits."))
        return isco, precise.id if precise else ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        isco, _esco = data.get("choice") or ("", "")
        if (
            not isco
            and "choice" not in self.errors
            and (self.required or data.get("q") or data.get("years") is not None)
        ):
            self.add_error("choice", _("Choose one of the occupations found. Search again if none fits."))
        if isco and data.get("years") is None and "years" not in self.errors:
            self.add_error("years", _("Say for how many years; 0 if you are new to it."))
        return data

    def answers(self) -> dict[str, Any]:
        isco, esco = self.cleaned_data["choice"]
        years = self.cleaned_data["years"] if isco else None
        found: dict[str, Any] = dict(zip(self.names, (isco, esco, years), strict=True))
        if self.names[0] == "isco" and self.profile is not None and self.profile.isco != isco:
            found["recognised_in"] = ()  # recognition belonged to the other occupation's qualification
        return found


class SecondForm(OccupationForm):
    slug = "second"
    title = _("Another occupation")
    lead = _("If you can also do other work, name it: more job orders may fit. Otherwise go on.")
    required = False
    names = ("isco2", "esco2", "years2")


class SkillsForm(StepForm):
    slug = "skills"
    title = _("What you can do")
    lead = _("Mark what you have done and could show. Employers look for these.")

    essential = forms.MultipleChoiceField(label=_("Usual in your occupation"), required=False)
    optional = forms.MultipleChoiceField(label=_("Sometimes asked for"), required=False)
    others = forms.MultipleChoiceField(label=_("What you named before"), required=False)

    def __init__(self, data: Any = None, *, profile: Profile | None) -> None:
        super().__init__(data, profile=profile)
        needs = self._needs(profile)
        offered = {need.skill.id for need in needs}
        held = [skill(each) for each in profile.skills if each not in offered] if profile else []
        for name, wanted in (("essential", True), ("optional", False)):
            named = [(need.skill.id, need.skill.label_en) for need in needs if need.essential is wanted]
            self._offer(name, named)
        self._offer("others", [(each.id, each.label_en) for each in held])

    def _offer(self, name: str, named: list[tuple[str, str]]) -> None:
        if not named:
            del self.fields[name]
            return
        field = self.fields[name]
        assert isinstance(field, forms.MultipleChoiceField)
        field.widget = forms.CheckboxSelectMultiple(attrs={"lang": "en"})  # ESCO has no other language for skills
        field.choices = named
        if page_language() != "en":
            field.help_text = now("The European classification names skills in English only.")

    @staticmethod
    def _needs(profile: Profile | None) -> list[SkillNeed]:
        if profile is None or not profile.isco:
            return []
        needs = skills_of(profile.esco) if profile.esco else skills_of_group(profile.isco)
        essential = [need for need in needs if need.essential][:SUGGESTED_SKILLS]
        return essential + [need for need in needs if not need.essential][:SUGGESTED_SKILLS]

    def held(self, profile: Profile) -> dict[str, Any]:
        return dict.fromkeys(("essential", "optional", "others"), profile.skills)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        chosen = [each for name in ("essential", "optional", "others") for each in data.get(name) or ()]
        if len(chosen) > MOST_SKILLS:
            self.add_error(None, now("Choose at most %(most)s; the ones you know best.") % {"most": MOST_SKILLS})
        data["skills"] = tuple(chosen)
        return data

    def answers(self) -> dict[str, Any]:
        return {"skills": self.cleaned_data["skills"]}


class LanguagesForm(StepForm):
    slug = "languages"
    title = _("Your languages")
    lead = _("Name each language you can use at work, and how well you know it.")
    template = "registry/profile_languages.html"
    SPARE: ClassVar[int] = 3

    def __init__(self, data: Any = None, *, profile: Profile | None) -> None:
        super().__init__(data, profile=profile)
        spoken = list(profile.languages.values_list("language", "level")) if profile else []
        self.rows = min(len(spoken) + self.SPARE, MOST_LANGUAGES)
        for number in range(1, self.rows + 1):
            code, level = spoken[number - 1] if number <= len(spoken) else ("", "")
            self.fields[f"language{number}"] = forms.ChoiceField(
                label=_("Language"), choices=choices.language_choices, required=False, initial=code
            )
            self.fields[f"level{number}"] = forms.ChoiceField(
                label=_("How well"), choices=choices.level_choices, required=False, initial=str(level)
            )

    def pairs(self) -> list[tuple[Any, Any]]:
        """The fields of each row, for the page."""
        return [(self[f"language{number}"], self[f"level{number}"]) for number in range(1, self.rows + 1)]

    def held(self, profile: Profile) -> dict[str, Any]:
        return {}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        found: dict[str, int] = {}
        for number in range(1, self.rows + 1):
            code, level = data.get(f"language{number}"), data.get(f"level{number}")
            if not code and not level:
                continue
            if not code or not level:
                missing = f"level{number}" if code else f"language{number}"
                if missing not in self.errors:
                    self.add_error(missing, _("Choose both, the language and how well you know it."))
            elif code in found:
                self.add_error(f"language{number}", _("This language stands above already."))
            else:
                found[code] = int(level)
        data["found"] = found
        return data

    def answers(self) -> dict[str, Any]:
        return {}

    def languages(self) -> dict[str, int]:
        return dict(self.cleaned_data["found"])


class QualificationsForm(StepForm):
    slug = "qualifications"
    title = _("Your education")
    lead = _("Say how far you went at school, and where your qualification counts already.")

    education = forms.TypedChoiceField(
        label=_("Highest level completed"), choices=Education.choices, coerce=int, widget=forms.RadioSelect
    )
    recognised_in = forms.MultipleChoiceField(
        label=_("My qualification is recognised in"),
        help_text=_("Mark a country only if its authority has confirmed it in writing."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any = None, *, profile: Profile | None) -> None:
        super().__init__(data, profile=profile)
        places = dict.fromkeys((*profile.accepts, *profile.recognised_in)) if profile else {}
        if not places:
            del self.fields["recognised_in"]
            return
        lang = page_language()
        field = self.fields["recognised_in"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(alpha3, str(country(alpha3).name(lang))) for alpha3 in places]

    def answers(self) -> dict[str, Any]:
        return {
            "education": self.cleaned_data["education"],
            "recognised_in": tuple(self.cleaned_data.get("recognised_in") or ()),
        }


class PayForm(StepForm):
    slug = "pay"
    title = _("The least you would work for")
    lead = _("Job orders that pay less a month are not proposed to you. Leave it empty if any lawful pay will do.")

    amount = forms.DecimalField(
        label=_("Least pay a month, before tax"),
        required=False,
        min_value=Decimal("0.001"),
        max_value=Decimal(10**9),
        decimal_places=3,
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
    )
    currency = forms.ChoiceField(label=_("Currency"), choices=choices.currency_choices, required=False)

    def __init__(self, data: Any = None, *, profile: Profile | None) -> None:
        super().__init__(data, profile=profile)
        if profile is not None:
            field = self.fields["currency"]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices.currency_choices(profile.accepts)

    def held(self, profile: Profile) -> dict[str, Any]:
        if profile.min_wage_minor is None:
            return {}
        held = Money(profile.min_wage_minor, profile.min_wage_currency)
        return {"amount": held.amount, "currency": held.currency}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        amount, currency = data.get("amount"), data.get("currency")
        data["money"] = None
        if amount is not None and not currency and "currency" not in self.errors:
            self.add_error("currency", _("Choose the currency of the amount."))
        elif amount is not None and currency:
            try:
                data["money"] = Money.of(amount.normalize(), currency)
            except Refusal as refusal:
                self.add_error("amount", now(refusal.message) % refusal.facts)
        return data

    def answers(self) -> dict[str, Any]:
        money: Money | None = self.cleaned_data["money"]
        return {
            "min_wage_minor": money.minor if money else None,
            "min_wage_currency": money.currency if money else "",
        }


class PapersForm(StepForm):
    slug = "papers"
    title = _("When you can start, and your papers")
    lead = _("Nothing here has to be ready today: you can register first and complete it later.")

    available_from = forms.ChoiceField(label=_("I can start"))
    passport_until = forms.DateField(
        label=_("My passport is valid until"),
        required=False,
        widget=Day,
        error_messages=_NO_SUCH_DAY,
        help_text=_("Leave it empty if you have none yet."),
    )
    medical = forms.ChoiceField(label=_("Medical examination"), choices=Medical.choices, widget=forms.RadioSelect)
    security = forms.ChoiceField(
        label=_("Certificate of good conduct"), choices=Security.choices, widget=forms.RadioSelect
    )

    def __init__(self, data: Any = None, *, profile: Profile | None) -> None:
        super().__init__(data, profile=profile)
        field = self.fields["available_from"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices.month_choices(timezone.localdate(), profile.available_from if profile else None)

    def held(self, profile: Profile) -> dict[str, Any]:
        held = super().held(profile)
        return {**held, "available_from": profile.available_from.isoformat() if profile.available_from else ""}

    def clean_available_from(self) -> date:
        return date.fromisoformat(self.cleaned_data["available_from"])

    def clean_passport_until(self) -> date | None:
        until: date | None = self.cleaned_data["passport_until"]
        if until is not None and not 1990 <= until.year <= 2100:
            raise forms.ValidationError(_("Check the year."))
        return until


class AboutForm(StepForm):
    slug = "about"
    title = _("About you")
    lead = _("Your birth date is sealed. Sex and hardship count only so that places are shared fairly.")
    SEX: ClassVar = [("", _("I prefer not to say, or another")), ("1", _("Woman")), ("0", _("Man"))]

    origin = forms.ChoiceField(label=_("Country where you live"), choices=choices.country_choices)
    region = forms.IntegerField(
        label=_("Region, as your employment service numbers it"), required=False, min_value=1, max_value=99
    )
    birth_date = forms.DateField(label=_("Birth date"), widget=Day, error_messages=_NO_SUCH_DAY)
    woman = forms.TypedChoiceField(
        label=_("Sex"),
        choices=SEX,
        required=False,
        widget=forms.RadioSelect,
        coerce=lambda value: value == "1",
        empty_value=None,
    )
    disadvantaged = forms.BooleanField(
        label=_("My household lives in hardship, or I belong to a group that finds work less easily"), required=False
    )

    def held(self, profile: Profile) -> dict[str, Any]:
        held = super().held(profile)
        return {**held, "woman": "" if profile.woman is None else str(int(profile.woman))}

    def clean_birth_date(self) -> str:
        day: date = self.cleaned_data["birth_date"]
        today = timezone.localdate()
        if day.year < EARLIEST_BIRTH or day > today:
            raise forms.ValidationError(_("Check the year of birth."))
        if day > today.replace(year=today.year - YOUNGEST, day=min(today.day, 28)):
            raise forms.ValidationError(_("People below the age of 14 cannot be registered."))
        return day.isoformat()


class ContactForm(StepForm):
    slug = "contact"
    title = _("How to reach you")
    lead = _("This is sealed. An employer reads it only after you said yes to that employer's job.")

    full_name = forms.CharField(label=_("Full name, as in your passport"), max_length=200)
    phone = forms.CharField(
        label=_("Phone, with the country's number"),
        max_length=40,
        required=False,
        validators=[RegexValidator(r"^\+?[0-9 ().-]{6,40}\Z", _("Write digits, for example +63 912 345 6789."))],
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
    email = forms.EmailField(label=_("E-mail address"), max_length=254, required=False)
    passport = forms.CharField(
        label=_("Passport number"),
        max_length=20,
        required=False,
        validators=[RegexValidator(r"^[0-9A-Za-z -]+\Z", _("A passport number has letters and digits only."))],
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("phone") and not data.get("email") and not self.errors:
            self.add_error("phone", _("Give a phone or an e-mail address, or nobody can reach you."))
        return data


STEPS: tuple[type[StepForm], ...] = (
    OccupationForm,
    SkillsForm,
    SecondForm,
    LanguagesForm,
    WishesForm,
    QualificationsForm,
    PayForm,
    PapersForm,
    AboutForm,
    ContactForm,
)


def step(slug: str) -> type[StepForm] | None:
    return next((each for each in STEPS if each.slug == slug), None)
