"""How every form of the house is drawn: `{{ form }}`, and allauth's forms too, come out in the design system."""

from django.forms.renderers import TemplatesSetting


class HouseForms(TemplatesSetting):
    form_template_name = "web/parts/form.html"
    field_template_name = "web/parts/field.html"
