"""Answers are read strictly: kept in one written form, or refused with a sentence."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alianza.instruments.answers import LONGEST_LONG_TEXT, accept, facts_of
from alianza.instruments.instrument import Choice, ChoiceList, Item, Type
from alianza.vocabulary.facts import UnfitAnswer
from alianza.vocabulary.text import Text

LEVELS = ChoiceList("levels", tuple(Choice(v, Text({"en": v})) for v in ("low", "mid", "high")), ordered=True)
ROWS = ChoiceList("rows", tuple(Choice(v, Text({"en": v})) for v in ("visa", "travel")))
FILE = {"code": "7c06bdb3-e0da-4ced-bc35-b994672599ef", "name": "law.pdf", "sha256": "a" * 64, "size": 10}


def asked(kind: Type, **more) -> Item:
    return Item(id="Q", section="s", type=kind, label=Text({"en": "?"}), **more)


@pytest.mark.parametrize(
    ("item", "given_", "kept"),
    [
        (asked(Type.BOOLEAN), False, False),
        (asked(Type.TEXT), "  two\nlines ", "two lines"),
        (asked(Type.LONG_TEXT), " two\r\nlines ", "two\nlines"),
        (asked(Type.LONG_TEXT), "ع" * LONGEST_LONG_TEXT, "ع" * LONGEST_LONG_TEXT),
        (asked(Type.TEXT), "   ", None),
        (asked(Type.INTEGER), "12", 12),
        (asked(Type.INTEGER), 12.0, 12),
        (asked(Type.INTEGER), "-3", -3),
        (asked(Type.DECIMAL), "12.50", "12.5"),
        (asked(Type.DECIMAL), "-0", "0"),
        (asked(Type.DECIMAL), 0.1, "0.1"),
        (asked(Type.MONEY), {"amount": "1250.5", "currency": "EUR"}, {"amount": "1250.50", "currency": "EUR"}),
        (asked(Type.MONEY), {"amount": "", "currency": "EUR"}, None),
        (asked(Type.DATE), "2028-02-29", "2028-02-29"),
        (asked(Type.PERIOD), "2024-q3", "2024-Q3"),
        (asked(Type.PERIOD), "2024-07-15/..", "2024-07-15/.."),
        (asked(Type.SELECT_ONE, choices=LEVELS), "mid", "mid"),
        (asked(Type.SELECT_MULTIPLE, choices=LEVELS), ["high", "low", "high"], ["low", "high"]),
        (asked(Type.SELECT_MULTIPLE, choices=LEVELS), [], None),
        (asked(Type.MATRIX, choices=LEVELS, rows=ROWS), {"visa": "low", "travel": ""}, {"visa": "low"}),
        (asked(Type.CRITERION, choices=LEVELS), "mid", {"value": "mid"}),
        (asked(Type.CRITERION, choices=LEVELS), {"value": "", "note": " why "}, {"note": "why"}),
        (asked(Type.COUNTRY), "PHL", "PHL"),
        (asked(Type.COUNTRY, several=True), ["PHL", "NAM", "PHL"], ["PHL", "NAM"]),
        (asked(Type.OCCUPATION), "2221", "2221"),
        (asked(Type.CORRIDOR), "ph → de", "PHL-DEU"),
        (asked(Type.ORGANISATION), FILE["code"].upper(), FILE["code"]),
        (asked(Type.GEOPOINT), "14.5995, 120.9842", ["14.5995", "120.9842"]),
        (asked(Type.FILE, several=True), [FILE], [FILE]),
        (
            asked(Type.REPEAT, children=(asked(Type.INTEGER),)),
            [{"Q": "1"}, {"Q": ""}, {"Q": 2}],
            [{"Q": 1}, {"Q": 2}],
        ),
    ],
)
def test_what_fits_is_kept_in_its_written_form_and_reads_as_the_same_again(item, given_, kept):
    assert accept(item, given_) == kept
    assert accept(item, kept) == kept


@pytest.mark.parametrize(
    ("item", "given_", "says"),
    [
        (asked(Type.BOOLEAN), "yes", "yes or no"),
        (asked(Type.TEXT), "a\x00b", "character that no text can have"),
        (asked(Type.TEXT), 12, "text is expected"),
        (asked(Type.TEXT, longest=5), "sixsix", "5 are the most"),
        (asked(Type.LONG_TEXT), "x" * (LONGEST_LONG_TEXT + 1), "40000 are the most"),
        (asked(Type.INTEGER), "1.000,00", "whole number in digits"),
        (asked(Type.INTEGER), "1e9", "whole number in digits"),
        (asked(Type.INTEGER), "NaN", "whole number in digits"),
        (asked(Type.INTEGER), float("nan"), "whole number in digits"),
        (asked(Type.INTEGER), "١٢", "whole number in digits"),
        (asked(Type.INTEGER), True, "whole number in digits"),
        (asked(Type.INTEGER, least=0), -1, "from 0 to"),
        (asked(Type.DECIMAL), "1,5", "with a point"),
        (asked(Type.DECIMAL, most=100), "100.01", "to 100"),
        (asked(Type.MONEY), "12 EUR", "amount and a currency"),
        (asked(Type.MONEY), {"amount": "12", "currency": ""}, "choose the currency"),
        (asked(Type.MONEY), {"amount": "12", "currency": "XXQ"}, "ISO 4217"),
        (asked(Type.MONEY), {"amount": "12.345", "currency": "EUR"}, "decimals"),
        (asked(Type.DATE), "2026-02-29", "no such day"),
        (asked(Type.DATE), "24/03/2026", "2026-03-24"),
        (asked(Type.PERIOD), "last year", "not a period"),
        (asked(Type.PERIOD), "2025/2024", "before it begins"),
        (asked(Type.SELECT_ONE, choices=LEVELS), "huge", "low, mid, high"),
        (asked(Type.SELECT_MULTIPLE, choices=LEVELS), "low", "a list"),
        (asked(Type.MATRIX, choices=LEVELS, rows=ROWS), {"food": "low"}, "no row 'food'"),
        (asked(Type.COUNTRY), False, "NO"),
        (asked(Type.COUNTRY), "Atlantis", "Atlantis"),
        (asked(Type.CORRIDOR), "PHL-PHL", "two countries"),
        (asked(Type.ORGANISATION), "Finca Sol", "choose an organisation"),
        (asked(Type.GEOPOINT), "91, 0", "latitude"),
        (asked(Type.GEOPOINT), "Manila", "latitude"),
        (asked(Type.FILE, several=True), [{**FILE, "sha256": "short"}], "attach the file"),
        (asked(Type.FILE, several=True), [FILE] * 21, "too many"),
        (asked(Type.REPEAT, children=(asked(Type.INTEGER),)), [{"Q": 1}, {"Q": "x"}], "entry 2"),
        (asked(Type.REPEAT, children=(asked(Type.INTEGER),)), [{"Z": 1}], "not asked"),
        (asked(Type.COMPUTED), 3, "computed"),
    ],
)
def test_what_does_not_fit_is_refused_with_a_sentence(item, given_, says):
    with pytest.raises(UnfitAnswer) as refusal:
        accept(item, given_)
    assert says in refusal.value.sentence


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(list(Type)),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
        max_leaves=6,
    ),
)
def test_whatever_is_brought_is_kept_or_refused_and_never_breaks(kind, brought):
    item = asked(
        kind,
        choices=LEVELS if kind.has_choices or kind is Type.MATRIX else None,
        rows=ROWS if kind is Type.MATRIX else None,
        several=kind is Type.FILE,
        children=(asked(Type.TEXT),) if kind is Type.REPEAT else (),
    )
    try:
        kept = accept(item, brought)
    except UnfitAnswer as refusal:
        kept = None
        refused = refusal.sentence
    else:
        refused = ""
    if refused:
        return
    assert accept(item, kept) == kept
    assert facts_of(item, kept)["Q.answered"] in {True, False}


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**12), max_value=10**12))
def test_no_digit_of_a_decimal_is_lost(number):
    kept = accept(asked(Type.DECIMAL), str(format(number, "f")))
    assert Decimal(str(kept)) == number
