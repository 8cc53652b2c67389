from django import forms


class GiveForm(forms.Form):
    """What travels with the button: the wording that stood on the page, and the language it stood in."""

    version = forms.IntegerField(min_value=1, max_value=10_000)
    language = forms.CharField(max_length=5)
