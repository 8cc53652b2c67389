"""What a reviewer declares and scores."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alianza.fund.models import Criterion, Review

POINTS = [("", "–"), *((str(points), str(points)) for points in range(1, 6))]


class DeclareForm(forms.Form):
    conflict = forms.ChoiceField(
        label=_("Do you, your family or your employer have an interest in this proposal or its organisations?"),
        choices=[("no", _("No, I am free to judge it")), ("yes", _("Yes, I have a conflict of interest"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("Which interest, if you have one"), max_length=500, required=False)


class ScoreForm(forms.Form):
    """A score from 1 to 5 and its reason for every criterion, then the whole. As a draft it may be incomplete."""

    def __init__(
        self, data: Any = None, *, review: Review, draft: Mapping[str, str] = MappingProxyType({}), whole: bool = True
    ) -> None:
        super().__init__(data, initial=dict(draft))
        held = {one.criterion: one for one in review.scores.all()}
        for criterion, words in Criterion.choices:
            one = held.get(criterion)
            self.fields[f"{criterion}_score"] = forms.TypedChoiceField(
                label=_("%(criterion)s: score, 5 is best") % {"criterion": words},
                choices=POINTS,
                coerce=int,
                empty_value=None,
                initial=one.score if one else "",
                required=whole,
                widget=forms.Select(attrs={"class": "short"}),
            )
            self.fields[f"{criterion}_text"] = forms.CharField(
                label=_("%(criterion)s: why") % {"criterion": words},
                max_length=2000,
                initial=one.text if one else "",
                required=whole,
                widget=forms.Textarea(attrs={"rows": 3}),
            )
        self.fields["advice"] = forms.ChoiceField(
            label=_("What you advise"),
            choices=Review.Advice.choices,
            initial=review.advice,
            required=whole,
            widget=forms.RadioSelect,
        )
        self.fields["text"] = forms.CharField(
            label=_("The whole in a few sentences"),
            max_length=5000,
            initial=review.text,
            required=whole,
            widget=forms.Textarea(attrs={"rows": 5}),
        )

    def scores(self) -> dict[str, tuple[int, str]]:
        data = self.cleaned_data
        return {str(each): (data[f"{each}_score"], data[f"{each}_text"]) for each in Criterion.values}

    def draft(self) -> dict[str, str]:
        """What was written, by the name of the field; what is empty is left out."""
        return {name: str(value) for name, value in self.cleaned_data.items() if value not in (None, "")}
