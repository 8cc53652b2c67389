"""Instruments as XLSForm workbooks: what leaves comes home the same, and the field's own tool takes it."""

from copy import deepcopy
from io import BytesIO

import openpyxl
import pytest
from hypothesis import HealthCheck, assume, given, settings

from alianza.instruments.reading import NotAnInstrument, read_instrument
from alianza.instruments.xlsform import converted, read_xlsform, read_xlsform_bytes, write_xlsform, xlsform_bytes
from alianza.instruments.xlsform_book import NotAnXlsform, to_xlsx
from alianza.instruments.xlsform_out import book_of
from tests.instruments.forms import item, label, survey
from tests.instruments.random_forms import instruments


def there_and_back(form):
    return read_xlsform_bytes(xlsform_bytes(read_instrument(form)), "form.xlsx")


@pytest.mark.parametrize("form", [survey(), label()], ids=["survey", "label"])
def test_a_form_comes_home_as_it_left(form):
    assert there_and_back(form) == form


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(instruments())
def test_whatever_an_instrument_holds_comes_home_as_it_left_and_converts_in_the_fields_own_tool(form):
    try:
        instrument = read_instrument(form)
    except NotAnInstrument:
        assume(False)
    assert there_and_back(form) == form
    assert read_instrument(there_and_back(form)) == instrument
